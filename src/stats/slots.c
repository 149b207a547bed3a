#include "stats/slots.h"

#include <errno.h>
#include <stddef.h>

#include "base/mem.h"

#define FEW 4096 /* slots that are not worth using again */

static size_t words(uint32_t cap)
{
	return ((size_t)cap + 63) / 64;
}

int slots_init(struct slots *s, uint32_t cap)
{
	s->cap = cap;
	s->live = mem_reserve(words(cap) * sizeof(*s->live));
	s->recent = mem_reserve(SLOTS_RECENT * sizeof(*s->recent));
	if (s->live && s->recent)
		return 0;
	slots_fini(s);
	return -ENOMEM;
}

void slots_fini(struct slots *s)
{
	mem_release(s->live, words(s->cap) * sizeof(*s->live));
	mem_release(s->recent, SLOTS_RECENT * sizeof(*s->recent));
	s->live = NULL;
	s->recent = NULL;
}

void slots_changed(struct slots *s, uint32_t slot)
{
	s->recent[s->changes++ % SLOTS_RECENT] = slot;
}

/* Some slot below used is free. */
static uint32_t find_hole(struct slots *s)
{
	size_t n = words(s->used);

	for (size_t w = s->hole / 64 % n;; w = (w + 1) % n) {
		uint64_t dead = ~s->live[w];
		uint32_t slot =
			dead ? (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(dead) : s->used;

		if (slot < s->used) {
			s->hole = slot;
			return slot;
		}
	}
}

uint32_t slots_take(struct slots *s)
{
	uint32_t slot;

	if (s->count == s->cap)
		return SLOTS_NONE;
	if (s->used < s->cap && (s->used < FEW || s->used / 2 <= s->count))
		slot = s->used++;
	else
		slot = find_hole(s);
	s->live[slot / 64] |= 1ull << slot % 64;
	s->count++;
	slots_changed(s, slot);
	return slot;
}

void slots_free(struct slots *s, uint32_t slot)
{
	s->live[slot / 64] &= ~(1ull << slot % 64);
	s->count--;
	slots_changed(s, slot);
	while (s->used && !slots_live(s, s->used - 1))
		s->used--;
}

uint32_t slots_next(const struct slots *s, uint32_t from)
{
	while (from < s->used) {
		uint64_t w = s->live[from / 64] >> from % 64;

		if (w) {
			from += (uint32_t)__builtin_ctzll(w);
			return from < s->used ? from : s->used;
		}
		from = (from / 64 + 1) * 64;
	}
	return s->used;
}
