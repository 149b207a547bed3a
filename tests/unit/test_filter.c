/* Rules: what they match, and that the kernel's program drops nothing that they pass. */
#include "unit.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/ifnames.h"
#include "filter/bpf.h"
#include "filter/filter.h"
#include "filter/iface_ids.h"
#include "filter/text.h"

#define SNAPLEN 256

static struct filter *compile(const char *text, unsigned flags)
{
	struct ruleset rs = { .count = 0 };
	struct filter *f = NULL;
	struct diag why = { .msg = "" };
	struct addr localhost;

	addr_set_v4(&localhost, "\x7f\0\0\1");
	if (ruleset_parse(&rs, "test", text, strlen(text), &why) != 0 ||
	    ruleset_set_known(&rs, "localhost", &localhost, 1) != 1 ||
	    filter_compile(&f, &rs, flags, &why) != 0)
		fail_msg("%s", why.msg);
	ruleset_free(&rs);
	return f;
}

static void set_addr(struct addr *a, const char *text)
{
	struct in_addr v4;

	if (inet_pton(AF_INET, text, &v4) == 1)
		addr_set_v4(a, &v4);
	else
		assert_int_equal(inet_pton(AF_INET6, text, &a->v6), 1);
}

static struct pkt packet(uint8_t proto, const char *src, int sport, const char *dst, int dport)
{
	struct pkt p = { .verdict = PKT_OK, .ipproto = proto };

	set_addr(&p.src.addr, src);
	set_addr(&p.dst.addr, dst);
	p.ipver = addr_is_v4(&p.src.addr) ? 4 : 6;
	p.ports = sport > 0;
	p.src.port = (uint16_t)sport;
	p.dst.port = (uint16_t)dport;
	return p;
}

static void test_what_cannot_be_applied(void **state)
{
	static const char *const t[] = {
		"include all from 10.0.0.1 to fd00::1", "include all from 10.0.0.0/33",
		"include all from fd00::/129",		"include all from 10.0.0.0/ff00::",
		"include all from 10.0.0.0/x",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct ruleset rs = { .count = 0 };
		struct filter *f = NULL;
		struct diag why = { .msg = "" };

		assert_int_equal(ruleset_parse(&rs, "t", t[i], strlen(t[i]), &why), 0);
		assert_true(filter_compile(&f, &rs, 0, &why) < 0);
		assert_null(f);
		assert_memory_equal(why.msg, "rule 1: ", 8);
		ruleset_free(&rs);
	}
}

/* --- verdicts --- */

static const char A4[] = "10.1.1.1", B4[] = "10.1.2.2", C4[] = "192.168.7.9";
static const char A6[] = "fd00:1::1", B6[] = "fd00:2::2", C6[] = "2001:db8::9";
enum { TCP = 6, UDP = 17, ICMP = 1, ICMP6 = 58, OSPF = 89, ESP = 50 };

