#ifndef CAPTURE_DECODE_H
#define CAPTURE_DECODE_H
/*
 * The three floors of pkt_decode, for its own files: link, network, transport.  Each sets its
 * fields of the packet and returns a verdict; none calls another, pkt_decode calls them all.
 * Tunnels start again from the first or the second floor.
 */
#include "base/protocols.h"
#include "capture/pkt.h"
#include "capture/pull.h"

/* A tag, from the outermost inwards: the first counts. */
static inline void pkt_tag(struct pkt *p, uint16_t tci)
{
	if (p->tagged)
		return;
	p->tagged = true;
	p->vlan = tci & 0x0fff;
}

/* Link header off, down to the network layer: ethertype, MACs, tags.  See links.c. */
enum verdict decode_ethernet(const struct frame *f, struct cursor *c, struct pkt *p);
enum verdict decode_fddi(const struct frame *f, struct cursor *c, struct pkt *p);
enum verdict decode_raw(const struct frame *f, struct cursor *c, struct pkt *p);
enum verdict decode_ppp(const struct frame *f, struct cursor *c, struct pkt *p);
enum verdict decode_ipoib(const struct frame *f, struct cursor *c, struct pkt *p);
enum verdict decode_cooked(const struct frame *f, struct cursor *c, struct pkt *p);
enum verdict decode_cooked2(const struct frame *f, struct cursor *c, struct pkt *p);
/* From an ethertype on. */
enum verdict decode_ethertype(struct cursor *c, uint16_t type, struct pkt *p);
/* PKT_UNKNOWN */
enum verdict decode_unknown(const struct frame *f, struct cursor *c, struct pkt *p);

/*
 * By p->ethertype: IPv4, IPv6, ARP, RARP; all else is a non-IP packet and that is fine.  PKT_OK of
 * an IP packet: c holds its payload and nothing behind it.
 */
enum verdict decode_network(struct cursor *c, struct pkt *p);
/* The payload of an IP packet, by p->ipproto. */
enum verdict decode_transport(struct cursor *c, struct pkt *p);
/* Both of these. */
enum verdict decode_ip(struct cursor *c, struct pkt *p);

/*
 * Of a packet that carries another one, p becomes the inner packet; where that is cut short or
 * wrong, or p is a fragment, it stays.  c: its payload, moved on.  p->verdict is set.
 */
void decode_tunnels(struct cursor *c, struct pkt *p);

/*
 * Walks the extension headers of IPv6 (RFC 8200, 4) from *next on; *next becomes what follows them.
 * Returns the fragment header, if there is one, in *frag; PKT_OK, PKT_TRUNCATED, or PKT_UNKNOWN
 * when there are too many.
 */
enum verdict decode_extensions(struct cursor *c, uint8_t *next, const uint8_t **frag);
#endif
