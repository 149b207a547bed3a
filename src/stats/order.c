#include "stats/order.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct keyed {
	uint64_t key;
	uint32_t row;
};

int order_init(struct order *o, uint32_t cap)
{
	o->row = mem_reserve((size_t)cap * sizeof(*o->row));
	if (!o->row)
		return -ENOMEM;
	o->count = 0;
	o->cap = cap;
	return 0;
}

void order_fini(struct order *o)
{
	mem_release(o->row, (size_t)o->cap * sizeof(*o->row));
	o->row = NULL;
	o->count = 0;
}

void order_append(struct order *o, uint32_t row)
{
	if (o->count < o->cap)
		o->row[o->count++] = row;
}

void order_filter(struct order *o, bool (*keep)(const void *ctx, uint32_t row), const void *ctx)
{
	uint32_t out = 0;

	for (uint32_t i = 0; i < o->count; i++)
		if (keep(ctx, o->row[i]))
			o->row[out++] = o->row[i];
	o->count = out;
}

/*
 * One pass of a least-significant-digit radix sort, largest digit first; false when all digits
 * are alike.
 */
static bool pass(struct keyed *dst, const struct keyed *src, uint32_t n, unsigned shift)
{
	uint32_t start[256] = { 0 }, at = 0;

	for (uint32_t i = 0; i < n; i++)
		start[src[i].key >> shift & 255]++;
	for (unsigned d = 256; d-- > 0;) {
		uint32_t many = start[d];

		if (many == n)
			return false;
		start[d] = at;
		at += many;
	}
	for (uint32_t i = 0; i < n; i++)
		dst[start[src[i].key >> shift & 255]++] = src[i];
	return true;
}

int order_sort(struct order *o, uint64_t (*key)(const void *ctx, uint32_t row), const void *ctx)
{
	uint32_t n = o->count;
	struct keyed *both, *src, *dst;

	if (n < 2)
		return 0;
	both = malloc(2 * (size_t)n * sizeof(*both));
	if (!both)
		return -ENOMEM;
	src = both;
	dst = both + n;
	for (uint32_t i = 0; i < n; i++)
		src[i] = (struct keyed){ .key = key(ctx, o->row[i]), .row = o->row[i] };
	for (unsigned shift = 0; shift < 64; shift += 8) {
		if (pass(dst, src, n, shift)) {
			struct keyed *t = src;

			src = dst;
			dst = t;
		}
	}
	for (uint32_t i = 0; i < n; i++)
		o->row[i] = src[i].row;
	free(both);
	return 0;
}
