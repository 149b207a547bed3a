#include "filter/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- reading --- */

/* A line, word by word. */
struct words {
	const char *line;
	size_t n, at;	 /* bytes, where the next word is looked for */
	size_t from, to; /* the present word; from == to: the line is over */
};

static void next(struct words *w)
{
	while (w->at < w->n && isspace((unsigned char)w->line[w->at]))
		w->at++;
	w->from = w->at;
	while (w->at < w->n && !isspace((unsigned char)w->line[w->at]))
		w->at++;
	w->to = w->at;
}

static bool at_end(const struct words *w)
{
	return w->from == w->to;
}

static bool is(const struct words *w, const char *word)
{
	return w->to - w->from == strlen(word) &&
	       memcmp(w->line + w->from, word, w->to - w->from) == 0;
}

static int expected(const struct words *w, const char *what, struct diag *why)
{
	diag_set(why, (int)w->from + 1, "column %d: %s expected", (int)w->from + 1, what);
	return -EINVAL;
}

/* Figures from *at on; -1: none, or more than max. */
static long number(const char *s, size_t n, size_t *at, long max)
{
	long v = 0;
	size_t first = *at;

	for (; *at < n && isdigit((unsigned char)s[*at]) && v <= max; (*at)++)
		v = v * 10 + (s[*at] - '0');
	return *at == first || v > max ? -1 : v;
}

/* "N" or "N-M" up to max, all of s. */
static bool range(const char *s, size_t n, long max, long *low, long *high)
{
	size_t at = 0;

	*low = *high = number(s, n, &at, max);
	if (*low >= 0 && at < n && s[at] == '-') {
		at++;
		*high = number(s, n, &at, max);
	}
	return at == n && *low >= 0 && *high >= *low;
}

/* One of the protocols between commas. */
static bool take_proto(struct rule *r, const char *s, size_t n)
{
	int proto = rule_proto_number(s, n);
	long low = proto, high = proto;

	if (proto < 0 && !range(s, n, 255, &low, &high))
		return false;
	for (; low <= high; low++)
		rule_set_proto(r, (unsigned)low);
	if (proto == 1) /* the one of IPv6 goes with it */
		rule_set_proto(r, 58);
	return true;
}

static int take_protos(struct rule *r, struct words *w, struct diag *why)
{
	const char *s = w->line + w->from;
	size_t n = w->to - w->from, at = 0;

	if (is(w, "all")) {
		rule_set_all_protos(r);
		return 0;
	}
	if (is(w, "none"))
		return 0;
	while (at <= n) {
		const char *comma = memchr(s + at, ',', n - at);
		size_t len = comma ? (size_t)(comma - s) - at : n - at;

		if (!take_proto(r, s + at, len))
			return expected(w, "protocols, or all,", why);
		at += len + 1;
	}
	return 0;
}

static bool copy(char *dst, size_t size, const char *s, size_t n)
{
	if (n >= size || memchr(s, '\0', n))
		return false;
	memcpy(dst, s, n);
	dst[n] = '\0';
	return true;
}

static int take_address(struct rule_end *e, struct words *w, struct diag *why)
{
	const char *s = w->line + w->from, *slash;
	size_t n = w->to - w->from, host;

	if (is(w, "any"))
		return 0;
	slash = memchr(s, '/', n);
	host = slash ? (size_t)(slash - s) : n;
	if (host == 0 || !copy(e->host, sizeof(e->host), s, host) ||
	    (slash && (host + 1 == n || !copy(e->mask, sizeof(e->mask), slash + 1, n - host - 1))))
		return expected(w, "any, or a host name or address, /PREFIX or /MASK behind it,",
				why);
	return 0;
}

static int take_end(struct rule_end *e, struct words *w, struct diag *why)
{
	long low, high;

	next(w);
	if (at_end(w))
		return expected(w, "an address, or any,", why);
	if (take_address(e, w, why) < 0)
		return -EINVAL;
	next(w);
	if (!is(w, "port"))
		return 0;
	next(w);
	if (!range(w->line + w->from, w->to - w->from, 65535, &low, &high))
		return expected(w, "a port from 0 to 65535, or a range,", why);
	e->low = (uint16_t)low;
	e->high = (uint16_t)high;
	next(w);
	return 0;
}

int rule_parse(struct rule *r, const char *line, size_t n, struct diag *why)
{
	struct words w = { .line = line, .n = n };
	int rc;

	*r = (struct rule){ .exclude = false };
	next(&w);
	r->exclude = is(&w, "exclude");
	if (!r->exclude && !is(&w, "include"))
		return expected(&w, "include or exclude", why);
	next(&w);
	rc = take_protos(r, &w, why);
	if (rc < 0)
		return rc;
	next(&w);
	if (is(&w, "from"))
		rc = take_end(&r->src, &w, why);
	if (rc == 0 && is(&w, "to"))
		rc = take_end(&r->dst, &w, why);
	if (rc == 0 && is(&w, "opposite")) {
		r->opposite = true;
		next(&w);
	}
	if (rc == 0 && !at_end(&w))
		rc = expected(&w, "from, to, opposite or the end of the line", why);
	return rc;
}

static bool is_description(const char *line, size_t n, struct ruleset *rs)
{
	struct words w = { .line = line, .n = n };
	size_t len;

	next(&w);
	if (!is(&w, "description"))
		return false;
	next(&w);
	while (n > w.from && isspace((unsigned char)line[n - 1]))
		n--;
	len = n - w.from;
	snprintf(rs->description, sizeof(rs->description), "%.*s", (int)len, line + w.from);
	return true;
}

