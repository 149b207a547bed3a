#ifndef STATS_SORT_H
#define STATS_SORT_H
/*
 * Sorting by 128-bit keys: stable radix sort and selection, the same time for any input, no
 * recursion.
 */
#include <stdbool.h>
#include <stdint.h>

struct sort_item {
	uint64_t hi, lo; /* the key, hi first */
	uint32_t row;
};

/*
 * Puts the first `need` of n items of the order in front, in that order; the others follow as they
 * were.  Equal keys stay as they were.  scratch has room for n items.
 */
void sort_first(struct sort_item *item, struct sort_item *scratch, uint32_t n, uint32_t need,
		bool descending);
#endif
