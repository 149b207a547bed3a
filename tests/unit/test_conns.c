/* The TCP table through the engine's ops: accounting, reuse, flush, sort, time-out, cap, events. */
#include "conns_rig.h"

#include "stats/vlan.h"

#include <time.h>

/* One that begins within a second has been seen for the rest of it. */
static void test_rate_of_the_first_seconds(void **state)
{
	struct rig *r = *state;

	r->now.mono_ms = 7500;
	for (int i = 0; i < 30; i++)
		say(r, 110, 1, A); /* the endpoint that is second in the row */
	say(r, 1, 110, A);
	r->now.mono_ms = 9200;
	assert_int_equal(number(r, "rate", 0), 30 * 40 * 1000 / 1500);
	assert_in_range(number(r, "age", 0), 1696, 1704); /* kept to 1/256 s */
}

static void test_first_seen_is_on_top(void **state)
{
	struct rig *r = *state;

	say(r, 200, 2, A); /* the numerically higher endpoint comes first */
	say(r, 2, 200, S);
	say(r, 200, 2, A);
	assert_int_equal(lines(r), 2);
	assert_int_equal(last_byte(r, 0), 200);
	assert_int_equal(last_byte(r, 1), 2);
	assert_int_equal(number(r, "packets", 0), 2);
	assert_int_equal(number(r, "bytes", 0), 80);
	assert_int_equal(number(r, "packets", 1), 1);
	assert_int_equal(number(r, "partial", 0), 1);
	assert_int_equal(number(r, "partial", 1), 0);
	/* the same facts by the other direction's names */
	assert_int_equal(number(r, "packets_back", 0), 1);
	assert_int_equal(number(r, "packets_back", 1), 2);
	assert_int_equal(number(r, "partial_back", 1), 1);
}

static void test_fin_makes_no_entry(void **state)
{
	struct rig *r = *state;

	say(r, 1, 200, F | A);
	assert_int_equal(lines(r), 0);
	assert_int_equal(r->events, 0);
}

static void test_closed_line_is_reused_oldest_first(void **state)
{
	struct rig *r = *state;

	say(r, 1, 200, S);
	say(r, 2, 200, S);
	say(r, 3, 200, S);
	say(r, 2, 200, R);
	say(r, 1, 200, R);
	assert_int_equal(lines(r), 6);
	say(r, 4, 200, S); /* onto the line of 2, closed first */
	assert_int_equal(lines(r), 6);
	assert_int_equal(last_byte(r, 0), 1);
	assert_int_equal(last_byte(r, 2), 4);
	assert_int_equal(number(r, "packets", 2), 1);
	say(r, 5, 200, S);
	assert_int_equal(last_byte(r, 0), 5);
	assert_int_equal(last_byte(r, 4), 3);
}

static void test_back_with_a_syn_is_new(void **state)
{
	struct rig *r = *state;

	say(r, 1, 200, S);
	say(r, 200, 1, R);
	say(r, 1, 200, S);
	assert_int_equal(lines(r), 2);
	assert_int_equal(number(r, "packets", 0), 1);
	flags_are(r, 0, "S---");
}

static void no_lock(void *ctx)
{
	(void)ctx;
}

static const struct table_lock lock = { .lock = no_lock, .unlock = no_lock };

static void sort_by_packets(struct rig *r)
{
	view_update(&r->view);
	assert_int_equal(view_sort(&r->view, &lock, field_find(conns_table.fields, "packets", NULL),
				   true, UINT32_MAX, r->now.mono_ms, 1),
			 0);
}

static void test_flush_and_sort(void **state)
{
	struct rig *r = *state;

	say(r, 1, 200, S);
	say(r, 2, 200, S);
	say(r, 2, 200, A);
	say(r, 3, 200, S);
	say(r, 3, 200, R);
	assert_int_equal(lines(r), 6);
	view_drop_over(&r->view, &lock);
	assert_int_equal(lines(r), 4);
	assert_int_equal(table_count(&conns_table, r->e), 3); /* the engine keeps it */
	sort_by_packets(r);
	assert_int_equal(last_byte(r, 0), 2);
	assert_int_equal(last_byte(r, 2), 1);
	say(r, 4, 200, S); /* a flushed row is used again, its line is the last */
	assert_int_equal(last_byte(r, 4), 4);
	assert_int_equal(lines(r), 6);
	assert_int_equal(table_count(&conns_table, r->e), 3);
}

