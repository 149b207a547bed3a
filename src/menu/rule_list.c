#include "menu/rule_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/protocols.h"
#include "base/text.h"
#include "filter/text.h"
#include "ui/form.h"
#include "ui/linelist.h"

/* --- one rule --- */

static const struct {
	uint8_t proto;
	uint8_t y, x; /* of its box in the dialog */
	const char *label;
} boxes[] = {
	{ IPPROTO_TCP, 9, 43, "TCP (Y/N)" },	    { IPPROTO_UDP, 9, 53, "UDP (Y/N)" },
	{ IPPROTO_ICMP, 9, 63, "ICMP (Y/N)" },	    { IPPROTO_IGMP, 9, 73, "IGMP (Y/N)" },
	{ PROTO_OSPF, 11, 33, "OSPF (Y/N)" },	    { PROTO_IGP, 11, 43, "IGP (Y/N)" },
	{ PROTO_IGRP, 11, 53, "IGRP (Y/N)" },	    { IPPROTO_GRE, 11, 63, "GRE (Y/N)" },
	{ PROTO_L2TP, 11, 73, "L2TP (Y/N)" },	    { IPPROTO_AH, 13, 33, "IPSec AH (Y/N)" },
	{ IPPROTO_ESP, 13, 46, "IPSec ESP (Y/N)" },
};

#define BOXES (sizeof(boxes) / sizeof(boxes[0]))

/* The fields of the dialog. */
struct rule_texts {
	struct end_texts {
		char host[RULE_HOST], mask[RULE_MASK], low[RULE_PORTS * 12], high[64];
	} src, dst;
	char all[2], box[BOXES][2], others[512], exclude[2], opposite[2], iface[64];
	struct rule rule; /* made of them */
};

static void set_choice(char text[2], char c)
{
	text[0] = c;
	text[1] = '\0';
}

static bool is_boxed(unsigned proto)
{
	for (size_t i = 0; i < BOXES; i++)
		if (boxes[i].proto == proto)
			return true;
	return proto == IPPROTO_ICMPV6; /* with ICMP */
}

static void write_others(const struct rule *r, char *text, size_t n)
{
	struct strbuf sb;

	sb_init(&sb, text, n);
	for (unsigned p = 0, last; p < 256; p = last + 1) {
		last = p;
		if (!rule_has_proto(r, p) || is_boxed(p))
			continue;
		while (last < 255 && rule_has_proto(r, last + 1) && !is_boxed(last + 1))
			last++;
		sb_printf(&sb, last > p ? "%s%u-%u" : "%s%u", sb.len ? ", " : "", p, last);
	}
}

static void write_end(struct end_texts *t, const struct rule_end *e)
{
	struct strbuf sb;

	*t = (struct end_texts){ .host = "" };
	memcpy(t->host, e->host, sizeof(t->host));
	memcpy(t->mask, e->mask, sizeof(t->mask));
	sb_init(&sb, t->low, sizeof(t->low));
	if (e->ports == 1) {
		sb_printf(&sb, "%u", e->port[0].low);
		if (e->port[0].high > e->port[0].low)
			snprintf(t->high, sizeof(t->high), "%u", e->port[0].high);
	} else {
		rule_ports_write(e, &sb);
	}
}

static void write_texts(struct rule_texts *t, const struct rule *r)
{
	bool all = rule_has_all_protos(r) && !rule_has_no_proto(r); /* a new one: blank */

	write_end(&t->src, &r->src);
	write_end(&t->dst, &r->dst);
	set_choice(t->all, all ? 'Y' : ' ');
	for (size_t i = 0; i < BOXES; i++)
		set_choice(t->box[i], !all && rule_has_proto(r, boxes[i].proto) ? 'Y' : ' ');
	t->others[0] = '\0';
	if (!all)
		write_others(r, t->others, sizeof(t->others));
	set_choice(t->exclude, r->exclude ? 'E' : 'I');
	set_choice(t->opposite, r->opposite ? 'Y' : 'N');
	snprintf(t->iface, sizeof(t->iface), "%s", r->iface);
}

/* As a line of a filter's file, so that one parser says what is right. */
static void add_end(struct strbuf *out, const char *word, const struct end_texts *t)
{
	sb_printf(out, " %s %s", word, *t->host ? t->host : "any");
	if (*t->mask && *t->host)
		sb_printf(out, "/%s", t->mask);
	if (*t->low)
		sb_printf(out, " port %s%s%s", t->low, *t->high ? "-" : "", t->high);
}

