/* The lines of the lower window and of the log, to the letter. */
#include "unit.h"

#include <arpa/inet.h>
#include <string.h>

#include "capture/ifnames.h"
#include "config/names.h"
#include "output/classic.h"
#include "run/facility.h"
#include "stats/summary.h"
#include "stats/vlan.h"

static const uint8_t mac_a[6] = { 2, 0, 0, 0, 0, 0x11 },
		     mac_b[6] = { 255, 255, 255, 255, 255, 255 };

static struct summary ip(uint8_t proto, uint32_t len)
{
	struct summary b = {
		.kind = SUMMARY_IP, .ipver = 4, .ipproto = proto, .len = len, .ifindex = 7
	};

	addr_set_v4(&b.src.addr, "\x0a\x00\x00\x01");
	addr_set_v4(&b.dst.addr, "\x0a\x00\x00\x02");
	b.src.port = 9999;
	b.dst.port = 53;
	b.ports = proto == IPPROTO_UDP || proto == IPPROTO_TCP;
	memcpy(b.smac, mac_a, 6);
	memcpy(b.dmac, mac_b, 6);
	b.mac = true;
	return b;
}

static const char *line(const struct summary *b)
{
	static char buf[256];
	struct strbuf sb;

	sb_init(&sb, buf, sizeof(buf));
	summary_line(b, &summary_plain, &sb);
	return buf;
}

static const char *logged(const struct event *ev)
{
	static char buf[512];
	struct strbuf sb;

	sb_init(&sb, buf, sizeof(buf));
	classic_event(&sb, ev, RATE_KBITS);
	return buf;
}

static const char *packet(const struct summary *b)
{
	struct event ev = { .kind = EVENT_PACKET, .packet = *b };

	return logged(&ev);
}

static void test_udp(void **state)
{
	struct summary b = ip(IPPROTO_UDP, 1206);

	(void)state;
	assert_string_equal(line(&b), "UDP (1206 bytes) from 10.0.0.1:9999 to 10.0.0.2:53 on eth7");
	assert_string_equal(packet(&b), "UDP; eth7; 1206 bytes; from 10.0.0.1:9999 to 10.0.0.2:53");
	b.mac_shown = true;
	assert_string_equal(line(&b), "UDP (1206 bytes) from 10.0.0.1:9999 to 10.0.0.2:53 "
				      "(src HWaddr 02:00:00:00:00:11) on eth7");
	assert_string_equal(packet(&b),
			    "UDP; eth7; 1206 bytes; source MAC address 02:00:00:00:00:11; "
			    "from 10.0.0.1:9999 to 10.0.0.2:53");
}

static void test_fragment(void **state)
{
	struct summary b = ip(IPPROTO_UDP, 1020);

	(void)state;
	b.ports = false;
	b.fragment = true;
	assert_string_equal(line(&b),
			    "UDP fragment (1020 bytes) from 10.0.0.1 to 10.0.0.2 on eth7");
	assert_string_equal(packet(&b),
			    "UDP; eth7; 1020 bytes; from 10.0.0.1 to 10.0.0.2; fragment");
}

static void test_icmp(void **state)
{
	struct summary b = ip(IPPROTO_ICMP, 56);

	(void)state;
	b.type = 3;
	b.code = 3;
	assert_string_equal(line(&b),
			    "ICMP dest unrch (port) (56 bytes) from 10.0.0.1 to 10.0.0.2 on eth7");
	assert_string_equal(packet(&b),
			    "ICMP; eth7; 56 bytes; from 10.0.0.1 to 10.0.0.2; dest unrch (port)");
	b.code = 40;
	assert_string_equal(packet(&b),
			    "ICMP; eth7; 56 bytes; from 10.0.0.1 to 10.0.0.2; dest unrch");
	b = ip(IPPROTO_ICMPV6, 64);
	b.type = 135;
	assert_string_equal(line(&b),
			    "ICMPv6 neigh sol (64 bytes) from 10.0.0.1 to 10.0.0.2 on eth7");
}

