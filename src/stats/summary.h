#ifndef STATS_SUMMARY_H
#define STATS_SUMMARY_H
/*
 * A packet summary: all that a screen line or a log line says of it, small enough to keep by the
 * hundred.
 */
#include <stdbool.h>
#include "base/addr.h"
#include "base/strbuf.h"
#include "capture/pkt.h"
#include "stats/table.h"

enum summary_kind { SUMMARY_IP, SUMMARY_ARP, SUMMARY_RARP, SUMMARY_NONIP };

struct summary {
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
	uint16_t vlan;	     /* as vlan_of() has it */
	uint8_t tunnel;	     /* enum tunnel that the packet was in, */
	bool tunnel_has_id;  /* and whether that has an id */
	uint32_t tunnel_id; /* VNI, or key of GRE */
};

void summary_take(struct summary *b, const struct pkt *p, bool mac_shown);

/* "UDP", "ICMPv6", "OSPFv2", "IP protocol", "ARP request for 10.0.0.2", "Non-IP (0x88cc)", ... */
void summary_proto(const struct summary *b, struct strbuf *out);
/*
 * What ICMP says: "dest unrch (port)"; what a later fragment is: "fragment"; OSPF's type; empty
 * otherwise.
 */
void summary_detail(const struct summary *b, struct strbuf *out);
/* OSPF's "(a=AREA r=ROUTER)"; empty otherwise. */
void summary_ospf(const struct summary *b, struct strbuf *out);

/*
 * Writes an address or a port as the reader wants it (names, or numbers); NULL where a function
 * is not needed.
 */
struct summary_style {
	void *ctx;
	void (*addr)(void *ctx, const struct addr *a, struct strbuf *out);
	void (*port)(void *ctx, uint16_t port, uint8_t proto, struct strbuf *out);
};
/* What packets are found by: rows are summaries.  It has no rows of its own, no engine has it. */
extern const struct table packets_table;

/* Numbers only. */
extern const struct summary_style summary_plain;

/* What it came in: " VLAN 20 in vxlan 42"; empty: no tag, no tunnel. */
void summary_path(const struct summary *b, struct strbuf *out);

/* The line of the lower window: "UDP (1206 bytes) from 10.0.0.1:9999 to 10.0.0.2:53 on eth0". */
void summary_line(const struct summary *b, const struct summary_style *style, struct strbuf *out);
#endif
