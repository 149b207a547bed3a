#include "stats/services.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/htab.h"
#include "base/mem.h"
#include "stats/order.h"

#define PORTS	   65536u
#define KEYS	   (2 * PORTS) /* one for each protocol and port: nothing to evict */
#define PRIVILEGED 1024

/* One way of counting: which row a key has, rows and their order. */
struct book {
	uint32_t *row_of; /* by key: row + 1, 0 none; zeroed memory is an empty book */
	struct service *row;
	struct order order;
	uint32_t rows;
};

enum { BOOK_WELL_KNOWN, BOOK_ALL, BOOKS };

struct services {
	struct book book[BOOKS];
	int shown;	 /* BOOK_* */
	uint8_t *known;	 /* by key: listed, or in services(5) */
	uint8_t *listed; /* by port: privileged, or added by the user */
	uint32_t sec;
};

static uint32_t key_of(uint8_t proto, uint16_t port)
{
	return (proto == IPPROTO_UDP ? PORTS : 0) + port;
}

static int book_init(struct book *b)
{
	b->row_of = mem_reserve(KEYS * sizeof(*b->row_of));
	b->row = mem_reserve(KEYS * sizeof(*b->row));
	return b->row_of && b->row ? order_init(&b->order, KEYS) : -ENOMEM;
}

static void book_fini(struct book *b)
{
	mem_release(b->row_of, KEYS * sizeof(*b->row_of));
	mem_release(b->row, KEYS * sizeof(*b->row));
	order_fini(&b->order);
}

static bool has_name(const struct engine_env *env, uint32_t port, uint8_t proto)
{
	return env->service_name && env->service_name((uint16_t)port, proto);
}

static void mark_known(struct services *e, const struct engine_env *env)
{
	for (uint32_t port = 0; port < PORTS; port++) {
		bool listed = port < PRIVILEGED ||
			      (env->port_is_listed && env->port_is_listed((uint16_t)port));

		e->listed[port] = listed;
		e->known[port] = listed || has_name(env, port, IPPROTO_TCP);
		e->known[PORTS + port] = listed || has_name(env, port, IPPROTO_UDP);
	}
}

static int services_init(void *self, const struct engine_env *env)
{
	struct services *e = self;
	int rc = 0;

	for (int i = 0; i < BOOKS && rc == 0; i++)
		rc = book_init(&e->book[i]);
	e->known = malloc(KEYS);
	e->listed = malloc(PORTS);
	if (rc < 0 || !e->known || !e->listed)
		return -ENOMEM;
	mark_known(e, env);
	return 0;
}

static void services_fini(void *self)
{
	struct services *e = self;

	for (int i = 0; i < BOOKS; i++)
		book_fini(&e->book[i]);
	free(e->known);
	free(e->listed);
}

static struct service *get(struct book *b, uint8_t proto, uint16_t port, uint32_t sec)
{
	uint32_t *at = &b->row_of[key_of(proto, port)];
	struct service *s;

	if (*at)
		return &b->row[*at - 1];
	s = &b->row[b->rows];
	*s = (struct service){ .proto = proto, .port = port, .first_s = sec };
	order_append(&b->order, b->rows);
	*at = ++b->rows;
	return s;
}

/* A packet for a port, sent to it (SERVICE_TO) or by it. */
static void count(struct services *e, int book, const struct pkt *p, uint16_t port, int way)
{
	struct service *s = get(&e->book[book], p->ipproto, port, e->sec);
	uint32_t packets = wire_packets(p) + p->early_packets;
	uint64_t bytes = wire_ip_bytes(p) + p->early_bytes;

	tally_add(&s->way[way], packets, bytes);
	tally_add(&s->way[SERVICE_TOTAL], packets, bytes);
	rate_add(&s->rate[way], e->sec, (uint32_t)bytes);
	rate_add(&s->rate[SERVICE_TOTAL], e->sec, (uint32_t)bytes);
}

/* Which end is the service's: the known one; of two alike the lower. */
static bool is_to_service(const struct services *e, const struct pkt *p)
{
	uint8_t src = e->known[key_of(p->ipproto, p->src.port)];
	uint8_t dst = e->known[key_of(p->ipproto, p->dst.port)];

	return src == dst ? p->dst.port <= p->src.port : dst;
}

static void services_packets(void *self, const struct pkt *p, unsigned n, const struct now *now)
{
	struct services *e = self;

	e->sec = (uint32_t)(now->mono_ms / 1000);
	for (unsigned i = 0; i < n; i++) {
		if (!p[i].ports)
			continue;
		if (e->listed[p[i].dst.port])
			count(e, BOOK_WELL_KNOWN, &p[i], p[i].dst.port, SERVICE_TO);
		if (e->listed[p[i].src.port])
			count(e, BOOK_WELL_KNOWN, &p[i], p[i].src.port, SERVICE_FROM);
		if (is_to_service(e, &p[i]))
			count(e, BOOK_ALL, &p[i], p[i].dst.port, SERVICE_TO);
		else
			count(e, BOOK_ALL, &p[i], p[i].src.port, SERVICE_FROM);
	}
}

static void services_tick(void *self, const struct now *now)
{
	struct services *e = self;

	e->sec = (uint32_t)(now->mono_ms / 1000);
}