/* The engine's own, by the setting: every so many minutes. */
static void test_closed_persistence(void **state)
{
	struct rig *r = *state;

	r->set.closed_persist = 2;
	engine_conns.tick(r->e, &r->now);
	say(r, 1, 200, S);
	say(r, 2, 200, S);
	say(r, 3, 200, S);
	say(r, 2, 200, R);
	assert_int_equal(lines(r), 6);
	r->now.mono_ms += 2 * 60000 - 1;
	engine_conns.tick(r->e, &r->now);
	assert_int_equal(table_count(&conns_table, r->e), 3);
	r->now.mono_ms++;
	engine_conns.tick(r->e, &r->now);
	assert_int_equal(table_count(&conns_table, r->e), 2);
	assert_int_equal(table_evicted(&conns_table, r->e), 0);
	assert_int_equal(lines(r), 4);
	assert_int_equal(last_byte(r, 0), 1);
	assert_int_equal(last_byte(r, 2), 3);
	say(r, 2, 200, S); /* it is new, with a line of its own */
	assert_int_equal(last_byte(r, 4), 2);
	assert_int_equal(number(r, "packets", 4), 1);
	assert_int_equal(lines(r), 6);
	say(r, 1, 200, A); /* the others are still found */
	assert_int_equal(number(r, "packets", 0), 2);
}

static void test_idle_times_out_and_comes_back(void **state)
{
	struct rig *r = *state;

	say(r, 1, 200, S);
	say(r, 200, 1, S | A);
	r->now.mono_ms += 15 * 60000;
	engine_conns.tick(r->e, &r->now);
	flags_are(r, 0, "S---");
	r->now.mono_ms += 1;
	engine_conns.tick(r->e, &r->now);
	assert_string_equal(text(r, "state", 0), "timeout");
	assert_string_equal(text(r, "state", 1), "timeout");
	assert_int_equal(r->ev[r->events - 1].kind, EVENT_TIMEOUT);
	view_drop_over(&r->view, &lock);
	assert_int_equal(lines(r), 0);
	say(r, 1, 200, A);
	flags_are(r, 0, "--A-");
	assert_int_equal(number(r, "packets", 0), 2);
	say(r, 2, 200, S); /* and its line is not taken for closed any more */
	assert_int_equal(lines(r), 4);
}

static void test_cap_evicts_the_longest_idle(void **state)
{
	struct rig *r = *state;

	for (uint8_t i = 1; i <= 4; i++) {
		say(r, i, 200, S);
		r->now.mono_ms += 10;
	}
	say(r, 1, 200, A);
	r->now.mono_ms += 10;
	say(r, 2, 200, A);
	r->now.mono_ms += 10;
	say(r, 5, 200, S); /* 3 was idle for longest */
	assert_int_equal(lines(r), 8);
	assert_int_equal(last_byte(r, 4), 5);
	r->now.mono_ms += 10;
	say(r, 6, 200, S); /* then 4 */
	assert_int_equal(last_byte(r, 6), 6);
	assert_int_equal(table_evicted(&conns_table, r->e), 2);
	say(r, 2, 200, R); /* a closed one goes before any idle one */
	say(r, 7, 200, S);
	assert_int_equal(last_byte(r, 2), 7);
	assert_int_equal(table_evicted(&conns_table, r->e), 2);
}

static void test_icmp_unreachable_ends_what_it_quotes(void **state)
{
	struct rig *r = *state;
	struct pkt q = tcp(1, 200, S), p = { .frame = &frame,
					     .verdict = PKT_OK,
					     .ipver = 4,
					     .ipproto = IPPROTO_ICMP,
					     .icmp_type = 3 };

	feed(r, q);
	p.quoted = (struct quoted){
		.src = q.src, .dst = q.dst, .ipproto = IPPROTO_TCP, .valid = true
	};
	p.icmp_type = 11;
	feed(r, p); /* time exceeded says nothing of the connection */
	flags_are(r, 0, "S---");
	p.icmp_type = 3;
	feed(r, p);
	assert_string_equal(text(r, "state", 0), "reset");
	assert_string_equal(text(r, "state", 1), "reset");
	assert_int_equal(conns_others_count(r->e), 2);
}

