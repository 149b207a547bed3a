#include "stats/sizes.h"

#include <linux/if_packet.h>

#include "capture/ifaces.h"
#include "stats/tally.h"

struct sizes {
	struct sizes_view v;
};

/* The brackets stay as they were cut at first: what is counted cannot be sorted anew. */
static void set_mtu(struct sizes *e, uint32_t mtu)
{
	e->v.mtu = mtu;
	e->v.width = mtu / SIZES_BRACKETS;
}

static int sizes_init(void *self, const struct engine_env *env)
{
	struct sizes *e = self;

	e->v.iface = env->iface;
	set_mtu(e, SIZES_MTU);
	return 0;
}

static void sizes_ifaces(void *self, const struct ifaces *ifs)
{
	struct sizes *e = self;
	const struct iface *f = e->v.iface ? ifaces_find(ifs, e->v.iface) : NULL;
	bool counted = e->v.largest[SIZES_IN] || e->v.largest[SIZES_OUT];

	if (f && !counted)
		set_mtu(e, f->mtu);
}

static void sizes_fini(void *self)
{
	(void)self;
}

static void count(struct sizes *e, int way, uint32_t size, uint32_t packets)
{
	uint32_t bracket = SIZES_BRACKETS;

	if (!packets)
		return;
	if (e->v.width && size)
		bracket = (size - 1) / e->v.width;
	if (bracket > SIZES_BRACKETS)
		bracket = SIZES_BRACKETS;
	e->v.packets[bracket][way] += packets;
	if (size > e->v.largest[way])
		e->v.largest[way] = size;
}

/* Sizes of the network layer, so that a full packet is as large as the MTU. */
static void sizes_packets(void *self, const struct pkt *p, unsigned n, const struct now *now)
{
	struct sizes *e = self;

	(void)now;
	for (unsigned i = 0; i < n; i++) {
		int way = p[i].frame->pkttype == PACKET_OUTGOING ? SIZES_OUT : SIZES_IN;
		uint32_t full = p[i].frame->segsize, others = p[i].segs - 1u;

		if (others)
			count(e, way, wire_ip_headers(&p[i]) + full, others);
		count(e, way, p[i].l3len - full * others, 1);
	}
}

static void sizes_tick(void *self, const struct now *now)
{
	(void)self;
	(void)now;
}

void sizes_view(const void *engine, struct sizes_view *out)
{
	*out = ((const struct sizes *)engine)->v;
}

static const struct table *const tables[] = { NULL };

const struct engine_ops engine_sizes = {
	.size = sizeof(struct sizes),
	.init = sizes_init,
	.packets = sizes_packets,
	.tick = sizes_tick,
	.ifaces = sizes_ifaces,
	.fini = sizes_fini,
	.tables = tables,
};
