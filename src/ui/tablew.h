#ifndef UI_TABLEW_H
#define UI_TABLEW_H
/*
 * The table widget: scrolls, selects, sorts, fits columns; the only such code.  It lives in its
 * screen's own struct, and remembers the row under the bar by its id: when rows above it leave,
 * or the order changes, the bar moves with it.
 */
#include <stdbool.h>
#include "stats/view.h"
#include "ui/columns.h"
#include "ui/find.h"
#include "ui/screen.h"
#include "ui/scroll.h"

/* What is looked for in a list; by the / and \ keys. */
struct tablew_find {
	char pattern[SEARCH_TEXT]; /* empty: nothing */
	struct search search;
	bool only;	 /* nothing else is shown */
	bool passed;	 /* every row has been compared since */
	uint64_t pass_s; /* when that was last so, seconds */
	bool seeking;	 /* the next row that matches; */
	bool missing;	 /* there is none */
	struct view_walk walk;
	int more; /* how often N (< 0: back) was pressed before that was found */
};

struct tablew {
	const struct columns *columns;
	const struct screen_env *env;
	struct view view;
	struct rect box;
	unsigned mode;
	struct scroll scroll;
	uint64_t bar_id;	     /* of the line under the bar; 0: no line yet */
	const struct column_def *by; /* what it was last sorted by; NULL: by nothing yet */
	bool kept;		     /* and is kept so, from second to second */
	uint64_t kept_s;	     /* the second when that was last seen to */
	uint64_t kept_packets;	     /* captured by then: without news nothing moves */
	uint64_t now_ms, run_ms;     /* of the picture */
	time_t wall;		     /* the same, as time of day */
	struct tablew_find find;
	struct tablew_file *file; /* being written; NULL: none */
	bool copies;		  /* the row under the bar, once it is known which one that is */
	int room; /* that the widest address in view so far takes; of columns of addresses_first */
	struct column column[COLUMNS_MAX];
	size_t shown; /* columns */
};

/*
 * The rows are those of env's engine; c and env are borrowed.  Without a bar it is only scrolled,
 * and begins at its top.  0 or -ENOMEM.
 */
int tablew_init(struct tablew *w, const struct columns *c, const struct screen_env *env, bool bar);
void tablew_fini(struct tablew *w);
/* The window, border included, and which columns it shows (a mode, as columns_fit() takes it). */
void tablew_layout(struct tablew *w, struct rect box, unsigned mode);
/*
 * Before it is drawn, not under the lock: sorts again what is kept in order.  A small list is in
 * order then; of a large one the rest is left to tablew_work().
 */
void tablew_prepare(struct tablew *w, const struct run_status *st);
#define TABLEW_FIRST_US 5000 /* that this takes of long work at most, or a piece of it */
/*
 * Does more of what takes long in a large list: holds, searches, sorts, writes; true: there is more
 * to do.  until_us: as steps of a view have it.  Not under the lock.
 */
bool tablew_work(struct tablew *w, uint64_t until_us);
/* Of a list that is to be shown from now on: its rows, for keys that come before it is drawn. */
void tablew_begin(struct tablew *w);
/* Border, titles, rows and bar.  Under the lock. */
void tablew_draw(struct tablew *w, const struct run_status *st);
/*
 * Scrolls, moves the bar, sorts (it opens the sort box), keeps the order or no longer does; false:
 * not mine.  Sorting by a column that is not shown changes mode, to a set that has it.  Not under
 * the lock.
 */
bool tablew_act(struct tablew *w, enum action act);
/*
 * A click: on a row it moves the bar there, on a head it sorts; false: it was elsewhere.  Not under
 * the lock.
 */
bool tablew_click(struct tablew *w, int y, int x);
/* Scrolls, or moves the bar; false: not mine. */
bool tablew_move(struct tablew *w, enum action act);
/* A list without a bar gets one, on the first line in view; false: it had one. */
bool tablew_show_bar(struct tablew *w);
/* Lines of the window that a row takes. */
static inline size_t tablew_height(const struct tablew *w)
{
	return w->columns->pairs || w->columns->heading ? 2 : 1;
}
/* Takes what came and went, and fits scrolling and bar to it.  Under the lock. */
void tablew_fit(struct tablew *w);
/* Before the first picture there is no time yet: takes it.  Not under the lock. */
void tablew_take_time(struct tablew *w);

