/* Columns of the host monitor. */
#include <inttypes.h>
#include <stdio.h>

#include "stats/hosts.h"
#include "stats/vlans.h"
#include "ui/columns.h"

#define NOWHERE (1 << 7) /* a set that is never shown: to sort by alone */

static bool network_text(const struct table *t, const struct row *r, char *buf, size_t n)
{
	struct value addr, bits;
	char text[ADDR_TEXT];

	columns_value(t, r, "address", &addr);
	columns_value(t, r, "prefix", &bits);
	snprintf(buf, n, "%s/%" PRIu64, addr_text(&addr.ep.addr, text, sizeof(text)), bits.u);
	return true;
}

static bool vlan_text(const struct table *t, const struct row *r, char *buf, size_t n)
{
	struct value vlan;

	columns_value(t, r, "vlan", &vlan);
	if (vlan.type == V_NONE)
		snprintf(buf, n, "no tag");
	return vlan.type == V_NONE;
}

#define SHORT_IN(set, k, t, at, kp, ...)                                                           \
	{                                                                                          \
		.key = k, .title = t, .width = 5, .title_x = at, .dx = 1, .keep = kp, .mode = set, \
		.look = LOOK_HIGHLIGHT, .show = SHOW_SHORT, __VA_ARGS__                            \
	}
#define SHORT(...) SHORT_IN(HOSTS_RATES, __VA_ARGS__)
#define SPAN(k, t, at, kp, set, ...)                                                               \
	{                                                                                          \
		.key = k, .title = t, .width = 3, .title_x = at, .dx = 2, .keep = kp, .mode = set, \
		.look = LOOK_HIGHLIGHT, __VA_ARGS__                                                \
	}
#define COUNT(set, k, t, at, kp, ...)                                                              \
	{                                                                                          \
		.key = k, .title = t, .width = 9, .title_x = at, .keep = kp, .mode = set,          \
		.look = LOOK_HIGHLIGHT, __VA_ARGS__                                                \
	}
/* In the other sets only from where there is room beside any address. */
#define VLAN(set, at, ...)                                                                         \
	COLUMN_VLAN(at, 210, .dx = 1, .mode = set, .seen = COLUMNS_TAGS, __VA_ARGS__)
#define PATH                                                                                       \
	COLUMN_TUNNEL(40, 205, .mode = HOSTS_PATH, .seen = COLUMNS_TUNNELS),                       \
		SHORT_IN(HOSTS_PATH, "rate_in", "<$/s", 57, 100, .sum = "rate"),                   \
		SHORT_IN(HOSTS_PATH, "rate_out", "$/s>", 63, 95, .sum = "rate"),                   \
	{                                                                                          \
		.key = "iface", .title = "Iface", .width = 8, .title_x = 70, .dx = 1, .keep = 40,  \
		.mode = HOSTS_PATH                                                                 \
	}
#define SORT(k, letter, name, ...)                                                                 \
	{                                                                                          \
		.key = k, .title = "", .title_x = 1, .mode = NOWHERE, .sortkey = letter,           \
		.sortname = name, __VA_ARGS__                                                      \
	}

