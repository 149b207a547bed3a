/* Columns of the LAN station monitor. */
#include <stdio.h>

#include "stats/stations.h"
#include "ui/columns.h"
#include "ui/paint.h"

#define CLASSIC_ROOM 77 /* of 80 columns: from there on the line is that of the original */

/* Where all of it has no room, the address alone says what it is. */
static void heading(const struct table *t, const struct row *r, int room, char *buf, size_t n)
{
	struct value link, mac, text, iface;
	char hex[MAC_TEXT];

	columns_value(t, r, "link", &link);
	columns_value(t, r, "mac", &mac);
	columns_value(t, r, "description", &text);
	columns_value(t, r, "iface", &iface);
	mac_text(mac.mac, hex, sizeof(hex));
	if (text.type == V_NONE)
		snprintf(buf, n, "%s HW addr: %s on %s", link.s, hex, iface.s);
	else
		snprintf(buf, n, "%s HW addr: %s (%s) on %s", link.s, hex, text.s, iface.s);
	if (room < CLASSIC_ROOM && paint_width(buf) > room)
		snprintf(buf, n, "%s on %s%s%s", hex, iface.s, text.type == V_NONE ? "" : ": ",
			 text.type == V_NONE ? "" : text.s);
}

static bool no_text(const struct table *t, const struct row *r, char *buf, size_t n)
{
	(void)t;
	(void)r;
	if (n)
		*buf = '\0';
	return true;
}

#define COUNT(k, t, at, value_x, kp, ...)                                                          \
	{                                                                                          \
		.key = k, .title = t, .width = 9, .title_x = at, .x = value_x, .keep = kp,         \
		.look = LOOK_HIGHLIGHT, __VA_ARGS__                                                \
	}
#define RATE(k, t, at, value_x, kp, letter, name)                                                  \
	{                                                                                          \
		.key = k, .title = t, .width = 8, .title_x = at, .x = value_x, .keep = kp,         \
		.look = LOOK_HIGHLIGHT, .show = SHOW_PLAIN, .sortkey = letter, .sortname = name,   \
		.listed_from = 92                                                                  \
	}

static const struct column_def defs[] = {
	{ .key = "mac", .title = "", .title_x = 1, .dx = 2, .keep = 255, .text = no_text },
	COUNT("packets_in", "PktsIn", 5, 2, 90, .sortkey = 'p', .sortname = "total packets in"),
	COUNT("ip_in", "IP In", 16, 12, 20, .sortkey = 'i', .sortname = "IP packets in",
	      .mode = STATIONS_IP),
	COLUMN_VLAN(16, 85, .dx = 1, .mode = STATIONS_VLAN, .sortkey = 'v', .sortname = "VLAN",
		    .listed_from = UINT8_MAX),
	COUNT("bytes_in", "BytesIn", 24, 22, 100, .sortkey = 'b', .sortname = "total bytes in"),
	RATE("rate_in", "InRate", 34, 32, 30, 'r', "rate in"),
	COUNT("packets_out", "PktsOut", 42, 40, 80, .sortkey = 'k',
	      .sortname = "total packets out"),
	COUNT("ip_out", "IP Out", 53, 50, 15, .sortkey = 'o', .sortname = "IP packets out",
	      .mode = STATIONS_IP),
	COUNT("bytes_out", "BytesOut", 61, 60, 95, .sortkey = 'y', .sortname = "total bytes out"),
	RATE("rate_out", "OutRate", 70, 69, 25, 't', "rate out"),
	COLUMN_VLAN(75, 85, .dx = 1, .mode = STATIONS_IP, .from = 132, .seen = COLUMNS_TAGS),
	{ .key = NULL },
};

const struct columns columns_stations = { .table = &stations_table,
					  .def = defs,
					  .heading = heading };
