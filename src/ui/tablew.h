#ifndef UI_TABLEW_H
#define UI_TABLEW_H
/*
 * The table widget: scrolls, selects, sorts, fits columns; the only such code.  It lives in its
 * screen's own struct, and remembers the row under the bar by its id: when rows above it leave,
 * or the order changes, the bar moves with it.
 */
#include <stdbool.h>
#include "stats/field.h"
#include "ui/columns.h"
#include "ui/screen.h"
#include "ui/scroll.h"

struct tablew {
	const struct table *table;
	const struct screen_env *env;
	struct rect box;
	unsigned mode;
	struct scroll scroll;
	uint64_t bar_id;	/* 0: no row yet */
	const struct field *by; /* what it was last sorted by; NULL: by nothing yet */
	bool kept;		/* and is kept so, from second to second */
	uint64_t kept_s;	/* the second when that was last seen to */
	uint64_t kept_packets;	/* captured by then: without news nothing moves */
	struct column column[COLUMNS_MAX];
	size_t columns;
};

/* Rows come from t over env's engine; both are borrowed. */
void tablew_init(struct tablew *w, const struct table *t, const struct screen_env *env);
/* A list that is only scrolled, and begins at its top. */
void tablew_without_bar(struct tablew *w);
/* The window, border included, and which set of columns it shows (a bit of field.mode). */
void tablew_layout(struct tablew *w, struct rect box, unsigned mode);
/* Border, titles, rows and bar.  Under the lock. */
void tablew_draw(struct tablew *w, const struct run_status *st);
/*
 * Scrolls, moves the bar, sorts (it opens the sort box), keeps the order or no longer does; false:
 * not mine.  Not under the lock.
 */
bool tablew_act(struct tablew *w, enum action act);
/* Row under the bar when last drawn; false when there is none. */
bool tablew_selected(const struct tablew *w, size_t *row);
#endif
