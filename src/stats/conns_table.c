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

static const struct tcp_half *half_of(const struct row *r)
{
	return &dir_of(r)->half;
}

static const struct tcp_more *more_of(const struct row *r)
{
	return &conn_of(r)->more[side_of(r)];
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
	out->u = more_of(r)->partial;
}

static void get_packets(const struct row *r, struct value *out)
{
	out->u = dir_of(r)->packets;
}

static void get_bytes(const struct row *r, struct value *out)
{
	out->u = dir_of(r)->bytes;
}

static uint64_t first_ms(const struct row *r)
{
	return conn_first_ms(conn_of(r));
}

static void get_rate(const struct row *r, struct value *out)
{
	out->u = rate_get(&dir_of(r)->rate, r->now_ms, first_ms(r));
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
	out->u = half_of(r)->window;
}

static void get_flags(const struct row *r, struct value *out)
{
	tcp_flags_text(half_of(r), out->buf);
	out->s = out->buf;
}

static void get_state(const struct row *r, struct value *out)
{
	out->s = tcp_state_name(half_of(r));
}

/* 0 is unknown. */
static void put(struct value *out, uint64_t v)
{
	out->u = v;
	if (!v)
		out->type = V_NONE;
}

/* What only a SYN says; before it has come, nothing is known. */
static void put_of_syn(const struct row *r, struct value *out, uint64_t v)
{
	const struct conn *c = conn_of(r);
	unsigned side = side_of(r);

	out->u = v;
	if (!c->dir[side].packets || c->more[side].partial)
		out->type = V_NONE;
}

static void get_retransmitted(const struct row *r, struct value *out)
{
	out->u = more_of(r)->retransmitted;
}

static void get_reordered(const struct row *r, struct value *out)
{
	out->u = more_of(r)->reordered;
}

static void get_dup_acks(const struct row *r, struct value *out)
{
	out->u = more_of(r)->dup_acks;
}

static void get_zero_windows(const struct row *r, struct value *out)
{
	out->u = more_of(r)->zero_windows;
}

static void get_rtt(const struct row *r, struct value *out)
{
	put(out, more_of(r)->srtt_us);
}

static void get_mss(const struct row *r, struct value *out)
{
	put(out, more_of(r)->mss);
}

static void get_scale(const struct row *r, struct value *out)
{
	unsigned scale = more_of(r)->scale;

	put(out, scale);
	out->u -= scale > 0;
}

static void get_sack(const struct row *r, struct value *out)
{
	put_of_syn(r, out, more_of(r)->sack);
}

static void get_ecn(const struct row *r, struct value *out)
{
	put_of_syn(r, out, more_of(r)->ecn);
}

static void get_congested(const struct row *r, struct value *out)
{
	put_of_syn(r, out, more_of(r)->ece);
}

static void get_ttl(const struct row *r, struct value *out)
{
	put(out, more_of(r)->ttl);
}

static void get_path_rtt(const struct row *r, struct value *out)
{
	put(out, conn_rtt_us(conn_of(r)));
}

static void get_handshake(const struct row *r, struct value *out)
{
	put(out, conn_handshake_us(conn_of(r)));
}

static void get_vlan(const struct row *r, struct value *out)
{
	vlan_get(conn_of(r)->vlan, out);
}

static void get_end(const struct row *r, struct value *out)
{
	out->s = conn_is_closed(conn_of(r)) ? conn_end(conn_of(r)).how : NULL;
	if (!out->s)
		out->type = V_NONE;
}

static void get_end_by(const struct row *r, struct value *out)
{
	int by = conn_end(conn_of(r)).by;

	if (!conn_is_closed(conn_of(r)) || by < 0)
		out->type = V_NONE;
	else
		out->s = (unsigned)by == conn_of(r)->first ? "src" : "dst";
}

static const struct tunnels *tunnels_of(const struct row *r)
{
	return &((const struct conns *)r->engine)->tunnels;
}

static void get_tunnel(const struct row *r, struct value *out)
{
	tunnels_get_kind(tunnels_of(r), conn_of(r)->key.place, conn_of(r)->pair, out);
}

static void get_tunnel_id(const struct row *r, struct value *out)
{
	tunnels_get_id(tunnels_of(r), conn_of(r)->key.place, conn_of(r)->pair, out);
}

static void get_tunnel_end(const struct row *r, struct value *out)
{
	tunnels_get_end(tunnels_of(r), conn_of(r)->pair, r->way, out);
}

