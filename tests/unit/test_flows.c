/* Flows of everything that is IP but not TCP. */
#include "unit.h"
#include "engines.h"

#include <linux/if_ether.h>

#include "stats/conns.h"
#include "stats/flow_id.h"

/* An endpoint of a flow. */
static struct value flow_end(const void *e, uint32_t slot, const char *key)
{
	const struct reading r = reading(&flows_table, e);
	struct value v;

	table_value(&r, slot, 0, key, &v);
	return v;
}

static void test_both_ways_are_one_flow(void **state)
{
	void *e = begin(&engine_conns);
	struct pkt p = udp(5000, 123), r = reversed(p);

	(void)state;
	for (int i = 0; i < 3; i++)
		feed(&engine_conns, e, &p);
	r.iplen = 300;
	feed(&engine_conns, e, &r);
	assert_int_equal(table_count(&flows_table, e), 1);
	assert_int_equal(flow_end(e, 0, "src").ep.port, 5000);
	assert_int_equal(flow_end(e, 0, "dst").ep.port, 123);
	assert_int_equal(number(&flows_table, e, 0, "packets"), 3);
	assert_int_equal(number(&flows_table, e, 0, "packets_back"), 1);
	assert_int_equal(number(&flows_table, e, 0, "bytes"), 300);
	assert_int_equal(number(&flows_table, e, 0, "bytes_back"), 300);
	assert_string_equal(text(&flows_table, e, 0, "proto"), "UDP");
	now.mono_ms += 3000;
	engine_conns.tick(e, &now);
	assert_int_equal(number(&flows_table, e, 0, "age"), 3000);
	assert_int_equal(number(&flows_table, e, 0, "idle"), 3000);
	assert_int_equal(number(&flows_table, e, 0, "rate"), 600 / 3);
	feed(&engine_conns, e, &p);
	now.mono_ms += 2000;
	assert_int_equal(number(&flows_table, e, 0, "age"), 5000);
	assert_int_equal(number(&flows_table, e, 0, "idle"), 2000);
	assert_int_equal(number(&flows_table, e, 0, "rate"), 700 / 5);
	end(&engine_conns, e);
}

/* One that begins within a second has been seen for the rest of it. */
static void test_rate_of_the_first_seconds(void **state)
{
	void *e = begin(&engine_conns);
	struct pkt p = udp(5000, 123);

	(void)state;
	now.mono_ms += 500;
	for (int i = 0; i < 15; i++)
		feed(&engine_conns, e, &p);
	now.mono_ms += 1500;
	assert_int_equal(number(&flows_table, e, 0, "rate"), 1500 * 1000 / 1500);
	assert_int_equal(number(&flows_table, e, 0, "age"), 1500);
	end(&engine_conns, e);
}

/* As packets and the events of flows have it. */
static void test_names(void **state)
{
	void *e = begin(&engine_conns);
	struct pkt p[] = { udp(5000, 123), icmp(8, 1), icmp(3, 0) };
	const struct flow_tuple tuple = {
		.src = p[0].src, .dst = p[0].dst, .proto = IPPROTO_UDP, .ports = true
	};
	const struct flow_tuple echo = {
		.src = p[1].src, .dst = p[1].dst, .proto = IPPROTO_ICMP, .type = 8
	};
	char id[COMMUNITY_ID];

	(void)state;
	for (size_t i = 0; i < 3; i++)
		feed(&engine_conns, e, &p[i]);
	assert_string_equal(text(&flows_table, e, 0, "flow"),
			    flow_id(&tuple, 1, 0, (uint32_t)(now.mono_ms / 1000), id));
	assert_string_equal(text(&flows_table, e, 0, "community_id"), community_id(&tuple, id));
	assert_string_equal(text(&flows_table, e, 1, "community_id"), community_id(&echo, id));
	assert_int_equal(flow_end(e, 2, "community_id").type, V_NONE);
	end(&engine_conns, e);
}