/* Rates first where there is little room; what comes to the host is <, what it sends >. */
#define SUMS                                                                                       \
	SHORT("rate_in", "<$/s", 36, 100, .sortkey = 'i', .sortname = "rate in", .sum = "rate"),   \
		SHORT("rate_out", "$/s>", 42, 95, .sortkey = 'o', .sortname = "rate out",          \
		      .sum = "rate"),                                                              \
		SHORT("bytes_in", "<Byt", 48, 60, .sum = "bytes"),                                 \
		SHORT("bytes_out", "Byt>", 54, 55, .sum = "bytes"),                                \
		SHORT("connections", "Conn", 60, 80, .sortkey = 'c', .sortname = "connections"),   \
		SHORT("flows", "Flow", 66, 50, .sortkey = 'f', .sortname = "flows"),               \
		SPAN("idle", "Idle", 73, 40, HOSTS_RATES, .sortkey = 'd', .sortname = "idle time", \
		     .ascending = true),                                                           \
		COUNT(HOSTS_COUNTS, "packets_in", "PktsIn", 39, 90, .sum = "packets"),             \
		COUNT(HOSTS_COUNTS, "packets_out", "PktsOut", 49, 80, .sum = "packets"),           \
		COUNT(HOSTS_COUNTS, "bytes_in", "BytesIn", 59, 100, .sum = "bytes"),               \
		COUNT(HOSTS_COUNTS, "bytes_out", "BytesOut", 69, 95, .sum = "bytes"),              \
		SORT("rate", 'r', "rate", .then = "bytes"),                                        \
		SORT("bytes", 'b', "bytes", .then = NULL),                                         \
		SORT("packets", 'p', "packets", .then = NULL),                                     \
		{ .key = "iface",                                                                  \
		  .title = "Iface",                                                                \
		  .width = 8,                                                                      \
		  .title_x = 65,                                                                   \
		  .dx = 1,                                                                         \
		  .keep = 40,                                                                      \
		  .mode = HOSTS_CARDS },                                                           \
		SPAN("age", "Age", 74, 45, HOSTS_CARDS, .sortkey = 0)

static const struct column_def hosts[] = {
	{ .key = "address",
	  .title = "Host",
	  .width = 33,
	  .title_x = 1,
	  .dx = 1,
	  .keep = 255,
	  .sortkey = 'a',
	  .sortname = "address",
	  .ascending = true,
	  .behind = columns_tunnel },
	VLAN(HOSTS_RATES | HOSTS_COUNTS | HOSTS_CARDS, 31, .from = 132),
	VLAN(HOSTS_PATH, 35, .sortkey = 'v', .sortname = "VLAN", .listed_from = UINT8_MAX),
	{ .key = "mac",
	  .title = "MAC address",
	  .width = 17,
	  .title_x = 36,
	  .dx = 1,
	  .keep = 255,
	  .mode = HOSTS_CARDS },
	{ .key = "vendor",
	  .title = "Vendor",
	  .width = 10,
	  .title_x = 54,
	  .dx = 1,
	  .keep = 50,
	  .mode = HOSTS_CARDS },
	SUMS,
	PATH,
	{ .key = NULL },
};

static const struct column_def networks[] = {
	{ .key = "address",
	  .title = "Network",
	  .width = 27,
	  .title_x = 1,
	  .dx = 1,
	  .keep = 255,
	  .sortkey = 'a',
	  .sortname = "address",
	  .ascending = true,
	  .text = network_text,
	  .behind = columns_tunnel },
	SHORT("hosts", "Host", 30, 90, .sortkey = 'h', .sortname = "hosts"),
	SUMS,
	PATH,
	{ .key = NULL },
};

#define EVERY_SET 0

/* The same in every set: there are no more. */
static const struct column_def vlans[] = {
	{ .key = "vlan",
	  .title = "VLAN",
	  .width = 6,
	  .title_x = 1,
	  .dx = 1,
	  .keep = 255,
	  .sortkey = 'v',
	  .sortname = "VLAN",
	  .ascending = true,
	  .text = vlan_text },
	{ .key = "iface", .title = "Iface", .width = 8, .title_x = 9, .dx = 1, .keep = 200 },
	SHORT_IN(EVERY_SET, "rate", "$/s", 20, 250, .sortkey = 'r', .sortname = "rate"),
	SHORT_IN(EVERY_SET, "rate_in", "<$/s", 26, 100, .sortkey = 'i', .sortname = "rate in"),
	SHORT_IN(EVERY_SET, "rate_out", "$/s>", 32, 95, .sortkey = 'o', .sortname = "rate out"),
	COUNT(EVERY_SET, "packets", "Packets", 41, 150, .sortkey = 'p', .sortname = "packets"),
	COUNT(EVERY_SET, "bytes", "Bytes", 53, 240, .sortkey = 'b', .sortname = "bytes"),
	SPAN("idle", "Idle", 73, 40, EVERY_SET, .sortkey = 0),
	{ .key = NULL },
};

const struct columns columns_vlans = { .table = &vlans_table, .def = vlans };
const struct columns columns_hosts = { .table = &hosts_table, .def = hosts };
const struct columns columns_networks = { .table = &networks_table, .def = networks };
