#include "stats/stations.h"

#include <errno.h>
#include <net/if_arp.h>
#include <stdio.h>

#include "base/bytes.h"
#include "capture/ifnames.h"

#define KEY_WORDS (sizeof(union station_key) / sizeof(uint32_t))

_Static_assert(sizeof(union station_key) == 12, "the key has no padding: it is hashed whole");

struct stations {
	struct capped tab;
	uint32_t sec;
	const char *(*station_name)(const uint8_t mac[6]); /* NULL: there are no names */
};

static void stations_fini(void *self)
{
	struct stations *e = self;

	capped_fini(&e->tab);
}

static int stations_init(void *self, const struct engine_env *env)
{
	struct stations *e = self;

	e->station_name = env->station_name;
	return capped_init(&e->tab, STATIONS_MAX, sizeof(struct station), KEY_WORDS,
			   offsetof(struct station, common));
}

/* A batch's addresses, source and destination of each packet in turn. */
struct probe {
	union station_key key;
	uint32_t hash;
};

static void probe(const struct stations *e, const uint8_t mac[6], const struct frame *f,
		  struct probe *q)
{
	uint16_t m[3];

	memcpy(m, mac, 6);
	q->key.w[0] = word_of(m[0], m[1]);
	q->key.w[1] = word_of(m[2], f->arphrd);
	q->key.w[2] = (uint32_t)f->ifindex;
	q->hash = capped_hash(&e->tab, &q->key, KEY_WORDS);
	capped_prefetch_slot(&e->tab, q->hash);
}

static void count(struct stations *e, const struct probe *q, int way, const struct pkt *p,
		  const struct now *now)
{
	struct station *s = capped_find(&e->tab, &q->key, q->hash, KEY_WORDS);
	struct station_way *w;

	if (!s) {
		s = capped_add(&e->tab, &q->key, q->hash, now->mono_ms);
		s->first_s = e->sec;
	}
	s->common.last_ms = now->mono_ms;
	w = &s->way[way];
	w->packets += wire_packets(p);
	w->ip_packets += p->ipver ? wire_packets(p) : 0;
	w->bytes += wire_bytes(p);
	rate_add(&w->rate, e->sec, (uint32_t)wire_bytes(p));
}

static bool has_stations(const struct pkt *p)
{
	return (p->frame->arphrd == ARPHRD_ETHER || p->frame->arphrd == ARPHRD_FDDI) && p->smac;
}

static void stations_packets(void *self, const struct pkt *p, unsigned n, const struct now *now)
{
	struct stations *e = self;
	struct probe q[ENGINE_BATCH][STATION_WAYS];

	e->sec = (uint32_t)(now->mono_ms / 1000);
	for (unsigned i = 0; i < n; i++) {
		if (!has_stations(&p[i]))
			continue;
		probe(e, p[i].smac, p[i].frame, &q[i][STATION_OUT]);
		probe(e, p[i].dmac, p[i].frame, &q[i][STATION_IN]);
	}
	for (unsigned i = 0; i < n; i++)
		for (int way = 0; way < STATION_WAYS && has_stations(&p[i]); way++)
			capped_prefetch_row(&e->tab, q[i][way].hash, sizeof(struct station));
	for (unsigned i = 0; i < n; i++) {
		if (!has_stations(&p[i]))
			continue;
		count(e, &q[i][STATION_OUT], STATION_OUT, &p[i], now);
		count(e, &q[i][STATION_IN], STATION_IN, &p[i], now);
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
	const struct stations *e = engine;
	const struct station *s = row;
	const char *text = e->station_name ? e->station_name(s->key.mac) : NULL;
	char mac[MAC_TEXT], name[IFNAMSIZ];

	snprintf(buf, n, "%s HW addr: %s %s%s%son %s", station_link(s),
		 mac_text(s->key.mac, mac, sizeof(mac)), text ? "(" : "", text ? text : "",
		 text ? ") " : "", ifnames_get(s->key.ifindex, name, sizeof(name)));
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
	return 2 * (size_t)((const struct stations *)engine)->tab.order.count;
}

static const void *table_row(const void *engine, size_t i)
{
	return stations_row(engine, i / 2);
}

static uint64_t table_id(const void *engine, size_t i)
{
	return 2 * (uint64_t)((const struct stations *)engine)->tab.order.row[i / 2] + (i & 1) + 1;
}

struct sort_ctx {
	const struct stations *e;
	const struct field *by;
};

static uint64_t sort_key(const void *ctx, uint32_t row)
{
	const struct sort_ctx *c = ctx;
	struct value v;

	c->by->get(c->e, capped_at(&c->e->tab, row), &v);
	return v.u;
}

static void table_sort(void *engine, const struct field *by)
{
	struct stations *e = engine;
	struct sort_ctx ctx = { .e = e, .by = by };

	order_sort(&e->tab.order, sort_key, &ctx);
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
	return ((const struct stations *)engine)->tab.order.count;
}

const struct station *stations_row(const void *engine, size_t i)
{
	const struct stations *e = engine;

	return capped_line(&e->tab, i);
}

uint64_t stations_evicted(const void *engine)
{
	return ((const struct stations *)engine)->tab.evicted;
}

const char *station_link(const struct station *s)
{
	return s->key.arphrd == ARPHRD_FDDI ? "FDDI" : "Ethernet";
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
