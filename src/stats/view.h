#ifndef STATS_VIEW_H
#define STATS_VIEW_H
/*
 * How it works: a view is one reader's idea of a table: which rows are on which line.  It keeps
 * a slot number per line and learns from the table's ring of changes what came and went, so that
 * nothing it does is seen by the engine or by another reader.
 *
 * Rows are in the order of first sight until they are sorted; new ones go to the end, and one that
 * takes the slot of another takes its line too.  Sorting copies one key per row, in pieces, each
 * under the lock, and does the rest without it; in an order that is kept only as many lines are
 * sorted as are needed, by radix selection: the same time for any input, no recursion.
 *
 * A view can be held: then its rows are copies (stats/hold.h), nothing comes or goes, and all else
 * works on them as before.  The lines keep the slots they have, so that nothing needs to be put
 * back when the hold ends: the view takes what has changed since.
 *
 * A view can show only what a search matches: passes over the whole table, in pieces, add rows that
 * match and take off those that no longer do, for as long as their reader asks for them.
 */
#include "stats/hold.h"
#include "stats/search.h"
#include "stats/table.h"
#include "stats/table_lock.h"

struct view {
	const struct table *table;
	const void *engine;
	uint32_t *line; /* slot per line */
	uint32_t lines;
	uint64_t *shown; /* bit per slot: it has a line */
	uint64_t *off;	 /* bit per slot: taken off as over, and no new row seen in it since */
	uint32_t cap;
	uint64_t seen;		     /* changes of the table that have been taken */
	bool missed;		     /* the ring of changes is not enough: look at all rows */
	bool relist;		     /* the lines are to be made again */
	struct hold *hold;	     /* NULL: the table itself is read */
	const struct host_set *only; /* rows of these hosts have a line; NULL: all; set at first */
	const struct field *front;   /* a yes or no: rows that have it come first; NULL: none */
	const struct search *search; /* NULL: all rows are shown */
	uint32_t scan;		     /* the slot at which the pass over the table continues */
	/* for sorting: twice as many as rows; NULL: never sorted.  Kept, as fresh memory is slow */
	struct sort_item *item;

	const struct field *by; /* sorted by; NULL: not yet */
	unsigned by_way;
	const struct field *then; /* equal ones of a number by this one; NULL: as they were */
	bool descending;
	uint32_t sorted; /* lines that are in order, from the first on */
};

/*
 * Reserves address space for the table at its cap; under the lock.  The struct is zeroed.  0 or
 * -ENOMEM.
 */
int view_init(struct view *v, const struct table *t, const void *engine);
void view_fini(struct view *v);

/* Takes what came and went.  Under the lock. */
void view_update(struct view *v);
/*
 * Holds the rows as they are now, or lets go of them.  Copied in pieces, each under the lock, which
 * they take themselves.  view_hold: 0, or -ENOMEM and nothing is held.
 */
int view_hold(struct view *v, const struct table_lock *lock);
void view_release(struct view *v);
static inline bool view_is_held(const struct view *v)
{
	return v->hold != NULL;
}
/*
 * Shows only what a search (borrowed) matches, from the next view_scan() on; NULL: all.  The order
 * is that of first sight again.
 */
void view_search(struct view *v, const struct search *s);
/*
 * Compares the next VIEW_SCAN rows; true: all have been, and the next call begins another pass.
 * Takes the lock, for small pieces.
 */
#define VIEW_SCAN 32768u
bool view_scan(struct view *v, const struct table_lock *lock, uint64_t now_ms, uint64_t run_ms);

/* A walk over the lines, round their end, until all have been seen (left 0). */
struct view_walk {
	uint32_t at, left;
	bool back;
};
/*
 * The next line of the walk that a search matches, among VIEW_SCAN lines; v->lines: none of them
 * does.  Takes the lock, for small pieces.
 */
uint32_t view_seek(const struct view *v, const struct table_lock *lock, const struct search *s,
		   struct view_walk *w, uint64_t now_ms, uint64_t run_ms);

/* Rows that had to leave the table because it was full.  Under the lock. */
uint64_t view_evicted(const struct view *v);

/* The row on a line; false: it has left since the last update.  Under the lock. */
bool view_read(const struct view *v, uint32_t line, uint64_t now_ms, uint64_t run_ms,
	       struct row *out);
/* The row in a slot, whatever line it is on; false: there is none.  Under the lock. */
bool view_read_slot(const struct view *v, uint32_t slot, uint64_t now_ms, uint64_t run_ms,
		    struct row *out);
/* The line that has a slot; v->lines when none has. */
uint32_t view_find(const struct view *v, uint32_t slot);
/* Takes rows that are over off the view; the engine keeps them.  Under the lock. */
void view_drop_over(struct view *v);

/*
 * Sorts by a field, once, all lines or (need < v->lines) at least so many from the first on; equal
 * ones stay in the order they were in.  Of two directions the larger value counts.  Not under the
 * lock: it takes it.  0 or -ENOMEM (then nothing changes).
 */
int view_sort(struct view *v, const struct table_lock *lock, const struct field *by,
	      bool descending, uint32_t need, uint64_t now_ms, uint64_t run_ms);
/* Brings those of `front` to the front, in the order they are in; view_sort does it, too. */
int view_sort_front(struct view *v, const struct table_lock *lock, uint64_t now_ms,
		    uint64_t run_ms);
#endif
