/* The table of TCP connections. */
#include "capture/ifnames.h"
#include "stats/conns_engine.h"
#include "stats/flow_id.h"

static const struct conn *conn_of(const struct row *r)
{
	return r->data;
}

/* Which endpoint sends this way: the first that was seen, or the other. */
static unsigned side_of(const struct row *r)
{
	return conn_of(r)->first ^ r->way;
}

static const struct conn_dir *dir_of(const struct row *r)
{
	return &conn_of(r)->dir[side_of(r)];
}

static void get_endpoint(const struct row *r, struct value *out)
{
	const struct conn *c = conn_of(r);
	unsigned side = side_of(r);

	out->ep = (struct endpoint){ .addr = c->key.addr[side], .port = c->key.port[side] };
	out->proto = IPPROTO_TCP;
}

static void get_partial(const struct row *r, struct value *out)
{
	out->u = conn_of(r)->partial >> side_of(r) & 1;
}

static void get_packets(const struct row *r, struct value *out)
{
	out->u = dir_of(r)->packets;
}

static void get_bytes(const struct row *r, struct value *out)
{
	out->u = dir_of(r)->bytes;
}

static void get_rate(const struct row *r, struct value *out)
{
	out->u = rate_get(&dir_of(r)->rate, r->now_ms, (uint64_t)conn_of(r)->first_s * 1000);
}

static void get_mac(const struct row *r, struct value *out)
{
	const struct conn_dir *d = dir_of(r);

	if (conns_has_mac(d->mac))
		memcpy(out->mac, d->mac, sizeof(out->mac));
	else
		out->type = V_NONE;
}

static void get_size(const struct row *r, struct value *out)
{
	out->u = dir_of(r)->last_size;
}

static void get_window(const struct row *r, struct value *out)
{
	out->u = dir_of(r)->window;
}

static void get_flags(const struct row *r, struct value *out)
{
	tcp_flags_text(&dir_of(r)->half, out->buf);
	out->s = out->buf;
}

static void get_state(const struct row *r, struct value *out)
{
	out->s = tcp_state_name(&dir_of(r)->half);
}

static void get_iface(const struct row *r, struct value *out)
{
	out->s = ifnames_get(conn_of(r)->key.ifindex, out->buf, sizeof(out->buf));
}

static void get_age(const struct row *r, struct value *out)
{
	uint64_t first_ms = (uint64_t)conn_of(r)->first_s * 1000;

	out->u = r->now_ms > first_ms ? r->now_ms - first_ms : 0;
}

static void get_idle(const struct row *r, struct value *out)
{
	out->u = r->now_ms > conn_of(r)->last_ms ? r->now_ms - conn_of(r)->last_ms : 0;
}

static struct flow_tuple tuple_of(const struct row *r)
{
	const struct conn *c = conn_of(r);

	return (struct flow_tuple){ .src = { .addr = c->key.addr[0], .port = c->key.port[0] },
				    .dst = { .addr = c->key.addr[1], .port = c->key.port[1] },
				    .proto = IPPROTO_TCP,
				    .ports = true };
}

static void get_flow(const struct row *r, struct value *out)
{
	const struct flow_tuple tuple = tuple_of(r);

	out->s = flow_id(&tuple, conn_of(r)->key.ifindex, conn_of(r)->first_s, out->buf);
}

static void get_community(const struct row *r, struct value *out)
{
	const struct flow_tuple tuple = tuple_of(r);

	out->s = community_id(&tuple, out->buf);
}

static const struct field fields[] = {
	FIELD_BOTH("src", "dst", "Endpoint", "address and port", V_ENDPOINT, get_endpoint),
	FIELD_BOTH("partial", "partial_back", "Partial",
		   "older than the monitor: its start was not seen", V_BOOL, get_partial),
	FIELD_BOTH("packets", "packets_back", "Packets", "packets sent", V_COUNT, get_packets),
	FIELD_BOTH("bytes", "bytes_back", "Bytes", "IP bytes sent", V_BYTES, get_bytes),
	FIELD_BOTH("rate", "rate_back", "Rate", "rate over the last five seconds", V_RATE,
		   get_rate),
	FIELD_BOTH("mac", "mac_back", "MAC address", "source MAC address of the last packet", V_MAC,
		   get_mac),
	FIELD_BOTH("size", "size_back", "Packet size", "IP bytes of the last packet", V_NUMBER,
		   get_size),
	FIELD_BOTH("window", "window_back", "Window", "TCP window in the last packet", V_NUMBER,
		   get_window),
	FIELD_BOTH("flags", "flags_back", "Flags", "SYN, PSH, ACK, URG of the last packet", V_TEXT,
		   get_flags),
	FIELD_BOTH("state", "state_back", "State", "open, done (FIN sent), closed, reset, timeout",
		   V_TEXT, get_state),
	FIELD("iface", "Interface", "interface", V_TEXT, get_iface),
	FIELD("age", "Age", "time since the first packet", V_DURATION, get_age),
	FIELD("idle", "Idle", "time since the last packet", V_DURATION, get_idle),
	FIELD("flow", "Flow", "name of the connection, the same in its events", V_TEXT, get_flow),
	FIELD("community_id", "Community ID", "the name that other tools give it (version 1)",
	      V_TEXT, get_community),
	{ .key = NULL },
};

static void get_rows(const void *engine, struct rows *out)
{
	rows_of_capped(&((const struct conns *)engine)->tab.tab, out);
}

static bool is_over(const void *data)
{
	return conn_is_closed(data);
}

static bool is_of(const void *data, const struct host_set *hosts)
{
	const struct conn_key *k = &((const struct conn *)data)->key;

	return hosts_have(hosts, k->addr, k->ifindex);
}

const struct table conns_table = {
	.name = "connections",
	.help = "TCP connections",
	.fields = fields,
	.ways = 2,
	.row_size = sizeof(struct conn),
	.rows = get_rows,
	.is_over = is_over,
	.is_of = is_of,
};

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
