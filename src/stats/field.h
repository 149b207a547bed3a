#ifndef STATS_FIELD_H
#define STATS_FIELD_H
/*
 * Fields: the facts that a table publishes about each of its rows, as raw values.  Screens,
 * reports and the manual are made from them; where a column is and how it looks is in
 * ui/columns_*.c, by the field's key.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/addr.h"

enum value_type {
	V_NONE,	    /* unknown, or does not apply to this row */
	V_COUNT,    /* u: packets, connections */
	V_BYTES,    /* u: bytes, summed up */
	V_NUMBER,   /* u: a plain number: a size, a port, a window */
	V_PORT,	    /* u: a port of proto */
	V_BOOL,	    /* u: 0 or 1 */
	V_RATE,	    /* u: bytes per second */
	V_PPS,	    /* u: packets per second */
	V_DURATION, /* u: milliseconds */
	V_MICROS,   /* u: microseconds */
	V_ENDPOINT, /* ep: address and port; proto, port: what the port is */
	V_ADDR,	    /* ep.addr: an address alone */
	V_MAC,	    /* mac */
	V_TEXT,	    /* s: static, or in buf; bytes from outside, not cleaned */
};

/* What the port of an endpoint is. */
enum value_port { PORT_NUMBER, PORT_NONE, PORT_ECHO_ID, PORT_ICMP_TYPE };

struct value {
	enum value_type type;
	uint8_t proto; /* IPPROTO_* of a port */
	uint8_t port;  /* enum value_port */
	union {
		uint64_t u;
		const char *s;
		struct endpoint ep;
		uint8_t mac[6];
	};
	char buf[64];
};

/*
 * A row as its reader sees it.  data is the row in the table (good while the lock is held) or a
 * copy of table.row_size bytes, which can be read at any time: a getter reads the row and what the
 * engine was given at its start, or never changes from then on, nothing else.
 */
struct row {
	const void *engine;
	const void *data;
	unsigned way;	 /* 0, or 1: the opposite direction; in tables of two ways */
	uint64_t now_ms; /* when, on the monotonic clock */
	uint64_t run_ms; /* how long the engine has been counting, at least 1 */
};

/* Milliseconds since a time on the row's clock; 0 when that is later than the row's. */
static inline uint64_t row_since(const struct row *r, uint64_t ms)
{
	return r->now_ms > ms ? r->now_ms - ms : 0;
}

/*
 * key: the name in JSON, CSV and metrics, lower case with underscores.  key_back: in a table of
 * two ways, the name of the same fact about the opposite direction; NULL: the row has it once.
 * get() finds out->type set to the field's; it may set V_NONE, and PORT_NUMBER is preset.
 */
struct field {
	const char *key, *key_back;
	const char *title; /* in a few words, for tables and the manual */
	const char *help;
	enum value_type type;
	void (*get)(const struct row *r, struct value *out);
	bool by_key_only; /* costly to make: a search looks at it only when it is named */
	const char *const *words; /* all that a text can be, NULL at the end; NULL: anything */
};

#define FIELD(k, t, h, ty, g)                                                                      \
	{                                                                                          \
		.key = k, .title = t, .help = h, .type = ty, .get = g                              \
	}
/* In a table of two ways: one fact about each. */
#define FIELD_BOTH(k, back, t, h, ty, g)                                                           \
	{                                                                                          \
		.key = k, .key_back = back, .title = t, .help = h, .type = ty, .get = g            \
	}

/* A text that is one of a few words. */
#define FIELD_WORDS(k, t, h, w, g)                                                                 \
	{                                                                                          \
		.key = k, .title = t, .help = h, .type = V_TEXT, .get = g, .words = w              \
	}
#define FIELD_WORDS_BOTH(k, back, t, h, w, g)                                                      \
	{                                                                                          \
		.key = k, .key_back = back, .title = t, .help = h, .type = V_TEXT, .get = g,       \
		.words = w                                                                         \
	}

/* One that is costly to make. */
#define FIELD_COSTLY(k, t, h, ty, g)                                                               \
	{                                                                                          \
		.key = k, .title = t, .help = h, .type = ty, .get = g, .by_key_only = true         \
	}

/* The field's value for a row. */
static inline void field_get(const struct field *f, const struct row *r, struct value *out)
{
	out->type = f->type;
	out->port = PORT_NUMBER;
	f->get(r, out);
}

/*
 * By key or key_back, which *way (if not NULL) tells apart: 0 or 1.  NULL: there is none.  Fields
 * end with .key == NULL.
 */
const struct field *field_find(const struct field *fields, const char *key, unsigned *way);
/* "count", "rate", ...: what kind of value a field has, in a word for the manual. */
const char *field_type(const struct field *f);
/* "packets", "bytes", "bytes/s", "packets/s", "ms", "us"; empty for what has no unit. */
const char *field_unit(const struct field *f);
#endif
