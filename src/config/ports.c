#include "config/ports.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lines.h"
#include "config/statedir.h"
#include "config/statefile.h"

#define HEAD "# Ports that the service monitor counts: see iptraf-ng.conf(5)\n"

static struct port_range ranges[PORTS_RANGES];
static size_t count;
static uint8_t bits[65536 / 8];

static size_t skip_blanks(const char *s, size_t i, size_t n)
{
	while (i < n && isspace((unsigned char)s[i]))
		i++;
	return i;
}

/* Returns where it ends, 0: no port. */
static size_t take_port(const char *s, size_t i, size_t n, uint16_t *port)
{
	size_t first = i;
	unsigned v = 0;

	for (; i < n && isdigit((unsigned char)s[i]) && v <= UINT16_MAX; i++)
		v = v * 10 + (unsigned)(s[i] - '0');
	*port = (uint16_t)v;
	return i == first || v > UINT16_MAX ? 0 : skip_blanks(s, i, n);
}

int port_range_parse(const char *s, size_t n, struct port_range *r)
{
	size_t i = take_port(s, skip_blanks(s, 0, n), n, &r->from);

	r->to = r->from;
	if (i > 0 && i < n && s[i] == '-')
		i = take_port(s, skip_blanks(s, i + 1, n), n, &r->to);
	return i == 0 || i < n || r->to < r->from ? -EINVAL : 0;
}

char *port_range_text(struct port_range r, char *buf, size_t n)
{
	if (r.from == r.to)
		snprintf(buf, n, "%u", r.from);
	else
		snprintf(buf, n, "%u-%u", r.from, r.to);
	return buf;
}

static void mark(struct port_range r)
{
	for (unsigned port = r.from; port <= r.to; port++)
		bits[port / 8] |= (uint8_t)(1u << port % 8);
	if (count < PORTS_RANGES)
		ranges[count++] = r;
}

/* 1: a range, 0: nothing, -1: invalid. */
static int parse_line(struct span line, struct port_range *r)
{
	line = line_body(line);
	if (line.n == 0)
		return 0;
	return port_range_parse(line.s, line.n, r) < 0 ? -1 : 1;
}

int ports_take(const char *path, const char *text, size_t n, struct diag *why)
{
	struct lines l = { .text = text, .n = n };
	struct port_range r;
	int bad = 0;

	memset(bits, 0, sizeof(bits));
	count = 0;
	while (lines_next(&l)) {
		int rc = parse_line(l.line, &r);

		if (rc > 0)
			mark(r);
		else if (rc < 0 && bad++ == 0)
			diag_set(why, 0,
				 "%.180s:%d: a port or a range of ports (6000-6010) expected", path,
				 l.number);
	}
	return bad;
}

int ports_load(struct diag *why)
{
	char path[PATH_MAX], *text;
	size_t n;
	int rc = statefile_read(PORTS_FILE, &text, &n, why);

	statedir_path(PORTS_FILE, path, sizeof(path));
	if (rc == 0 || rc == -ENOENT)
		rc = ports_take(path, text, n, why);
	free(text);
	return rc;
}

bool ports_have(uint16_t port)
{
	return bits[port / 8] >> port % 8 & 1;
}

size_t ports_count(void)
{
	return count;
}

struct port_range ports_at(size_t i)
{
	return ranges[i];
}

static bool is_range(void *ctx, struct span line)
{
	const struct port_range *wanted = ctx;
	struct port_range r;

	return parse_line(line, &r) == 1 && r.from == wanted->from && r.to == wanted->to;
}

static int put(struct port_range r, const char *line, struct diag *why)
{
	struct diag ignored;
	int rc = statefile_put_line(PORTS_FILE, is_range, &r, line, HEAD, why);

	if (rc == 0)
		ports_load(&ignored);
	return rc;
}

int ports_add(struct port_range r, struct diag *why)
{
	char line[PORT_RANGE_TEXT];

	return put(r, port_range_text(r, line, sizeof(line)), why);
}

int ports_remove(struct port_range r, struct diag *why)
{
	return put(r, NULL, why);
}
