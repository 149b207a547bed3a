/* Tunnels: what is inside each kind, and what is not looked into. */
#include "unit.h"
#include "build.h"

#include <arpa/inet.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "capture/pkt.h"
#include "capture/tcpopt.h"

#define SYN 2

/* What a tunnel's packet is made of: what is behind the outer IP header. */
struct kind {
	uint8_t proto; /* of the outer IP header */
	uint16_t port; /* of UDP; 0: it is not in UDP */
	uint8_t header[24];
	uint8_t length; /* of the header */
	bool frame;	/* behind it is an Ethernet frame */
	bool six;	/* inside is IPv6 */
	uint8_t tunnel; /* enum tunnel */
	bool has_id;
	uint32_t id;
};

#define HEADER(...) .header = { __VA_ARGS__ }, .length = sizeof((const uint8_t[]){ __VA_ARGS__ })

static const struct kind kinds[] = {
	{ IPPROTO_IPIP, .tunnel = TUNNEL_IPIP },
	{ IPPROTO_IPV6, .six = true, .tunnel = TUNNEL_IPIP },
	{ IPPROTO_GRE, HEADER(0, 0, 8, 0), .tunnel = TUNNEL_GRE },
	{ IPPROTO_GRE, HEADER(0, 0, 0x86, 0xdd), .six = true, .tunnel = TUNNEL_GRE },
	{ IPPROTO_GRE, HEADER(0x80, 0, 8, 0, 1, 2, 0, 0), .tunnel = TUNNEL_GRE },
	{ IPPROTO_GRE, HEADER(0x20, 0, 8, 0, 1, 2, 3, 4), .tunnel = TUNNEL_GRE, .has_id = true,
	  .id = 0x01020304 },
	{ IPPROTO_GRE, HEADER(0xb0, 0, 8, 0, 9, 9, 0, 0, 0, 0, 0, 7, 0, 0, 0, 1),
	  .tunnel = TUNNEL_GRE, .has_id = true, .id = 7 },
	/* NVGRE (RFC 7637) */
	{ IPPROTO_GRE, HEADER(0x20, 0, 0x65, 0x58, 0, 0x10, 0, 5), .frame = true,
	  .tunnel = TUNNEL_GRE, .has_id = true, .id = 0x100005 },
	/* MPLS in GRE (RFC 4023) */
	{ IPPROTO_GRE, HEADER(0, 0, 0x88, 0x47, 0, 1, 1, 64), .tunnel = TUNNEL_GRE },
	{ IPPROTO_UDP, 4789, HEADER(8, 0, 0, 0, 0, 0, 42, 0), .frame = true, .tunnel = TUNNEL_VXLAN,
	  .has_id = true, .id = 42 },
	{ IPPROTO_UDP, 8472, HEADER(0x88, 0, 0, 1, 0xff, 0xff, 0xff, 0xff), .frame = true,
	  .six = true, .tunnel = TUNNEL_VXLAN, .has_id = true, .id = 0xffffff },
	{ IPPROTO_UDP, 6081, HEADER(0, 0, 0x65, 0x58, 0, 1, 0, 0), .frame = true,
	  .tunnel = TUNNEL_GENEVE, .has_id = true, .id = 256 },
	{ IPPROTO_UDP, 6081, HEADER(2, 0x40, 8, 0, 0, 0, 3, 0, 1, 2, 3, 1, 0, 0, 0, 1),
	  .tunnel = TUNNEL_GENEVE, .has_id = true, .id = 3 },
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* --- frames, from the inside to the outside --- */

static void in_front(struct build *f, const struct build *header)
{
	memmove(f->b + header->n, f->b, f->n);
	memcpy(f->b, header->b, header->n);
	f->n += header->n;
}

static void add_ether(struct build *f, uint16_t type)
{
	struct build h = { .n = 0 };

	ether(&h, type);
	in_front(f, &h);
}

static void add_ip(struct build *f, bool six, uint8_t proto)
{
	struct build h = { .n = 0 };

	if (six)
		ipv6(&h, proto, (uint16_t)f->n);
	else
		ipv4(&h, proto, (uint16_t)f->n, 0, 0);
	in_front(f, &h);
}

static uint16_t type_of(bool six)
{
	return six ? ETH_P_IPV6 : ETH_P_IP;
}

/* The tunnel's header and the IP header around it, in front of a packet. */
static void add_tunnel(struct build *f, const struct kind *k, bool outer_six)
{
	struct build h = { .n = 0 };

	if (k->frame)
		add_ether(f, type_of(k->six));
	if (k->port) {
		put16(&h, 50000);
		put16(&h, k->port);
		put16(&h, (uint16_t)(8 + k->length + f->n));
		put16(&h, 0);
	}
	put(&h, k->header, k->length);
	in_front(f, &h);
	add_ip(f, outer_six, k->proto);
}

/* A SYN with five bytes behind it, from 10.0.0.1 or fd00::1, port 1234 to 80. */
static void inner(struct build *f, bool six)
{
	f->n = 0;
	tcp(f, SYN);
	PUT(f, 1, 2, 3, 4, 5);
	add_ip(f, six, IPPROTO_TCP);
}

/* The address that all of these come from; the outer pair is told by another last byte. */
static void renumber_outer(struct build *f, bool six)
{
	uint8_t *last = f->b + 14 + (six ? 8 + 15 : 15);

	last[0] = 11;
	last[six ? 16 : 4] = 12;
	if (!six) { /* both were small, and so is what they add to the sum */
		uint16_t sum = (uint16_t)(f->b[24] << 8 | f->b[25]);

		sum = (uint16_t)(sum - 20);
		f->b[24] = (uint8_t)(sum >> 8);
		f->b[25] = (uint8_t)sum;
	}
}

static void whole(struct build *f, const struct kind *k, bool outer_six)
{
	inner(f, k->six);
	add_tunnel(f, k, outer_six);
	add_ether(f, type_of(outer_six));
	renumber_outer(f, outer_six);
}

static struct pkt decode_cut(const struct build *f, uint32_t caplen, unsigned flags)
{
	static struct frame frame;
	static uint8_t *copy;
	struct pkt p;

	free(copy); /* of the one before: MAC addresses are borrowed from it */
	copy = malloc(caplen);
	memcpy(copy, f->b, caplen);
	frame = (struct frame){
		.data = copy, .caplen = caplen, .wirelen = f->n, .arphrd = ARPHRD_ETHER
	};
	pkt_decode(&frame, flags, &p);
	return p;
}

static struct pkt decode(const struct build *f)
{
	return decode_cut(f, f->n, DECODE_6IN4 | DECODE_TUNNELS);
}

static void assert_inner(const struct pkt *p, bool six)
{
	assert_int_equal(p->verdict, PKT_OK);
	assert_int_equal(p->ipver, six ? 6 : 4);
	assert_int_equal(p->ipproto, IPPROTO_TCP);
	assert_int_equal(p->tcpflags, SYN);
	assert_int_equal(p->src.port, 1234);
	assert_int_equal(p->dst.port, 80);
	assert_int_equal(p->iplen, (six ? 40 : 20) + 25);
	assert_int_equal(p->tcplen, 5);
}

static void assert_outer(const struct pkt *p, bool six)
{
	char text[ADDR_TEXT];

	assert_string_equal(addr_text(&p->outer.src, text, sizeof(text)),
			    six ? "fd00::b" : "10.0.0.11");
	assert_string_equal(addr_text(&p->outer.dst, text, sizeof(text)),
			    six ? "fd00::c" : "10.0.0.12");
}

/* --- the tests --- */

static void test_each_kind(void **state)
{
	struct build f;
	struct pkt p;

	(void)state;
	for (size_t i = 0; i < KINDS; i++)
		for (int six = 0; six < 2; six++) {
			whole(&f, &kinds[i], six);
			p = decode(&f);
			assert_inner(&p, kinds[i].six);
			assert_int_equal(p.tunnel, kinds[i].tunnel);
			assert_int_equal(p.tunnel_has_id, kinds[i].has_id);
			assert_int_equal(p.outer.id, kinds[i].id);
			assert_outer(&p, six);
			assert_int_equal(p.headers, f.n - 5);
			assert_int_equal(p.l3len, p.iplen);
			assert_ptr_equal(p.dmac,
					 p.frame->data + (kinds[i].frame ? f.n - p.iplen - 14 : 0));
		}
}

static void test_off(void **state)
{
	struct build f;
	struct pkt p;

	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		whole(&f, &kinds[i], false);
		p = decode_cut(&f, f.n, 0);
		assert_int_equal(p.ipproto, kinds[i].proto);
		assert_int_equal(p.iplen, f.n - 14);
		assert_int_equal(p.tunnel, TUNNEL_NONE);
	}
}

