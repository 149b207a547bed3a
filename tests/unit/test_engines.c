/* The statistics engines through their ops and what they publish. */
#include "unit.h"
#include "engines.h"

#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include "capture/ifaces.h"
#include "stats/conns.h"
#include "stats/ifdetail.h"
#include "stats/iftotals.h"
#include "stats/services.h"
#include "stats/sizes.h"
#include "stats/stations.h"

/* --- services --- */

/* A figure of a port's only row. */
static uint64_t service_in(const struct table *t, const void *e, uint16_t port, const char *key)
{
	const struct reading r = reading(t, e);
	uint32_t slot = table_slot(&r, "port", port);

	assert_int_not_equal(slot, UINT32_MAX);
	return table_number(&r, slot, key);
}

static uint64_t service(const void *e, uint16_t port, const char *key)
{
	return service_in(&services_table, e, port, key);
}

static void test_services_below_1024(void **state)
{
	void *e = begin(&engine_services);
	struct pkt p = udp(5000, 53), r = reversed(p), both = udp(53, 53), none = udp(5000, 6000);

	(void)state;
	feed(&engine_services, e, &none);
	assert_int_equal(table_count(&services_table, e), 0);
	feed(&engine_services, e, &p);
	feed(&engine_services, e, &r);
	feed(&engine_services, e, &both); /* counts for both of its ends */
	assert_int_equal(table_count(&services_table, e), 1);
	assert_int_equal(service(e, 53, "packets_to"), 2);
	assert_int_equal(service(e, 53, "packets_from"), 2);
	assert_int_equal(service(e, 53, "packets"), 4);
	assert_int_equal(service(e, 53, "bytes"), 400);
	assert_string_equal(text(&services_table, e, 0, "proto"), "UDP");
	p.ipproto = IPPROTO_TCP;
	feed(&engine_services, e, &p);
	assert_int_equal(table_count(&services_table, e), 2); /* of TCP it is another */
	assert_string_equal(text(&services_table, e, 1, "proto"), "TCP");
	end(&engine_services, e);
}

/* By the setting all-ports; and what is not shown without it. */
static void test_services_all_ports(void **state)
{
	void *e = begin(&engine_services);
	struct pkt known = udp(5000, 53), other = udp(5000, 6000);
	struct reading unlisted;

	(void)state;
	feed(&engine_services, e, &known);
	feed(&engine_services, e, &other);
	feed(&engine_services, e, &other);
	assert_int_equal(table_count(&services_table, e), 1);
	unlisted = reading(&unlisted_ports_table, e);
	assert_int_equal(table_number(&unlisted, 0, "packets"), 2);
	assert_int_equal(table_number(&unlisted, 0, "bytes"), 200);
	set.all_ports = true;
	assert_int_equal(table_count(&services_table, e), 2);
	assert_int_equal(service(e, 5000, "packets_from"), 2);
	assert_int_equal(table_count(&listed_ports_table, e), 1);
	end(&engine_services, e);
}

/* Those that were added count like those below 1024. */
static void test_services_added(void **state)
{
	struct pkt p = udp(5000, 6000), r = reversed(p), range = udp(2999, 3001);
	struct diag why;
	void *e;

	(void)state;
	assert_int_equal(ports_take("", "6000\n3000-3001\n", 15, &why), 0);
	e = begin(&engine_services);
	feed(&engine_services, e, &p);
	feed(&engine_services, e, &r);
	feed(&engine_services, e, &range);
	assert_int_equal(table_count(&services_table, e), 2);
	assert_int_equal(service(e, 6000, "packets_to"), 1);
	assert_int_equal(service(e, 6000, "packets_from"), 1);
	assert_int_equal(service(e, 3001, "packets"), 1);
	end(&engine_services, e);
	ports_take("", "", 0, &why);
}

