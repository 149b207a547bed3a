#include "stats/hold.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define PAGE 4096 /* bytes, at least */

/* Fresh memory costs more than a copy: it is had before the lock is taken. */
static void touch(void *p, size_t from, size_t to)
{
	for (; from < to; from += PAGE)
		((volatile char *)p)[from] = 0;
}

struct hold *hold_make(const struct table *t, const struct rows *rows)
{
	struct hold *h = calloc(1, sizeof(*h));
	uint64_t most = HOLD_BYTES / t->row_size;

	if (!h)
		return NULL;
	h->row_size = t->row_size;
	h->cap = rows->cap;
	h->room = most < rows->cap ? (uint32_t)most : rows->cap;
	h->used = rows->used;
	h->evicted = rows->evicted;
	h->row = mem_reserve(h->room * h->row_size);
	h->at = mem_reserve(h->cap * sizeof(*h->at));
	if (h->row && h->at) {
		touch(h->at, 0, h->used * sizeof(*h->at));
		return h;
	}
	hold_free(h);
	return NULL;
}

void hold_free(struct hold *h)
{
	if (!h)
		return;
	mem_release(h->row, h->room * h->row_size);
	mem_release(h->at, h->cap * sizeof(*h->at));
	free(h);
}

void hold_prepare(struct hold *h, uint32_t rows)
{
	size_t from = (size_t)h->count * h->row_size;

	if (rows > h->room - h->count)
		rows = h->room - h->count;
	touch(h->row, from, from + (size_t)rows * h->row_size);
}

bool hold_add(struct hold *h, uint32_t slot, const void *row)
{
	if (h->count == h->room || slot >= h->cap)
		return false;
	memcpy(h->row + (size_t)h->count++ * h->row_size, row, h->row_size);
	h->at[slot] = h->count;
	return true;
}
