#ifndef STATS_CONNS_H
#define STATS_CONNS_H
/* The IP traffic monitor's engine: the TCP table, and the last packets of everything else. */
#include "stats/engine.h"
#include "stats/history.h"

#define CONNS_OTHERS 512 /* packets that the lower window remembers */

extern const struct table conns_table, flows_table;

/*
 * Bytes that a direction of a connection (a row of conns_table) brought in a second of the
 * monotonic clock; known for the last RATE_SECONDS (base/rate.h), else 0.
 */
uint32_t conns_bytes_in(const struct row *r, uint32_t sec);

/*
 * The packets that are no TCP, oldest first.  Numbers go up by one a packet and are not reused:
 * valid are first .. first + count - 1.  conns_other returns NULL outside.
 */
uint64_t conns_others_first(const void *engine);
size_t conns_others_count(const void *engine);
const struct summary *conns_other(const void *engine, uint64_t number);

/* The rates of the last hour, of all packets.  Is read under the lock. */
const struct history *conns_history(const void *engine);
/* A packet with an 802.1Q tag was seen.  Is read under the lock. */
bool conns_has_tags(const void *engine);
/* A connection, flow or host is of a tunnel.  Is read under the lock. */
bool conns_has_tunnels(const void *engine);
#endif