static void test_services_on_all_ports(void **state)
{
	const struct table *all = &all_ports_table;
	void *e = begin(&engine_services);
	struct pkt low = udp(40000, 30000), back = reversed(low), both = udp(53, 123);

	(void)state;
	feed(&engine_services, e, &low);
	feed(&engine_services, e, &back);
	assert_int_equal(table_count(all, e), 1);
	assert_int_equal(service_in(all, e, 30000, "packets_to"), 1);
	assert_int_equal(service_in(all, e, 30000, "packets_from"), 1);
	feed(&engine_services, e, &both); /* once, for the lower */
	assert_int_equal(table_count(all, e), 2);
	assert_int_equal(service_in(all, e, 53, "packets_from"), 1);
	/* each table has its own count of all that passed */
	assert_int_equal(table_count(&services_table, e), 2);
	assert_int_equal(service(e, 123, "packets"), 1);
	end(&engine_services, e);
}

static void test_services_sorted(void **state)
{
	static const uint16_t port[] = { 80, 22, 443 };
	const struct table *t = &services_table;
	void *e = begin(&engine_services);
	uint32_t slot[3];
	struct pkt p;

	(void)state;
	for (unsigned i = 0; i < 3; i++)
		for (unsigned n = 0; n <= i; n++) {
			p = udp(5000, port[i]);
			feed(&engine_services, e, &p);
		}
	sorted(t, e, "port", false, slot, 3);
	assert_int_equal(number(t, e, slot[0], "port"), 22);
	assert_int_equal(number(t, e, slot[2], "port"), 443);
	sorted(t, e, "packets", true, slot, 3);
	assert_int_equal(number(t, e, slot[0], "port"), 443);
	assert_int_equal(number(t, e, slot[2], "port"), 80);
	end(&engine_services, e);
}

/* --- stations --- */

static void station_is(const void *e, uint32_t slot, const uint8_t mac[6])
{
	const struct reading r = reading(&stations_table, e);
	struct value v;

	table_value(&r, slot, 0, "mac", &v);
	assert_int_equal(v.type, V_MAC);
	assert_memory_equal(v.mac, mac, 6);
}

static void test_stations(void **state)
{
	const struct table *t = &stations_table;
	void *e = begin(&engine_stations);
	struct pkt p = udp(1, 2), arp = p;

	(void)state;
	arp.ipver = 0;
	feed(&engine_stations, e, &p);
	feed(&engine_stations, e, &arp);
	assert_int_equal(table_count(t, e), 2);
	station_is(e, 0, mac_a);
	station_is(e, 1, mac_b);
	assert_int_equal(number(t, e, 0, "packets_out"), 2);
	assert_int_equal(number(t, e, 0, "ip_out"), 1);
	assert_int_equal(number(t, e, 0, "bytes_out"), 228);
	assert_int_equal(number(t, e, 0, "packets_in"), 0);
	assert_int_equal(number(t, e, 1, "packets_in"), 2);
	end(&engine_stations, e);
}

static void test_stations_are_bounded(void **state)
{
	const struct table *t = &stations_table;
	void *e = begin(&engine_stations);
	uint8_t mac[6] = { 4 };
	struct pkt p = udp(1, 2);
	uint32_t first;

	(void)state;
	p.smac = mac;
	for (uint32_t i = 0; i < STATIONS_MAX + 1000; i++) {
		now.mono_ms = 1000000 + i / 100;
		memcpy(mac + 2, &i, 4);
		feed(&engine_stations, e, &p);
	}
	assert_int_equal(table_count(t, e), STATIONS_MAX);
	assert_int_equal(table_evicted(t, e), 1001);
	/* the station that gets all of it is never idle */
	sorted(t, e, "packets_in", true, &first, 1);
	station_is(e, first, mac_b);
	assert_int_equal(number(t, e, first, "packets_in"), STATIONS_MAX + 1000);
	end(&engine_stations, e);
}

/* Gone after a day without a frame; the others stay. */
static void test_stations_expire(void **state)
{
	const struct table *t = &stations_table;
	void *e = begin(&engine_stations);
	struct pkt p = udp(1, 2);
	uint8_t mac[6] = { 4 };

	(void)state;
	now.mono_ms = 1000000;
	feed(&engine_stations, e, &p);
	now.mono_ms += STATIONS_IDLE_MS;
	p.smac = mac;
	feed(&engine_stations, e, &p);
	engine_stations.tick(e, &now);
	assert_int_equal(table_count(t, e), 3);
	now.mono_ms++;
	engine_stations.tick(e, &now);
	assert_int_equal(table_count(t, e), 2);
	assert_int_equal(table_evicted(t, e), 0);
	station_is(e, 1, mac_b);
	station_is(e, 2, mac);
	end(&engine_stations, e);
}

