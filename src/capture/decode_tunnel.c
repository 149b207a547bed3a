/*
 * Tunnels: GRE (RFC 2784, RFC 2890), VXLAN (RFC 7348), Geneve (RFC 8926), IP in IP (RFC 2003,
 * RFC 2473, RFC 4213).  Inside must be a packet of IP, whole and right, or ARP; of anything else
 * the outer packet stays: it may be no tunnel at all.
 */
#include "base/bytes.h"
#include "capture/decode.h"

#define LEVELS_MAX    4 /* a tunnel within the fourth is a packet like any other */
#define GRE_SUM	      0x8000
#define GRE_KEY	      0x2000
#define GRE_SEQUENCE  0x1000
#define GRE_REFUSED   0x4c07 /* RFC 2784, 2.2 and 2.3: source routes, and any version but 0 */
#define VXLAN_PORT    4789
#define VXLAN_LINUX   8472 /* what the kernel takes unless told otherwise: ip-link(8), dstport */
#define VXLAN_HAS_VNI 0x08
#define GENEVE_PORT   6081
#define GENEVE_OAM    0x80 /* control, not data */

/* What a tunnel header says of what is behind it. */
struct inside {
	uint8_t kind; /* enum tunnel */
	bool has_id;
	uint32_t id;
	uint16_t type; /* ethertype; ETH_P_TEB: a whole Ethernet frame */
};

static bool read_gre(struct cursor *c, struct inside *in)
{
	const uint8_t *h = pull(c, 4);
	uint16_t flags = h ? be16(h) : GRE_REFUSED;

	if (flags & GRE_REFUSED)
		return false;
	*in = (struct inside){ .kind = TUNNEL_GRE, .type = be16(h + 2) };
	if ((flags & GRE_SUM) && !pull(c, 4))
		return false;
	if (flags & GRE_KEY) {
		h = pull(c, 4);
		if (!h)
			return false;
		in->has_id = true;
		in->id = be32(h);
	}
	return !(flags & GRE_SEQUENCE) || pull(c, 4);
}

/* A network identifier of 24 bits, and a reserved octet. */
static uint32_t vni_of(const uint8_t *h)
{
	return be32(h) >> 8;
}

static bool read_vxlan(struct cursor *c, struct inside *in)
{
	const uint8_t *h = pull(c, 8);

	if (!h || !(h[0] & VXLAN_HAS_VNI))
		return false;
	*in = (struct inside){
		.kind = TUNNEL_VXLAN, .has_id = true, .id = vni_of(h + 4), .type = ETH_P_TEB
	};
	return true;
}

static bool read_geneve(struct cursor *c, struct inside *in)
{
	const uint8_t *h = pull(c, 8);

	if (!h || h[0] >> 6 != 0 || (h[1] & GENEVE_OAM) || !pull(c, (h[0] & 0x3fu) * 4))
		return false;
	*in = (struct inside){
		.kind = TUNNEL_GENEVE, .has_id = true, .id = vni_of(h + 4), .type = be16(h + 2)
	};
	return true;
}

static bool read_udp(struct cursor *c, uint16_t port, struct inside *in)
{
	if (port != VXLAN_PORT && port != VXLAN_LINUX && port != GENEVE_PORT)
		return false;
	if (!pull(c, 8))
		return false;
	return port == GENEVE_PORT ? read_geneve(c, in) : read_vxlan(c, in);
}

/* The tunnel header off; false: p is no tunnel's packet, or not all of one. */
static bool read_header(struct cursor *c, const struct pkt *p, struct inside *in)
{
	if (p->first_fragment)
		return false;
	switch (p->ipproto) {
	case IPPROTO_IPIP:
		*in = (struct inside){ .kind = TUNNEL_IPIP, .type = ETH_P_IP };
		return true;
	case IPPROTO_IPV6:
		*in = (struct inside){ .kind = TUNNEL_IPIP, .type = ETH_P_IPV6 };
		return true;
	case IPPROTO_GRE:
		return read_gre(c, in);
	case IPPROTO_UDP:
		return read_udp(c, p->dst.port, in);
	default:
		return false;
	}
}

/* The pair and the id of the outermost tunnel are kept. */
static void note_tunnel(struct pkt *inner, const struct pkt *p, const struct inside *in)
{
	if (p->tunnel) {
		inner->tunnel = p->tunnel;
		inner->tunnel_has_id = p->tunnel_has_id;
		inner->outer = p->outer;
		return;
	}
	inner->tunnel = in->kind;
	inner->tunnel_has_id = in->has_id;
	inner->outer = (struct outer){ .src = p->src.addr, .dst = p->dst.addr, .id = in->id };
}

/* Link header of what is inside; of a frame its MAC addresses, but not its tags. */
static bool strip_link(struct cursor *c, const struct inside *in, struct pkt *inner)
{
	uint16_t vlan = inner->vlan;
	bool tagged = inner->tagged;
	enum verdict v = in->type == ETH_P_TEB ? decode_ethernet(inner->frame, c, inner)
					       : decode_ethertype(c, in->type, inner);

	inner->vlan = vlan;
	inner->tagged = tagged;
	return v == PKT_OK;
}

static bool is_ip(const struct pkt *p)
{
	return p->ethertype == ETH_P_IP || p->ethertype == ETH_P_IPV6;
}

static bool is_arp(const struct pkt *p)
{
	return p->ethertype == ETH_P_ARP || p->ethertype == ETH_P_RARP;
}

/*
 * From behind the tunnel header on; false: p stays.  The cursor goes with the packet.  Not inlined:
 * most packets are in no tunnel.
 */
static __attribute__((noinline)) bool enter(struct cursor *c, const struct inside *in,
					    struct pkt *p)
{
	const struct frame *f = p->frame;
	uint32_t wire = f->wirelen > f->caplen ? f->wirelen : f->caplen;
	struct pkt inner = {
		.frame = f, .smac = p->smac, .dmac = p->dmac, .vlan = p->vlan, .tagged = p->tagged
	};
	enum verdict v;

	if (!strip_link(c, in, &inner))
		return false;
	/* of IP up to the frame's end, so that what is before it can be told from the frame */
	inner.l3len = is_ip(&inner) ? wire - (uint32_t)(c->p - f->data) : c->wire;
	v = decode_ip(c, &inner);
	if ((v != PKT_OK && v != PKT_FRAGMENT) || !(inner.ipver || is_arp(&inner)))
		return false;
	note_tunnel(&inner, p, in);
	inner.verdict = (uint8_t)v;
	*p = inner;
	return true;
}

void decode_tunnels(struct cursor *c, struct pkt *p)
{
	struct inside in;

	for (int level = 0; level < LEVELS_MAX; level++)
		if (p->verdict != PKT_OK || !p->ipver || !read_header(c, p, &in) ||
		    !enter(c, &in, p))
			return;
}
