#include "import/import.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/addr.h"
#include "base/lines.h"
#include "sys/err.h"
#include "config/ethers.h"
#include "config/ports.h"
#include "config/statefile.h"
#include "config/config.h"
#include "import/import_filters.h"

#define HEAD "# From the file of iptraf-ng 1.2; see iptraf-ng.conf(5)\n"

/* iptraf.cfg of iptraf-ng 1.2.1 as seen on amd64. */
struct old_settings {
	uint32_t flags, unused;
	uint64_t tcp_timeout;  /* minutes */
	uint64_t log_interval; /* seconds */
	uint64_t redraw;       /* seconds */
	uint64_t persist;      /* minutes */
};

#define OLD_FLAGS 0xffu /* all that it knows */

static const char *const flag_keys[] = { "color",	"logging", "reverse-dns",   "service-names",
					 "promiscuous", "kbytes",  "mac-addresses", "six-in-four" };

/* A line of ours, but for what is as by default.  1 when it is out of range. */
static int put(FILE *out, const char *key, uint64_t v)
{
	struct settings o, dflt;
	struct diag why;
	char text[32];
	const struct setting_def *d = &setting_defs[settings_find(key)];

	settings_default(&dflt);
	o = dflt;
	snprintf(text, sizeof(text), "%llu", (unsigned long long)v);
	if (settings_set(&o, key, text, &why) < 0)
		return 1;
	if (settings_get(&o, d) == settings_get(&dflt, d))
		return 0;
	settings_text(&o, d, text, sizeof(text));
	fprintf(out, "%s = %s\n", key, text);
	return 0;
}

int import_settings(const char *old, size_t n, FILE *out)
{
	struct old_settings s;
	int odd = 0;

	if (n != sizeof(s))
		return -EINVAL;
	memcpy(&s, old, sizeof(s));
	if (s.flags & ~OLD_FLAGS)
		return -EINVAL;
	fputs(HEAD, out);
	for (unsigned i = 0; i < sizeof(flag_keys) / sizeof(flag_keys[0]); i++)
		odd += put(out, flag_keys[i], s.flags >> i & 1);
	odd += put(out, "tcp-timeout", s.tcp_timeout);
	odd += s.log_interval % 60 ? 1 : put(out, "log-interval", s.log_interval / 60);
	odd += put(out, "update-interval", s.redraw);
	odd += put(out, "closed-persistence", s.persist);
	return odd;
}

/* ports.dat: 8 bytes each, of which the last four are whatever was in memory. */
struct old_ports {
	uint16_t from, to; /* to: 0 for a single port */
	uint32_t unused;
};

int import_ports(const char *old, size_t n, FILE *out)
{
	struct old_ports p;
	char text[PORT_RANGE_TEXT];
	int odd = 0;

	if (n % sizeof(p))
		return -EINVAL;
	fputs(HEAD, out);
	for (size_t at = 0; at < n; at += sizeof(p)) {
		struct port_range r;

		memcpy(&p, old + at, sizeof(p));
		r = (struct port_range){ p.from, p.to ? p.to : p.from };
		if (r.to < r.from)
			odd++;
		else
			fprintf(out, "%s\n", port_range_text(r, text, sizeof(text)));
	}
	return odd;
}

/* They are in the form of ethers(5) already, but took anything for an address. */
int import_descriptions(const char *old, size_t n, FILE *out)
{
	struct lines l = { .text = old, .n = n };
	char mac[MAC_TEXT];
	struct span text;
	uint8_t parsed[6];
	int odd = 0, rc;

	fputs(HEAD, out);
	while (lines_next(&l)) {
		rc = ethers_parse_line(l.line, parsed, &text);
		if (rc == 1)
			fprintf(out, "%s %.*s\n", mac_text(parsed, mac, sizeof(mac)), (int)text.n,
				text.s);
		odd += rc < 0;
	}
	return odd;
}

struct job {
	const char *theirs, *ours;
	int (*convert)(const char *old, size_t n, FILE *out);
	const char *text; /* of theirs */
	size_t n;
};

/* Not over a file of ours that came meanwhile. */
static int convert(void *ctx, const char *old, size_t n, FILE *out, struct diag *why)
{
	const struct job *j = ctx;
	int odd;

	if (n > 0) {
		fwrite(old, 1, n, out);
		return 0;
	}
	odd = j->convert(j->text, j->n, out);
	if (odd < 0) {
		diag_set(why, 0, "%s: not as iptraf-ng 1.2 writes it on this machine; left out",
			 j->theirs);
		return odd;
	}
	if (odd)
		warn("%s: ignored %d invalid entries", j->theirs, odd);
	return 0;
}

static void do_job(struct job *j)
{
	struct diag why;
	char *text;
	size_t n;
	int rc = statefile_read(j->ours, &text, &n, &why);

	free(text);
	if (rc != -ENOENT)
		return;
	rc = statefile_read(j->theirs, &text, &j->n, &why);
	if (rc == 0) {
		j->text = text;
		rc = statefile_edit(j->ours, convert, j, &why);
	}
	if (rc < 0 && rc != -ENOENT)
		warn("%s", why.msg);
	free(text);
}

void import_original(void)
{
	struct job jobs[] = {
		{ .theirs = "iptraf.cfg", .ours = CONFIG_FILE, .convert = import_settings },
		{ .theirs = "ports.dat", .ours = PORTS_FILE, .convert = import_ports },
		{ .theirs = "ethernet.desc", .ours = ETHERS_FILE, .convert = import_descriptions },
		{ .theirs = "fddi.desc", .ours = ETHERS_FDDI_FILE, .convert = import_descriptions },
	};

	for (size_t i = 0; i < sizeof(jobs) / sizeof(jobs[0]); i++)
		do_job(&jobs[i]);
	import_filters();
}
