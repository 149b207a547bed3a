/* The statistics engines and the flow table, through their ops and what they publish. */
#include "unit.h"

#include <linux/if_packet.h>
#include <net/if_arp.h>
#include <stdlib.h>
#include <string.h>

#include "config/settings.h"
#include "stats/conns.h"
#include "stats/ifdetail.h"
#include "stats/iftotals.h"
#include "config/names.h"
#include "config/ports.h"
#include "stats/services.h"
#include "stats/sizes.h"
#include "stats/stations.h"

static struct settings set;
static struct now now = { .mono_ms = 1000000 };

static void *begin(const struct engine_ops *ops)
{
	const struct engine_env env = { .set = &set,
					.conns_max = 65536,
					.port_is_listed = ports_have,
					.service_name = name_service };
	void *e = calloc(1, ops->size);

	settings_default(&set);
	now.mono_ms = 1000000;
	assert_non_null(e);
	assert_int_equal(ops->init(e, &env), 0);
	return e;
}

static void end(const struct engine_ops *ops, void *e)
{
	ops->fini(e);
	free(e);
}

static void feed(const struct engine_ops *ops, void *e, const struct pkt *p)
{
	ops->packets(e, p, 1, &now);
}

static const uint8_t mac_a[6] = { 2, 0, 0, 0, 0, 0xa }, mac_b[6] = { 2, 0, 0, 0, 0, 0xb };

static struct frame frame = { .arphrd = ARPHRD_ETHER, .ifindex = 1, .wirelen = 114 };

/* UDP of 100 IP bytes in a frame of 114, from host 1 to host 2. */
static struct pkt udp(uint16_t from, uint16_t to)
{
	static const uint8_t a[4] = { 10, 0, 0, 1 }, b[4] = { 10, 0, 0, 2 };
	struct pkt p = { .frame = &frame,
			 .segs = 1,
			 .verdict = PKT_OK,
			 .ipver = 4,
			 .ethertype = 0x0800,
			 .ipproto = IPPROTO_UDP,
			 .ports = true,
			 .l3len = 100,
			 .iplen = 100,
			 .headers = 14 + 20 + 8,
			 .smac = mac_a,
			 .dmac = mac_b };

	addr_set_v4(&p.src.addr, a);
	addr_set_v4(&p.dst.addr, b);
	p.src.port = from;
	p.dst.port = to;
	return p;
}

static struct pkt reversed(struct pkt p)
{
	struct endpoint e = p.src;

	p.src = p.dst;
	p.dst = e;
	return p;
}

static struct pkt icmp(uint8_t type, uint16_t id)
{
	struct pkt p = udp(0, 0);

	p.ipproto = IPPROTO_ICMP;
	p.ports = false;
	p.icmp_type = type;
	p.icmp_id = id;
	return p;
}

static const struct field *field(const struct table *t, const char *key)
{
	for (const struct field *f = t->fields; f->key; f++)
		if (strcmp(f->key, key) == 0)
			return f;
	fail();
	return NULL;
}

static struct value value(const struct table *t, void *e, size_t row, const char *key)
{
	struct value v = { .type = field(t, key)->type };

	field(t, key)->get(e, t->row(e, row), &v);
	if (v.s == v.buf)
		v.s = NULL; /* it does not outlive the copy */
	return v;
}

/* --- flows --- */

static void test_both_ways_are_one_flow(void **state)
{
	void *e = begin(&engine_conns);
	struct pkt p = udp(5000, 53), r = reversed(p);
	struct conns_totals t;

	(void)state;
	for (int i = 0; i < 3; i++)
		feed(&engine_conns, e, &p);
	r.iplen = 300;
	feed(&engine_conns, e, &r);
	conns_totals(e, &t);
	assert_int_equal(t.flows, 1);
	assert_int_equal(value(&flows_table, e, 0, "from").ep.port, 5000);
	assert_int_equal(value(&flows_table, e, 0, "to").ep.port, 53);
	assert_int_equal(value(&flows_table, e, 0, "packets").u, 3);
	assert_int_equal(value(&flows_table, e, 0, "packets_back").u, 1);
	assert_int_equal(value(&flows_table, e, 0, "bytes").u, 300);
	assert_int_equal(value(&flows_table, e, 0, "bytes_back").u, 300);
	assert_string_equal(value(&flows_table, e, 0, "proto").s, "UDP");
	now.mono_ms += 3000;
	engine_conns.tick(e, &now);
	assert_int_equal(value(&flows_table, e, 0, "age").u, 3000);
	assert_int_equal(value(&flows_table, e, 0, "rate").u, 600 / 5);
	end(&engine_conns, e);
}

