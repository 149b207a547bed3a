/* Reports of the classic format, made from their parts. */
#include "output/classic.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* --- what is known of the run, as fields; a row is a run_state --- */

static void get_generated(const struct row *row, struct value *out)
{
	const struct run_state *st = row->data;

	out->s = fmt_date(out->buf, sizeof(out->buf), st->at.wall);
}

static void get_iface(const struct row *row, struct value *out)
{
	const struct run_state *st = row->data;

	out->s = *st->iface ? st->iface : "all";
}

/* To the nearest second, at least one. */
static void get_seconds(const struct row *row, struct value *out)
{
	const struct run_state *st = row->data;

	out->u = st->run_ms < 1500 ? 1 : (st->run_ms + 500) / 1000;
}

static const struct field run_fields[] = {
	{ .key = "generated", .type = V_TEXT, .get = get_generated },
	{ .key = "iface", .type = V_TEXT, .get = get_iface },
	{ .key = "seconds", .type = V_NUMBER, .get = get_seconds },
	{ .key = NULL },
};

/* --- parts --- */

static const struct field *fields_of(const char *table, const struct table *const *tables)
{
	if (!table)
		return run_fields;
	for (; *tables; tables++)
		if (strcmp((*tables)->name, table) == 0)
			return (*tables)->fields;
	return NULL;
}

static int find_key(struct classic_part *c, const struct field *fields)
{
	const char *rows = c->part->rows;
	char key[32];

	if (!rows)
		return 0;
	rows += *rows == '!';
	snprintf(key, sizeof(key), "%.*s", (int)strcspn(rows, "="), rows);
	c->key = field_find(fields, key, NULL);
	return c->key ? 0 : -EINVAL;
}

static int prepare_part(struct classic_report *c, const struct part *part,
			const struct run_info *run)
{
	const struct field *fields = fields_of(part->table, run->tables);
	struct classic_part *p = &c->parts[c->count];
	int rc;

	if (!fields || c->count == CLASSIC_PARTS)
		return -EINVAL;
	c->count++;
	p->part = part;
	rc = template_compile(&p->text, part->text, fields, c->piece + c->pieces,
			      CLASSIC_PIECES - c->pieces);
	c->pieces += p->text.count;
	return rc < 0 ? rc : find_key(p, fields);
}

/* " packets=12", or nothing where there is no value. */
static void add_plain(struct strbuf *sb, const char *key)
{
	if (key)
		sb_printf(sb, "{%s? %s=|}", key, key);
}

/* A line for each row, with all its fields. */
static int prepare_plain(struct classic_report *c, const struct table *t,
			 const struct run_info *run)
{
	struct part *part = &c->plain[c->count];
	size_t used = c->plain_text.len;

	if (c->count == CLASSIC_PARTS)
		return -ENOSPC;
	part->table = t->name;
	part->text = c->plain_text.s + used;
	sb_add(&c->plain_text, t->name);
	for (const struct field *f = t->fields; f->key; f++) {
		add_plain(&c->plain_text, f->key);
		add_plain(&c->plain_text, f->key_back);
	}
	sb_addch(&c->plain_text, '\n');
	if (c->plain_text.len + 1 >= c->plain_text.size)
		return -ENOSPC;
	c->plain_text.len++; /* the NUL is part of it */
	return prepare_part(c, part, run);
}

int classic_report_prepare(struct classic_report *c, const struct run_info *run)
{
	const struct log_words *words = run->words;
	int rc = 0;

	for (const struct part *p = words->parts; p && p->text && rc == 0; p++)
		rc = prepare_part(c, p, run);
	if (words->parts || words->events)
		return rc;
	sb_init(&c->plain_text, c->plain_buf, sizeof(c->plain_buf));
	for (const struct table *const *t = run->tables; *t && rc == 0; t++)
		rc = prepare_plain(c, *t, run);
	return rc;
}

static bool has_text(const struct value *v, const char *text)
{
	return v->type == V_TEXT && strcmp(v->s, text) == 0;
}

static bool is_wanted(const struct classic_part *p, const struct row *row)
{
	const char *rows = p->part->rows;
	struct value v;

	if (p->key) {
		const char *text = strchr(rows, '=');

		field_get(p->key, row, &v);
		if (text ? !has_text(&v, text + 1) : (v.type == V_NONE) != (*rows == '!'))
			return false;
	}
	return !p->part->counted || template_counts(&p->text, row);
}

static void write_rows(const struct classic_part *p, struct out *out, struct report *r,
		       enum rate_unit unit)
{
	const struct row *row;

	if (!report_open(r, p->part->table))
		return;
	while ((row = report_next(r)))
		if (is_wanted(p, row))
			template_write(&p->text, row, unit, out);
}

void classic_report_write(const struct classic_report *c, struct out *out, struct report *r,
			  enum rate_unit unit)
{
	const struct row run = { .data = &r->state };

	for (unsigned i = 0; i < c->count; i++) {
		const struct classic_part *p = &c->parts[i];

		if (p->part->table)
			write_rows(p, out, r, unit);
		else
			template_write(&p->text, &run, unit, out);
	}
}
