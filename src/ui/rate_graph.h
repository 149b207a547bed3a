#ifndef UI_RATE_GRAPH_H
#define UI_RATE_GRAPH_H
/* The rates of a history as graphs on the screen, with their scale. */
#include <stdbool.h>
#include "stats/history.h"
#include "ui/rect.h"

#define RATE_GRAPH_LINES 4  /* of a graph and its head, at least */
#define RATE_GRAPH_COLS	 40 /* of a graph and its scale, at least */

struct rate_graph {
	const struct history *history;
	enum history_span span;
	uint64_t now_ms, first_ms; /* as history_read has them */
	bool kbytes;		   /* the unit */
};

/*
 * Incoming and outgoing, side by side or, where that has room for fewer samples, one above the
 * other; nothing where there is no room for either.  Reads the history: under its lock.
 */
void rate_graph_draw(struct rect r, const struct rate_graph *g);
#endif
