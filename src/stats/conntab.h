#ifndef STATS_CONNTAB_H
#define STATS_CONNTAB_H
/*
 * How it works: connections stand in one array of fixed capacity (address space only; memory
 * comes with use), found through a keyed hash index and shown through a display order.  A row is
 * never moved.
 *
 * A closed connection keeps its line until a new one needs a row: first the oldest closed row is
 * reused, then a fresh row is taken, and at the cap the row idle for longest is.  The idle ones
 * are found by a pass over the whole array that collects the oldest few thousand at a time, so
 * that an eviction costs a few steps on the average and a packet costs nothing for it.
 */
#include "base/hash.h"
#include "base/htab.h"
#include "base/rate.h"
#include "capture/pkt.h"
#include "stats/idle.h"
#include "stats/order.h"
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

struct conn {
	struct conn_key key;
	uint32_t prev, next; /* in the list of closed rows; next: of free ones too */
	uint32_t first_s;    /* first packet, seconds of the monotonic clock */
	uint8_t first;	     /* which endpoint was seen first: 0 or 1 */
	uint8_t closed;	     /* in the list of closed rows */
	uint8_t indexed;     /* packets still find it */
	uint8_t partial;     /* bit per direction: its first packet was neither SYN nor RST */
	uint64_t last_ms;    /* last packet, monotonic */
	struct conn_dir dir[2];
};

struct conntab {
	struct conn *conn;
	uint32_t cap, used; /* rows there can be, rows ever used */
	struct htab index;
	struct hash_key hkey;
	struct order order;
	uint32_t closed_head, closed_tail, free_head; /* HTAB_NONE: empty */
	struct idle idle;
	uint64_t evicted;
};

/* cap: connections at most; the caller's struct is zeroed.  0 or -errno. */
int conntab_init(struct conntab *t, uint32_t cap);
void conntab_fini(struct conntab *t);

/* Key and hash of a TCP packet's endpoints; returns 0 or 1: which of the two is the source. */
unsigned conntab_key(struct conn_key *k, const struct endpoint *src, const struct endpoint *dst,
		     int ifindex);
uint32_t conntab_hash(const struct conntab *t, const struct conn_key *k);

/* Row of a key, HTAB_NONE when there is none. */
uint32_t conntab_find(const struct conntab *t, const struct conn_key *k, uint32_t hash);
/* A fresh row for a key that is not there; never fails (it evicts). */
uint32_t conntab_add(struct conntab *t, const struct conn_key *k, uint32_t hash, uint64_t now_ms);
/* Closed: may be reused from now on.  reopen: not any more. */
void conntab_close(struct conntab *t, uint32_t row);
void conntab_reopen(struct conntab *t, uint32_t row);
/* Packets no longer find it; it stays on its line. */
void conntab_forget(struct conntab *t, uint32_t row);
/* Takes the closed ones off the table. */
void conntab_flush(struct conntab *t);
#endif
