#ifndef BASE_HTAB_H
#define BASE_HTAB_H
/*
 * How it works: an open-addressing index from a 32-bit hash to a 32-bit row number.  The rows
 * live with the caller; a slot keeps the whole hash beside the row, so that a probe touches a row
 * only when all 32 bits agree, and growing never touches rows at all.  Linear probing, at most
 * half full, backward-shift deletion (no tombstones, so lookups never get slower with churn).
 */
#include <stdint.h>

#define HTAB_NONE UINT32_MAX

struct htab_slot {
	uint32_t hash, row; /* row HTAB_NONE: free */
};

struct htab {
	struct htab_slot *slots;
	uint32_t mask, used; /* slots - 1; rows held */
};

/* Room for at least `rows` before the first growth.  Returns 0 or -ENOMEM. */
int htab_init(struct htab *t, uint32_t rows);
void htab_fini(struct htab *t);
/*
 * Adds a row that is not there yet.  Returns 0, or -ENOMEM when it could not grow and is all but
 * full.
 */
int htab_add(struct htab *t, uint32_t hash, uint32_t row);
/* Removes a row by its hash; does nothing when it is not there. */
void htab_del(struct htab *t, uint32_t hash, uint32_t row);
void htab_clear(struct htab *t);

static inline void htab_prefetch(const struct htab *t, uint32_t hash)
{
	__builtin_prefetch(&t->slots[hash & t->mask]);
}

/*
 * Walks the rows that share a hash: `for (uint32_t p = hash; (row = htab_next(t, hash, &p)) !=
 * HTAB_NONE; )`. The caller compares its own key.  The table must not change during the walk.
 */
static inline uint32_t htab_next(const struct htab *t, uint32_t hash, uint32_t *pos)
{
	for (;;) {
		const struct htab_slot *s = &t->slots[*pos & t->mask];

		if (s->row == HTAB_NONE)
			return HTAB_NONE;
		(*pos)++;
		if (s->hash == hash)
			return s->row;
	}
}
#endif
