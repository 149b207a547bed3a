#ifndef STATS_CONNS_H
#define STATS_CONNS_H
/* The IP traffic monitor's engine: the TCP table, and the last packets of everything else. */
#include "stats/engine.h"

/* Column sets of the TCP table, as the M key cycles them. */
enum { CONNS_COUNTS = 1 << 0, CONNS_MAC = 1 << 1, CONNS_SIZES = 1 << 2 };

#define CONNS_OTHERS 512 /* packets that the lower window remembers */

extern const struct table conns_table, flows_table;

struct conns_totals {
	uint64_t evicted; /* connections that left for want of room */
	uint32_t entries; /* connections in the table, closed ones included */
	uint64_t flows_evicted;
	uint32_t flows; /* flows of everything else */
};
void conns_totals(const void *engine, struct conns_totals *out);
/* Bytes per second over five seconds of the direction at a row of conns_table. */
uint64_t conns_rate(const void *engine, size_t row, const struct now *now);
/* Takes closed, reset and timed-out connections off the table. */
void conns_flush(void *engine);

/*
 * The packets that are no TCP, oldest first.  Numbers go up by one a packet and never come back:
 * valid are first .. first + count - 1.  conns_other returns NULL outside.
 */
uint64_t conns_others_first(const void *engine);
size_t conns_others_count(const void *engine);
const struct summary *conns_other(const void *engine, uint64_t number);
#endif
