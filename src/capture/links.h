#ifndef CAPTURE_LINKS_H
#define CAPTURE_LINKS_H
/*
 * Link types, one row each: all that the program knows of Ethernet, PPP, tunnels and so on.  To add
 * one: a row here, and a decoder if there is none for its header.
 *
 * Live interfaces have the numbers of linux/if_arp.h (ARPHRD_*), as struct iface and sockaddr_ll of
 * packet(7) give them.  Capture files have the numbers of pcap-linktype(7),
 * https://www.tcpdump.org/linktypes.html, as pcap_datalink(3) gives them; these are mapped to a
 * row, and what only files have gets a LINK_* number, so that one number does for a frame.
 */
#include "capture/pkt.h"

/* ARPHRD_RAWIP and ARPHRD_IP6GRE, which not every C library has. */
#define LINK_RAWIP  519
#define LINK_IP6GRE 823
/* Outside the range of ARPHRD_*: what only files have. */
#define LINK_COOKED  0xff01 /* LINKTYPE_LINUX_SLL */
#define LINK_COOKED2 0xff02 /* LINKTYPE_LINUX_SLL2 */
#define LINK_NULL    0xff03 /* bare IP behind four bytes of address family */
#define LINK_PPP_DIR 0xff04 /* PPP behind a byte of direction */
#define LINK_SLIP    0xff05 /* bare IP behind sixteen bytes, the first of direction */
#define LINK_IPOIB   0xff06 /* InfiniBand behind its pseudo-header */
#define LINK_UNKNOWN 0xffff

/*
 * What libpcap is to compile an expression for.  A program for the kernel is made for Ethernet
 * only: of other links it is not certain that the kernel's filter sees what we are handed.
 */
enum link_program {
	PROGRAM_NONE, /* no expression lets a frame pass */
	PROGRAM_ETHERNET,
	PROGRAM_RAW,
	PROGRAM_PPP,
	PROGRAM_FDDI,
	PROGRAM_COOKED,
	PROGRAM_COOKED2,
	LINK_PROGRAMS
};
extern const uint16_t link_program_dlt[LINK_PROGRAMS]; /* pcap-linktype(7) */

/* Where a file's frames tell which way they went. */
enum link_direction { DIR_NONE, DIR_ETHERNET, DIR_FIRST_BYTE, DIR_COOKED, DIR_COOKED2 };

#define LINK_DLTS_MAX	5
#define LINK_HEADER_MAX 64 /* more than any link header has */

struct cursor;

struct link_type {
	uint16_t arphrd; /* ARPHRD_* or LINK_*; no two rows have the same */
	uint8_t program; /* enum link_program */
	uint8_t header;	 /* bytes that the kernel has before the network layer, at most */
	uint8_t strip;	 /* bytes in front of what was on the wire */
	uint8_t direction;
	uint8_t dlts;
	uint16_t dlt[LINK_DLTS_MAX]; /* of capture files */
	const char *lan; /* what LAN statistics call it; NULL: no stations with MAC addresses */
	/* Link header off, down to the network layer: ethertype, MACs, tags. */
	enum verdict (*decode)(const struct frame *f, struct cursor *c, struct pkt *p);
};

/* The last row is that of LINK_UNKNOWN. */
extern const struct link_type link_types[];
extern const size_t link_types_count; /* rows, the last included */

/* The row of a link type; that of LINK_UNKNOWN if there is none.  Never NULL. */
static inline const struct link_type *link_of(uint16_t arphrd)
{
	const struct link_type *l = link_types;

	while (l->arphrd != arphrd && l->arphrd != LINK_UNKNOWN)
		l++;
	return l;
}

/* The same for a file's. */
const struct link_type *link_of_dlt(int dlt);
#endif
