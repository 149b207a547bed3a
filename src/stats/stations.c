#include "stats/stations.h"

#include <errno.h>
#include <net/if_arp.h>
#include <stdio.h>

#include "base/hash.h"
#include "base/htab.h"
#include "base/ifnames.h"
#include "base/mem.h"
#include "stats/idle.h"
#include "stats/order.h"

struct stations {
	struct hash_key hkey;
	struct htab index;
	struct station *row;
	struct order order;
	struct idle idle;
	uint32_t rows;
	uint32_t sec;
	uint64_t evicted;
};

static void stations_fini(void *self)
{
	struct stations *e = self;

	htab_fini(&e->index);
	mem_release(e->row, STATIONS_MAX * sizeof(*e->row));
	order_fini(&e->order);
	idle_fini(&e->idle);
}

static int stations_init(void *self, const struct engine_env *env)
{
	struct stations *e = self;
	int rc = hash_key_random(&e->hkey);

	(void)env;
	e->row = mem_reserve(STATIONS_MAX * sizeof(*e->row));
	if (rc == 0 && (!e->row || htab_init(&e->index, 256) < 0))
		rc = -ENOMEM;
	if (rc == 0)
		rc = order_init(&e->order, STATIONS_MAX);
	if (rc == 0)
		rc = idle_init(&e->idle, STATIONS_MAX);
	return rc;
}

static uint32_t hash_of(const struct stations *e, const uint8_t mac[6], int ifindex)
{
	uint32_t w[3] = { 0, 0, (uint32_t)ifindex };

	memcpy(w, mac, 6);
	return hash_words(&e->hkey, w, 3);
}

static uint64_t last_ms(const void *ctx, uint32_t row)
{
	return ((const struct stations *)ctx)->row[row].last_ms;
}

static uint32_t take_row(struct stations *e, uint64_t now_ms)
{
	uint32_t row;

	if (e->rows < STATIONS_MAX) {
		order_append(&e->order, e->rows);
		return e->rows++;
	}
	row = idle_longest(&e->idle, e->rows, last_ms, e, now_ms);
	htab_del(&e->index, hash_of(e, e->row[row].mac, e->row[row].ifindex), row);
	e->evicted++;
	return row;
}

static struct station *get(struct stations *e, const uint8_t mac[6], const struct frame *f,
			   const struct now *now)
{
	uint32_t hash = hash_of(e, mac, f->ifindex), row;
	struct station *s;

	for (uint32_t pos = hash; (row = htab_next(&e->index, hash, &pos)) != HTAB_NONE;) {
		s = &e->row[row];
		if (memcmp(s->mac, mac, 6) == 0 && s->ifindex == f->ifindex)
			return s;
	}
	idle_begin(&e->idle, now->mono_ms);
	row = take_row(e, now->mono_ms);
	s = &e->row[row];
	*s = (struct station){ .ifindex = f->ifindex,
			       .arphrd = f->arphrd,
			       .first_s = e->sec,
			       .last_ms = now->mono_ms };
	memcpy(s->mac, mac, 6);
	htab_add(&e->index, hash, row);
	return s;
}

static void count(struct stations *e, struct station *s, int way, const struct pkt *p,
		  const struct now *now)
{
	struct station_way *w = &s->way[way];

	s->last_ms = now->mono_ms;
	w->packets += wire_packets(p);
	w->ip_packets += p->ipver ? wire_packets(p) : 0;
	w->bytes += wire_bytes(p);
	rate_add(&w->rate, e->sec, (uint32_t)wire_bytes(p));
}

static bool is_lan(uint16_t arphrd)
{
	return arphrd == ARPHRD_ETHER || arphrd == ARPHRD_FDDI;
}

static void stations_packets(void *self, const struct pkt *p, unsigned n, const struct now *now)
{
	struct stations *e = self;

	e->sec = (uint32_t)(now->mono_ms / 1000);
	for (unsigned i = 0; i < n; i++) {
		const struct frame *f = p[i].frame;

		if (!is_lan(f->arphrd) || !p[i].smac)
			continue;
		count(e, get(e, p[i].smac, f, now), STATION_OUT, &p[i], now);
		count(e, get(e, p[i].dmac, f, now), STATION_IN, &p[i], now);
	}
}

static void stations_tick(void *self, const struct now *now)
{
	struct stations *e = self;

	e->sec = (uint32_t)(now->mono_ms / 1000);
}

/* --- the table --- */

static void heading(const void *engine, const void *row, char *buf, size_t n)
{
	const struct station *s = row;
	char mac[MAC_TEXT], name[IFNAMSIZ];

	(void)engine;
	snprintf(buf, n, "%s HW addr: %s on %s", station_link(s),
		 mac_text(s->mac, mac, sizeof(mac)), ifnames_get(s->ifindex, name, sizeof(name)));
}

static void get_none(const void *engine, const void *row, struct value *out)
{
	(void)engine;
	(void)row;
	out->s = "";
}

#define GETTER(name, index, member)                                                                \
	static void name(const void *engine, const void *row, struct value *out)                   \
	{                                                                                          \
		(void)engine;                                                                      \
		out->u = ((const struct station *)row)->way[index].member;                         \
	}

