#ifndef CAPTURE_COUNTERS_H
#define CAPTURE_COUNTERS_H
/* What a source has counted itself (in the kernel, say), instead of handing over the frames. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The sums of one kind of packet since the source was opened; they never decrease. */
struct counter {
	int ifindex;
	uint16_t ethertype; /* behind VLAN tags */
	uint8_t ipproto;    /* of IPv4 and IPv6; 0: another ethertype */
	bool outgoing;
	uint64_t packets, bytes; /* bytes on the wire, as frame.wirelen has them */
};

struct counters {
	const struct counter *at; /* the source's; valid until its next sample or its end */
	size_t n;
};
#endif
