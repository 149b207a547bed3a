#ifndef STATS_BRIEF_H
#define STATS_BRIEF_H
/*
 * A packet in brief: all that a screen line or a log line says of it, small enough to keep by the
 * hundred.
 */
#include <stdbool.h>
#include "base/addr.h"
#include "base/strbuf.h"
#include "capture/pkt.h"

enum brief_kind { BRIEF_IP, BRIEF_ARP, BRIEF_RARP, BRIEF_NONIP };

struct brief {
	struct endpoint src, dst;
	uint32_t len; /* IP bytes, or the bytes after the link header of non-IP */
	int ifindex;
	uint16_t ethertype;
	uint8_t kind, ipver, ipproto;
	uint8_t type, code;	   /* ICMP; OSPF: type and version */
	bool ports, fragment, mac; /* which parts are there */
	bool mac_shown;		   /* the source MAC belongs to the line (option, or non-IP) */
	uint8_t smac[6], dmac[6];
	uint32_t a, b; /* OSPF: area, router; ARP: op, address; RARP: op and hw */
	uint8_t hw[6];
};

void brief_take(struct brief *b, const struct pkt *p, bool mac_shown);

/* "UDP", "ICMPv6", "OSPFv2", "IP protocol", "ARP request for 10.0.0.2", "Non-IP (0x88cc)", ... */
void brief_proto(const struct brief *b, struct strbuf *out);
/*
 * What ICMP says: "dest unrch (port)"; what a later fragment is: "fragment"; OSPF's type; empty
 * otherwise.
 */
void brief_detail(const struct brief *b, struct strbuf *out);
/* OSPF's "(a=AREA r=ROUTER)"; empty otherwise. */
void brief_ospf(const struct brief *b, struct strbuf *out);

/*
 * Writes an address or a port as the reader wants it (names, or numbers); NULL where a function
 * is not needed.
 */
struct brief_style {
	void *ctx;
	void (*addr)(void *ctx, const struct addr *a, struct strbuf *out);
	void (*port)(void *ctx, uint16_t port, uint8_t proto, struct strbuf *out);
};
/* Numbers only. */
extern const struct brief_style brief_plain;

/* The line of the lower window: "UDP (1206 bytes) from 10.0.0.1:9999 to 10.0.0.2:53 on eth0". */
void brief_line(const struct brief *b, const struct brief_style *style, struct strbuf *out);
#endif
