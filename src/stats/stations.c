#include "stats/stations.h"

#include <errno.h>

#include "base/bytes.h"
#include "base/rate.h"
#include "capture/ifnames.h"
#include "capture/links.h"
#include "stats/capped.h"
#include "stats/tally.h"
#include "stats/vlan.h"

enum way { IN, OUT, WAYS };

struct station_way {
	uint64_t packets, ip_packets, bytes;
	struct rate rate;
};

union station_key {
	struct {
		uint8_t mac[6];
		uint16_t arphrd;
		int32_t ifindex;
	};
	uint32_t w[3];
};

struct station {
	union station_key key;
	uint16_t vlan;		    /* of the last frame from it, else to it, as vlan_of() has it */
	uint64_t first_ms, last_ms; /* first and last frame, monotonic */
	struct station_way way[WAYS];
};

#define EXPIRE_ROWS 2048 /* looked at in a second: all of a full table in two minutes */
#define KEY_WORDS   (sizeof(union station_key) / sizeof(uint32_t))

_Static_assert(sizeof(union station_key) == 12, "the key has no padding: it is hashed whole");

struct stations {
	struct capped tab;
	const char *(*station_name)(const uint8_t mac[6]); /* NULL: there are no names */
	bool tags;					   /* a frame had one */
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
			   offsetof(struct station, last_ms));
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
		s = capped_at(&e->tab, capped_add(&e->tab, &q->key, q->hash, now->mono_ms));
		s->first_ms = now->mono_ms;
	}
	s->last_ms = now->mono_ms;
	if (way == OUT || !s->way[OUT].packets)
		s->vlan = vlan_of(p);
	w = &s->way[way];
	w->packets += wire_packets(p);
	w->ip_packets += p->ipver ? wire_packets(p) : 0;
	w->bytes += wire_bytes(p);
	rate_add(&w->rate, (uint32_t)(now->mono_ms / 1000), (uint32_t)wire_bytes(p));
}

static bool has_stations(const struct pkt *p)
{
	return p->smac && link_of(p->frame->arphrd)->lan;
}

static void stations_packets(void *self, const struct pkt *p, unsigned n, const struct now *now)
{
	struct stations *e = self;
	struct probe q[ENGINE_BATCH][WAYS];

	for (unsigned i = 0; i < n; i++) {
		if (!has_stations(&p[i]))
			continue;
		probe(e, p[i].smac, p[i].frame, &q[i][OUT]);
		probe(e, p[i].dmac, p[i].frame, &q[i][IN]);
	}
	for (unsigned i = 0; i < n; i++)
		for (int way = 0; way < WAYS && has_stations(&p[i]); way++)
			capped_prefetch_row(&e->tab, q[i][way].hash, sizeof(struct station));
	for (unsigned i = 0; i < n; i++) {
		if (!has_stations(&p[i]))
			continue;
		count(e, &q[i][OUT], OUT, &p[i], now);
		count(e, &q[i][IN], IN, &p[i], now);
		e->tags |= p[i].tagged;
	}
}

bool stations_have_tags(const void *engine)
{
	return ((const struct stations *)engine)->tags;
}

static void stations_tick(void *self, const struct now *now)
{
	struct stations *e = self;

	if (now->mono_ms > STATIONS_IDLE_MS)
		capped_expire(&e->tab, EXPIRE_ROWS, now->mono_ms - STATIONS_IDLE_MS);
}

/* --- the table --- */

static const struct station *station_of(const struct row *r)
{
	return r->data;
}

static void get_link(const struct row *r, struct value *out)
{
	out->s = link_of(station_of(r)->key.arphrd)->lan;
}

static void get_mac(const struct row *r, struct value *out)
{
	memcpy(out->mac, station_of(r)->key.mac, sizeof(out->mac));
}

static void get_description(const struct row *r, struct value *out)
{
	const struct stations *e = r->engine;

	out->s = e->station_name ? e->station_name(station_of(r)->key.mac) : NULL;
	if (!out->s)
		out->type = V_NONE;
}

static void get_vlan(const struct row *r, struct value *out)
{
	vlan_get(station_of(r)->vlan, out);
}

static void get_iface(const struct row *r, struct value *out)
{
	out->s = ifnames_get(station_of(r)->key.ifindex, out->buf, sizeof(out->buf));
}

static uint64_t age_ms(const struct row *r)
{
	return row_since(r, station_of(r)->first_ms);
}

#define GETTERS(suffix, w)                                                                         \
	static void get_packets##suffix(const struct row *r, struct value *out)                    \
	{                                                                                          \
		out->u = station_of(r)->way[w].packets;                                            \
	}                                                                                          \
	static void get_ip##suffix(const struct row *r, struct value *out)                         \
	{                                                                                          \
		out->u = station_of(r)->way[w].ip_packets;                                         \
	}                                                                                          \
	static void get_bytes##suffix(const struct row *r, struct value *out)                      \
	{                                                                                          \
		out->u = station_of(r)->way[w].bytes;                                              \
	}                                                                                          \
	static void get_rate##suffix(const struct row *r, struct value *out)                       \
	{                                                                                          \
		out->u =                                                                           \
			rate_get(&station_of(r)->way[w].rate, r->now_ms, station_of(r)->first_ms); \
	}                                                                                          \
	static void get_average##suffix(const struct row *r, struct value *out)                    \
	{                                                                                          \
		out->u = rate_mean(station_of(r)->way[w].bytes, age_ms(r));                        \
	}

GETTERS(_in, IN)
GETTERS(_out, OUT)

#define FIELDS(suffix, titles, helps)                                                              \
	FIELD("packets" #suffix, "Packets" titles, "frames " helps " the station", V_COUNT,        \
	      get_packets##suffix),                                                                \
		FIELD("ip" #suffix, "IP packets" titles, "IP packets " helps " the station",       \
		      V_COUNT, get_ip##suffix),                                                    \
		FIELD("bytes" #suffix, "Bytes" titles,                                             \
		      "bytes of whole frames " helps " the station", V_BYTES, get_bytes##suffix),  \
		FIELD("rate" #suffix, "Rate" titles,                                               \
		      "rate " helps " the station over the last five seconds", V_RATE,             \
		      get_rate##suffix),                                                           \
		FIELD("average" #suffix, "Average rate" titles,                                    \
		      "rate " helps " the station since its first frame, over a second at least",  \
		      V_RATE, get_average##suffix)

static const struct field fields[] = {
	FIELD("link", "Link", "Ethernet or FDDI", V_TEXT, get_link),
	FIELD("mac", "MAC address", "MAC address", V_MAC, get_mac),
	FIELD("description", "Description", "from the lists of descriptions, or ethers(5)", V_TEXT,
	      get_description),
	FIELD("iface", "Interface", "interface", V_TEXT, get_iface),
	FIELD("vlan", "VLAN", "VLAN of the last frame from it, or else to it", V_NUMBER, get_vlan),
	FIELDS(_in, " in", "to"),
	FIELDS(_out, " out", "from"),
	{ .key = NULL },
};

static void get_rows(const void *engine, struct rows *out)
{
	rows_of_capped(&((const struct stations *)engine)->tab, out);
}

const struct table stations_table = {
	.name = "stations",
	.help = "LAN stations by MAC address and interface",
	.fields = fields,
	.ways = 1,
	.row_size = sizeof(struct station),
	.rows = get_rows,
};

static const struct table *const tables[] = { &stations_table, NULL };

const struct engine_ops engine_stations = {
	.size = sizeof(struct stations),
	.init = stations_init,
	.packets = stations_packets,
	.tick = stations_tick,
	.fini = stations_fini,
	.tables = tables,
};
