#include "base/protocols.h"

#include <string.h>
#include <strings.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct ip_protocol ip_protocols[] = {
	{ .number = IPPROTO_ICMP, .look = LOOK_ICMP, .name = "ICMP", .word = "icmp" },
	{ .number = IPPROTO_IGMP, .look = LOOK_IGMP, .name = "IGMP", .word = "igmp" },
	{ .number = IPPROTO_TCP, .name = "TCP", .word = "tcp" },
	{ .number = PROTO_IGP, .look = LOOK_IGP, .name = "IGP", .word = "igp" },
	{ .number = IPPROTO_UDP, .look = LOOK_UDP, .name = "UDP", .word = "udp" },
	{ .number = IPPROTO_IPV6, .look = LOOK_TUNNEL },
	{ .number = IPPROTO_GRE, .look = LOOK_GRE, .name = "GRE", .word = "gre" },
	{ .number = IPPROTO_ESP, .word = "esp" },
	{ .number = IPPROTO_AH, .word = "ah" },
	{ .number = IPPROTO_ICMPV6, .name = "ICMPv6", .narrow = "ICMP6", .word = "icmpv6" },
	{ .number = PROTO_IGRP, .look = LOOK_IGRP, .name = "IGRP", .word = "igrp" },
	{ .number = PROTO_OSPF, .look = LOOK_OSPF, .name = "OSPF", .word = "ospf" },
	{ .number = PROTO_L2TP, .word = "l2tp" },
};

static const struct ether_type ether_types[] = {
	{ ETH_P_ARP, NONIP_ARP, NULL },
	{ ETH_P_RARP, NONIP_RARP, NULL },
	{ ETH_P_DNA_DL, NONIP_OTHER, "DEC MOP dump/load" },
	{ ETH_P_DNA_RC, NONIP_OTHER, "DEC MOP remote console" },
	{ ETH_P_DNA_RT, NONIP_OTHER, "DEC DECnet Phase IV" },
	{ ETH_P_LAT, NONIP_OTHER, "DEC LAT" },
	{ ETH_P_DIAG, NONIP_OTHER, "DEC DECnet Diagnostics" },
	{ ETH_P_CUST, NONIP_OTHER, "DEC DECnet Customer Use" },
	{ ETH_P_SCA, NONIP_OTHER, "DEC DECnet SCA" },
	{ ETH_P_IPX, NONIP_OTHER, "IPX" },
};

const struct ip_protocol *ip_protocol(unsigned number)
{
	for (size_t i = 0; i < COUNT(ip_protocols); i++)
		if (ip_protocols[i].number == number)
			return &ip_protocols[i];
	return NULL;
}

const struct ip_protocol *ip_protocol_by_word(const char *word, size_t n)
{
	for (size_t i = 0; i < COUNT(ip_protocols); i++) {
		const char *w = ip_protocols[i].word;

		if (w && strlen(w) == n && strncasecmp(w, word, n) == 0)
			return &ip_protocols[i];
	}
	return NULL;
}

const struct ether_type *ether_type(uint16_t type)
{
	for (size_t i = 0; i < COUNT(ether_types); i++)
		if (ether_types[i].type == type)
			return &ether_types[i];
	return NULL;
}

enum nonip nonip_kind(uint16_t ethertype)
{
	const struct ether_type *t = ether_type(ethertype);

	return t ? t->nonip : NONIP_OTHER;
}
