#ifndef STATS_SORT_H
#define STATS_SORT_H
/*
 * Sorting by 128-bit keys: stable radix sort and selection, the same time for any input, no
 * recursion; in steps, for those who have other things to do meanwhile.
 */
#include <stdbool.h>
#include <stdint.h>

struct sort_item {
	uint64_t hi, lo; /* the key, hi first */
	uint32_t row;
	bool front; /* the caller's */
};

/*
 * Puts the first `need` of n items of the order in front, in that order; the others follow as they
 * were.  Equal keys stay as they were.  scratch has room for n items.
 */
void sort_first(struct sort_item *item, struct sort_item *scratch, uint32_t n, uint32_t need,
		bool descending);

/* The same, SORT_STEP items at once. */
#define SORT_STEP 65536u

enum sort_phase {
	SORT_DONE,
	SORT_COMPARE, /* which digits of the keys differ at all */
	SORT_SELECT,  /* how many of those that may be number `need` have which digit */
	SORT_GATHER,  /* the first to the front, the others into scratch */
	SORT_REST,    /* and back behind them */
	SORT_COUNT,   /* how many have which digit */
	SORT_MOVE,    /* each to its place by that digit */
	SORT_RETURN,  /* from scratch to where they belong */
};

/* A sort under way. */
struct sort {
	struct sort_item *item, *scratch;
	uint32_t n, need;
	uint64_t flip; /* all bits: the order is descending */
	enum sort_phase phase;
	uint32_t at, end;   /* of the phase: the next item, all items */
	unsigned bits;	    /* which digits differ, a bit each; */
	unsigned digit;	    /* the one being looked at */
	uint64_t hi, lo;    /* bits that differ; then the key of number `need` */
	uint32_t many[256]; /* by digit: how many; then the next one's place */
	uint32_t left;	    /* of those that have this key, how many are of the first */
	uint32_t front, back;
	struct sort_item *src, *dst;
};

void sort_begin(struct sort *s, struct sort_item *item, struct sort_item *scratch, uint32_t n,
		uint32_t need, bool descending);
/* True: it is done. */
bool sort_step(struct sort *s);
#endif
