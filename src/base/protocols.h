#ifndef BASE_PROTOCOLS_H
#define BASE_PROTOCOLS_H
/*
 * IP protocols and ethertypes that the program knows by itself, one row each.  Numbers are used by
 * name everywhere else: IPPROTO_* of netinet/in.h, ETH_P_* of linux/if_ether.h, and those below.
 *
 * Numbers: https://www.iana.org/assignments/protocol-numbers (IP protocols) and
 * https://www.iana.org/assignments/ieee-802-numbers (ethertypes).
 */
#include <linux/if_ether.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>

/* What netinet/in.h does not have. */
enum {
	PROTO_IGP = 9,		 /* any private interior gateway */
	PROTO_IGRP = 88,	 /* Cisco's, and EIGRP (RFC 7868) */
	PROTO_OSPF = 89,	 /* RFC 2328, RFC 5340 */
	PROTO_L2TP = 115,	 /* RFC 3931 */
	PROTO_HIP = 139,	 /* RFC 7401 */
	PROTO_SHIM6 = 140,	 /* RFC 5533 */
	PROTO_EXPERIMENT1 = 253, /* RFC 3692 */
	PROTO_EXPERIMENT2 = 254,
};

/* What a packet of it looks like in the IP traffic monitor; ui/ has the colours. */
enum proto_look {
	LOOK_OTHER,
	LOOK_ICMP,
	LOOK_IGMP,
	LOOK_UDP,
	LOOK_GRE,
	LOOK_TUNNEL,
	LOOK_IGP,
	LOOK_IGRP,
	LOOK_OSPF,
	PROTO_LOOKS
};

struct ip_protocol {
	uint8_t number;
	uint8_t look;	    /* enum proto_look */
	const char *name;   /* part of the interface, whatever protocols(5) says; NULL: as there */
	const char *narrow; /* the same for a narrow column; NULL: as name */
	const char *word;   /* in the rules of filters; NULL: only by its number */
};

/* NULL when the program does not know it. */
const struct ip_protocol *ip_protocol(unsigned number);
/* By its word in rules, of n bytes, in any case. */
const struct ip_protocol *ip_protocol_by_word(const char *word, size_t n);

/* What a packet that is not IP is to filters, settings and summaries. */
enum nonip { NONIP_OTHER, NONIP_ARP, NONIP_RARP, NONIP_KINDS };

struct ether_type {
	uint16_t type;
	uint8_t nonip; /* enum nonip */
	const char *name;
};

/* NULL when the program does not know it. */
const struct ether_type *ether_type(uint16_t type);
enum nonip nonip_kind(uint16_t ethertype);
#endif