static int ifindex_of(const struct row *r)
{
	return tunnels_ifindex(tunnels_of(r), conn_of(r)->key.place);
}

static void get_iface(const struct row *r, struct value *out)
{
	out->s = ifnames_get(ifindex_of(r), out->buf, sizeof(out->buf));
}

static void get_age(const struct row *r, struct value *out)
{
	out->u = row_since(r, first_ms(r));
}

static void get_idle(const struct row *r, struct value *out)
{
	out->u = row_since(r, conn_of(r)->last_ms);
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
	const struct conn *c = conn_of(r);
	const struct tunnel_tag tag = tunnels_tag(tunnels_of(r), c->key.place, c->pair, 0);
	const struct flow_tuple tuple = tuple_of(r);

	out->s = flow_id(&tuple, ifindex_of(r), tunnel_tag_network(&tag), c->first_s, out->buf);
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
	FIELD_WORDS_BOTH("state", "state_back", "State",
			 "open, done (FIN sent), closed, reset, timeout", tcp_state_names,
			 get_state),
	FIELD_BOTH("retransmitted", "retransmitted_back", "Retransmitted", "packets sent again",
		   V_COUNT, get_retransmitted),
	FIELD_BOTH("reordered", "reordered_back", "Out of order", "packets that came late", V_COUNT,
		   get_reordered),
	FIELD_BOTH("dup_acks", "dup_acks_back", "Duplicate ACKs",
		   "acknowledgements that ask for data again", V_COUNT, get_dup_acks),
	FIELD_BOTH("zero_windows", "zero_windows_back", "Zero windows",
		   "times that its receive window closed", V_COUNT, get_zero_windows),
	FIELD_BOTH("rtt_us", "rtt_us_back", "RTT",
		   "smoothed time from its data to the acknowledgement", V_MICROS, get_rtt),
	FIELD("path_rtt_us", "Path RTT", "RTT of both directions together", V_MICROS, get_path_rtt),
	FIELD("handshake_us", "Handshake", "from SYN to the end of the handshake", V_MICROS,
	      get_handshake),
	FIELD_BOTH("mss", "mss_back", "MSS", "maximum segment size in its SYN", V_NUMBER, get_mss),
	FIELD_BOTH("window_scale", "window_scale_back", "Window scale", "shift count in its SYN",
		   V_NUMBER, get_scale),
	FIELD_BOTH("sack", "sack_back", "SACK", "its SYN allows SACK", V_BOOL, get_sack),
	FIELD_BOTH("ecn", "ecn_back", "ECN", "its SYN asks for or accepts ECN", V_BOOL, get_ecn),
	FIELD_BOTH("congested", "congested_back", "Congested", "it has reported congestion by ECN",
		   V_BOOL, get_congested),
	FIELD_BOTH("ttl", "ttl_back", "TTL", "TTL or hop limit of its first packet", V_NUMBER,
		   get_ttl),
	FIELD("vlan", "VLAN", "VLAN of the first packet", V_NUMBER, get_vlan),
	TUNNEL_FIELDS,
	FIELD("ended", "Ended", "fin, reset, unreachable, timeout", V_TEXT, get_end),
	FIELD("ended_by", "Ended by", "src or dst: who sent the first FIN, or the RST", V_TEXT,
	      get_end_by),
	FIELD("iface", "Interface", "interface", V_TEXT, get_iface),
	FIELD("age", "Age", "time since the first packet", V_DURATION, get_age),
	FIELD("idle", "Idle", "time since the last packet", V_DURATION, get_idle),
	FIELD_COSTLY("flow", "Flow", "name of the connection, the same in its events", V_TEXT,
		     get_flow),
	FIELD_COSTLY("community_id", "Community ID",
		     "the name that other tools give it (version 1)", V_TEXT, get_community),
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

bool conns_set_has_vlan(const struct conns *e, const struct row_set *set, uint16_t vlan,
			int32_t place)
{
	return vlan == set->vlan && tunnels_ifindex(&e->tunnels, place) == set->place;
}

static bool is_of(const void *engine, const void *data, const struct row_set *set)
{
	const struct conn *c = data;

	return set->by_vlan ? conns_set_has_vlan(engine, set, c->vlan, c->key.place)
			    : hosts_have(set, c->key.addr, c->key.place);
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

uint32_t conns_bytes_in(const struct row *r, uint32_t sec)
{
	return rate_bin(&dir_of(r)->rate, sec);
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