/* UDP may come from port 0 (RFC 768), which is not the many ports of a client of DNS. */
static void test_port_0(void **state)
{
	void *e = begin(&engine_conns);
	struct pkt p[] = { udp(0, 123), udp(0, 0), udp(5000, 53) };

	(void)state;
	for (size_t i = 0; i < 3; i++)
		feed(&engine_conns, e, &p[i]);
	assert_int_equal(table_count(&flows_table, e), 3);
	for (uint32_t slot = 0; slot < 2; slot++) {
		assert_int_equal(flow_end(e, slot, "src").port, PORT_NUMBER);
		assert_int_equal(flow_end(e, slot, "src").ep.port, 0);
		assert_int_equal(flow_end(e, slot, "community_id").type, V_TEXT);
	}
	assert_int_equal(flow_end(e, 2, "src").port, PORT_NONE);
	assert_int_equal(flow_end(e, 2, "community_id").type, V_NONE);
	end(&engine_conns, e);
}

static void test_what_tells_flows_apart(void **state)
{
	void *e = begin(&engine_conns);
	struct frame other = frame;
	struct pkt p[] = {
		udp(5000, 123), udp(5001, 123),	      icmp(8, 1),    icmp(8, 2),
		icmp(3, 0),	udp(0, 0) /* OSPF */, udp(5000, 123) /* on another interface */
	};
	struct pkt reply = reversed(icmp(0, 1));

	(void)state;
	p[5].ipproto = 89;
	p[5].ports = false;
	other.ifindex = 2;
	p[6].frame = &other;
	for (size_t i = 0; i < sizeof(p) / sizeof(p[0]); i++)
		feed(&engine_conns, e, &p[i]);
	feed(&engine_conns, e, &reply);
	assert_int_equal(table_count(&flows_table, e), 7);
	assert_int_equal(number(&flows_table, e, 2, "packets_back"), 1);
	assert_int_equal(flow_end(e, 2, "dst").port, PORT_ECHO_ID);
	assert_int_equal(flow_end(e, 3, "dst").ep.port, 2);
	assert_int_equal(flow_end(e, 4, "dst").port, PORT_ICMP_TYPE);
	assert_int_equal(flow_end(e, 4, "dst").ep.port, 3);
	assert_int_equal(flow_end(e, 5, "dst").port, PORT_NONE);
	end(&engine_conns, e);
}

static void test_no_flow(void **state)
{
	void *e = begin(&engine_conns);
	struct pkt fragment = udp(0, 0), tcp = udp(1, 2), arp = udp(0, 0);

	(void)state;
	fragment.ports = false;
	fragment.verdict = PKT_FRAGMENT;
	tcp.ipproto = IPPROTO_TCP;
	arp.ipver = 0;
	arp.ipproto = 0;
	arp.ports = false;
	arp.ethertype = ETH_P_ARP;
	arp.smac = arp.dmac = NULL; /* of a link without MAC addresses */
	feed(&engine_conns, e, &fragment);
	feed(&engine_conns, e, &tcp);
	feed(&engine_conns, e, &arp);
	assert_int_equal(table_count(&flows_table, e), 0);
	/* the first fragment brings what was seen before it */
	fragment = udp(5000, 123);
	fragment.early_packets = 2;
	fragment.early_bytes = 200;
	feed(&engine_conns, e, &fragment);
	assert_int_equal(number(&flows_table, e, 0, "packets"), 3);
	assert_int_equal(number(&flows_table, e, 0, "bytes"), 300);
	end(&engine_conns, e);
}

static struct pkt arp(uint16_t op, uint32_t spa, uint32_t tpa)
{
	struct pkt p = { .frame = &frame,
			 .segs = 1,
			 .ethertype = ETH_P_ARP,
			 .l3len = 46,
			 .smac = mac_a,
			 .dmac = mac_b,
			 .arp = { .op = op, .spa = spa, .tpa = tpa } };

	return p;
}

static void test_non_ip(void **state)
{
	void *e = begin(&engine_conns);
	struct pkt asks = arp(1, 0x0100000a, 0x0200000a), says = arp(2, 0x0200000a, 0x0100000a),
		   unusable = arp(0, 0, 0), lldp = unusable;
	struct value v;

	(void)state;
	lldp.ethertype = ETH_P_LLDP;
	feed(&engine_conns, e, &asks);
	feed(&engine_conns, e, &says);
	assert_int_equal(table_count(&flows_table, e), 1);
	assert_string_equal(text(&flows_table, e, 0, "proto"), "ARP");
	assert_int_equal(number(&flows_table, e, 0, "bytes"), 46);
	assert_int_equal(number(&flows_table, e, 0, "packets_back"), 1);
	v = flow_end(e, 0, "src");
	assert_int_equal(v.type, V_ENDPOINT);
	assert_int_equal(v.port, PORT_NONE);
	assert_int_equal(v.ep.addr.w[3], 0x0100000a);
	feed(&engine_conns, e, &unusable);
	feed(&engine_conns, e, &lldp);
	assert_int_equal(table_count(&flows_table, e), 3);
	assert_string_equal(text(&flows_table, e, 2, "proto"), "LLDP");
	v = flow_end(e, 2, "src");
	assert_int_equal(v.type, V_MAC);
	assert_memory_equal(v.mac, mac_a, 6);
	v = flow_end(e, 1, "dst");
	assert_memory_equal(v.mac, mac_b, 6);
	end(&engine_conns, e);
}

