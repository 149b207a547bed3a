#include "stats/sizes.h"

#include <linux/if_packet.h>

#include "capture/ifaces.h"
#include "stats/tally.h"

enum way { IN, OUT, WAYS };

struct bracket {
	uint32_t from, to; /* to 0: no limit */
	uint64_t packets[WAYS];
};

struct sizes_sum {
	uint32_t mtu, largest[WAYS];
	uint64_t bytes[WAYS];
};

struct sizes {
	const char *iface; /* NULL: all */
	uint32_t width;	   /* of a bracket; 0: the MTU is too small to be divided */
	struct bracket bracket[SIZES_BRACKETS + 1];
	struct sizes_sum sum;
};

/* The brackets stay as they are cut first: what is counted cannot be sorted again. */
static void set_mtu(struct sizes *e, uint32_t mtu)
{
	e->sum.mtu = mtu;
	e->width = mtu / SIZES_BRACKETS;
	for (uint32_t i = 0; i <= SIZES_BRACKETS; i++) {
		e->bracket[i].from = e->width * i + 1;
		e->bracket[i].to = i < SIZES_BRACKETS ? e->width * (i + 1) : 0;
	}
}

static int sizes_init(void *self, const struct engine_env *env)
{
	struct sizes *e = self;

	e->iface = env->iface;
	set_mtu(e, SIZES_MTU);
	return 0;
}

/* Of one interface; of all, the largest of those that are up, but not lo's 64 KiB.  0: none. */
static uint32_t mtu_of(const struct ifaces *ifs, const char *name)
{
	const struct iface *one = name ? ifaces_find(ifs, name) : NULL;
	uint32_t most = 0;

	if (name)
		return one ? one->mtu : 0;
	for (size_t i = 0; i < ifaces_count(ifs); i++) {
		const struct iface *f = ifaces_at(ifs, i);

		if (iface_is_up(f) && !(f->flags & IFF_LOOPBACK) && f->mtu > most)
			most = f->mtu;
	}
	return most;
}

static void sizes_ifaces(void *self, const struct ifaces *ifs)
{
	struct sizes *e = self;
	uint32_t mtu = mtu_of(ifs, e->iface);

	if (mtu && !e->sum.largest[IN] && !e->sum.largest[OUT])
		set_mtu(e, mtu);
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
	if (e->width && size)
		bracket = (size - 1) / e->width;
	if (bracket > SIZES_BRACKETS)
		bracket = SIZES_BRACKETS;
	e->bracket[bracket].packets[way] += packets;
	e->sum.bytes[way] += (uint64_t)size * packets;
	if (size > e->sum.largest[way])
		e->sum.largest[way] = size;
}

/* Sizes of the network layer, so that a full packet is as large as the MTU. */
static void sizes_packets(void *self, const struct pkt *p, unsigned n, const struct now *now)
{
	struct sizes *e = self;

	(void)now;
	for (unsigned i = 0; i < n; i++) {
		int way = p[i].frame->pkttype == PACKET_OUTGOING ? OUT : IN;
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

/* --- the tables --- */

static void get_from(const struct row *r, struct value *out)
{
	out->u = ((const struct bracket *)r->data)->from;
}

static void get_to(const struct row *r, struct value *out)
{
	out->u = ((const struct bracket *)r->data)->to;
	if (!out->u)
		out->type = V_NONE;
}

static void get_rx_packets(const struct row *r, struct value *out)
{
	out->u = ((const struct bracket *)r->data)->packets[IN];
}

static void get_tx_packets(const struct row *r, struct value *out)
{
	out->u = ((const struct bracket *)r->data)->packets[OUT];
}

static const struct field bracket_fields[] = {
	FIELD("from", "From", "smallest size, bytes of the network layer", V_NUMBER, get_from),
	FIELD("to", "To", "largest size; none: oversized", V_NUMBER, get_to),
	FIELD("rx_packets", "Packets in", "incoming packets", V_COUNT, get_rx_packets),
	FIELD("tx_packets", "Packets out", "outgoing packets", V_COUNT, get_tx_packets),
	{ .key = NULL },
};

/* An MTU that cannot be divided has no brackets: everything is in the last row. */
static void get_brackets(const void *engine, struct rows *out)
{
	const struct sizes *e = engine;
	uint32_t n = e->width ? SIZES_BRACKETS + 1 : 1;

	*out = (struct rows){ .data = e->bracket + SIZES_BRACKETS + 1 - n,
			      .used = n,
			      .count = n,
			      .cap = SIZES_BRACKETS + 1 };
}

const struct table sizes_table = {
	.name = "sizes",
	.help = "packets by size",
	.fields = bracket_fields,
	.ways = 1,
	.row_size = sizeof(struct bracket),
	.rows = get_brackets,
};

static void get_mtu(const struct row *r, struct value *out)
{
	out->u = ((const struct sizes_sum *)r->data)->mtu;
}

static void get_rx_largest(const struct row *r, struct value *out)
{
	out->u = ((const struct sizes_sum *)r->data)->largest[IN];
}

static void get_tx_largest(const struct row *r, struct value *out)
{
	out->u = ((const struct sizes_sum *)r->data)->largest[OUT];
}

static void get_rx_bytes(const struct row *r, struct value *out)
{
	out->u = ((const struct sizes_sum *)r->data)->bytes[IN];
}

static void get_tx_bytes(const struct row *r, struct value *out)
{
	out->u = ((const struct sizes_sum *)r->data)->bytes[OUT];
}

static const struct field sum_fields[] = {
	FIELD("mtu", "MTU", "MTU of the interface, bytes", V_NUMBER, get_mtu),
	FIELD("rx_largest", "Largest in", "largest incoming packet, bytes", V_NUMBER,
	      get_rx_largest),
	FIELD("tx_largest", "Largest out", "largest outgoing packet, bytes", V_NUMBER,
	      get_tx_largest),
	FIELD("rx_bytes", "Bytes in", "bytes of all incoming packets", V_BYTES, get_rx_bytes),
	FIELD("tx_bytes", "Bytes out", "bytes of all outgoing packets", V_BYTES, get_tx_bytes),
	{ .key = NULL },
};

static void get_sum(const void *engine, struct rows *out)
{
	*out = (struct rows){
		.data = &((const struct sizes *)engine)->sum, .used = 1, .count = 1, .cap = 1
	};
}

const struct table sizes_sum_table = {
	.name = "sizes_sum",
	.help = "the interface, its largest packets and all bytes",
	.fields = sum_fields,
	.ways = 1,
	.row_size = sizeof(struct sizes_sum),
	.rows = get_sum,
};

static const struct table *const tables[] = { &sizes_table, &sizes_sum_table, NULL };

const struct engine_ops engine_sizes = {
	.size = sizeof(struct sizes),
	.init = sizes_init,
	.packets = sizes_packets,
	.tick = sizes_tick,
	.ifaces = sizes_ifaces,
	.fini = sizes_fini,
	.tables = tables,
};
