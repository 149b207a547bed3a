#include "output/json_run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int add_table(struct json_run *r, const struct table *t)
{
	static const struct selection all;
	const struct selection *select = r->run->select ? r->run->select : &all;
	struct key key[KEYS];
	unsigned n = selection_keys(select, t, key);
	struct json_table *jt = &r->table[r->tables];

	if (!n)
		return 0;
	if (r->tables == sizeof(r->table) / sizeof(r->table[0]))
		return -ENOSPC;
	jt->key = malloc(n * sizeof(*key));
	if (!jt->key)
		return -ENOMEM;
	memcpy(jt->key, key, n * sizeof(*key));
	jt->keys = n;
	jt->table = t;
	r->tables++;
	return 0;
}

int json_run_prepare(struct json_run *r, const struct run_info *run)
{
	int rc = 0;

	r->run = run;
	for (const struct table *const *t = run->tables; *t && rc == 0; t++)
		rc = add_table(r, *t);
	return rc;
}

void json_run_fini(struct json_run *r)
{
	for (unsigned i = 0; i < r->tables; i++)
		free(r->table[i].key);
	r->tables = 0;
}

void json_time(struct json_run *r, struct json *j, const char *key, const struct now *at)
{
	char *text = json_begin(j, key);
	uint32_t us = at->wall_us;
	size_t n;

	/* thousands of events share a second */
	if (!r->stamp[0] || r->stamped != at->wall)
		fmt_utc(r->stamp, sizeof(r->stamp), at->wall);
	r->stamped = at->wall;
	n = strlen(r->stamp);
	*text++ = '"';
	memcpy(text, r->stamp, n);
	text += n;
	*text = '.';
	for (int i = 6; i > 0; i--, us /= 10)
		text[i] = (char)('0' + us % 10);
	memcpy(text + 7, "Z\"", 2);
	json_finish(j, text + 9);
}

void json_text_or_null(struct json *j, const char *key, const char *s)
{
	if (s && *s)
		json_text(j, key, s);
	else
		json_null(j, key);
}

void json_head(struct json_run *r, struct json *j, const struct run_state *st)
{
	json_time(r, j, "time", &st->at);
	json_time(r, j, "start", &r->begun);
	json_number(j, "duration_ms", st->run_ms);
	json_text_or_null(j, "interface", st->iface);
	json_text_or_null(j, "filter", r->run->filter);
	json_number(j, "captured", st->captured);
	json_number(j, "dropped", st->dropped);
	json_number(j, "evicted", st->evicted);
	json_number(j, "lost_lines", st->lost_lines);
}

static void write_value(struct json *j, const char *key, const struct value *v)
{
	if (v->type == V_NONE)
		json_null(j, key);
	else if (v->type == V_TEXT)
		json_text(j, key, v->s);
	else if (v->type == V_BOOL)
		json_bool(j, key, v->u != 0);
	else
		json_number(j, key, v->u);
}

void json_row(const struct json_table *t, struct json *j, const struct row *row)
{
	struct value v;

	for (unsigned i = 0; i < t->keys; i++) {
		key_get(&t->key[i], row, &v);
		write_value(j, t->key[i].name, &v);
	}
}
