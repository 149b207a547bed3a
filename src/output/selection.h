#ifndef OUTPUT_SELECTION_H
#define OUTPUT_SELECTION_H
/*
 * Keys: what the formats for programs write of a row, under which name.  A field of a table of two
 * ways gives one for each direction, an endpoint two: its address and its port (src, src_port).
 * And which of them, of how many rows, in which order, are wanted.
 */
#include "base/diag.h"
#include "stats/table.h"

#define KEY_NAME 40
#define KEYS	 64	/* of a table at most */
#define KEY_TIME "time" /* of the report; may be asked for among the fields */

struct key {
	char name[KEY_NAME];
	const struct field *field;
	uint8_t way;
	bool port; /* of an endpoint */
};

/* All keys of a table, in order; room for KEYS.  Returns how many. */
unsigned table_keys(const struct table *t, struct key *key);
/* Its value in a row, as the field has it; a port is a number. */
void key_read(const struct key *k, const struct row *row, struct value *out);
/*
 * The same for writing: out->type is V_NONE, V_BOOL, V_TEXT (addresses and MAC addresses too) or a
 * number's.
 */
void key_get(const struct key *k, const struct row *row, struct value *out);

/* What of the tables is wanted; borrowed texts. */
struct selection {
	const char *fields; /* names of keys, commas between; NULL: all */
	const char *sort;   /* names of keys, commas between, '-' before: descending; NULL: none */
	uint32_t top;	    /* rows of each table; without sort: those with most bytes; 0: all */
};

/* 0, or -EINVAL with why set: a name is no key of any of the tables (end with NULL). */
int selection_check(const struct selection *s, const struct table *const *tables, struct diag *why);
/* The keys of a table that are wanted, in the order that was asked for; room for KEYS. */
unsigned selection_keys(const struct selection *s, const struct table *t, struct key *key);

/* Whether rows should have the time of their report. */
bool selection_has_time(const struct selection *s);

#define SORT_KEYS 4

struct sort_key {
	struct key key;
	bool descending;
	bool either; /* the larger of both directions */
};

/*
 * What a table is sorted by, the first key first; keys that it does not have are left out.  Returns
 * how many; 0: it stays in its order.
 */
unsigned selection_sort(const struct selection *s, const struct table *t,
			struct sort_key key[SORT_KEYS]);
#endif
