#ifndef STATS_TUNNELS_H
#define STATS_TUNNELS_H
/*
 * The tunnels that packets came in, for rows that have no room for two more addresses.
 *
 * A place is what rows are keyed by in place of the interface: the interface itself, or, of VXLAN
 * and Geneve, a network with its own addresses, for each identifier and interface; that is below 0.
 * A pair is the outer addresses of a row's first packet.  Both are numbers in tables that only
 * grow, so that a copy of a row can be read at any time; when one is full, further networks count
 * under their interface, and further pairs are not known.
 */
#include "capture/pkt.h"
#include "stats/capped.h"
#include "stats/field.h"

#define TUNNEL_NETWORKS	 65536
#define TUNNEL_PAIR_BITS 13 /* of a pair's number in a row */
#define TUNNEL_PAIRS	 ((1u << TUNNEL_PAIR_BITS) - 2)

struct tunnels {
	struct capped networks, pairs;
};

/* The struct is zeroed.  0 or -errno. */
int tunnels_init(struct tunnels *t);
void tunnels_fini(struct tunnels *t);

/* For tunnels_place, of a packet in a tunnel. */
int32_t tunnels_network(struct tunnels *t, const struct pkt *p);
/* The place of a packet; the capture thread's. */
static inline int32_t tunnels_place(struct tunnels *t, const struct pkt *p)
{
	return p->tunnel ? tunnels_network(t, p) : p->frame->ifindex;
}
/* Number of a packet's pair, 0 outside a tunnel; the capture thread's. */
uint16_t tunnels_pair(struct tunnels *t, const struct pkt *p);

/* A tunnel complete in itself, for what is read when its row has gone. */
struct tunnel_tag {
	struct outer outer;
	uint8_t kind; /* enum tunnel; TUNNELS: there was no room for it */
	bool has_id, has_ends;
};

/* Of a row's place and pair; way 1: seen from the other end. */
struct tunnel_tag tunnels_tag(const struct tunnels *t, int32_t place, uint16_t pair, unsigned way);
/* Of a packet in a tunnel. */
struct tunnel_tag tunnel_tag_of(const struct pkt *p);
/* A number for a network with its own addresses, the same in each run; 0: none. */
uint64_t tunnel_tag_network(const struct tunnel_tag *tag);
/* "vxlan"; NULL: TUNNEL_NONE. */
const char *tunnel_name(uint8_t kind);

/* There is a network or a pair. */
static inline bool tunnels_any(const struct tunnels *t)
{
	return t->networks.slots.count > 0 || t->pairs.slots.count > 0;
}

/* The interface of a place. */
int tunnels_ifindex(const struct tunnels *t, int32_t place);

/* For getters of fields, by a row's place and pair; V_NONE where there is nothing. */
void tunnels_get_kind(const struct tunnels *t, int32_t place, uint16_t pair, struct value *out);
void tunnels_get_id(const struct tunnels *t, int32_t place, uint16_t pair, struct value *out);
/* way 0: where the first packet came from. */
void tunnels_get_end(const struct tunnels *t, uint16_t pair, unsigned way, struct value *out);

/* Fields of a table of two ways; each is NAME_get of the table's own. */
#define TUNNEL_FIELDS                                                                              \
	FIELD("tunnel", "Tunnel", "kind of its tunnel: gre, vxlan, geneve or ipip", V_TEXT,        \
	      get_tunnel),                                                                         \
		FIELD("tunnel_id", "Tunnel id", "VNI, or key of GRE", V_NUMBER, get_tunnel_id),    \
		FIELD_BOTH("tunnel_src", "tunnel_dst", "Tunnel end",                               \
			   "outer address of its first packet", V_ADDR, get_tunnel_end)
#endif
