/* The decoder: each link type, each header, and what happens when they are short or strange. */
#include "unit.h"
#include "build.h"

#include <arpa/inet.h>
#include <linux/if_arp.h>
#include <stdlib.h>
#include <string.h>

#include "capture/links.h"
#include "capture/pkt.h"

/* In memory of its exact size, so that a sanitizer sees one byte too far. */
static struct pkt decode_cut(const struct build *f, uint16_t arphrd, uint32_t caplen,
			     uint32_t wirelen)
{
	static struct frame frame;
	uint8_t *copy = malloc(caplen ? caplen : 1);
	struct pkt p;

	memcpy(copy, f->b, caplen);
	frame = (struct frame){
		.data = copy, .caplen = caplen, .wirelen = wirelen, .arphrd = arphrd, .ifindex = 3
	};
	pkt_decode(&frame, DECODE_6IN4, &p);
	free(copy);
	return p;
}

static struct pkt decode(const struct build *f, uint16_t arphrd)
{
	return decode_cut(f, arphrd, f->n, f->n);
}

static void assert_udp(const struct pkt *p, uint8_t ipver, uint32_t iplen)
{
	assert_int_equal(p->verdict, PKT_OK);
	assert_int_equal(p->ipver, ipver);
	assert_int_equal(p->ipproto, IPPROTO_UDP);
	assert_true(p->ports);
	assert_int_equal(p->src.port, 1234);
	assert_int_equal(p->dst.port, 53);
	assert_int_equal(p->iplen, iplen);
}

static void test_tcp_over_ipv4(void **state)
{
	struct build f = { .n = 0 };
	struct pkt p;
	char a[ADDR_TEXT];

	(void)state;
	ether(&f, 0x0800);
	ipv4(&f, IPPROTO_TCP, 25, 0, 0);
	tcp(&f, 0x12);
	PUT(&f, 1, 2, 3, 4, 5);
	PUT(&f, 0, 0, 0); /* padding */
	p = decode(&f, ARPHRD_ETHER);
	assert_int_equal(p.verdict, PKT_OK);
	assert_string_equal(addr_text(&p.src.addr, a, sizeof(a)), "10.0.0.1");
	assert_string_equal(addr_text(&p.dst.addr, a, sizeof(a)), "10.0.0.2");
	assert_int_equal(p.src.port, 1234);
	assert_int_equal(p.dst.port, 80);
	assert_int_equal(p.tcpflags, 0x12);
	assert_int_equal(p.seq, 7);
	assert_int_equal(p.ack, 9);
	assert_int_equal(p.window, 512);
	assert_int_equal(p.iplen, 45);
	assert_int_equal(p.tcplen, 5);
	assert_int_equal(p.l3len, 48);
}

/* With the version in question; cut 0: whole, else so many bytes of the payload. */
static bool is_quic(uint8_t first, uint32_t version, uint32_t cut)
{
	struct build f = { .n = 0 };
	uint32_t payload = 20;

	ether(&f, 0x0800);
	ipv4(&f, IPPROTO_UDP, (uint16_t)(8 + payload), 0, 0);
	udp(&f);
	PUT(&f, first, (uint8_t)(version >> 24), (uint8_t)(version >> 16), (uint8_t)(version >> 8),
	    (uint8_t)version);
	f.n += payload - 5;
	return decode_cut(&f, ARPHRD_ETHER, f.n - (cut ? payload - cut : 0), f.n).quic;
}

static void test_quic(void **state)
{
	(void)state;
	assert_true(is_quic(0xc3, 1, 0));
	assert_true(is_quic(0xd0, 0x6b3343cf, 0));
	assert_true(is_quic(0xc0, 0xff00001d, 0));
	assert_true(is_quic(0xc3, 1, 5));
	assert_false(is_quic(0xc3, 1, 4));
	assert_false(is_quic(0xc3, 2, 0));
	assert_false(is_quic(0x43, 1, 0)); /* a short header */
	assert_false(is_quic(0x83, 1, 0));
}

static void test_options_and_checksum(void **state)
{
	struct build f = { .n = 0 };
	struct pkt p;

	(void)state;
	ether(&f, 0x0800);
	ipv4(&f, IPPROTO_UDP, 8, 0, 40);
	udp(&f);
	p = decode(&f, ARPHRD_ETHER);
	assert_udp(&p, 4, 68);
	f.b[14 + 8] ^= 1; /* the TTL */
	p = decode(&f, ARPHRD_ETHER);
	assert_int_equal(p.verdict, PKT_BADSUM);
	assert_int_equal(p.ipver, 4);
	assert_false(p.ports);
}

