/* Events as NDJSON: the whole line, and what is kept from one line to the next. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/ifnames.h"
#include "output/format.h"
#include "stats/flow_id.h"

static const struct log_words words = { .banner = "Test", .events = true };
static const struct table *const tables[] = { NULL };
static const struct run_info run = {
	.facility = "conns", .words = &words, .tables = tables, .filter = ""
};

static char text[65536];
static size_t text_len;

static void take(void *ctx, const char *s, size_t n)
{
	(void)ctx;
	assert_true(text_len + n < sizeof(text));
	memcpy(text + text_len, s, n);
	text_len += n;
}

static struct out out;
static void *format;

static int begin(void **state)
{
	(void)state;
	format = calloc(1, format_ndjson.size);
	out_init(&out, take, NULL);
	return format_ndjson.prepare(format, &run);
}

static int end(void **state)
{
	(void)state;
	format_ndjson.release(format);
	free(format);
	return 0;
}

/* Its line, as it is written after the lines before. */
static const char *line(const struct event *ev)
{
	text_len = 0;
	format_ndjson.soon(format, ev);
	format_ndjson.event(format, &out, ev);
	out_flush(&out);
	text[text_len] = '\0';
	return text;
}

#define NO_TUNNEL                                                                                  \
	"\"vlan\":null,\"tunnel\":null,\"tunnel_id\":null,\"tunnel_src\":null,\"tunnel_dst\":"     \
	"null,"

static const struct now at = { .wall = 1732447096, .wall_us = 7 };

static struct event packet(uint8_t proto, uint32_t src, uint16_t sport)
{
	struct event ev = { .kind = EVENT_PACKET, .at = at };
	struct summary *b = &ev.packet;

	b->ipproto = proto;
	b->ports = proto == IPPROTO_UDP;
	b->len = 78;
	b->ifindex = 7;
	addr_set_v4(&b->src.addr, &src);
	addr_set_v4(&b->dst.addr, "\x0a\0\0\2");
	b->src.port = b->ports ? sport : 0;
	b->dst.port = b->ports ? 53 : 0;
	return ev;
}

static void test_packet(void **state)
{
	struct event ev = packet(IPPROTO_UDP, htonl(0xc0a80134), 54585);

	(void)state;
	addr_set_v4(&ev.packet.dst.addr, "\x08\x08\x08\x08");
	ifnames_set(7, "eth\"7");
	assert_string_equal(
		line(&ev),
		"{\"type\":\"packet\",\"time\":\"2024-11-24T11:18:16.000007Z\","
		"\"community_id\":\"1:d/"
		"FP5EW3wiY1vCndhwleRRKHowQ=\",\"interface\":\"eth\\\"7\"," NO_TUNNEL
		"\"proto\":\"UDP\",\"detail\":null,\"src\":\"192.168.1.52\",\"src_port\":54585,"
		"\"dst\":\"8.8.8.8\",\"dst_port\":53,\"length\":78,\"ip_protocol\":17,"
		"\"ethertype\":null,\"icmp_type\":null,\"icmp_code\":null,\"src_mac\":null,"
		"\"dst_mac\":null}\n");
}

static void test_packet_without_ip(void **state)
{
	struct event ev = { .kind = EVENT_PACKET, .at = at };
	struct summary *b = &ev.packet;

	(void)state;
	ifnames_set(7, "eth7");
	b->kind = SUMMARY_NONIP;
	b->ethertype = 0x88b5;
	b->ifindex = 7;
	b->len = 46;
	b->mac = b->mac_shown = true;
	memcpy(b->smac, "\x02\0\0\0\0\1", 6);
	memcpy(b->dmac, "\x02\0\0\0\0\2", 6);
	assert_string_equal(
		line(&ev),
		"{\"type\":\"packet\",\"time\":\"2024-11-24T11:18:16.000007Z\","
		"\"community_id\":null,\"interface\":\"eth7\"," NO_TUNNEL
		"\"proto\":\"Non-IP (0x88b5)\","
		"\"detail\":null,\"src\":null,\"src_port\":null,\"dst\":null,\"dst_port\":null,"
		"\"length\":46,\"ip_protocol\":null,\"ethertype\":34997,\"icmp_type\":null,"
		"\"icmp_code\":null,\"src_mac\":\"02:00:00:00:00:01\","
		"\"dst_mac\":\"02:00:00:00:00:02\"}\n");
}