/* Of all that ends too soon, or is a fragment, the outer packet stays. */
static void test_cut_short(void **state)
{
	struct build f;
	struct pkt p, o;

	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		whole(&f, &kinds[i], false);
		for (uint32_t cut = 14 + 20 + (kinds[i].port ? 8 : 0); cut < f.n - 5; cut++) {
			p = decode_cut(&f, cut, DECODE_TUNNELS);
			assert_int_equal(p.tunnel, TUNNEL_NONE);
			o = decode_cut(&f, cut, 0);
			assert_int_equal(p.verdict, o.verdict);
			assert_int_equal(p.ipproto, kinds[i].proto);
			assert_int_equal(p.iplen, f.n - 14);
		}
	}
}

static void test_fragment(void **state)
{
	struct build f, h = { .n = 0 };
	struct pkt p;

	(void)state;
	inner(&f, false);
	ipv4(&h, IPPROTO_IPIP, (uint16_t)f.n, 0x2000, 0);
	in_front(&f, &h);
	add_ether(&f, ETH_P_IP);
	p = decode(&f);
	assert_int_equal(p.ipproto, IPPROTO_IPIP);
	assert_true(p.first_fragment);
}

/* A fragment inside is one, and what follows it is not looked for. */
static void test_fragment_inside(void **state)
{
	struct build f = { .n = 0 };
	struct pkt p;

	(void)state;
	ipv4(&f, IPPROTO_UDP, 8, 1, 0);
	udp(&f);
	add_tunnel(&f, &kinds[2], false);
	add_ether(&f, ETH_P_IP);
	p = decode(&f);
	assert_int_equal(p.verdict, PKT_FRAGMENT);
	assert_int_equal(p.ipproto, IPPROTO_UDP);
	assert_int_equal(p.fragid, 77);
	assert_int_equal(p.tunnel, TUNNEL_GRE);
	assert_int_equal(p.iplen, 28);
}