static void test_total_length(void **state)
{
	static const struct {
		uint16_t payload;
		enum verdict verdict;
		uint32_t iplen;
	} t[] = {
		{ 8, PKT_OK, 28 },
		{ 40000, PKT_OK, 28 },		     /* never more than there was */
		{ 4, PKT_TRUNCATED, 24 },	     /* too short for UDP */
		{ (uint16_t)-1, PKT_TRUNCATED, 19 }, /* shorter than its own header */
		{ (uint16_t)-20, PKT_OK, 28 },	     /* 0: the card cuts it up later */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct build f = { .n = 0 };
		struct pkt p;

		ether(&f, 0x0800);
		ipv4(&f, IPPROTO_UDP, t[i].payload, 0, 0);
		udp(&f);
		p = decode(&f, ARPHRD_ETHER);
		assert_int_equal(p.verdict, t[i].verdict);
		assert_int_equal(p.iplen, t[i].iplen);
		assert_int_equal(p.ports, t[i].verdict == PKT_OK);
	}
}

static void test_tags(void **state)
{
	static const uint16_t types[] = { 0x8100, 0x88a8, 0x9100, 0x9200, 0x9300 };

	(void)state;
	for (unsigned depth = 1; depth <= 20; depth++) {
		struct build f = { .n = 0 };
		struct pkt p;

		ether(&f, types[depth % 5]);
		for (unsigned i = 1; i < depth; i++) {
			put16(&f, (uint16_t)(0x2000 | (100 + i)));
			put16(&f, types[i % 5]);
		}
		put16(&f, (uint16_t)(0x2000 | (100 + depth)));
		put16(&f, 0x0800);
		ipv4(&f, IPPROTO_UDP, 8, 0, 0);
		udp(&f);
		p = decode(&f, ARPHRD_ETHER);
		assert_int_equal(p.vlan, 101);
		if (depth <= 8) {
			assert_udp(&p, 4, 28);
			assert_int_equal(p.l3len, 28);
		} else {
			assert_int_equal(p.verdict, PKT_OK);
			assert_int_equal(p.ipver, 0);
		}
	}
}

