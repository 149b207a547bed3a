#ifndef STATS_CONNTAB_H
#define STATS_CONNTAB_H
/*
 * The TCP table: a capped table (stats/capped.h) of connections, both directions in one row.
 *
 * A closed connection keeps its slot until a new one needs a row: first the slot of the oldest
 * closed one is reused, then a fresh one is taken.  When the table is full, the oldest connection
 * of which one packet is all that was seen is evicted, so that a flood of SYNs evicts its own rows;
 * only without such, the connection idle for longest.
 */
#include "base/rate.h"
#include "capture/pkt.h"
#include "stats/capped.h"
#include "stats/open_watch.h"
#include "stats/tcphealth.h"
#include "stats/tcpstate.h"
#include "stats/tunnels.h"
#include "stats/vlan.h"

/* One direction: what one endpoint sent.  64 bytes: a cache line. */
struct conn_dir {
	uint64_t packets, bytes;
	struct rate rate;
	struct tcp_half half; /* of packets in the connection's VLAN; window and flags: of all */
	uint16_t last_size;   /* IP bytes of the last packet */
	uint8_t mac[6];	      /* of the last packet; zero: none */
};

/* Endpoints in a fixed order (lower first), so that both directions find the same row. */
struct conn_key {
	struct addr addr[2];
	union {
		uint16_t port[2];
		uint32_t ports;
	};
	int32_t place; /* see tunnels.h: the interface, or a network in a tunnel */
};

/* The list that a row is in. */
enum conn_list {
	CONN_LISTLESS, /* more than one packet, and not closed */
	CONN_SINGLE,   /* one packet */
	CONN_CLOSED,
	CONN_LISTS
};

#define CONN_KEY_WORDS (sizeof(struct conn_key) / sizeof(uint32_t))

struct conn {
	struct conn_key key;
	uint32_t prev, next;		  /* in its list */
	uint32_t first_s;		  /* first packet, seconds of the monotonic clock */
	uint32_t first : 1;		  /* which endpoint was seen first: 0 or 1 */
	uint32_t list : 2;		  /* enum conn_list */
	uint32_t forgotten : 1;		  /* packets no longer find it */
	uint32_t fin : 2;		  /* 1 + the endpoint that sent a FIN first; 0: none */
	uint32_t pair : TUNNEL_PAIR_BITS; /* see tunnels.h: of the first packet; 0: no tunnel */
	uint32_t vlan : VLAN_BITS;	  /* of the first packet, as vlan_of() has it */
	uint64_t last_ms;		  /* last packet, monotonic */
	struct conn_dir dir[2];
	struct tcp_more more[2]; /* of both directions in one cache line: packets look at both */
};

/* Its first packet, milliseconds of the monotonic clock. */
static inline uint64_t conn_first_ms(const struct conn *c)
{
	return c->first_s * 1000ull + c->more[c->first].begun * 1000u / 256;
}

static inline bool conn_is_closed(const struct conn *c)
{
	return c->list == CONN_CLOSED;
}

static inline struct tcp_dir conn_tcp(struct conn *c, unsigned side)
{
	return (struct tcp_dir){ &c->dir[side].half, &c->more[side] };
}

/* Both directions are open: a FIN, RST, ICMP error or time-out has not come. */
static inline bool conn_is_open(const struct conn *c)
{
	return !c->fin && !conn_is_closed(c);
}

/* How a connection ended. */
struct conn_end {
	const char *how; /* "fin", "reset", "unreachable" (ICMP), "timeout"; NULL: it has not */
	int by;		 /* the endpoint that began it; -1: none of them */
};

struct conn_end conn_end(const struct conn *c);
/* The whole path's: microseconds, of both directions as far as measured; 0: unknown. */
uint32_t conn_rtt_us(const struct conn *c);
uint32_t conn_handshake_us(const struct conn *c);

struct conntab {
	struct capped tab;
	struct {
		uint32_t head, tail; /* HTAB_NONE: empty; the oldest is the head */
	} list[CONN_LISTS];
	struct open_watch watch; /* told of each that opens, and is no longer open */
};

/* cap: connections at most; the caller's struct is zeroed.  0 or -errno. */
int conntab_init(struct conntab *t, uint32_t cap);
void conntab_fini(struct conntab *t);

static inline struct conn *conntab_at(const struct conntab *t, uint32_t slot)
{
	return (struct conn *)t->tab.row + slot;
}

/* Key of a TCP packet's endpoints; returns 0 or 1: which of the two is the source. */
unsigned conntab_key(struct conn_key *k, const struct endpoint *src, const struct endpoint *dst,
		     int32_t place);

static inline uint32_t conntab_hash(const struct conntab *t, const struct conn_key *k)
{
	return capped_hash(&t->tab, k, CONN_KEY_WORDS);
}

/* Slot of a key, HTAB_NONE when it has none.  As capped_find_slot, with the size of a row known. */
static inline uint32_t conntab_find(const struct conntab *t, const struct conn_key *k,
				    uint32_t hash)
{
	uint32_t slot;

	for (uint32_t pos = hash; (slot = htab_next(&t->tab.index, hash, &pos)) != HTAB_NONE;)
		if (memcmp(&conntab_at(t, slot)->key, k, sizeof(*k)) == 0)
			return slot;
	return HTAB_NONE;
}

/*
 * The row that must leave before there is room for another one; HTAB_NONE: there is room.
 */
uint32_t conntab_victim(struct conntab *t, uint64_t now_ms);
/* Evicts it: it is the next that conntab_add() takes. */
void conntab_evict(struct conntab *t, uint32_t slot);
/*
 * A fresh row for a key that has none, after eviction if that was due; first: which endpoint has
 * sent.  Returns its slot.
 */
uint32_t conntab_add(struct conntab *t, const struct conn_key *k, uint32_t hash, unsigned first,
		     uint64_t now_ms);
/* A second packet has come. */
void conntab_settle(struct conntab *t, uint32_t slot);
/* Closed: may be reused from now on.  reopen: no longer. */
void conntab_close(struct conntab *t, uint32_t slot);
void conntab_reopen(struct conntab *t, uint32_t slot);
/* Packets no longer find it; it keeps its slot. */
void conntab_forget(struct conntab *t, uint32_t slot);
/* Removes all that are closed. */
void conntab_flush(struct conntab *t);
#endif
