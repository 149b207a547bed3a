#include "stats/flows.h"

#include <errno.h>

#include "base/bytes.h"
#include "base/protocols.h"
#include "config/settings.h"
#include "stats/tally.h"

#define KEY_WORDS   (sizeof(struct flow_key) / sizeof(uint32_t))
#define EXPIRE_ROWS 65536u /* looked at in one tick */

_Static_assert(sizeof(struct flow) == 128, "a flow is two cache lines");
_Static_assert(sizeof(struct flow_key) == 44, "the key has no padding: it is hashed whole");

/* --- the log --- */

static bool is_logged(const struct flow *row)
{
	return flow_proto(row) == IPPROTO_UDP;
}

static bool logs(const struct flows *f)
{
	return f->env->emit && f->env->set->log_udp == LOG_UDP_FLOWS;
}

/* What the endpoint `side` has sent. */
static struct event_sums sums_of(const struct flow *row, unsigned side)
{
	return (struct event_sums){ row->packets[side], row->bytes[side] };
}

static void emit(const struct flows *f, enum event_kind kind, const struct flow *row, unsigned side,
		 const struct now *now)
{
	struct event ev = { .at = *now, .kind = (uint8_t)kind, .vlan = row->vlan };
	struct summary *b = &ev.conn.summary;

	if (row->pair)
		ev.tunnel = tunnels_tag(f->tunnels, row->key.place, row->pair, side != row->first);
	ev.conn.own = sums_of(row, side);
	ev.conn.opposite = sums_of(row, !side);
	ev.conn.seconds = (uint32_t)(row->last_ms / 1000) - row->first_s;
	ev.conn.first_s = row->first_s;
	b->kind = SUMMARY_IP;
	b->ipver = addr_is_v4(&row->key.addr[0]) ? 4 : 6;
	b->ipproto = flow_proto(row);
	b->ports = true;
	b->ifindex = tunnels_ifindex(f->tunnels, row->key.place);
	b->src = (struct endpoint){ .addr = row->key.addr[side], .port = row->key.port[side] };
	b->dst = (struct endpoint){ .addr = row->key.addr[!side], .port = row->key.port[!side] };
	f->env->emit(f->env->emit_ctx, &ev);
}

static void tell(const struct flows *f, const struct flow_key *k, int by)
{
	if (flow_kind(k) != FLOW_MACS)
		open_watch_tell(&f->watch, k->addr, k->place, by);
}

static void on_leave(void *ctx, const void *row)
{
	const struct flows *f = ctx;
	const struct flow *flow = row;

	tell(f, &flow->key, -1);
	if (logs(f) && is_logged(flow))
		emit(f, EVENT_FLOW, flow, flow->first, f->now);
}

static void emit_active(const struct flows *f, const struct flow *row, const struct now *now)
{
	for (unsigned i = 0; i < 2; i++) {
		unsigned side = row->first ^ i;

		if (row->packets[side])
			emit(f, EVENT_ACTIVE, row, side, now);
	}
}

bool flows_active(const struct flows *f, uint32_t *at, uint32_t rows, const struct now *now)
{
	const struct slots *slots = &f->tab.slots;
	uint32_t left = slots->used > *at ? slots->used - *at : 0;
	uint32_t end = *at + (left < rows ? left : rows);

	for (; logs(f) && *at < end; ++*at) {
		const struct flow *row = capped_row(&f->tab, *at);

		if (row && is_logged(row))
			emit_active(f, row, now);
	}
	return logs(f) && *at < slots->used;
}

/* --- the table --- */

int flows_init(struct flows *f, const struct engine_env *env, struct tunnels *tunnels)
{
	f->env = env;
	f->tunnels = tunnels;
	f->tab.on_leave = on_leave;
	f->tab.on_leave_ctx = f;
	return capped_init(&f->tab, env->conns_max, sizeof(struct flow), KEY_WORDS,
			   offsetof(struct flow, last_ms));
}

void flows_fini(struct flows *f)
{
	capped_fini(&f->tab);
}

/*
 * A fragment of UDP whose first has not come counts when that does.  Without MAC addresses there is
 * nothing to tell flows of non-IP by.
 */
static bool is_flow(const struct pkt *p)
{
	if (!p->ipver)
		return p->smac != NULL;
	return p->ipproto != IPPROTO_TCP && (p->ipproto != IPPROTO_UDP || p->ports);
}

/* By which number flows between the same two addresses are told apart. */
static enum value_port kind_of(const struct pkt *p, uint16_t *number)
{
	if (p->verdict != PKT_OK || (p->ipproto != IPPROTO_ICMP && p->ipproto != IPPROTO_ICMPV6))
		return PORT_NONE;
	*number = pkt_is_echo(p) ? p->icmp_id : p->icmp_type;
	return pkt_is_echo(p) ? PORT_ECHO_ID : PORT_ICMP_TYPE;
}

