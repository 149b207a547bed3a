#include "stats/view.h"

#include <errno.h>
#include <string.h>

#include "base/mem.h"
#include "stats/sort_value.h"
#include "stats/slots.h"

#define PIECE	   8192u /* rows read in one go under the lock */
#define SCAN_PIECE 1024u /* and compared with a search */
#define HOLD_PIECE 2048u /* and copied */
#define AHEAD	   8	 /* rows that are fetched ahead */

static size_t words(uint32_t cap)
{
	return ((size_t)cap + 63) / 64;
}

static size_t items(uint32_t cap)
{
	return 2 * (size_t)cap * sizeof(struct sort_item);
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
	mem_release(v->item, items(v->cap));
	hold_free(v->hold);
	v->hold = NULL;
	v->line = NULL;
	v->shown = v->off = NULL;
	v->item = NULL;
}

static bool has(const uint64_t *bits, uint32_t slot)
{
	return bits[slot / 64] >> slot % 64 & 1;
}

static void set(uint64_t *bits, uint32_t slot, bool on)
{
	uint64_t bit = 1ull << slot % 64;

	bits[slot / 64] = on ? bits[slot / 64] | bit : bits[slot / 64] & ~bit;
}

/* The row in a slot, or its copy; NULL: there is none. */
static const void *row_at(const struct view *v, const struct rows *rows, uint32_t slot)
{
	return v->hold ? hold_at(v->hold, slot) : rows_at(v->table, rows, slot);
}

static bool is_wanted(const struct view *v, const void *row)
{
	return !v->only || v->table->is_of(row, v->only);
}

static void append(struct view *v, const struct rows *rows, uint32_t slot)
{
	if (has(v->shown, slot) || v->lines == v->cap)
		return;
	if (v->only && !is_wanted(v, row_at(v, rows, slot)))
		return;
	set(v->shown, slot, true);
	set(v->off, slot, false);
	v->line[v->lines++] = slot;
}

/* Lines whose rows have left close up. */
static void drop(struct view *v, const struct rows *rows, bool over)
{
	uint32_t out = 0, sorted = 0;

	for (uint32_t i = 0; i < v->lines; i++) {
		uint32_t slot = v->line[i];
		const void *row = row_at(v, rows, slot);

		if (row && is_wanted(v, row) && !(over && v->table->is_over(row))) {
			v->line[out++] = slot;
			sorted += i < v->sorted;
		} else {
			set(v->shown, slot, false);
			set(v->off, slot, row != NULL);
		}
	}
	v->lines = out;
	v->sorted = sorted;
}

/* More has changed than the ring remembers.  What was taken off and is still over stays off. */
static void catch_up(struct view *v, const struct rows *rows)
{
	drop(v, rows, false);
	if (v->search)
		return;
	for (uint32_t s = slots_next(rows->slots, 0); s < rows->used;
	     s = slots_next(rows->slots, s + 1))
		if (!has(v->off, s) || !v->table->is_over(rows_at(v->table, rows, s)))
			append(v, rows, s);
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

		left = has(v->shown, slot) &&
		       (!slots_live(s, slot) || !is_wanted(v, rows_at(v->table, rows, slot)));
	}
	if (left)
		drop(v, rows, false);
	for (; v->seen < s->changes; v->seen++) {
		uint32_t slot = s->recent[v->seen % SLOTS_RECENT];

		if (slots_live(s, slot) && !v->search)
			append(v, rows, slot);
	}
}

static void list_held(struct view *v)
{
	for (uint32_t s = 0; s < v->hold->used; s++) {
		const void *row = hold_at(v->hold, s);

		if (row && !(has(v->off, s) && v->table->is_over(row)))
			append(v, NULL, s);
	}
	v->relist = false;
	v->missed = true; /* the table has others */
}