static const struct kind refused[] = {
	{ IPPROTO_GRE, HEADER(0x40, 0, 8, 0) },			     /* source route */
	{ IPPROTO_GRE, HEADER(0x30, 1, 0x88, 0x0b, 0, 1, 0, 1) },    /* PPTP */
	{ IPPROTO_GRE, HEADER(0, 0, 0, 0) },			     /* a keep-alive */
	{ IPPROTO_GRE, HEADER(0, 0, 0x88, 0xcc) },		     /* no IP */
	{ IPPROTO_UDP, 4789, HEADER(0, 0, 0, 0, 0, 0, 1, 0), true }, /* no VNI */
	{ IPPROTO_UDP, 4788, HEADER(8, 0, 0, 0, 0, 0, 1, 0), true }, /* another port */
	{ IPPROTO_UDP, 6081, HEADER(0x40, 0, 8, 0, 0, 0, 1, 0) },    /* another version */
	{ IPPROTO_UDP, 6081, HEADER(0, 0x80, 8, 0, 0, 0, 1, 0) },    /* control */
	{ IPPROTO_UDP, 6081, HEADER(0x3f, 0, 8, 0, 0, 0, 1, 0) },    /* longer than there is */
	{ IPPROTO_IPV6, .header = { 0 } },			     /* IPv4 inside */
};

static void test_refused(void **state)
{
	struct build f;
	struct pkt p;

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		whole(&f, &refused[i], false);
		p = decode(&f);
		assert_int_equal(p.verdict, PKT_OK);
		assert_int_equal(p.tunnel, TUNNEL_NONE);
		assert_int_equal(p.ipproto, refused[i].proto);
		assert_int_equal(p.iplen, f.n - 14);
	}
}

/* A wrong checksum inside: it may be no tunnel at all. */
static void test_wrong_sum(void **state)
{
	struct build f;
	struct pkt p;

	(void)state;
	whole(&f, &kinds[9], false);
	f.b[f.n - 25 - 1]++;
	p = decode(&f);
	assert_int_equal(p.ipproto, IPPROTO_UDP);
	assert_int_equal(p.dst.port, 4789);
}

