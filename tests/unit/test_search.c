/* Searching a table: what patterns say, and which rows they match. */
#include "unit.h"
#include "items.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "stats/search.h"
#include "stats/vlan.h"
#include "stats/summary.h"

static const char *service(uint16_t port, uint8_t proto)
{
	if (proto != IPPROTO_TCP)
		return NULL;
	return port == 443 ? "https" : port == 80 ? "http" : port == 22 ? "ssh" : NULL;
}

static const char *host(void *ctx, const struct addr *a)
{
	return ntohl(a->w[3]) == 0x0a030001 ? ctx : NULL;
}

static char gateway[] = "Gateway.example.org";
static const struct search_names names = { .ctx = gateway, .host = host, .service = service };

static void set_ep(struct endpoint *ep, const char *text, uint16_t port)
{
	struct in6_addr six;
	struct in_addr four;

	if (inet_pton(AF_INET, text, &four) == 1)
		addr_set_v4(&ep->addr, &four);
	else if (inet_pton(AF_INET6, text, &six) == 1)
		addr_set_v6(&ep->addr, &six);
	else
		fail();
	ep->port = port;
}

static const struct item *fixed(void)
{
	static struct item i = { .key = 7,
				 .number = { 1500, 3000000 },
				 .text = "eth0.100",
				 .mac = { 0x02, 0x42, 0xac, 0x11, 0x00, 0x02 } };

	set_ep(&i.ep[0], "10.3.0.1", 40001);
	set_ep(&i.ep[1], "fd00:1::2", 443);
	return &i;
}

static bool matches(const char *pattern)
{
	const struct row r = { .data = fixed(), .now_ms = 1000, .run_ms = 1 };
	struct search s;
	struct diag why = { .msg = "" };

	if (search_parse(&s, &items, &names, pattern, &why) < 0)
		fail_msg("%s: %s", pattern, why.msg);
	return search_match(&s, &r);
}

static void all_match(const char *const *p, bool yes)
{
	for (; *p; p++)
		if (matches(*p) != yes)
			fail_msg("'%s' %s", *p, yes ? "does not match" : "matches");
}
#define MATCH(...)    all_match((const char *const[]){ __VA_ARGS__, NULL }, true)
#define NO_MATCH(...) all_match((const char *const[]){ __VA_ARGS__, NULL }, false)

static void test_addresses(void **state)
{
	(void)state;
	MATCH("10.", "10.3", "10.3.", "10.3.0.1", "10.0.0.0/8", "10.3.0.0/16", "10.3.0.1/32",
	      "10/8", "0.0.0.0/0", "::/0", "10.2.0.0/15");
	NO_MATCH("11.", "10.30", "10.3.0.2", "10.3.0.10", "10.4.0.0/16", "10.3.0.0/32", "1.");
	MATCH("fd00:", "fd00::", "fd00:1:", "fd00:1::", "fd00:1::2", "fd00::/16", "FD00:1::2",
	      "fd00:1", "[fd00:1::2]", "fd00:1:0:0:0:0:0:2");
	NO_MATCH("fd01:", "fd00:2:", "fd00:1::3", "fd00:2::/32", "fd00::1", "fd0:");
	/* with a port: by both */
	MATCH("10.3.0.1:40001", "10.3.0.1:", "[fd00:1::2]:443", "10.3.0.1:40000-40005");
	NO_MATCH("10.3.0.1:443", "10.3.0.1:40002", "[fd00:1::2]:40001");
}

static void test_ports(void **state)
{
	(void)state;
	MATCH("443", "40001", "400-500", "443-443", "40000-65535");
	NO_MATCH("44", "4430", "444-40000", "7", "1500", "65536", "99999999999999999999999");
	MATCH("port:443", "port:443-444", "service:https", "port:http");
	NO_MATCH("port:80", "port:ssh", "port:10.3.0.1", "host:443");
}

static void test_text(void **state)
{
	(void)state;
	MATCH("eth", "ETH0", "th0.1", "eth0.100", "https", "HTTP", "ttp", "gateway", "example.org",
	      "text:eth", "text:=eth0.100");
	NO_MATCH("eth1", "eth0.1000", "ssh", "text:https", "text:=eth0", "gatewayx",
		 "text:gateway");
	MATCH("host:gateway", "host:10.3.", "net:10.0.0.0/8", "ip:fd00:1::2", "src:10.3.",
	      "dst:fd00:", "src:gateway", "dst:https");
	NO_MATCH("host:https", "src:fd00:", "dst:10.3.", "port:gateway");
}

static void test_macs(void **state)
{
	(void)state;
	MATCH("02:42:", "02:42:ac:11:00:02", "0242ac110002", "02-42-AC", "02:4", "mac:02", "mac:0",
	      "mac:02:42");
	NO_MATCH("02:43:", "42:ac", "02:42:ac:11:00:03", "mac:03", "mac:1", "mac:02:5");
}

