#ifndef CAPTURE_FRAGMENTS_H
#define CAPTURE_FRAGMENTS_H
/*
 * How it works: later fragments carry no ports, so a datagram is remembered by (source,
 * destination, protocol, id, interface) from whichever fragment comes first.  The table is a
 * set-associative cache of fixed size under a keyed hash: a lookup reads one set, the oldest of a
 * full set gives way, and nothing lives longer than FRAGMENTS_AGE_MS after its first fragment.
 */
#include "capture/pkt.h"

#define FRAGMENTS_MAX	 16384 /* datagrams followed at once */
#define FRAGMENTS_AGE_MS 30000 /* ip(7): ipfrag_time */

struct fragments;

/* NULL when memory is short. */
struct fragments *fragments_new(void);
void fragments_free(struct fragments *ft);
/*
 * Call for every decoded packet, in order; does nothing unless it is a fragment.  A later
 * fragment whose first was seen gets ports and TCP/UDP addresses of it; one whose first was not
 * is added up, and that first gets the sum in early_packets and early_bytes.
 */
void fragments_follow(struct fragments *ft, struct pkt *p, uint64_t now_ms);
#endif
