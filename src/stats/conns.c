#include <errno.h>
#include <linux/if_packet.h>
#include <stdlib.h>
#include <string.h>

#include "base/protocols.h"
#include "config/settings.h"
#include "stats/conns_engine.h"
#include "stats/tally.h"

#define SWEEP_ROWS  65536u     /* rows looked at for a time-out in one tick */
#define ACTIVE_ROWS 1024u      /* rows emitted in one call */
#define AT_FLOWS    (1u << 31) /* connections have been emitted, from here on flows */

static int conns_init(void *self, const struct engine_env *env)
{
	struct conns *e = self;
	int rc;

	e->env = *env;
	engine_take_past(env, env->iface, &e->history);
	rc = conntab_init(&e->tab, env->conns_max);
	if (rc == 0)
		rc = tunnels_init(&e->tunnels);
	return rc < 0 ? rc : flows_init(&e->flows, &e->env, &e->tunnels);
}

static void conns_fini(void *self)
{
	struct conns *e = self;

	conntab_fini(&e->tab);
	flows_fini(&e->flows);
	tunnels_fini(&e->tunnels);
}

static bool emits(const struct conns *e)
{
	return e->env.emit != NULL;
}

static void fill_end(struct event *ev, const struct conn *c, unsigned side)
{
	const struct conn_end end = conn_end(c);
	bool evicted = ev->kind == EVENT_EVICTED;

	ev->conn.ended = evicted ? "evicted" : end.how;
	ev->conn.ended_by = (int8_t)(evicted || end.by < 0 ? -1 : (unsigned)end.by == side);
}

/* An event of connection c whose packet, or whose turn, is direction side's. */
static void fill(const struct conns *e, struct event *ev, enum event_kind kind,
		 const struct conn *c, unsigned side, const struct now *now)
{
	const struct conn_dir *own = &c->dir[side], *other = &c->dir[!side];

	ev->at = *now;
	ev->kind = (uint8_t)kind;
	ev->vlan = c->vlan;
	if (c->pair)
		ev->tunnel = tunnels_tag(&e->tunnels, c->key.place, c->pair, side != c->first);
	ev->conn.own = (struct event_sums){ own->packets, own->bytes };
	ev->conn.opposite = (struct event_sums){ other->packets, other->bytes };
	ev->conn.seconds = (uint32_t)(c->last_ms / 1000) - c->first_s;
	ev->conn.first_s = c->first_s;
	ev->conn.rtt_us = conn_rtt_us(c);
	ev->conn.retransmitted = c->more[side].retransmitted;
	ev->conn.retransmitted_back = c->more[!side].retransmitted;
	fill_end(ev, c, side);
}

/* A summary made from the row, for events that no packet brings. */
static void summary_of_row(const struct conns *e, struct summary *b, const struct conn *c,
			   unsigned side)
{
	memset(b, 0, sizeof(*b));
	b->kind = SUMMARY_IP;
	b->ipver = addr_is_v4(&c->key.addr[0]) ? 4 : 6;
	b->ipproto = IPPROTO_TCP;
	b->ports = true;
	b->ifindex = tunnels_ifindex(&e->tunnels, c->key.place);
	b->len = c->dir[side].last_size;
	b->src = (struct endpoint){ .addr = c->key.addr[side], .port = c->key.port[side] };
	b->dst = (struct endpoint){ .addr = c->key.addr[!side], .port = c->key.port[!side] };
	memcpy(b->smac, c->dir[side].mac, 6);
}

static void emit_packet(struct conns *e, enum event_kind kind, const struct conn *c, unsigned side,
			const struct pkt *p, const struct now *now)
{
	struct event ev = { .conn.syn = (p->tcpflags & TCP_SYN) != 0 };

	fill(e, &ev, kind, c, side, now);
	summary_take(&ev.conn.summary, p, e->env.set->mac);
	e->env.emit(e->env.emit_ctx, &ev);
}

static void emit_new_mac(struct conns *e, const struct conn *c, unsigned side, const struct pkt *p,
			 const struct now *now)
{
	struct event ev = { 0 };

	fill(e, &ev, EVENT_NEW_MAC, c, side, now);
	summary_take(&ev.conn.summary, p, true);
	memcpy(ev.conn.old_mac, c->dir[side].mac, 6);
	e->env.emit(e->env.emit_ctx, &ev);
}

