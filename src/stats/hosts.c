/*
 * How it works: each packet counts for four rows: its source and destination, and the network of
 * each.  Then it goes to a TCP table and flow table as the IP traffic monitor has them, which tell
 * when something opens or is over; so counts of what is open cost a packet nothing.
 */
#include <errno.h>

#include "stats/hosts_engine.h"
#include "stats/tally.h"

_Static_assert(sizeof(struct host) == 192, "a host is three cache lines, one for each way");
_Static_assert(sizeof(struct host_key) == 20, "the key has no padding: it is hashed whole");

#define V4_PREFIX 24
#define V6_PREFIX 64

unsigned hosts_prefix(const struct addr *a)
{
	return addr_is_v4(a) ? V4_PREFIX : V6_PREFIX;
}

struct addr hosts_network(const struct addr *a)
{
	struct addr net = *a;

	if (addr_is_v4(a)) {
		net.w[3] &= htonl(0xffffffffu << (32 - V4_PREFIX));
	} else {
		net.w[2] = 0;
		net.w[3] = 0;
	}
	return net;
}

void *hosts_conns(void *engine)
{
	return &((struct hosts *)engine)->conns;
}

struct row_set hosts_set(const struct row *r, bool network)
{
	const struct host_key *k = &((const struct host *)r->data)->key;

	return (struct row_set){ .addr = k->addr,
				 .place = k->place,
				 .bits = !network		? 128
					 : addr_is_v4(&k->addr) ? 96 + V4_PREFIX
								: V6_PREFIX };
}

static struct host *find(const struct capped *t, const struct addr *a, int32_t place)
{
	const struct host_key k = { .addr = *a, .place = place };

	return capped_find(t, &k, capped_hash(t, &k, HOST_KEY_WORDS), HOST_KEY_WORDS);
}

/* --- what is open --- */

/* A row that was evicted and is back counts from 0 on. */
static void change(uint32_t *count, int by)
{
	if (by > 0 || *count > 0)
		*count += (uint32_t)by;
}

static uint32_t *count_of(struct host *h, bool flow)
{
	return flow ? &h->flows : &h->conns;
}

/* Both ends of a connection may be one host, or of one network: there it counts once. */
static void open_ends(const struct capped *t, const struct addr end[2], int32_t place, bool flow,
		      int by)
{
	for (int i = 0; i < (addr_equal(&end[0], &end[1]) ? 1 : 2); i++) {
		struct host *h = find(t, &end[i], place);

		if (h)
			change(count_of(h, flow), by);
	}
}

static void open_changes(struct hosts *e, const struct addr end[2], int32_t place, bool flow,
			 int by)
{
	const struct addr net[2] = { hosts_network(&end[0]), hosts_network(&end[1]) };

	open_ends(&e->hosts, end, place, flow, by);
	open_ends(&e->networks, net, place, flow, by);
}

static void conns_change(void *ctx, const struct addr end[2], int32_t place, int by)
{
	open_changes(ctx, end, place, false, by);
}

static void flows_change(void *ctx, const struct addr end[2], int32_t place, int by)
{
	open_changes(ctx, end, place, true, by);
}

/* --- start and end --- */

static void host_leaves(void *ctx, const void *row)
{
	const struct hosts *e = ctx;
	const struct host *h = row;
	const struct addr net = hosts_network(&h->key.addr);
	struct host *n = find(&e->networks, &net, h->key.place);

	if (n)
		change(&n->hosts, -1);
}

static int table_init(struct capped *t, uint32_t cap)
{
	return capped_init(t, cap, sizeof(struct host), HOST_KEY_WORDS,
			   offsetof(struct host, last_ms));
}

static int hosts_init(void *self, const struct engine_env *env)
{
	struct hosts *e = self;
	int rc;

	e->env = *env;
	rc = table_init(&e->hosts, HOSTS_MAX);
	if (rc == 0)
		rc = table_init(&e->networks, NETWORKS_MAX);
	if (rc == 0)
		rc = vlans_init(&e->vlans);
	if (rc == 0)
		rc = engine_conns.init(&e->conns, env);
	e->hosts.on_leave = host_leaves;
	e->hosts.on_leave_ctx = e;
	e->conns.tab.watch = (struct open_watch){ conns_change, e };
	e->conns.flows.watch = (struct open_watch){ flows_change, e };
	return rc;
}

static void hosts_fini(void *self)
{
	struct hosts *e = self;

	capped_fini(&e->hosts);
	capped_fini(&e->networks);
	vlans_fini(&e->vlans);
	engine_conns.fini(&e->conns);
}