static void test_interfaces_are_kept_apart(void **state)
{
	static const struct frame other = { .ifindex = 2 };
	struct rig *r = *state;
	struct pkt p = tcp(1, 200, S);

	feed(r, p);
	p.frame = &other;
	feed(r, p);
	assert_int_equal(lines(r), 4);
}

static void test_fragments_count_without_flags(void **state)
{
	struct rig *r = *state;
	struct pkt p = tcp(1, 200, S);

	p.early_packets = 2;
	p.early_bytes = 200;
	feed(r, p);
	p = tcp(1, 200, R); /* whatever lies where flags would be */
	p.verdict = PKT_FRAGMENT;
	p.iplen = 100;
	feed(r, p);
	assert_int_equal(number(r, "packets", 0), 4);
	assert_int_equal(number(r, "bytes", 0), 340);
	flags_are(r, 0, "S---");
}

static void test_events(void **state)
{
	static const uint8_t kinds[] = { EVENT_FIRST,	  EVENT_FIRST, EVENT_FIN,
					 EVENT_FIN_ACKED, EVENT_FIN,   EVENT_FIN_ACKED,
					 EVENT_CLOSED,	  EVENT_FIRST, EVENT_RESET };
	struct rig *r = *state;
	struct pkt p;

	say(r, 1, 200, S);
	say(r, 200, 1, S | A);
	say(r, 1, 200, F | A);
	say(r, 200, 1, A);
	say(r, 200, 1, F | A);
	say(r, 1, 200, A);
	p = tcp(1, 200, A);
	feed(r, p); /* over: a new connection */
	say(r, 1, 200, R);
	assert_int_equal(r->events, 9);
	for (int i = 0; i < r->events; i++)
		assert_int_equal(r->ev[i].kind, kinds[i]);
	assert_true(r->ev[0].conn.syn);
	assert_false(r->ev[7].conn.syn);
	/* the whole of the connection */
	assert_int_equal(r->ev[6].conn.own.packets, 3);
	assert_int_equal(r->ev[6].conn.opposite.packets, 3);
	assert_int_equal(r->ev[4].conn.own.packets, 3);
	assert_int_equal(r->ev[4].conn.own.bytes, 120);
}

/* In VLAN 7 and in a tunnel of that kind, whose ends are told by the same bytes. */
static struct pkt tunneled(uint8_t from, uint8_t to, uint8_t flags, enum tunnel kind)
{
	struct pkt p = tcp(from, to, flags);
	uint8_t a[4] = { 172, 16, 0, from }, b[4] = { 172, 16, 0, to };

	p.tagged = true;
	p.vlan = 7;
	p.tunnel = (uint8_t)kind;
	p.tunnel_has_id = kind == TUNNEL_VXLAN;
	p.outer.id = 42;
	addr_set_v4(&p.outer.src, a);
	addr_set_v4(&p.outer.dst, b);
	return p;
}

static void tunnel_is(const struct event *ev, const char *name, uint8_t src, uint8_t dst)
{
	const struct tunnel_tag *t = &ev->tunnel;

	assert_string_equal(tunnel_name(t->kind), name);
	assert_true(t->has_ends);
	assert_int_equal(((const uint8_t *)&t->outer.src.w[3])[3], src);
	assert_int_equal(((const uint8_t *)&t->outer.dst.w[3])[3], dst);
	assert_int_equal(ev->vlan, VLAN_TAGGED | 7);
}