static void test_ospf(void **state)
{
	struct summary b = ip(89, 64);

	(void)state;
	b.code = 2;
	b.type = 1;
	b.a = 5;
	b.b = htonl(0xc0000201);
	assert_string_equal(
		line(&b),
		"OSPFv2 hlo (a=5 r=192.0.2.1) (64 bytes) from 10.0.0.1 to 10.0.0.2 on eth7");
	assert_string_equal(
		packet(&b),
		"OSPFv2; eth7; 64 bytes; from 10.0.0.1 to 10.0.0.2; hlo (a=5 r=192.0.2.1)");
	b.type = 99;
	b.code = 77;
	assert_string_equal(packet(&b),
			    "OSPF; eth7; 64 bytes; from 10.0.0.1 to 10.0.0.2 (a=5 r=192.0.2.1)");
	b.code = 0; /* its header was cut short */
	assert_string_equal(packet(&b), "OSPF; eth7; 64 bytes; from 10.0.0.1 to 10.0.0.2");
}

static void test_unknown_protocol(void **state)
{
	struct summary b = ip(253, 23);

	(void)state;
	assert_string_equal(line(&b),
			    "IP protocol 253 (23 bytes) from 10.0.0.1 to 10.0.0.2 on eth7");
	assert_string_equal(packet(&b), "IP protocol; eth7; 23 bytes; from 10.0.0.1 to 10.0.0.2");
}

static void test_arp(void **state)
{
	struct summary b = ip(0, 46);

	(void)state;
	b.kind = SUMMARY_ARP;
	b.a = 1;
	b.b = htonl(0x0a000002);
	assert_string_equal(line(&b),
			    "ARP request for 10.0.0.2 (46 bytes) from 02:00:00:00:00:11 to "
			    "ff:ff:ff:ff:ff:ff on eth7");
	assert_string_equal(packet(&b), "ARP request for 10.0.0.2; eth7; 46 bytes; from "
					"02:00:00:00:00:11 to ff:ff:ff:ff:ff:ff ");
	b.a = 2;
	assert_memory_equal(line(&b), "ARP reply from 10.0.0.2 (", 25);
	b.kind = SUMMARY_RARP;
	b.a = 3;
	memcpy(b.hw, mac_a, 6);
	assert_memory_equal(line(&b), "RARP request for 02:00:00:00:00:11 (", 36);
	b.kind = SUMMARY_NONIP;
	b.ethertype = 0x88cc;
	assert_memory_equal(line(&b), "Non-IP (0x88cc) (46 bytes) from ", 32);
	b.ethertype = 0x6004;
	assert_memory_equal(packet(&b), "Non-IP (DEC LAT); eth7; 46 bytes; ", 34);
}

static void test_tcp_events(void **state)
{
	struct event ev = { .kind = EVENT_FIRST,
			    .conn = { .summary = ip(IPPROTO_TCP, 40),
				      .syn = true,
				      .own = { .packets = 13, .bytes = 2210 },
				      .opposite = { .packets = 2, .bytes = 80 },
				      .seconds = 0 } };

	(void)state;
	assert_string_equal(
		logged(&ev),
		"TCP; eth7; 40 bytes; from 10.0.0.1:9999 to 10.0.0.2:53; first packet (SYN)");
	ev.conn.syn = false;
	ev.conn.summary.mac_shown = true;
	assert_string_equal(logged(&ev), "TCP; eth7; 40 bytes; from 10.0.0.1:9999 to 10.0.0.2:53 "
					 "(source MAC addr 02:00:00:00:00:11); first packet");
	ev.conn.summary.mac_shown = false;
	ev.kind = EVENT_FIN;
	assert_string_equal(logged(&ev),
			    "TCP; eth7; 40 bytes; from 10.0.0.1:9999 to 10.0.0.2:53; FIN sent; "
			    "13 packets, 2210 bytes, avg flow rate     17.68 kbps");
	ev.kind = EVENT_FIN_ACKED;
	assert_string_equal(
		logged(&ev),
		"TCP; eth7; 40 bytes; from 10.0.0.1:9999 to 10.0.0.2:53; FIN acknowleged");
	ev.kind = EVENT_RESET;
	ev.conn.seconds = 10;
	assert_string_equal(
		logged(&ev),
		"TCP; eth7; 40 bytes; from 10.0.0.1:9999 to 10.0.0.2:53; Connection reset; "
		"13 packets, 2210 bytes, avg flow rate      1.77 kbps; opposite direction "
		"2 packets, 80 bytes; avg flow rate      0.06 kbps");
	ev.kind = EVENT_TIMEOUT;
	assert_string_equal(
		logged(&ev),
		"TCP; Connection 10.0.0.1:9999 to 10.0.0.2:53 timed out, "
		"13 packets, 2210 bytes, avg flow rate      1.77 kbps; opposite direction "
		"2 packets, 80 bytes, avg flow rate      0.06 kbps");
	ev.kind = EVENT_EVICTED;
	assert_string_equal(
		logged(&ev),
		"TCP; Connection 10.0.0.1:9999 to 10.0.0.2:53 evicted: the table is full, "
		"13 packets, 2210 bytes, avg flow rate      1.77 kbps; opposite direction "
		"2 packets, 80 bytes, avg flow rate      0.06 kbps");
	ev.kind = EVENT_ACTIVE;
	assert_string_equal(
		logged(&ev),
		"TCP; eth7; active; from 10.0.0.1:9999 to 10.0.0.2:53; 13 packets, 2210 bytes");
	ev.conn.summary = ip(IPPROTO_UDP, 0);
	assert_string_equal(
		logged(&ev),
		"UDP; eth7; active; from 10.0.0.1:9999 to 10.0.0.2:53; 13 packets, 2210 bytes");
	ev.kind = EVENT_FLOW;
	assert_string_equal(
		logged(&ev),
		"UDP; eth7; flow of 10 seconds ended; from 10.0.0.1:9999 to 10.0.0.2:53; "
		"13 packets, 2210 bytes, avg flow rate      1.77 kbps; opposite direction "
		"2 packets, 80 bytes; avg flow rate      0.06 kbps");
	ev.conn.summary = ip(IPPROTO_TCP, 40);
	ev.kind = EVENT_NEW_MAC;
	memcpy(ev.conn.old_mac, mac_b, 6);
	assert_string_equal(logged(&ev),
			    "TCP; eth7; from 10.0.0.1:9999 to 10.0.0.2:53: new source MAC address "
			    "02:00:00:00:00:11 (previously ff:ff:ff:ff:ff:ff)");
}

