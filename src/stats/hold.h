#ifndef STATS_HOLD_H
#define STATS_HOLD_H
/*
 * A hold: the rows of a table as they were when they were copied, each found by the slot that it
 * had.  It holds HOLD_BYTES of rows at most, those first that its reader has on the first lines.
 */
#include "stats/table.h"

#define HOLD_BYTES (256ull << 20)

struct hold {
	size_t row_size;
	uint32_t cap;	  /* slots of the table */
	uint32_t room;	  /* rows at most */
	uint32_t count;	  /* rows */
	char *row;	  /* copies, in the order of their coming */
	uint32_t *at;	  /* by slot: which copy, from 1; 0: none */
	uint32_t used;	  /* all had slots below */
	uint64_t evicted; /* and those that had left it as it was full */

	/* of its reader, who copies them a piece at a time */
	uint32_t line; /* the next one to copy */
	uint32_t slot; /* and then the next of the others, */
	bool others;   /* if they are wanted, too */
	bool whole;    /* all have been copied, or all that there is room for */
};

/* Reserves address space for the rows of a table.  NULL: no memory. */
struct hold *hold_make(const struct table *t, const struct rows *rows);
/* NULL is fine. */
void hold_free(struct hold *h);

/* Has the memory of the next so many copies ready, so that hold_add() is quick. */
void hold_prepare(struct hold *h, uint32_t rows);
/* Copies a row; false: no room is left. */
bool hold_add(struct hold *h, uint32_t slot, const void *row);

/* The copy of the row in a slot; NULL: there is none. */
static inline const void *hold_at(const struct hold *h, uint32_t slot)
{
	uint32_t at = slot < h->cap ? h->at[slot] : 0;

	return at ? h->row + (size_t)(at - 1) * h->row_size : NULL;
}
#endif
