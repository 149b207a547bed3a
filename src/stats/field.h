#ifndef STATS_FIELD_H
#define STATS_FIELD_H
/*
 * What engines publish: tables of rows and fields.  The only thing that screens know of an
 * engine's insides.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/addr.h"

enum vtype {
	V_NONE,	      /* nothing to show */
	V_COUNT,      /* u, as fmt_count */
	V_NUMBER,     /* u, plain, right-aligned */
	V_RATE,	      /* u, bytes per second */
	V_SHORT_RATE, /* the same without its unit */
	V_BRIEF,      /* u in five columns */
	V_BRIEF_RATE, /* u, bytes per second, the same way */
	V_AGE,	      /* u, milliseconds, in three columns */
	V_ENDPOINT,   /* ep, and proto for the service's name */
	V_TEXT,	      /* s, static or in buf */
};

/* What the port of an endpoint is. */
enum value_port { PORT_NUMBER, PORT_NONE, PORT_ECHO_ID, PORT_ICMP_TYPE };

struct value {
	enum vtype type;
	uint8_t proto; /* IPPROTO_* of an endpoint's port */
	uint8_t port;  /* enum value_port */
	union {
		uint64_t u;
		const char *s;
		struct endpoint ep;
	};
	char buf[64];
};

enum field_look { LOOK_TEXT, LOOK_HIGHLIGHT };

/*
 * One fact about one row, declared once: screen column, sort key, text and CSV column, doc line.
 * On an 80-column screen the title stands at column title_x and the value at title_x + dx; on c
 * columns at title_x * c / 80, and dx on from there.
 */
struct field {
	const char *key, *title, *help;
	enum vtype type;
	uint8_t width;	 /* columns of the value */
	uint8_t title_x; /* 0: not shown in a column of its own */
	int8_t dx, title_dx;
	uint8_t x;    /* the value stands at 1 + this scaled, instead */
	uint8_t keep; /* under 80 columns, fields with the lowest go first; 255 always stays */
	uint8_t mode; /* bit set of the column sets (M key) it belongs to; 0: all */
	enum field_look look;
	bool cut_marked;      /* an address that does not fit ends with ~ */
	bool ascending;	      /* sorts from the lowest on */
	char sortkey;	      /* 0: not sortable; lower case */
	const char *sortname; /* what the sort box says of it */
	void (*get)(const void *engine, const void *row, struct value *out);
};

/*
 * Rows stand in display order, 0 first.  A row pointer is good while the lock is held.  An id is
 * stable while the row lives and never 0; screens remember ids, never pointers.
 */
struct table {
	const char *name;
	const struct field *fields; /* ends with .key == NULL */
	bool pairs;		    /* rows 2k and 2k+1 are joined by a bracket */
	bool slow;		    /* columns move half as far as the screen grows */
	/* Rows 2k are a line of text, and 2k+1 belong to them; NULL: no such rows. */
	void (*heading)(const void *engine, const void *row, char *buf, size_t n);
	size_t (*count)(const void *engine);
	const void *(*row)(const void *engine, size_t i);
	uint64_t (*id)(const void *engine, size_t i);
	/* Sorts once by a field with a sortkey; NULL: not sortable. */
	void (*sort)(void *engine, const struct field *by);
	/* Before somebody sorts by hand: takes off what is over; NULL: nothing is. */
	void (*tidy)(void *engine);
};
#endif
