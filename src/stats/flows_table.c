/* What screens see of the flows that are no TCP. */
#include <netinet/in.h>
#include <stdio.h>

#include "config/names.h"
#include "stats/conns_engine.h"

static void get_end(const struct flow *f, unsigned side, struct value *out)
{
	out->ep = (struct endpoint){ .addr = f->key.addr[side], .port = f->key.port[side] };
	out->proto = flow_proto(f);
	out->port = flow_kind(f);
	if (side == f->first && out->port != PORT_NUMBER)
		out->port = PORT_NONE; /* once is enough */
}

static void get_from(const void *engine, const void *row, struct value *out)
{
	const struct flow *f = row;

	(void)engine;
	get_end(f, f->first, out);
}

static void get_to(const void *engine, const void *row, struct value *out)
{
	const struct flow *f = row;

	(void)engine;
	get_end(f, !f->first, out);
}

static void get_proto(const void *engine, const void *row, struct value *out)
{
	const struct flow *f = row;
	const char *name = name_ipproto(flow_proto(f));

	(void)engine;
	out->s = out->buf;
	if (flow_proto(f) == IPPROTO_UDP)
		out->s = "UDP";
	else if (flow_proto(f) == IPPROTO_ICMP)
		out->s = "ICMP";
	else if (flow_proto(f) == IPPROTO_ICMPV6)
		out->s = "ICMP6";
	else if (name)
		out->s = name;
	else
		snprintf(out->buf, sizeof(out->buf), "IP%u", flow_proto(f));
}

/* way 0: from the one seen first to the other; 1: back. */
#define GETTER(name, member, way)                                                                  \
	static void name(const void *engine, const void *row, struct value *out)                   \
	{                                                                                          \
		const struct flow *f = row;                                                        \
                                                                                                   \
		(void)engine;                                                                      \
		out->u = f->member[f->first ^ (way)];                                              \
	}

GETTER(get_packets, packets, 0)
GETTER(get_packets_back, packets, 1)
GETTER(get_bytes, bytes, 0)
GETTER(get_bytes_back, bytes, 1)

static const struct flows *flows_of(const void *engine)
{
	return &((const struct conns *)engine)->flows;
}

static void get_rate(const void *engine, const void *row, struct value *out)
{
	out->u = rate_get(&((const struct flow *)row)->rate,
			  (uint32_t)(flows_of(engine)->now_ms / 1000));
}

static void get_age(const void *engine, const void *row, struct value *out)
{
	uint64_t now = flows_of(engine)->now_ms, last = ((const struct flow *)row)->common.last_ms;

	out->u = now > last ? now - last : 0;
}

static const struct field flow_fields[] = {
	{ .key = "from",
	  .title = "Flows (Host:Port)",
	  .type = V_ENDPOINT,
	  .width = 18,
	  .title_x = 1,
	  .dx = 1,
	  .keep = 255,
	  .cut_marked = true,
	  .get = get_from,
	  .help = "who sent the first packet that was seen" },
	{ .key = "to",
	  .title = "",
	  .type = V_ENDPOINT,
	  .width = 18,
	  .title_x = 21,
	  .keep = 255,
	  .cut_marked = true,
	  .get = get_to,
	  .help = "to whom; an echo's id, or the type of another ICMP message" },
	{ .key = "proto",
	  .title = "",
	  .type = V_TEXT,
	  .width = 5,
	  .title_x = 40,
	  .keep = 50,
	  .get = get_proto,
	  .help = "protocol" },
	{ .key = "packets",
	  .title = "Pkt>",
	  .type = V_BRIEF,
	  .width = 5,
	  .title_x = 45,
	  .dx = 1,
	  .keep = 60,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'p',
	  .sortname = "packets",
	  .get = get_packets,
	  .help = "packets from the first to the second" },
	{ .key = "packets_back",
	  .title = "<Pkt",
	  .type = V_BRIEF,
	  .width = 5,
	  .title_x = 51,
	  .dx = 1,
	  .keep = 40,
	  .look = LOOK_HIGHLIGHT,
	  .get = get_packets_back,
	  .help = "packets back" },
	{ .key = "bytes",
	  .title = "Byt>",
	  .type = V_BRIEF,
	  .width = 5,
	  .title_x = 57,
	  .dx = 1,
	  .keep = 100,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'b',
	  .sortname = "bytes",
	  .get = get_bytes,
	  .help = "IP bytes from the first to the second" },
	{ .key = "bytes_back",
	  .title = "<Byt",
	  .type = V_BRIEF,
	  .width = 5,
	  .title_x = 63,
	  .dx = 1,
	  .keep = 90,
	  .look = LOOK_HIGHLIGHT,
	  .get = get_bytes_back,
	  .help = "IP bytes back" },
	{ .key = "rate",
	  .title = "Rate",
	  .type = V_BRIEF_RATE,
	  .width = 5,
	  .title_x = 69,
	  .dx = 1,
	  .keep = 80,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'r',
	  .sortname = "rate",
	  .get = get_rate,
	  .help = "bits (or bytes) per second both ways" },
	{ .key = "age",
	  .title = "Age",
	  .type = V_AGE,
	  .width = 3,
	  .title_x = 74,
	  .dx = 2,
	  .keep = 30,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'a',
	  .ascending = true,
	  .sortname = "age of the last packet",
	  .get = get_age,
	  .help = "time since the last packet" },
	{ .key = NULL },
};

static size_t table_count(const void *engine)
{
	return flows_of(engine)->tab.order.count;
}

static const void *table_row(const void *engine, size_t i)
{
	return capped_line(&flows_of(engine)->tab, i);
}

static uint64_t table_id(const void *engine, size_t i)
{
	return flows_of(engine)->tab.order.row[i] + (uint64_t)1;
}

static uint64_t larger(const uint64_t v[2])
{
	return v[0] > v[1] ? v[0] : v[1];
}

struct sort_ctx {
	const struct flows *flows;
	char by;
};

static uint64_t sort_key(const void *ctx, uint32_t row)
{
	const struct sort_ctx *c = ctx;
	const struct flow *f = capped_at(&c->flows->tab, row);

	switch (c->by) {
	case 'p':
		return larger(f->packets);
	case 'b':
		return larger(f->bytes);
	case 'r':
		return rate_get(&f->rate, (uint32_t)(c->flows->now_ms / 1000));
	default: /* the youngest first */
		return f->common.last_ms;
	}
}

static void table_sort(void *engine, const struct field *by)
{
	struct conns *e = engine;
	struct sort_ctx ctx = { .flows = &e->flows, .by = by->sortkey };

	order_sort(&e->flows.tab.order, sort_key, &ctx);
}

const struct table flows_table = {
	.name = "flows",
	.fields = flow_fields,
	.count = table_count,
	.row = table_row,
	.id = table_id,
	.sort = table_sort,
};
