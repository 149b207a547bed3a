#include "stats/idle.h"

#include <errno.h>
#include <stdlib.h>

#define SHARE 8 /* of the table that one pass collects */
#define LEAST 64
#define AGES  4096 /* classes of age: the resolution of a pass */

int idle_init(struct idle *i, uint32_t rows)
{
	i->cap = rows / SHARE + LEAST;
	i->row = calloc(i->cap, sizeof(*i->row));
	i->age = calloc(rows, sizeof(*i->age));
	return i->row && i->age ? 0 : -ENOMEM;
}

void idle_fini(struct idle *i)
{
	free(i->row);
	free(i->age);
	i->row = NULL;
	i->age = NULL;
}

static int compare(const void *a, const void *b)
{
	const struct idle_row *x = a, *y = b;

	return (x->last_ms > y->last_ms) - (x->last_ms < y->last_ms);
}

/*
 * Rows are sorted into classes of age in one pass over them; whole classes are taken from the
 * oldest on, as many as there is room for, and of one class that is too large as many as fit.
 */
static void collect(struct idle *i, uint32_t rows, idle_last_fn *last, const void *ctx,
		    uint64_t now_ms)
{
	uint64_t width = (now_ms - i->from) / AGES + 1;
	uint32_t many[AGES] = { 0 }, end = 1, sum;

	for (uint32_t r = 0; r < rows; r++) {
		uint64_t n = (last(ctx, r) - i->from) / width;

		i->age[r] = (uint16_t)(n < AGES ? n : AGES - 1);
		many[i->age[r]]++;
	}
	sum = many[0];
	while (end < AGES && (sum == 0 || sum + many[end] <= i->cap))
		sum += many[end++];
	i->count = i->next = 0;
	for (uint32_t r = 0; r < rows && i->count < i->cap; r++)
		if (i->age[r] < end)
			i->row[i->count++] = (struct idle_row){ .row = r, .last_ms = last(ctx, r) };
	qsort(i->row, i->count, sizeof(i->row[0]), compare);
	if (i->count)
		i->from = i->row[0].last_ms;
}

uint32_t idle_longest(struct idle *i, uint32_t rows, idle_last_fn *last, const void *ctx,
		      uint64_t now_ms)
{
	for (;;) {
		if (i->next == i->count)
			collect(i, rows, last, ctx, now_ms);
		while (i->next < i->count) {
			const struct idle_row *v = &i->row[i->next++];

			if (last(ctx, v->row) == v->last_ms)
				return v->row;
		}
	}
}
