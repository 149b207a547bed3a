#include "stats/iftotals.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/htab.h"
#include "capture/ifnames.h"
#include "capture/ifaces.h"
#include "stats/tally.h"

struct iftotals {
	struct htab index;
	struct iftotals_row *row;
	uint32_t rows;
	struct rate bytes, packets;
	uint32_t sec;
	uint64_t evicted;
};

/* Indexes are small numbers that the kernel hands out: they need no secret to spread. */
static uint32_t hash_of(int ifindex)
{
	return (uint32_t)ifindex * 0x9e3779b1u;
}

static int iftotals_init(void *self, const struct engine_env *env)
{
	struct iftotals *e = self;

	(void)env;
	e->row = calloc(IFTOTALS_MAX, sizeof(*e->row));
	return e->row && htab_init(&e->index, 64) == 0 ? 0 : -ENOMEM;
}

static void iftotals_fini(void *self)
{
	struct iftotals *e = self;

	htab_fini(&e->index);
	free(e->row);
}

static struct iftotals_row *find(struct iftotals *e, int ifindex)
{
	uint32_t hash = hash_of(ifindex), row;

	for (uint32_t pos = hash; (row = htab_next(&e->index, hash, &pos)) != HTAB_NONE;)
		if (e->row[row].ifindex == ifindex)
			return &e->row[row];
	return NULL;
}

/* At the cap the first line whose interface is gone makes room. */
static uint32_t take_row(struct iftotals *e)
{
	if (e->rows < IFTOTALS_MAX)
		return e->rows++;
	for (uint32_t i = 0; i < e->rows; i++) {
		if (e->row[i].seen)
			continue;
		htab_del(&e->index, hash_of(e->row[i].ifindex), i);
		e->evicted++;
		return i;
	}
	return HTAB_NONE;
}

static struct iftotals_row *get(struct iftotals *e, int ifindex)
{
	struct iftotals_row *r = find(e, ifindex);
	uint32_t row = r ? HTAB_NONE : take_row(e);

	if (row == HTAB_NONE)
		return r;
	r = &e->row[row];
	*r = (struct iftotals_row){ .ifindex = ifindex, .up = true, .seen = true };
	htab_add(&e->index, hash_of(ifindex), row);
	return r;
}

static void count(struct iftotals *e, struct iftotals_row *r, const struct pkt *p)
{
	uint32_t n = wire_packets(p);

	r->total += n;
	r->bytes += wire_bytes(p);
	if (p->ipver == 4)
		r->ipv4 += n;
	else if (p->ipver == 6)
		r->ipv6 += n;
	else
		r->nonip += n;
	if (p->verdict == PKT_BADSUM)
		r->badip += n;
	rate_add(&r->rate, e->sec, (uint32_t)wire_bytes(p));
}

static void iftotals_packets(void *self, const struct pkt *p, unsigned n, const struct now *now)
{
	struct iftotals *e = self;

	e->sec = (uint32_t)(now->mono_ms / 1000);
	for (unsigned i = 0; i < n; i++) {
		struct iftotals_row *r = get(e, p[i].frame->ifindex);

		rate_add(&e->bytes, e->sec, (uint32_t)wire_bytes(&p[i]));
		rate_add(&e->packets, e->sec, wire_packets(&p[i]));
		if (r)
			count(e, r, &p[i]);
	}
}

static void iftotals_tick(void *self, const struct now *now)
{
	struct iftotals *e = self;

	e->sec = (uint32_t)(now->mono_ms / 1000);
	for (uint32_t i = 0; i < e->rows; i++) {
		uint64_t rate = rate_get(&e->row[i].rate, e->sec);

		if (rate > e->row[i].peak)
			e->row[i].peak = rate;
	}
}

/* A line whose interface is gone, for one that has come under its name. */
static struct iftotals_row *adopt(struct iftotals *e, const struct iface *f)
{
	for (uint32_t i = 0; i < e->rows; i++) {
		struct iftotals_row *r = &e->row[i];

		if (r->seen || strcmp(r->name, f->name) != 0)
			continue;
		htab_del(&e->index, hash_of(r->ifindex), i);
		r->ifindex = f->index;
		htab_add(&e->index, hash_of(f->index), i);
		return r;
	}
	return NULL;
}

static struct iftotals_row *row_of(struct iftotals *e, const struct iface *f)
{
	struct iftotals_row *r = find(e, f->index);

	if (!r)
		r = adopt(e, f);
	return r || !iface_is_up(f) ? r : get(e, f->index);
}

/*
 * The list is sorted by name: so are the lines at the start; later ones come behind.  Those that
 * are still there are marked first, so that no line is adopted that is not free.
 */
static void iftotals_ifaces(void *self, const struct ifaces *ifs)
{
	struct iftotals *e = self;
	struct iftotals_row *r;

	for (uint32_t i = 0; i < e->rows; i++)
		e->row[i].seen = false;
	for (size_t i = 0; i < ifaces_count(ifs); i++) {
		r = find(e, ifaces_at(ifs, i)->index);
		if (r)
			r->seen = true;
	}
	for (size_t i = 0; i < ifaces_count(ifs); i++) {
		const struct iface *f = ifaces_at(ifs, i);

		r = row_of(e, f);
		if (!r)
			continue;
		r->seen = true;
		r->up = iface_is_up(f);
		memcpy(r->name, f->name, sizeof(r->name));
	}
}