void view_update(struct view *v)
{
	struct rows rows = table_rows(v->table, v->engine);

	if (v->hold) {
		if (v->relist && !v->search)
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
			append(v, &rows, (uint32_t)v->seen);
}

bool view_read_slot(const struct view *v, uint32_t slot, uint64_t now_ms, uint64_t run_ms,
		    struct row *out)
{
	struct rows rows = table_rows(v->table, v->engine);

	*out = (struct row){ .engine = v->engine,
			     .data = row_at(v, &rows, slot),
			     .now_ms = now_ms,
			     .run_ms = run_ms };
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

	if (slot >= v->cap || !has(v->shown, slot))
		return v->lines;
	while (i < v->lines && v->line[i] != slot)
		i++;
	return i;
}

void view_drop_over(struct view *v)
{
	struct rows rows = table_rows(v->table, v->engine);

	view_update(v);
	if (v->table->is_over)
		drop(v, &rows, true);
}

/* --- the hold --- */

static void fetch_ahead(const struct view *v, const struct rows *rows, uint32_t slot)
{
	const char *next = v->hold ? hold_at(v->hold, slot)
				   : (const char *)rows->data + (size_t)slot * v->table->row_size;

	for (size_t at = 0; next && at < v->table->row_size; at += 64)
		__builtin_prefetch(next + at);
}

/* Copies of the lines from..to; false: no room is left.  Under the lock. */
static bool copy_lines(const struct view *v, struct hold *h, uint32_t from, uint32_t to)
{
	struct rows rows = table_rows(v->table, v->engine);

	for (uint32_t i = from; i < to; i++) {
		const void *row = rows_at(v->table, &rows, v->line[i]);

		if (i + AHEAD < to)
			fetch_ahead(v, &rows, v->line[i + AHEAD]);
		if (row && !hold_add(h, v->line[i], row))
			return false;
	}
	return true;
}

/* Those that the search does not match, so that it can be taken back. */
static bool copy_others(const struct view *v, const struct table_lock *lock, struct hold *h)
{
	bool room = true;

	for (uint32_t from = 0; from < h->used && room; from += HOLD_PIECE) {
		struct rows rows;

		table_lock(lock);
		rows = table_rows(v->table, v->engine);
		for (uint32_t s = from; s < from + HOLD_PIECE && room; s++) {
			const void *row = hold_at(h, s) ? NULL : rows_at(v->table, &rows, s);

			room = !row || hold_add(h, s, row);
		}
		table_unlock(lock);
	}
	return room;
}

int view_hold(struct view *v, const struct table_lock *lock)
{
	struct rows rows;
	struct hold *h;
	bool room = true;

	table_lock(lock);
	view_update(v);
	rows = table_rows(v->table, v->engine);
	table_unlock(lock);
	h = hold_make(v->table, &rows);
	if (!h)
		return -ENOMEM;
	for (uint32_t i = 0; i < v->lines && room; i += HOLD_PIECE) {
		table_lock(lock);
		room = copy_lines(v, h, i, v->lines - i < HOLD_PIECE ? v->lines : i + HOLD_PIECE);
		table_unlock(lock);
	}
	if (v->search && room)
		room = copy_others(v, lock, h);
	v->missed = !room;
	v->hold = h;
	drop(v, &rows, false);
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

/* --- searching --- */

void view_search(struct view *v, const struct search *s)
{
	v->search = s;
	v->scan = 0;
	v->lines = v->sorted = 0;
	v->relist = true;
	memset(v->shown, 0, words(v->cap) * sizeof(*v->shown));
}

/* What no longer matches is not shown from now on; true if its line is to be closed up. */
static bool scan_slot(struct view *v, const struct rows *rows, uint32_t slot, struct row *r)
{
	r->data = row_at(v, rows, slot);
	if (r->data && !(has(v->off, slot) && v->table->is_over(r->data)) &&
	    search_match(v->search, r)) {
		append(v, rows, slot);
		return false;
	}
	if (!has(v->shown, slot))
		return false;
	set(v->shown, slot, false);
	return true;
}

/* Under the lock; true: it was the last piece. */
static bool scan_piece(struct view *v, struct row *r, bool *gaps)
{
	struct rows rows = table_rows(v->table, v->engine);
	uint32_t used = v->hold ? v->hold->used : rows.used;

	for (uint32_t n = 0; n < SCAN_PIECE && v->scan < used; n++)
		*gaps |= scan_slot(v, &rows, v->scan++, r);
	if (v->scan < used)
		return false;
	v->scan = 0;
	return true;
}

static void close_gaps(struct view *v)
{
	uint32_t out = 0, sorted = 0;

	for (uint32_t i = 0; i < v->lines; i++)
		if (has(v->shown, v->line[i])) {
			v->line[out++] = v->line[i];
			sorted += i < v->sorted;
		}
	v->lines = out;
	v->sorted = sorted;
}

bool view_scan(struct view *v, const struct table_lock *lock, uint64_t now_ms, uint64_t run_ms)
{
	struct row r = { .engine = v->engine, .now_ms = now_ms, .run_ms = run_ms };
	bool all = false, gaps = false;

	for (uint32_t n = 0; n < VIEW_SCAN && !all; n += SCAN_PIECE) {
		table_lock(lock);
		all = scan_piece(v, &r, &gaps);
		table_unlock(lock);
	}
	if (gaps)
		close_gaps(v);
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

	for (uint32_t n = 0; n < SCAN_PIECE && w->left; n++) {
		uint32_t line = w->at;

		if (!w->back && line + AHEAD < v->lines)
			fetch_ahead(v, &rows, v->line[line + AHEAD]);
		r->data = row_at(v, &rows, v->line[line]);
		step(v, w);
		if (r->data && search_match(s, r))
			return line;
	}
	return v->lines;
}

uint32_t view_seek(const struct view *v, const struct table_lock *lock, const struct search *s,
		   struct view_walk *w, uint64_t now_ms, uint64_t run_ms)
{
	struct row r = { .engine = v->engine, .now_ms = now_ms, .run_ms = run_ms };
	uint32_t line = v->lines;

	/* lines may have gone since */
	if (w->left > v->lines)
		w->left = v->lines;
	if (w->at >= v->lines)
		w->at = w->back && v->lines ? v->lines - 1 : 0;
	for (uint32_t n = 0; n < VIEW_SCAN && w->left && line == v->lines; n += SCAN_PIECE) {
		table_lock(lock);
		line = seek_piece(v, s, w, &r);
		table_unlock(lock);
	}
	return line;
}

/* --- sorting --- */

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

/* Keys of the lines from..to; under the lock. */
static void read_keys(const struct view *v, struct row *r, struct sort_item *item, uint32_t from,
		      uint32_t to)
{
	struct rows rows = table_rows(v->table, v->engine);

	for (uint32_t i = from; i < to; i++) {
		if (i + AHEAD < to)
			fetch_ahead(v, &rows, v->line[i + AHEAD]);
		item[i] = (struct sort_item){ .row = v->line[i] };
		r->data = row_at(v, &rows, v->line[i]);
		if (r->data)
			read_key(v, r, &item[i]);
	}
}

static int make_items(struct view *v)
{
	if (!v->item)
		v->item = mem_reserve(items(v->cap));
	return v->item ? 0 : -ENOMEM;
}

/* Which of the lines from..to are for the front, as their keys; under the lock. */
static void read_front(const struct view *v, struct row *r, uint32_t from, uint32_t to)
{
	struct rows rows = table_rows(v->table, v->engine);

	for (uint32_t i = from; i < to; i++) {
		struct value value;

		v->item[i] = (struct sort_item){ .row = v->line[i] };
		r->data = row_at(v, &rows, v->line[i]);
		if (!r->data)
			continue;
		field_get(v->front, r, &value);
		v->item[i].lo = value.type != V_NONE && value.u;
	}
}

int view_sort_front(struct view *v, const struct table_lock *lock, uint64_t now_ms, uint64_t run_ms)
{
	struct row r = { .engine = v->engine, .now_ms = now_ms, .run_ms = run_ms };
	uint32_t at = 0;

	if (make_items(v) < 0)
		return -ENOMEM;
	for (uint32_t i = 0; i < v->lines; i += PIECE) {
		table_lock(lock);
		read_front(v, &r, i, v->lines - i < PIECE ? v->lines : i + PIECE);
		table_unlock(lock);
	}
	for (unsigned front = 2; front-- > 0;)
		for (uint32_t i = 0; i < v->lines; i++)
			if (v->item[i].lo == front)
				v->line[at++] = v->item[i].row;
	return 0;
}

int view_sort(struct view *v, const struct table_lock *lock, const struct field *by,
	      bool descending, uint32_t need, uint64_t now_ms, uint64_t run_ms)
{
	struct row r = { .engine = v->engine, .now_ms = now_ms, .run_ms = run_ms };

	if (make_items(v) < 0)
		return -ENOMEM;
	v->by = by;
	v->descending = descending;
	for (uint32_t i = 0; i < v->lines; i += PIECE) {
		table_lock(lock);
		read_keys(v, &r, v->item, i, v->lines - i < PIECE ? v->lines : i + PIECE);
		table_unlock(lock);
	}
	if (need > v->lines || v->front)
		need = v->lines;
	sort_first(v->item, v->item + v->cap, v->lines, need, descending);
	for (uint32_t i = 0; i < v->lines; i++)
		v->line[i] = v->item[i].row;
	v->sorted = need;
	return v->front ? view_sort_front(v, lock, now_ms, run_ms) : 0;
}
