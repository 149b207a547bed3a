#include "stats/flow_id.h"

#include <string.h>

#include "base/sha1.h"

/* Whether src comes first: the lower address, then the lower port. */
static bool is_ordered(const struct endpoint *src, const struct endpoint *dst)
{
	int c = memcmp(&src->addr, &dst->addr, sizeof(src->addr));

	return c < 0 || (c == 0 && src->port <= dst->port);
}

/* Of two words that differ, the results do. */
static uint64_t mix(uint64_t h, uint64_t word)
{
	h = (h ^ word) * 0x9e3779b97f4a7c15;
	return h ^ h >> 32;
}

static uint64_t mix_addr(uint64_t h, const struct addr *a)
{
	h = mix(h, (uint64_t)a->w[0] << 32 | a->w[1]);
	return mix(h, (uint64_t)a->w[2] << 32 | a->w[3]);
}

static char *hex_text(uint64_t v, char buf[FLOW_ID])
{
	for (int i = FLOW_ID - 2; i >= 0; i--, v >>= 4)
		buf[i] = "0123456789abcdef"[v & 15];
	buf[FLOW_ID - 1] = '\0';
	return buf;
}

char *flow_id(const struct flow_tuple *t, int ifindex, uint64_t network, uint32_t first_s,
	      char buf[FLOW_ID])
{
	bool ordered = is_ordered(&t->src, &t->dst);
	const struct endpoint *low = ordered ? &t->src : &t->dst;
	const struct endpoint *high = ordered ? &t->dst : &t->src;
	uint64_t h = mix_addr(mix_addr(0, &low->addr), &high->addr);

	h = mix(h, (uint64_t)t->ethertype << 48 | (uint64_t)low->port << 32 |
			   (uint32_t)high->port << 16 | t->proto);
	h = mix(h, network);
	return hex_text(mix(h, (uint64_t)(uint32_t)ifindex << 32 | first_s), buf);
}

/* The type that answers an ICMP type; -1: none does. */
static int answer_to(const struct flow_tuple *t)
{
	static const struct {
		uint8_t proto, a, b;
	} pairs[] = {
		{ IPPROTO_ICMP, 8, 0 },	      { IPPROTO_ICMP, 13, 14 },
		{ IPPROTO_ICMP, 15, 16 },     { IPPROTO_ICMP, 10, 9 },
		{ IPPROTO_ICMP, 17, 18 },     { IPPROTO_ICMPV6, 128, 129 },
		{ IPPROTO_ICMPV6, 133, 134 }, { IPPROTO_ICMPV6, 135, 136 },
		{ IPPROTO_ICMPV6, 130, 131 }, { IPPROTO_ICMPV6, 139, 140 },
		{ IPPROTO_ICMPV6, 144, 145 },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		if (pairs[i].proto != t->proto)
			continue;
		if (pairs[i].a == t->type)
			return pairs[i].b;
		if (pairs[i].b == t->type)
			return pairs[i].a;
	}
	return -1;
}

static size_t put_addr(uint8_t *out, const struct addr *a)
{
	size_t n = addr_is_v4(a) ? 4 : 16;

	memcpy(out, (const uint8_t *)a + 16 - n, n);
	return n;
}

static size_t put_port(uint8_t *out, uint16_t port)
{
	out[0] = (uint8_t)(port >> 8);
	out[1] = (uint8_t)port;
	return 2;
}

static size_t put_tuple(uint8_t *out, const struct endpoint *src, const struct endpoint *dst,
			const struct flow_tuple *t, bool ports)
{
	size_t n = put_port(out, 0); /* the seed */

	n += put_addr(out + n, &src->addr);
	n += put_addr(out + n, &dst->addr);
	out[n++] = t->proto;
	out[n++] = 0;
	if (ports) {
		n += put_port(out + n, src->port);
		n += put_port(out + n, dst->port);
	}
	return n;
}

char *community_id(const struct flow_tuple *t, char buf[COMMUNITY_ID])
{
	bool icmp = t->proto == IPPROTO_ICMP || t->proto == IPPROTO_ICMPV6;
	bool ports = icmp || (t->ports && (t->proto == IPPROTO_TCP || t->proto == IPPROTO_UDP ||
					   t->proto == IPPROTO_SCTP));
	struct endpoint src = t->src, dst = t->dst;
	uint8_t message[48], digest[SHA1_BYTES];
	int answer = icmp ? answer_to(t) : 0;
	bool swap;

	if (icmp) {
		src.port = t->type;
		dst.port = answer < 0 ? t->code : (uint16_t)answer;
	} else if (!ports) {
		src.port = dst.port = 0;
	}
	swap = answer >= 0 && !is_ordered(&src, &dst);
	sha1(message, put_tuple(message, swap ? &dst : &src, swap ? &src : &dst, t, ports), digest);
	memcpy(buf, "1:", 2);
	base64(digest, sizeof(digest), buf + 2);
	return buf;
}
