#include "ui/rate_graph.h"

#include <stdio.h>

#include "ui/graph.h"
#include "ui/paint.h"

#define SCALE_WIDTH 11 /* "1000 MBps", a blank and a line */
#define GAP	    2  /* between two that are side by side */
#define HIGHEST	    12 /* lines */

void held_history_prepare(struct held_history *h, const struct table_lock *lock, bool paused)
{
	if (paused && !h->held) {
		table_lock(lock);
		h->copy = *h->live;
		table_unlock(lock);
	}
	h->held = paused;
}

/* The head: what it shows, and of which time. */
static void draw_head(struct rect r, const struct rate_graph *g, enum history_way way)
{
	static const char *const titles[] = { "Incoming", "Outgoing", "Both" };
	int x = paint_text(r, 0, 0, ROLE_TEXT, (g->titles ? g->titles : titles)[way]);

	paint_text(r, 0, x, ROLE_BOX,
		   g->span == HISTORY_SECONDS ? ", last 60 seconds" : ", last 60 minutes");
}

static void draw_scale(struct rect r, uint64_t full, bool kbytes)
{
	char label[GRAPH_LABEL];

	graph_label(label, sizeof(label), full, kbytes);
	paint_textf(r, 1, 0, ROLE_BOX, "%*s", SCALE_WIDTH - 2, label);
	paint_textf(r, r.h - 1, 0, ROLE_BOX, "%*s", SCALE_WIDTH - 2, "0");
	for (int i = 1; i < r.h; i++)
		paint_glyph(r, i, SCALE_WIDTH - 1, ROLE_BOX, PAINT_VERTICAL);
}

static int cells(enum graph_style style, int room)
{
	int most = style == GRAPH_BRAILLE ? HISTORY_POINTS / 2 : HISTORY_POINTS;

	return room < most ? room : most;
}

static void draw_one(struct rect r, const struct rate_graph *g, enum history_way way)
{
	uint64_t rate[HISTORY_POINTS];
	char text[HISTORY_POINTS * GRAPH_CELL + GRAPH_CELL + 1];
	struct graph graph = { .sample = rate,
			       .n = HISTORY_POINTS,
			       .lines = r.h - 1,
			       .style = graph_style(paint_is_utf8(), HISTORY_POINTS,
						    r.w - SCALE_WIDTH) };

	history_read(g->history, g->span, way, g->now_ms, g->first_ms, rate);
	graph.full = graph_scale(rate, HISTORY_POINTS, g->kbytes);
	graph.columns = cells(graph.style, r.w - SCALE_WIDTH);
	draw_head(r, g, way);
	draw_scale(r, graph.full, g->kbytes);
	for (int i = 0; i < graph.lines; i++)
		paint_text(r, 1 + i, SCALE_WIDTH, ROLE_HIGH,
			   graph_line(&graph, i, text, sizeof(text)));
}

static void draw_both(struct rect first, struct rect second, const struct rate_graph *g)
{
	if (first.h > HIGHEST)
		first.h = HIGHEST;
	if (second.h > HIGHEST)
		second.h = HIGHEST;
	draw_one(first, g, HISTORY_IN);
	draw_one(second, g, HISTORY_OUT);
}

void rate_graph_draw(struct rect r, const struct rate_graph *g)
{
	int half = (r.w - GAP) / 2, high = (r.h - 1) / 2;
	struct rect below = r;

	if (half >= SCALE_WIDTH + HISTORY_POINTS ||
	    (half >= RATE_GRAPH_COLS && high < RATE_GRAPH_LINES)) {
		if (r.h >= RATE_GRAPH_LINES)
			draw_both((struct rect){ r.y, r.x, r.h, half },
				  (struct rect){ r.y, r.x + half + GAP, r.h, half }, g);
	} else if (high >= RATE_GRAPH_LINES && r.w >= RATE_GRAPH_COLS) {
		if (high > HIGHEST)
			high = HIGHEST;
		r.h = below.h = high;
		below.y += high + 1;
		draw_both(r, below, g);
	} else if (g->or_sum && r.h >= RATE_GRAPH_LINES && r.w >= SCALE_WIDTH + GAP) {
		draw_one(r, g, HISTORY_BOTH);
	}
}
