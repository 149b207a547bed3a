#include "stats/tcphealth.h"

#include "capture/tcpopt.h"

#define RTT_MAX_US	   0xffffffu
#define WINDOW_MAX	   (1u << 30) /* RFC 7323, 2.2: no two valid numbers are as far apart */
#define REORDER_UNKNOWN_US 3000u /* as long is a packet late where no round trip was measured */

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

static void know(struct tcp_dir own, uint8_t what, const struct pkt *p)
{
	if (!own.half->known)
		own.more->ttl = p->ttl;
	own.half->known |= what & TCP_KNOWN_BOTH;
}

/* --- round trips --- */

static void watch(struct tcp_dir own, enum tcp_watch what)
{
	own.more->watch = what;
	own.half->watched = what != TCP_WATCH_NOTHING;
}

static void set_mark(struct tcp_dir own, enum tcp_watch what, uint32_t mark, const struct pkt *p)
{
	watch(own, what);
	own.more->mark = mark;
	own.more->mark_us = now_us(p);
}

/* RFC 6298, 2.2 and 2.3; the first takes the sample as it is. */
static void smooth(struct tcp_more *m, uint32_t us)
{
	uint32_t srtt = m->srtt_us;

	us += us == 0;
	m->srtt_us = srtt ? (7 * srtt + us + 4) / 8 : us;
}

/* What d is watched for, when the other side acknowledges up to ack. */
static uint32_t watch_ack(struct tcp_dir d, const struct pkt *p)
{
	int32_t beyond = distance(d.more->mark, p->ack);
	enum tcp_watch what = d.more->watch;
	uint32_t us;

	if (beyond < 0 || (what == TCP_WATCH_GAP && beyond == 0))
		return 0;
	watch(d, TCP_WATCH_NOTHING);
	if (what == TCP_WATCH_GAP)
		return 0;
	us = now_us(p) - d.more->mark_us;
	if (us > RTT_MAX_US) /* the clock was set back */
		return 0;
	smooth(d.more, us);
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
static bool is_duplicate(const struct tcp_half *own, const struct tcp_half *other,
			 const struct pkt *p)
{
	return !p->tcplen && !(p->tcpflags & (TCP_SYN | TCP_FIN)) &&
	       (other->known & TCP_KNOWN_DATA) && distance(p->ack, other->end) > 0 &&
	       (p->window == own->window || has_sack(p));
}

static uint32_t take_ack(struct tcp_dir own, struct tcp_dir other, const struct pkt *p)
{
	bool known = own.half->known & TCP_KNOWN_ACK;
	int32_t step = known ? distance(own.half->acked, p->ack) : 1;

	if (step <= 0) {
		if (step == 0 && is_duplicate(own.half, other.half, p))
			own.more->dup_acks = counted(own.more->dup_acks, 1, 18);
		return 0;
	}
	if (!known)
		know(own, TCP_KNOWN_ACK, p);
	own.half->acked = p->ack;
	return other.more->watch ? watch_ack(other, p) : 0;
}

/* --- data --- */

/* The first that is seen, or of a connection between the same endpoints that is new. */
static void begin(struct tcp_dir own, const struct pkt *p, uint32_t end)
{
	know(own, TCP_KNOWN_DATA, p);
	own.half->end = end;
	watch(own, TCP_WATCH_NOTHING);
	if (p->tcpflags & TCP_SYN)
		set_mark(own, TCP_WATCH_SYN, p->seq + 1, p);
}

/* It has told that it has all up to this. */
static bool has_acked(const struct tcp_half *h, uint32_t end)
{
	return (h->known & TCP_KNOWN_ACK) && distance(end, h->acked) >= 0;
}

/* RFC 9293, 3.8.4: the byte before the next, with or without it, after all was acknowledged. */
static bool is_keepalive(const struct tcp_half *own, const struct tcp_half *other,
			 const struct pkt *p)
{
	return p->tcplen == 1 && !(p->tcpflags & (TCP_SYN | TCP_FIN)) && p->seq + 1 == own->end &&
	       (!(other->known & TCP_KNOWN_ACK) || has_acked(other, own->end));
}

/* Too soon since a gap for its sender to know of a loss. */
static bool is_soon(const struct tcp_more *own, const struct tcp_more *other, const struct pkt *p)
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

static void note_old(struct tcp_dir own, struct tcp_dir other, const struct pkt *p)
{
	struct tcp_more *m = own.more;
	uint32_t n;

	if (is_keepalive(own.half, other.half, p))
		return;
	n = packets_below(p, own.half->end);
	if (m->watch == TCP_WATCH_GAP && distance(m->mark, p->seq) >= 0 &&
	    is_soon(m, other.more, p)) {
		m->reordered = counted(m->reordered, n, 14);
		return;
	}
	m->retransmitted = counted(m->retransmitted, n, 24);
	if (m->watch != TCP_WATCH_GAP)
		watch(own, TCP_WATCH_NOTHING);
}

/* While a gap is so young that what is late may still come, it stays the one that is watched. */
static void note_gap(struct tcp_dir own, struct tcp_dir other, const struct pkt *p)
{
	if (own.more->watch != TCP_WATCH_GAP || !is_soon(own.more, other.more, p))
		set_mark(own, TCP_WATCH_GAP, own.half->end, p);
}

static void take_data(struct tcp_dir own, struct tcp_dir other, const struct pkt *p,
		      uint32_t length)
{
	uint32_t end = p->seq + length;
	int32_t gap = distance(own.half->end, p->seq), ahead = distance(own.half->end, end);

	if (!(own.half->known & TCP_KNOWN_DATA) || ((p->tcpflags & TCP_SYN) && ahead != 0) ||
	    (uint32_t)(ahead < 0 ? -(int64_t)ahead : ahead) > WINDOW_MAX) {
		begin(own, p, end);
		return;
	}
	if (gap > 0)
		note_gap(own, other, p);
	else if (gap < 0)
		note_old(own, other, p);
	else if (!own.half->watched && !has_acked(other.half, end))
		set_mark(own, TCP_WATCH_ACK, end, p);
	if (ahead > 0)
		own.half->end = end;
}

uint32_t tcp_health_packet(struct tcp_dir own, struct tcp_dir other, const struct pkt *p)
{
	uint32_t took = 0, length;

	if (p->tcpflags & TCP_RST) /* its numbers need not be the connection's */
		return 0;
	if (p->window == 0 && (own.half->window || !(own.half->known & TCP_KNOWN_ACK)) &&
	    !(p->tcpflags & TCP_SYN))
		own.more->zero_windows += own.more->zero_windows < UINT8_MAX;
	if (p->tcpflags & TCP_ACK)
		took = take_ack(own, other, p);
	if ((p->tcpflags & TCP_ECE) && !(p->tcpflags & TCP_SYN) && own.more->ecn)
		own.more->ece = 1;
	length = p->tcplen + ((p->tcpflags & TCP_SYN) != 0) + ((p->tcpflags & TCP_FIN) != 0);
	if (length)
		take_data(own, other, p, length);
	return took;
}

void tcp_health_syn(struct tcp_more *own, const struct pkt *p)
{
	unsigned bits = p->tcpflags & (TCP_ECE | TCP_CWR);
	struct tcp_options o;

	tcp_options_of(p, &o);
	own->scale = o.scaled ? o.scale + 1u : 0;
	own->sack = o.sack_allowed;
	own->ecn = p->tcpflags & TCP_ACK ? bits == TCP_ECE : bits == (TCP_ECE | TCP_CWR);
	own->mss = o.mss;
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
