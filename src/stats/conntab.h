#ifndef STATS_CONNTAB_H
#define STATS_CONNTAB_H
/*
 * The TCP table: a capped table (stats/capped.h) of connections, both directions in one row.
 *
 * A closed connection keeps its slot until a new one needs a row: first the slot of the oldest
 * closed one is reused, then a fresh one is taken, and when the table is full the connection idle
 * for longest is evicted.
 */
#include "base/rate.h"
#include "capture/pkt.h"
#include "stats/capped.h"
#include "stats/tcpstate.h"

/* One direction: what one endpoint sent.  64 bytes: a cache line. */
struct conn_dir {
	uint64_t packets, bytes;
	struct rate rate;
	struct tcp_half half;
	uint32_t last_size; /* IP bytes of the last packet */
	uint16_t window;
	uint8_t mac[6]; /* of the last packet; zero: none */
};

/* Endpoints in a fixed order (lower first), so that both directions find the same row. */
struct conn_key {
	struct addr addr[2];
	union {
		uint16_t port[2];
		uint32_t ports;
	};
	int32_t ifindex;
};

#define CONN_KEY_WORDS (sizeof(struct conn_key) / sizeof(uint32_t))

struct conn {
	struct conn_key key;
	uint32_t prev, next; /* in the list of closed rows */
	uint32_t first_s;    /* first packet, seconds of the monotonic clock */
	uint8_t first;	     /* which endpoint was seen first: 0 or 1 */
	uint8_t closed;	     /* in the list of closed rows */
	uint8_t forgotten;   /* packets no longer find it */
	uint8_t partial;     /* bit per direction: its first packet was neither SYN nor RST */
	uint64_t last_ms;    /* last packet, monotonic */
	struct conn_dir dir[2];
};

struct conntab {
	struct capped tab;
	uint32_t closed_head, closed_tail; /* HTAB_NONE: empty */
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
		     int ifindex);

static inline uint32_t conntab_hash(const struct conntab *t, const struct conn_key *k)
{
	return capped_hash(&t->tab, k, CONN_KEY_WORDS);
}

/* Slot of a key, HTAB_NONE when it has none. */
static inline uint32_t conntab_find(const struct conntab *t, const struct conn_key *k,
				    uint32_t hash)
{
	return capped_find_slot(&t->tab, k, hash, CONN_KEY_WORDS);
}

/* A fresh row for a key that has none; never fails (it evicts).  Returns its slot. */
uint32_t conntab_add(struct conntab *t, const struct conn_key *k, uint32_t hash, uint64_t now_ms);
/* Closed: may be reused from now on.  reopen: no longer. */
void conntab_close(struct conntab *t, uint32_t slot);
void conntab_reopen(struct conntab *t, uint32_t slot);
/* Packets no longer find it; it keeps its slot. */
void conntab_forget(struct conntab *t, uint32_t slot);
/* Removes all that are closed. */
void conntab_flush(struct conntab *t);
#endif
