#ifndef STATS_FLOWS_H
#define STATS_FLOWS_H
/*
 * Flows of everything that is not TCP, both directions in one row: UDP by both endpoints (DNS by
 * the server's port alone, as a client asks each question from another one), ICMP and ICMPv6 by
 * addresses and the id of an echo or the type of anything else, other protocols by addresses; ARP
 * by the addresses that it is about, other non-IP by MAC addresses and ethertype.  Each is keyed
 * with its place (see tunnels.h).  A flow that is idle for longer than flow-timeout leaves.
 * With log-udp = flows, those of UDP are logged when they leave; DNS then by both ports.
 */
#include "base/rate.h"
#include "stats/capped.h"
#include "stats/engine.h"
#include "stats/open_watch.h"
#include "stats/tunnels.h"
#include "stats/vlan.h"

/* Endpoints in a fixed order (lower first), so that both directions find the same row. */
struct flow_key {
	struct addr addr[2]; /* a MAC address: its last six bytes, after zeros */
	union {
		uint16_t port[2]; /* of ICMP and ICMPv6: id or type, twice */
		uint32_t ports;
	};
	int32_t place; /* see tunnels.h: the interface, or a network in a tunnel */
	/* Protocol number, enum value_port or FLOW_MACS << 8, ethertype of non-IP << 16. */
	uint32_t proto_kind;
};

struct flow {
	struct flow_key key;
	uint8_t first;		       /* which endpoint was seen first: 0 or 1 */
	bool quic;		       /* some packet had a long header of QUIC */
	uint16_t first_part_ms;	       /* and so many milliseconds after first_s */
	uint32_t first_s;	       /* first packet, seconds of the monotonic clock */
	uint16_t vlan;		       /* of the first packet, as vlan_of() has it */
	uint16_t pair;		       /* see tunnels.h: of the first packet; 0: no tunnel */
	uint64_t last_ms;	       /* last packet, monotonic */
	uint64_t packets[2], bytes[2]; /* sent by each endpoint */
	struct rate rate;	       /* of both together */
};

static inline uint64_t flow_first_ms(const struct flow *f)
{
	return (uint64_t)f->first_s * 1000 + f->first_part_ms;
}

static inline uint8_t flow_proto(const struct flow *f)
{
	return (uint8_t)f->key.proto_kind;
}

#define FLOW_MACS 0x80
#define DNS_PORT  53

static inline uint8_t flow_kind(const struct flow_key *k)
{
	return (uint8_t)(k->proto_kind >> 8);
}

/* 0: IP. */
static inline uint16_t flow_ethertype(const struct flow_key *k)
{
	return (uint16_t)(k->proto_kind >> 16);
}

static inline const uint8_t *flow_mac(const struct flow_key *k, unsigned side)
{
	return k->addr[side].v6.s6_addr + 10;
}

struct flows {
	struct capped tab;
	struct open_watch watch; /* told of each that comes and leaves */
	const struct engine_env *env;
	struct tunnels *tunnels;
	const struct now *now; /* of the call that is under way */
};

/* The struct is zeroed and is not moved, env and tunnels are borrowed.  0 or -errno. */
int flows_init(struct flows *f, const struct engine_env *env, struct tunnels *tunnels);
void flows_fini(struct flows *f);

/* What a packet of a batch is looked up by. */
struct flow_probe {
	struct flow_key key;
	uint32_t hash;
	uint8_t side; /* which endpoint sent it */
};

/* Fills out and fetches what the lookup will need; false: it belongs to no flow. */
bool flows_probe(const struct flows *f, const struct pkt *p, struct flow_probe *out);
void flows_prefetch(const struct flows *f, const struct flow_probe *q);
void flows_count(struct flows *f, const struct pkt *p, const struct flow_probe *q,
		 const struct now *now);
/* Once a second; idle_ms: how long a flow may be idle. */
void flows_tick(struct flows *f, const struct now *now, uint64_t idle_ms);
/*
 * Emits EVENT_ACTIVE for both directions of what will be logged when it leaves, for `rows` rows
 * from *at on; false when there are no more.
 */
bool flows_active(const struct flows *f, uint32_t *at, uint32_t rows, const struct now *now);
#endif
