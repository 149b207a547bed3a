/* Columns of the IP traffic monitor: TCP connections, and flows of everything else. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "stats/conns.h"
#include "ui/columns.h"

static bool mark_text(const struct table *t, const struct row *r, char *buf, size_t n)
{
	struct value v;

	columns_value(t, r, "partial", &v);
	snprintf(buf, n, "%s", v.u ? ">" : "=");
	return true;
}

static bool mac_or_none(const struct table *t, const struct row *r, char *buf, size_t n)
{
	struct value v;

	columns_value(t, r, "mac", &v);
	if (v.type == V_NONE)
		snprintf(buf, n, "N/A");
	return v.type == V_NONE;
}

/* The state instead of the flags, when it is not open any more. */
static bool state_text(const struct table *t, const struct row *r, char *buf, size_t n)
{
	static const char *const names[][2] = {
		{ "done", "DONE" }, { "closed", "CLOS" }, { "reset", "RSET" }, { "timeout", "TMOU" }
	};
	struct value v;

	columns_value(t, r, "state", &v);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(v.s, names[i][0]) != 0)
			continue;
		snprintf(buf, n, "%s", names[i][1]);
		return true;
	}
	return false;
}

/* With its VNI or key. */
bool columns_tunnel(const struct table *t, const struct row *r, char *buf, size_t n)
{
	struct value kind, id;

	columns_value(t, r, "tunnel", &kind);
	columns_value(t, r, "tunnel_id", &id);
	if (kind.type == V_NONE || id.type == V_NONE)
		return false;
	snprintf(buf, n, "%s %" PRIu64, kind.s, id.u);
	return true;
}

unsigned columns_conns_seen(const void *engine)
{
	return (conns_has_tags(engine) ? COLUMNS_TAGS : 0) |
	       (conns_has_tunnels(engine) ? COLUMNS_TUNNELS : 0);
}

static const struct column_def conns[] = {
	{ .key = "src",
	  .title = "TCP Connections (Source Host:Port)",
	  .width = 38,
	  .title_x = 1,
	  .dx = 1,
	  .keep = 255 },
	/* in what the original leaves free */
	{ .key = "rate",
	  .title = "Rate $/s",
	  .width = 5,
	  .title_x = 39,
	  .dx = 1,
	  .keep = 10,
	  .mode = CONNS_COUNTS,
	  .from = 92,
	  .look = LOOK_HIGHLIGHT,
	  .show = SHOW_SHORT,
	  .sortkey = 'r',
	  .sortname = "sort by rate",
	  .listed_from = 92 },
	{ .key = "partial",
	  .title = "",
	  .width = 1,
	  .title_x = 47,
	  .dx = -1,
	  .keep = 10,
	  .mode = CONNS_COUNTS,
	  .look = LOOK_HIGHLIGHT,
	  .text = mark_text },
	{ .key = "packets",
	  .title = "Packets",
	  .width = 9,
	  .title_x = 47,
	  .keep = 20,
	  .mode = CONNS_COUNTS,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'p',
	  .sortname = "sort by packet count",
	  .set_stays = true },
	{ .key = "bytes",
	  .title = "Bytes",
	  .width = 9,
	  .title_x = 59,
	  .dx = -3,
	  .keep = 200,
	  .mode = CONNS_COUNTS,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'b',
	  .sortname = "sort by byte count",
	  .set_stays = true },
	{ .key = "mac",
	  .title = "Source MAC Addr",
	  .width = 17,
	  .title_x = 47,
	  .dx = 1,
	  .keep = 200,
	  .mode = CONNS_MAC,
	  .look = LOOK_HIGHLIGHT,
	  .text = mac_or_none },
	{ .key = "size",
	  .title = "Pkt Size",
	  .width = 9,
	  .title_x = 45,
	  .keep = 200,
	  .mode = CONNS_SIZES,
	  .look = LOOK_HIGHLIGHT },
	{ .key = "window",
	  .title = "Win Size",
	  .width = 9,
	  .title_x = 56,
	  .keep = 20,
	  .mode = CONNS_SIZES,
	  .look = LOOK_HIGHLIGHT },
	{ .key = "rate",
	  .title = "Rate",
	  .width = 5,
	  .title_x = 45,
	  .dx = 1,
	  .keep = 200,
	  .mode = CONNS_HEALTH,
	  .look = LOOK_HIGHLIGHT,
	  .show = SHOW_SHORT },
	{ .key = "retransmitted",
	  .title = "Retr",
	  .width = 5,
	  .title_x = 52,
	  .keep = 210,
	  .mode = CONNS_HEALTH,
	  .look = LOOK_HIGHLIGHT,
	  .show = SHOW_SHORT,
	  .sortkey = 't',
	  .sortname = "sort by retransmissions",
	  .listed_from = 92 },
	{ .key = "rtt_us",
	  .title = "RTT",
	  .width = 6,
	  .title_x = 59,
	  .dx = -1,
	  .keep = 205,
	  .mode = CONNS_HEALTH,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'l',
	  .sortname = "sort by round trip time",
	  .listed_from = 92 },
	COLUMN_VLAN(44, 210, .dx = 1, .mode = CONNS_PATH, .sortkey = 'v',
		    .sortname = "sort by VLAN", .listed_from = 92),
	COLUMN_TUNNEL(49, 200, .mode = CONNS_PATH),
	{ .key = "flags",
	  .title = "Flag",
	  .width = 4,
	  .title_x = 65,
	  .dx = 1,
	  .keep = 250,
	  .text = state_text },
	{ .key = "iface", .title = "Iface", .width = 8, .title_x = 70, .dx = 1, .keep = 15 },
	{ .key = NULL },
};

