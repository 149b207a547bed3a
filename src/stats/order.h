#ifndef STATS_ORDER_H
#define STATS_ORDER_H
/*
 * The display order of a table: which row number stands on which line.  New rows are appended; a
 * row that is reused keeps its line; sorting is a stable radix sort, the same time for any input,
 * no recursion.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct order {
	uint32_t *row; /* row[line] */
	uint32_t count, cap;
};

/* Reserves address space for cap lines; memory is taken as lines are used.  0 or -ENOMEM. */
int order_init(struct order *o, uint32_t cap);
void order_fini(struct order *o);
/* The caller never appends more than cap rows. */
void order_append(struct order *o, uint32_t row);
/* Keeps the rows that keep() says yes to, in their order. */
void order_filter(struct order *o, bool (*keep)(const void *ctx, uint32_t row), const void *ctx);
/*
 * Sorts once, descending by key(); equal keys stay as they stood.  0 or -ENOMEM (then nothing has
 * changed).
 */
int order_sort(struct order *o, uint64_t (*key)(const void *ctx, uint32_t row), const void *ctx);
#endif
