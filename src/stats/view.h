#ifndef STATS_VIEW_H
#define STATS_VIEW_H
/*
 * How it works: a view is one reader's idea of a table: which rows are on which line.  It keeps
 * a slot number per line and learns from the table's ring of changes what came and went, so that
 * nothing it does is seen by the engine or by another reader.
 *
 * Whatever looks at all rows is done in steps, so that a million of them hold up nobody: a step
 * takes the lock for a small piece at a time, again and again until its time is over, and its
 * caller does something else before the next one.  Between two steps rows come, go and change.
 *
 * Rows are in the order of first sight until they are sorted; new ones go to the end, and one that
 * takes the slot of another takes its line too.  Sorting copies one key per row and sorts these
 * without the lock; the lines change when all of that is done.  In an order that is kept only as
 * many lines are sorted as are needed, by radix selection: the same time for any input, no
 * recursion.
 *
 * A view can be held: then its rows are copies (stats/hold.h), nothing comes or goes, and all else
 * works on them as before.  A row is copied when it is read, or when its turn comes: so what is
 * shown is held at once, and of the others each as it is some moments later.  The lines keep the
 * slots they have, so that nothing needs to be put back when the hold ends: the view takes what has
 * changed since.
 *
 * A view can show only what a search matches: passes over the whole table add rows that match and
 * take off those that no longer do, for as long as their reader asks for them.
 */
#include "stats/hold.h"
#include "stats/search.h"
#include "stats/sort.h"
#include "stats/table.h"
#include "stats/table_lock.h"

/* Lines being put in order, or taken off. */
struct view_order {
	bool begun;
	bool sorts; /* by v->by; else they stay in the order they are in */
	bool drops; /* rows that are over are taken off */
	uint32_t need;
	uint32_t read;	/* lines whose rows have been read */
	uint32_t items; /* what they were; some may have left since */
	bool sorting;	/* all have been read */
	struct sort sort;
	uint64_t now_ms, run_ms;
};

struct view {
	const struct table *table;
	const void *engine;
	uint32_t *line; /* slot per line */
	uint32_t lines;
	uint64_t *shown; /* bit per slot: it has a line */
	/* bit per slot: taken off as over, or about to be, and no new row seen in it since */
	uint64_t *off;
	uint32_t cap;
	uint64_t seen;		     /* changes of the table that have been taken */
	bool missed;		     /* the ring of changes is not enough: look at all rows */
	bool relist;		     /* the lines are to be made again */
	bool listing;		     /* they are being made: */
	uint32_t list;		     /* the slot at which that continues */
	struct hold *hold;	     /* NULL: the table itself is read */
	const struct row_set *only;  /* rows of this set have a line; NULL: all; set at first */
	const struct field *front;   /* a yes or no: rows that have it come first; NULL: none */
	const struct search *search; /* NULL: all rows are shown */
	uint32_t scan;		     /* the slot at which the pass over the table continues */
	/* for sorting: twice as many as rows; NULL: never sorted.  Kept, as fresh memory is slow */
	struct sort_item *item;
	struct view_order order; /* being made */

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

/*
 * When a step is to end, in time of clock_mono_us(); one piece is always done, so 0 is that one
 * alone.
 */
#define VIEW_WHOLE UINT64_MAX /* not before all is done */

/* Takes what came and went.  Under the lock. */
void view_update(struct view *v);
/*
 * Looks for more of the rows of v->only, if there are so many rows that view_update() has not
 * looked at all of them; true: all are known.  Takes the lock itself.
 */
bool view_list_step(struct view *v, const struct table_lock *lock, uint64_t until_us);

/* --- holding: view_hold.c --- */

/*
 * Begins to hold the rows as they are now.  Takes the lock itself.  0, or -ENOMEM and nothing is
 * held.
 */
int view_hold(struct view *v, const struct table_lock *lock);
/* Copies more of them; true: there are no more.  Takes the lock itself. */
bool view_hold_step(struct view *v, const struct table_lock *lock, uint64_t until_us);
/* Lets go of them. */
void view_release(struct view *v);
static inline bool view_is_held(const struct view *v)
{
	return v->hold != NULL;
}
/* Held, and the table is no longer needed. */
static inline bool view_is_copied(const struct view *v)
{
	return v->hold && v->hold->whole;
}
/* Rows that had to leave the table because it was full.  Under the lock. */
uint64_t view_evicted(const struct view *v);

/* --- searching: view_search.c --- */

/*
 * Shows only what a search (borrowed) matches, from the next view_scan() on; NULL: all.  The order
 * is that of first sight again.
 */
void view_search(struct view *v, const struct search *s);
/*
 * Compares the next rows, VIEW_SCAN in a piece; true: all have been, and the next call begins
 * another pass.  Takes the lock itself.
 */
#define VIEW_SCAN 4096u
bool view_scan(struct view *v, const struct table_lock *lock, uint64_t until_us, uint64_t now_ms,
	       uint64_t run_ms);

/* A walk over the lines, round their end, until all have been seen (left 0). */
struct view_walk {
	uint32_t at, left;
	bool back;
};
/*
 * The next line of the walk that a search matches, VIEW_SCAN lines in a piece; v->lines: none so
 * far.  Takes the lock itself.
 */
uint32_t view_seek(const struct view *v, const struct table_lock *lock, const struct search *s,
		   struct view_walk *w, uint64_t until_us, uint64_t now_ms, uint64_t run_ms);

/* --- reading --- */

/* The row on a line; false: it has left since the last update.  Under the lock. */
bool view_read(const struct view *v, uint32_t line, uint64_t now_ms, uint64_t run_ms,
	       struct row *out);
/* The row in a slot, whatever line it is on; false: there is none.  Under the lock. */
bool view_read_slot(const struct view *v, uint32_t slot, uint64_t now_ms, uint64_t run_ms,
		    struct row *out);
/* The line that has a slot; v->lines when none has. */
uint32_t view_find(const struct view *v, uint32_t slot);

/* --- the order of lines: view_order.c --- */

/*
 * Begins to sort by a field, once, all lines or (need < v->lines) at least so many from the first
 * on; equal ones stay in the order they were in.  Of two directions the larger value counts.  0 or
 * -ENOMEM (then nothing changes).
 */
int view_sort_begin(struct view *v, const struct field *by, bool descending, uint32_t need,
		    uint64_t now_ms, uint64_t run_ms);
/* Begins to bring those of `front` to the front, in the order they are in; sorting does it, too. */
int view_front_begin(struct view *v, uint64_t now_ms, uint64_t run_ms);
/* Begins to take rows that are over off the view; the engine keeps them. */
int view_drop_over_begin(struct view *v);
/*
 * Does more of what was begun: one order at most, what was begun before it is forgotten but for
 * taking off; true: nothing is left to do.  Takes the lock itself.
 */
bool view_order_step(struct view *v, const struct table_lock *lock, uint64_t until_us);
static inline bool view_is_in_order(const struct view *v)
{
	return !v->order.begun;
}

/* The whole of each. */
int view_sort(struct view *v, const struct table_lock *lock, const struct field *by,
	      bool descending, uint32_t need, uint64_t now_ms, uint64_t run_ms);
int view_sort_front(struct view *v, const struct table_lock *lock, uint64_t now_ms,
		    uint64_t run_ms);
int view_drop_over(struct view *v, const struct table_lock *lock);
#endif