static void test_what_tells_flows_apart(void **state)
{
	void *e = begin(&engine_conns);
	struct frame other = frame;
	struct pkt p[] = {
		udp(5000, 53), udp(5001, 53),	     icmp(8, 1),   icmp(8, 2),
		icmp(3, 0),    udp(0, 0) /* OSPF */, udp(5000, 53) /* on another interface */
	};
	struct pkt reply = reversed(icmp(0, 1));
	struct conns_totals t;

	(void)state;
	p[5].ipproto = 89;
	p[5].ports = false;
	other.ifindex = 2;
	p[6].frame = &other;
	for (size_t i = 0; i < sizeof(p) / sizeof(p[0]); i++)
		feed(&engine_conns, e, &p[i]);
	feed(&engine_conns, e, &reply);
	conns_totals(e, &t);
	assert_int_equal(t.flows, 7);
	assert_int_equal(value(&flows_table, e, 2, "packets_back").u, 1);
	assert_int_equal(value(&flows_table, e, 2, "to").port, PORT_ECHO_ID);
	assert_int_equal(value(&flows_table, e, 3, "to").ep.port, 2);
	assert_int_equal(value(&flows_table, e, 4, "to").port, PORT_ICMP_TYPE);
	assert_int_equal(value(&flows_table, e, 4, "to").ep.port, 3);
	assert_int_equal(value(&flows_table, e, 5, "to").port, PORT_NONE);
	end(&engine_conns, e);
}

static void test_no_flow(void **state)
{
	void *e = begin(&engine_conns);
	struct pkt fragment = udp(0, 0), tcp = udp(1, 2), arp = udp(0, 0);
	struct conns_totals t;

	(void)state;
	fragment.ports = false;
	fragment.verdict = PKT_FRAGMENT;
	tcp.ipproto = IPPROTO_TCP;
	arp.ipver = 0;
	arp.ipproto = 0;
	arp.ports = false;
	arp.ethertype = 0x0806;
	feed(&engine_conns, e, &fragment);
	feed(&engine_conns, e, &tcp);
	feed(&engine_conns, e, &arp);
	conns_totals(e, &t);
	assert_int_equal(t.flows, 0);
	/* the first fragment brings what was seen before it */
	fragment = udp(5000, 53);
	fragment.early_packets = 2;
	fragment.early_bytes = 200;
	feed(&engine_conns, e, &fragment);
	assert_int_equal(value(&flows_table, e, 0, "packets").u, 3);
	assert_int_equal(value(&flows_table, e, 0, "bytes").u, 300);
	end(&engine_conns, e);
}

static void test_idle_flows_leave(void **state)
{
	void *e = begin(&engine_conns);
	struct pkt p = udp(5000, 53), q = udp(5001, 53);
	struct conns_totals t;

	(void)state;
	feed(&engine_conns, e, &p);
	now.mono_ms += 14 * 60000;
	feed(&engine_conns, e, &q);
	engine_conns.tick(e, &now);
	now.mono_ms += 2 * 60000;
	engine_conns.tick(e, &now);
	conns_totals(e, &t);
	assert_int_equal(t.flows, 1);
	assert_int_equal(t.flows_evicted, 0);
	assert_int_equal(value(&flows_table, e, 0, "from").ep.port, 5001);
	/* its row is used again */
	feed(&engine_conns, e, &p);
	assert_int_equal(value(&flows_table, e, 1, "packets").u, 1);
	end(&engine_conns, e);
}

