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
#include "ui/screen.h"
#include "ui/scroll.h"

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
	struct column column[COLUMNS_MAX];
	size_t shown; /* columns */
};

/*
 * The rows are those of env's engine; c and env are borrowed.  Without a bar it is only scrolled,
 * and begins at its top.  0 or -ENOMEM.
 */
int tablew_init(struct tablew *w, const struct columns *c, const struct screen_env *env, bool bar);
void tablew_fini(struct tablew *w);
/* The window, border included, and which set of columns it shows (a bit of column_def.mode). */
void tablew_layout(struct tablew *w, struct rect box, unsigned mode);
/* Before it is drawn, not under the lock: sorts again what is kept in order. */
void tablew_prepare(struct tablew *w, const struct run_status *st);
/* Border, titles, rows and bar.  Under the lock. */
void tablew_draw(struct tablew *w, const struct run_status *st);
/*
 * Scrolls, moves the bar, sorts (it opens the sort box), keeps the order or no longer does; false:
 * not mine.  Not under the lock.
 */
bool tablew_act(struct tablew *w, enum action act);
/* A list without a bar gets one, on the first line in view; false: it had one. */
bool tablew_show_bar(struct tablew *w);
/* Rows that have a field, a yes or no, come first, whatever the order; NULL: no longer. */
void tablew_front(struct tablew *w, const char *key);
/* Takes rows that are over off the list.  Not under the lock. */
void tablew_drop_over(struct tablew *w);
/* The row under the bar when last drawn; false when there is none.  Under the lock. */
bool tablew_selected(const struct tablew *w, const struct run_status *st, struct row *out);
/* The slot of the row under the bar; false when there is none. */
bool tablew_slot(const struct tablew *w, uint32_t *slot);
/* Rows in the list; and those that the engine had to evict. */
size_t tablew_rows(const struct tablew *w);
uint64_t tablew_evicted(const struct tablew *w);
#endif