/* What no packet of its own brought about: both directions, as the first seen has them. */
static void emit_end(struct conns *e, enum event_kind kind, const struct conn *c,
		     const struct now *now)
{
	struct event ev = { 0 };

	fill(e, &ev, kind, c, c->first, now);
	summary_of_row(e, &ev.conn.summary, c, c->first);
	e->env.emit(e->env.emit_ctx, &ev);
}

static void note_mac(struct conns *e, struct conn *c, unsigned side, const struct pkt *p,
		     const struct now *now)
{
	uint8_t *mac = c->dir[side].mac;

	if (memcmp(mac, p->smac, 6) == 0)
		return;
	if (conns_has_mac(mac) && e->env.set->mac && emits(e))
		emit_new_mac(e, c, side, p, now);
	memcpy(mac, p->smac, 6);
}

/* FIN of both: no packet counts any more. */
static bool conn_is_acked(const struct conn *c)
{
	return c->dir[0].half.state == TCP_CLOS && c->dir[1].half.state == TCP_CLOS;
}

static void follow_health(struct conn *c, unsigned side, const struct pkt *p)
{
	uint32_t took = tcp_health_packet(conn_tcp(c, side), conn_tcp(c, !side), p);

	if (took)
		c->more[!side].syn_rtt = tcp_rtt_pack(took);
	if (p->tcpflags & TCP_SYN)
		tcp_health_syn(&c->more[side], p);
}

static void emit_state(struct conns *e, const struct conn *c, unsigned side, const struct pkt *p,
		       bool fresh, unsigned came, const struct now *now)
{
	if (fresh && !(p->tcpflags & TCP_RST))
		emit_packet(e, EVENT_FIRST, c, side, p, now);
	if (came & TCP_CAME_FIN_ACKED)
		emit_packet(e, EVENT_FIN_ACKED, c, side, p, now);
	if (came & TCP_CAME_FIN)
		emit_packet(e, EVENT_FIN, c, side, p, now);
	if (came & TCP_CAME_RESET)
		emit_packet(e, EVENT_RESET, c, side, p, now);
	else if (conn_is_acked(c) || ((came & TCP_CAME_CLOSED) && !c->dir[!side].packets))
		emit_packet(e, EVENT_CLOSED, c, side, p, now);
}

/* The other direction, which is in another cache line, is looked at only if it matters. */
static unsigned follow_flags(struct conn *c, unsigned side, const struct pkt *p)
{
	bool fin = p->tcpflags & TCP_FIN;

	c->dir[side].half.window = p->window;
	if (conn_is_open(c) && !(p->tcpflags & (TCP_FIN | TCP_RST))) {
		c->dir[side].half.flags = p->tcpflags;
		return 0;
	}
	if (fin && !c->fin)
		c->fin = 1 + side;
	return tcp_half_packet(conn_tcp(c, side), conn_tcp(c, !side), fin && c->dir[!side].packets,
			       p->tcpflags, p->seq, p->ack);
}

/* Flags, state and what they bring about; not for later fragments, which have none. */
static void follow_state(struct conns *e, uint32_t row, unsigned side, const struct pkt *p,
			 bool fresh, const struct now *now)
{
	struct conn *c = conntab_at(&e->tab, row);
	/* on a trunk a packet passes once for each VLAN on its way */
	bool once = vlan_of(p) == c->vlan;
	unsigned came;

	if (once && conn_is_open(c) && tcp_next_data(&c->dir[side].half, p))
		return;
	if (once)
		follow_health(c, side, p);
	if (fresh && !tcp_from_start(p->tcpflags))
		c->more[side].partial = 1;
	came = follow_flags(c, side, p);
	if (!came && !fresh)
		return;
	if (emits(e))
		emit_state(e, c, side, p, fresh, came, now);
	if (came & TCP_CAME_CLOSED)
		conntab_close(&e->tab, row);
	if ((came & TCP_CAME_RESET) || conn_is_acked(c))
		conntab_forget(&e->tab, row);
}

