#include "filter/bpf.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <netinet/in.h>
#include <string.h>

#include "base/protocols.h"

#define NET(offset)  ((uint32_t)SKF_NET_OFF + (offset))
#define LD_B(offset) BPF_STMT(BPF_LD | BPF_B | BPF_ABS, NET(offset))
#define LD_H(offset) BPF_STMT(BPF_LD | BPF_H | BPF_ABS, NET(offset))
#define LD_W(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, NET(offset))
#define IP6_HEADER   40

struct code {
	struct sock_filter *prog;
	size_t n, max;
	uint32_t link, snaplen;
	bool full;
};

/* Jumps to where the rule at hand ends are filled in then. */
#define TO_NEXT 255

static void add(struct code *c, struct sock_filter s)
{
	if (c->n < c->max)
		c->prog[c->n++] = s;
	else
		c->full = true;
}

static void ret(struct code *c, bool pass)
{
	add(c, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, pass ? c->snaplen : 0));
}

/* Goes on when A and k are (or, with `or_not`, are not) related; else to the next rule. */
static void must(struct code *c, uint16_t test, uint32_t k, bool holds)
{
	add(c, (struct sock_filter)BPF_JUMP(BPF_JMP | test | BPF_K, k, holds ? 0 : TO_NEXT,
					    holds ? TO_NEXT : 0));
}

/* Passes at once what fulfils a test. */
static void pass_if(struct code *c, uint16_t test, uint32_t k)
{
	add(c, (struct sock_filter)BPF_JUMP(BPF_JMP | test | BPF_K, k, 0, 1));
	ret(c, true);
}

/* A load beyond the packet's end would drop it. */
static void pass_if_shorter(struct code *c, uint32_t network)
{
	add(c, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_LEN, 0));
	add(c, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, c->link + network, 1, 0));
	ret(c, true);
}

static void word(struct code *c, uint32_t offset, uint32_t addr, uint32_t mask)
{
	if (!mask)
		return;
	add(c, (struct sock_filter)LD_W(offset));
	if (mask != UINT32_MAX)
		add(c, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, mask));
	must(c, BPF_JEQ, addr & mask, true);
}

static void address(struct code *c, uint32_t offset, size_t words, const struct addr *a,
		    const struct addr *mask)
{
	for (size_t k = 4 - words; k < 4; k++, offset += 4)
		word(c, offset, ntohl(a->w[k]), ntohl(mask->w[k]));
}

/*
 * The protocol is in A.  Of a set of ranges each jumps ahead when it fits; the last one decides.
 */
static void protocols(struct code *c, const struct rule *r, bool tcp_only)
{
	size_t first = c->n, ends[128], n = 0;

	if (tcp_only) {
		must(c, BPF_JEQ, IPPROTO_TCP, true);
		return;
	}
	if (rule_has_all_protos(r))
		return;
	for (unsigned p = 0, last; p < 256; p = last + 1) {
		last = p;
		if (!rule_has_proto(r, p))
			continue;
		while (last < 255 && rule_has_proto(r, last + 1))
			last++;
		/* lower: to the next range; not above its end: it fits */
		add(c, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, p, 0, 1));
		add(c, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, last, 0, 0));
		ends[n++] = c->n - 1;
	}
	must(c, BPF_JGE, 256, true); /* never: A is a byte */
	for (size_t i = 0; i < n && !c->full; i++)
		c->prog[ends[i]].jf = (uint8_t)(c->n - ends[i] - 1);
	if (c->n - first > 200)
		c->full = true; /* out of reach of a jump */
}

static void port(struct code *c, uint32_t offset, bool indexed, uint16_t low, uint16_t high)
{
	if (low == 0 && high == 65535)
		return;
	add(c, indexed ? (struct sock_filter)BPF_STMT(BPF_LD | BPF_H | BPF_IND, NET(offset))
		       : (struct sock_filter)LD_H(offset));
	if (low)
		must(c, BPF_JGE, low, true);
	if (high < 65535)
		must(c, BPF_JGT, high, false);
}

static bool asks_ports(const struct filter_entry *e)
{
	return e->src_low || e->src_high != 65535 || e->dst_low || e->dst_high != 65535;
}

/*
 * Ports are compared only with TCP and UDP, whose protocol is in M[0].  An exclude that asks for
 * ports says nothing for sure: the ports may turn out not to be there.  Neither does one that asks
 * for an interface, which may be renamed.
 */
