/*
 * CSV (RFC 4180, each line ended by a newline alone): the rows of the facility's first table, each
 * with the time of its report, under a head of their keys.
 */
#include <stdio.h>
#include <string.h>

#include "base/fmt.h"
#include "base/text.h"
#include "output/format.h"
#include "output/selection.h"

struct csv {
	bool time;
	const struct table *table;
	unsigned keys;
	struct key key[KEYS];
};

static int prepare(void *self, const struct run_info *run)
{
	static const struct selection all;
	const struct selection *select = run->select ? run->select : &all;
	struct csv *c = self;

	c->time = selection_has_time(select);
	/* of the fields that are asked for, one may be in another table alone */
	for (const struct table *const *t = run->tables; *t && !c->keys; t++) {
		c->table = *t;
		c->keys = selection_keys(select, *t, c->key);
	}
	return 0;
}

static void add_comma(const struct csv *c, struct out *out, unsigned key)
{
	if (key || c->time)
		sb_addch(out_room(out), ',');
}

static void write_head(void *self, struct out *out, const struct now *at)
{
	const struct csv *c = self;

	(void)at;
	if (!out->fresh)
		return;
	if (c->time)
		sb_add(out_room(out), KEY_TIME);
	for (unsigned i = 0; i < c->keys; i++) {
		add_comma(c, out, i);
		sb_add(out_room(out), c->key[i].name);
	}
	sb_addch(out_room(out), '\n');
}

/* What would break a line or hide text is '?': CSV has no escapes for it. */
static void write_text(struct out *out, const char *s)
{
	bool quoted = strpbrk(s, ",\"") != NULL;
	struct strbuf *sb = out_room(out);

	if (quoted)
		sb_addch(sb, '"');
	while (*s) {
		uint32_t cp;
		size_t n = text_utf8(s, &cp);

		sb = out_room(out);
		if (*s == '"')
			sb_addch(sb, '"');
		if (n && text_is_visible(cp))
			out_text(out, s, n);
		else
			sb_addch(sb, *s >= 0x20 && *s < 0x7f ? *s : '?');
		s += n ? n : 1;
	}
	if (quoted)
		sb_addch(out_room(out), '"');
}

static void write_value(struct out *out, const struct value *v)
{
	char digits[FMT_DIGITS];

	if (v->type == V_TEXT)
		write_text(out, v->s);
	else if (v->type != V_NONE)
		out_text(out, digits, fmt_digits(digits, v->u));
}

static void write_report(void *self, struct out *out, struct report *r)
{
	const struct csv *c = self;
	const struct row *row;
	char time[FMT_UTC], stamp[FMT_UTC + 16];
	struct value v;
	size_t n;

	fmt_utc(time, sizeof(time), r->state.at.wall);
	n = (size_t)snprintf(stamp, sizeof(stamp), "%s.%06uZ", time, r->state.at.wall_us % 1000000);
	report_open(r, c->table->name);
	while ((row = report_next(r))) {
		if (c->time)
			out_text(out, stamp, n);
		for (unsigned i = 0; i < c->keys; i++) {
			add_comma(c, out, i);
			key_get(&c->key[i], row, &v);
			write_value(out, &v);
		}
		sb_addch(out_room(out), '\n');
	}
}

const struct format format_csv = {
	.name = "csv",
	.help = "a line of values for each row of the facility's first table",
	.suffix = ".csv",
	.size = sizeof(struct csv),
	.prepare = prepare,
	.begin = write_head,
	.rotated = write_head,
	.report = write_report,
};
