#ifndef STATS_SEARCH_H
#define STATS_SEARCH_H
/*
 * Searching a table.  A pattern is up to eight words, all of which a row must match:
 *
 *	10.3. 10.0.0.0/8 fd00:: 10.0.0.1:443	an address, what it begins with, its port
 *	443 8000-8010				a port, or a range of them
 *	02:42:					what a MAC address begins with
 *	https eth0 reset			part of a name or of any other text, in either case
 *	KEY:VALUE				a field, by its key or another word for it
 *	!WORD					rows that the word does not match
 *
 * Numbers are a value, 80-443, >80, >=1.5k, <2M (powers of 1000); of a duration seconds, or 50ms,
 * 5m, 2h, 1d.  =TEXT is all of a text.  Rows match by the raw values of their fields, in either
 * direction.
 */
#include "base/diag.h"
#include "stats/field.h"
#include "stats/table.h"

#define SEARCH_TERMS  8
#define SEARCH_TEXT   64 /* bytes of a pattern with its NUL */
#define SEARCH_FIELDS 48 /* more than any table has */

/* What the values of a table are called; NULL: not at all.  Main thread, no waiting. */
struct search_names {
	void *ctx;
	const char *(*host)(void *ctx, const struct addr *a);
	const char *(*service)(uint16_t port, uint8_t proto);
	bool rate_in_bits; /* rates in a pattern are bits per second */
};

/* Which part of an endpoint a term is about. */
enum search_part { SEARCH_ANY_PART, SEARCH_ADDR, SEARCH_PORT };

/* What a word can be; a field is compared with what suits its type. */
struct search_term {
	bool negated;
	bool by_key; /* one field, or those of an alias */
	enum search_part part;
	unsigned fields; /* the first so many of: */
	uint8_t field[SEARCH_FIELDS];
	uint8_t ways; /* of a named field: bit per direction */

	bool has_addr;
	struct addr addr;
	unsigned bits; /* of it that count, from the first */

	bool has_number; /* ports, numbers; in the field's own unit, when it is named */
	uint64_t least, most;

	unsigned mac_digits; /* 0: it is none */
	uint8_t mac[6];

	bool has_text, whole;	/* whole: all of it */
	char text[SEARCH_TEXT]; /* lower case */
};

struct search {
	const struct table *table;
	struct search_names names;
	unsigned terms; /* 0: every row matches */
	struct search_term term[SEARCH_TERMS];
};

/* 0, or -EINVAL with why set: its column is that of the word that is invalid. */
int search_parse(struct search *s, const struct table *t, const struct search_names *names,
		 const char *pattern, struct diag *why);
/* Does the row match?  Its way does not count.  Under the lock, or of a copy. */
bool search_match(const struct search *s, const struct row *r);

/* An alias: another word for a field, or for all of a kind. */
struct search_alias {
	const char *word;
	const char *key; /* of the field; NULL: every field of the type */
	enum value_type type;
	enum search_part part; /* SEARCH_PORT: and every V_PORT */
};
extern const struct search_alias search_aliases[]; /* ends with .word == NULL */
#endif
