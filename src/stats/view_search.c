/* Views: only the rows that match, and walks from one to the next. */
#include "stats/view_lines.h"

void view_search(struct view *v, const struct search *s)
{
	v->search = s;
	v->scan = 0;
	v->relist = true;
	view_forget_lines(v);
	if (v->hold)
		v->hold->others = true;
}

/* What no longer matches is not shown from now on; true if its line is to be closed up. */
static bool scan_slot(struct view *v, const struct rows *rows, uint32_t slot, struct row *r)
{
	r->data = view_row_at(v, rows, slot);
	if (r->data && !view_is_off(v, slot, r->data) && search_match(v->search, r)) {
		view_append(v, rows, slot);
		return false;
	}
	if (!bit_is_set(v->shown, slot))
		return false;
	bit_set(v->shown, slot, false);
	return true;
}

/* Under the lock; true: it was the last piece. */
static bool scan_piece(struct view *v, struct row *r, bool *gaps)
{
	struct rows rows = table_rows(v->table, v->engine);
	uint32_t used = v->hold ? v->hold->used : rows.used;

	for (uint32_t n = 0; n < VIEW_SCAN && v->scan < used; n++)
		*gaps |= scan_slot(v, &rows, v->scan++, r);
	if (v->scan < used)
		return false;
	v->scan = 0;
	return true;
}

static bool keep_shown(struct view *v, const struct rows *rows, uint32_t slot)
{
	(void)rows;
	return bit_is_set(v->shown, slot);
}

bool view_scan(struct view *v, const struct table_lock *lock, uint64_t until_us, uint64_t now_ms,
	       uint64_t run_ms)
{
	struct row r = { .engine = v->engine, .now_ms = now_ms, .run_ms = run_ms };
	bool all, gaps = false;

	do {
		table_lock(lock);
		all = scan_piece(v, &r, &gaps);
		table_unlock(lock);
	} while (!all && !view_time_is_over(until_us));
	if (gaps)
		view_close_up(v, keep_shown, NULL);
	return all;
}

static void step(const struct view *v, struct view_walk *w)
{
	w->left--;
	if (w->back)
		w->at = w->at ? w->at - 1 : v->lines - 1;
	else
		w->at = w->at + 1 < v->lines ? w->at + 1 : 0;
}

/* Under the lock. */
static uint32_t seek_piece(const struct view *v, const struct search *s, struct view_walk *w,
			   struct row *r)
{
	struct rows rows = table_rows(v->table, v->engine);

	for (uint32_t n = 0; n < VIEW_SCAN && w->left; n++) {
		uint32_t line = w->at;

		if (!w->back && line + VIEW_AHEAD < v->lines)
			view_fetch_ahead(v, &rows, v->line[line + VIEW_AHEAD]);
		r->data = view_row_at(v, &rows, v->line[line]);
		step(v, w);
		if (r->data && search_match(s, r))
			return line;
	}
	return v->lines;
}

uint32_t view_seek(const struct view *v, const struct table_lock *lock, const struct search *s,
		   struct view_walk *w, uint64_t until_us, uint64_t now_ms, uint64_t run_ms)
{
	struct row r = { .engine = v->engine, .now_ms = now_ms, .run_ms = run_ms };
	uint32_t line;

	/* lines may have gone since */
	if (w->left > v->lines)
		w->left = v->lines;
	if (w->at >= v->lines)
		w->at = w->back && v->lines ? v->lines - 1 : 0;
	do {
		table_lock(lock);
		line = seek_piece(v, s, w, &r);
		table_unlock(lock);
	} while (w->left && line == v->lines && !view_time_is_over(until_us));
	return line;
}
