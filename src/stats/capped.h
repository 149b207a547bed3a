#ifndef STATS_CAPPED_H
#define STATS_CAPPED_H
/*
 * How it works: rows of one size in one array of fixed capacity (address space only; memory comes
 * with use), found by the key that each begins with through a keyed hash index, and shown through
 * a display order.  A row is never moved.  When all are taken, the one that was idle for longest
 * makes room.
 */
#include <string.h>
#include "base/hash.h"
#include "base/htab.h"
#include "stats/idle.h"
#include "stats/order.h"

/* What a row begins with: a key of whole 32-bit words without padding, then this. */
struct capped_row {
	uint64_t last_ms; /* last packet, monotonic */
	uint32_t next;	  /* of the rows that are free */
};

struct capped {
	char *row;
	size_t size;   /* of a row, bytes */
	size_t words;  /* of its key */
	size_t common; /* where in it struct capped_row is */
	uint32_t cap, used, free_head;
	struct htab index;
	struct hash_key hkey;
	struct order order;
	struct idle idle;
	uint64_t evicted;
};

/*
 * size: bytes of a row, words: of its key, common: offset of its struct capped_row.  The struct is
 * zeroed.  0 or -errno.
 */
int capped_init(struct capped *t, uint32_t cap, size_t size, size_t words, size_t common);
void capped_fini(struct capped *t);

static inline void *capped_at(const struct capped *t, uint32_t row)
{
	return t->row + (size_t)row * t->size;
}

/* The row on a line of the display. */
static inline void *capped_line(const struct capped *t, size_t line)
{
	return capped_at(t, t->order.row[line]);
}

static inline uint32_t capped_hash(const struct capped *t, const void *key, size_t words)
{
	return hash_words(&t->hkey, key, words);
}

/* For a batch: first the slots of all hashes, then the rows of all. */
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

/* words is given again so that the compiler knows it.  NULL: not there. */
static inline void *capped_find(const struct capped *t, const void *key, uint32_t hash,
				size_t words)
{
	uint32_t row;

	for (uint32_t pos = hash; (row = htab_next(&t->index, hash, &pos)) != HTAB_NONE;)
		if (memcmp(capped_at(t, row), key, words * sizeof(uint32_t)) == 0)
			return capped_at(t, row);
	return NULL;
}

/* A row for a key that is not there, zeroed but for the key; never fails (it evicts). */
void *capped_add(struct capped *t, const void *key, uint32_t hash, uint64_t now_ms);
/* Takes off the rows whose last packet is older. */
void capped_expire(struct capped *t, uint64_t before_ms);
#endif