/* The row's, with the ends as those of the event; also when no packet brings it. */
static void test_events_in_a_tunnel(void **state)
{
	struct rig *r = *state;

	feed(r, tunneled(200, 1, S, TUNNEL_VXLAN));
	feed(r, tunneled(1, 200, S | A, TUNNEL_VXLAN));
	r->now.mono_ms += 16 * 60000;
	engine_conns.tick(r->e, &r->now);
	assert_int_equal(r->events, 3);
	tunnel_is(&r->ev[0], "vxlan", 200, 1);
	tunnel_is(&r->ev[1], "vxlan", 1, 200);
	assert_int_equal(r->ev[2].kind, EVENT_TIMEOUT);
	tunnel_is(&r->ev[2], "vxlan", 200, 1);
	assert_true(r->ev[2].tunnel.has_id);
	assert_int_equal(r->ev[2].tunnel.outer.id, 42);
	say(r, 1, 200, S);
	assert_int_equal(r->ev[3].vlan, 0);
	assert_null(tunnel_name(r->ev[3].tunnel.kind));
}

/* Of packets their own, and of flows the row's. */
static void test_other_events_in_a_tunnel(void **state)
{
	struct rig *r = *state;
	struct pkt there = tunneled(200, 1, 0, TUNNEL_GRE), back = tunneled(1, 200, 0, TUNNEL_GRE);
	uint32_t at = 0;

	there.ipproto = back.ipproto = IPPROTO_UDP;
	feed(r, there);
	feed(r, back);
	assert_int_equal(r->events, 2);
	tunnel_is(&r->ev[0], "gre", 200, 1);
	assert_false(r->ev[0].tunnel.has_id);
	tunnel_is(&r->ev[1], "gre", 1, 200);
	r->set.log_udp = LOG_UDP_FLOWS;
	while (engine_conns.active(r->e, &at, &r->now))
		;
	assert_int_equal(r->events, 4);
	assert_int_equal(r->ev[2].kind, EVENT_ACTIVE);
	tunnel_is(&r->ev[2], "gre", 200, 1);
	tunnel_is(&r->ev[3], "gre", 1, 200);
}

static void test_new_mac(void **state)
{
	struct rig *r = *state;
	struct pkt p = tcp(1, 200, A);

	say(r, 1, 200, S);
	p.smac = mac2;
	feed(r, p);
	assert_int_equal(r->events, 1); /* the setting is off */
	r->set.mac = true;
	p.smac = mac;
	feed(r, p);
	assert_int_equal(r->events, 2);
	assert_int_equal(r->ev[1].kind, EVENT_NEW_MAC);
	assert_memory_equal(r->ev[1].conn.old_mac, mac2, 6);
}

static void test_others_keep_the_last(void **state)
{
	struct rig *r = *state;
	struct pkt p = tcp(1, 200, 0);

	p.ipproto = IPPROTO_UDP;
	for (uint32_t i = 0; i < CONNS_OTHERS + 10; i++) {
		p.iplen = i;
		feed(r, p);
	}
	assert_int_equal(conns_others_count(r->e), CONNS_OTHERS);
	assert_int_equal(conns_others_first(r->e), 10);
	assert_null(conns_other(r->e, 9));
	assert_int_equal(conns_other(r->e, 10)->len, 10);
	assert_null(conns_other(r->e, CONNS_OTHERS + 10));
}

static void test_non_ip_by_setting(void **state)
{
	struct rig *r = *state;
	struct pkt p = {
		.frame = &frame, .verdict = PKT_OK, .ethertype = 0x0806, .smac = mac, .dmac = mac
	};

	feed(r, p);
	assert_int_equal(conns_others_count(r->e), 0);
	r->set.arp = true;
	feed(r, p);
	p.ethertype = 0x8035;
	feed(r, p);
	assert_int_equal(conns_others_count(r->e), 1);
	r->set.rarp = r->set.nonip = true;
	feed(r, p);
	p.ethertype = 0x88cc;
	feed(r, p);
	assert_int_equal(conns_others_count(r->e), 3);
}

/*
 * A million SYNs against a small table, while a few connections go on: these stay, and stay
 * exact.
 */