static void make_room(struct conns *e, const struct now *now)
{
	uint32_t row = conntab_victim(&e->tab, now->mono_ms);
	const struct conn *c;

	if (row == HTAB_NONE)
		return;
	c = conntab_at(&e->tab, row);
	if (c->list != CONN_SINGLE && emits(e))
		emit_end(e, EVENT_EVICTED, c, now);
	conntab_evict(&e->tab, row);
}

/*
 * The row that a packet counts for, HTAB_NONE if for none.  A closed connection whose endpoints
 * begin again is a new one; one that was only idle for long continues.
 */
static uint32_t row_for(struct conns *e, const struct pkt *p, const struct conn_key *k,
			uint32_t hash, unsigned side, const struct now *now)
{
	uint32_t row = conntab_find(&e->tab, k, hash);

	if (row != HTAB_NONE) {
		struct conn *c = conntab_at(&e->tab, row);

		if (!conn_is_closed(c))
			return row;
		if (!(p->tcpflags & TCP_SYN)) {
			if (c->dir[0].half.state == TCP_TMOU) {
				tcp_half_end(&c->dir[0].half, &c->dir[1].half, TCP_OPEN);
				conntab_reopen(&e->tab, row);
			}
			return row;
		}
		conntab_forget(&e->tab, row);
	}
	if (p->verdict != PKT_OK || !tcp_begins(p->tcpflags))
		return HTAB_NONE;
	make_room(e, now);
	row = conntab_add(&e->tab, k, hash, side, now->mono_ms);
	conntab_at(&e->tab, row)->vlan = vlan_of(p);
	conntab_at(&e->tab, row)->pair = tunnels_pair(&e->tunnels, p);
	return row;
}

static void account_tcp(struct conns *e, const struct pkt *p, const struct conn_key *k,
			uint32_t hash, unsigned side, const struct now *now)
{
	uint32_t row = row_for(e, p, k, hash, side, now),
		 bytes = (uint32_t)wire_ip_bytes(p) + p->early_bytes, size = wire_ip_size(p);
	struct conn *c;
	struct conn_dir *d;
	bool fresh;

	if (row == HTAB_NONE)
		return;
	c = conntab_at(&e->tab, row);
	d = &c->dir[side];
	fresh = d->packets == 0;
	if (p->smac)
		note_mac(e, c, side, p, now);
	c->last_ms = now->mono_ms;
	d->packets += wire_packets(p) + p->early_packets;
	d->bytes += bytes;
	if (c->list == CONN_SINGLE && d->packets + c->dir[!side].packets > 1)
		conntab_settle(&e->tab, row);
	d->last_size = (uint16_t)(size < UINT16_MAX ? size : UINT16_MAX);
	rate_add(&d->rate, (uint32_t)(now->mono_ms / 1000), bytes);
	if (p->verdict == PKT_OK)
		follow_state(e, row, side, p, fresh, now);
}

/* An ICMP error ends the connection that it quotes (RFC 792, RFC 4443: destination unreachable). */
static void follow_icmp(struct conns *e, const struct pkt *p)
{
	struct conn_key k;
	struct conn *c;
	uint32_t row;

	if (p->verdict != PKT_OK ||
	    !((p->ipproto == IPPROTO_ICMP && p->icmp_type == 3) ||
	      (p->ipproto == IPPROTO_ICMPV6 && p->icmp_type == 1)) ||
	    !p->quoted.valid || p->quoted.ipproto != IPPROTO_TCP)
		return;
	conntab_key(&k, &p->quoted.src, &p->quoted.dst, tunnels_place(&e->tunnels, p));
	row = conntab_find(&e->tab, &k, conntab_hash(&e->tab, &k));
	if (row == HTAB_NONE)
		return;
	c = conntab_at(&e->tab, row);
	tcp_half_end(&c->dir[0].half, &c->dir[1].half, TCP_RSET);
	conntab_close(&e->tab, row);
	conntab_forget(&e->tab, row);
}

/* ARP, RARP and other non-IP are shown when their setting is on. */
static bool is_wanted(const struct settings *set, const struct pkt *p)
{
	if (p->ipver)
		return true;
	switch (nonip_kind(p->ethertype)) {
	case NONIP_ARP:
		return set->arp;
	case NONIP_RARP:
		return set->rarp;
	default:
		return set->nonip;
	}
}

