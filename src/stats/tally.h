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
 * Packets and bytes on the wire, link header and tags included, as the interface's own counters
 * have them.  A super-packet (GRO, GSO) was so many segments, each with the headers of its own.
 */
static inline uint32_t wire_packets(const struct pkt *p)
{
	return p->segs;
}

static inline uint64_t wire_bytes(const struct pkt *p)
{
	return frame_bytes(p->frame) + (uint64_t)(p->segs - 1u) * p->headers;
}

/* Of a super-packet: bytes of its headers without the link's. */
static inline uint32_t wire_ip_headers(const struct pkt *p)
{
	return p->headers - (frame_bytes(p->frame) - p->l3len);
}

/* IP bytes, the same way. */
static inline uint64_t wire_ip_bytes(const struct pkt *p)
{
	return p->segs > 1 ? p->iplen + (p->segs - 1ull) * wire_ip_headers(p) : p->iplen;
}

/* IP bytes of one packet: of a super-packet each segment but the last. */
static inline uint32_t wire_ip_size(const struct pkt *p)
{
	return p->segs > 1 ? wire_ip_headers(p) + p->frame->segsize : p->iplen;
}
#endif
