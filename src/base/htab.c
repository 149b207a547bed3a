#include "base/htab.h"

#include <errno.h>

#include "base/mem.h"

#define HTAB_MIN 64

static struct htab_slot *slots_new(uint32_t n)
{
	struct htab_slot *s = mem_reserve((size_t)n * sizeof(*s));

	for (uint32_t i = 0; s && i < n; i++)
		s[i].row = HTAB_NONE;
	return s;
}

int htab_init(struct htab *t, uint32_t rows)
{
	uint32_t n = HTAB_MIN;

	while (n / 2 < rows && n < 1u << 31)
		n *= 2;
	t->slots = slots_new(n);
	t->mask = n - 1;
	t->used = 0;
	return t->slots ? 0 : -ENOMEM;
}

void htab_fini(struct htab *t)
{
	mem_release(t->slots, ((size_t)t->mask + 1) * sizeof(*t->slots));
	t->slots = NULL;
}

static void put(struct htab_slot *slots, uint32_t mask, uint32_t hash, uint32_t row)
{
	uint32_t i = hash & mask;

	while (slots[i].row != HTAB_NONE)
		i = (i + 1) & mask;
	slots[i].hash = hash;
	slots[i].row = row;
}

static int grow(struct htab *t)
{
	uint32_t mask = t->mask * 2 + 1;
	struct htab_slot *s = t->mask < 1u << 30 ? slots_new(mask + 1) : NULL;

	if (!s)
		return -ENOMEM;
	for (uint32_t i = 0; i <= t->mask; i++)
		if (t->slots[i].row != HTAB_NONE)
			put(s, mask, t->slots[i].hash, t->slots[i].row);
	mem_release(t->slots, ((size_t)t->mask + 1) * sizeof(*t->slots));
	t->slots = s;
	t->mask = mask;
	return 0;
}

int htab_add(struct htab *t, uint32_t hash, uint32_t row)
{
	/* A failed growth only makes lookups slower, up to the point where a walk might not end. */
	if (t->used >= t->mask / 2 + 1 && grow(t) < 0 && t->used >= t->mask - t->mask / 8)
		return -ENOMEM;
	put(t->slots, t->mask, hash, row);
	t->used++;
	return 0;
}

void htab_del(struct htab *t, uint32_t hash, uint32_t row)
{
	uint32_t hole = hash & t->mask;

	while (t->slots[hole].row != row) {
		if (t->slots[hole].row == HTAB_NONE)
			return;
		hole = (hole + 1) & t->mask;
	}
	/* A slot behind the hole whose home allows it moves up. */
	for (uint32_t i = (hole + 1) & t->mask; t->slots[i].row != HTAB_NONE;
	     i = (i + 1) & t->mask) {
		uint32_t home = t->slots[i].hash & t->mask;

		if (((i - home) & t->mask) >= ((i - hole) & t->mask)) {
			t->slots[hole] = t->slots[i];
			hole = i;
		}
	}
	t->slots[hole].row = HTAB_NONE;
	t->used--;
}

void htab_clear(struct htab *t)
{
	for (uint32_t i = 0; i <= t->mask; i++)
		t->slots[i].row = HTAB_NONE;
	t->used = 0;
}