static void add_protos(struct strbuf *out, const struct rule_texts *t)
{
	const char *comma = "";

	if (t->all[0] == 'Y') {
		sb_add(out, "all");
		return;
	}
	for (size_t i = 0; i < BOXES; i++)
		if (t->box[i][0] == 'Y') {
			sb_printf(out, "%s%s", comma, rule_proto_name(boxes[i].proto));
			comma = ",";
		}
	if (*t->others)
		sb_printf(out, "%s%s", comma, t->others);
	else if (!*comma)
		sb_add(out, "all");
}

/* --- what is wrong in which field --- */

enum { FIELD_HOST, FIELD_MASK, FIELD_LOW, FIELD_HIGH, END_FIELDS };
#define FIELD_OTHERS (2 * END_FIELDS + 1 + BOXES)
#define FIELD_IFACE  (FIELD_OTHERS + 3)

static void strip_blanks(char *text)
{
	char *out = text;

	for (const char *s = text; *s; s++)
		if (*s != ' ')
			*out++ = *s;
	*out = '\0';
}

static bool bad_field(struct diag *why, const char *which, const char *field, const char *s,
		      size_t n, const char *what)
{
	char text[64], clean[64];

	snprintf(text, sizeof(text), "%.*s", n < sizeof(text) ? (int)n : 40, s);
	diag_set(why, 0, "%s%s: '%s' %s", which, field,
		 text_clean(clean, sizeof(clean), text, false), what);
	return false;
}

/* Ports of the first field, or a range of both; blank in the first: any. */
static bool check_ports(struct end_texts *t, const char *which, struct diag *why, size_t *at)
{
	struct rule_end e;
	const char *bad;
	size_t len;

	*at = FIELD_LOW;
	strip_blanks(t->low);
	strip_blanks(t->high);
	if (*t->low && !rule_ports_parse(&e, t->low, strlen(t->low), &bad, &len))
		return bad_field(why, which, "port", bad, len,
				 len && e.ports == RULE_PORTS ? "is one too many"
							      : "is not a port or range");
	*at = FIELD_HIGH;
	if (!*t->high)
		return true;
	if (!rule_ports_parse(&e, t->high, strlen(t->high), &bad, &len) || strpbrk(t->high, ",-"))
		return bad_field(why, which, "port, to", t->high, strlen(t->high), "is not a port");
	if (!*t->low || strpbrk(t->low, ",-"))
		return bad_field(why, which, "port, to", t->high, strlen(t->high),
				 "follows one port only");
	if (strtoul(t->high, NULL, 10) < strtoul(t->low, NULL, 10))
		return bad_field(why, which, "port, to", t->high, strlen(t->high),
				 "is below the first port");
	return true;
}

static bool check_end(struct end_texts *t, const char *which, struct diag *why, size_t *at)
{
	*at = FIELD_HOST;
	if (strpbrk(t->host, " \t#"))
		return bad_field(why, which, "address", t->host, strlen(t->host),
				 "has a blank or # in it");
	*at = FIELD_MASK;
	if (strpbrk(t->mask, " \t#/"))
		return bad_field(why, which, "mask", t->mask, strlen(t->mask),
				 "has a blank, # or / in it");
	return check_ports(t, which, why, at);
}

static bool check(void *ctx, struct diag *why, size_t *at)
{
	struct rule_texts *t = ctx;
	char line[RULE_LINE];
	struct diag here;
	struct strbuf sb;
	size_t field;

	if (!check_end(&t->src, "Source ", why, &field)) {
		*at = field;
		return false;
	}
	if (!check_end(&t->dst, "Destination ", why, &field)) {
		*at = END_FIELDS + field;
		return false;
	}
	strip_blanks(t->others);
	sb_init(&sb, line, sizeof(line));
	sb_printf(&sb, "include %s", t->others);
	if (*t->others && rule_parse(&t->rule, line, sb.len, &here) < 0) {
		*at = FIELD_OTHERS;
		return bad_field(why, "", "Additional protocols", t->others, strlen(t->others),
				 "are not protocols or ranges (0 to 255)");
	}
	if (strlen(t->iface) >= RULE_IFACE || strpbrk(t->iface, " \t#/")) {
		*at = FIELD_IFACE;
		return bad_field(why, "", "Interface", t->iface, strlen(t->iface),
				 "is not the name of an interface");
	}
	sb_init(&sb, line, sizeof(line));
	sb_add(&sb, t->exclude[0] == 'E' ? "exclude " : "include ");
	add_protos(&sb, t);
	if (*t->iface)
		sb_printf(&sb, " on %s", t->iface);
	add_end(&sb, "from", &t->src);
	add_end(&sb, "to", &t->dst);
	if (t->opposite[0] == 'Y')
		sb_add(&sb, " opposite");
	return rule_parse(&t->rule, line, sb.len, why) == 0;
}