static void test_verdicts(void **state)
{
	static const struct {
		const char *rules;
		unsigned flags;
		uint8_t proto;
		const char *src;
		int sport;
		const char *dst;
		int dport;
		bool pass;
	} t[] = {
		/* nothing matches: no */
		{ "", 0, TCP, A4, 1000, B4, 80, false },
		{ "include udp", 0, TCP, A4, 1000, B4, 80, false },
		/* both families */
		{ "include all", 0, TCP, A4, 1000, B4, 80, true },
		{ "include all", 0, TCP, A6, 1000, B6, 80, true },
		{ "include all", 0, OSPF, A6, 0, B6, 0, true },
		{ "include tcp", 0, TCP, A6, 1000, B6, 80, true },
		{ "include tcp", 0, UDP, A6, 1000, B6, 80, false },
		/* ICMP is both */
		{ "include icmp", 0, ICMP, A4, 0, B4, 0, true },
		{ "include icmp", 0, ICMP6, A6, 0, B6, 0, true },
		{ "include icmpv6", 0, ICMP, A4, 0, B4, 0, false },
		{ "include 1", 0, ICMP6, A6, 0, B6, 0, false },
		/* numbers and ranges */
		{ "include 8,18-20,89", 0, OSPF, A4, 0, B4, 0, true },
		{ "include 8,18-20,88-90", 0, OSPF, A4, 0, B4, 0, true },
		{ "include 8,18-20,90", 0, OSPF, A4, 0, B4, 0, false },
		{ "include esp", 0, ESP, A6, 0, B6, 0, true },
		/* no protocol: any */
		{ "include none", 0, TCP, A4, 1000, B4, 80, true },
		{ "include none from 10.0.0.0/8", 0, OSPF, A4, 0, B4, 0, true },
		{ "exclude none to 10.1.2.2\ninclude all", 0, UDP, A4, 1, B4, 2, false },
		/* addresses */
		{ "include all from 10.1.1.1", 0, TCP, A4, 1000, B4, 80, true },
		{ "include all from 10.1.1.1", 0, TCP, B4, 80, A4, 1000, false },
		{ "include all to 10.1.2.2", 0, TCP, A4, 1000, B4, 80, true },
		{ "include all from 10.0.0.0/8", 0, TCP, A4, 1000, C4, 80, true },
		{ "include all from 10.0.0.0/8", 0, TCP, C4, 1000, A4, 80, false },
		{ "include all from 10.0.0.0/8", 0, TCP, A6, 1000, B6, 80, false },
		{ "include all from 1.2.3.4/0", 0, TCP, C4, 1000, A4, 80, true },
		{ "include all from 1.2.3.4/0", 0, TCP, A6, 1000, B6, 80, false },
		{ "include all from fd00::/8", 0, TCP, A6, 1000, C6, 80, true },
		{ "include all from fd00::/8", 0, TCP, C6, 1000, A6, 80, false },
		{ "include all from fd00::/8", 0, TCP, A4, 1000, B4, 80, false },
		{ "include all from ::/0", 0, TCP, C6, 1000, A6, 80, true },
		{ "include all from fd00:1::/32 to fd00:2::/32", 0, UDP, A6, 1, B6, 2, true },
		{ "include all from fd00:1::/32 to fd00:2::/32", 0, UDP, A6, 1, A6, 2, false },
		{ "include all from 10.1.1.1/32", 0, UDP, A4, 1, B4, 2, true },
		{ "include all from 10.1.1.1/31", 0, UDP, "10.1.1.0", 1, B4, 2, true },
		{ "include all from 10.1.1.1/31", 0, UDP, "10.1.1.2", 1, B4, 2, false },
		/* masks of any pattern */
		{ "include all from 10.0.1.0/255.0.255.0", 0, UDP, "10.77.1.3", 1, B4, 2, true },
		{ "include all from 10.0.1.0/255.0.255.0", 0, UDP, "10.77.2.3", 1, B4, 2, false },
		{ "include all from 0.0.0.9/0.0.0.255", 0, UDP, C4, 1, B4, 2, true },
		{ "include all from 0.0.0.9/0.0.0.255", 0, UDP, A4, 1, B4, 2, false },
		{ "include all from ::9/::ffff", 0, UDP, C6, 1, B6, 2, true },
		{ "include all from ::9/::ffff", 0, UDP, A6, 1, B6, 2, false },
		/* ports, of TCP and UDP alone */
		{ "include all to any port 80", 0, TCP, A4, 1000, B4, 80, true },
		{ "include all to any port 80", 0, TCP, A6, 1000, B6, 81, false },
		{ "include all to any port 80", 0, ICMP, A4, 0, B4, 0, true },
		{ "include all to any port 80-90", 0, UDP, A4, 1000, B4, 90, true },
		{ "include all to any port 80-90", 0, UDP, A4, 1000, B4, 91, false },
		{ "include all from any port 1000 to any port 80", 0, TCP, A4, 1000, B4, 80, true },
		{ "include all from any port 1001 to any port 80", 0, TCP, A4, 1000, B4, 80,
		  false },
		{ "include all to any port 0", 0, TCP, A4, 1000, B4, 80, true }, /* 0: any */
		{ "include all to any port 65535", 0, TCP, A4, 1000, B4, 65535, true },
		{ "include all to any port 32768-65535", 0, TCP, A4, 1000, B4, 65535, true },
		{ "include all to any port 32768-65535", 0, TCP, A4, 1000, B4, 32767, false },
		/* several ports */
		{ "include all to any port 80,443,8000-8010", 0, TCP, A4, 1, B4, 443, true },
		{ "include all to any port 80,443,8000-8010", 0, UDP, A6, 1, B6, 8005, true },
		{ "include all to any port 80,443,8000-8010", 0, TCP, A4, 1, B4, 444, false },
		{ "include all from any port 1,2 to any port 3,4", 0, TCP, A4, 2, B4, 3, true },
		{ "include all from any port 1,2 to any port 3,4", 0, TCP, A4, 3, B4, 2, false },
		{ "include udp from any port 1,2 to any port 3,4 opposite", 0, UDP, A4, 3, B4, 2,
		  true },
		{ "include all to any port 80,443", FILTER_TCP_BOTH_WAYS, TCP, B4, 443, A4, 9,
		  true },
		{ "exclude tcp to any port 80,443\ninclude all", 0, TCP, A4, 9, B4, 443, false },
		{ "include all to any port 80,443", 0, ICMP, A4, 0, B4, 0, true },
		/* without known ports */
		{ "include all to any port 80", 0, TCP, A4, 0, B4, 0, false },
		{ "include all", 0, TCP, A4, 0, B4, 0, true },
		{ "exclude tcp to any port 80\ninclude all", 0, TCP, A4, 0, B4, 0, true },
		/* the first match decides */
		{ "exclude tcp\ninclude all", 0, TCP, A4, 1000, B4, 80, false },
		{ "exclude tcp\ninclude all", 0, UDP, A4, 1000, B4, 80, true },
		{ "include all\nexclude tcp", 0, TCP, A4, 1000, B4, 80, true },
		{ "exclude all from fd00::/8\ninclude all", 0, TCP, A4, 1000, B4, 80, true },
		{ "exclude all from fd00::/8\ninclude all", 0, TCP, A6, 1000, B6, 80, false },
		/* opposite */
		{ "include tcp to any port 80 opposite", 0, TCP, B4, 80, A4, 1000, true },
		{ "include tcp to any port 80", 0, TCP, B4, 80, A4, 1000, false },
		{ "include udp from 10.1.1.1 to 10.1.2.2 opposite", 0, UDP, B4, 1, A4, 2, true },
		{ "include udp from 10.1.1.1 to 10.1.2.2 opposite", 0, UDP, B4, 1, C4, 2, false },
		{ "include udp from fd00:1::1 port 7 opposite", 0, UDP, B6, 1, A6, 7, true },
		/* TCP of the IP traffic monitor always, other protocols not */
		{ "include all to any port 80", FILTER_TCP_BOTH_WAYS, TCP, B4, 80, A4, 1000, true },
		{ "include all to any port 80", FILTER_TCP_BOTH_WAYS, UDP, B4, 80, A4, 1000,
		  false },
		{ "exclude all to any port 80\ninclude all", FILTER_TCP_BOTH_WAYS, TCP, B6, 80, A6,
		  1000, false },
		{ "exclude all to any port 80\ninclude all", FILTER_TCP_BOTH_WAYS, UDP, B6, 80, A6,
		  1000, true },
		/* addresses given in the other family's form */
		{ "include all from ::ffff:10.1.1.1", 0, TCP, A4, 1000, B4, 80, true },
		{ "include all from localhost", 0, TCP, "127.0.0.1", 1000, B4, 80, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct filter *f = compile(t[i].rules, t[i].flags);
		struct pkt p = packet(t[i].proto, t[i].src, t[i].sport, t[i].dst, t[i].dport);

		if (filter_pass(f, &p) != t[i].pass)
			fail_msg("%zu: %s: expected %s", i, t[i].rules, t[i].pass ? "yes" : "no");
		filter_free(f);
	}
}

static void test_non_ip(void **state)
{
	static const uint16_t type[] = { 0x0806, 0x8035, 0x88cc };

	(void)state;
	for (unsigned flags = 0; flags < 8; flags++) {
		struct filter *f = compile("exclude all", flags * FILTER_ARP);
		struct pkt p = { .verdict = PKT_OK };

		for (int i = 0; i < 3; i++) {
			p.ethertype = type[i];
			assert_int_equal(filter_pass(f, &p), flags >> i & 1);
		}
		filter_free(f);
	}
}

/* --- against a plain reading of the rules, and against the kernel's program --- */

static uint32_t pick(uint32_t n)
{
	return (uint32_t)random() % n;
}

static const char *any_of(const char *const *list, uint32_t n)
{
	return list[pick(n)];
}

#define ANY_OF(list) any_of(list, sizeof(list) / sizeof((list)[0]))

static const char *const protos[] = { "all",	  "tcp",   "udp",     "icmp", "tcp,udp",
				      "ospf,esp", "0-255", "1,17-50", "58",   "6,17,89" };
static const char *const ends[] = {
	"any",	    "10.1.1.1",	 "10.1.0.0/16", "10.0.1.0/255.0.255.0",
	"fd00::/8", "fd00:1::1", "::1/::f",	"0.0.0.0/0",
};
static const char *const ports[] = {
	"", "", " port 80", " port 1-1000", " port 1000-65535", " port 53", " port 53,80,1000-2000"
};
static const char *const ifaces[] = { "", "", "", " on test1", " on test2" };
static const char *const hosts4[] = { "10.1.1.1", "10.1.2.2", "10.9.1.5", "192.168.0.1" };
static const char *const hosts6[] = { "fd00:1::1", "fd00:2::2", "2001:db8::1", "2001:db8::2" };
static const uint16_t numbers[] = { 53, 80, 1000, 40000 };
static const uint8_t kinds[] = { 6, 17, 1, 58, 89, 50, 132 };

static void random_rules(struct strbuf *out)
{
	for (uint32_t n = pick(6) + 1; n > 0; n--)
		sb_printf(out, "%s %s%s from %s%s to %s%s%s\n", pick(3) ? "include" : "exclude",
			  ANY_OF(protos), ANY_OF(ifaces), ANY_OF(ends), ANY_OF(ports), ANY_OF(ends),
			  ANY_OF(ports), pick(3) ? "" : " opposite");
}

/* Rules that cannot match anything are no rules: filter_compile() says so. */
static struct filter *random_filter(unsigned flags)
{
	struct filter *f = NULL;

	while (!f) {
		struct ruleset rs = { .count = 0 };
		struct diag why;
		char text[2048];
		struct strbuf sb;

		sb_init(&sb, text, sizeof(text));
		random_rules(&sb);
		assert_int_equal(ruleset_parse(&rs, "r", text, sb.len, &why), 0);
		filter_compile(&f, &rs, flags, &why);
		ruleset_free(&rs);
	}
	return f;
}

static bool masked_equal(const struct addr *a, const struct addr *b, const struct addr *mask)
{
	for (int i = 0; i < 4; i++)
		if ((a->w[i] ^ b->w[i]) & mask->w[i])
			return false;
	return true;
}

static bool plainly(const struct filter *f, const struct pkt *p)
{
	const struct filter_entry *e;
	size_t n;

	e = filter_entries(f, &n);
	for (size_t i = 0; i < n; i++) {
		bool asks = e[i].src_low || e[i].src_high != 65535 || e[i].dst_low ||
			    e[i].dst_high != 65535;

		if (e[i].family && e[i].family != p->ipver)
			continue;
		if (!rule_has_proto(e[i].rule, p->ipproto) || (e[i].tcp_only && p->ipproto != 6))
			continue;
		if (!masked_equal(&e[i].src, &p->src.addr, &e[i].src_mask) ||
		    !masked_equal(&e[i].dst, &p->dst.addr, &e[i].dst_mask))
			continue;
		if (p->ipproto == 6 || p->ipproto == 17) {
			if (asks && !p->ports)
				continue;
			if (asks && (p->src.port < e[i].src_low || p->src.port > e[i].src_high ||
				     p->dst.port < e[i].dst_low || p->dst.port > e[i].dst_high))
				continue;
		}
		/* the other one than the packet's */
		if (strcmp(e[i].rule->iface, p->frame->ifindex == 1 ? "test2" : "test1") == 0)
			continue;
		return !e[i].exclude;
	}
	return false;
}

/* Classic BPF as the kernel runs it; net: where the network header begins. */
static uint32_t run(const struct sock_filter *prog, size_t n, const uint8_t *data, uint32_t len,
		    uint32_t net, uint16_t protocol)
{
	uint32_t a = 0, x = 0, mem[16] = { 0 };

	for (size_t pc = 0; pc < n; pc++) {
		const struct sock_filter *s = &prog[pc];
		uint32_t k = s->k, at = 0, size = 0;
		bool jump;

		if (BPF_CLASS(s->code) == BPF_LD || BPF_CLASS(s->code) == BPF_LDX) {
			size = BPF_SIZE(s->code) == BPF_W ? 4 : BPF_SIZE(s->code) == BPF_H ? 2 : 1;
			at = k - (uint32_t)SKF_NET_OFF + net;
			if (BPF_MODE(s->code) == BPF_IND)
				at += x;
		}
		switch (s->code) {
		case BPF_LD | BPF_W | BPF_LEN:
			a = len;
			break;
		case BPF_LD | BPF_MEM:
			a = mem[k];
			break;
		case BPF_ST:
			mem[k] = a;
			break;
		case BPF_LDX | BPF_B | BPF_MSH:
			if (at >= len)
				return 0;
			x = (data[at] & 15u) * 4;
			break;
		case BPF_LD | BPF_W | BPF_ABS:
			if (k == (uint32_t)SKF_AD_OFF + SKF_AD_PROTOCOL) {
				a = protocol;
				break;
			}
			/* fall through */
		case BPF_LD | BPF_H | BPF_ABS:
		case BPF_LD | BPF_B | BPF_ABS:
		case BPF_LD | BPF_H | BPF_IND:
			if (at + size > len)
				return 0;
			a = 0;
			for (uint32_t i = 0; i < size; i++)
				a = a << 8 | data[at + i];
			break;
		case BPF_ALU | BPF_AND | BPF_K:
			a &= k;
			break;
		case BPF_JMP | BPF_JA:
			pc += k;
			break;
		case BPF_RET | BPF_K:
			return k;
		default:
			assert_int_equal(BPF_CLASS(s->code), BPF_JMP);
			jump = BPF_OP(s->code) == BPF_JEQ   ? a == k
			       : BPF_OP(s->code) == BPF_JGT ? a > k
			       : BPF_OP(s->code) == BPF_JGE ? a >= k
							    : (a & k) != 0;
			pc += jump ? s->jt : s->jf;
		}
	}
	fail_msg("ran off the end");
	return 0;
}

struct raw {
	uint8_t b[128];
	uint32_t n;
	uint16_t protocol;
};

static void put16(uint8_t *p, uint16_t v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

/* An Ethernet frame of either family, now and then odd or cut short. */
static void random_frame(struct raw *r)
{
	bool six = pick(2);
	uint8_t kind = kinds[pick(sizeof(kinds))], *ip = r->b + 14, *l4;

	memset(r, 0, sizeof(*r));
	r->protocol = six ? ETH_P_IPV6 : ETH_P_IP;
	put16(r->b + 12, r->protocol);
	if (six) {
		ip[0] = 0x60;
		put16(ip + 4, 30);
		ip[6] = pick(10) ? kind : 0;
		inet_pton(AF_INET6, ANY_OF(hosts6), ip + 8);
		inet_pton(AF_INET6, ANY_OF(hosts6), ip + 24);
		l4 = ip + 40;
	} else {
		uint32_t options = pick(8) ? 0 : 8, sum = 0;

		ip[0] = (uint8_t)(0x45 + options / 4);
		put16(ip + 2, (uint16_t)(20 + options + 30));
		put16(ip + 6, pick(10) ? 0 : pick(2) ? 0x2000 : 3);
		ip[8] = 64;
		ip[9] = pick(20) ? kind : 41;
		inet_pton(AF_INET, ANY_OF(hosts4), ip + 12);
		inet_pton(AF_INET, ANY_OF(hosts4), ip + 16);
		for (uint32_t i = 0; i < 20 + options; i += 2)
			sum += (uint32_t)(ip[i] << 8 | ip[i + 1]);
		sum = (sum & 0xffff) + (sum >> 16);
		sum = (sum & 0xffff) + (sum >> 16);
		put16(ip + 10, pick(20) ? (uint16_t)~sum : 0);
		l4 = ip + 20 + options;
	}
	put16(l4, numbers[pick(4)]);
	put16(l4 + 2, numbers[pick(4)]);
	l4[12] = 0x50;
	r->n = (uint32_t)(l4 - r->b) + 30;
	if (pick(20) == 0)
		r->n = pick(r->n + 1);
	if (pick(50) == 0)
		r->b[14] = (uint8_t)pick(256);
}

static bool passes_on(struct filter *f, int ifindex)
{
	struct frame frame = { .ifindex = ifindex };
	struct pkt p = packet(TCP, A4, 1000, B4, 80);

	p.frame = &frame;
	return filter_pass(f, &p);
}

/* It is the name that counts, whatever index has it at the moment. */
static void test_interfaces(void **state)
{
	struct filter *f = compile("exclude all on wan0\ninclude tcp on test1\n"
				   "include tcp on later to any port 80",
				   0);

	(void)state;
	ifnames_set(1, "test1");
	ifnames_set(2, "test2");
	ifnames_set(1 + IFACE_IDS_SEEN, "wan0");
	for (int i = 0; i < 2; i++) {
		assert_true(passes_on(f, 1));
		assert_false(passes_on(f, 2));
		assert_false(passes_on(f, 1 + IFACE_IDS_SEEN));
		assert_false(passes_on(f, 3));
	}
	ifnames_set(3, "later");
	assert_true(passes_on(f, 3));
	ifnames_set(3, "wan0");
	assert_false(passes_on(f, 3));
	ifnames_set(2, "test1");
	assert_true(passes_on(f, 2));
	filter_free(f);
	f = compile("exclude all on test1\ninclude all", FILTER_TCP_BOTH_WAYS);
	ifnames_set(2, "test2");
	assert_false(passes_on(f, 1));
	assert_true(passes_on(f, 2));
	filter_free(f);
}

static void test_random(void **state)
{
	static struct sock_filter prog[BPF_MAXINSNS];
	int passed = 0, dropped = 0, spared = 0, programs = 0;

	(void)state;
	srandom(11);
	ifnames_set(1, "test1");
	ifnames_set(2, "test2");
	for (int i = 0; i < 1500; i++) {
		struct filter *f = random_filter(pick(16));
		size_t n = filter_bpf(f, 14, SNAPLEN, prog, BPF_MAXINSNS);

		programs += n > 0;
		for (int k = 0; k < 200; k++) {
			struct raw r;
			struct frame frame = { .arphrd = ARPHRD_ETHER,
					       .data = r.b,
					       .ifindex = 1 + (int)pick(2) };
			struct pkt p;
			bool pass;

			random_frame(&r);
			frame.caplen = frame.wirelen = r.n;
			frame.protocol = r.protocol;
			pkt_decode(&frame, pick(2) ? DECODE_6IN4 : 0, &p);
			pass = filter_pass(f, &p);
			if (p.ipver)
				assert_int_equal(pass, plainly(f, &p));
			passed += pass;
			dropped += !pass;
			if (n == 0)
				continue;
			if (run(prog, n, r.b, r.n, 14, r.protocol) == 0) {
				assert_false(pass);
				spared++;
			}
		}
		filter_free(f);
	}
	/* and it is of use: most of what is not wanted never comes */
	assert_int_equal(programs, 1500);
	assert_true(passed > 20000 && dropped > 20000);
	assert_true(spared > dropped * 7 / 10);
}

static void test_too_long_for_the_kernel(void **state)
{
	static struct sock_filter prog[BPF_MAXINSNS];
	struct ruleset rs = { .count = 0 };
	struct rule r;
	struct filter *f;
	struct diag why;
	char line[128];

	(void)state;
	for (int i = 0; i < RULES_MAX; i++) {
		snprintf(line, sizeof(line), "include tcp from 10.0.%d.%d", i / 256, i % 256);
		assert_int_equal(rule_parse(&r, line, strlen(line), &why), 0);
		assert_int_equal(ruleset_insert(&rs, rs.count, &r), 0);
	}
	assert_int_not_equal(ruleset_insert(&rs, 0, &r), 0);
	assert_int_equal(filter_compile(&f, &rs, 0, &why), 0);
	assert_int_equal(filter_bpf(f, 14, SNAPLEN, prog, BPF_MAXINSNS), 0);
	filter_free(f);
	ruleset_free(&rs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_cannot_be_applied),
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_non_ip),
		cmocka_unit_test(test_interfaces),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_too_long_for_the_kernel),
	};

	return cmocka_run_group_tests_name("filter", tests, NULL, NULL);
}
