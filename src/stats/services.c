#include "stats/services.h"

#include <errno.h>
#include <stdlib.h>

#include "base/htab.h"
#include "base/mem.h"
#include "base/rate.h"
#include "config/settings.h"
#include "stats/tally.h"

#define PORTS	   65536u
#define KEYS	   (2 * PORTS) /* one for each protocol and port: nothing to evict */
#define PRIVILEGED 1024

enum way { TOTAL, TO, FROM, WAYS };

struct service {
	uint8_t proto;
	uint16_t port;
	uint64_t first_ms; /* first packet, monotonic */
	struct tally way[WAYS];
	struct rate rate[WAYS];
};

/* One way of counting: which row a key has, and the rows. */
struct book {
	uint32_t *row_of; /* by key: row + 1, 0 none; zeroed memory is an empty book */
	struct service *row;
	uint32_t rows;
};

enum { BOOK_WELL_KNOWN, BOOK_ALL, BOOKS };

struct services {
	struct book book[BOOKS];
	uint8_t *known;	 /* by key: listed, or in services(5) */
	uint8_t *listed; /* by port: privileged, or added by the user */
	const struct settings *set;
	struct tally unlisted;
};

static uint32_t key_of(uint8_t proto, uint16_t port)
{
	return (proto == IPPROTO_UDP ? PORTS : 0) + port;
}

static int book_init(struct book *b)
{
	b->row_of = mem_reserve(KEYS * sizeof(*b->row_of));
	b->row = mem_reserve(KEYS * sizeof(*b->row));
	return b->row_of && b->row ? 0 : -ENOMEM;
}

static void book_fini(struct book *b)
{
	mem_release(b->row_of, KEYS * sizeof(*b->row_of));
	mem_release(b->row, KEYS * sizeof(*b->row));
}

static bool has_name(const struct engine_env *env, uint32_t port, uint8_t proto)
{
	return env->service_name && env->service_name((uint16_t)port, proto);
}

static void mark_known(struct services *e, const struct engine_env *env)
{
	for (uint32_t port = 0; port < PORTS; port++) {
		bool listed = port < PRIVILEGED ||
			      (env->port_is_listed && env->port_is_listed((uint16_t)port));

		e->listed[port] = listed;
		e->known[port] = listed || has_name(env, port, IPPROTO_TCP);
		e->known[PORTS + port] = listed || has_name(env, port, IPPROTO_UDP);
	}
}

static int services_init(void *self, const struct engine_env *env)
{
	struct services *e = self;
	int rc = 0;

	for (int i = 0; i < BOOKS && rc == 0; i++)
		rc = book_init(&e->book[i]);
	e->known = malloc(KEYS);
	e->listed = malloc(PORTS);
	if (rc < 0 || !e->known || !e->listed)
		return -ENOMEM;
	mark_known(e, env);
	e->set = env->set;
	return 0;
}

static void services_fini(void *self)
{
	struct services *e = self;

	for (int i = 0; i < BOOKS; i++)
		book_fini(&e->book[i]);
	free(e->known);
	free(e->listed);
}

static struct service *get(struct book *b, uint8_t proto, uint16_t port, const struct now *now)
{
	uint32_t *at = &b->row_of[key_of(proto, port)];
	struct service *s;

	if (*at)
		return &b->row[*at - 1];
	s = &b->row[b->rows];
	*s = (struct service){ .proto = proto, .port = port, .first_ms = now->mono_ms };
	*at = ++b->rows;
	return s;
}

/* A packet for a port, sent to it (TO) or by it (FROM). */
static void count(struct book *b, const struct pkt *p, uint16_t port, enum way way,
		  const struct now *now)
{
	struct service *s = get(b, p->ipproto, port, now);
	uint32_t packets = wire_packets(p) + p->early_packets,
		 sec = (uint32_t)(now->mono_ms / 1000);
	uint64_t bytes = wire_ip_bytes(p) + p->early_bytes;

	tally_add(&s->way[way], packets, bytes);
	tally_add(&s->way[TOTAL], packets, bytes);
	rate_add(&s->rate[way], sec, (uint32_t)bytes);
	rate_add(&s->rate[TOTAL], sec, (uint32_t)bytes);
}

/* Which end is the service's: the known one; of two alike the lower. */
static bool is_to_service(const struct services *e, const struct pkt *p)
{
	uint8_t src = e->known[key_of(p->ipproto, p->src.port)];
	uint8_t dst = e->known[key_of(p->ipproto, p->dst.port)];

	return src == dst ? p->dst.port <= p->src.port : dst;
}

static void services_packets(void *self, const struct pkt *p, unsigned n, const struct now *now)
{
	struct services *e = self;
	struct book *known = &e->book[BOOK_WELL_KNOWN], *all = &e->book[BOOK_ALL];

	for (unsigned i = 0; i < n; i++) {
		if (!p[i].ports)
			continue;
		if (e->listed[p[i].dst.port])
			count(known, &p[i], p[i].dst.port, TO, now);
		if (e->listed[p[i].src.port])
			count(known, &p[i], p[i].src.port, FROM, now);
		if (!e->listed[p[i].dst.port] && !e->listed[p[i].src.port])
			tally_add(&e->unlisted, wire_packets(&p[i]) + p[i].early_packets,
				  wire_ip_bytes(&p[i]) + p[i].early_bytes);
		if (is_to_service(e, &p[i]))
			count(all, &p[i], p[i].dst.port, TO, now);
		else
			count(all, &p[i], p[i].src.port, FROM, now);
	}
}

