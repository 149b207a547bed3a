/*
 * How it works: a frame is walked once, from the front, through three floors (link, network,
 * transport).  Every byte that is looked at is pulled off a cursor that knows how many were
 * captured and how many there were; loops over tags, labels and headers have a fixed bound.
 */
#include "capture/decode.h"
#include "capture/links.h"

/* Copied from, because a memset of this length starts slower (rep stos) than the copy ends. */
static const struct pkt blank;

/* Each segment has headers of its own, and all but the last are of the same size. */
static uint16_t count_segments(const struct pkt *p)
{
	uint32_t size = p->frame->segsize, all = frame_bytes(p->frame), n = 1;

	if (size && p->headers && all > p->headers)
		n = (all - p->headers + size - 1) / size;
	return n < UINT16_MAX ? (uint16_t)n : UINT16_MAX;
}

enum verdict decode_ip(struct cursor *c, struct pkt *p)
{
	enum verdict v = decode_network(c, p);

	return v == PKT_OK && p->ipver ? decode_transport(c, p) : v;
}

/* An IPv6 packet as IPv4's payload: taken for itself if it is one, else the outer stays. */
static __attribute__((noinline)) void decode_6in4(const struct cursor *c, struct pkt *p)
{
	struct cursor in = *c;
	struct pkt inner = { .frame = p->frame,
			     .smac = p->smac,
			     .dmac = p->dmac,
			     .vlan = p->vlan,
			     .tagged = p->tagged,
			     .ethertype = ETH_P_IPV6,
			     .l3len = p->l3len };
	enum verdict v = decode_ip(&in, &inner);

	if (v == PKT_TRUNCATED || v == PKT_UNKNOWN)
		return;
	inner.verdict = (uint8_t)v;
	*p = inner;
}

static bool is_6in4(const struct pkt *p)
{
	return p->ipproto == IPPROTO_IPV6 && p->ipver == 4 && !p->first_fragment;
}

void pkt_decode(const struct frame *f, unsigned flags, struct pkt *out)
{
	struct cursor c = {
		.p = f->data,
		.left = f->caplen,
		/* a file may claim less on the wire than it holds */
		.wire = f->wirelen > f->caplen ? f->wirelen : f->caplen,
	};
	enum verdict v;

	memcpy(out, &blank, offsetof(struct pkt, quoted));
	out->frame = f;
	if (f->vlan_tpid)
		pkt_tag(out, f->vlan_tci);
	v = link_of(f->arphrd)->decode(f, &c, out);
	out->l3len = c.wire;
	if (v == PKT_OK)
		v = decode_ip(&c, out);
	out->verdict = (uint8_t)v;
	if (flags & DECODE_TUNNELS)
		decode_tunnels(&c, out);
	else if (v == PKT_OK && (flags & DECODE_6IN4) && is_6in4(out))
		decode_6in4(&c, out);
	out->segs = count_segments(out);
}