/* A client asks each question from another port: one flow. */
static void test_dns_by_the_server(void **state)
{
	void *e = begin(&engine_conns);
	struct pkt p[] = { udp(5000, 53), udp(5001, 53), udp(53, 53) }, back = reversed(p[1]);

	(void)state;
	for (size_t i = 0; i < 3; i++)
		feed(&engine_conns, e, &p[i]);
	feed(&engine_conns, e, &back);
	assert_int_equal(table_count(&flows_table, e), 2);
	assert_int_equal(number(&flows_table, e, 0, "packets"), 2);
	assert_int_equal(number(&flows_table, e, 0, "packets_back"), 1);
	assert_int_equal(flow_end(e, 0, "src").port, PORT_NONE);
	assert_int_equal(flow_end(e, 0, "dst").ep.port, 53);
	assert_int_equal(flow_end(e, 0, "dst").port, PORT_NUMBER);
	assert_int_equal(flow_end(e, 1, "src").ep.port, 53);
	end(&engine_conns, e);
}

static void test_quic(void **state)
{
	void *e = begin(&engine_conns);
	struct pkt p = udp(5000, 443);

	(void)state;
	feed(&engine_conns, e, &p);
	assert_string_equal(text(&flows_table, e, 0, "proto"), "UDP");
	p.quic = true;
	feed(&engine_conns, e, &p);
	p.quic = false; /* a short header */
	feed(&engine_conns, e, &p);
	assert_string_equal(text(&flows_table, e, 0, "proto"), "QUIC");
	end(&engine_conns, e);
}

static void test_idle_flows_leave(void **state)
{
	void *e = begin(&engine_conns);
	struct pkt p = udp(5000, 123), q = udp(5001, 123);
	struct rows rows;

	(void)state;
	feed(&engine_conns, e, &p);
	now.mono_ms += 59000;
	feed(&engine_conns, e, &q);
	engine_conns.tick(e, &now);
	assert_int_equal(table_count(&flows_table, e), 2);
	now.mono_ms += 2000;
	engine_conns.tick(e, &now);
	assert_int_equal(table_count(&flows_table, e), 1);
	assert_int_equal(table_evicted(&flows_table, e), 0);
	rows = table_rows(&flows_table, e);
	assert_null(rows_at(&flows_table, &rows, 0));
	assert_int_equal(flow_end(e, 1, "src").ep.port, 5001); /* it keeps its slot */
	/* one that returns is new */
	feed(&engine_conns, e, &p);
	assert_int_equal(table_count(&flows_table, e), 2);
	assert_int_equal(flow_end(e, 2, "src").ep.port, 5000);
	assert_int_equal(number(&flows_table, e, 2, "packets"), 1);
	end(&engine_conns, e);
}

static void test_flows_are_bounded(void **state)
{
	struct engine_env env = { .set = &set, .conns_max = 100 };
	void *e = calloc(1, engine_conns.size);
	uint32_t first;
	struct pkt p;

	(void)state;
	settings_default(&set);
	assert_int_equal(engine_conns.init(e, &env), 0);
	for (uint16_t i = 0; i < 1000; i++) {
		now.mono_ms++;
		p = udp((uint16_t)(2000 + i), 123);
		feed(&engine_conns, e, &p);
		p = udp(1999, 123); /* this one is never idle */
		feed(&engine_conns, e, &p);
	}
	assert_int_equal(table_count(&flows_table, e), 100);
	assert_int_equal(table_evicted(&flows_table, e), 901);
	sorted(&flows_table, e, "packets", true, &first, 1);
	assert_int_equal(flow_end(e, first, "src").ep.port, 1999);
	assert_int_equal(number(&flows_table, e, first, "packets"), 1000);
	end(&engine_conns, e);
}