/* --- the table --- */

static const struct book *shown(const void *engine)
{
	const struct services *e = engine;

	return &e->book[e->shown];
}

static void get_port(const void *engine, const void *row, struct value *out)
{
	const struct service *s = row;

	(void)engine;
	snprintf(out->buf, sizeof(out->buf), "%s/%u", s->proto == IPPROTO_TCP ? "TCP" : "UDP",
		 s->port);
	out->s = out->buf;
}

#define GETTER(name, index, member)                                                                \
	static void name(const void *engine, const void *row, struct value *out)                   \
	{                                                                                          \
		(void)engine;                                                                      \
		out->u = ((const struct service *)row)->way[index].member;                         \
	}

GETTER(get_packets, SERVICE_TOTAL, packets)
GETTER(get_bytes, SERVICE_TOTAL, bytes)
GETTER(get_packets_to, SERVICE_TO, packets)
GETTER(get_bytes_to, SERVICE_TO, bytes)
GETTER(get_packets_from, SERVICE_FROM, packets)
GETTER(get_bytes_from, SERVICE_FROM, bytes)

static const struct field service_fields[] = {
	{ .key = "port",
	  .title = "Proto/Port",
	  .type = V_TEXT,
	  .width = 10,
	  .title_x = 1,
	  .dx = 1,
	  .keep = 255,
	  .sortkey = 'r',
	  .sortname = "port number",
	  .ascending = true,
	  .get = get_port,
	  .help = "protocol and port" },
	{ .key = "packets",
	  .title = "Pkts",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 22,
	  .x = 17,
	  .keep = 90,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'p',
	  .sortname = "total packets",
	  .get = get_packets,
	  .help = "packets to and from the port" },
	{ .key = "bytes",
	  .title = "Bytes",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 31,
	  .x = 27,
	  .keep = 100,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'b',
	  .sortname = "total bytes",
	  .get = get_bytes,
	  .help = "IP bytes to and from the port" },
	{ .key = "packets_to",
	  .title = "PktsTo",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 40,
	  .x = 37,
	  .keep = 50,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 't',
	  .sortname = "packets to",
	  .get = get_packets_to,
	  .help = "packets to the port" },
	{ .key = "bytes_to",
	  .title = "BytesTo",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 49,
	  .x = 47,
	  .keep = 60,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'o',
	  .sortname = "bytes to",
	  .get = get_bytes_to,
	  .help = "IP bytes to the port" },
	{ .key = "packets_from",
	  .title = "PktsFrom",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 58,
	  .x = 57,
	  .keep = 40,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'f',
	  .sortname = "packets from",
	  .get = get_packets_from,
	  .help = "packets from the port" },
	{ .key = "bytes_from",
	  .title = "BytesFrom",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 67,
	  .x = 67,
	  .keep = 45,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'm',
	  .sortname = "bytes from",
	  .get = get_bytes_from,
	  .help = "IP bytes from the port" },
	{ .key = NULL },
};

static size_t table_count(const void *engine)
{
	return shown(engine)->order.count;
}

static const void *table_row(const void *engine, size_t i)
{
	const struct book *b = shown(engine);

	return &b->row[b->order.row[i]];
}

static uint64_t table_id(const void *engine, size_t i)
{
	return shown(engine)->order.row[i] + (uint64_t)1;
}

struct sort_ctx {
	const struct book *book;
	const struct field *by;
};

/* Largest first; ports alone go up, so their key goes down. */
static uint64_t sort_key(const void *ctx, uint32_t row)
{
	const struct sort_ctx *c = ctx;
	const struct service *s = &c->book->row[row];
	struct value v;

	if (c->by->sortkey == 'r')
		return UINT64_MAX - (uint64_t)s->port * 2 - (s->proto == IPPROTO_UDP);
	c->by->get(NULL, s, &v);
	return v.u;
}

static void table_sort(void *engine, const struct field *by)
{
	struct services *e = engine;
	struct sort_ctx ctx = { .book = &e->book[e->shown], .by = by };

	order_sort(&e->book[e->shown].order, sort_key, &ctx);
}

const struct table services_table = {
	.name = "services",
	.fields = service_fields,
	.slow = true,
	.count = table_count,
	.row = table_row,
	.id = table_id,
	.sort = table_sort,
};

size_t services_count(const void *engine)
{
	return table_count(engine);
}

const struct service *services_row(const void *engine, size_t i)
{
	return table_row(engine, i);
}

uint64_t services_rate(const void *engine, size_t i, int way)
{
	return rate_get(&services_row(engine, i)->rate[way],
			((const struct services *)engine)->sec);
}

void services_set_all(void *engine, bool all)
{
	((struct services *)engine)->shown = all ? BOOK_ALL : BOOK_WELL_KNOWN;
}

bool services_all(const void *engine)
{
	return ((const struct services *)engine)->shown == BOOK_ALL;
}

static const struct table *const tables[] = { &services_table, NULL };

const struct engine_ops engine_services = {
	.size = sizeof(struct services),
	.init = services_init,
	.packets = services_packets,
	.tick = services_tick,
	.fini = services_fini,
	.tables = tables,
};