static void test_no_stations_without_macs(void **state)
{
	void *e = begin(&engine_stations);
	struct frame tun = { .arphrd = ARPHRD_NONE, .ifindex = 3, .wirelen = 100 };
	struct pkt p = udp(1, 2);

	(void)state;
	p.frame = &tun;
	p.smac = p.dmac = NULL;
	feed(&engine_stations, e, &p);
	assert_int_equal(table_count(&stations_table, e), 0);
	end(&engine_stations, e);
}

/* --- the interface as a whole --- */

static uint64_t detail(const void *e, enum detail_line line, const char *key)
{
	return number(&detail_table, e, line, key);
}

/* A frame that ends in its transport header is no TCP packet; what was there is counted. */
static void test_detail_short(void **state)
{
	void *e = begin(&engine_ifdetail);
	struct pkt p = udp(1, 2), none = udp(1, 2);

	(void)state;
	p.verdict = none.verdict = PKT_TRUNCATED;
	none.ipver = 0;
	feed(&engine_ifdetail, e, &p);
	feed(&engine_ifdetail, e, &none);
	assert_int_equal(detail(e, DETAIL_TOTAL, "packets"), 2);
	assert_int_equal(detail(e, DETAIL_SHORT, "rx_packets"), 2);
	assert_int_equal(detail(e, DETAIL_IPV4, "packets"), 1);
	assert_int_equal(detail(e, DETAIL_NONIP, "packets"), 1);
	assert_int_equal(detail(e, DETAIL_UDP, "packets"), 0);
	assert_int_equal(detail(e, DETAIL_OTHERIP, "packets"), 0);
	end(&engine_ifdetail, e);
}