static void test_flows_are_bounded(void **state)
{
	struct engine_env env = { .set = &set, .conns_max = 100 };
	void *e = calloc(1, engine_conns.size);
	struct conns_totals t;
	struct pkt p;

	(void)state;
	settings_default(&set);
	assert_int_equal(engine_conns.init(e, &env), 0);
	for (uint16_t i = 0; i < 1000; i++) {
		now.mono_ms++;
		p = udp((uint16_t)(2000 + i), 53);
		feed(&engine_conns, e, &p);
		p = udp(1999, 53); /* this one is never idle */
		feed(&engine_conns, e, &p);
	}
	conns_totals(e, &t);
	assert_int_equal(t.flows, 100);
	assert_int_equal(t.flows_evicted, 901);
	flows_table.sort(e, field(&flows_table, "packets"));
	assert_int_equal(value(&flows_table, e, 0, "from").ep.port, 1999);
	assert_int_equal(value(&flows_table, e, 0, "packets").u, 1000);
	end(&engine_conns, e);
}

/* --- services --- */

static const struct service *service(void *e, uint16_t port)
{
	for (size_t i = 0; i < services_count(e); i++)
		if (services_row(e, i)->port == port)
			return services_row(e, i);
	return NULL;
}

static void test_services_below_1024(void **state)
{
	void *e = begin(&engine_services);
	struct pkt p = udp(5000, 53), r = reversed(p), both = udp(53, 53), none = udp(5000, 6000);

	(void)state;
	feed(&engine_services, e, &none);
	assert_int_equal(services_count(e), 0);
	feed(&engine_services, e, &p);
	feed(&engine_services, e, &r);
	feed(&engine_services, e, &both); /* counts for both of its ends */
	assert_int_equal(services_count(e), 1);
	assert_int_equal(service(e, 53)->way[SERVICE_TO].packets, 2);
	assert_int_equal(service(e, 53)->way[SERVICE_FROM].packets, 2);
	assert_int_equal(service(e, 53)->way[SERVICE_TOTAL].packets, 4);
	assert_int_equal(service(e, 53)->way[SERVICE_TOTAL].bytes, 400);
	p.ipproto = IPPROTO_TCP;
	feed(&engine_services, e, &p);
	assert_int_equal(services_count(e), 2); /* of TCP it is another */
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
	assert_int_equal(services_count(e), 2);
	assert_int_equal(service(e, 6000)->way[SERVICE_TO].packets, 1);
	assert_int_equal(service(e, 6000)->way[SERVICE_FROM].packets, 1);
	assert_non_null(service(e, 3001));
	end(&engine_services, e);
	ports_take("", "", 0, &why);
}

static void test_services_on_all_ports(void **state)
{
	void *e = begin(&engine_services);
	struct pkt low = udp(40000, 30000), back = reversed(low), both = udp(53, 123);

	(void)state;
	services_set_all(e, true);
	feed(&engine_services, e, &low);
	feed(&engine_services, e, &back);
	assert_int_equal(services_count(e), 1);
	assert_int_equal(service(e, 30000)->way[SERVICE_TO].packets, 1);
	assert_int_equal(service(e, 30000)->way[SERVICE_FROM].packets, 1);
	feed(&engine_services, e, &both); /* once, for the lower */
	assert_int_equal(services_count(e), 2);
	assert_int_equal(service(e, 53)->way[SERVICE_FROM].packets, 1);
	/* each view has its own count of all that passed */
	services_set_all(e, false);
	assert_int_equal(services_count(e), 2);
	assert_non_null(service(e, 123));
	end(&engine_services, e);
}

static void test_services_sorted(void **state)
{
	static const uint16_t port[] = { 80, 22, 443 };
	void *e = begin(&engine_services);
	struct pkt p;

	(void)state;
	for (unsigned i = 0; i < 3; i++)
		for (unsigned n = 0; n <= i; n++) {
			p = udp(5000, port[i]);
			feed(&engine_services, e, &p);
		}
	services_table.sort(e, field(&services_table, "port"));
	assert_int_equal(services_row(e, 0)->port, 22);
	assert_int_equal(services_row(e, 2)->port, 443);
	services_table.sort(e, field(&services_table, "packets"));
	assert_int_equal(services_row(e, 0)->port, 443);
	assert_int_equal(services_row(e, 2)->port, 80);
	end(&engine_services, e);
}

/* --- stations --- */