const struct columns columns_conns = { .table = &conns_table, .def = conns, .pairs = true };

#define SHORT(k, t, at, d, kp, ...)                                                                \
	{                                                                                          \
		.key = k, .title = t, .width = 5, .title_x = at, .dx = d, .keep = kp,              \
		.look = LOOK_HIGHLIGHT, .show = SHOW_SHORT, __VA_ARGS__                            \
	}

static const struct column_def flows[] = {
	{ .key = "src",
	  .title = "Flows (Host:Port)",
	  .width = 12,
	  .title_x = 1,
	  .dx = 1,
	  .keep = 255,
	  .brackets = true },
	{ .key = "dst",
	  .title = "",
	  .width = 12,
	  .title_x = 21,
	  .dx = 1,
	  .keep = 255,
	  .brackets = true },
	{ .key = "proto", .title = "", .width = 5, .title_x = 40, .keep = 245 },
	SHORT("packets", "Pkt>", 45, 1, 40, .sortkey = 'p', .sortname = "packets"),
	SHORT("packets_back", "<Pkt", 51, 1, 30),
	SHORT("bytes", "Byt>", 57, 1, 250, .sortkey = 'b', .sortname = "bytes"),
	SHORT("bytes_back", "<Byt", 63, 1, 200),
	SHORT("rate", "$/s", 69, 1, 252, .sortkey = 'r', .sortname = "rate"),
	{ .key = "idle",
	  .title = "Age",
	  .width = 3,
	  .title_x = 74,
	  .dx = 2,
	  .keep = 60,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'a',
	  .ascending = true,
	  .sortname = "age" },
	COLUMN_VLAN(78, 45, .seen = COLUMNS_TAGS, .from = 100),
	COLUMN_TUNNEL(79, 42, .seen = COLUMNS_TUNNELS, .from = 100),
	{ .key = "iface",
	  .title = "Iface",
	  .width = 8,
	  .title_x = 80,
	  .dx = 1,
	  .keep = 20,
	  .mode = FLOWS_ALL },
	{ .key = NULL },
};

/* Where there is no room for both ends: the far one. */
static const struct column_def flows_narrow[] = {
	{ .key = "dst",
	  .title = "Flows To (Host:Port)",
	  .width = 21,
	  .title_x = 1,
	  .dx = 1,
	  .keep = 255,
	  .brackets = true },
	{ .key = "proto", .title = "", .width = 5, .title_x = 40, .keep = 255 },
	SHORT("bytes", "Byt>", 57, 1, 100, .sortkey = 'b', .sortname = "bytes"),
	SHORT("bytes_back", "<Byt", 63, 1, 90),
	SHORT("rate", "$/s", 69, 1, 255, .sortkey = 'r', .sortname = "rate"),
	{ .key = NULL },
};

const struct columns columns_flows_narrow = { .table = &flows_table, .def = flows_narrow };
const struct columns columns_flows = { .table = &flows_table,
				       .def = flows,
				       .addresses_first = true };