static void entry(struct code *c, const struct filter_entry *e, bool six)
{
	uint32_t l4 = six ? IP6_HEADER : 0;
	size_t first = c->n;

	add(c, (struct sock_filter)BPF_STMT(BPF_LD | BPF_MEM, 0));
	protocols(c, e->rule, e->tcp_only);
	address(c, six ? 8 : 12, six ? 4 : 1, &e->src, &e->src_mask);
	address(c, six ? 24 : 16, six ? 4 : 1, &e->dst, &e->dst_mask);
	if (asks_ports(e) && !e->exclude) {
		size_t not_tcp;

		add(c, (struct sock_filter)BPF_STMT(BPF_LD | BPF_MEM, 0));
		not_tcp = c->n;
		add(c, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_TCP, 1, 0));
		add(c, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_UDP, 0, 0));
		if (!six)
			add(c, (struct sock_filter)BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, NET(0)));
		port(c, l4, !six, e->src_low, e->src_high);
		port(c, l4 + 2, !six, e->dst_low, e->dst_high);
		if (!c->full && c->n - not_tcp < 200)
			c->prog[not_tcp + 1].jf = (uint8_t)(c->n - not_tcp - 2);
	}
	ret(c, !e->exclude || asks_ports(e) || e->iface);
	if (c->n - first > 250)
		c->full = true;
	for (size_t i = first; i < c->n && !c->full; i++) {
		struct sock_filter *s = &c->prog[i];
		uint8_t ahead = (uint8_t)(c->n - i - 1);

		if (BPF_CLASS(s->code) != BPF_JMP)
			continue;
		s->jt = s->jt == TO_NEXT ? ahead : s->jt;
		s->jf = s->jf == TO_NEXT ? ahead : s->jf;
	}
}

static void entries(struct code *c, const struct filter *f, bool six)
{
	const struct filter_entry *e;
	size_t n;

	e = filter_entries(f, &n);
	for (size_t i = 0; i < n; i++)
		if (!e[i].family || e[i].family == (six ? 6 : 4))
			entry(c, &e[i], six);
	ret(c, false);
}

/* A header that is none, a fragment, IPv6 in it: all that needs a closer look passes. */
static void ipv4(struct code *c, const struct filter *f)
{
	pass_if_shorter(c, 20 + 4);
	add(c, (struct sock_filter)LD_B(0));
	pass_if(c, BPF_JGT, 0x4f);
	add(c, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x45, 1, 0));
	ret(c, true);
	add(c, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x45, 3, 0));
	pass_if_shorter(c, 60 + 4); /* with options */
	add(c, (struct sock_filter)LD_H(6));
	pass_if(c, BPF_JSET, 0x3fff);
	add(c, (struct sock_filter)LD_B(9));
	pass_if(c, BPF_JEQ, IPPROTO_IPV6);
	add(c, (struct sock_filter)BPF_STMT(BPF_ST, 0));
	entries(c, f, false);
}

/* RFC 8200, 4 and the registry of extension headers: those that decode walks over, and more. */
static void ipv6(struct code *c, const struct filter *f)
{
	static const uint8_t extensions[] = {
		IPPROTO_HOPOPTS,   IPPROTO_ROUTING,   IPPROTO_FRAGMENT, IPPROTO_AH,
		IPPROTO_DSTOPTS,   IPPROTO_MH,	      PROTO_HIP,	PROTO_SHIM6,
		PROTO_EXPERIMENT1, PROTO_EXPERIMENT2,
	};

	pass_if_shorter(c, IP6_HEADER + 4);
	add(c, (struct sock_filter)LD_B(0));
	pass_if(c, BPF_JGT, 0x6f);
	add(c, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x60, 1, 0));
	ret(c, true);
	add(c, (struct sock_filter)LD_B(6));
	for (size_t i = 0; i < sizeof(extensions); i++)
		pass_if(c, BPF_JEQ, extensions[i]);
	pass_if(c, BPF_JEQ, IPPROTO_IPV6);
	pass_if(c, BPF_JEQ, IPPROTO_IPIP);
	add(c, (struct sock_filter)BPF_STMT(BPF_ST, 0));
	entries(c, f, true);
}

size_t filter_bpf(const struct filter *f, unsigned link, unsigned snaplen, struct sock_filter *prog,
		  size_t max)
{
	struct code c = { .prog = prog, .max = max, .link = link, .snaplen = snaplen };
	size_t to_six;

	add(&c, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
					     (uint32_t)SKF_AD_OFF + SKF_AD_PROTOCOL));
	add(&c, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_IP, 3, 0));
	add(&c, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_IPV6, 1, 0));
	ret(&c, true);
	to_six = c.n;
	add(&c, (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, 0));
	ipv4(&c, f);
	if (!c.full)
		prog[to_six].k = (uint32_t)(c.n - to_six - 1);
	ipv6(&c, f);
	return c.full ? 0 : c.n;
}