/* The two ends in the fixed order of keys; returns which sent it. */
static unsigned order_ends(struct flow_key *k, const struct endpoint *src,
			   const struct endpoint *dst)
{
	int order = memcmp(&src->addr, &dst->addr, sizeof(src->addr));
	unsigned side = order > 0 || (order == 0 && src->port > dst->port);

	k->addr[side] = src->addr;
	k->addr[!side] = dst->addr;
	k->ports = side ? word_of(dst->port, src->port) : word_of(src->port, dst->port);
	return side;
}

static unsigned fill_ip_key(struct flow_key *k, const struct pkt *p, bool by_server)
{
	struct endpoint src = p->src, dst = p->dst;
	enum value_port kind = PORT_NUMBER;

	if (!p->ports) {
		src.port = 0;
		kind = kind_of(p, &src.port);
		dst.port = src.port;
	} else if (by_server && src.port == DNS_PORT && dst.port != DNS_PORT) {
		dst.port = 0;
	} else if (by_server && dst.port == DNS_PORT && src.port != DNS_PORT) {
		src.port = 0;
	}
	k->proto_kind = p->ipproto | (uint32_t)kind << 8;
	return order_ends(k, &src, &dst);
}

static struct addr addr_of_mac(const uint8_t mac[6])
{
	struct addr a = { .w = { 0 } };

	memcpy(a.v6.s6_addr + 10, mac, 6);
	return a;
}

/* Who asks for whose address, and who answers; else who sends to whom. */
static unsigned fill_nonip_key(struct flow_key *k, const struct pkt *p)
{
	struct endpoint src = { .port = 0 }, dst = { .port = 0 };
	enum nonip is = nonip_kind(p->ethertype);

	if ((is == NONIP_ARP || is == NONIP_RARP) && p->arp.op) {
		addr_set_v4(&src.addr, &p->arp.spa);
		addr_set_v4(&dst.addr, &p->arp.tpa);
		k->proto_kind = PORT_NONE << 8;
	} else {
		src.addr = addr_of_mac(p->smac);
		dst.addr = addr_of_mac(p->dmac);
		k->proto_kind = FLOW_MACS << 8;
	}
	k->proto_kind |= (uint32_t)p->ethertype << 16;
	return order_ends(k, &src, &dst);
}

static unsigned fill_key(const struct flows *f, struct flow_key *k, const struct pkt *p,
			 bool by_server)
{
	k->place = tunnels_place(f->tunnels, p);
	return p->ipver ? fill_ip_key(k, p, by_server) : fill_nonip_key(k, p);
}

bool flows_probe(const struct flows *f, const struct pkt *p, struct flow_probe *out)
{
	if (!is_flow(p))
		return false;
	out->side = (uint8_t)fill_key(f, &out->key, p, !logs(f));
	out->hash = capped_hash(&f->tab, &out->key, KEY_WORDS);
	capped_prefetch_slot(&f->tab, out->hash);
	return true;
}

void flows_prefetch(const struct flows *f, const struct flow_probe *q)
{
	capped_prefetch_row(&f->tab, q->hash, sizeof(struct flow));
}

void flows_count(struct flows *f, const struct pkt *p, const struct flow_probe *q,
		 const struct now *now)
{
	struct flow *row = capped_find(&f->tab, &q->key, q->hash, KEY_WORDS);
	uint32_t bytes = p->ipver ? (uint32_t)wire_ip_bytes(p) + p->early_bytes : p->l3len;

	f->now = now;
	if (!row) {
		row = capped_at(&f->tab, capped_add(&f->tab, &q->key, q->hash, now->mono_ms));
		row->first = q->side;
		row->first_s = (uint32_t)(now->mono_ms / 1000);
		row->first_part_ms = now->mono_ms % 1000;
		row->vlan = vlan_of(p);
		row->pair = tunnels_pair(f->tunnels, p);
		tell(f, &q->key, 1);
	}
	row->last_ms = now->mono_ms;
	row->quic |= p->quic;
	row->packets[q->side] += wire_packets(p) + p->early_packets;
	row->bytes[q->side] += bytes;
	rate_add(&row->rate, (uint32_t)(now->mono_ms / 1000), bytes);
}

void flows_tick(struct flows *f, const struct now *now, uint64_t idle_ms)
{
	f->now = now;
	if (now->mono_ms > idle_ms)
		capped_expire(&f->tab, EXPIRE_ROWS, now->mono_ms - idle_ms);
}