GETTER(get_packets_in, STATION_IN, packets)
GETTER(get_ip_in, STATION_IN, ip_packets)
GETTER(get_bytes_in, STATION_IN, bytes)
GETTER(get_packets_out, STATION_OUT, packets)
GETTER(get_ip_out, STATION_OUT, ip_packets)
GETTER(get_bytes_out, STATION_OUT, bytes)

static void get_rate_in(const void *engine, const void *row, struct value *out)
{
	out->u = stations_rate(engine, row, STATION_IN);
}

static void get_rate_out(const void *engine, const void *row, struct value *out)
{
	out->u = stations_rate(engine, row, STATION_OUT);
}

static const struct field station_fields[] = {
	{ .key = "station",
	  .title = "",
	  .type = V_TEXT,
	  .title_x = 1,
	  .dx = 2,
	  .keep = 255,
	  .get = get_none,
	  .help = "MAC address, description, interface" },
	{ .key = "packets_in",
	  .title = "PktsIn",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 5,
	  .x = 2,
	  .keep = 90,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'p',
	  .sortname = "total packets in",
	  .get = get_packets_in,
	  .help = "frames to the station" },
	{ .key = "ip_in",
	  .title = "IP In",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 16,
	  .x = 12,
	  .keep = 20,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'i',
	  .sortname = "IP packets in",
	  .get = get_ip_in,
	  .help = "IP packets to the station" },
	{ .key = "bytes_in",
	  .title = "BytesIn",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 24,
	  .x = 22,
	  .keep = 100,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'b',
	  .sortname = "total bytes in",
	  .get = get_bytes_in,
	  .help = "bytes to the station" },
	{ .key = "rate_in",
	  .title = "InRate",
	  .type = V_SHORT_RATE,
	  .width = 8,
	  .title_x = 34,
	  .x = 32,
	  .keep = 30,
	  .look = LOOK_HIGHLIGHT,
	  .get = get_rate_in,
	  .help = "rate to the station" },
	{ .key = "packets_out",
	  .title = "PktsOut",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 42,
	  .x = 40,
	  .keep = 80,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'k',
	  .sortname = "total packets out",
	  .get = get_packets_out,
	  .help = "frames from the station" },
	{ .key = "ip_out",
	  .title = "IP Out",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 53,
	  .x = 50,
	  .keep = 15,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'o',
	  .sortname = "IP packets out",
	  .get = get_ip_out,
	  .help = "IP packets from the station" },
	{ .key = "bytes_out",
	  .title = "BytesOut",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 61,
	  .x = 60,
	  .keep = 95,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'y',
	  .sortname = "total bytes out",
	  .get = get_bytes_out,
	  .help = "bytes from the station" },
	{ .key = "rate_out",
	  .title = "OutRate",
	  .type = V_SHORT_RATE,
	  .width = 8,
	  .title_x = 70,
	  .x = 69,
	  .keep = 25,
	  .look = LOOK_HIGHLIGHT,
	  .get = get_rate_out,
	  .help = "rate from the station" },
	{ .key = NULL },
};

static size_t table_count(const void *engine)
{
	return 2 * (size_t)((const struct stations *)engine)->order.count;
}

static const void *table_row(const void *engine, size_t i)
{
	return stations_row(engine, i / 2);
}

static uint64_t table_id(const void *engine, size_t i)
{
	return 2 * (uint64_t)((const struct stations *)engine)->order.row[i / 2] + (i & 1) + 1;
}

struct sort_ctx {
	const struct stations *e;
	const struct field *by;
};

static uint64_t sort_key(const void *ctx, uint32_t row)
{
	const struct sort_ctx *c = ctx;
	struct value v;

	c->by->get(c->e, &c->e->row[row], &v);
	return v.u;
}

static void table_sort(void *engine, const struct field *by)
{
	struct stations *e = engine;
	struct sort_ctx ctx = { .e = e, .by = by };

	order_sort(&e->order, sort_key, &ctx);
}

const struct table stations_table = {
	.name = "stations",
	.fields = station_fields,
	.heading = heading,
	.count = table_count,
	.row = table_row,
	.id = table_id,
	.sort = table_sort,
};

size_t stations_count(const void *engine)
{
	return ((const struct stations *)engine)->order.count;
}

const struct station *stations_row(const void *engine, size_t i)
{
	const struct stations *e = engine;

	return &e->row[e->order.row[i]];
}

uint64_t stations_evicted(const void *engine)
{
	return ((const struct stations *)engine)->evicted;
}

const char *station_link(const struct station *s)
{
	return s->arphrd == ARPHRD_FDDI ? "FDDI" : "Ethernet";
}

uint64_t stations_rate(const void *engine, const struct station *s, int way)
{
	return rate_get(&s->way[way].rate, ((const struct stations *)engine)->sec);
}

static const struct table *const tables[] = { &stations_table, NULL };

const struct engine_ops engine_stations = {
	.size = sizeof(struct stations),
	.init = stations_init,
	.packets = stations_packets,
	.tick = stations_tick,
	.evicted = stations_evicted,
	.fini = stations_fini,
	.tables = tables,
};