static void test_flood_leaves_the_living_alone(void **state)
{
	struct rig *r = *state;
	struct engine_env env = { .set = &r->set, .conns_max = 20000 };
	struct pkt p;
	int found = 0;

	end(r);
	assert_int_equal(begin(r, &env), 0);
	for (uint32_t i = 0; i < 1000000; i++) {
		if (i % 1000 == 0) {
			r->now.mono_ms += 2;
			for (uint8_t c = 1; c <= 10; c++)
				say(r, c, 200, A);
		}
		p = tcp(50, 201, S);
		p.src.addr.w[3] = htonl(0x0b000000 + i);
		feed(r, p);
	}
	assert_int_equal(table_count(&conns_table, r->e), 20000);
	assert_int_equal(table_evicted(&conns_table, r->e), 1000010 - 20000);
	assert_int_equal(table_evicted(&flows_table, r->e), 0);
	assert_int_equal(tables_evicted(engine_conns.tables, r->e), 1000010 - 20000);
	assert_int_equal(lines(r), 40000);
	for (size_t line = 0; line < 40000; line += 2)
		if (number(r, "packets", line) == 1000)
			found++;
	assert_int_equal(found, 10);
}

/* The same while they pause: rows of one packet leave first, the oldest of them first. */
static void test_flood_leaves_the_established_alone(void **state)
{
	struct rig *r = *state;
	struct engine_env env = { .set = &r->set, .conns_max = 1000 };
	struct pkt p;
	int found = 0;

	end(r);
	assert_int_equal(begin(r, &env), 0);
	for (uint8_t c = 1; c <= 10; c++) {
		say(r, c, 200, S);
		say(r, 200, c, S | A);
	}
	for (uint32_t i = 0; i < 10000; i++) {
		r->now.mono_ms += 1;
		p = tcp(50, 201, S);
		p.src.addr.w[3] = htonl(0x0b000000 + i);
		feed(r, p);
	}
	for (uint8_t c = 1; c <= 10; c++)
		say(r, c, 200, A);
	assert_int_equal(table_evicted(&conns_table, r->e), 10010 - 1000);
	assert_int_equal(lines(r), 2000);
	for (size_t line = 0; line < 2000; line += 2)
		if (number(r, "packets", line) == 2 && number(r, "packets", line + 1) == 1)
			found++;
	assert_int_equal(found, 10);
}

/* Only established ones are left: the longest idle leaves, and what it had counted is logged. */
static void test_evicted_is_logged(void **state)
{
	struct rig *r = *state;
	int before;

	for (uint8_t i = 1; i <= 4; i++) {
		say(r, i, 200, S);
		say(r, 200, i, S | A);
		r->now.mono_ms += 10;
	}
	say(r, 1, 200, A);
	before = r->events;
	say(r, 5, 200, S); /* evicts 2 */
	assert_int_equal(r->events, before + 2);
	assert_int_equal(r->ev[before].kind, EVENT_EVICTED);
	assert_int_equal(((uint8_t *)&r->ev[before].conn.summary.src.addr.w[3])[3], 2);
	assert_int_equal(r->ev[before].conn.own.packets, 1);
	assert_int_equal(r->ev[before].conn.opposite.packets, 1);
	assert_int_equal(r->ev[before].conn.own.bytes, 40);
	say(r, 6, 200, S); /* evicts 5, which is of one packet */
	assert_int_equal(r->events, before + 3);
	assert_int_equal(table_evicted(&conns_table, r->e), 2);
	assert_int_equal(lines(r), 8);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_rate_of_the_first_seconds),
		T(test_first_seen_is_on_top),
		T(test_fin_makes_no_entry),
		T(test_closed_line_is_reused_oldest_first),
		T(test_back_with_a_syn_is_new),
		T(test_flush_and_sort),
		T(test_closed_persistence),
		T(test_idle_times_out_and_comes_back),
		T(test_cap_evicts_the_longest_idle),
		T(test_icmp_unreachable_ends_what_it_quotes),
		T(test_interfaces_are_kept_apart),
		T(test_fragments_count_without_flags),
		T(test_events),
		T(test_events_in_a_tunnel),
		T(test_other_events_in_a_tunnel),
		T(test_new_mac),
		T(test_others_keep_the_last),
		T(test_non_ip_by_setting),
		T(test_flood_leaves_the_living_alone),
		T(test_flood_leaves_the_established_alone),
		T(test_evicted_is_logged),
	};

	return cmocka_run_group_tests_name("conns", tests, NULL, NULL);
}