static void test_detail(void **state)
{
	static const uint8_t all[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	void *e = begin(&engine_ifdetail);
	struct frame out = frame, cast = frame;
	struct pkt p = udp(1, 2), q = udp(1, 2), arp = udp(0, 0), bad = udp(0, 0),
		   six = icmp(128, 1);
	struct reading r;
	struct value v;

	(void)state;
	out.pkttype = PACKET_OUTGOING;
	q.frame = &out;
	cast.pkttype = PACKET_BROADCAST;
	arp = (struct pkt){ .frame = &cast,
			    .segs = 1,
			    .ethertype = 0x0806,
			    .l3len = 100,
			    .smac = mac_a,
			    .dmac = all };
	bad.verdict = PKT_BADSUM;
	bad.ports = false;
	six.ipver = 6;
	six.ipproto = IPPROTO_ICMPV6;
	feed(&engine_ifdetail, e, &p);
	feed(&engine_ifdetail, e, &q);
	feed(&engine_ifdetail, e, &arp);
	feed(&engine_ifdetail, e, &bad);
	feed(&engine_ifdetail, e, &six);
	now.mono_ms += 1000;
	engine_ifdetail.tick(e, &now);
	r = reading(&detail_table, e);
	assert_int_equal(detail(e, DETAIL_TOTAL, "packets"), 5);
	assert_int_equal(detail(e, DETAIL_TOTAL, "bytes"), 5 * 114);
	assert_int_equal(detail(e, DETAIL_TOTAL, "rx_packets"), 4);
	assert_int_equal(detail(e, DETAIL_TOTAL, "tx_packets"), 1);
	assert_int_equal(detail(e, DETAIL_UDP, "packets"), 2);
	assert_int_equal(detail(e, DETAIL_UDP, "tx_bytes"), 100);
	assert_int_equal(detail(e, DETAIL_ICMP, "rx_packets"), 1);
	assert_int_equal(detail(e, DETAIL_IPV6, "rx_packets"), 1);
	assert_int_equal(detail(e, DETAIL_NONIP, "rx_bytes"), 114);
	assert_int_equal(detail(e, DETAIL_BROADCAST, "packets"), 1);
	assert_int_equal(detail(e, DETAIL_BADSUM, "packets"), 1);
	assert_int_equal(detail(e, DETAIL_TOTAL, "pps"), 1);
	assert_int_equal(detail(e, DETAIL_TOTAL, "peak"), 5 * 114);
	assert_int_equal(detail(e, DETAIL_TOTAL, "tx_peak_pps"), 1);
	assert_int_equal(detail(e, DETAIL_BROADCAST, "peak"), 114);
	/* a protocol has no rate */
	table_value(&r, DETAIL_UDP, 0, "rate", &v);
	assert_int_equal(v.type, V_NONE);
	end(&engine_ifdetail, e);
}

static void test_sizes(void **state)
{
	void *e = begin(&engine_sizes);
	static const uint32_t len[] = { 1, 75, 76, 1500, 1501, 65535 };
	struct pkt p = udp(1, 2);

	(void)state;
	for (size_t i = 0; i < sizeof(len) / sizeof(len[0]); i++) {
		p.l3len = len[i];
		feed(&engine_sizes, e, &p);
	}
	assert_int_equal(number(&sizes_sum_table, e, 0, "mtu"), 1500);
	assert_int_equal(table_count(&sizes_table, e), SIZES_BRACKETS + 1);
	assert_int_equal(number(&sizes_table, e, 0, "from"), 1);
	assert_int_equal(number(&sizes_table, e, 0, "to"), 75);
	assert_int_equal(number(&sizes_table, e, 0, "rx_packets"), 2);
	assert_int_equal(number(&sizes_table, e, 1, "rx_packets"), 1);
	assert_int_equal(number(&sizes_table, e, 19, "rx_packets"), 1);
	assert_int_equal(number(&sizes_table, e, 19, "to"), 1500);
	assert_int_equal(number(&sizes_table, e, SIZES_BRACKETS, "rx_packets"), 2);
	assert_int_equal(number(&sizes_table, e, SIZES_BRACKETS, "from"), 1501);
	assert_int_equal(number(&sizes_sum_table, e, 0, "rx_largest"), 65535);
	assert_int_equal(number(&sizes_sum_table, e, 0, "tx_largest"), 0);
	end(&engine_sizes, e);
}

/* A super-packet counts as what was on the wire, in every engine. */
static void test_segments(void **state)
{
	/* 3 full segments of 1000 and one of 500, each behind 14 + 20 + 8 bytes of headers */
	struct frame f = frame;
	struct pkt p = udp(5000, 53);
	void *e = begin(&engine_ifdetail);

	(void)state;
	f.wirelen = 42 + 3500;
	f.segsize = 1000;
	p.frame = &f;
	p.l3len = p.iplen = 28 + 3500;
	p.segs = 4;
	feed(&engine_ifdetail, e, &p);
	assert_int_equal(detail(e, DETAIL_TOTAL, "rx_packets"), 4);
	assert_int_equal(detail(e, DETAIL_TOTAL, "rx_bytes"), 4 * 42 + 3500);
	assert_int_equal(detail(e, DETAIL_UDP, "rx_bytes"), 4 * 28 + 3500);
	end(&engine_ifdetail, e);
	e = begin(&engine_sizes);
	feed(&engine_sizes, e, &p);
	assert_int_equal(number(&sizes_table, e, 1027 / 75, "rx_packets"), 3);
	assert_int_equal(number(&sizes_table, e, 527 / 75, "rx_packets"), 1);
	assert_int_equal(number(&sizes_sum_table, e, 0, "rx_largest"), 1028);
	end(&engine_sizes, e);
	e = begin(&engine_stations);
	feed(&engine_stations, e, &p);
	assert_int_equal(number(&stations_table, e, 0, "packets_out"), 4);
	end(&engine_stations, e);
	e = begin(&engine_services);
	feed(&engine_services, e, &p);
	assert_int_equal(service(e, 53, "bytes_to"), 4 * 28 + 3500);
	end(&engine_services, e);
	e = begin(&engine_conns);
	feed(&engine_conns, e, &p);
	assert_int_equal(number(&flows_table, e, 0, "packets"), 4);
	end(&engine_conns, e);
}

static void test_totals(void **state)
{
	void *e = begin(&engine_iftotals);
	struct frame two = frame;
	struct pkt p = udp(1, 2), q = udp(1, 2), bad = udp(1, 2);
	const struct table *t = &iftotals_table;
	struct reading first;

	(void)state;
	two.ifindex = 2;
	q.frame = &two;
	q.ipver = 6;
	bad.verdict = PKT_BADSUM;
	for (int i = 0; i < 10; i++)
		feed(&engine_iftotals, e, &p);
	feed(&engine_iftotals, e, &q);
	feed(&engine_iftotals, e, &bad);
	q.ipver = 0;
	feed(&engine_iftotals, e, &q);
	now.mono_ms += 1000;
	engine_iftotals.tick(e, &now);
	first = reading(&iftotals_sum_table, e);
	first.run_ms = 1000;
	assert_int_equal(table_count(t, e), 2);
	assert_int_equal(number(t, e, 0, "packets"), 11);
	assert_int_equal(number(t, e, 0, "ipv4"), 11);
	assert_int_equal(number(t, e, 0, "badip"), 1);
	assert_int_equal(number(t, e, 1, "ipv6"), 1);
	assert_int_equal(number(t, e, 1, "nonip"), 1);
	/* run for five seconds, and for one */
	assert_int_equal(number(&iftotals_sum_table, e, 0, "pps"), 13 / 5);
	assert_int_equal(number(&iftotals_sum_table, e, 0, "rate"), 13 * 114 / 5);
	assert_int_equal(table_number(&first, 0, "pps"), 13);
	assert_int_equal(table_number(&first, 0, "rate"), 13 * 114);
	end(&engine_iftotals, e);
}

/* Each interface has detailed statistics from its first packet on, and an hour of its rates. */
static void test_totals_in_detail(void **state)
{
	void *e = begin(&engine_iftotals);
	struct frame out = frame;
	struct pkt p = udp(1, 2), q = udp(1, 2);
	const struct reading r = reading(&iftotals_table, e);
	uint64_t rate[HISTORY_POINTS];
	const void *detail;
	struct row row;

	(void)state;
	out.pkttype = PACKET_OUTGOING;
	out.ifindex = 2;
	q.frame = &out;
	feed(&engine_iftotals, e, &p);
	for (int i = 0; i < 5; i++)
		feed(&engine_iftotals, e, &q);
	out.ifindex = 1;
	feed(&engine_iftotals, e, &q);
	feed(&engine_iftotals, e, &q);
	now.mono_ms += 1000;
	engine_iftotals.tick(e, &now);
	assert_int_equal(number(&iftotals_table, e, 0, "rate"), 3 * 114);
	assert_int_equal(number(&iftotals_table, e, 0, "rx_rate"), 114);
	assert_int_equal(number(&iftotals_table, e, 0, "tx_rate"), 2 * 114);
	assert_int_equal(number(&iftotals_table, e, 1, "rx_rate"), 0);
	assert_int_equal(number(&iftotals_table, e, 0, "rx_packets"), 1);
	assert_int_equal(number(&iftotals_table, e, 0, "rx_bytes"), 114);
	assert_int_equal(number(&iftotals_table, e, 0, "tx_packets"), 2);
	assert_int_equal(number(&iftotals_table, e, 0, "tx_bytes"), 2 * 114);
	assert_true(table_read(&r, 0, &row));
	detail = iftotals_detail(e, &row);
	assert_int_equal(number(&detail_table, detail, DETAIL_TOTAL, "rx_packets"), 1);
	assert_int_equal(number(&detail_table, detail, DETAIL_UDP, "tx_packets"), 2);
	history_read(ifdetail_history(detail), HISTORY_SECONDS, HISTORY_OUT, now.mono_ms,
		     now.mono_ms - 1000, rate);
	assert_int_equal(rate[HISTORY_POINTS - 1], 2 * 114);
	assert_int_equal(rate[HISTORY_POINTS - 2], 0);
	history_read(iftotals_history(&row), HISTORY_SECONDS, HISTORY_BOTH, now.mono_ms,
		     now.mono_ms - 1000, rate);
	assert_int_equal(rate[HISTORY_POINTS - 1], 3 * 114);
	end(&engine_iftotals, e);
}

static struct history before;

static const struct history *past_of(const void *ctx, const char *iface)
{
	assert_string_equal(iface, "eth0");
	return ctx;
}

/* What was counted before the run: an interface's graph begins with it. */
static void test_past(void **state)
{
	static const struct engine_ops *const ops[] = { &engine_ifdetail, &engine_conns };
	const struct engine_env env = { .set = &set,
					.iface = "eth0",
					.conns_max = 1024,
					.past = past_of,
					.past_ctx = &before };
	uint64_t rate[HISTORY_POINTS];
	struct pkt p = udp(1, 2);

	(void)state;
	settings_default(&set);
	before = (struct history){ .since = 900 };
	history_add(&before, 998, HISTORY_IN, 77);
	now.mono_ms = 1000000;
	for (size_t i = 0; i < 2; i++) {
		void *e = calloc(1, ops[i]->size);

		assert_int_equal(ops[i]->init(e, &env), 0);
		feed(ops[i], e, &p);
		history_read(i ? conns_history(e) : ifdetail_history(e), HISTORY_SECONDS,
			     HISTORY_IN, 1001000, 1000000, rate);
		assert_int_equal(rate[HISTORY_POINTS - 1], 114);
		assert_int_equal(rate[HISTORY_POINTS - 3], 77);
		end(ops[i], e);
	}
}

static void listed_interface(void *e, struct frame *f, uint32_t *slot)
{
	struct ifaces *ifs;
	const struct iface *i;
	struct reading r;

	assert_int_equal(ifaces_open(&ifs, socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)), 0);
	assert_int_equal(ifaces_refresh(ifs), 0);
	i = ifaces_find(ifs, "lo");
	if (!i || !iface_is_up(i)) {
		ifaces_close(ifs);
		skip();
	}
	engine_iftotals.ifaces(e, ifs);
	f->ifindex = i->index;
	r = reading(&iftotals_table, e);
	for (*slot = 0; strcmp(table_text(&r, *slot, "iface"), "lo") != 0; ++*slot)
		continue;
	ifaces_close(ifs);
}

