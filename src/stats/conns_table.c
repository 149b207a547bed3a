/* What screens see of the IP traffic monitor's engine. */
#include "capture/ifnames.h"
#include "stats/conns_engine.h"

static const struct conn *row_conn(const struct conns *e, const void *row, unsigned *side)
{
	size_t off = (size_t)((const char *)row - (const char *)e->tab.conn);
	const struct conn *c = &e->tab.conn[off / sizeof(*c)];

	*side = row == (const void *)&c->dir[1];
	return c;
}

static void get_mark(const void *engine, const void *row, struct value *out)
{
	unsigned side;
	const struct conn *c = row_conn(engine, row, &side);

	out->s = c->partial & 1u << side ? ">" : "=";
}

static void get_endpoint(const void *engine, const void *row, struct value *out)
{
	unsigned side;
	const struct conn *c = row_conn(engine, row, &side);

	out->ep = (struct endpoint){ .addr = c->key.addr[side], .port = c->key.port[side] };
	out->proto = IPPROTO_TCP;
}

static void get_packets(const void *engine, const void *row, struct value *out)
{
	(void)engine;
	out->u = ((const struct conn_dir *)row)->packets;
}

static void get_bytes(const void *engine, const void *row, struct value *out)
{
	(void)engine;
	out->u = ((const struct conn_dir *)row)->bytes;
}

static void get_mac(const void *engine, const void *row, struct value *out)
{
	const struct conn_dir *d = row;

	(void)engine;
	out->s = conns_has_mac(d->mac) ? mac_text(d->mac, out->buf, sizeof(out->buf)) : "N/A";
}

static void get_size(const void *engine, const void *row, struct value *out)
{
	(void)engine;
	out->u = ((const struct conn_dir *)row)->last_size;
}

static void get_window(const void *engine, const void *row, struct value *out)
{
	(void)engine;
	out->u = ((const struct conn_dir *)row)->window;
}

static void get_flags(const void *engine, const void *row, struct value *out)
{
	(void)engine;
	tcp_half_text(&((const struct conn_dir *)row)->half, out->buf);
	out->s = out->buf;
}

static void get_iface(const void *engine, const void *row, struct value *out)
{
	unsigned side;
	const struct conn *c = row_conn(engine, row, &side);

	out->s = ifnames_get(c->key.ifindex, out->buf, sizeof(out->buf));
}

static const struct field conn_fields[] = {
	{ .key = "endpoint",
	  .title = "TCP Connections (Source Host:Port)",
	  .type = V_ENDPOINT,
	  .width = 38,
	  .title_x = 1,
	  .dx = 1,
	  .keep = 255,
	  .get = get_endpoint,
	  .help = "address and port that sent" },
	{ .key = "mark",
	  .title = "",
	  .type = V_TEXT,
	  .width = 1,
	  .title_x = 47,
	  .dx = -1,
	  .keep = 10,
	  .mode = CONNS_COUNTS,
	  .look = LOOK_HIGHLIGHT,
	  .get = get_mark,
	  .help = "= seen from its first packet, > older than the monitor" },
	{ .key = "packets",
	  .title = "Packets",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 47,
	  .keep = 20,
	  .mode = CONNS_COUNTS,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'p',
	  .sortname = "sort by packet count",
	  .get = get_packets,
	  .help = "packets sent" },
	{ .key = "bytes",
	  .title = "Bytes",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 59,
	  .dx = -3,
	  .keep = 200,
	  .mode = CONNS_COUNTS,
	  .look = LOOK_HIGHLIGHT,
	  .sortkey = 'b',
	  .sortname = "sort by byte count",
	  .get = get_bytes,
	  .help = "IP bytes sent" },
	{ .key = "mac",
	  .title = "Source MAC Addr",
	  .type = V_TEXT,
	  .width = 17,
	  .title_x = 47,
	  .dx = 1,
	  .keep = 200,
	  .mode = CONNS_MAC,
	  .look = LOOK_HIGHLIGHT,
	  .get = get_mac,
	  .help = "MAC address of the last packet's sender" },
	{ .key = "size",
	  .title = "Pkt Size",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 45,
	  .keep = 200,
	  .mode = CONNS_SIZES,
	  .look = LOOK_HIGHLIGHT,
	  .get = get_size,
	  .help = "IP bytes of the last packet" },
	{ .key = "window",
	  .title = "Win Size",
	  .type = V_COUNT,
	  .width = 9,
	  .title_x = 56,
	  .keep = 20,
	  .mode = CONNS_SIZES,
	  .look = LOOK_HIGHLIGHT,
	  .get = get_window,
	  .help = "window in the last packet" },
	{ .key = "flags",
	  .title = "Flag",
	  .type = V_TEXT,
	  .width = 4,
	  .title_x = 65,
	  .dx = 1,
	  .keep = 250,
	  .get = get_flags,
	  .help = "flags of the last packet, or the state" },
	{ .key = "iface",
	  .title = "Iface",
	  .type = V_TEXT,
	  .width = 8,
	  .title_x = 70,
	  .dx = 1,
	  .keep = 15,
	  .get = get_iface,
	  .help = "interface" },
	{ .key = NULL },
};