/* The setting log-udp; flows log themselves. */
static bool is_logged(const struct conns *e, const struct pkt *p)
{
	bool udp = p->ipver && p->ipproto == IPPROTO_UDP;

	return emits(e) && (!udp || e->env.set->log_udp == LOG_UDP_PACKETS);
}

static void account_other(struct conns *e, const struct pkt *p, const struct now *now)
{
	struct summary *b = &e->other[e->others % CONNS_OTHERS];

	if (!is_wanted(e->env.set, p))
		return;
	summary_take(b, p, e->env.set->mac);
	e->others++;
	if (is_logged(e, p)) {
		struct event ev = {
			.at = *now, .kind = EVENT_PACKET, .vlan = vlan_of(p), .packet = *b
		};

		if (p->tunnel)
			ev.tunnel = tunnel_tag_of(p);
		e->env.emit(e->env.emit_ctx, &ev);
	}
	follow_icmp(e, p);
}

/* How a packet of a batch counts, and what it is looked up by. */
struct probe {
	enum { COUNT_NOT, COUNT_TCP, COUNT_FLOW, COUNT_OTHER } as;
	union {
		struct {
			struct conn_key key;
			uint32_t hash;
			uint8_t side;
		} tcp;
		struct flow_probe flow;
	};
};

static void probe_index(struct conns *e, const struct pkt *p, struct probe *q)
{
	if (p->ipver && p->ipproto == IPPROTO_TCP) {
		/* a fragment whose first has not come counts with that */
		q->as = p->ports ? COUNT_TCP : COUNT_NOT;
		if (!p->ports)
			return;
		q->tcp.side = (uint8_t)conntab_key(&q->tcp.key, &p->src, &p->dst,
						   tunnels_place(&e->tunnels, p));
		q->tcp.hash = conntab_hash(&e->tab, &q->tcp.key);
		capped_prefetch_slot(&e->tab.tab, q->tcp.hash);
	} else {
		q->as = flows_probe(&e->flows, p, &q->flow) ? COUNT_FLOW : COUNT_OTHER;
	}
}

/* Data, and no more to it: the first part of what is kept of its direction should do. */
static bool is_data(const struct pkt *p)
{
	return p->tcplen && (p->tcpflags & ~TCP_PSH) == TCP_ACK;
}

static void probe_row(const struct conns *e, const struct pkt *p, const struct probe *q)
{
	uint32_t pos, row;
	struct conn *c;

	if (q->as == COUNT_FLOW)
		flows_prefetch(&e->flows, &q->flow);
	if (q->as != COUNT_TCP)
		return;
	pos = q->tcp.hash;
	row = htab_next(&e->tab.tab.index, q->tcp.hash, &pos);
	if (row == HTAB_NONE)
		return;
	c = conntab_at(&e->tab, row);
	__builtin_prefetch(c, 1);
	__builtin_prefetch(&c->dir[q->tcp.side], 1);
	if (!is_data(p))
		__builtin_prefetch(c->more, 1);
}

static void account(struct conns *e, const struct pkt *p, const struct probe *q,
		    const struct now *now)
{
	if (q->as == COUNT_TCP)
		account_tcp(e, p, &q->tcp.key, q->tcp.hash, q->tcp.side, now);
	else if (q->as != COUNT_NOT)
		account_other(e, p, now);
	if (q->as == COUNT_FLOW)
		flows_count(&e->flows, p, &q->flow, now);
}

static void count_rates(struct conns *e, const struct pkt *p, unsigned n, const struct now *now)
{
	uint32_t sec = (uint32_t)(now->mono_ms / 1000);
	uint64_t bytes[2] = { 0, 0 };

	for (unsigned i = 0; i < n; i++) {
		bytes[p[i].frame->pkttype == PACKET_OUTGOING] += wire_bytes(&p[i]);
		e->tags |= p[i].tagged;
	}
	history_add(&e->history, sec, HISTORY_IN, bytes[0]);
	history_add(&e->history, sec, HISTORY_OUT, bytes[1]);
}

