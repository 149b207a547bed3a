#ifndef CAPTURE_FRAME_H
#define CAPTURE_FRAME_H
#include <stdbool.h>
#include <stdint.h>

/* One frame as its source handed it over.  Borrowed: valid until the callback's block is given
 * back. */
struct frame {
	const uint8_t *data;
	uint32_t caplen, wirelen; /* bytes captured; bytes on the wire, but see frame_bytes */
	uint16_t arphrd;	  /* link type, see links.h */
	uint16_t protocol;  /* first ethertype as the kernel says (sll_protocol), host order; 0: not
			       known */
	uint16_t vlan_tci;  /* tag that the kernel stripped (IEEE 802.1Q, 9.6): priority and VLAN */
	uint16_t vlan_tpid; /* its ethertype; 0: none was stripped */
	uint16_t segsize;   /* of a super-packet (GRO, GSO): payload of each segment; 0: none */
	uint8_t pkttype;    /* PACKET_HOST ... PACKET_OUTGOING of linux/if_packet.h */
	int ifindex;
	uint64_t ts_ns; /* wall clock, nanoseconds since the epoch */
};

#define FRAME_TAG 4 /* bytes of an 802.1Q tag */

/*
 * Bytes that were on the wire: data and wirelen do not have the tag that the kernel stripped, but
 * the interface's own counters do.
 */
static inline uint32_t frame_bytes(const struct frame *f)
{
	return f->wirelen + (f->vlan_tpid != 0) * FRAME_TAG;
}

/* Reads one frame; false: its filters drop the frame, which then does not count as captured. */
typedef bool frame_fn(void *ctx, const struct frame *f);
#endif
