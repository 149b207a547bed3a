#ifndef STATS_SLOTS_H
#define STATS_SLOTS_H
/*
 * How it works: which slots of a table are live, a bit each, and a ring of the slots that changed
 * most recently, from which each reader learns what came and went since it last looked, without a
 * pass over the table.
 *
 * New rows go behind all others, so that slots are in the order of first sight; slots that became
 * free are used again when more than half are (and there are more than a few thousand), or when
 * the end is reached.
 */
#include <stdbool.h>
#include <stdint.h>

#define SLOTS_NONE   UINT32_MAX
#define SLOTS_RECENT 65536u /* changes that are remembered; a power of two */

struct slots {
	uint64_t *live;
	uint32_t cap;
	uint32_t used;	/* all live slots are below */
	uint32_t count; /* live ones */
	uint32_t hole;	/* where the search for a free one continues */
	uint32_t *recent;
	uint64_t changes; /* ever; change n is in recent[n % SLOTS_RECENT] */
};

/* The struct is zeroed.  0 or -ENOMEM. */
int slots_init(struct slots *s, uint32_t cap);
void slots_fini(struct slots *s);

/* A slot for a new row; SLOTS_NONE: all are live. */
uint32_t slots_take(struct slots *s);
void slots_free(struct slots *s, uint32_t slot);
/* The row is another one from now on, or one that readers may have taken off is back. */
void slots_changed(struct slots *s, uint32_t slot);

static inline bool slots_live(const struct slots *s, uint32_t slot)
{
	return s->live[slot / 64] >> slot % 64 & 1;
}

/* The first live slot from `from` on; s->used when there is none. */
uint32_t slots_next(const struct slots *s, uint32_t from);
#endif
