#ifndef STATS_TABLE_H
#define STATS_TABLE_H
/*
 * Tables: all that a reader knows of an engine.  Rows are in slots, numbered from 0 on, in the
 * order of their first sight; a row keeps its slot as long as it lives.  How rows are ordered,
 * searched or held belongs to the reader (stats/view.h).
 *
 * Everything is read with the lock held; a large table in pieces, the lock released between them.
 */
#include <stdio.h>
#include "stats/field.h"

struct slots;

/* Where the rows are. */
struct rows {
	const void *data; /* slot n is n * table.row_size bytes on */
	uint32_t used;	  /* all rows are in slots below */
	uint32_t count;	  /* rows */
	uint32_t cap;	  /* there will never be more slots */
	/* Which slots are live, and which changed; NULL: all below used are, and stay so. */
	const struct slots *slots;
	uint64_t evicted; /* rows that had to leave because the table was full */
};

struct capped;
/* Of a capped table. */
void rows_of_capped(const struct capped *t, struct rows *out);

/* What rows are about: a host, or those of a network, or a VLAN, on one interface. */
struct row_set {
	struct addr addr;
	unsigned bits; /* as addr_matches() has them; 128: one host */
	int32_t place; /* of a VLAN: the interface, whatever tunnels are in it */
	bool by_vlan;
	uint16_t vlan; /* as vlan_of() has it */
};

struct table {
	const char *name; /* "connections": in JSON, in the manual */
	const char *help;
	const struct field *fields; /* ends with .key == NULL */
	unsigned ways;		    /* 2: each row has two directions; else 1 */
	size_t row_size;	    /* bytes; a copy of them is a row, too */
	void (*rows)(const void *engine, struct rows *out);
	/* The row is over (closed, timed out): a view may take it off; NULL: no row ever is. */
	bool (*is_over)(const void *data);
	/* The row is one of the set, and will be; NULL: there are no sets of its rows. */
	bool (*is_of)(const void *engine, const void *data, const struct row_set *set);
};

static inline struct rows table_rows(const struct table *t, const void *engine)
{
	struct rows rows = { .slots = NULL };

	t->rows(engine, &rows);
	return rows;
}

/* The row in a slot; NULL: it is free. */
const void *rows_at(const struct table *t, const struct rows *rows, uint32_t slot);

/* One of the two ends is one of the hosts. */
static inline bool hosts_have(const struct row_set *set, const struct addr end[2], int32_t place)
{
	return place == set->place && (addr_matches(&end[0], &set->addr, set->bits) ||
				       addr_matches(&end[1], &set->addr, set->bits));
}

/* A pair of an engine and its clock, from which rows are read. */
struct reading {
	const struct table *table;
	const void *engine;
	uint64_t now_ms, run_ms;
};

/* Fills *out for a slot; false: it is free.  Under the lock. */
bool table_read(const struct reading *r, uint32_t slot, struct row *out);
/*
 * Copies rows from slot *at on into buf (room for max of row_size each), moves *at behind them.
 * Returns how many; 0 when there are no more.  Under the lock.
 */
uint32_t table_copy(const struct table *t, const void *engine, uint32_t *at, void *buf,
		    uint32_t max);
/* A line for each field of each table, as --doc prints them. */
void tables_print(const struct table *const *tables, FILE *out);
/* Rows that left the tables of an engine because they were full. */
uint64_t tables_evicted(const struct table *const *tables, const void *engine);
#endif
