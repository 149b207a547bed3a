/* The host monitor's engine: what packets add up to, and what is open. */
#include "unit.h"
#include "engines.h"

#include <arpa/inet.h>
#include <linux/if_packet.h>

#include "capture/localnet.h"
#include "config/vendors.h"
#include "stats/conns.h"
#include "stats/hosts.h"
#include "stats/tcpstate.h"
#include "stats/vlans.h"

static void address_is(const void *e, uint32_t slot, uint8_t last)
{
	const struct reading r = reading(&hosts_table, e);
	const uint8_t be[4] = { 10, 0, 0, last };
	struct addr want;
	struct value v;

	addr_set_v4(&want, be);
	table_value(&r, slot, 0, "address", &v);
	assert_int_equal(v.type, V_ADDR);
	assert_memory_equal(&v.ep.addr, &want, sizeof(want));
}

static struct pkt tcp(uint16_t from, uint16_t to, uint8_t flags)
{
	struct pkt p = udp(from, to);

	p.ipproto = IPPROTO_TCP;
	p.tcpflags = flags;
	return p;
}

static struct pkt six(uint8_t net, uint8_t host)
{
	struct pkt p = udp(1, 2);
	uint8_t a[16] = { 0xfd, [7] = net, [15] = host }, b[16] = { 0xfd, [7] = 99, [15] = 1 };

	p.ipver = 6;
	addr_set_v6(&p.src.addr, a);
	addr_set_v6(&p.dst.addr, b);
	return p;
}

static void both_ways(void **state)
{
	const struct table *t = &hosts_table;
	void *e = begin(&engine_hosts);
	struct pkt p = udp(1, 2), back = reversed(p), arp = p, big = p;

	(void)state;
	arp.ipver = 0;
	big.segs = 3;
	feed(&engine_hosts, e, &p);
	feed(&engine_hosts, e, &p);
	feed(&engine_hosts, e, &back);
	feed(&engine_hosts, e, &arp);
	assert_int_equal(table_count(t, e), 2);
	address_is(e, 0, 1);
	address_is(e, 1, 2);
	assert_int_equal(number(t, e, 0, "packets_out"), 2);
	assert_int_equal(number(t, e, 0, "packets_in"), 1);
	assert_int_equal(number(t, e, 0, "bytes_out"), 200);
	assert_int_equal(number(t, e, 0, "bytes"), 300);
	assert_int_equal(number(t, e, 1, "packets_in"), 2);
	feed(&engine_hosts, e, &big); /* three segments, each with its headers */
	assert_int_equal(number(t, e, 0, "packets_out"), 5);
	assert_int_equal(number(t, e, 0, "bytes_out"), 200 + 100 + 2 * 28);
	end(&engine_hosts, e);
}

static void rates_of_the_first_seconds(void **state)
{
	const struct table *t = &hosts_table;
	void *e = begin(&engine_hosts);
	struct pkt p = udp(1, 2);

	(void)state;
	for (int i = 0; i < 10; i++)
		feed(&engine_hosts, e, &p);
	now.mono_ms += 1000;
	assert_int_equal(number(t, e, 0, "rate_out"), 1000);
	assert_int_equal(number(t, e, 0, "rate_in"), 0);
	assert_int_equal(number(t, e, 0, "rate"), 1000);
	now.mono_ms += 1000;
	assert_int_equal(number(t, e, 0, "rate_out"), 500);
	assert_int_equal(number(t, e, 0, "age"), 2000);
	assert_int_equal(number(t, e, 0, "idle"), 2000);
	now.mono_ms += 5000;
	assert_int_equal(number(t, e, 1, "rate_in"), 0);
	end(&engine_hosts, e);
}

static void by_interface(void **state)
{
	void *e = begin(&engine_hosts);
	struct frame other = frame;
	struct pkt p = udp(1, 2), q = p;

	(void)state;
	other.ifindex = 2;
	q.frame = &other;
	feed(&engine_hosts, e, &p);
	feed(&engine_hosts, e, &q);
	assert_int_equal(table_count(&hosts_table, e), 4);
	assert_int_equal(table_count(&networks_table, e), 2);
	end(&engine_hosts, e);
}

static void networks(void **state)
{
	const struct table *t = &networks_table;
	void *e = begin(&engine_hosts);
	struct pkt p = udp(1, 2), a = six(1, 1), b = six(1, 2), c = six(2, 1);

	(void)state;
	feed(&engine_hosts, e, &p);
	assert_int_equal(table_count(t, e), 1);
	assert_int_equal(number(t, e, 0, "prefix"), 24);
	assert_int_equal(number(t, e, 0, "hosts"), 2);
	assert_int_equal(number(t, e, 0, "packets_in"), 1);
	assert_int_equal(number(t, e, 0, "packets_out"), 1);
	feed(&engine_hosts, e, &a);
	feed(&engine_hosts, e, &b);
	feed(&engine_hosts, e, &c);
	assert_int_equal(table_count(t, e), 4);
	assert_int_equal(number(t, e, 1, "prefix"), 64);
	assert_int_equal(number(t, e, 1, "hosts"), 2);
	assert_int_equal(number(t, e, 1, "packets_out"), 2);
	assert_int_equal(number(t, e, 2, "packets_in"), 3);
	assert_int_equal(number(t, e, 3, "hosts"), 1);
	end(&engine_hosts, e);
}

