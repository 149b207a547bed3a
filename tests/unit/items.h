#ifndef ITEMS_H
#define ITEMS_H
/* A table of rows made by hand, and a view of it. */
#include "unit.h"
#include "tables.h"

#include <stdlib.h>

#include "stats/capped.h"
#include "stats/view.h"

/* A row of two directions; number 0 is unknown, the other way too. */
struct item {
	uint32_t key;
	uint32_t number[2];
	bool over;
	const char *text;
	struct endpoint ep[2];
	uint8_t mac[6]; /* beginning with 0: none */
	uint64_t last_ms;
};

static inline const struct item *item_of(const struct row *r)
{
	return r->data;
}

static inline void get_key(const struct row *r, struct value *out)
{
	out->u = item_of(r)->key;
}

static inline void get_number(const struct row *r, struct value *out)
{
	if (item_of(r)->number[r->way])
		out->u = item_of(r)->number[r->way];
	else
		out->type = V_NONE;
}

static inline void get_text(const struct row *r, struct value *out)
{
	out->s = item_of(r)->text;
}

static inline void get_endpoint(const struct row *r, struct value *out)
{
	out->ep = item_of(r)->ep[r->way];
	out->proto = IPPROTO_TCP;
}

static inline void get_mac(const struct row *r, struct value *out)
{
	if (item_of(r)->mac[0])
		memcpy(out->mac, item_of(r)->mac, 6);
	else
		out->type = V_NONE;
}

static const struct field fields[] = {
	FIELD("key", "Key", "key", V_NUMBER, get_key),
	FIELD_BOTH("number", "number_back", "Number", "number", V_COUNT, get_number),
	FIELD("text", "Text", "text", V_TEXT, get_text),
	FIELD_BOTH("src", "dst", "Endpoint", "endpoint", V_ENDPOINT, get_endpoint),
	FIELD("mac", "MAC", "mac", V_MAC, get_mac),
	{ .key = NULL },
};

static inline void get_rows(const void *engine, struct rows *out)
{
	rows_of_capped(engine, out);
}

static inline bool is_over(const void *data)
{
	return ((const struct item *)data)->over;
}

static const struct table items = { .name = "items",
				    .fields = fields,
				    .ways = 2,
				    .row_size = sizeof(struct item),
				    .rows = get_rows,
				    .is_over = is_over };

struct rig {
	struct capped t;
	struct view v;
};

static inline void start(struct rig *r, uint32_t cap)
{
	memset(r, 0, sizeof(*r));
	assert_int_equal(
		capped_init(&r->t, cap, sizeof(struct item), 1, offsetof(struct item, last_ms)), 0);
	assert_int_equal(view_init(&r->v, &items, &r->t), 0);
}

static inline void stop(struct rig *r)
{
	view_fini(&r->v);
	capped_fini(&r->t);
}

static inline struct item *item_at(struct rig *r, uint32_t slot)
{
	return capped_at(&r->t, slot);
}

/* Returns the slot of a new row. */
static inline uint32_t add(struct rig *r, uint32_t key)
{
	return capped_add(&r->t, &key, capped_hash(&r->t, &key, 1), 1000);
}

static inline void add_many(struct rig *r, uint32_t from, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		add(r, from + i);
}

/* Another row in its slot, as when a table is full. */
static inline void replace(struct rig *r, uint32_t slot, uint32_t key)
{
	capped_forget(&r->t, slot);
	capped_reuse(&r->t, slot, &key, capped_hash(&r->t, &key, 1), 1000);
}

static inline void reopen(struct rig *r, uint32_t slot)
{
	item_at(r, slot)->over = false;
	slots_changed(&r->t.slots, slot);
}

/* The keys of all lines, from the first on; UINT32_MAX ends them. */
static inline void lines_are(struct rig *r, const uint32_t *key)
{
	struct row row;
	uint32_t n = 0;

	view_update(&r->v);
	for (; key[n] != UINT32_MAX; n++) {
		assert_true(view_read(&r->v, n, 1000, 1, &row));
		assert_int_equal(item_of(&row)->key, key[n]);
	}
	assert_int_equal(r->v.lines, n);
	assert_false(view_read(&r->v, n, 1000, 1, &row));
}
#define LINES(r, ...) lines_are(r, (const uint32_t[]){ __VA_ARGS__ __VA_OPT__(, ) UINT32_MAX })

/* Every live row has a line, and one only, where view_find() finds it. */
static inline void all_shown_once(struct rig *r)
{
	const struct rows rows = table_rows(&items, &r->t);
	uint32_t live = 0;

	view_update(&r->v);
	for (uint32_t i = 0; i < r->v.lines; i++)
		assert_non_null(rows_at(&items, &rows, r->v.line[i]));
	for (uint32_t slot = slots_next(rows.slots, 0); slot < rows.used;
	     slot = slots_next(rows.slots, slot + 1))
		live++;
	assert_int_equal(r->v.lines, live);
	assert_int_equal(rows.count, live);
	for (uint32_t i = 0; i < r->v.lines; i += r->v.lines / 50 + 1)
		assert_int_equal(view_find(&r->v, r->v.line[i]), i);
}

struct counted {
	int locked, times;
	struct rig *change; /* rows of it leave and come whenever the lock is free */
};

static inline void take_lock(void *ctx)
{
	struct counted *c = ctx;

	assert_int_equal(c->locked++, 0);
	c->times++;
}

static inline void give_lock(void *ctx)
{
	struct counted *c = ctx;

	assert_int_equal(--c->locked, 0);
	if (!c->change)
		return;
	for (uint32_t i = 0; i < 3000; i++)
		if (slots_live(&c->change->t.slots, i * 7))
			capped_remove(&c->change->t, i * 7);
	replace(c->change, 1, 5000000 + (uint32_t)c->times);
	add_many(c->change, 1000000 * (uint32_t)c->times, 500);
}

static inline struct table_lock plain_lock(struct counted *c)
{
	memset(c, 0, sizeof(*c));
	return (struct table_lock){ .ctx = c, .lock = take_lock, .unlock = give_lock };
}

static inline void drop_over(struct view *v)
{
	struct counted c;
	const struct table_lock lock = plain_lock(&c);

	assert_int_equal(view_drop_over(v, &lock), 0);
	assert_int_equal(c.locked, 0);
}

static inline void sort_by(struct view *v, const char *key, bool descending, uint32_t need)
{
	struct counted c;
	const struct table_lock lock = plain_lock(&c);

	v->by_way = 0;
	assert_int_equal(view_sort(v, &lock, table_field(v->table, key, &v->by_way), descending,
				   need, 1000, 1),
			 0);
	assert_int_equal(c.locked, 0);
}
#endif