static size_t table_count(const void *engine)
{
	const struct conns *e = engine;

	return 2 * (size_t)e->tab.order.count;
}

static const void *table_row(const void *engine, size_t i)
{
	const struct conns *e = engine;
	const struct conn *c = &e->tab.conn[e->tab.order.row[i / 2]];

	return &c->dir[c->first ^ (i & 1)];
}

static uint64_t table_id(const void *engine, size_t i)
{
	const struct conns *e = engine;

	return 2 * (uint64_t)e->tab.order.row[i / 2] + (i & 1) + 1;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static uint64_t key_packets(const void *ctx, uint32_t row)
{
	const struct conn *c = &((const struct conntab *)ctx)->conn[row];

	return larger(c->dir[0].packets, c->dir[1].packets);
}

static uint64_t key_bytes(const void *ctx, uint32_t row)
{
	const struct conn *c = &((const struct conntab *)ctx)->conn[row];

	return larger(c->dir[0].bytes, c->dir[1].bytes);
}

static void table_sort(void *engine, const struct field *by)
{
	struct conns *e = engine;

	order_sort(&e->tab.order, by->sortkey == 'p' ? key_packets : key_bytes, &e->tab);
}

void conns_flush(void *engine)
{
	struct conns *e = engine;

	conntab_flush(&e->tab);
}

const struct table conns_table = {
	.name = "tcp",
	.fields = conn_fields,
	.pairs = true,
	.count = table_count,
	.row = table_row,
	.id = table_id,
	.sort = table_sort,
	.tidy = conns_flush,
};

void conns_totals(const void *engine, struct conns_totals *out)
{
	const struct conns *e = engine;

	out->evicted = e->tab.evicted;
	out->entries = e->tab.order.count;
	out->flows_evicted = e->flows.tab.evicted;
	out->flows = e->flows.tab.order.count;
}

uint64_t conns_rate(const void *engine, size_t row, const struct now *now)
{
	const struct conn_dir *d = table_row(engine, row);

	return rate_get(&d->rate, (uint32_t)(now->mono_ms / 1000));
}

uint64_t conns_others_first(const void *engine)
{
	const struct conns *e = engine;

	return e->others > CONNS_OTHERS ? e->others - CONNS_OTHERS : 0;
}

size_t conns_others_count(const void *engine)
{
	const struct conns *e = engine;

	return e->others < CONNS_OTHERS ? (size_t)e->others : CONNS_OTHERS;
}

const struct summary *conns_other(const void *engine, uint64_t number)
{
	const struct conns *e = engine;

	if (number >= e->others || number < conns_others_first(engine))
		return NULL;
	return &e->other[number % CONNS_OTHERS];
}
