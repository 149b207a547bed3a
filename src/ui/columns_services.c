/* Columns of the TCP/UDP service monitor. */
#include <inttypes.h>
#include <stdio.h>

#include "stats/services.h"
#include "ui/columns.h"

static bool port_text(const struct table *t, const struct row *r, char *buf, size_t n)
{
	struct value proto, port;

	columns_value(t, r, "proto", &proto);
	columns_value(t, r, "port", &port);
	snprintf(buf, n, "%s/%" PRIu64, proto.s, port.u);
	return true;
}

#define COUNT(k, t, at, value_x, kp, letter, name)                                                 \
	{                                                                                          \
		.key = k, .title = t, .width = 9, .title_x = at, .x = value_x, .keep = kp,         \
		.look = LOOK_HIGHLIGHT, .sortkey = letter, .sortname = name                        \
	}

static const struct column_def defs[] = {
	{ .key = "port",
	  .title = "Proto/Port",
	  .width = 10,
	  .title_x = 1,
	  .dx = 1,
	  .keep = 255,
	  .sortkey = 'r',
	  .sortname = "port number",
	  .ascending = true,
	  .text = port_text },
	COUNT("packets", "Pkts", 22, 17, 90, 'p', "total packets"),
	COUNT("bytes", "Bytes", 31, 27, 100, 'b', "total bytes"),
	COUNT("packets_to", "PktsTo", 40, 37, 50, 't', "packets to"),
	COUNT("bytes_to", "BytesTo", 49, 47, 60, 'o', "bytes to"),
	COUNT("packets_from", "PktsFrom", 58, 57, 40, 'f', "packets from"),
	COUNT("bytes_from", "BytesFrom", 67, 67, 45, 'm', "bytes from"),
	{ .key = "rate",
	  .title = "Rate",
	  .width = 8,
	  .title_x = 77,
	  .x = 77,
	  .keep = 10,
	  .from = 92,
	  .look = LOOK_HIGHLIGHT,
	  .show = SHOW_PLAIN,
	  .sortkey = 'a',
	  .sortname = "rate",
	  .listed_from = 92 },
	{ .key = NULL },
};

const struct columns columns_services = { .table = &listed_ports_table, .def = defs, .slow = true };
const struct columns columns_all_ports = { .table = &all_ports_table, .def = defs, .slow = true };
