/* The transport layer, and what ICMP errors and OSPF say of themselves. */
#include "base/bytes.h"
#include "capture/decode.h"

/* On the wire: with the tag that the kernel stripped. */
static uint32_t bytes_before(const struct pkt *p, const uint8_t *h)
{
	return (uint32_t)(h - p->frame->data) + (p->frame->vlan_tpid != 0) * FRAME_TAG;
}

/* RFC 9293, 3.1 */
static enum verdict decode_tcp(struct cursor *c, struct pkt *p)
{
	const uint8_t *h = peek(c, 20);
	uint32_t header = h ? (h[12] >> 4) * 4u : 0;

	if (!h || header < 20 || header > c->wire)
		return PKT_TRUNCATED;
	p->src.port = be16(h);
	p->dst.port = be16(h + 2);
	p->ports = true;
	p->seq = be32(h + 4);
	p->ack = be32(h + 8);
	p->tcpflags = h[13];
	p->window = be16(h + 14);
	p->tcplen = c->wire - header;
	p->headers = bytes_before(p, h) + header;
	p->tcpopt_len = (uint8_t)(header - 20);
	return PKT_OK;
}

/*
 * The long header that a QUIC connection begins with (RFC 9000, 17.2): form and fixed bit, and a
 * version: 1, 2 (RFC 9369), or a draft's.
 */
static bool is_quic(const uint8_t *h)
{
	uint32_t version = be32(h + 1);

	return (h[0] & 0xc0) == 0xc0 &&
	       (version == 1 || version == 0x6b3343cf || version >> 8 == 0xff0000);
}

/* RFC 768 */
static enum verdict decode_udp(struct cursor *c, struct pkt *p)
{
	const uint8_t *h = peek(c, 8);

	if (!h)
		return PKT_TRUNCATED;
	p->src.port = be16(h);
	p->dst.port = be16(h + 2);
	p->ports = true;
	p->headers = bytes_before(p, h) + 8;
	p->quic = peek(c, 8 + 5) && is_quic(h + 8);
	return PKT_OK;
}

/* The packet that an error quotes: its head, as far as it goes. */
static bool quote_addresses(struct cursor *c, struct quoted *q)
{
	const uint8_t *h = peek(c, 1), *frag;

	if (h && *h >> 4 == 4) {
		h = peek(c, 20);
		if (!h || (be16(h + 6) & 0x1fff) || !pull(c, (h[0] & 15u) * 4))
			return false;
		addr_set_v4(&q->src.addr, h + 12);
		addr_set_v4(&q->dst.addr, h + 16);
		q->ipproto = h[9];
		return (h[0] & 15) >= 5;
	}
	h = pull(c, 40);
	if (!h || h[0] >> 4 != 6)
		return false;
	addr_set_v6(&q->src.addr, h + 8);
	addr_set_v6(&q->dst.addr, h + 24);
	q->ipproto = h[6];
	return decode_extensions(c, &q->ipproto, &frag) == PKT_OK &&
	       !(frag && (be16(frag + 2) & ~7u));
}

static void decode_quoted(struct cursor *c, struct quoted *q)
{
	const uint8_t *h;

	if (!quote_addresses(c, q))
		return;
	if (q->ipproto != IPPROTO_TCP && q->ipproto != IPPROTO_UDP) {
		q->valid = true;
		return;
	}
	h = peek(c, 4);
	if (!h)
		return;
	q->src.port = be16(h);
	q->dst.port = be16(h + 2);
	q->valid = true;
}

static bool is_error(const struct pkt *p)
{
	if (p->ipproto == IPPROTO_ICMPV6)
		return p->icmp_type >= 1 && p->icmp_type <= 4;
	return p->icmp_type == 3 || p->icmp_type == 4 || p->icmp_type == 5 || p->icmp_type == 11 ||
	       p->icmp_type == 12;
}

/*
 * RFC 792, RFC 4443: type, code, checksum; in echoes an id; in errors four octets more before the
 * quote.  Not inlined, to keep its stack protector out of the path of TCP and UDP.
 */
static __attribute__((noinline)) enum verdict decode_icmp(struct cursor *c, struct pkt *p)
{
	const uint8_t *h = peek(c, 4);

	memset(&p->quoted, 0, sizeof(p->quoted));
	if (!h)
		return PKT_TRUNCATED;
	p->icmp_type = h[0];
	p->icmp_code = h[1];
	if (pkt_is_echo(p) && (h = peek(c, 6)))
		p->icmp_id = be16(h + 4);
	if (is_error(p) && pull(c, 8))
		decode_quoted(c, &p->quoted);
	return PKT_OK;
}

/* RFC 2328, A.3.1 and RFC 5340, A.3.1: alike as far as we read */
static enum verdict decode_ospf(struct cursor *c, struct pkt *p)
{
	const uint8_t *h = peek(c, 12);

	memset(&p->ospf, 0, sizeof(p->ospf));
	if (!h)
		return PKT_OK;
	p->ospf.version = h[0];
	p->ospf.type = h[1];
	memcpy(&p->ospf.router, h + 4, 4);
	p->ospf.area = be32(h + 8);
	return PKT_OK;
}

enum verdict decode_transport(struct cursor *c, struct pkt *p)
{
	switch (p->ipproto) {
	case IPPROTO_TCP:
		return decode_tcp(c, p);
	case IPPROTO_UDP:
		return decode_udp(c, p);
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		return decode_icmp(c, p);
	case PROTO_OSPF:
		return decode_ospf(c, p);
	default:
		return PKT_OK;
	}
}
