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
#include <stdbool.h>

#include "capture/pkt.h"
#include "stats/tcpdir.h"

/*
 * True if it was the next data of a stream, with nothing else to it: then that is all that health
 * and state have to know of it.  Only while both directions are open.
 */
static inline bool tcp_next_data(struct tcp_half *own, const struct pkt *p)
{
	if ((p->tcpflags & ~TCP_PSH) != TCP_ACK || p->seq != own->end || p->ack != own->acked ||
	    own->known != TCP_KNOWN_BOTH || !own->watched || !p->tcplen || !p->window)
		return false;
	own->end = p->seq + p->tcplen;
	own->flags = p->tcpflags;
	own->window = p->window;
	return true;
}

/*
 * A packet of TCP of `own`, whose window and flags are still those of the packet before.  Returns
 * the microseconds that the other's SYN had to wait for this; 0: it does not acknowledge it.
 */
uint32_t tcp_health_packet(struct tcp_dir own, struct tcp_dir other, const struct pkt *p);

/* A packet with SYN: its options. */
void tcp_health_syn(struct tcp_more *own, const struct pkt *p);

/* Microseconds in 16 bits, to within one in 1,000: 11 bits and an exponent. */
uint16_t tcp_rtt_pack(uint32_t us);
uint32_t tcp_rtt_us(uint16_t rtt);
#endif