/* What is logged of UDP, by the setting: counts of events by kind, and the last of each. */
static struct {
	int n[EVENT_KINDS];
	struct event last[EVENT_KINDS];
} logged;

static void on_event(void *ctx, const struct event *ev)
{
	(void)ctx;
	logged.n[ev->kind]++;
	logged.last[ev->kind] = *ev;
}

static void *begin_logged(enum log_udp what)
{
	struct engine_env env = { .set = &set, .conns_max = 2, .emit = on_event };
	void *e = calloc(1, engine_conns.size);

	memset(&logged, 0, sizeof(logged));
	settings_default(&set);
	set.log_udp = what;
	assert_int_equal(engine_conns.init(e, &env), 0);
	return e;
}

/* Two packets there and one back, an echo request, and 16 minutes. */
static void *run_logged(enum log_udp what)
{
	void *e = begin_logged(what);
	struct pkt p = udp(5000, 53), r = reversed(p), echo = icmp(8, 1);

	feed(&engine_conns, e, &p);
	now.mono_ms += 7000;
	feed(&engine_conns, e, &p);
	feed(&engine_conns, e, &r);
	feed(&engine_conns, e, &echo);
	now.mono_ms += 16 * 60000;
	engine_conns.tick(e, &now);
	return e;
}

static void test_log_of_packets_or_none(void **state)
{
	(void)state;
	end(&engine_conns, run_logged(LOG_UDP_PACKETS));
	assert_int_equal(logged.n[EVENT_PACKET], 4);
	assert_int_equal(logged.n[EVENT_FLOW], 0);
	end(&engine_conns, run_logged(LOG_UDP_OFF));
	assert_int_equal(logged.n[EVENT_PACKET], 1);
	assert_int_equal(logged.last[EVENT_PACKET].packet.ipproto, IPPROTO_ICMP);
	assert_int_equal(logged.n[EVENT_FLOW], 0);
}

static void test_log_of_flows(void **state)
{
	void *e = run_logged(LOG_UDP_FLOWS);
	const struct conn_event *ev = &logged.last[EVENT_FLOW].conn;

	(void)state;
	assert_int_equal(logged.n[EVENT_PACKET], 1);
	assert_int_equal(logged.n[EVENT_FLOW], 1);
	assert_int_equal(logged.last[EVENT_FLOW].at.mono_ms, now.mono_ms);
	assert_int_equal(ev->summary.src.port, 5000);
	assert_int_equal(ev->summary.ipproto, IPPROTO_UDP);
	assert_int_equal(ev->own.packets, 2);
	assert_int_equal(ev->opposite.packets, 1);
	assert_int_equal(ev->seconds, 7);
	end(&engine_conns, e);
}

static void test_log_of_what_is_evicted_or_open(void **state)
{
	void *e = begin_logged(LOG_UDP_FLOWS);
	uint32_t at = 0;
	struct pkt p;

	(void)state;
	for (uint16_t i = 0; i < 3; i++) {
		now.mono_ms++;
		p = udp((uint16_t)(5000 + i), 53);
		feed(&engine_conns, e, &p);
	}
	p = reversed(p);
	feed(&engine_conns, e, &p);
	assert_int_equal(logged.n[EVENT_FLOW], 1);
	assert_int_equal(logged.last[EVENT_FLOW].conn.summary.src.port, 5000);
	while (engine_conns.active(e, &at, &now))
		;
	/* one of them in both directions */
	assert_int_equal(logged.n[EVENT_ACTIVE], 3);
	assert_int_equal(logged.last[EVENT_ACTIVE].conn.own.packets, 1);
	end(&engine_conns, e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_ways_are_one_flow),
		cmocka_unit_test(test_rate_of_the_first_seconds),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_port_0),
		cmocka_unit_test(test_what_tells_flows_apart),
		cmocka_unit_test(test_no_flow),
		cmocka_unit_test(test_non_ip),
		cmocka_unit_test(test_dns_by_the_server),
		cmocka_unit_test(test_quic),
		cmocka_unit_test(test_idle_flows_leave),
		cmocka_unit_test(test_flows_are_bounded),
		cmocka_unit_test(test_log_of_packets_or_none),
		cmocka_unit_test(test_log_of_flows),
		cmocka_unit_test(test_log_of_what_is_evicted_or_open),
	};

	return cmocka_run_group_tests_name("flows", tests, NULL, NULL);
}