static void test_numbers(void **state)
{
	(void)state;
	MATCH("key:7", "key:>6", "key:>=7", "key:<8", "key:<=7", "key:5-9", "key:=7", "number:>1M",
	      "number:1.5k", "number:3M", "number:>2.9M", "number_back:>2M", "number:<2k");
	NO_MATCH("key:8", "key:>7", "key:<7", "key:8-9", "number:>3M", "number:<1.5k",
		 "number_back:<2M", "key:77");
}

static void test_several(void **state)
{
	(void)state;
	MATCH("", "   ", "10. 443", "  10.   https  ", "!11.", "!ssh 10.", "443 key:7", "!key:8");
	NO_MATCH("10. 80", "!10.", "!https", "10. !443");
	NO_MATCH("!"); /* text that is looked for */
}

static void test_unknown_is_no_match(void **state)
{
	struct item none = { .key = 1 };
	const struct row r = { .data = &none };
	struct search s;
	struct diag why;
	const char *const p[] = { "mac:0", "number:<5", "text:a", "number:0" };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(search_parse(&s, &items, NULL, p[i], &why), 0);
		assert_false(search_match(&s, &r));
	}
	/* and so it matches what asks for those that do not */
	assert_int_equal(search_parse(&s, &items, NULL, "!mac:0", &why), 0);
	assert_true(search_match(&s, &r));
}

static void test_wrong(void **state)
{
	static const char *const p[] = { "nothing:1",
					 "key:",
					 "key:x",
					 "key:>",
					 "key:5-",
					 "key:9-5",
					 "key:1x",
					 "mac:zz",
					 "key:>99999999999999999999",
					 "key:18446744073709551615k",
					 "a b c d e f g h i",
					 "key:1.2345678k",
					 "key:-1",
					 "mac:" };
	struct search s;
	struct diag why;

	(void)state;
	for (size_t i = 0; i < sizeof(p) / sizeof(p[0]); i++) {
		why.msg[0] = '\0';
		if (search_parse(&s, &items, &names, p[i], &why) == 0)
			fail_msg("'%s' is taken", p[i]);
	}
	search_parse(&s, &items, &names, "nothing:1", &why);
	assert_string_equal(why.msg, "no field 'nothing' here");
	assert_int_equal(why.col, 1);
	search_parse(&s, &items, &names, " eth0  key:x", &why);
	assert_int_equal(why.col, 8);
}

/* Any bytes: neither read nor written out of bounds (run it under ASan). */
static void test_hostile(void **state)
{
	static const char set[] = "0129:./-[]!=<>abfxkM%\\ \t\x80\xff_phostr";
	struct row r = { .data = fixed(), .now_ms = 1000, .run_ms = 1 };
	char pattern[200];
	unsigned taken = 0;
	struct search s;
	struct diag why;

	(void)state;
	srandom(7);
	for (int n = 0; n < 200000; n++) {
		size_t len = (size_t)random() % (n % 10 ? 20 : sizeof(pattern));

		for (size_t i = 0; i < len; i++)
			pattern[i] = set[(size_t)random() % (sizeof(set) - 1)];
		pattern[len] = '\0';
		if (search_parse(&s, &items, &names, pattern, &why) < 0)
			continue;
		taken++;
		assert_true(s.terms <= SEARCH_TERMS);
		search_match(&s, &r);
		for (unsigned i = 0; i < s.terms; i++)
			assert_true(s.term[i].bits <= 128 && s.term[i].mac_digits <= 12);
	}
	assert_true(taken > 1000);
}

/* The fields of every kind that tables have. */
static void get_u(const struct row *r, struct value *out)
{
	out->u = *(const uint64_t *)r->data;
}

static void get_port(const struct row *r, struct value *out)
{
	get_u(r, out);
	out->proto = IPPROTO_TCP;
}

static void get_color(const struct row *r, struct value *out)
{
	(void)r;
	out->s = "green";
}

static const char *const colors[] = { "red", "green", NULL };

static const struct field kinds[] = {
	FIELD("rate", "", "", V_RATE, get_u),
	FIELD("age", "", "", V_DURATION, get_u),
	FIELD("flag", "", "", V_BOOL, get_u),
	FIELD("port", "", "", V_PORT, get_port),
	FIELD("packets", "", "", V_COUNT, get_u),
	FIELD("rtt_us", "", "", V_MICROS, get_u),
	FIELD_WORDS("color", "", "", colors, get_color),
	{ .key = NULL },
};
static const struct table kinds_table = { .name = "kinds", .fields = kinds, .ways = 1 };

static bool kind_matches(uint64_t v, const char *pattern, bool bits)
{
	struct search_names n = names;
	struct row r = { .data = &v };
	struct search s;
	struct diag why;

	n.rate_in_bits = bits;
	assert_int_equal(search_parse(&s, &kinds_table, &n, pattern, &why), 0);
	return search_match(&s, &r);
}

