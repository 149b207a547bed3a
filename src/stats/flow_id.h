#ifndef STATS_FLOW_ID_H
#define STATS_FLOW_ID_H
/* Names of connections and flows, the same for both directions, in every event and row. */
#include "base/addr.h"

/* What a packet or a row is known by. */
struct flow_tuple {
	struct endpoint src, dst;
	uint8_t proto;
	bool ports;	    /* src and dst have ports */
	uint8_t type, code; /* of ICMP and ICMPv6 */
	uint16_t ethertype; /* of non-IP, else 0 */
};

static inline bool flow_tuple_equal(const struct flow_tuple *a, const struct flow_tuple *b)
{
	return endpoint_equal(&a->src, &b->src) && endpoint_equal(&a->dst, &b->dst) &&
	       a->proto == b->proto && a->ports == b->ports && a->type == b->type &&
	       a->code == b->code;
}

/*
 * Of one connection: its endpoints, interface, network in a tunnel (0: none) and start, as 16
 * hexadecimal digits.  Two that begin in the same second between the same ports share it.  Returns
 * buf.
 */
#define FLOW_ID 17
char *flow_id(const struct flow_tuple *t, int ifindex, uint64_t network, uint32_t first_s,
	      char buf[FLOW_ID]);

/*
 * Community ID, version 1, seed 0: what other tools call the flow.  For TCP, UDP, SCTP, ICMP and
 * ICMPv6, and of other protocols by their addresses.  Returns buf.
 */
#define COMMUNITY_ID 32
char *community_id(const struct flow_tuple *t, char buf[COMMUNITY_ID]);
#endif
