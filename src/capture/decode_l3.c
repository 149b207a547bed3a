/* The network layer: IPv4, IPv6, ARP and RARP. */
#include "base/bytes.h"
#include "capture/decode.h"

/*
 * RFC 791, 3.1: the header's 16-bit words, its own included, add up to all ones.  Such a sum is
 * the same in either byte order and by larger words (RFC 1071, 2).
 */
static inline bool sum_is_right(const uint8_t *h, unsigned bytes)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < bytes; i += 4) {
		uint32_t word;

		memcpy(&word, h + i, sizeof(word));
		sum += word;
	}
	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (sum & 0xffff) + (sum >> 16) == 0xffff;
}

/* Offset, flags and id of a fragment; true when it is a later one, without a transport header. */
static bool is_later_fragment(struct pkt *p, unsigned offset, bool more, uint32_t id)
{
	if (!offset && !more)
		return false;
	p->fragid = id;
	p->first_fragment = offset == 0;
	return offset != 0;
}

/* Not inlined: its local variable would bring the stack protector into the path of IPv4. */
static __attribute__((noinline)) enum verdict decode_ipv6(struct cursor *c, struct pkt *p)
{
	const uint8_t *h = pull(c, 40), *frag;
	uint32_t payload;
	enum verdict v;

	if (!h || h[0] >> 4 != 6)
		return PKT_TRUNCATED;
	p->ipver = 6;
	addr_set_v6(&p->src.addr, h + 8);
	addr_set_v6(&p->dst.addr, h + 24);
	p->ipproto = h[6];
	p->ttl = h[7];
	payload = be16(h + 4);
	/* RFC 2675: a jumbogram's length is 0 here, and too large to be wrong about */
	if (payload || h[6] != IPPROTO_HOPOPTS)
		limit(c, payload);
	p->iplen = 40 + c->wire;
	v = decode_extensions(c, &p->ipproto, &frag);
	if (v != PKT_OK)
		return v;
	if (frag && is_later_fragment(p, be16(frag + 2) & ~7u, frag[3] & 1, be32(frag + 4)))
		return PKT_FRAGMENT;
	return PKT_OK;
}

static enum verdict decode_ipv4(struct cursor *c, struct pkt *p)
{
	const uint8_t *h = peek(c, 20);
	uint32_t header = h ? (h[0] & 15u) * 4 : 0, total;
	uint16_t offset;

	if (!h || h[0] >> 4 != 4 || header < 20)
		return PKT_TRUNCATED;
	p->ipver = 4;
	addr_set_v4(&p->src.addr, h + 12);
	addr_set_v4(&p->dst.addr, h + 16);
	p->ipproto = h[9];
	p->ttl = h[8];
	total = be16(h + 2);
	if (total == 0) /* a segment that the card will cut up; its true length is not known here */
		total = c->wire;
	limit(c, total);
	p->iplen = c->wire;
	if (!pull(c, header))
		return PKT_TRUNCATED;
	if (!sum_is_right(h, header))
		return PKT_BADSUM;
	offset = be16(h + 6);
	if (is_later_fragment(p, offset & 0x1fff, offset & 0x2000, be16(h + 4)))
		return PKT_FRAGMENT;
	return PKT_OK;
}

/* RFC 826 and RFC 903, for IPv4 over six-byte addresses; others are named by op 0. */
static enum verdict decode_arp(struct cursor *c, struct pkt *p)
{
	const uint8_t *h = pull(c, 28);

	memset(&p->arp, 0, sizeof(p->arp));
	if (!h || be16(h + 2) != ETH_P_IP || h[4] != 6 || h[5] != 4)
		return PKT_OK;
	p->arp.op = be16(h + 6);
	memcpy(p->arp.sha, h + 8, 6);
	memcpy(&p->arp.spa, h + 14, 4);
	memcpy(p->arp.tha, h + 18, 6);
	memcpy(&p->arp.tpa, h + 24, 4);
	return PKT_OK;
}

enum verdict decode_network(struct cursor *c, struct pkt *p)
{
	switch (p->ethertype) {
	case ETH_P_IP:
		return decode_ipv4(c, p);
	case ETH_P_IPV6:
		return decode_ipv6(c, p);
	case ETH_P_ARP:
	case ETH_P_RARP:
		return decode_arp(c, p);
	default:
		return PKT_OK;
	}
}