/* The same datagram behind each link header. */
static void test_link_types(void **state)
{
	static const struct {
		uint16_t arphrd;
		uint8_t n, head[24];
	} t[] = {
		{ ARPHRD_LOOPBACK, 14, { [12] = 8 } },
		{ ARPHRD_NONE, 0, { 0 } },
		{ ARPHRD_TUNNEL, 0, { 0 } },
		{ ARPHRD_SIT, 0, { 0 } },
		{ ARPHRD_IPGRE, 0, { 0 } },
		{ ARPHRD_SLIP, 0, { 0 } },
		{ ARPHRD_PPP, 0, { 0 } },
		{ ARPHRD_PPP, 4, { 0xff, 3, 0, 0x21 } },
		{ ARPHRD_PPP, 2, { 0, 0x21 } },
		{ ARPHRD_PPP, 1, { 0x21 } },
		{ ARPHRD_FDDI, 21, { [13] = 0xaa, 0xaa, 3, 0, 0, 0, 8, 0 } },
		{ ARPHRD_INFINIBAND, 4, { 8, 0, 0, 0 } },
		{ ARPHRD_INFINIBAND, 24, { 1, 2, 3, 4, [20] = 8, 0, 0, 0 } },
		{ LINK_RAWIP, 0, { 0 } },
		{ LINK_NULL, 0, { 0 } },
		{ LINK_SLIP, 0, { 0 } },
		{ LINK_PPP_DIR, 1, { 0x21 } },
		{ LINK_IPOIB, 24, { [20] = 8, 0, 0, 0 } },
		{ LINK_COOKED, 16, { [14] = 8, 0 } },
		{ LINK_COOKED2, 20, { 8, 0 } },
		{ ARPHRD_ETHER, 22, { [12] = 0, 36, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0 } }, /* SNAP */
		{ ARPHRD_ETHER,
		  22,
		  { [12] = 0x88, 0x64, 0x11, 0, 0, 1, 0, 30, 0, 0x21 } },    /* PPPoE */
		{ ARPHRD_ETHER, 18, { [12] = 0x88, 0x47, 0, 1, 0x01, 64 } }, /* MPLS */
		{ ARPHRD_ETHER, 22, { [12] = 0x88, 0x48, 0, 1, 0, 64, 0, 2, 0x01, 64 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct build f = { .n = 0 };
		struct pkt p;

		put(&f, t[i].head, t[i].n);
		ipv4(&f, IPPROTO_UDP, 8, 0, 0);
		udp(&f);
		p = decode(&f, t[i].arphrd);
		assert_udp(&p, 4, 28);
		assert_int_equal(p.l3len, 28);
		for (uint32_t cut = 0; cut < t[i].n; cut++) {
			p = decode_cut(&f, t[i].arphrd, cut, f.n);
			assert_false(p.ports);
		}
	}
}

static void test_what_is_not_ip(void **state)
{
	struct build lldp = { .n = 0 }, stp = { .n = 0 }, pppoe = { .n = 0 }, mpls = { .n = 0 };
	struct pkt p;

	(void)state;
	ether(&lldp, 0x88cc);
	PUT(&lldp, 1, 2, 3, 4);
	p = decode(&lldp, ARPHRD_ETHER);
	assert_int_equal(p.verdict, PKT_OK);
	assert_int_equal(p.ipver, 0);
	assert_int_equal(p.ethertype, 0x88cc);
	assert_int_equal(p.l3len, 4);
	ether(&stp, 38);
	PUT(&stp, 0x42, 0x42, 3, 0, 0, 0, 0, 0, 0, 0);
	p = decode(&stp, ARPHRD_ETHER);
	assert_int_equal(p.ethertype, 4);
	ether(&pppoe, 0x8864);
	PUT(&pppoe, 0x11, 0, 0, 1, 0, 4, 0xc0, 0x21, 1, 1);
	p = decode(&pppoe, ARPHRD_ETHER);
	assert_int_equal(p.ethertype, 0x8864);
	ether(&mpls, 0x8847);
	for (int i = 0; i < 64; i++) /* no bottom of the stack */
		PUT(&mpls, 0, 0, 0, 1);
	p = decode(&mpls, ARPHRD_ETHER);
	assert_int_equal(p.ethertype, 0x8847);
	assert_int_equal(p.ipver, 0);
	p = decode(&lldp, 9999);
	assert_int_equal(p.verdict, PKT_UNKNOWN);
}

static void test_arp(void **state)
{
	struct build f = { .n = 0 };
	struct pkt p;

	(void)state;
	ether(&f, 0x0806);
	PUT(&f, 0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 0,
	    2);
	p = decode(&f, ARPHRD_ETHER);
	assert_int_equal(p.arp.op, 1);
	assert_int_equal(p.arp.tpa, htonl(0x0a000002));
	f.b[14 + 4] = 8; /* hardware addresses of another length */
	p = decode(&f, ARPHRD_ETHER);
	assert_int_equal(p.verdict, PKT_OK);
	assert_int_equal(p.arp.op, 0);
	p = decode_cut(&f, ARPHRD_ETHER, 30, 60);
	assert_int_equal(p.arp.op, 0);
}

static void test_extension_headers(void **state)
{
	struct build f = { .n = 0 };
	struct pkt p;

	(void)state;
	ether(&f, 0x86dd);
	ipv6(&f, 0, 8 + 24 + 8 + 8 + 8);
	PUT(&f, 43, 0, 1, 4, 0, 0, 0, 0); /* hop-by-hop */
	PUT(&f, 60, 2, 0, 0, 0, 0, 0, 0); /* routing, one address */
	put(&f, (uint8_t[16]){ 0 }, 16);
	PUT(&f, 44, 0, 1, 4, 0, 0, 0, 0);	   /* destination */
	PUT(&f, IPPROTO_UDP, 0, 0, 0, 0, 0, 0, 9); /* an atomic fragment */
	udp(&f);
	p = decode(&f, ARPHRD_ETHER);
	assert_udp(&p, 6, 96);
	assert_false(p.first_fragment);
	for (uint32_t cut = 14 + 40; cut < f.n; cut++) {
		p = decode_cut(&f, ARPHRD_ETHER, cut, f.n);
		assert_int_equal(p.verdict, PKT_TRUNCATED);
	}
}

static void test_endless_extension_headers(void **state)
{
	struct build f = { .n = 0 };
	struct pkt p;

	(void)state;
	ether(&f, 0x86dd);
	ipv6(&f, 60, 64 * 8 + 8);
	for (int i = 0; i < 64; i++)
		PUT(&f, i < 63 ? 60 : IPPROTO_UDP, 0, 1, 4, 0, 0, 0, 0);
	udp(&f);
	p = decode(&f, ARPHRD_ETHER);
	assert_int_equal(p.verdict, PKT_UNKNOWN);
	assert_false(p.ports);
}

static void test_fragments(void **state)
{
	struct build first = { .n = 0 }, later = { .n = 0 }, six = { .n = 0 };
	struct pkt p;

	(void)state;
	ether(&first, 0x0800);
	ipv4(&first, IPPROTO_UDP, 8, 0x2000, 0);
	udp(&first);
	p = decode(&first, ARPHRD_ETHER);
	assert_udp(&p, 4, 28);
	assert_true(p.first_fragment);
	assert_int_equal(p.fragid, 77);
	ether(&later, 0x0800);
	ipv4(&later, IPPROTO_UDP, 8, 1, 0);
	udp(&later);
	p = decode(&later, ARPHRD_ETHER);
	assert_int_equal(p.verdict, PKT_FRAGMENT);
	assert_false(p.ports);
	assert_false(p.first_fragment);
	ether(&six, 0x86dd);
	ipv6(&six, 44, 16);
	PUT(&six, IPPROTO_UDP, 0, 0, 9, 0, 0, 1, 2); /* offset 8, more */
	udp(&six);
	p = decode(&six, ARPHRD_ETHER);
	assert_int_equal(p.verdict, PKT_FRAGMENT);
	assert_int_equal(p.ipproto, IPPROTO_UDP);
	assert_int_equal(p.fragid, 0x102);
	six.b[14 + 40 + 3] = 1; /* offset 0, more */
	p = decode(&six, ARPHRD_ETHER);
	assert_udp(&p, 6, 56);
	assert_true(p.first_fragment);
}

static void test_six_in_four(void **state)
{
	struct build f = { .n = 0 };
	struct frame frame;
	struct pkt p;

	(void)state;
	ether(&f, 0x0800);
	ipv4(&f, 41, 48, 0, 0);
	ipv6(&f, IPPROTO_UDP, 8);
	udp(&f);
	p = decode(&f, ARPHRD_ETHER);
	assert_udp(&p, 6, 48);
	assert_non_null(p.smac);
	frame = (struct frame){
		.data = f.b, .caplen = f.n, .wirelen = f.n, .arphrd = ARPHRD_ETHER
	};
	pkt_decode(&frame, 0, &p);
	assert_int_equal(p.ipver, 4);
	assert_int_equal(p.ipproto, 41);
	f.b[14 + 20] = 0x40; /* no IPv6 in there: what it is in stays */
	p = decode(&f, ARPHRD_ETHER);
	assert_int_equal(p.verdict, PKT_OK);
	assert_int_equal(p.ipproto, 41);
	assert_int_equal(p.iplen, 68);
}

static void test_icmp_quotes(void **state)
{
	struct build f = { .n = 0 }, six = { .n = 0 };
	struct pkt p;

	(void)state;
	ether(&f, 0x0800);
	ipv4(&f, IPPROTO_ICMP, 8 + 20 + 8, 0, 0);
	PUT(&f, 3, 3, 0, 0, 0, 0, 0, 0);
	ipv4(&f, IPPROTO_TCP, 20, 0, 0);
	PUT(&f, 0x04, 0xd2, 0, 80, 0, 0, 0, 7);
	p = decode(&f, ARPHRD_ETHER);
	assert_int_equal(p.icmp_type, 3);
	assert_true(p.quoted.valid);
	assert_int_equal(p.quoted.ipproto, IPPROTO_TCP);
	assert_int_equal(p.quoted.src.port, 1234);
	assert_int_equal(p.quoted.dst.port, 80);
	p = decode_cut(&f, ARPHRD_ETHER, f.n - 5, f.n);
	assert_int_equal(p.verdict, PKT_OK);
	assert_false(p.quoted.valid);
	f.b[14 + 20 + 8 + 7] = 1; /* a later fragment has no ports to quote */
	assert_false(decode(&f, ARPHRD_ETHER).quoted.valid);
	f.b[14 + 20] = 8; /* an echo quotes nothing */
	assert_false(decode(&f, ARPHRD_ETHER).quoted.valid);
	ether(&six, 0x86dd);
	ipv6(&six, IPPROTO_ICMPV6, 8 + 40 + 8 + 8);
	PUT(&six, 1, 4, 0, 0, 0, 0, 0, 0);
	ipv6(&six, 60, 28);
	PUT(&six, IPPROTO_TCP, 0, 1, 4, 0, 0, 0, 0);
	PUT(&six, 0x04, 0xd2, 0, 80, 0, 0, 0, 7);
	p = decode(&six, ARPHRD_ETHER);
	assert_true(p.quoted.valid);
	assert_int_equal(p.quoted.dst.port, 80);
}

static void test_ospf(void **state)
{
	struct build f = { .n = 0 };
	struct pkt p;

	(void)state;
	ether(&f, 0x0800);
	ipv4(&f, 89, 24, 0, 0);
	PUT(&f, 2, 1, 0, 44, 192, 0, 2, 1, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	p = decode(&f, ARPHRD_ETHER);
	assert_int_equal(p.ospf.version, 2);
	assert_int_equal(p.ospf.type, 1);
	assert_int_equal(p.ospf.area, 5);
	assert_int_equal(p.ospf.router, htonl(0xc0000201));
	p = decode_cut(&f, ARPHRD_ETHER, 14 + 20 + 11, f.n);
	assert_int_equal(p.ospf.version, 0);
}

static void test_short_headers_make_no_flow(void **state)
{
	struct build t = { .n = 0 }, offset = { .n = 0 };

	(void)state;
	ether(&t, 0x0800);
	ipv4(&t, IPPROTO_TCP, 20, 0, 0);
	tcp(&t, 2);
	for (uint32_t cut = 0; cut < t.n; cut++) {
		struct pkt p = decode_cut(&t, ARPHRD_ETHER, cut, t.n);

		assert_int_equal(p.verdict, PKT_TRUNCATED);
		assert_false(p.ports);
	}
	ether(&offset, 0x0800);
	ipv4(&offset, IPPROTO_TCP, 20, 0, 0);
	tcp(&offset, 2);
	offset.b[14 + 20 + 12] = 0x40; /* header of 16 bytes */
	assert_int_equal(decode(&offset, ARPHRD_ETHER).verdict, PKT_TRUNCATED);
	offset.b[14 + 20 + 12] = 0xf0; /* of 60, in a packet of 20 */
	assert_int_equal(decode(&offset, ARPHRD_ETHER).verdict, PKT_TRUNCATED);
}

/* GSO and GRO: the kernel says how much each segment carries. */
static void test_segments(void **state)
{
	static const struct {
		uint32_t wirelen;
		uint16_t size, segs;
	} t[] = {
		{ 42 + 3000, 0, 1 },	{ 42 + 3000, 1000, 3 }, { 42 + 3001, 1000, 4 },
		{ 42 + 1000, 1000, 1 }, { 42, 1000, 1 },	{ 42 + 0x100000, 1, UINT16_MAX },
	};
	struct build f = { .n = 0 };
	struct frame frame;
	struct pkt p;

	(void)state;
	ether(&f, 0x0800);
	ipv4(&f, IPPROTO_UDP, 8, 0, 0);
	udp(&f);
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		frame = (struct frame){ .data = f.b,
					.caplen = f.n,
					.wirelen = t[i].wirelen,
					.arphrd = ARPHRD_ETHER,
					.segsize = t[i].size };
		pkt_decode(&frame, 0, &p);
		assert_int_equal(p.segs, t[i].segs);
	}
}

static void test_wrong_version(void **state)
{
	struct build f = { .n = 0 };
	struct pkt p;

	(void)state;
	ether(&f, 0x86dd);
	ipv4(&f, IPPROTO_UDP, 40, 0, 0);
	udp(&f);
	put(&f, (uint8_t[40]){ 0 }, 40);
	p = decode(&f, ARPHRD_ETHER);
	assert_int_equal(p.verdict, PKT_TRUNCATED);
	assert_int_equal(p.ipver, 0);
	assert_false(p.ports);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tcp_over_ipv4),
		cmocka_unit_test(test_options_and_checksum),
		cmocka_unit_test(test_quic),
		cmocka_unit_test(test_total_length),
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_link_types),
		cmocka_unit_test(test_what_is_not_ip),
		cmocka_unit_test(test_arp),
		cmocka_unit_test(test_extension_headers),
		cmocka_unit_test(test_endless_extension_headers),
		cmocka_unit_test(test_fragments),
		cmocka_unit_test(test_six_in_four),
		cmocka_unit_test(test_icmp_quotes),
		cmocka_unit_test(test_ospf),
		cmocka_unit_test(test_short_headers_make_no_flow),
		cmocka_unit_test(test_segments),
		cmocka_unit_test(test_wrong_version),
	};

	return cmocka_run_group_tests_name("decode", tests, NULL, NULL);
}