/* Of an interface listed at the start: what a first second brought is its peak. */
static void test_peak_of_the_first_second(void **state)
{
	void *e = begin(&engine_iftotals);
	struct frame f = frame;
	struct pkt p = udp(1, 2);
	struct reading r;
	uint32_t slot;

	(void)state;
	listed_interface(e, &f, &slot);
	assert_string_equal(text(&iftotals_table, e, slot, "state"), "up");
	p.frame = &f;
	for (int i = 0; i < 10; i++)
		feed(&engine_iftotals, e, &p);
	for (int second = 1; second <= 20; second++) {
		now.mono_ms += 1000;
		engine_iftotals.tick(e, &now);
		r = reading(&iftotals_table, e);
		r.run_ms = (uint64_t)second * 1000;
		assert_int_equal(table_number(&r, slot, "rate"),
				 second <= 5 ? 10 * 114 / second : 0);
		assert_int_equal(table_number(&r, slot, "average"), 10 * 114 / second);
		assert_int_equal(table_number(&r, slot, "peak"), 10 * 114);
	}
	end(&engine_iftotals, e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_services_below_1024),
		cmocka_unit_test(test_services_all_ports),
		cmocka_unit_test(test_services_added),
		cmocka_unit_test(test_services_on_all_ports),
		cmocka_unit_test(test_services_sorted),
		cmocka_unit_test(test_stations),
		cmocka_unit_test(test_stations_are_bounded),
		cmocka_unit_test(test_no_stations_without_macs),
		cmocka_unit_test(test_detail),
		cmocka_unit_test(test_detail_short),
		cmocka_unit_test(test_stations_expire),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_segments),
		cmocka_unit_test(test_totals),
		cmocka_unit_test(test_totals_in_detail),
		cmocka_unit_test(test_past),
		cmocka_unit_test(test_peak_of_the_first_second),
	};

	return cmocka_run_group_tests_name("engines", tests, NULL, NULL);
}