/* --- packets --- */

/* What an end of a packet is looked up by. */
struct probe {
	struct host_key host, network;
	uint32_t host_hash, network_hash;
};

static void probe_index(const struct hosts *e, const struct addr *a, int32_t place, struct probe *q)
{
	q->host = (struct host_key){ .addr = *a, .place = place };
	q->network = (struct host_key){ .addr = hosts_network(a), .place = place };
	q->host_hash = capped_hash(&e->hosts, &q->host, HOST_KEY_WORDS);
	q->network_hash = capped_hash(&e->networks, &q->network, HOST_KEY_WORDS);
	capped_prefetch_slot(&e->hosts, q->host_hash);
	capped_prefetch_slot(&e->networks, q->network_hash);
}

static void probe_row(const struct capped *t, uint32_t hash, enum way way)
{
	uint32_t pos = hash, slot = htab_next(&t->index, hash, &pos);
	struct host *h;

	if (slot == HTAB_NONE)
		return;
	h = capped_at(t, slot);
	__builtin_prefetch(h, 1);
	__builtin_prefetch(&h->way[way], 1);
}

static void add(struct host *h, enum way way, const struct pkt *p, const struct now *now)
{
	h->last_ms = now->mono_ms;
	way_sums_add(&h->way[way], wire_packets(p), wire_ip_bytes(p), now);
}

static struct host *get(const struct hosts *e, struct capped *t, const struct host_key *k,
			uint32_t hash, const struct now *now, bool *fresh)
{
	struct host *h = capped_find(t, k, hash, HOST_KEY_WORDS);

	*fresh = !h;
	if (h)
		return h;
	h = capped_at(t, capped_add(t, k, hash, now->mono_ms));
	h->first_ms = now->mono_ms;
	h->local = e->env.addr_is_local && e->env.addr_is_local(&k->addr);
	return h;
}

/* Whom it is from or to on the link.  Group addresses are no host's (IEEE 802). */
static void note_link(struct host *h, enum way way, const struct pkt *p)
{
	const uint8_t *mac = way == WAY_OUT ? p->smac : p->dmac;

	if (!mac || (mac[0] & 1) || (way == WAY_IN && conns_has_mac(h->mac)))
		return;
	memcpy(h->mac, mac, sizeof(h->mac));
	h->vlan = vlan_of(p);
}

static void count(struct hosts *e, const struct probe *q, enum way way, const struct pkt *p,
		  const struct now *now)
{
	bool fresh, ignored;
	struct host *n = get(e, &e->networks, &q->network, q->network_hash, now, &ignored);
	struct host *h = get(e, &e->hosts, &q->host, q->host_hash, now, &fresh);

	n->hosts += fresh;
	add(n, way, p, now);
	add(h, way, p, now);
	note_link(h, way, p);
}

static void hosts_packets(void *self, const struct pkt *p, unsigned n, const struct now *now)
{
	struct hosts *e = self;
	struct probe q[ENGINE_BATCH][WAY_COUNT];

	for (unsigned i = 0; i < n; i++) {
		int32_t place = p[i].ipver ? tunnels_place(&e->conns.tunnels, &p[i]) : 0;

		if (!p[i].ipver)
			continue;
		probe_index(e, &p[i].src.addr, place, &q[i][WAY_OUT]);
		probe_index(e, &p[i].dst.addr, place, &q[i][WAY_IN]);
	}
	for (unsigned i = 0; i < n; i++)
		for (int way = 0; way < WAY_COUNT && p[i].ipver; way++) {
			probe_row(&e->hosts, q[i][way].host_hash, way);
			probe_row(&e->networks, q[i][way].network_hash, way);
		}
	for (unsigned i = 0; i < n; i++) {
		if (!p[i].ipver)
			continue;
		count(e, &q[i][WAY_OUT], WAY_OUT, &p[i], now);
		count(e, &q[i][WAY_IN], WAY_IN, &p[i], now);
	}
	vlans_count(&e->vlans, p, n, now);
	engine_conns.packets(&e->conns, p, n, now);
}

static void hosts_tick(void *self, const struct now *now)
{
	engine_conns.tick(&((struct hosts *)self)->conns, now);
}

static const struct table *const tables[] = { &hosts_table, &networks_table, &vlans_table, NULL };

const struct engine_ops engine_hosts = {
	.size = sizeof(struct hosts),
	.init = hosts_init,
	.packets = hosts_packets,
	.tick = hosts_tick,
	.fini = hosts_fini,
	.tables = tables,
};
