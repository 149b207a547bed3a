#include "capture/links.h"

#include <net/if_arp.h>

#include "capture/decode.h"

#define DLT(...)                                                                                   \
	.dlts = sizeof((const uint16_t[]){ __VA_ARGS__ }) / sizeof(uint16_t), .dlt = { __VA_ARGS__ }

/* The header of a tunnel or a serial line depends on its driver. */
#define RAW(number)                                                                                \
	.arphrd = (number), .program = PROGRAM_RAW, .header = LINK_HEADER_MAX, .decode = decode_raw

/* The most frequent first: they are searched in this order. */
const struct link_type link_types[] = {
	{ .arphrd = ARPHRD_ETHER,
	  DLT(1),
	  .program = PROGRAM_ETHERNET,
	  .header = 14,
	  .direction = DIR_ETHERNET,
	  .lan = "Ethernet",
	  .decode = decode_ethernet },
	{ .arphrd = ARPHRD_LOOPBACK,
	  .program = PROGRAM_ETHERNET,
	  .header = 14,
	  .decode = decode_ethernet },
	/* LINKTYPE_RAW and the numbers that libpcap has for it, LINKTYPE_IPV4, LINKTYPE_IPV6 */
	{ RAW(ARPHRD_NONE), DLT(12, 14, 101, 228, 229) },
	{ RAW(LINK_RAWIP) },
	{ .arphrd = ARPHRD_PPP,
	  DLT(9, 50), /* LINKTYPE_PPP, LINKTYPE_PPP_HDLC */
	  .program = PROGRAM_PPP,
	  .header = LINK_HEADER_MAX,
	  .decode = decode_ppp },
	{ RAW(ARPHRD_TUNNEL) },
	{ RAW(ARPHRD_TUNNEL6) },
	{ RAW(ARPHRD_SIT) },
	{ RAW(ARPHRD_IPGRE) },
	{ RAW(LINK_IP6GRE) },
	{ RAW(ARPHRD_SLIP) },
	{ RAW(ARPHRD_CSLIP) },
	{ RAW(ARPHRD_SLIP6) },
	{ RAW(ARPHRD_CSLIP6) },
	{ .arphrd = ARPHRD_FDDI,
	  DLT(10),
	  .program = PROGRAM_FDDI,
	  .header = LINK_HEADER_MAX,
	  .lan = "FDDI",
	  .decode = decode_fddi },
	{ .arphrd = ARPHRD_INFINIBAND, .header = LINK_HEADER_MAX, .decode = decode_ipoib },

	/* files only */
	{ .arphrd = LINK_COOKED,
	  DLT(113),
	  .program = PROGRAM_COOKED,
	  .direction = DIR_COOKED,
	  .decode = decode_cooked },
	{ .arphrd = LINK_COOKED2,
	  DLT(276),
	  .program = PROGRAM_COOKED2,
	  .direction = DIR_COOKED2,
	  .decode = decode_cooked2 },
	{ RAW(LINK_NULL), DLT(0, 108), .strip = 4 }, /* LINKTYPE_NULL, LINKTYPE_LOOP */
	{ .arphrd = LINK_PPP_DIR,
	  DLT(204),
	  .program = PROGRAM_PPP,
	  .strip = 1,
	  .direction = DIR_FIRST_BYTE,
	  .decode = decode_ppp },
	{ RAW(LINK_SLIP), DLT(8), .strip = 16, .direction = DIR_FIRST_BYTE },
	/* 40 bytes of addresses before the type; of these the kernel's own frames have 20 */
	{ .arphrd = LINK_IPOIB, DLT(242), .strip = 20, .decode = decode_ipoib },

	{ .arphrd = LINK_UNKNOWN, .header = LINK_HEADER_MAX, .decode = decode_unknown },
};
const size_t link_types_count = sizeof(link_types) / sizeof(link_types[0]);

const uint16_t link_program_dlt[LINK_PROGRAMS] = {
	[PROGRAM_ETHERNET] = 1, [PROGRAM_RAW] = 12,	[PROGRAM_PPP] = 9,
	[PROGRAM_FDDI] = 10,	[PROGRAM_COOKED] = 113, [PROGRAM_COOKED2] = 276,
};

static bool has_dlt(const struct link_type *l, int dlt)
{
	for (unsigned i = 0; i < l->dlts; i++)
		if (l->dlt[i] == dlt)
			return true;
	return false;
}

const struct link_type *link_of_dlt(int dlt)
{
	const struct link_type *l = link_types;

	while (l->arphrd != LINK_UNKNOWN && !has_dlt(l, dlt))
		l++;
	return l;
}
