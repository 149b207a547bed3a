#ifndef UI_RATE_GRAPH_H
#define UI_RATE_GRAPH_H
/* The rates of a history as graphs on the screen, with their scale. */
#include <stdbool.h>
#include "stats/history.h"
#include "stats/table_lock.h"
#include "ui/rect.h"

#define RATE_GRAPH_LINES 4  /* of a graph and its head, at least */
#define RATE_GRAPH_COLS	 40 /* of a graph and its scale, at least */

/* A history, or a copy of it while the display is paused. */
struct held_history {
	const struct history *live;
	bool held;
	struct history copy;
};

/* Before each draw.  Not under the lock. */
void held_history_prepare(struct held_history *h, const struct table_lock *lock, bool paused);
static inline const struct history *held_history(const struct held_history *h)
{
	return h->held ? &h->copy : h->live;
}

struct rate_graph {
	const struct history *history;
	enum history_span span;
	uint64_t now_ms, first_ms; /* as history_read has them */
	bool kbytes;		   /* the unit */
	/* Heads of the graphs by enum history_way; NULL: "Incoming", "Outgoing". */
	const char *const *titles;
	bool or_sum; /* where there is no room for two: one of both together */
};

/*
 * Incoming and outgoing, side by side or, where that has room for fewer samples, one above the
 * other; nothing where there is no room for either.  Reads the history: under its lock.
 */
void rate_graph_draw(struct rect r, const struct rate_graph *g);
#endif
