/* Views: the rows as they were. */
#include <errno.h>

#include "stats/view_lines.h"

#define PIECE 4096u /* rows copied in one go under the lock */

int view_hold(struct view *v, const struct table_lock *lock)
{
	struct rows rows;

	table_lock(lock);
	view_update(v);
	rows = table_rows(v->table, v->engine);
	table_unlock(lock);
	v->hold = hold_make(v->table, &rows);
	if (!v->hold)
		return -ENOMEM;
	v->hold->others = v->search || v->listing;
	/* what has no line yet gets one when it is copied */
	v->relist |= v->listing;
	v->listing = false;
	return 0;
}

void view_release(struct view *v)
{
	hold_free(v->hold);
	v->hold = NULL;
}

uint64_t view_evicted(const struct view *v)
{
	return v->hold ? v->hold->evicted : table_rows(v->table, v->engine).evicted;
}

static bool copy(struct hold *h, uint32_t slot, const void *row)
{
	return !row || hold_at(h, slot) || hold_add(h, slot, row);
}

/* Of the next lines; false: no room is left.  Under the lock. */
static bool copy_lines(const struct view *v, struct hold *h)
{
	struct rows rows = table_rows(v->table, v->engine);
	bool room = true;

	for (uint32_t n = 0; n < PIECE && h->line < v->lines && room; n++, h->line++) {
		uint32_t slot = v->line[h->line];

		if (h->line + VIEW_AHEAD < v->lines)
			view_fetch_ahead(v, &rows, v->line[h->line + VIEW_AHEAD]);
		room = copy(h, slot, rows_at(v->table, &rows, slot));
	}
	return room;
}

/* Those that a search does not match, so that it can be taken back. */
static bool copy_others(const struct view *v, struct hold *h)
{
	struct rows rows = table_rows(v->table, v->engine);
	bool room = true;

	for (uint32_t n = 0; n < PIECE && h->slot < h->used && room; n++, h->slot++) {
		const void *row = rows_at(v->table, &rows, h->slot);

		if (row && view_wants(v, row) && !view_is_off(v, h->slot, row))
			room = copy(h, h->slot, row);
	}
	return room;
}

/* Under the lock; true: there are no more, or no more room. */
static bool copy_piece(const struct view *v, struct hold *h, bool *room)
{
	if (h->line < v->lines) {
		*room = copy_lines(v, h);
		return !*room;
	}
	if (h->others)
		*room = copy_others(v, h);
	return !*room || !h->others || h->slot == h->used;
}

/* Lines of which there is no copy have left before, or are too many. */
static void end_copying(struct view *v, bool room)
{
	v->hold->whole = true;
	v->missed = !room;
	view_drop_gone(v, NULL);
}

bool view_hold_step(struct view *v, const struct table_lock *lock, uint64_t until_us)
{
	bool all = v->hold->whole, room = true;

	if (all)
		return true;
	do {
		hold_prepare(v->hold, PIECE);
		table_lock(lock);
		all = copy_piece(v, v->hold, &room);
		table_unlock(lock);
	} while (!all && !view_time_is_over(until_us));
	if (all)
		end_copying(v, room);
	return all;
}
