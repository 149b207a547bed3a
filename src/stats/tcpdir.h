#ifndef STATS_TCPDIR_H
#define STATS_TCPDIR_H
/*
 * What is kept of one direction of a TCP connection, in two parts that lie in different cache
 * lines: the next data of a stream needs the first alone.
 */
#include <stdint.h>

/* Flags of its header (RFC 9293, 3.1; RFC 3168, 6.1). */
enum {
	TCP_FIN = 0x01,
	TCP_SYN = 0x02,
	TCP_RST = 0x04,
	TCP_PSH = 0x08,
	TCP_ACK = 0x10,
	TCP_URG = 0x20,
	TCP_ECE = 0x40,
	TCP_CWR = 0x80
};

enum tcp_state { TCP_OPEN, TCP_DONE, TCP_CLOS, TCP_RSET, TCP_TMOU };

/* What of a direction is being watched for. */
enum tcp_watch {
	TCP_WATCH_NOTHING,
	TCP_WATCH_SYN, /* the acknowledgement of its SYN, sent at mark_us; mark: the end of it */
	TCP_WATCH_ACK, /* the same of data */
	TCP_WATCH_GAP  /* what is missing from mark on, since mark_us */
};

/* What is known of a direction; bits. */
enum { TCP_KNOWN_DATA = 1, TCP_KNOWN_ACK = 2, TCP_KNOWN_BOTH = 3 };

/* Zeroed at first. */
struct tcp_half {
	uint32_t end;	     /* sequence number behind the highest that was sent; TCP_KNOWN_DATA */
	uint32_t acked;	     /* highest acknowledgement number that it sent; TCP_KNOWN_ACK */
	uint16_t window;     /* of the last packet, as it was sent: not scaled */
	uint8_t flags;	     /* of the last packet */
	uint8_t state : 3;   /* enum tcp_state */
	uint8_t known : 2;   /* TCP_KNOWN_ */
	uint8_t watched : 1; /* watch is not TCP_WATCH_NOTHING */
};

/* Zeroed at first. */
struct tcp_more {
	uint32_t finack; /* acknowledgement number in the last FIN sent */
	uint32_t mark, mark_us;
	uint32_t srtt_us : 24; /* 0: not measured */
	uint32_t begun : 8;    /* the connection's first packet: its part of a second, in 1/256 */

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

	uint8_t watch;	      /* enum tcp_watch */
	uint8_t ttl;	      /* of its first packet */
	uint8_t zero_windows; /* times that its window closed */
};

/* Both parts; they belong to the connection's row. */
struct tcp_dir {
	struct tcp_half *half;
	struct tcp_more *more;
};
#endif