static void test_kinds(void **state)
{
	(void)state;
	assert_true(kind_matches(125001, "rate:>1M", true));
	assert_false(kind_matches(125000, "rate:>1M", true));
	assert_true(kind_matches(125000, "rate:>=1M", true));
	assert_false(kind_matches(125001, "rate:>1M", false));
	assert_true(kind_matches(1000001, "rate:>1M", false));
	assert_true(kind_matches(5999, "age:5", false));
	assert_false(kind_matches(6000, "age:5", false));
	assert_true(kind_matches(300000, "age:5m", false));
	assert_true(kind_matches(300001, "age:>5m", false));
	assert_false(kind_matches(299999, "age:>5m", false));
	assert_true(kind_matches(50, "age:50ms", false));
	assert_true(kind_matches(100001, "rtt_us:>0.1", false));
	assert_false(kind_matches(100000, "rtt_us:>0.1", false));
	assert_true(kind_matches(100001, "rtt:>100ms", false));
	assert_false(kind_matches(100000, "rtt:>100ms", false));
	assert_true(kind_matches(250, "rtt:250us", false));
	assert_true(kind_matches(1, "flag:yes", false));
	assert_false(kind_matches(0, "flag:yes", false));
	assert_true(kind_matches(0, "flag:no", false));
	assert_true(kind_matches(443, "443", false));
	assert_true(kind_matches(443, "https", false));
	assert_true(kind_matches(443, "port:400-500", false));
	assert_true(kind_matches(443, "service:https", false));
	assert_true(kind_matches(443, "port:443", false));
	assert_false(kind_matches(443, "port:44", false));
	assert_true(kind_matches(12, "pkts:12", false));
}

static bool packet_matches(const struct summary *b, const char *pattern)
{
	const struct row r = { .data = b };
	struct search s;
	struct diag why = { .msg = "" };

	if (search_parse(&s, &packets_table, &names, pattern, &why) < 0)
		fail_msg("%s: %s", pattern, why.msg);
	return search_match(&s, &r);
}

/* Packets of the lower window, by what their lines say. */
static void test_packets(void **state)
{
	struct summary udp = { .kind = SUMMARY_IP, .ipver = 4, .ipproto = IPPROTO_UDP, .len = 128 };
	struct summary arp = { .kind = SUMMARY_ARP,
			       .a = 1,
			       .b = htonl(0x0a010207),
			       .mac = true,
			       .smac = { 0x02, 0x42 },
			       .dmac = { 0xff } };

	(void)state;
	udp.ports = true;
	set_ep(&udp.src, "10.1.1.1", 4000);
	set_ep(&udp.dst, "10.1.2.1", 53);
	assert_true(packet_matches(&udp, "udp port:53 host:10.1.0.0/16 size:>100"));
	assert_true(packet_matches(&udp, "10.1.2.1:53"));
	assert_false(packet_matches(&udp, "src:10.1.2.1"));
	assert_false(packet_matches(&udp, "02:42:"));
	assert_true(packet_matches(&arp, "arp 10.1.2.7 02:42:"));
	assert_true(packet_matches(&arp, "dst_mac:ff:"));
	assert_false(packet_matches(&arp, "port:53"));
	assert_false(packet_matches(&arp, "10.1.2.8"));
	udp.ports = false;
	udp.fragment = true;
	assert_true(packet_matches(&udp, "fragment"));
	assert_false(packet_matches(&udp, "port:53"));
	assert_false(packet_matches(&udp, "vlan:0"));
	assert_false(packet_matches(&udp, "vni:0"));
	assert_false(packet_matches(&udp, "tunnel:vxlan"));
	udp.vlan = VLAN_TAGGED | 20;
	udp.tunnel = TUNNEL_VXLAN;
	assert_true(packet_matches(&udp, "vlan:20 tunnel:vxlan"));
	assert_false(packet_matches(&udp, "vni:0"));
	udp.tunnel_has_id = true;
	assert_true(packet_matches(&udp, "vni:0"));
}

/* What no row can have is an error, a part of what one can have is none. */
static void test_words(void **state)
{
	static const char *const wrong[] = { "color:blue", "!color:blue", "color:=gree" };
	struct search s;
	struct diag why;

	(void)state;
	assert_true(kind_matches(1, "color:GRE", false));
	assert_true(kind_matches(1, "color:=green", false));
	assert_false(kind_matches(1, "color:red", false));
	assert_false(kind_matches(1, "blue", false));
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(search_parse(&s, &kinds_table, &names, wrong[i], &why), -EINVAL);
	search_parse(&s, &kinds_table, &names, "packets:1 color:blue", &why);
	assert_string_equal(why.msg, "no color 'blue': red, green");
	assert_int_equal(why.col, 11);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_ports),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_macs),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_several),
		cmocka_unit_test(test_unknown_is_no_match),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_packets),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
