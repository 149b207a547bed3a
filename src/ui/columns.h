#ifndef UI_COLUMNS_H
#define UI_COLUMNS_H
/*
 * Where the columns of a table are on the screen, and how they look; the facts come from the
 * table's fields, by key.  From 80 columns up columns are spread as on the widest screen that fits
 * them, each at its place times columns / 80; below, they close up to the right edge, and those
 * with the lowest `keep` are left out until the first column has room for an IPv4 address and port,
 * or for all of its width.
 */
#include <stdbool.h>
#include <stddef.h>
#include "stats/table.h"

#define COLUMNS_MAX 32

enum column_look { LOOK_TEXT, LOOK_HIGHLIGHT };

/* How a value is written; by its type unless said otherwise. */
enum column_show {
	SHOW_FULL,  /* counts in nine columns, rates with their unit */
	SHOW_SHORT, /* five columns */
	SHOW_PLAIN, /* a rate with one decimal and no unit */
};

/*
 * On an 80-column screen the title is at column title_x and the value at title_x + dx; on c
 * columns at title_x * c / 80, and dx on from there.
 */
struct column_def {
	const char *key;   /* of a field */
	const char *title; /* $ is the letter of the unit of rates: b or B */
	uint8_t width;	   /* columns of the value */
	uint8_t title_x;   /* > 0 */
	int8_t dx, title_dx;
	uint8_t x;     /* the value is at 1 + this scaled, instead */
	uint8_t keep;  /* under 80 columns, those with the lowest go first; 255 always stays */
	uint8_t mode;  /* bit set of the column sets (M key) it belongs to; 0: all */
	uint16_t seen; /* one of COLUMNS_SEEN: only from when on there were such; 0: always */
	/* Only on so wide a screen; 0: on any.  With `fill`, closed up to the column before it. */
	uint8_t from;
	enum column_look look;
	enum column_show show;
	bool brackets; /* around an IPv6 address before its port */
	/* The S key: its letter, lower case (0: not to sort by), and what the box says of it. */
	char sortkey;
	const char *sortname;
	bool ascending;	     /* sorts from the lowest on */
	const char *then;    /* equal ones by this field, a number; NULL: as they were */
	const char *sum;     /* the key of a sum that it is part of; NULL: of none */
	bool set_stays;	     /* sorting by it brings no other set of columns up, as ever */
	uint8_t listed_from; /* columns of the screen from which the box lists it in any set */
	/* Writes the value itself; false: as its type says.  NULL: always that. */
	bool (*text)(const struct table *t, const struct row *r, char *buf, size_t n);
	/*
	 * What another column shows by this `text`, behind the value: where there is room, and that
	 * column is not shown.  NULL: nothing.
	 */
	bool (*behind)(const struct table *t, const struct row *r, char *buf, size_t n);
	/* In place of it: fills all of its room, so many columns.  NULL: by text or type. */
	void (*fill)(const struct row *r, int columns, char *buf, size_t n);
};

/* The columns of a table. */
struct columns {
	const struct table *table;
	const struct column_def *def; /* ends with .key == NULL */
	bool slow;		      /* they move half as far as the screen grows */
	/*
	 * At any width: the first two, addresses, share what the others leave, and the others give
	 * way, as under 80 columns, until the addresses in view have room.
	 */
	bool addresses_first;
	bool pairs; /* two lines per row, joined by a bracket: one for each direction */
	/* Two lines per row: this text for so many columns, and the columns; NULL: one line. */
	void (*heading)(const struct table *t, const struct row *r, int room, char *buf, size_t n);
};

/* One that is shown. */
struct column {
	const struct column_def *def;
	const struct field *field;
	unsigned way;	/* of the field, for lines that do not say it */
	int title_x, x; /* window columns, the border at 0 */
	int w;		/* room up to the next column or the border */
};

/* Beside the bit of its column set, in a mode: what was seen. */
#define COLUMNS_TAGS	(1u << 8) /* of 802.1Q */
#define COLUMNS_TUNNELS (1u << 9)
#define COLUMNS_SEEN	(COLUMNS_TAGS | COLUMNS_TUNNELS)

/* mode: bit of the column set shown, and of COLUMNS_SEEN.  Returns how many columns there are. */
size_t columns_fit(const struct columns *c, unsigned mode, int screen_cols,
		   struct column out[COLUMNS_MAX]);

/* The same of columns with addresses_first, each of which is to have so much room. */
size_t columns_fit_addresses(const struct columns *c, unsigned mode, int screen_cols, int room,
			     struct column out[COLUMNS_MAX]);

/* A value of a row by the key of its field, for `text` and `heading`. */
void columns_value(const struct table *t, const struct row *r, const char *key, struct value *out);

/* A `text`, of the tunnel with its VNI or key. */
bool columns_tunnel(const struct table *t, const struct row *r, char *buf, size_t n);

/* Columns of a VLAN and of a tunnel, in whatever table. */
#define COLUMN_VLAN(at, kp, ...)                                                                   \
	{                                                                                          \
		.key = "vlan", .title = "VLAN", .width = 4, .title_x = at, .keep = kp,             \
		.look = LOOK_HIGHLIGHT, __VA_ARGS__                                                \
	}
#define COLUMN_TUNNEL(at, kp, ...)                                                                 \
	{                                                                                          \
		.key = "tunnel", .title = "Tunnel", .width = 15 /* "geneve 16777215" */,           \
		.title_x = at, .dx = 1, .keep = kp, .look = LOOK_HIGHLIGHT,                        \
		.text = columns_tunnel, __VA_ARGS__                                                \
	}

/* Column sets of the TCP table, as the M key cycles them. */
enum {
	CONNS_COUNTS = 1 << 0,
	CONNS_MAC = 1 << 1,
	CONNS_SIZES = 1 << 2,
	CONNS_HEALTH = 1 << 3,
	CONNS_PATH = 1 << 4,
};
/* Of the interfaces. */
enum { IFTOTALS_COUNTS = 1 << 0, IFTOTALS_RATES = 1 << 1 };

/* Of flows: of one interface, of all. */
enum { FLOWS_ONE = 1 << 0, FLOWS_ALL = 1 << 1 };
/* Of the host monitor. */
enum {
	HOSTS_RATES = 1 << 0,
	HOSTS_COUNTS = 1 << 1,
	HOSTS_CARDS = 1 << 2,
	HOSTS_PATH = 1 << 3,
};
/* Of LAN stations: with IP packets, with VLANs. */
enum { STATIONS_IP = 1 << 0, STATIONS_VLAN = 1 << 1 };

/* What an engine of conns_table has seen, of COLUMNS_SEEN.  Under the lock. */
unsigned columns_conns_seen(const void *engine);

extern const struct columns columns_conns, columns_flows, columns_flows_narrow, columns_iftotals,
	columns_services, columns_all_ports, columns_stations, columns_hosts, columns_networks,
	columns_vlans;
#endif
