#ifndef STATS_TCPHEALTH_H
#define STATS_TCPHEALTH_H
/*
 * How it works: what a monitor on the path can tell of the health of a TCP connection, from the
 * packets that pass, one small struct for each direction.
 *
 * Retransmitted is what was sent before: data, SYN or FIN that do not go beyond the highest
 * sequence number seen (RFC 9293, 3.4).  Where a gap in the numbers is filled soon, sooner than a
 * sender could know of a loss (three quarters of a round trip), the packet was only late: out of
 * order.  A keep-alive probe is neither.
 *
 * Round trips: one segment at a time is timed until it is acknowledged, and smoothed with 1/8 (RFC
 * 6298, 2).  After a retransmission the measurement is void (Karn's rule: RFC 6298, 3), as it is
 * while a gap is open.  What is measured is the way from here to the receiver and back; both
 * directions together are the whole path's.
 *
 * A counter that is full stays so.
 */
#include "capture/pkt.h"
#include "stats/tcpstate.h"

/* What of a direction is being watched for. */
enum tcp_watch {
	TCP_WATCH_NOTHING,
	TCP_WATCH_SYN, /* the acknowledgement of its SYN, sent at mark_us; mark: the end of it */
	TCP_WATCH_ACK, /* the same of data */
	TCP_WATCH_GAP  /* what is missing from mark on, since mark_us */
};

/* What is known of a direction; bits. */
enum { TCP_KNOWN_DATA = 1, TCP_KNOWN_ACK = 2, TCP_KNOWN_BOTH = 3 };

/* One direction: what every packet needs.  Zeroed at first. */
struct tcp_health {
	uint32_t end;	/* sequence number behind the highest that was sent; TCP_KNOWN_DATA */
	uint32_t acked; /* highest acknowledgement number that it sent; TCP_KNOWN_ACK */
	uint32_t mark, mark_us;
	uint32_t srtt_us : 24; /* 0: not measured */
	uint32_t begun : 8;    /* the connection's first packet: its part of a second, in 1/256 */
	uint8_t watch;	       /* enum tcp_watch */
	uint8_t known;
	uint8_t ttl;	      /* of its first packet */
	uint8_t zero_windows; /* times that its window closed */
};

/* The same: what few packets need. */
struct tcp_counts {
	uint32_t retransmitted : 24; /* packets */
	uint32_t scale : 4;	     /* 1 + window scale in its SYN; 0: none */
	uint32_t sack : 1;	     /* its SYN allows SACK */
	uint32_t ecn : 1;	     /* its SYN asks for ECN, or agrees (RFC 3168, 6.1.1) */
	uint32_t ece : 1;	     /* it has reported congestion by ECN */
	uint32_t partial : 1;	     /* its first packet was neither SYN nor RST */
	uint32_t dup_acks : 18;	     /* RFC 5681, 2; with SACK: RFC 6675, 2 */
	uint32_t reordered : 14;     /* packets */
	uint16_t mss;		     /* in its SYN; 0: none */
	uint16_t syn_rtt;	     /* of its SYN, tcp_rtt_pack(); 0: not measured */
};

uint32_t tcp_health_any(struct tcp_health *own, struct tcp_health *other, struct tcp_counts *counts,
			const struct pkt *p, uint16_t window_before);

/*
 * A packet of TCP of `own`; window_before: window field of its packet before this.  Returns the
 * microseconds that the other's SYN had to wait for this; 0: it does not acknowledge it.
 */
static inline uint32_t tcp_health_packet(struct tcp_health *own, struct tcp_health *other,
					 struct tcp_counts *counts, const struct pkt *p,
					 uint16_t window_before)
{
	/* the next data of a stream, with nothing else to it */
	if ((p->tcpflags & ~TCP_PSH) == TCP_ACK && p->seq == own->end && p->ack == own->acked &&
	    own->watch && own->known == TCP_KNOWN_BOTH && p->tcplen && p->window) {
		own->end = p->seq + p->tcplen;
		return 0;
	}
	return tcp_health_any(own, other, counts, p, window_before);
}

/* A packet with SYN: its options. */
void tcp_health_syn(struct tcp_counts *counts, const struct pkt *p);

/* Microseconds in 16 bits, to within one in 1,000: 11 bits and an exponent. */
uint16_t tcp_rtt_pack(uint32_t us);
uint32_t tcp_rtt_us(uint16_t rtt);
#endif
