#include "stats/tcphealth.h"

#include "capture/tcpopt.h"

#define ECE		   0x40
#define CWR		   0x80
#define RTT_MAX_US	   0xffffffu
#define WINDOW_MAX	   (1u << 30) /* RFC 7323, 2.2: no two valid numbers are as far apart */
#define REORDER_UNKNOWN_US 3000u /* as long is a packet late where no round trip was measured */

_Static_assert(sizeof(struct tcp_health) == 24 && sizeof(struct tcp_counts) == 12,
	       "a connection has no more room for them");

/* A counter of so many bits, and n more. */
static uint32_t counted(uint32_t count, uint32_t n, unsigned bits)
{
	uint32_t room = (uint32_t)((1ull << bits) - 1) - count;

	return count + (n < room ? n : room);
}

/* Sequence numbers (RFC 9293, 3.4): how far b is beyond a. */
static inline int32_t distance(uint32_t a, uint32_t b)
{
	return (int32_t)(b - a);
}

static uint32_t now_us(const struct pkt *p)
{
	return (uint32_t)(p->frame->ts_ns / 1000);
}

static void know(struct tcp_health *h, uint8_t what, const struct pkt *p)
{
	if (!h->known)
		h->ttl = p->ttl;
	h->known |= what;
}

/* --- round trips --- */

static void set_mark(struct tcp_health *h, enum tcp_watch what, uint32_t mark, const struct pkt *p)
{
	h->watch = what;
	h->mark = mark;
	h->mark_us = now_us(p);
}

/* RFC 6298, 2.2 and 2.3; the first takes the sample as it is. */
static void smooth(struct tcp_health *h, uint32_t us)
{
	uint32_t srtt = h->srtt_us;

	us += us == 0;
	h->srtt_us = srtt ? (7 * srtt + us + 4) / 8 : us;
}

/* What h is watched for, when the other side acknowledges up to ack. */
static uint32_t watch_ack(struct tcp_health *h, const struct pkt *p)
{
	int32_t beyond = distance(h->mark, p->ack);
	enum tcp_watch what = h->watch;
	uint32_t us;

	if (beyond < 0 || (what == TCP_WATCH_GAP && beyond == 0))
		return 0;
	h->watch = TCP_WATCH_NOTHING;
	if (what == TCP_WATCH_GAP)
		return 0;
	us = now_us(p) - h->mark_us;
	if (us > RTT_MAX_US) /* the clock was set back */
		return 0;
	smooth(h, us);
	return what == TCP_WATCH_SYN ? us + (us == 0) : 0;
}

/* --- acknowledgements --- */

/* Not inlined, to keep its stack protector out of the path of every packet. */
static __attribute__((noinline)) bool has_sack(const struct pkt *p)
{
	struct tcp_options o;

	tcp_options_of(p, &o);
	return o.sack;
}

/* The same number again while data is on its way, and nothing but that. */
static bool is_duplicate(const struct tcp_health *other, const struct pkt *p, uint16_t before)
{
	return !p->tcplen && !(p->tcpflags & (TCP_SYN | TCP_FIN)) &&
	       (other->known & TCP_KNOWN_DATA) && distance(p->ack, other->end) > 0 &&
	       (p->window == before || has_sack(p));
}

static uint32_t take_ack(struct tcp_health *own, struct tcp_health *other,
			 struct tcp_counts *counts, const struct pkt *p, uint16_t before)
{
	int32_t step = own->known & TCP_KNOWN_ACK ? distance(own->acked, p->ack) : 1;

	if (step <= 0) {
		if (step == 0 && is_duplicate(other, p, before))
			counts->dup_acks = counted(counts->dup_acks, 1, 18);
		return 0;
	}
	if (!(own->known & TCP_KNOWN_ACK))
		know(own, TCP_KNOWN_ACK, p);
	own->acked = p->ack;
	return other->watch ? watch_ack(other, p) : 0;
}

/* --- data --- */

/* The first that is seen, or of a connection between the same endpoints that is new. */
static void begin(struct tcp_health *own, const struct pkt *p, uint32_t end)
{
	know(own, TCP_KNOWN_DATA, p);
	own->end = end;
	own->watch = TCP_WATCH_NOTHING;
	if (p->tcpflags & TCP_SYN)
		set_mark(own, TCP_WATCH_SYN, p->seq + 1, p);
}

/* The other side has told that it has all up to this. */
static bool is_acked(const struct tcp_health *other, uint32_t end)
{
	return (other->known & TCP_KNOWN_ACK) && distance(end, other->acked) >= 0;
}

