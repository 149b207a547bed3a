#include "filter/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/protocols.h"
#include "base/lines.h"

#define DESCRIPTION "description"
#define KNOWN	    "known"

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

/* Bytes of s up to the next comma. */
static size_t part(const char *s, size_t n)
{
	const char *comma = memchr(s, ',', n);

	return comma ? (size_t)(comma - s) : n;
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
	if (proto == IPPROTO_ICMP) /* the one of IPv6 goes with it */
		rule_set_proto(r, IPPROTO_ICMPV6);
	return true;
}

static int take_protos(struct rule *r, struct words *w, struct diag *why)
{
	const char *s = w->line + w->from;
	size_t n = w->to - w->from, at = 0;

	if (is(w, "all") || is(w, "none")) { /* none was named: any */
		rule_set_all_protos(r);
		return 0;
	}
	while (at <= n) {
		size_t len = part(s + at, n - at);

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

bool rule_ports_parse(struct rule_end *e, const char *s, size_t n, const char **bad, size_t *len)
{
	long low, high;

	e->ports = 0;
	for (size_t at = 0; at <= n; at += *len + 1) {
		*bad = s + at;
		*len = part(s + at, n - at);
		if (!range(*bad, *len, 65535, &low, &high) || e->ports == RULE_PORTS)
			return false;
		e->port[e->ports++] =
			(struct rule_ports){ .low = (uint16_t)low, .high = (uint16_t)high };
	}
	if (e->ports == 1 && e->port[0].high == 0) /* 0 alone: any */
		e->ports = 0;
	return true;
}

static int take_iface(struct rule *r, struct words *w, struct diag *why)
{
	next(w);
	if (at_end(w) || !copy(r->iface, sizeof(r->iface), w->line + w->from, w->to - w->from))
		return expected(w, "the name of an interface", why);
	next(w);
	return 0;
}

static int take_end(struct rule_end *e, struct words *w, struct diag *why)
{
	const char *bad;
	size_t len;

	next(w);
	if (at_end(w))
		return expected(w, "an address, or any,", why);
	if (take_address(e, w, why) < 0)
		return -EINVAL;
	next(w);
	if (!is(w, "port"))
		return 0;
	next(w);
	if (!rule_ports_parse(e, w->line + w->from, w->to - w->from, &bad, &len))
		return expected(w, "ports from 0 to 65535, or ranges of them,", why);
	next(w);
	return 0;
}

int rule_parse(struct rule *r, const char *line, size_t n, struct diag *why)
{
	struct words w = { .line = line, .n = n };
	int rc;

	*r = (struct rule){ .exclude = false };
	if (n && memchr(line, '#', n)) { /* in a file that would begin a comment */
		w.from = (size_t)((const char *)memchr(line, '#', n) - line);
		return expected(&w, "no #", why);
	}
	next(&w);
	r->exclude = is(&w, "exclude");
	if (!r->exclude && !is(&w, "include"))
		return expected(&w, "include or exclude", why);
	next(&w);
	rc = take_protos(r, &w, why);
	if (rc < 0)
		return rc;
	next(&w);
	if (is(&w, "on"))
		rc = take_iface(r, &w, why);
	if (rc == 0 && is(&w, "from"))
		rc = take_end(&r->src, &w, why);
	if (rc == 0 && is(&w, "to"))
		rc = take_end(&r->dst, &w, why);
	if (rc == 0 && is(&w, "opposite")) {
		r->opposite = true;
		next(&w);
	}
	if (rc == 0 && !at_end(&w))
		rc = expected(&w, "on, from, to, opposite or the end of the line", why);
	return rc;
}

/* Its text goes to the end of the line: it may have a # in it. */
static bool is_description(struct span line, struct ruleset *rs)
{
	struct span word = line_word(&line);

	if (word.n != strlen(DESCRIPTION) || memcmp(word.s, DESCRIPTION, word.n) != 0)
		return false;
	snprintf(rs->description, sizeof(rs->description), "%.*s", (int)line.n, line.s);
	return true;
}

static bool take_known_addr(struct rule_known *k, struct span word)
{
	char text[ADDR_TEXT];

	if (k->n == RULE_ADDRESSES || !copy(text, sizeof(text), word.s, word.n))
		return false;
	k->n += addr_parse(text, &k->addr[k->n]);
	return true;
}

/* What is no address in such a line is ignored: it serves only while a name cannot be resolved. */
static bool is_known(struct span line, struct rule_known *k)
{
	struct span rest = line_body(line), word = line_word(&rest);

	if (word.n != strlen(KNOWN) || memcmp(word.s, KNOWN, word.n) != 0)
		return false;
	word = line_word(&rest);
	k->n = 0;
	if (!copy(k->host, sizeof(k->host), word.s, word.n))
		return false;
	while (rest.n && take_known_addr(k, line_word(&rest)))
		;
	return true;
}

bool known_is_of(const char *line, size_t n, const char *host)
{
	struct rule_known k;

	return is_known((struct span){ line, n }, &k) && strcasecmp(k.host, host) == 0;
}

void known_write(const struct rule_known *k, struct strbuf *out)
{
	char text[ADDR_TEXT];

	sb_printf(out, KNOWN " %s", k->host);
	for (size_t i = 0; i < k->n; i++)
		sb_printf(out, " %s", addr_text(&k->addr[i], text, sizeof(text)));
}

/* 1: a rule, 0: nothing but a comment, -EINVAL with why set. */
static int parse_line(struct rule *r, struct span line, struct diag *why)
{
	if (line_body(line).n == 0)
		return 0;
	return rule_parse(r, line.s, line.n - line_comment(line).n, why) < 0 ? -EINVAL : 1;
}

int ruleset_parse(struct ruleset *rs, const char *name, const char *text, size_t n,
		  struct diag *why)
{
	struct lines l = { .text = text, .n = n };
	struct rule_known known;
	struct diag here;
	struct rule r;
	int bad = 0, rc;

	while (lines_next(&l)) {
		if (is_description(l.line, rs))
			continue;
		if (is_known(l.line, &known)) {
			ruleset_set_known(rs, known.host, known.addr, known.n);
			continue;
		}
		rc = parse_line(&r, l.line, &here);
		if (rc < 0 && bad++ == 0)
			diag_set(why, here.col, "%s: line %d: %s", name, l.number, here.msg);
		if (rc <= 0)
			continue;
		rc = ruleset_insert(rs, rs->count, &r);
		if (rc < 0) {
			diag_set(why, 0, "%s: line %d: %s", name, l.number,
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
void rule_protos_write(const struct rule *r, struct strbuf *out)
{
	const char *comma = "";

	if (rule_has_all_protos(r)) {
		sb_add(out, "all");
		return;
	}
	for (unsigned p = 0; p < 256; p++) {
		const char *name = rule_proto_name(p);

		if (!name || !rule_has_proto(r, p) ||
		    (p == IPPROTO_ICMPV6 && rule_has_proto(r, IPPROTO_ICMP)) ||
		    (p == IPPROTO_ICMP && !rule_has_proto(r, IPPROTO_ICMPV6)))
			continue;
		sb_printf(out, "%s%s", comma, name);
		comma = ",";
	}
	for (unsigned p = 0, last; p < 256; p = last + 1) {
		last = p;
		if (!rule_has_proto(r, p) ||
		    (rule_proto_name(p) &&
		     !(p == IPPROTO_ICMP && !rule_has_proto(r, IPPROTO_ICMPV6))))
			continue;
		while (last < 255 && rule_has_proto(r, last + 1) && !rule_proto_name(last + 1))
			last++;
		write_number(out, p, last, comma);
		comma = ",";
	}
}

void rule_ports_write(const struct rule_end *e, struct strbuf *out)
{
	for (size_t i = 0; i < e->ports; i++)
		write_number(out, e->port[i].low, e->port[i].high, i ? "," : "");
}

static void write_end(const char *word, const struct rule_end *e, struct strbuf *out)
{
	if (!*e->host && !e->ports)
		return;
	sb_printf(out, " %s %s", word, *e->host ? e->host : "any");
	if (*e->host && *e->mask)
		sb_printf(out, "/%s", e->mask);
	if (e->ports)
		sb_add(out, " port ");
	rule_ports_write(e, out);
}

void rule_write(const struct rule *r, struct strbuf *out)
{
	sb_add(out, r->exclude ? "exclude " : "include ");
	rule_protos_write(r, out);
	if (*r->iface)
		sb_printf(out, " on %s", r->iface);
	write_end("from", &r->src, out);
	write_end("to", &r->dst, out);
	if (r->opposite)
		sb_add(out, " opposite");
}

static void put_description(struct strbuf *out, const struct ruleset *rs, bool *done)
{
	if (*rs->description && !*done)
		sb_printf(out, DESCRIPTION " %s\n", rs->description);
	*done = true;
}

static void put_span(struct strbuf *out, struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		sb_addch(out, s.s[i]);
	sb_addch(out, '\n');
}

static void put_rule(struct strbuf *out, const struct rule *r)
{
	rule_write(r, out);
	sb_addch(out, '\n');
}

static bool has_description(const char *old, size_t n)
{
	struct lines l = { .text = old, .n = n };
	struct ruleset scratch;

	while (lines_next(&l))
		if (is_description(l.line, &scratch))
			return true;
	return false;
}

/* The old lines, each rule replaced by the one that is in its turn now; returns how many were. */
static size_t put_lines(struct strbuf *out, const struct ruleset *rs, const char *old, size_t n,
			bool *described)
{
	struct lines l = { .text = old, .n = n };
	struct ruleset scratch;
	struct diag why;
	struct rule r;
	size_t done = 0;

	while (lines_next(&l)) {
		if (is_description(l.line, &scratch)) {
			put_description(out, rs, described);
		} else if (parse_line(&r, l.line, &why) != 1) {
			put_span(out, l.line);
		} else if (done < rs->count) {
			rule_write(&rs->rule[done++], out);
			if (line_comment(l.line).n)
				sb_addch(out, ' ');
			put_span(out, line_comment(l.line));
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