static const char *path(const struct summary *b)
{
	static char buf[64];
	struct strbuf sb;

	sb_init(&sb, buf, sizeof(buf));
	summary_path(b, &sb);
	return buf;
}

/* What the line of a packet may end with. */
static void test_path(void **state)
{
	struct summary b = ip(IPPROTO_UDP, 30);

	(void)state;
	assert_string_equal(path(&b), "");
	b.vlan = VLAN_TAGGED;
	assert_string_equal(path(&b), " VLAN 0");
	b.vlan = VLAN_TAGGED | 4095;
	b.tunnel = TUNNEL_IPIP;
	assert_string_equal(path(&b), " VLAN 4095 in ipip");
	b.vlan = 0;
	b.tunnel = TUNNEL_GRE;
	b.tunnel_has_id = true;
	b.tunnel_id = UINT32_MAX;
	assert_string_equal(path(&b), " in gre 4294967295");
}

/* Whatever an interface is called, a log line is one line. */
static void test_evil_interface_name(void **state)
{
	struct summary b = ip(IPPROTO_UDP, 30);

	(void)state;
	ifnames_set(7, "a\n\033[2J%s");
	assert_string_equal(packet(&b),
			    "UDP; a??[2J%s; 30 bytes; from 10.0.0.1:9999 to 10.0.0.2:53");
	ifnames_set(7, "eth7");
}

/* What a report names is there: every facility's words and fields fit together. */
static void test_words_of_reports(void **state)
{
	(void)state;
	for (const struct facility *f = facilities; f->name; f++) {
		const struct run_info run = { .words = f->log, .tables = f->engine->tables };
		struct classic_report c = { 0 };

		assert_int_equal(classic_report_prepare(&c, &run), 0);
		assert_int_equal(c.count > 0, !f->log->events);
	}
}

static int setup(void **state)
{
	(void)state;
	names_load();
	ifnames_set(7, "eth7");
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_udp),
		cmocka_unit_test(test_fragment),
		cmocka_unit_test(test_icmp),
		cmocka_unit_test(test_ospf),
		cmocka_unit_test(test_unknown_protocol),
		cmocka_unit_test(test_arp),
		cmocka_unit_test(test_tcp_events),
		cmocka_unit_test(test_path),
		cmocka_unit_test(test_evil_interface_name),
		cmocka_unit_test(test_words_of_reports),
	};

	return cmocka_run_group_tests_name("lines", tests, setup, NULL);
}
