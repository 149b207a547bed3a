#ifndef STATS_TALLY_H
#define STATS_TALLY_H
/* Packets and bytes side by side, and what a packet counts for. */
#include "capture/pkt.h"

struct tally {
	uint64_t packets, bytes;
};

static inline void tally_add(struct tally *t, uint64_t packets, uint64_t bytes)
{
	t->packets += packets;
	t->bytes += bytes;
}

/*
 * Packets and bytes on the wire, link header included, as the interface's own counters have them.
 * A super-packet (GRO, GSO) was so many segments, each with the headers of its own.
 */
static inline uint32_t wire_packets(const struct pkt *p)
{
	return p->frame->segs;
}

static inline uint64_t wire_bytes(const struct pkt *p)
{
	return p->frame->wirelen + (uint64_t)(p->frame->segs - 1u) * p->headers;
}

/* IP bytes, the same way. */
static inline uint64_t wire_ip_bytes(const struct pkt *p)
{
	uint32_t link = p->frame->wirelen - p->l3len;

	return p->iplen +
	       (uint64_t)(p->frame->segs - 1u) * (p->headers > link ? p->headers - link : 0);
}
#endif
