#include "config/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lines.h"
#include "base/protocols.h"
#include "base/text.h"
#include "sys/textfile.h"

#define LIST_MAX (4u << 20) /* bytes of a list */
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct num_name {
	uint16_t num;
	const char *name;
};

static const char *find(const struct num_name *t, size_t n, unsigned num)
{
	for (size_t i = 0; i < n; i++)
		if (t[i].num == num)
			return t[i].name;
	return NULL;
}

/* RFC 792, RFC 950, RFC 1256 */
static const struct num_name icmp_types[] = {
	{ 0, "echo rply" },   { 3, "dest unrch" },     { 4, "src qnch" },	{ 5, "redirct" },
	{ 8, "echo req" },    { 9, "router adv" },     { 10, "router sol" },	{ 11, "time excd" },
	{ 12, "param prob" }, { 13, "timestmp req" },  { 14, "timestmp rep" },	{ 15, "info req" },
	{ 16, "info rep" },   { 17, "addr mask req" }, { 18, "addr mask rep" },
};

/* RFC 792, RFC 1122, RFC 1812 */
static const struct num_name icmp_unreach[] = {
	{ 0, "ntwk" },
	{ 1, "host" },
	{ 2, "proto" },
	{ 3, "port" },
	{ 4, "DF set" },
	{ 5, "src rte fail" },
	{ 6, "net unkn" },
	{ 7, "host unkn" },
	{ 8, "src isltd" },
	{ 9, "net comm denied" },
	{ 10, "host comm denied" },
	{ 11, "net unrch for TOS" },
	{ 12, "host unrch for TOS" },
	{ 13, "pkt fltrd" },
	{ 14, "prec violtn" },
	{ 15, "prec cutoff" },
};

/* RFC 4443, RFC 2710, RFC 4861 */
static const struct num_name icmp6_types[] = {
	{ 1, "dest unrch" },	  { 2, "pkt too big" },	     { 3, "time exceeded" },
	{ 4, "param prob" },	  { 128, "echo req" },	     { 129, "echo rply" },
	{ 130, "mbrship query" }, { 131, "mbrship report" }, { 132, "mbrship reduc" },
	{ 133, "router sol" },	  { 134, "router adv" },     { 135, "neigh sol" },
	{ 136, "neigh adv" },	  { 137, "redirect" },
};

static const struct num_name icmp6_unreach[] = {
	{ 0, "no route" },     { 1, "admin" },	 { 2, "not neigh" },
	{ 3, "unreach addr" }, { 4, "no port" },
};

/* RFC 2328, A.3.1 */
static const struct num_name ospf_types[] = {
	{ 1, "hlo" }, { 2, "DB desc" }, { 3, "LSR" }, { 4, "LSU" }, { 5, "LSA" },
};

static char *proto_names[256]; /* from protocols(5) */
static char **services[2];     /* by port; TCP, UDP */

/* The system's files are bytes from outside too. */
static char *clean_copy(struct span word)
{
	char text[64], buf[64];

	snprintf(text, sizeof(text), "%.*s", (int)word.n, word.s);
	return strdup(text_clean(buf, sizeof(buf), text, false));
}

/* Figures, up to max; -1: something else. */
static long number(struct span s, long max)
{
	long v = s.n ? 0 : -1;

	for (size_t i = 0; i < s.n; i++) {
		if (s.s[i] < '0' || s.s[i] > '9')
			return -1;
		v = v * 10 + (s.s[i] - '0');
		if (v > max)
			return -1;
	}
	return v;
}

/* "icmp 1 ICMP": goes by its first alias, else by its name. */
static void take_protocol(struct span line)
{
	struct span rest = line_body(line), name = line_word(&rest), value = line_word(&rest);
	struct span alias = line_word(&rest);
	long n = number(value, 255);

	if (n >= 0 && !proto_names[n])
		proto_names[n] = clean_copy(alias.n ? alias : name);
}

/* "domain 53/udp" */
static void take_service(struct span line)
{
	struct span rest = line_body(line), name = line_word(&rest), value = line_word(&rest);
	const char *slash = value.n ? memchr(value.s, '/', value.n) : NULL;
	size_t n = slash ? (size_t)(slash - value.s) : 0;
	bool udp = slash && value.n == n + 4 && memcmp(slash, "/udp", 4) == 0;
	bool tcp = slash && value.n == n + 4 && memcmp(slash, "/tcp", 4) == 0;
	long port = slash ? number((struct span){ value.s, n }, 65535) : -1;

	if ((udp || tcp) && port >= 0 && !services[udp][port])
		services[udp][port] = clean_copy(name);
}

static void read_lines(const char *path, void (*take)(struct span line))
{
	struct textfile f;
	struct lines l = { .text = NULL };

	if (textfile_read(&f, path, 0, LIST_MAX) < 0)
		return;
	l.text = f.s;
	l.n = f.n;
	while (lines_next(&l))
		take(l.line);
	free(f.s);
}

void names_load_protocols(const char *path)
{
	read_lines(path, take_protocol);
}

void names_load_services_of(const char *path)
{
	if (services[0])
		return;
	for (int i = 0; i < 2; i++) {
		services[i] = calloc(65536, sizeof(char *));
		if (!services[i])
			return;
	}
	read_lines(path, take_service);
}

void names_load(void)
{
	names_load_protocols(NAMES_PROTOCOLS);
}

void names_load_services(void)
{
	names_load_services_of(NAMES_SERVICES);
}

const char *name_ipproto(uint8_t proto)
{
	const struct ip_protocol *p = ip_protocol(proto);

	return p && p->name ? p->name : proto_names[proto];
}

const char *name_icmp_type(uint8_t type)
{
	const char *s = find(icmp_types, COUNT(icmp_types), type);

	return s ? s : "bad/unkn";
}

const char *name_icmp6_type(uint8_t type)
{
	const char *s = find(icmp6_types, COUNT(icmp6_types), type);

	return s ? s : "bad/unkn";
}

const char *name_icmp_unreach(uint8_t code)
{
	return find(icmp_unreach, COUNT(icmp_unreach), code);
}

const char *name_icmp6_unreach(uint8_t code)
{
	return find(icmp6_unreach, COUNT(icmp6_unreach), code);
}

const char *name_ospf_type(uint8_t type)
{
	return find(ospf_types, COUNT(ospf_types), type);
}

const char *name_ethertype(uint16_t type)
{
	const struct ether_type *t = ether_type(type);

	return t ? t->name : NULL;
}

const char *name_service(uint16_t port, uint8_t proto)
{
	char **s = services[proto == IPPROTO_UDP];

	return s ? s[port] : NULL;
}
