#ifndef STATS_IDLE_H
#define STATS_IDLE_H
/*
 * Which row of a full table was idle for longest.  One pass over the table collects the oldest
 * eighth or so, sorted, and the next evictions are served from that, so that one costs a few
 * steps on the average and a packet costs nothing for it.
 */
#include <stdint.h>

struct idle_row {
	uint32_t row;
	uint64_t last_ms; /* when collected: unchanged means still idle */
};

struct idle {
	struct idle_row *row;
	uint16_t *age; /* class of age of each row, while rows are collected */
	uint32_t cap, count, next;
	uint64_t from; /* no row's last packet is older */
};

typedef uint64_t idle_last_fn(const void *ctx, uint32_t row);

/* rows: of the table at its cap.  The struct is zeroed.  0 or -ENOMEM. */
int idle_init(struct idle *i, uint32_t rows);
void idle_fini(struct idle *i);
/* Call for every new row: the first one sets where ages begin. */
static inline void idle_begin(struct idle *i, uint64_t now_ms)
{
	if (i->from == 0)
		i->from = now_ms;
}
/* The table's rows 0 .. rows - 1 are all live; last() tells when each had its last packet. */
uint32_t idle_longest(struct idle *i, uint32_t rows, idle_last_fn *last, const void *ctx,
		      uint64_t now_ms);
/* Rows have left otherwise: what was collected may be stale. */
static inline void idle_forget(struct idle *i)
{
	i->count = i->next = 0;
}
#endif
