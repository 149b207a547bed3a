#include "stats/view.h"

#include <errno.h>
#include <string.h>

#include "base/mem.h"
#include "stats/slots.h"
#include "stats/view_lines.h"

#define PIECE 8192u /* rows looked at in one go under the lock */

static size_t words(uint32_t cap)
{
	return ((size_t)cap + 63) / 64;
}

int view_init(struct view *v, const struct table *t, const void *engine)
{
	struct rows rows = table_rows(t, engine);

	v->table = t;
	v->engine = engine;
	v->cap = rows.cap;
	v->line = mem_reserve((size_t)v->cap * sizeof(*v->line));
	v->shown = mem_reserve(words(v->cap) * sizeof(*v->shown));
	v->off = mem_reserve(words(v->cap) * sizeof(*v->off));
	if (v->line && v->shown && v->off)
		return 0;
	view_fini(v);
	return -ENOMEM;
}

void view_fini(struct view *v)
{
	mem_release(v->line, (size_t)v->cap * sizeof(*v->line));
	mem_release(v->shown, words(v->cap) * sizeof(*v->shown));
	mem_release(v->off, words(v->cap) * sizeof(*v->off));
	mem_release(v->item, 2 * (size_t)v->cap * sizeof(*v->item));
	hold_free(v->hold);
	v->hold = NULL;
	v->line = NULL;
	v->shown = v->off = NULL;
	v->item = NULL;
}

/* --- lines --- */

void view_append(struct view *v, const struct rows *rows, uint32_t slot)
{
	if (bit_is_set(v->shown, slot) || v->lines == v->cap)
		return;
	if (v->only && !view_wants(v, view_row_at(v, rows, slot)))
		return;
	bit_set(v->shown, slot, true);
	bit_set(v->off, slot, false);
	v->line[v->lines++] = slot;
}

void view_close_up(struct view *v, view_keep_fn *keep, const struct rows *rows)
{
	uint32_t out = 0, sorted = 0, read = 0;

	for (uint32_t i = 0; i < v->lines; i++) {
		uint32_t slot = v->line[i];

		if (!keep(v, rows, slot))
			continue;
		v->line[out++] = slot;
		sorted += i < v->sorted;
		read += i < v->order.read;
	}
	v->lines = out;
	v->sorted = sorted;
	v->order.read = read;
}

static bool keep_if_there(struct view *v, const struct rows *rows, uint32_t slot)
{
	const void *row = view_row_at(v, rows, slot);

	if (row && view_wants(v, row))
		return true;
	bit_set(v->shown, slot, false);
	bit_set(v->off, slot, false);
	return false;
}

void view_drop_gone(struct view *v, const struct rows *rows)
{
	view_close_up(v, keep_if_there, rows);
}

void view_forget_lines(struct view *v)
{
	v->lines = v->sorted = 0;
	v->order.begun = v->listing = false;
	memset(v->shown, 0, words(v->cap) * sizeof(*v->shown));
}

/* --- what came and went --- */

/* What was taken off, or is about to be, is not once it is no longer over. */
static bool stays_off(const struct view *v, const struct rows *rows, uint32_t slot)
{
	return bit_is_set(v->off, slot) && v->table->is_over(rows_at(v->table, rows, slot));
}

/* A row of which it is not known whether it has a line, or should have one. */
static void list_slot(struct view *v, const struct rows *rows, uint32_t slot)
{
	if (stays_off(v, rows, slot))
		return;
	if (bit_is_set(v->shown, slot))
		bit_set(v->off, slot, false);
	else if (!v->search)
		view_append(v, rows, slot);
}

/* Which rows are of some hosts takes a look at each, else it is quick. */
static void list_piece(struct view *v, const struct rows *rows)
{
	for (uint32_t n = 0; n < PIECE || !v->only; n++) {
		v->list = slots_next(rows->slots, v->list);
		if (v->list >= rows->used) {
			v->listing = false;
			return;
		}
		list_slot(v, rows, v->list++);
	}
}