static void test_closed(void **state)
{
	struct event ev = packet(IPPROTO_TCP, htonl(0x0a000001), 0);
	struct conn_event *c = &ev.conn;
	char want[1024], id[FLOW_ID], community[COMMUNITY_ID];
	struct flow_tuple t;

	(void)state;
	ifnames_set(7, "eth7");
	ev.kind = EVENT_CLOSED;
	c->own = (struct event_sums){ 10, 12345 };
	c->opposite = (struct event_sums){ 8, UINT64_MAX };
	c->seconds = 3;
	c->first_s = 99;
	c->ended = "fin";
	c->ended_by = 1;
	c->rtt_us = 1500;
	c->retransmitted = 2;
	t = (struct flow_tuple){ .src = c->summary.src,
				 .dst = c->summary.dst,
				 .proto = IPPROTO_TCP };
	snprintf(want, sizeof(want),
		 "{\"type\":\"closed\",\"time\":\"2024-11-24T11:18:16.000007Z\",\"flow\":\"%s\","
		 "\"community_id\":\"%s\",\"interface\":\"eth7\"," NO_TUNNEL "\"proto\":\"TCP\","
		 "\"src\":\"10.0.0.1\",\"src_port\":null,\"dst\":\"10.0.0.2\",\"dst_port\":null,"
		 "\"length\":78,\"packets\":10,\"bytes\":12345,\"packets_back\":8,"
		 "\"bytes_back\":18446744073709551615,\"duration_ms\":3000,\"ended\":\"fin\","
		 "\"ended_by\":\"src\",\"rtt_us\":1500,\"retransmitted\":2,"
		 "\"retransmitted_back\":0,\"src_mac\":null}\n",
		 flow_id(&t, 7, 0, 99, id), community_id(&t, community));
	assert_string_equal(line(&ev), want);
}

static void expect_interface(int ifindex, const char *name)
{
	struct event ev = packet(IPPROTO_UDP, 1, 1);
	char want[64];

	ev.packet.ifindex = ifindex;
	snprintf(want, sizeof(want), "\"interface\":\"%s\"", name);
	assert_non_null(strstr(line(&ev), want));
}

static void test_renamed_interface(void **state)
{
	(void)state;
	ifnames_set(7, "eth7");
	ifnames_set(8, "eth8");
	expect_interface(7, "eth7");
	expect_interface(8, "eth8");
	expect_interface(7, "eth7");
	ifnames_set(7, "lan7");
	expect_interface(7, "lan7");
	expect_interface(4711, "if4711");
	ifnames_set(4711, "new");
	expect_interface(4711, "new");
}

static void expect_community(uint32_t host, uint16_t port)
{
	struct event ev = packet(IPPROTO_UDP, htonl(0x0a640000 + host), port);
	struct flow_tuple t = {
		.src = ev.packet.src, .dst = ev.packet.dst, .proto = IPPROTO_UDP, .ports = true
	};
	char id[COMMUNITY_ID], want[64];

	snprintf(want, sizeof(want), "\"community_id\":\"%s\"", community_id(&t, id));
	assert_non_null(strstr(line(&ev), want));
}

/* More flows than are kept, each with its own. */
static void test_community_of_many(void **state)
{
	(void)state;
	for (int turn = 0; turn < 2; turn++)
		for (uint32_t i = 0; i < 40000; i++)
			expect_community(i % 7, (uint16_t)i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_packet),
		cmocka_unit_test(test_packet_without_ip),
		cmocka_unit_test(test_closed),
		cmocka_unit_test(test_renamed_interface),
		cmocka_unit_test(test_community_of_many),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