static void test_stations(void **state)
{
	void *e = begin(&engine_stations);
	struct pkt p = udp(1, 2), arp = p;
	const struct station *a, *b;

	(void)state;
	arp.ipver = 0;
	feed(&engine_stations, e, &p);
	feed(&engine_stations, e, &arp);
	assert_int_equal(stations_count(e), 2);
	a = stations_row(e, 0);
	b = stations_row(e, 1);
	assert_memory_equal(a->key.mac, mac_a, 6);
	assert_memory_equal(b->key.mac, mac_b, 6);
	assert_int_equal(a->way[STATION_OUT].packets, 2);
	assert_int_equal(a->way[STATION_OUT].ip_packets, 1);
	assert_int_equal(a->way[STATION_OUT].bytes, 228);
	assert_int_equal(a->way[STATION_IN].packets, 0);
	assert_int_equal(b->way[STATION_IN].packets, 2);
	end(&engine_stations, e);
}

static void test_stations_are_bounded(void **state)
{
	void *e = begin(&engine_stations);
	uint8_t mac[6] = { 4 };
	struct pkt p = udp(1, 2);

	(void)state;
	p.smac = mac;
	for (uint32_t i = 0; i < STATIONS_MAX + 1000; i++) {
		now.mono_ms = 1000000 + i / 100;
		memcpy(mac + 2, &i, 4);
		feed(&engine_stations, e, &p);
	}
	assert_int_equal(stations_count(e), STATIONS_MAX);
	assert_int_equal(stations_evicted(e), 1001);
	/* whoever gets all of it is never idle */
	stations_table.sort(e, field(&stations_table, "packets_in"));
	assert_memory_equal(stations_row(e, 0)->key.mac, mac_b, 6);
	assert_int_equal(stations_row(e, 0)->way[STATION_IN].packets, STATIONS_MAX + 1000);
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
	assert_int_equal(stations_count(e), 0);
	end(&engine_stations, e);
}

/* --- the interface as a whole --- */

