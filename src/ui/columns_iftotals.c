/* Columns of the general interface statistics. */
#include <stdio.h>
#include <string.h>

#include "stats/iftotals.h"
#include "ui/columns.h"

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

#define COUNT(k, t, at, d, w, kp)                                                                  \
	{                                                                                          \
		.key = k, .title = t, .width = w, .title_x = at, .title_dx = d, .dx = 1,           \
		.keep = kp, .look = LOOK_HIGHLIGHT                                                 \
	}

static const struct column_def defs[] = {
	{ .key = "iface", .title = "Iface", .width = 15, .title_x = 1, .dx = 1, .keep = 255 },
	COUNT("packets", "Total", 14, 4, 9, 200),
	COUNT("ipv4", "IPv4", 24, 5, 9, 50),
	COUNT("ipv6", "IPv6", 34, 5, 9, 40),
	COUNT("nonip", "NonIP", 44, 4, 9, 30),
	COUNT("badip", "BadIP", 53, 2, 7, 20),
	{ .key = "rate",
	  .title = "Activity",
	  .width = 14,
	  .title_x = 63,
	  .title_dx = 4,
	  .dx = 1,
	  .keep = 210,
	  .look = LOOK_HIGHLIGHT,
	  .text = down_or_gone },
	{ .key = NULL },
};

const struct columns columns_iftotals = { .table = &iftotals_table, .def = defs };
