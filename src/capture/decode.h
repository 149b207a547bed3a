#ifndef CAPTURE_DECODE_H
#define CAPTURE_DECODE_H
/* The three floors of pkt_decode, for its own files.  Each sets its fields, returns a verdict. */
#include "capture/pkt.h"
#include "capture/pull.h"

#define TYPE_IP	  0x0800
#define TYPE_ARP  0x0806
#define TYPE_RARP 0x8035
#define TYPE_IPV6 0x86dd

/* Link header off, down to the network layer: ethertype, MACs, vlan. */
enum verdict decode_link(const struct frame *f, struct cursor *c, struct pkt *p);
/* By p->ethertype: IPv4, IPv6, ARP, RARP; all else is a non-IP packet and that is fine. */
enum verdict decode_network(struct cursor *c, unsigned flags, struct pkt *p);
/* By p->ipproto; c holds the IP payload and nothing behind it. */
enum verdict decode_transport(struct cursor *c, struct pkt *p);

/*
 * Walks the extension headers of IPv6 (RFC 8200, 4) from *next on; *next becomes what follows them.
 * Returns the fragment header, if there is one, in *frag; PKT_OK, PKT_TRUNCATED, or PKT_UNKNOWN
 * when there is no end to them.
 */
enum verdict decode_extensions(struct cursor *c, uint8_t *next, const uint8_t **frag);
#endif