bool conns_has_tags(const void *engine)
{
	return ((const struct conns *)engine)->tags;
}

const struct history *conns_history(const void *engine)
{
	return &((const struct conns *)engine)->history;
}

/*
 * Three passes, so that the cache misses of a batch overlap: index slots, then rows, then the
 * work itself.
 */
static void conns_packets(void *self, const struct pkt *p, unsigned n, const struct now *now)
{
	struct conns *e = self;
	struct probe probe[ENGINE_BATCH];

	for (unsigned i = 0; i < n; i++)
		probe_index(e, &p[i], &probe[i]);
	for (unsigned i = 0; i < n; i++)
		probe_row(e, &p[i], &probe[i]);
	for (unsigned i = 0; i < n; i++)
		account(e, &p[i], &probe[i], now);
	count_rates(e, p, n, now);
}

static void time_out(struct conns *e, uint32_t row, const struct now *now)
{
	struct conn *c = conntab_at(&e->tab, row);

	tcp_half_end(&c->dir[0].half, &c->dir[1].half, TCP_TMOU);
	conntab_close(&e->tab, row);
	if (emits(e))
		emit_end(e, EVENT_TIMEOUT, c, now);
}

static bool is_open(const struct conns *e, uint32_t row)
{
	const struct conn *c = conntab_at(&e->tab, row);

	return slots_live(&e->tab.tab.slots, row) && !c->forgotten && !conn_is_closed(c);
}

static void conns_tick(void *self, const struct now *now)
{
	struct conns *e = self;
	uint64_t idle_ms = (uint64_t)e->env.set->tcp_timeout * 60000;
	uint64_t persist_ms = (uint64_t)e->env.set->closed_persist * 60000;
	uint32_t used = e->tab.tab.slots.used, n = used < SWEEP_ROWS ? used : SWEEP_ROWS;

	while (n-- > 0) {
		uint32_t row = e->sweep = e->sweep < used ? e->sweep : 0;

		if (is_open(e, row) && now->mono_ms - conntab_at(&e->tab, row)->last_ms > idle_ms)
			time_out(e, row, now);
		e->sweep++;
	}
	flows_tick(&e->flows, now, (uint64_t)e->env.set->flow_timeout * 1000);
	if (e->flushed_ms == 0)
		e->flushed_ms = now->mono_ms;
	if (persist_ms && now->mono_ms - e->flushed_ms >= persist_ms) {
		conntab_flush(&e->tab);
		e->flushed_ms = now->mono_ms;
	}
}

static void emit_active(struct conns *e, const struct conn *c, const struct now *now)
{
	for (unsigned i = 0; i < 2; i++) {
		unsigned side = i ? !c->first : c->first;
		struct event ev = { 0 };

		if (c->dir[side].half.state != TCP_OPEN)
			continue;
		fill(e, &ev, EVENT_ACTIVE, c, side, now);
		summary_of_row(e, &ev.conn.summary, c, side);
		e->env.emit(e->env.emit_ctx, &ev);
	}
}

static bool emit_active_flows(struct conns *e, uint32_t *at, const struct now *now)
{
	uint32_t row = *at - AT_FLOWS;
	bool more = flows_active(&e->flows, &row, ACTIVE_ROWS, now);

	*at = row + AT_FLOWS;
	return more;
}

static bool conns_active(void *self, uint32_t *at, const struct now *now)
{
	struct conns *e = self;
	uint32_t used = e->tab.tab.slots.used;
	uint32_t end = used > *at && used - *at > ACTIVE_ROWS ? *at + ACTIVE_ROWS : used;

	if (*at >= AT_FLOWS)
		return emit_active_flows(e, at, now);
	for (; *at < end; ++*at)
		if (emits(e) && is_open(e, *at))
			emit_active(e, conntab_at(&e->tab, *at), now);
	if (*at >= used)
		*at = AT_FLOWS;
	return true;
}

static const struct table *const conns_tables[] = { &conns_table, &flows_table, NULL };

const struct engine_ops engine_conns = {
	.size = sizeof(struct conns),
	.init = conns_init,
	.packets = conns_packets,
	.tick = conns_tick,
	.active = conns_active,
	.fini = conns_fini,
	.tables = conns_tables,
};