static void test_not_ip_inside(void **state)
{
	struct build f = { .n = 0 }, h = { .n = 0 };
	struct pkt p;

	(void)state;
	ether(&f, ETH_P_ARP);
	PUT(&f, 0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 0,
	    2);
	PUT(&h, 0xc3, 0x50, 0x12, 0xb5, 0, 58, 0, 0, 8, 0, 0, 0, 0, 0, 42, 0);
	in_front(&f, &h);
	add_ip(&f, false, IPPROTO_UDP);
	add_ether(&f, ETH_P_IP);
	PUT(&f, 0, 0); /* behind the outer packet */
	p = decode(&f);
	assert_int_equal(p.verdict, PKT_OK);
	assert_int_equal(p.ipver, 0);
	assert_int_equal(p.ethertype, ETH_P_ARP);
	assert_int_equal(p.arp.tpa, htonl(0x0a000002));
	assert_int_equal(p.l3len, 28);
	assert_int_equal(p.tunnel, TUNNEL_VXLAN);
}

/* So many tunnels around a packet. */
static struct pkt nested(unsigned levels)
{
	struct build f;

	inner(&f, false);
	for (unsigned i = 0; i < levels; i++)
		add_tunnel(&f, i + 1 < levels ? &kinds[0] : &kinds[5], false);
	add_ether(&f, ETH_P_IP);
	renumber_outer(&f, false);
	return decode(&f);
}

/* The outermost is the one that is told; a fifth is a packet like any other. */
static void test_nested(void **state)
{
	struct pkt p;

	(void)state;
	for (unsigned i = 1; i <= 4; i++) {
		p = nested(i);
		assert_inner(&p, false);
		assert_int_equal(p.tunnel, TUNNEL_GRE);
		assert_int_equal(p.outer.id, 0x01020304);
		assert_outer(&p, false);
	}
	p = nested(5);
	assert_int_equal(p.ipproto, IPPROTO_IPIP);
	assert_int_equal(p.iplen, 20 + 45);
	assert_outer(&p, false);
}

/* Of both tags, the frame's. */
static void test_vlan(void **state)
{
	struct build f, tag = { .n = 0 };
	struct pkt p;

	(void)state;
	whole(&f, &kinds[9], false);
	ether(&tag, ETH_P_8021Q);
	PUT(&tag, 0, 10);
	memmove(f.b, f.b + 12, f.n - 12); /* its MAC addresses are in tag */
	f.n -= 12;
	in_front(&f, &tag);
	p = decode(&f);
	assert_inner(&p, false);
	assert_true(p.tagged);
	assert_int_equal(p.vlan, 10);
	assert_int_equal(p.headers, f.n - 5);
}

/* TCP options are read where they are. */
static void test_options(void **state)
{
	struct build f = { .n = 0 };
	struct tcp_options o;
	struct pkt p;

	(void)state;
	PUT(&f, 4, 0xd2, 0, 80, 0, 0, 0, 7, 0, 0, 0, 0, 0x60, SYN, 2, 0, 0, 0, 0, 0, 2, 4, 5, 0xb4);
	add_ip(&f, false, IPPROTO_TCP);
	add_tunnel(&f, &kinds[11], false);
	add_ether(&f, ETH_P_IP);
	p = decode(&f);
	tcp_options_of(&p, &o);
	assert_int_equal(o.mss, 1460);
}

/* A super-packet: its headers are all that are in front of the payload. */
static void test_segments(void **state)
{
	struct build f;
	struct frame frame;
	struct pkt p;

	(void)state;
	whole(&f, &kinds[9], false);
	frame = (struct frame){ .data = f.b,
				.caplen = f.n,
				.wirelen = f.n - 5 + 3000,
				.arphrd = ARPHRD_ETHER,
				.segsize = 1000 };
	pkt_decode(&frame, DECODE_TUNNELS, &p);
	assert_int_equal(p.segs, 3);
	assert_int_equal(p.headers - (frame_bytes(&frame) - p.l3len), 40);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_kind),	cmocka_unit_test(test_off),
		cmocka_unit_test(test_cut_short),	cmocka_unit_test(test_fragment),
		cmocka_unit_test(test_fragment_inside), cmocka_unit_test(test_refused),
		cmocka_unit_test(test_wrong_sum),	cmocka_unit_test(test_not_ip_inside),
		cmocka_unit_test(test_nested),		cmocka_unit_test(test_vlan),
		cmocka_unit_test(test_options),		cmocka_unit_test(test_segments),
	};

	return cmocka_run_group_tests_name("tunnels", tests, NULL, NULL);
}
