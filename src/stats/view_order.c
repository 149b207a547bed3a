/* Views: lines in order, and without rows that are over. */
#include <errno.h>
#include <stddef.h>

#include "base/mem.h"
#include "stats/sort_value.h"
#include "stats/view_lines.h"

#define PIECE 8192u /* rows read in one go under the lock, or sorted at once */

/* --- the beginning --- */

static int make_items(struct view *v)
{
	if (!v->item)
		v->item = mem_reserve(2 * (size_t)v->cap * sizeof(*v->item));
	return v->item ? 0 : -ENOMEM;
}

/* What was to be taken off still is. */
static void begin(struct view *v, struct view_order o)
{
	o.begun = true;
	o.drops |= v->order.begun && v->order.drops;
	v->order = o;
}

int view_sort_begin(struct view *v, const struct field *by, bool descending, uint32_t need,
		    uint64_t now_ms, uint64_t run_ms)
{
	if (make_items(v) < 0)
		return -ENOMEM;
	if (v->by != by || v->descending != descending)
		v->sorted = 0;
	v->by = by;
	v->descending = descending;
	begin(v, (struct view_order){
			 .sorts = true, .need = need, .now_ms = now_ms, .run_ms = run_ms });
	return 0;
}

int view_front_begin(struct view *v, uint64_t now_ms, uint64_t run_ms)
{
	if (make_items(v) < 0)
		return -ENOMEM;
	begin(v, (struct view_order){ .now_ms = now_ms, .run_ms = run_ms });
	return 0;
}

int view_drop_over_begin(struct view *v)
{
	if (!v->table->is_over)
		return 0;
	if (make_items(v) < 0)
		return -ENOMEM;
	/* what is being done begins again with it */
	begin(v, (struct view_order){ .sorts = v->order.begun && v->order.sorts,
				      .drops = true,
				      .need = v->order.need,
				      .now_ms = v->order.now_ms,
				      .run_ms = v->order.run_ms });
	return 0;
}

/* --- reading --- */

static void read_key(const struct view *v, struct row *r, struct sort_item *out)
{
	const struct field *f = v->by;
	struct value value;

	r->way = v->by_way;
	field_get(f, r, &value);
	sort_by_value(&value, out);
	if (!value_is_number(f->type))
		return;
	if (f->key_back) {
		r->way = !v->by_way;
		field_get(f, r, &value);
		if (value.type != V_NONE && value.u > out->lo)
			out->lo = value.u;
	}
	if (v->then) {
		field_get(v->then, r, &value);
		out->hi = out->lo;
		out->lo = value.type != V_NONE ? value.u : 0;
	}
}

static bool is_for_front(const struct view *v, struct row *r)
{
	struct value value;

	if (!v->front)
		return false;
	field_get(v->front, r, &value);
	return value.type != V_NONE && value.u;
}

static void read_line(struct view *v, const struct rows *rows, struct row *r)
{
	struct view_order *o = &v->order;
	uint32_t slot = v->line[o->read++];
	struct sort_item *item = &v->item[o->items++];

	*item = (struct sort_item){ .row = slot };
	r->data = view_row_at(v, rows, slot);
	if (!r->data)
		return;
	if (o->drops && v->table->is_over(r->data))
		bit_set(v->off, slot, true);
	item->front = is_for_front(v, r);
	if (o->sorts)
		read_key(v, r, item);
}

/* Under the lock; true: there are no more. */
static bool read_piece(struct view *v)
{
	const struct view_order *o = &v->order;
	struct row r = { .engine = v->engine, .now_ms = o->now_ms, .run_ms = o->run_ms };
	struct rows rows = table_rows(v->table, v->engine);

	for (uint32_t n = 0; n < PIECE && o->read < v->lines && o->items < v->cap; n++) {
		if (o->read + VIEW_AHEAD < v->lines)
			view_fetch_ahead(v, &rows, v->line[o->read + VIEW_AHEAD]);
		read_line(v, &rows, &r);
	}
	return o->read == v->lines || o->items == v->cap;
}