/* --- the table --- */

static void get_iface(const void *engine, const void *row, struct value *out)
{
	const struct iftotals_row *r = row;

	(void)engine;
	out->s = ifnames_get(r->ifindex, out->buf, sizeof(out->buf));
}

#define GETTER(name, member)                                                                       \
	static void name(const void *engine, const void *row, struct value *out)                   \
	{                                                                                          \
		(void)engine;                                                                      \
		out->u = ((const struct iftotals_row *)row)->member;                               \
	}

GETTER(get_total, total)
GETTER(get_ipv4, ipv4)
GETTER(get_ipv6, ipv6)
GETTER(get_nonip, nonip)
GETTER(get_badip, badip)

static void get_rate(const void *engine, const void *row, struct value *out)
{
	const struct iftotals_row *r = row;

	out->u = iftotals_rate(engine, r);
	if (r->seen && r->up)
		return;
	out->type = V_TEXT;
	out->s = r->seen ? "         down" : "         gone";
}

static const struct field iftotals_fields[] = {
	{ .key = "iface",
	  .title = "Iface",
	  .type = V_TEXT,
	  .width = 15,
	  .title_x = 1,
	  .dx = 1,
	  .keep = 255,
	  .get = get_iface,
	  .help = "interface" },
	{ .key = "total",
	  .title = "Total",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 14,
	  .title_dx = 4,
	  .dx = 1,
	  .keep = 200,
	  .look = LOOK_HIGHLIGHT,
	  .get = get_total,
	  .help = "packets" },
	{ .key = "ipv4",
	  .title = "IPv4",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 24,
	  .title_dx = 5,
	  .dx = 1,
	  .keep = 50,
	  .look = LOOK_HIGHLIGHT,
	  .get = get_ipv4,
	  .help = "IPv4 packets" },
	{ .key = "ipv6",
	  .title = "IPv6",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 34,
	  .title_dx = 5,
	  .dx = 1,
	  .keep = 40,
	  .look = LOOK_HIGHLIGHT,
	  .get = get_ipv6,
	  .help = "IPv6 packets" },
	{ .key = "nonip",
	  .title = "NonIP",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 44,
	  .title_dx = 4,
	  .dx = 1,
	  .keep = 30,
	  .look = LOOK_HIGHLIGHT,
	  .get = get_nonip,
	  .help = "other packets" },
	{ .key = "badip",
	  .title = "BadIP",
	  .type = V_COUNT,
	  .width = 7,
	  .title_x = 53,
	  .title_dx = 2,
	  .dx = 1,
	  .keep = 20,
	  .look = LOOK_HIGHLIGHT,
	  .get = get_badip,
	  .help = "IPv4 packets with a wrong header checksum" },
	{ .key = "rate",
	  .title = "Activity",
	  .type = V_RATE,
	  .width = 14,
	  .title_x = 63,
	  .title_dx = 4,
	  .dx = 1,
	  .keep = 210,
	  .look = LOOK_HIGHLIGHT,
	  .get = get_rate,
	  .help = "rate of five seconds" },
	{ .key = NULL },
};

static size_t table_count(const void *engine)
{
	return ((const struct iftotals *)engine)->rows;
}

static const void *table_row(const void *engine, size_t i)
{
	return &((const struct iftotals *)engine)->row[i];
}

static uint64_t table_id(const void *engine, size_t i)
{
	(void)engine;
	return i + 1;
}

const struct table iftotals_table = {
	.name = "iftotals",
	.fields = iftotals_fields,
	.count = table_count,
	.row = table_row,
	.id = table_id,
};

size_t iftotals_count(const void *engine)
{
	return table_count(engine);
}

const struct iftotals_row *iftotals_row(const void *engine, size_t i)
{
	return table_row(engine, i);
}

uint64_t iftotals_rate(const void *engine, const struct iftotals_row *row)
{
	return rate_get(&row->rate, ((const struct iftotals *)engine)->sec);
}

void iftotals_sum(const void *engine, struct iftotals_sum *out)
{
	const struct iftotals *e = engine;

	out->byte_rate = rate_get(&e->bytes, e->sec);
	out->packet_rate = rate_get(&e->packets, e->sec);
}

static const struct table *const tables[] = { &iftotals_table, NULL };

uint64_t iftotals_evicted(const void *engine)
{
	return ((const struct iftotals *)engine)->evicted;
}

const struct engine_ops engine_iftotals = {
	.size = sizeof(struct iftotals),
	.init = iftotals_init,
	.packets = iftotals_packets,
	.tick = iftotals_tick,
	.ifaces = iftotals_ifaces,
	.fini = iftotals_fini,
	.evicted = iftotals_evicted,
	.tables = tables,
};
