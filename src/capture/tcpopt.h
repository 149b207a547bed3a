#ifndef CAPTURE_TCPOPT_H
#define CAPTURE_TCPOPT_H
/* TCP options (RFC 9293, 3.2; window scale: RFC 7323, 2.2; SACK: RFC 2018). */
#include "capture/pkt.h"

#define TCPOPT_SCALE_MAX 14 /* RFC 7323, 2.3: a larger one counts as this */

struct tcp_options {
	uint16_t mss;	   /* 0: none */
	bool scaled;	   /* window scale is there */
	uint8_t scale;	   /* shift count, at most TCPOPT_SCALE_MAX */
	bool sack_allowed; /* SACK-permitted */
	bool sack;	   /* at least one SACK block */
};

/*
 * Reads at most n bytes of options.  One that is malformed or cut short ends the list; those before
 * it count.
 */
void tcp_options_read(const uint8_t *p, size_t n, struct tcp_options *out);
/* Of a packet of TCP, as far as they were captured. */
void tcp_options_of(const struct pkt *p, struct tcp_options *out);
#endif
