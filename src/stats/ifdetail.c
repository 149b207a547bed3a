#include "stats/ifdetail.h"

#include <linux/if_packet.h>

struct rates {
	struct rate bytes, packets;
};

struct ifdetail {
	struct ifdetail_view v; /* rates are filled in when it is looked at */
	struct rates way[DETAIL_WAYS], broadcast;
	uint32_t sec;
};

static int ifdetail_init(void *self, const struct engine_env *env)
{
	struct ifdetail *e = self;

	e->v.iface = env->iface;
	return 0;
}

static void ifdetail_fini(void *self)
{
	(void)self;
}

static void add(struct ifdetail *e, enum detail_line line, enum detail_way way, uint32_t packets,
		uint64_t bytes)
{
	tally_add(&e->v.line[line][DETAIL_BOTH], packets, bytes);
	tally_add(&e->v.line[line][way], packets, bytes);
}

static enum detail_line transport_line(uint8_t ipproto)
{
	switch (ipproto) {
	case IPPROTO_TCP:
		return DETAIL_TCP;
	case IPPROTO_UDP:
		return DETAIL_UDP;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		return DETAIL_ICMP;
	default:
		return DETAIL_OTHERIP;
	}
}

/* A wrong checksum counts in the total and as such: what else the packet is it only claims. */
static void count(struct ifdetail *e, const struct pkt *p, enum detail_way way)
{
	uint32_t n = wire_packets(p);
	uint64_t ip = wire_ip_bytes(p);

	add(e, DETAIL_TOTAL, way, n, wire_bytes(p));
	if (p->verdict == PKT_BADSUM) {
		e->v.bad_checksums += n;
	} else if (p->ipver) {
		add(e, p->ipver == 4 ? DETAIL_IPV4 : DETAIL_IPV6, way, n, ip);
		add(e, transport_line(p->ipproto), way, n, ip);
	} else {
		add(e, DETAIL_NONIP, way, n, wire_bytes(p));
	}
	if (p->frame->pkttype == PACKET_BROADCAST)
		add(e, DETAIL_BROADCAST, way, n, wire_bytes(p));
}

static void count_rates(struct rates *r, uint32_t sec, const struct pkt *p)
{
	rate_add(&r->bytes, sec, (uint32_t)wire_bytes(p));
	rate_add(&r->packets, sec, wire_packets(p));
}

static void ifdetail_packets(void *self, const struct pkt *p, unsigned n, const struct now *now)
{
	struct ifdetail *e = self;

	e->sec = (uint32_t)(now->mono_ms / 1000);
	for (unsigned i = 0; i < n; i++) {
		enum detail_way way =
			p[i].frame->pkttype == PACKET_OUTGOING ? DETAIL_OUT : DETAIL_IN;

		count(e, &p[i], way);
		count_rates(&e->way[DETAIL_BOTH], e->sec, &p[i]);
		count_rates(&e->way[way], e->sec, &p[i]);
		if (p[i].frame->pkttype == PACKET_BROADCAST)
			count_rates(&e->broadcast, e->sec, &p[i]);
	}
}

static struct detail_rate rate_of(const struct rates *r, uint32_t sec)
{
	return (struct detail_rate){ .bytes = rate_get(&r->bytes, sec),
				     .packets = rate_get(&r->packets, sec) };
}

static void ifdetail_tick(void *self, const struct now *now)
{
	struct ifdetail *e = self;

	e->sec = (uint32_t)(now->mono_ms / 1000);
	for (int way = 0; way < DETAIL_WAYS; way++) {
		struct detail_rate r = rate_of(&e->way[way], e->sec);

		if (r.bytes > e->v.peak[way].bytes)
			e->v.peak[way].bytes = r.bytes;
		if (r.packets > e->v.peak[way].packets)
			e->v.peak[way].packets = r.packets;
	}
}

void ifdetail_view(const void *engine, struct ifdetail_view *out)
{
	const struct ifdetail *e = engine;

	*out = e->v;
	for (int way = 0; way < DETAIL_WAYS; way++)
		out->rate[way] = rate_of(&e->way[way], e->sec);
	out->broadcast_rate = rate_of(&e->broadcast, e->sec);
}

static const struct table *const tables[] = { NULL };

const struct engine_ops engine_ifdetail = {
	.size = sizeof(struct ifdetail),
	.init = ifdetail_init,
	.packets = ifdetail_packets,
	.tick = ifdetail_tick,
	.fini = ifdetail_fini,
	.tables = tables,
};