static void open_is(const void *e, uint64_t connections, uint64_t flows)
{
	for (uint32_t slot = 0; slot < 2; slot++) {
		assert_int_equal(number(&hosts_table, e, slot, "connections"), connections);
		assert_int_equal(number(&hosts_table, e, slot, "flows"), flows);
	}
	assert_int_equal(number(&networks_table, e, 0, "connections"), connections);
	assert_int_equal(number(&networks_table, e, 0, "flows"), flows);
}

static void what_is_open(void **state)
{
	void *e = begin(&engine_hosts);
	struct pkt a = tcp(1, 80, TCP_SYN), b = tcp(2, 80, TCP_SYN), reset = tcp(1, 80, TCP_RST),
		   u = udp(5, 6);

	(void)state;
	feed(&engine_hosts, e, &a);
	feed(&engine_hosts, e, &b);
	feed(&engine_hosts, e, &u);
	feed(&engine_hosts, e, &u);
	open_is(e, 2, 1);
	feed(&engine_hosts, e, &reset);
	open_is(e, 1, 1);
	feed(&engine_hosts, e, &a); /* begins again */
	open_is(e, 2, 1);
	now.mono_ms += (uint64_t)set.flow_timeout * 1000 + 1000;
	engine_hosts.tick(e, &now);
	open_is(e, 2, 0); /* a flow ends sooner */
	now.mono_ms += (uint64_t)set.tcp_timeout * 60000;
	engine_hosts.tick(e, &now);
	open_is(e, 0, 0);
	assert_int_equal(table_count(&conns_table, hosts_conns(e)), 2);
	end(&engine_hosts, e);
}

/* Its own partner: in and out, but one connection. */
static void to_itself(void **state)
{
	void *e = begin(&engine_hosts);
	struct pkt p = tcp(1, 80, TCP_SYN);

	(void)state;
	p.dst.addr = p.src.addr;
	feed(&engine_hosts, e, &p);
	assert_int_equal(table_count(&hosts_table, e), 1);
	assert_int_equal(number(&hosts_table, e, 0, "packets_in"), 1);
	assert_int_equal(number(&hosts_table, e, 0, "packets_out"), 1);
	assert_int_equal(number(&hosts_table, e, 0, "connections"), 1);
	end(&engine_hosts, e);
}

static void macs(void **state)
{
	const struct table *t = &hosts_table;
	static const uint8_t group[6] = { 0x01, 0, 0x5e, 0, 0, 1 };
	void *e = begin(&engine_hosts);
	const struct reading r = reading(t, e);
	struct pkt p = udp(1, 2), back = reversed(p);
	struct value v;

	(void)state;
	p.dmac = group;
	feed(&engine_hosts, e, &p);
	table_value(&r, 0, 0, "mac", &v);
	assert_memory_equal(v.mac, mac_a, 6);
	table_value(&r, 1, 0, "mac", &v);
	assert_int_equal(v.type, V_NONE);
	back.smac = mac_b;
	back.dmac = group;
	feed(&engine_hosts, e, &back);
	table_value(&r, 1, 0, "mac", &v);
	assert_memory_equal(v.mac, mac_b, 6);
	table_value(&r, 1, 0, "vendor", &v);
	assert_int_equal(v.type, V_NONE);
	end(&engine_hosts, e);
}

static void bounded(void **state)
{
	const struct table *t = &hosts_table;
	void *e = begin(&engine_hosts);
	struct pkt p = udp(1, 2);
	uint64_t in_networks = 0;

	(void)state;
	for (uint32_t i = 0; i < HOSTS_MAX + 1000; i++) {
		const uint32_t be = htonl(0x0b000000 + i);

		now.mono_ms = 1000000 + i / 100;
		addr_set_v4(&p.src.addr, &be);
		feed(&engine_hosts, e, &p);
	}
	assert_int_equal(table_count(t, e), HOSTS_MAX);
	assert_int_equal(table_evicted(t, e), 1001);
	/* who gets all of it is never idle, and the networks know who has left */
	assert_int_equal(number(t, e, 1, "packets_in"), HOSTS_MAX + 1000);
	for (uint32_t n = 0; n < table_count(&networks_table, e); n++)
		in_networks += number(&networks_table, e, n, "hosts");
	assert_int_equal(in_networks, HOSTS_MAX);
	end(&engine_hosts, e);
}