/* The title of a column, in the unit of rates that the settings say.  Returns title. */
#define TABLEW_TITLE 64
const char *tablew_title(const struct tablew *w, const struct column_def *d,
			 char title[TABLEW_TITLE]);

/*
 * --- order: tablew_order.c ---
 *
 * As tablew_act, for the keys that sort and keep the order.
 */
bool tablew_order_act(struct tablew *w, enum action act);
/* Before each draw, not under the lock: begins to sort again what is kept in order, in time. */
void tablew_order_begin(struct tablew *w, const struct run_status *st);
/* Begins to sort by a column, once: all of it. */
void tablew_sort_by(struct tablew *w, const struct column_def *by);
/* What sorts by a field, in whatever set of columns; NULL: nothing does. */
const struct column_def *tablew_sorting_by(const struct tablew *w, const char *key);
/* It is sorted by a column, or by the sum that the column is part of. */
bool tablew_is_sorted_by(const struct tablew *w, const struct column_def *d);
/* It is being sorted, and what is in view is not in that order yet. */
bool tablew_is_sorting(const struct tablew *w);
/* Keeps it sorted by a column that it has to sort by, as S and R do. */
void tablew_keep(struct tablew *w, const char *key);
/* Rows that have a field, a yes or no, come first, whatever the order; NULL: no longer. */
void tablew_front(struct tablew *w, const char *key);
/* Begins to sort as it was last sorted, or not at all.  Not under the lock. */
void tablew_sort_again(struct tablew *w);
/* Begins to take rows that are over off the list.  Not under the lock. */
void tablew_drop_over(struct tablew *w);

/*
 * --- finding: tablew_find.c ---
 *
 * The keys of every list, for the table of its screen.
 */
#define TABLEW_KEYS                                                                                \
	{ .key = '/', .act = ACT_FIND }, { .key = 'n', .act = ACT_FIND_NEXT },                     \
		{ .key = 'N', .act = ACT_FIND_BACK }, { .key = '\\', .act = ACT_ONLY },            \
		{ .key = 'y', .act = ACT_COPY },                                                   \
	{                                                                                          \
		.key = 'e', .act = ACT_WRITE                                                       \
	}
/* As tablew_act, for these alone. */
bool tablew_find_act(struct tablew *w, enum action act);
/* Before each draw, not under the lock: whether rows that are shown still match, in time. */
void tablew_find_again(struct tablew *w);
/*
 * What was asked for and is not known yet: which rows match, and where the next one is; true: it
 * still is not.  Not under the lock.
 */
bool tablew_find_scan(struct tablew *w, uint64_t until_us);
bool tablew_find_seek(struct tablew *w, uint64_t until_us);
/* Either is under way. */
static inline bool tablew_is_finding(const struct tablew *w)
{
	return w->find.seeking || (w->find.only && !w->find.passed);
}
/* Whether a row is one that is looked for among others.  Under the lock. */
bool tablew_is_found(const struct tablew *w, const struct row *r);
/* Stops looking for anything; false: nothing was looked for. */
bool tablew_end_search(struct tablew *w);
/* What the border says of it: " \10.3. 1-12 of 10003 "; NULL: nothing is looked for. */
#define TABLEW_NOTE FIND_NOTE
const char *tablew_note(const struct tablew *w, char buf[TABLEW_NOTE]);

/*
 * --- rows as text: tablew_write.c ---
 *
 * As tablew_act, for the keys that copy the row under the bar and write all rows to a file.
 */
bool tablew_write_act(struct tablew *w, enum action act);
/* Copies the row that was to be copied, when all else is done.  Not under the lock. */
void tablew_copy_work(struct tablew *w);
/* Writes the next rows; true: there are more.  Not under the lock. */
bool tablew_file_work(struct tablew *w, uint64_t until_us);
/* Ends a file that is being written. */
void tablew_file_close(struct tablew *w);
/* The text of a column of a row, clean. */
void tablew_cell(const struct tablew *w, const struct column *c, const struct row *r, char *buf,
		 size_t n);

/* The row under the bar when last drawn; false when there is none.  Under the lock. */
bool tablew_selected(const struct tablew *w, const struct run_status *st, struct row *out);
/* The slot of the row under the bar; false when there is none. */
bool tablew_slot(const struct tablew *w, uint32_t *slot);
/* Rows in the list; and those that the engine had to evict. */
size_t tablew_rows(const struct tablew *w);
uint64_t tablew_evicted(const struct tablew *w);
#endif
