#ifndef STATS_CAPPED_H
#define STATS_CAPPED_H
/*
 * A capped table: rows of one size in one array of fixed capacity (address space only; memory
 * comes with use), found by the key that each begins with through a keyed hash index.  A row is
 * never moved.  When the table is full, the row that was idle for longest is evicted.
 */
#include <string.h>
#include "base/hash.h"
#include "base/htab.h"
#include "stats/idle.h"
#include "stats/slots.h"

struct capped {
	char *row;
	size_t size;	/* of a row, bytes */
	size_t words;	/* of its key, which it begins with: whole 32-bit words, no padding */
	size_t last_at; /* offset in it of a uint64_t: its last packet, monotonic milliseconds */
	struct slots slots;
	struct htab index;
	struct hash_key hkey;
	struct idle idle;
	uint32_t sweep; /* where the search for rows to expire continues */
	uint64_t evicted;
	/* Called with each row that is evicted or removed, while it is still whole; NULL: not. */
	void (*on_leave)(void *ctx, const void *row);
	void *on_leave_ctx;
};

/*
 * size: bytes of a row, words: of its key, last_at: offset of its last_ms.  The struct is zeroed.
 * 0 or -errno.
 */
int capped_init(struct capped *t, uint32_t cap, size_t size, size_t words, size_t last_at);
void capped_fini(struct capped *t);

static inline void *capped_at(const struct capped *t, uint32_t slot)
{
	return t->row + (size_t)slot * t->size;
}

static inline bool capped_is_full(const struct capped *t)
{
	return t->slots.count == t->slots.cap;
}

/* For struct table: NULL when the slot is free. */
static inline const void *capped_row(const struct capped *t, uint32_t slot)
{
	return slots_live(&t->slots, slot) ? capped_at(t, slot) : NULL;
}

static inline uint32_t capped_hash(const struct capped *t, const void *key, size_t words)
{
	return hash_words(&t->hkey, key, words);
}

/* For a batch: first the index slots of all hashes, then the rows of all. */
static inline void capped_prefetch_slot(const struct capped *t, uint32_t hash)
{
	htab_prefetch(&t->index, hash);
}

static inline void capped_prefetch_row(const struct capped *t, uint32_t hash, size_t size)
{
	uint32_t pos = hash, row = htab_next(&t->index, hash, &pos);

	if (row == HTAB_NONE)
		return;
	for (size_t at = 0; at < size; at += 64)
		__builtin_prefetch((const char *)capped_at(t, row) + at, 1);
}

/* Slot of a key, HTAB_NONE: it has none.  words is given again so that the compiler knows it. */
static inline uint32_t capped_find_slot(const struct capped *t, const void *key, uint32_t hash,
					size_t words)
{
	uint32_t row;

	for (uint32_t pos = hash; (row = htab_next(&t->index, hash, &pos)) != HTAB_NONE;)
		if (memcmp(capped_at(t, row), key, words * sizeof(uint32_t)) == 0)
			return row;
	return HTAB_NONE;
}

/* The same as a row; NULL: there is none. */
static inline void *capped_find(const struct capped *t, const void *key, uint32_t hash,
				size_t words)
{
	uint32_t row = capped_find_slot(t, key, hash, words);

	return row == HTAB_NONE ? NULL : capped_at(t, row);
}

/*
 * A row for a key that has none, zeroed but for key and last_ms; never fails (it evicts).  Returns
 * its slot.
 */
uint32_t capped_add(struct capped *t, const void *key, uint32_t hash, uint64_t now_ms);
/* The same in place of the row in a slot, which has been forgotten. */
void capped_reuse(struct capped *t, uint32_t slot, const void *key, uint32_t hash, uint64_t now_ms);
/* The live row that was idle for longest; only in a full table. */
uint32_t capped_idlest(struct capped *t, uint64_t now_ms);
/* The index no longer finds it. */
void capped_forget(struct capped *t, uint32_t slot);
/* Forgets it and frees the slot. */
void capped_remove(struct capped *t, uint32_t slot);
/* Looks at the next `rows` slots and removes those whose last packet is older than before_ms. */
void capped_expire(struct capped *t, uint32_t rows, uint64_t before_ms);
#endif
