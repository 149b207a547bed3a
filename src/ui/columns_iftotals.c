/* Columns of the general interface statistics. */
#include <stdio.h>
#include <string.h>

#include "stats/iftotals.h"
#include "ui/columns.h"
#include "ui/graph.h"
#include "ui/paint.h"

/* A link that is not up has no rate. */
static bool down_or_gone(const struct table *t, const struct row *r, char *buf, size_t n)
{
	struct value v;

	columns_value(t, r, "state", &v);
	if (strcmp(v.s, "up") == 0)
		return false;
	snprintf(buf, n, "%13s", v.s);
	return true;
}

/* The last seconds, as many as there is room for. */
static void draw_history(const struct row *r, int columns, char *buf, size_t n)
{
	uint64_t rate[HISTORY_POINTS];

	history_read(iftotals_history(r), HISTORY_SECONDS, HISTORY_BOTH, r->now_ms,
		     r->now_ms - r->run_ms, rate);
	if (columns > HISTORY_POINTS)
		columns = HISTORY_POINTS;
	graph_spark(rate, HISTORY_POINTS, columns, paint_is_utf8(), buf, n);
}

#define COUNT(k, t, at, d, w, kp, s)                                                               \
	{                                                                                          \
		.key = k, .title = t, .width = w, .title_x = at, .title_dx = d, .dx = 1,           \
		.keep = kp, .mode = IFTOTALS_COUNTS, .look = LOOK_HIGHLIGHT, s                     \
	}
#define RATE(k, t, at, kp, s)                                                                      \
	{                                                                                          \
		.key = k, .title = t, .width = 5, .title_x = at, .title_dx = 6 - sizeof(t),        \
		.dx = 1, .keep = kp, .mode = IFTOTALS_RATES, .look = LOOK_HIGHLIGHT,               \
		.show = SHOW_SHORT, s                                                              \
	}
#define SORT(letter, name) .sortkey = letter, .sortname = name

static const struct column_def defs[] = {
	{ .key = "iface",
	  .title = "Iface",
	  .width = 15,
	  .title_x = 1,
	  .dx = 1,
	  .keep = 255,
	  SORT('n', "name of interface"),
	  .ascending = true },
	COUNT("packets", "Total", 14, 4, 9, 200, SORT('t', "total packets")),
	COUNT("ipv4", "IPv4", 24, 5, 9, 50, ),
	COUNT("ipv6", "IPv6", 34, 5, 9, 40, ),
	COUNT("nonip", "NonIP", 44, 4, 9, 30, ),
	COUNT("badip", "BadIP", 53, 2, 7, 20, ),
	{ .key = "rate",
	  .title = "Activity",
	  .width = 14,
	  .title_x = 63,
	  .title_dx = 4,
	  .dx = 1,
	  .keep = 210,
	  .mode = IFTOTALS_COUNTS,
	  .look = LOOK_HIGHLIGHT,
	  .text = down_or_gone,
	  SORT('a', "activity") },
	{ .key = "rate",
	  .title = "",
	  .title_x = 79,
	  .from = 100,
	  .mode = IFTOTALS_COUNTS,
	  .look = LOOK_HIGHLIGHT,
	  .fill = draw_history },
	RATE("rx_rate", "In", 18, 220, SORT('i', "rate in")),
	RATE("tx_rate", "Out", 26, 210, SORT('o', "rate out")),
	RATE("peak", "Peak", 34, 40, SORT('p', "peak rate")),
	{ .key = "rate",
	  .title = "Last seconds",
	  .width = 14,
	  .title_x = 42,
	  .dx = 1,
	  .keep = 30,
	  .mode = IFTOTALS_RATES,
	  .look = LOOK_HIGHLIGHT,
	  .fill = draw_history },
	{ .key = NULL },
};

const struct columns columns_iftotals = { .table = &iftotals_table, .def = defs };