/* --- the end --- */

/* Lines that are new since all others were read, to be put behind these. */
static uint32_t take_new_lines(struct view *v)
{
	struct sort_item *out = v->item + v->cap;
	uint32_t n = 0;

	for (uint32_t i = v->order.read; i < v->lines; i++) {
		out[n++].row = v->line[i];
		bit_set(v->shown, v->line[i], false);
	}
	return n;
}

/* A row may have left since, or left and come again: it has one line all the same. */
static void put(struct view *v, const struct sort_item *item, uint32_t n, bool front)
{
	for (uint32_t i = 0; i < n; i++) {
		uint32_t slot = item[i].row;

		if (item[i].front != front || !bit_is_set(v->shown, slot))
			continue;
		bit_set(v->shown, slot, false);
		if (!v->order.drops || !bit_is_set(v->off, slot))
			v->line[v->lines++] = slot;
	}
}

static void put_lines(struct view *v)
{
	const struct view_order *o = &v->order;
	uint32_t fresh = take_new_lines(v), first = o->sorts ? o->need : v->sorted, sorted;

	if (first > o->items)
		first = o->items;
	v->lines = 0;
	if (v->front)
		put(v, v->item, o->items, true);
	put(v, v->item, first, false);
	sorted = v->lines;
	put(v, v->item + first, o->items - first, false);
	for (uint32_t i = 0; i < fresh; i++)
		v->line[v->lines++] = v->item[v->cap + i].row;
	v->sorted = v->front && !o->sorts ? 0 : sorted;
	for (uint32_t i = 0; i < v->lines; i++)
		bit_set(v->shown, v->line[i], true);
}

/* --- on the way --- */

static void begin_sorting(struct view *v)
{
	struct view_order *o = &v->order;

	/* those for the front may be anywhere */
	if (v->front)
		o->need = UINT32_MAX;
	o->sorting = true;
	sort_begin(&o->sort, v->item, v->item + v->cap, o->items, o->sorts ? o->need : 0,
		   v->descending);
}

/* A small list is sorted in one go, or the pieces of a large one are. */
static bool sort_piece(struct view *v)
{
	struct view_order *o = &v->order;
	bool done;

	do
		done = sort_step(&o->sort);
	while (!done && o->items <= PIECE);
	return done;
}

/* True: all is done. */
static bool order_piece(struct view *v, const struct table_lock *lock)
{
	bool all;

	if (v->order.sorting)
		return sort_piece(v);
	table_lock(lock);
	all = read_piece(v);
	table_unlock(lock);
	if (!all)
		return false;
	begin_sorting(v);
	return v->order.items <= PIECE && sort_piece(v);
}

bool view_order_step(struct view *v, const struct table_lock *lock, uint64_t until_us)
{
	bool done = !v->order.begun;

	if (done)
		return true;
	do
		done = order_piece(v, lock);
	while (!done && !view_time_is_over(until_us));
	if (done) {
		put_lines(v);
		v->order.begun = false;
	}
	return done;
}

/* --- the whole of each --- */

static int finish(struct view *v, const struct table_lock *lock, int rc)
{
	if (rc == 0)
		view_order_step(v, lock, VIEW_WHOLE);
	return rc;
}

int view_sort(struct view *v, const struct table_lock *lock, const struct field *by,
	      bool descending, uint32_t need, uint64_t now_ms, uint64_t run_ms)
{
	return finish(v, lock, view_sort_begin(v, by, descending, need, now_ms, run_ms));
}

int view_sort_front(struct view *v, const struct table_lock *lock, uint64_t now_ms, uint64_t run_ms)
{
	return finish(v, lock, view_front_begin(v, now_ms, run_ms));
}

int view_drop_over(struct view *v, const struct table_lock *lock)
{
	table_lock(lock);
	view_update(v);
	table_unlock(lock);
	return finish(v, lock, view_drop_over_begin(v));
}