static void services_tick(void *self, const struct now *now)
{
	(void)self;
	(void)now;
}

/* --- the tables --- */

static const struct service *service_of(const struct row *r)
{
	return r->data;
}

static void get_proto(const struct row *r, struct value *out)
{
	out->s = service_of(r)->proto == IPPROTO_TCP ? "TCP" : "UDP";
}

static void get_port(const struct row *r, struct value *out)
{
	out->u = service_of(r)->port;
	out->proto = service_of(r)->proto;
}

static uint64_t age_ms(const struct row *r)
{
	return row_since(r, service_of(r)->first_ms);
}

#define GETTERS(suffix, w)                                                                         \
	static void get_packets##suffix(const struct row *r, struct value *out)                    \
	{                                                                                          \
		out->u = service_of(r)->way[w].packets;                                            \
	}                                                                                          \
	static void get_bytes##suffix(const struct row *r, struct value *out)                      \
	{                                                                                          \
		out->u = service_of(r)->way[w].bytes;                                              \
	}                                                                                          \
	static void get_rate##suffix(const struct row *r, struct value *out)                       \
	{                                                                                          \
		out->u = rate_get(&service_of(r)->rate[w], r->now_ms, service_of(r)->first_ms);    \
	}                                                                                          \
	static void get_average##suffix(const struct row *r, struct value *out)                    \
	{                                                                                          \
		out->u = rate_mean(service_of(r)->way[w].bytes, age_ms(r));                        \
	}

GETTERS(, TOTAL)
GETTERS(_to, TO)
GETTERS(_from, FROM)

#define FIELDS(suffix, titles, helps)                                                              \
	FIELD("packets" #suffix, "Packets" titles, "packets " helps " the port", V_COUNT,          \
	      get_packets##suffix),                                                                \
		FIELD("bytes" #suffix, "Bytes" titles, "IP bytes " helps " the port", V_BYTES,     \
		      get_bytes##suffix),                                                          \
		FIELD("rate" #suffix, "Rate" titles,                                               \
		      "rate " helps " the port over the last five seconds", V_RATE,                \
		      get_rate##suffix),                                                           \
		FIELD("average" #suffix, "Average rate" titles,                                    \
		      "rate " helps " the port since its first packet, over a second at least",    \
		      V_RATE, get_average##suffix)

static const struct field fields[] = {
	FIELD("proto", "Protocol", "TCP or UDP", V_TEXT, get_proto),
	FIELD("port", "Port", "port number", V_PORT, get_port),
	FIELDS(, "", "to and from"),
	FIELDS(_to, " to", "to"),
	FIELDS(_from, " from", "from"),
	{ .key = NULL },
};

static void rows_of_book(const struct book *b, struct rows *out)
{
	*out = (struct rows){ .data = b->row, .used = b->rows, .count = b->rows, .cap = KEYS };
}

static void get_listed(const void *engine, struct rows *out)
{
	rows_of_book(&((const struct services *)engine)->book[BOOK_WELL_KNOWN], out);
}

static void get_wanted(const void *engine, struct rows *out)
{
	const struct services *e = engine;

	rows_of_book(&e->book[e->set->all_ports ? BOOK_ALL : BOOK_WELL_KNOWN], out);
}

static void get_all(const void *engine, struct rows *out)
{
	rows_of_book(&((const struct services *)engine)->book[BOOK_ALL], out);
}

const struct table services_table = {
	.name = "services",
	.help = "ports below 1024 and additional ports, or all",
	.fields = fields,
	.ways = 1,
	.row_size = sizeof(struct service),
	.rows = get_wanted,
};

const struct table listed_ports_table = {
	.name = "listed_ports",
	.help = "ports below 1024 and additional ports",
	.fields = fields,
	.ways = 1,
	.row_size = sizeof(struct service),
	.rows = get_listed,
};

static void get_unlisted_packets(const struct row *r, struct value *out)
{
	out->u = ((const struct tally *)r->data)->packets;
}

static void get_unlisted_bytes(const struct row *r, struct value *out)
{
	out->u = ((const struct tally *)r->data)->bytes;
}

static const struct field unlisted_fields[] = {
	FIELD("packets", "Packets", "packets between other ports", V_COUNT, get_unlisted_packets),
	FIELD("bytes", "Bytes", "IP bytes between other ports", V_BYTES, get_unlisted_bytes),
	{ .key = NULL },
};

static void get_unlisted(const void *engine, struct rows *out)
{
	*out = (struct rows){ .data = &((const struct services *)engine)->unlisted,
			      .used = 1,
			      .count = 1,
			      .cap = 1 };
}

const struct table unlisted_ports_table = {
	.name = "unlisted_ports",
	.help = "what no listed port has counted",
	.fields = unlisted_fields,
	.ways = 1,
	.row_size = sizeof(struct tally),
	.rows = get_unlisted,
};

const struct table all_ports_table = {
	.name = "all_ports",
	.help = "all ports, each packet once: for the service's end of its connection",
	.fields = fields,
	.ways = 1,
	.row_size = sizeof(struct service),
	.rows = get_all,
};

static const struct table *const tables[] = { &services_table, &all_ports_table, NULL };

const struct engine_ops engine_services = {
	.size = sizeof(struct services),
	.init = services_init,
	.packets = services_packets,
	.tick = services_tick,
	.fini = services_fini,
	.tables = tables,
};