static bool is_local(const char *text)
{
	struct addr a;
	uint8_t be[16];

	if (inet_pton(AF_INET, text, be) == 1) {
		addr_set_v4(&a, be);
	} else {
		assert_int_equal(inet_pton(AF_INET6, text, be), 1);
		addr_set_v6(&a, be);
	}
	return localnet_has(&a);
}

static void local_addresses(void **state)
{
	static const char *const local[] = { "10.1.2.3",    "172.16.0.1",  "172.31.255.255",
					     "192.168.9.9", "169.254.1.1", "100.64.0.1",
					     "127.0.0.1",   "::1",	   "fe80::1",
					     "fd12::1" };
	static const char *const others[] = { "11.0.0.1", "172.32.0.1",	 "192.169.0.1",
					      "8.8.8.8",  "100.128.0.1", "2001:db8::1",
					      "::2",	  "ff02::1",	 "fec0::1" };

	(void)state;
	for (size_t i = 0; i < sizeof(local) / sizeof(local[0]); i++)
		if (!is_local(local[i]))
			fail_msg("%s is local", local[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (is_local(others[i]))
			fail_msg("%s is not local", others[i]);
}

static void vendors(void **state)
{
	static const char list[] =
		"OUI/MA-L\t\t\tOrganization\r\n"
		"00-00-0C   (hex)\t\tCisco Systems, Inc\r\n"
		"00000C     (base 16)\t\tCisco Systems, Inc\r\n"
		"\t\t\t\tSan Jose CA 94568\r\n"
		"\n(hex)\nXX-00-00   (hex)\t\tno such\n"
		"00-00-01   (hex)\n"
		"FC-FF-AA   (hex)\t\tA name\x1b with an escape that is longer than "
		"any that is kept of it\n";
	static const uint8_t cisco[6] = { 0, 0, 0x0c, 1, 2, 3 }, last[6] = { 0xfc, 0xff, 0xaa },
			     none[6] = { 2, 0, 0, 0, 0, 1 };
	char path[] = "/tmp/iptraf-ng-vendors-XXXXXX";
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, list, sizeof(list) - 1), sizeof(list) - 1);
	close(fd);
	assert_null(vendors_find(cisco));
	assert_int_equal(vendors_load_of(path), 0);
	unlink(path);
	assert_string_equal(vendors_find(cisco), "Cisco Systems, Inc");
	assert_memory_equal(vendors_find(last), "A name? with", 12);
	assert_true(strlen(vendors_find(last)) <= 40);
	assert_null(vendors_find(none));
	assert_true(vendors_load_of("/nonexistent") < 0);
	assert_string_equal(vendors_find(cisco), "Cisco Systems, Inc");
}

/* A row for each VLAN of an interface, one for what has no tag, and for packets that are no IP. */
static void by_vlan(void **state)
{
	const struct table *t = &vlans_table;
	struct reading own = reading(t, NULL);
	void *e = begin(&engine_hosts);
	struct frame out_frame;
	struct pkt bare = udp(1, 2), ten = bare, priority = bare, arp, out = bare;
	struct value v;

	(void)state;
	own.engine = e;
	ten.tagged = priority.tagged = true;
	ten.vlan = 10;
	arp = ten;
	arp.ipver = 0;
	out = ten;
	out_frame = *ten.frame;
	out_frame.pkttype = PACKET_OUTGOING;
	out.frame = &out_frame;
	feed(&engine_hosts, e, &bare);
	feed(&engine_hosts, e, &ten);
	feed(&engine_hosts, e, &arp);
	feed(&engine_hosts, e, &priority);
	feed(&engine_hosts, e, &out);
	assert_int_equal(table_count(t, e), 3);
	table_value(&own, 0, 0, "vlan", &v);
	assert_int_equal(v.type, V_NONE);
	assert_int_equal(number(t, e, 0, "packets"), 1);
	assert_int_equal(number(t, e, 1, "vlan"), 10);
	assert_int_equal(number(t, e, 1, "packets_in"), 2);
	assert_int_equal(number(t, e, 1, "packets_out"), 1);
	assert_int_equal(number(t, e, 1, "bytes"), 3 * frame_bytes(ten.frame));
	assert_int_equal(number(t, e, 2, "vlan"), 0);
	assert_int_equal(number(&hosts_table, e, 0, "vlan"), 10);
	end(&engine_hosts, e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_ways),	cmocka_unit_test(rates_of_the_first_seconds),
		cmocka_unit_test(by_interface), cmocka_unit_test(networks),
		cmocka_unit_test(what_is_open), cmocka_unit_test(to_itself),
		cmocka_unit_test(macs),		cmocka_unit_test(by_vlan),
		cmocka_unit_test(bounded),	cmocka_unit_test(local_addresses),
		cmocka_unit_test(vendors),
	};

	return cmocka_run_group_tests_name("hosts", tests, NULL, NULL);
}