static struct form_field field(const char *label, int y, int x, int width, char *text, size_t size)
{
	return (struct form_field){
		.label = label, .y = y, .x = x, .width = width, .text = text, .size = size
	};
}

static size_t add_end_fields(struct form_field *f, struct end_texts *t, const char *const *label,
			     int x)
{
	f[0] = field(label[0], 2, x, 25, t->host, sizeof(t->host));
	f[1] = field(label[1], 4, x, 25, t->mask, sizeof(t->mask));
	f[2] = field(label[2], 6, x, 5, t->low, sizeof(t->low));
	f[3] = field(label[3], 6, x + 9, 5, t->high, sizeof(t->high));
	return END_FIELDS;
}

static struct form_field choice(const char *label, int y, int x, char *text, const char *choices)
{
	struct form_field f = field(label, y, x, 1, text, 2);

	f.choices = choices;
	return f;
}

static bool ask_rule(struct ui *ui, struct rule *r)
{
	static const char *const src_labels[END_FIELDS] = { "Source address", "Source mask",
							    "Source port", "Source port, to" };
	static const char *const dst_labels[END_FIELDS] = { "Destination address",
							    "Destination mask", "Destination port",
							    "Destination port, to" };
	static const struct form_text texts[] = {
		{ 0, 22, " Source " },
		{ 0, 52, " Destination " },
		{ 2, 2, "IP address" },
		{ 4, 2, "Wildcard mask" },
		{ 6, 2, "Port" },
		{ 6, 29, "to" },
		{ 6, 59, "to" },
		{ 7, 23, "Port fields apply only to TCP and UDP packets" },
		{ 9, 2, "Protocols to match      All IP       TCP       UDP      ICMP      IGMP" },
		{ 10, 2, "(Enter Y beside each" },
		{ 11, 2, "protocol to match.)       OSPF       IGP      IGRP       GRE      L2TP" },
		{ 13, 24, "IPSec AH    IPSec ESP" },
		{ 15, 24, "Additional protocols or ranges (e.g. 8, 18-20, 69, 90)" },
		{ 18, 2, "Include/Exclude (I/E)" },
		{ 18, 34, "Match opposite (Y/N)" },
		{ 18, 59, "Interface" },
	};
	struct form_field fields[8 + 1 + BOXES + 4];
	struct rule_texts t;
	size_t n = 0;
	struct form form = { .height = 22,
			     .width = 80,
			     .texts = texts,
			     .n_texts = sizeof(texts) / sizeof(texts[0]),
			     .fields = fields,
			     .foot = FORM_FOOT,
			     .check = check,
			     .ctx = &t };

	write_texts(&t, r);
	n += add_end_fields(fields + n, &t.src, src_labels, 23);
	n += add_end_fields(fields + n, &t.dst, dst_labels, 53);
	fields[n++] = choice("All IP (Y/N)", 9, 33, t.all, " YN");
	for (size_t i = 0; i < BOXES; i++)
		fields[n++] = choice(boxes[i].label, boxes[i].y, boxes[i].x, t.box[i], " YN");
	fields[n++] = field("Additional protocols", 16, 24, 54, t.others, sizeof(t.others));
	fields[n++] = choice("Include/Exclude (I/E)", 18, 24, t.exclude, "IE");
	fields[n++] = choice("Match opposite (Y/N)", 18, 55, t.opposite, "YN");
	fields[n++] = field("Interface", 18, 69, 9, t.iface, sizeof(t.iface));
	form.n_fields = n;
	if (!form_ask(ui, &form))
		return false;
	*r = t.rule;
	return true;
}