static bool is_blank(const char *line, size_t n)
{
	size_t i = 0;

	while (i < n && isspace((unsigned char)line[i]))
		i++;
	return i == n || line[i] == '#';
}

/* The line at `at`; returns where the next one begins. */
static size_t line_at(const char *text, size_t n, size_t at, size_t *len)
{
	const char *end = memchr(text + at, '\n', n - at);

	*len = end ? (size_t)(end - text) - at : n - at;
	return at + *len + 1;
}

int ruleset_parse(struct ruleset *rs, const char *name, const char *text, size_t n,
		  struct diag *why)
{
	struct diag here;
	struct rule r;
	size_t len;
	int bad = 0, line = 1, rc;

	for (size_t at = 0, after; at < n; at = after, line++) {
		after = line_at(text, n, at, &len);
		if (is_blank(text + at, len) || is_description(text + at, len, rs))
			continue;
		rc = rule_parse(&r, text + at, len, &here);
		if (rc < 0) {
			if (bad++ == 0)
				diag_set(why, here.col, "%s: line %d: %s", name, line, here.msg);
			continue;
		}
		rc = ruleset_insert(rs, rs->count, &r);
		if (rc < 0) {
			diag_set(why, 0, "%s: line %d: %s", name, line,
				 rc == -ENOSPC ? "too many rules" : "out of memory");
			return rc;
		}
	}
	return bad;
}

/* --- writing --- */

static void write_number(struct strbuf *out, unsigned low, unsigned high, const char *comma)
{
	sb_printf(out, high > low ? "%s%u-%u" : "%s%u", comma, low, high);
}

/* Those with names first; ICMP's name brings that of IPv6 with it. */
static void write_protos(const struct rule *r, struct strbuf *out)
{
	const char *comma = "";

	if (rule_has_all_protos(r)) {
		sb_add(out, "all");
		return;
	}
	if (rule_has_no_proto(r)) {
		sb_add(out, "none");
		return;
	}
	for (unsigned p = 0; p < 256; p++) {
		const char *name = rule_proto_name(p);

		if (!name || !rule_has_proto(r, p) || (p == 58 && rule_has_proto(r, 1)) ||
		    (p == 1 && !rule_has_proto(r, 58)))
			continue;
		sb_printf(out, "%s%s", comma, name);
		comma = ",";
	}
	for (unsigned p = 0, last; p < 256; p = last + 1) {
		last = p;
		if (!rule_has_proto(r, p) ||
		    (rule_proto_name(p) && !(p == 1 && !rule_has_proto(r, 58))))
			continue;
		while (last < 255 && rule_has_proto(r, last + 1) && !rule_proto_name(last + 1))
			last++;
		write_number(out, p, last, comma);
		comma = ",";
	}
}

static void write_end(const char *word, const struct rule_end *e, struct strbuf *out)
{
	if (!*e->host && !e->high)
		return;
	sb_printf(out, " %s %s", word, *e->host ? e->host : "any");
	if (*e->host && *e->mask)
		sb_printf(out, "/%s", e->mask);
	if (e->high)
		write_number(out, e->low, e->high, " port ");
}

void rule_write(const struct rule *r, struct strbuf *out)
{
	sb_add(out, r->exclude ? "exclude " : "include ");
	write_protos(r, out);
	write_end("from", &r->src, out);
	write_end("to", &r->dst, out);
	if (r->opposite)
		sb_add(out, " opposite");
}

static void put_description(struct strbuf *out, const struct ruleset *rs, bool *done)
{
	if (*rs->description && !*done)
		sb_printf(out, "description %s\n", rs->description);
	*done = true;
}

static void put_rule(struct strbuf *out, const struct rule *r)
{
	rule_write(r, out);
	sb_addch(out, '\n');
}

static bool has_description(const char *old, size_t n)
{
	struct ruleset scratch;
	size_t len;

	for (size_t at = 0, after; at < n; at = after) {
		after = line_at(old, n, at, &len);
		if (is_description(old + at, len, &scratch))
			return true;
	}
	return false;
}

/* The old lines, each rule replaced by the one that is in its turn now; returns how many were. */
static size_t put_lines(struct strbuf *out, const struct ruleset *rs, const char *old, size_t n,
			bool *described)
{
	struct ruleset scratch;
	struct diag why;
	struct rule r;
	size_t len, done = 0;

	for (size_t at = 0, after; at < n; at = after) {
		after = line_at(old, n, at, &len);
		if (is_description(old + at, len, &scratch)) {
			put_description(out, rs, described);
		} else if (!is_blank(old + at, len) && rule_parse(&r, old + at, len, &why) == 0) {
			if (done < rs->count)
				put_rule(out, &rs->rule[done++]);
		} else {
			for (size_t i = 0; i < len; i++)
				sb_addch(out, old[at + i]);
			sb_addch(out, '\n');
		}
	}
	return done;
}

char *ruleset_write(const struct ruleset *rs, const char *old, size_t n, size_t *size)
{
	size_t room = n + FILTER_TEXT + 32 + (rs->count + 1) * RULE_LINE, done;
	bool described = false;
	char *text = malloc(room);
	struct strbuf sb;

	if (!text)
		return NULL;
	sb_init(&sb, text, room);
	if (!has_description(old, n))
		put_description(&sb, rs, &described);
	for (done = put_lines(&sb, rs, old, n, &described); done < rs->count; done++)
		put_rule(&sb, &rs->rule[done]);
	*size = sb.len;
	return text;
}
