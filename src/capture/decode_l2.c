/* Link headers: what is before the network layer on each kind of interface. */
#include "base/bytes.h"
#include "capture/decode.h"

#define TAGS_MAX   8 /* 802.1Q tags; a frame with more is not decoded */
#define LABELS_MAX 16
#define PPP_IP	   0x0021
#define PPP_IPV6   0x0057

static bool is_tag(uint16_t type)
{
	/* 802.1Q, 802.1ad, and three that came before it */
	return type == ETH_P_8021Q || type == ETH_P_8021AD || type == ETH_P_QINQ1 ||
	       type == ETH_P_QINQ2 || type == ETH_P_QINQ3;
}

/* IPv4 or IPv6 by the version nibble, 0 when it is neither. */
static uint16_t type_by_version(const struct cursor *c)
{
	const uint8_t *b = peek(c, 1);

	if (!b)
		return 0;
	return *b >> 4 == 4 ? ETH_P_IP : *b >> 4 == 6 ? ETH_P_IPV6 : 0;
}

/* The label stack off (RFC 3032); what is under it tells itself by its version. */
static uint16_t strip_mpls(struct cursor *c, uint16_t type)
{
	struct cursor in = *c;
	uint16_t inner;

	for (int i = 0; i < LABELS_MAX; i++) {
		const uint8_t *label = pull(&in, 4);

		if (!label)
			return type;
		if (!(label[2] & 1))
			continue; /* not the bottom of the stack */
		inner = type_by_version(&in);
		if (inner)
			*c = in;
		return inner ? inner : type;
	}
	return type;
}

static uint16_t type_by_ppp(uint16_t proto)
{
	return proto == PPP_IP ? ETH_P_IP : proto == PPP_IPV6 ? ETH_P_IPV6 : 0;
}

/* Session header and PPP protocol off (RFC 2516, 4). */
static uint16_t strip_pppoe(struct cursor *c)
{
	struct cursor in = *c;
	const uint8_t *h = pull(&in, 8);
	uint16_t inner = h && h[0] == 0x11 && h[1] == 0 ? type_by_ppp(be16(h + 6)) : 0;

	if (!inner)
		return ETH_P_PPP_SES;
	*c = in;
	return inner;
}

/* Behind an 802.3 length: SNAP carries an ethertype (RFC 1042), everything else stays 802.2. */
static uint16_t strip_llc(struct cursor *c)
{
	const uint8_t *h = peek(c, 8);

	if (h && h[0] == 0xaa && h[1] == 0xaa && h[2] == 3 && h[3] == 0 && h[4] == 0 &&
	    (h[5] == 0 || h[5] == 0xf8)) {
		pull(c, 8);
		return be16(h + 6);
	}
	h = peek(c, 2);
	return h && h[0] == 0xff && h[1] == 0xff ? ETH_P_802_3 : ETH_P_802_2;
}

/* From an ethertype down to the innermost: tags, SNAP, PPPoE, MPLS. */
enum verdict decode_ethertype(struct cursor *c, uint16_t type, struct pkt *p)
{
	bool llc = type < ETH_P_802_3_MIN;

	if (type == ETH_P_IP || type == ETH_P_IPV6) { /* most frames; the rest is for others */
		p->ethertype = type;
		return PKT_OK;
	}
	for (int tags = 0; is_tag(type) && tags < TAGS_MAX; tags++) {
		const uint8_t *t = pull(c, 4);

		if (!t)
			return PKT_TRUNCATED;
		pkt_tag(p, be16(t));
		type = be16(t + 2);
		llc = type < ETH_P_802_3_MIN;
	}
	if (llc)
		type = strip_llc(c);
	if (type == ETH_P_PPP_SES)
		type = strip_pppoe(c);
	else if (type == ETH_P_MPLS_UC || type == ETH_P_MPLS_MC)
		type = strip_mpls(c, type);
	p->ethertype = type;
	return PKT_OK;
}

enum verdict decode_ethernet(const struct frame *f, struct cursor *c, struct pkt *p)
{
	const uint8_t *h = pull(c, 14);

	(void)f;
	if (!h)
		return PKT_TRUNCATED;
	p->dmac = h;
	p->smac = h + 6;
	return decode_ethertype(c, be16(h + 12), p);
}

/* Frame control and addresses, then always 802.2 (RFC 1390). */
enum verdict decode_fddi(const struct frame *f, struct cursor *c, struct pkt *p)
{
	const uint8_t *h = pull(c, 13);

	(void)f;
	if (!h)
		return PKT_TRUNCATED;
	p->dmac = h + 1;
	p->smac = h + 7;
	return decode_ethertype(c, 0, p);
}

enum verdict decode_raw(const struct frame *f, struct cursor *c, struct pkt *p)
{
	if (!peek(c, 1))
		return PKT_TRUNCATED;
	p->ethertype = type_by_version(c);
	if (!p->ethertype)
		p->ethertype = f->protocol;
	return PKT_OK;
}

/* RFC 1662, 2 and 3.2 (compression of the protocol field); the kernel's devices give bare IP. */
enum verdict decode_ppp(const struct frame *f, struct cursor *c, struct pkt *p)
{
	const uint8_t *h = peek(c, 2);
	uint16_t proto;

	if (type_by_version(c))
		return decode_raw(f, c, p);
	if (h && h[0] == 0xff && h[1] == 3)
		pull(c, 2);
	h = pull(c, 1);
	if (!h)
		return PKT_TRUNCATED;
	proto = *h;
	if (!(proto & 1)) {
		h = pull(c, 1);
		if (!h)
			return PKT_TRUNCATED;
		proto = (uint16_t)(proto << 8 | *h);
	}
	p->ethertype = type_by_ppp(proto);
	if (!p->ethertype)
		p->ethertype = f->protocol;
	return PKT_OK;
}

/* RFC 4391, 6: type and four reserved octets; the kernel may put the hardware address before. */
enum verdict decode_ipoib(const struct frame *f, struct cursor *c, struct pkt *p)
{
	const uint8_t *h = peek(c, 4);

	(void)f;
	if (!h)
		return PKT_TRUNCATED;
	if (be16(h) < ETH_P_802_3_MIN || be16(h + 2) != 0)
		if (!pull(c, 20))
			return PKT_TRUNCATED;
	h = pull(c, 4);
	return h ? decode_ethertype(c, be16(h), p) : PKT_TRUNCATED;
}

/* https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html */
enum verdict decode_cooked(const struct frame *f, struct cursor *c, struct pkt *p)
{
	const uint8_t *h = pull(c, 16);

	(void)f;
	return h ? decode_ethertype(c, be16(h + 14), p) : PKT_TRUNCATED;
}

/* https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html */
enum verdict decode_cooked2(const struct frame *f, struct cursor *c, struct pkt *p)
{
	const uint8_t *h = pull(c, 20);

	(void)f;
	return h ? decode_ethertype(c, be16(h), p) : PKT_TRUNCATED;
}

enum verdict decode_unknown(const struct frame *f, struct cursor *c, struct pkt *p)
{
	(void)f;
	(void)c;
	(void)p;
	return PKT_UNKNOWN;
}
