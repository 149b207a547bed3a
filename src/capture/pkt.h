#ifndef CAPTURE_PKT_H
#define CAPTURE_PKT_H
#include <stdbool.h>
#include "base/addr.h"
#include "capture/frame.h"

enum verdict {
	PKT_OK,
	PKT_FRAGMENT,  /* a later fragment: addresses, but no transport header of its own */
	PKT_BADSUM,    /* IPv4 header checksum is wrong; addresses are set, nothing beyond */
	PKT_TRUNCATED, /* a header claims more than there is */
	PKT_UNKNOWN,   /* link type that we do not decode */
	PKT_VERDICTS
};

/* What a packet was in, if it was in a tunnel; see decode_tunnel.c. */
enum tunnel { TUNNEL_NONE, TUNNEL_GRE, TUNNEL_VXLAN, TUNNEL_GENEVE, TUNNEL_IPIP, TUNNELS };

/* The outermost tunnel: addresses of the IP header around it, VNI or key. */
struct outer {
	struct addr src, dst;
	uint32_t id;
};

/* What an ICMP or ICMPv6 error quotes of the packet that caused it (RFC 792, RFC 4443). */
struct quoted {
	struct endpoint src, dst;
	uint8_t ipproto;
	bool valid; /* addresses and ports are set */
};

/*
 * What every engine, filter and log writer sees; the only product of decoding.
 * For non-IP frames ipver is 0 and only ethertype, MACs, lengths and (ARP, RARP) arp are set.
 */
struct pkt {
	const struct frame *frame;
	const uint8_t *smac, *dmac; /* six bytes in the frame; NULL on links without MACs */
	uint16_t ethertype; /* innermost; 4 (802.2) or 1 (raw 802.3) behind an 802.3 length */
	uint16_t vlan;	    /* of the frame's outermost tag, also one that the kernel stripped */
	uint8_t verdict;    /* enum verdict */
	uint8_t ipver;	    /* 4, 6, or 0: not IP */
	uint8_t ipproto;    /* transport protocol, after extension headers */
	uint8_t tcpflags;   /* RFC 9293, 3.1: the low eight bits */
	uint8_t icmp_type, icmp_code;
	uint16_t icmp_id;    /* of an echo request or reply */
	bool tagged;	     /* there was a tag; without one, vlan is 0 (as of a priority tag) */
	bool ports;	     /* source and destination port are known (a fragment: by its first) */
	bool first_fragment; /* offset 0 and more to come */
	uint8_t ttl;	     /* time to live, or hop limit, as it came */
	uint8_t tcpopt_len;  /* bytes of TCP options, the last of `headers`; see tcpopt.h */
	bool quic;	     /* of UDP: its payload has a long header of QUIC (RFC 9000, 17.2) */
	uint8_t tunnel;	     /* enum tunnel: what is here was in one; the rest of it is in outer */
	bool tunnel_has_id;  /* outer.id is set */
	uint32_t l3len;	     /* bytes after the link header, on the wire */
	uint32_t iplen;	     /* IP header and payload as the header says, never above l3len */
	uint32_t fragid;     /* of a fragment (first or later) */
	uint32_t seq, ack;
	uint32_t tcplen; /* payload bytes of TCP */
	uint32_t
		headers; /* bytes before the payload of TCP or UDP, link header and tags included */
	uint16_t segs;	 /* packets that were on the wire; more than 1: a super-packet */
	uint16_t window;
	struct endpoint src, dst;
	/* Fragments of this datagram seen before its first, now accountable under its ports. */
	uint32_t early_packets, early_bytes;
	/* By ipproto, or ethertype; stays unset for packets that have none of these. */
	union {
		struct quoted quoted;	       /* ICMP and ICMPv6 errors */
		struct {		       /* RFC 2328, A.3.1 and RFC 5340, A.3.1 */
			uint8_t version, type; /* version 0: the header was cut short */
			uint32_t area;	       /* host order */
			uint32_t router;       /* network order */
		} ospf;
		struct {		   /* RFC 826, RFC 903 */
			uint16_t op;	   /* 1 request, 2 reply; 3, 4 reverse; 0: unusable */
			uint32_t spa, tpa; /* IPv4, network order; 0 where not IPv4 over Ethernet */
			uint8_t sha[6], tha[6];
		} arp;
	};
	struct outer outer; /* unset outside a tunnel */
};

/* Of a packet of ICMP or ICMPv6: echo request or reply (RFC 792, RFC 4443). */
static inline bool pkt_is_echo(const struct pkt *p)
{
	return p->ipproto == IPPROTO_ICMP ? p->icmp_type == 0 || p->icmp_type == 8
					  : p->icmp_type == 128 || p->icmp_type == 129;
}

#define DECODE_6IN4    0x1 /* show the inner packet of an IPv6-in-IPv4 tunnel (RFC 4213) */
#define DECODE_TUNNELS 0x2 /* that of any tunnel, and note the outermost in tunnel and outer */

/*
 * Any frame of any length in, a packet out.  Reads nothing at or past data + caplen, keeps no
 * state, sets every field before the union, and of the union what ipproto or ethertype selects.  Of
 * what was in a tunnel, headers counts from the frame's start, l3len and iplen from the inner
 * packet.
 */
void pkt_decode(const struct frame *f, unsigned flags, struct pkt *out);
#endif
