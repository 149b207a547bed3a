#include "stats/sort.h"

#include <string.h>

#define DIGITS 16 /* bytes of a key, 15 the highest */

static unsigned digit(const struct sort_item *i, unsigned d)
{
	return (d < 8 ? i->lo >> 8 * d : i->hi >> 8 * (d - 8)) & 255;
}

/* Which digits differ at all; a bit each. */
static unsigned varying(const struct sort_item *item, uint32_t n)
{
	uint64_t hi = 0, lo = 0;
	unsigned bits = 0;

	for (uint32_t i = 1; i < n; i++) {
		hi |= item[i].hi ^ item[0].hi;
		lo |= item[i].lo ^ item[0].lo;
	}
	for (unsigned d = 0; d < DIGITS; d++)
		if ((d < 8 ? lo >> 8 * d : hi >> 8 * (d - 8)) & 255)
			bits |= 1u << d;
	return bits;
}

static void pass(struct sort_item *dst, const struct sort_item *src, uint32_t n, unsigned d)
{
	uint32_t start[256] = { 0 }, at = 0;

	for (uint32_t i = 0; i < n; i++)
		start[digit(&src[i], d)]++;
	for (unsigned v = 0; v < 256; v++) {
		uint32_t many = start[v];

		start[v] = at;
		at += many;
	}
	for (uint32_t i = 0; i < n; i++)
		dst[start[digit(&src[i], d)]++] = src[i];
}

/* Least significant digit first, ascending. */
static void sort_all(struct sort_item *item, struct sort_item *scratch, uint32_t n)
{
	unsigned bits = varying(item, n);
	struct sort_item *src = item, *dst = scratch;

	for (unsigned d = 0; d < DIGITS; d++) {
		struct sort_item *t = src;

		if (!(bits & 1u << d))
			continue;
		pass(dst, src, n, d);
		src = dst;
		dst = t;
	}
	if (src != item)
		memcpy(item, src, (size_t)n * sizeof(*item));
}

static int compare(const struct sort_item *a, uint64_t hi, uint64_t lo)
{
	if (a->hi != hi)
		return a->hi < hi ? -1 : 1;
	return a->lo == lo ? 0 : a->lo < lo ? -1 : 1;
}

/* The digits above and including d, the others 0. */
static void mask_of(unsigned d, uint64_t *hi, uint64_t *lo)
{
	*hi = d < 8 ? UINT64_MAX : UINT64_MAX << 8 * (d - 8);
	*lo = d < 8 ? UINT64_MAX << 8 * d : 0;
}

/*
 * The key of the item that is number `need` in ascending order, and how many of that key belong to
 * the first `need`: from the highest digit on, the value of the next digit is that in whose bucket
 * the item falls.
 */
static uint32_t select_key(const struct sort_item *item, uint32_t n, uint32_t need,
			   uint64_t *key_hi, uint64_t *key_lo)
{
	unsigned bits = varying(item, n);
	uint64_t hi = item[0].hi, lo = item[0].lo;

	for (unsigned d = DIGITS; d-- > 0;) {
		uint32_t many[256] = { 0 }, v = 0;
		uint64_t mask_hi = 0, mask_lo = 0;

		if (!(bits & 1u << d))
			continue;
		if (d + 1 < DIGITS)
			mask_of(d + 1, &mask_hi, &mask_lo);
		for (uint32_t i = 0; i < n; i++)
			if (!((item[i].hi ^ hi) & mask_hi) && !((item[i].lo ^ lo) & mask_lo))
				many[digit(&item[i], d)]++;
		while (need > many[v])
			need -= many[v++];
		if (d < 8)
			lo = (lo & ~(255ull << 8 * d)) | (uint64_t)v << 8 * d;
		else
			hi = (hi & ~(255ull << 8 * (d - 8))) | (uint64_t)v << 8 * (d - 8);
	}
	*key_hi = hi;
	*key_lo = lo;
	return need;
}

/* The first `need` in front, as they were among themselves, and so the others. */
static void gather_first(struct sort_item *item, struct sort_item *scratch, uint32_t n,
			 uint32_t need)
{
	uint64_t hi, lo;
	uint32_t equals = select_key(item, n, need, &hi, &lo), front = 0, back = 0;

	for (uint32_t i = 0; i < n; i++) {
		int c = compare(&item[i], hi, lo);

		if (c < 0 || (c == 0 && equals > 0)) {
			equals -= c == 0;
			item[front++] = item[i];
		} else {
			scratch[back++] = item[i];
		}
	}
	memcpy(item + need, scratch, (size_t)back * sizeof(*item));
}

static void complement(struct sort_item *item, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		item[i].hi = ~item[i].hi;
		item[i].lo = ~item[i].lo;
	}
}

void sort_first(struct sort_item *item, struct sort_item *scratch, uint32_t n, uint32_t need,
		bool descending)
{
	if (n < 2 || need == 0)
		return;
	if (descending)
		complement(item, n);
	if (need < n)
		gather_first(item, scratch, n, need);
	sort_all(item, scratch, need < n ? need : n);
	if (descending)
		complement(item, n);
}