/* More has changed than the ring remembers.  What was taken off and is still over stays off. */
static void catch_up(struct view *v, const struct rows *rows)
{
	view_drop_gone(v, rows);
	v->listing = true;
	v->list = 0;
	list_piece(v, rows);
}

bool view_list_step(struct view *v, const struct table_lock *lock, uint64_t until_us)
{
	while (v->listing && !view_is_held(v)) {
		struct rows rows;

		table_lock(lock);
		rows = table_rows(v->table, v->engine);
		list_piece(v, &rows);
		table_unlock(lock);
		if (view_time_is_over(until_us))
			break;
	}
	return !v->listing;
}

/* A row that has come: it may be in the slot of another. */
static void take_new(struct view *v, const struct rows *rows, uint32_t slot)
{
	if (bit_is_set(v->shown, slot))
		bit_set(v->off, slot, false);
	else if (!v->search && !(v->listing && slot >= v->list))
		view_append(v, rows, slot);
}

static void follow_changes(struct view *v, const struct rows *rows)
{
	const struct slots *s = rows->slots;
	bool left = false;

	if (v->missed || v->relist || s->changes - v->seen > SLOTS_RECENT) {
		catch_up(v, rows);
		v->seen = s->changes;
		v->missed = v->relist = false;
		return;
	}
	/* rows that have left first, so that there is room for new ones */
	for (uint64_t i = v->seen; i < s->changes && !left; i++) {
		uint32_t slot = s->recent[i % SLOTS_RECENT];

		left = bit_is_set(v->shown, slot) &&
		       (!slots_live(s, slot) || !view_wants(v, rows_at(v->table, rows, slot)));
	}
	if (left)
		view_drop_gone(v, rows);
	for (; v->seen < s->changes; v->seen++) {
		uint32_t slot = s->recent[v->seen % SLOTS_RECENT];

		if (slots_live(s, slot))
			take_new(v, rows, slot);
	}
}

static void list_held(struct view *v)
{
	for (uint32_t s = 0; s < v->hold->used; s++) {
		const void *row = hold_at(v->hold, s);

		if (row && !view_is_off(v, s, row))
			view_append(v, NULL, s);
	}
	v->relist = false;
	v->missed = true; /* the table has others */
}

void view_update(struct view *v)
{
	struct rows rows = table_rows(v->table, v->engine);

	if (v->hold) {
		if (v->relist && !v->search && v->hold->whole)
			list_held(v);
		return;
	}
	if (rows.slots) {
		follow_changes(v, &rows);
		return;
	}
	if (v->missed || v->relist)
		v->seen = 0;
	v->missed = v->relist = false;
	for (; v->seen < rows.used; v->seen++)
		if (!v->search)
			view_append(v, &rows, (uint32_t)v->seen);
}

/* --- reading --- */

/* While a hold is being made, a row that is read is copied first, so that it stays as it was. */
static const void *read_row(const struct view *v, uint32_t slot)
{
	struct rows rows = table_rows(v->table, v->engine);
	const void *row = view_row_at(v, &rows, slot);

	if (!row || !v->hold || hold_at(v->hold, slot))
		return row;
	return hold_add(v->hold, slot, row) ? hold_at(v->hold, slot) : NULL;
}

bool view_read_slot(const struct view *v, uint32_t slot, uint64_t now_ms, uint64_t run_ms,
		    struct row *out)
{
	*out = (struct row){
		.engine = v->engine, .data = read_row(v, slot), .now_ms = now_ms, .run_ms = run_ms
	};
	return out->data != NULL;
}

bool view_read(const struct view *v, uint32_t line, uint64_t now_ms, uint64_t run_ms,
	       struct row *out)
{
	return line < v->lines && view_read_slot(v, v->line[line], now_ms, run_ms, out);
}

uint32_t view_find(const struct view *v, uint32_t slot)
{
	uint32_t i = 0;

	if (slot >= v->cap || !bit_is_set(v->shown, slot))
		return v->lines;
	while (i < v->lines && v->line[i] != slot)
		i++;
	return i;
}