/* RFC 9293, 3.8.4: the byte before the next, with or without it, after all was acknowledged. */
static bool is_keepalive(const struct tcp_health *own, const struct tcp_health *other,
			 const struct pkt *p)
{
	return p->tcplen == 1 && !(p->tcpflags & (TCP_SYN | TCP_FIN)) && p->seq + 1 == own->end &&
	       (!(other->known & TCP_KNOWN_ACK) || is_acked(other, own->end));
}

/* Too soon since a gap for its sender to know of a loss. */
static bool is_soon(const struct tcp_health *own, const struct tcp_health *other,
		    const struct pkt *p)
{
	uint32_t rtt = own->srtt_us + other->srtt_us;

	return now_us(p) - own->mark_us < (rtt ? rtt / 4 * 3 : REORDER_UNKNOWN_US);
}

/* Packets of p below the sequence number `end`, where it has any: a super-packet is many. */
static uint32_t packets_below(const struct pkt *p, uint32_t end)
{
	uint32_t size = p->frame->segsize, n;

	if (p->segs <= 1 || !size)
		return 1;
	n = ((uint32_t)distance(p->seq, end) + size - 1) / size;
	return n > p->segs ? p->segs : n ? n : 1;
}

static void note_old(struct tcp_health *own, const struct tcp_health *other,
		     struct tcp_counts *counts, const struct pkt *p)
{
	uint32_t n;

	if (is_keepalive(own, other, p))
		return;
	n = packets_below(p, own->end);
	if (own->watch == TCP_WATCH_GAP && distance(own->mark, p->seq) >= 0 &&
	    is_soon(own, other, p)) {
		counts->reordered = counted(counts->reordered, n, 14);
		return;
	}
	counts->retransmitted = counted(counts->retransmitted, n, 24);
	if (own->watch != TCP_WATCH_GAP)
		own->watch = TCP_WATCH_NOTHING;
}

/* While a gap is so young that what is late may still come, it stays the one that is watched. */
static void note_gap(struct tcp_health *own, const struct tcp_health *other, const struct pkt *p)
{
	if (own->watch != TCP_WATCH_GAP || !is_soon(own, other, p))
		set_mark(own, TCP_WATCH_GAP, own->end, p);
}

static void take_data(struct tcp_health *own, const struct tcp_health *other,
		      struct tcp_counts *counts, const struct pkt *p, uint32_t length)
{
	uint32_t end = p->seq + length;
	int32_t gap = distance(own->end, p->seq), ahead = distance(own->end, end);

	if (!(own->known & TCP_KNOWN_DATA) || ((p->tcpflags & TCP_SYN) && ahead != 0) ||
	    (uint32_t)(ahead < 0 ? -(int64_t)ahead : ahead) > WINDOW_MAX) {
		begin(own, p, end);
		return;
	}
	if (gap > 0)
		note_gap(own, other, p);
	else if (gap < 0)
		note_old(own, other, counts, p);
	else if (!own->watch && !is_acked(other, end))
		set_mark(own, TCP_WATCH_ACK, end, p);
	if (ahead > 0)
		own->end = end;
}

uint32_t tcp_health_any(struct tcp_health *own, struct tcp_health *other, struct tcp_counts *counts,
			const struct pkt *p, uint16_t window_before)
{
	uint32_t took = 0, length;

	if (p->tcpflags & TCP_RST) /* its numbers need not be the connection's */
		return 0;
	if (p->window == 0 && (window_before || !(own->known & TCP_KNOWN_ACK)) &&
	    !(p->tcpflags & TCP_SYN))
		own->zero_windows += own->zero_windows < UINT8_MAX;
	if (p->tcpflags & TCP_ACK)
		took = take_ack(own, other, counts, p, window_before);
	if ((p->tcpflags & ECE) && !(p->tcpflags & TCP_SYN) && counts->ecn)
		counts->ece = 1;
	length = p->tcplen + ((p->tcpflags & TCP_SYN) != 0) + ((p->tcpflags & TCP_FIN) != 0);
	if (length)
		take_data(own, other, counts, p, length);
	return took;
}

void tcp_health_syn(struct tcp_counts *counts, const struct pkt *p)
{
	unsigned bits = p->tcpflags & (ECE | CWR);
	struct tcp_options o;

	tcp_options_of(p, &o);
	counts->scale = o.scaled ? o.scale + 1u : 0;
	counts->sack = o.sack_allowed;
	counts->ecn = p->tcpflags & TCP_ACK ? bits == ECE : bits == (ECE | CWR);
	counts->mss = o.mss;
}

uint16_t tcp_rtt_pack(uint32_t us)
{
	unsigned shift = 0;

	while (us >> shift > 0x7ff)
		shift++;
	return (uint16_t)(shift << 11 | us >> shift);
}

uint32_t tcp_rtt_us(uint16_t rtt)
{
	return (uint32_t)(rtt & 0x7ff) << (rtt >> 11);
}