/* --- the list --- */

struct rules_list {
	struct ui *ui;
	struct ruleset *rs;
	bool changed;
};

static size_t rules_count(const void *ctx)
{
	return ((const struct rules_list *)ctx)->rs->count;
}

static void end_text(const struct rule_end *e, char *buf, size_t n)
{
	struct strbuf sb;

	sb_init(&sb, buf, n);
	sb_add(&sb, *e->host ? e->host : "0.0.0.0/0");
	if (*e->host)
		sb_printf(&sb, "/%s", *e->mask ? e->mask : strchr(e->host, ':') ? "128" : "32");
	sb_add(&sb, e->ports ? ":" : ":0");
	rule_ports_write(e, &sb);
}

/* What is cut ends with ~. */
static void cell(struct strbuf *out, const char *text, int width)
{
	int n = (int)strlen(text);

	sb_printf(out, "%-*.*s", width, n > width ? width - 1 : width, text);
	sb_add(out, n > width ? "~" : "");
}

static void rules_text(const void *ctx, size_t i, char *buf, size_t n)
{
	const struct rule *r = &((const struct rules_list *)ctx)->rs->rule[i];
	char text[RULE_LINE];
	struct strbuf sb, out;

	sb_init(&out, buf, n);
	end_text(&r->src, text, sizeof(text));
	cell(&out, text, 32);
	sb_add(&out, r->opposite ? " <-> " : " --> ");
	end_text(&r->dst, text, sizeof(text));
	cell(&out, text, 20);
	sb_init(&sb, text, sizeof(text));
	if (rule_has_all_protos(r))
		sb_add(&sb, "any");
	else
		rule_protos_write(r, &sb);
	sb_addch(&out, ' ');
	cell(&out, text, 7);
	sb_addch(&out, ' ');
	cell(&out, *r->iface ? r->iface : "any", 7);
	sb_printf(&out, "  %c", r->exclude ? 'E' : 'I');
}

static void insert(struct rules_list *l, size_t at)
{
	struct rule r = { .exclude = false };

	if (!ask_rule(l->ui, &r))
		return;
	if (ruleset_insert(l->rs, at, &r) < 0)
		error_show(l->ui, "A filter has no room for more rules");
	else
		l->changed = true;
}

static bool insert_here(void *ctx, size_t at)
{
	insert(ctx, at);
	return false;
}

static bool add_at_end(void *ctx, size_t at)
{
	struct rules_list *l = ctx;

	(void)at;
	insert(l, l->rs->count);
	return false;
}

static bool delete_rule(void *ctx, size_t at)
{
	struct rules_list *l = ctx;

	if (at < l->rs->count) {
		ruleset_delete(l->rs, at);
		l->changed = true;
	}
	return false;
}

static bool edit_rule(void *ctx, size_t at)
{
	struct rules_list *l = ctx;

	if (at < l->rs->count)
		l->changed |= ask_rule(l->ui, &l->rs->rule[at]);
	return false;
}

static const struct linelist_key rules_keys[] = {
	{ .name = "Up/Down", .hint = "move ptr" }, { 'i', "I", "insert", insert_here },
	{ 'a', "A", "add to list", add_at_end },   { 'd', "D", "delete", delete_rule },
	{ '\n', "Enter", "edit", edit_rule },	   { .name = "X/Ctrl+X", .hint = "exit" },
};

#define RULES_KEYS (sizeof(rules_keys) / sizeof(rules_keys[0]))

void rule_list_keys_print(FILE *out)
{
	linelist_keys_print(out, "rules", rules_keys, RULES_KEYS);
}

bool rule_list_edit(struct ui *ui, struct ruleset *rs)
{
	struct rules_list list = { .ui = ui, .rs = rs };
	const struct linelist l = {
		.heads = { { 2, "Source" },
			   { 38, "Destination" },
			   { 59, "Proto" },
			   { 67, "Iface" },
			   { 74, "I/E" } },
		.foot = "Filter Data",
		.empty = "No rules yet: without one, no IP packet passes",
		.height = 15,
		.width = 80,
		.margin = 1,
		.keys = rules_keys,
		.n_keys = RULES_KEYS,
		.close_hints = true,
		.count = rules_count,
		.text = rules_text,
		.ctx = &list,
	};

	linelist_show(ui, &l);
	return list.changed;
}