static void test_detail(void **state)
{
	static const uint8_t all[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	void *e = begin(&engine_ifdetail);
	struct frame out = frame, cast = frame;
	struct pkt p = udp(1, 2), q = udp(1, 2), arp = udp(0, 0), bad = udp(0, 0),
		   six = icmp(128, 1);
	struct ifdetail_view v;

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
	ifdetail_view(e, &v);
	assert_int_equal(v.line[DETAIL_TOTAL][DETAIL_BOTH].packets, 5);
	assert_int_equal(v.line[DETAIL_TOTAL][DETAIL_BOTH].bytes, 5 * 114);
	assert_int_equal(v.line[DETAIL_TOTAL][DETAIL_IN].packets, 4);
	assert_int_equal(v.line[DETAIL_TOTAL][DETAIL_OUT].packets, 1);
	assert_int_equal(v.line[DETAIL_UDP][DETAIL_BOTH].packets, 2);
	assert_int_equal(v.line[DETAIL_UDP][DETAIL_OUT].bytes, 100);
	assert_int_equal(v.line[DETAIL_ICMP][DETAIL_IN].packets, 1);
	assert_int_equal(v.line[DETAIL_IPV6][DETAIL_IN].packets, 1);
	assert_int_equal(v.line[DETAIL_NONIP][DETAIL_IN].bytes, 114);
	assert_int_equal(v.line[DETAIL_BROADCAST][DETAIL_BOTH].packets, 1);
	assert_int_equal(v.bad_checksums, 1);
	assert_int_equal(v.rate[DETAIL_BOTH].packets, 1);
	assert_int_equal(v.peak[DETAIL_BOTH].bytes, 114);
	end(&engine_ifdetail, e);
}

static void test_sizes(void **state)
{
	void *e = begin(&engine_sizes);
	static const uint32_t len[] = { 1, 75, 76, 1500, 1501, 65535 };
	struct sizes_view v;
	struct pkt p = udp(1, 2);

	(void)state;
	for (size_t i = 0; i < sizeof(len) / sizeof(len[0]); i++) {
		p.l3len = len[i];
		feed(&engine_sizes, e, &p);
	}
	sizes_view(e, &v);
	assert_int_equal(v.mtu, 1500);
	assert_int_equal(v.width, 75);
	assert_int_equal(v.packets[0][SIZES_IN], 2);
	assert_int_equal(v.packets[1][SIZES_IN], 1);
	assert_int_equal(v.packets[19][SIZES_IN], 1);
	assert_int_equal(v.packets[SIZES_BRACKETS][SIZES_IN], 2);
	assert_int_equal(v.largest[SIZES_IN], 65535);
	assert_int_equal(v.largest[SIZES_OUT], 0);
	end(&engine_sizes, e);
}

/* A super-packet counts as what was on the wire, in every engine. */
static void test_segments(void **state)
{
	/* 3 full segments of 1000 and one of 500, each behind 14 + 20 + 8 bytes of headers */
	struct frame f = frame;
	struct pkt p = udp(5000, 53);
	struct ifdetail_view d;
	struct sizes_view z;
	void *e = begin(&engine_ifdetail);

	(void)state;
	f.wirelen = 42 + 3500;
	f.segsize = 1000;
	p.frame = &f;
	p.l3len = p.iplen = 28 + 3500;
	p.segs = 4;
	feed(&engine_ifdetail, e, &p);
	ifdetail_view(e, &d);
	assert_int_equal(d.line[DETAIL_TOTAL][DETAIL_IN].packets, 4);
	assert_int_equal(d.line[DETAIL_TOTAL][DETAIL_IN].bytes, 4 * 42 + 3500);
	assert_int_equal(d.line[DETAIL_UDP][DETAIL_IN].bytes, 4 * 28 + 3500);
	end(&engine_ifdetail, e);
	e = begin(&engine_sizes);
	feed(&engine_sizes, e, &p);
	sizes_view(e, &z);
	assert_int_equal(z.packets[1027 / 75][SIZES_IN], 3);
	assert_int_equal(z.packets[527 / 75][SIZES_IN], 1);
	assert_int_equal(z.largest[SIZES_IN], 1028);
	end(&engine_sizes, e);
	e = begin(&engine_stations);
	feed(&engine_stations, e, &p);
	assert_int_equal(stations_row(e, 0)->way[STATION_OUT].packets, 4);
	end(&engine_stations, e);
	e = begin(&engine_services);
	feed(&engine_services, e, &p);
	assert_int_equal(service(e, 53)->way[SERVICE_TO].bytes, 4 * 28 + 3500);
	end(&engine_services, e);
	e = begin(&engine_conns);
	feed(&engine_conns, e, &p);
	assert_int_equal(value(&flows_table, e, 0, "packets").u, 4);
	end(&engine_conns, e);
}

static void test_totals(void **state)
{
	void *e = begin(&engine_iftotals);
	struct frame two = frame;
	struct pkt p = udp(1, 2), q = udp(1, 2), bad = udp(1, 2);
	struct iftotals_sum sum;

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
	assert_int_equal(iftotals_count(e), 2);
	assert_int_equal(iftotals_row(e, 0)->total, 11);
	assert_int_equal(iftotals_row(e, 0)->ipv4, 11);
	assert_int_equal(iftotals_row(e, 0)->badip, 1);
	assert_int_equal(iftotals_row(e, 1)->ipv6, 1);
	assert_int_equal(iftotals_row(e, 1)->nonip, 1);
	iftotals_sum(e, &sum);
	assert_int_equal(sum.packet_rate, 13 / 5);
	assert_int_equal(sum.byte_rate, 13 * 114 / 5);
	end(&engine_iftotals, e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_ways_are_one_flow),
		cmocka_unit_test(test_what_tells_flows_apart),
		cmocka_unit_test(test_no_flow),
		cmocka_unit_test(test_idle_flows_leave),
		cmocka_unit_test(test_flows_are_bounded),
		cmocka_unit_test(test_services_below_1024),
		cmocka_unit_test(test_services_added),
		cmocka_unit_test(test_services_on_all_ports),
		cmocka_unit_test(test_services_sorted),
		cmocka_unit_test(test_stations),
		cmocka_unit_test(test_stations_are_bounded),
		cmocka_unit_test(test_no_stations_without_macs),
		cmocka_unit_test(test_detail),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_segments),
		cmocka_unit_test(test_totals),
	};

	return cmocka_run_group_tests_name("engines", tests, NULL, NULL);
}
