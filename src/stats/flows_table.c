/* The table of flows: everything but TCP. */
#include <netinet/in.h>
#include <stdio.h>

#include "base/protocols.h"
#include "capture/ifnames.h"
#include "config/names.h"
#include "stats/conns_engine.h"
#include "stats/flow_id.h"

#define ECHO   8 /* types of an echo request: ICMP, ICMPv6 */
#define ECHO_6 128

static const struct flow *flow_of(const struct row *r)
{
	return r->data;
}

/* Which endpoint sends this way: the first that was seen, or the other. */
static unsigned side_of(const struct row *r)
{
	return flow_of(r)->first ^ r->way;
}

/* Clients of DNS are one flow whatever their port is; else 0 is a port like any other. */
static bool is_dns_client(const struct flow *f, unsigned side)
{
	return flow_kind(&f->key) == PORT_NUMBER && f->key.port[side] == 0 &&
	       f->key.port[!side] == DNS_PORT;
}

/* An echo id or ICMP type is shown once, at the far end. */
static void get_endpoint(const struct row *r, struct value *out)
{
	const struct flow *f = flow_of(r);
	unsigned side = side_of(r);

	if (flow_kind(&f->key) == FLOW_MACS) {
		out->type = V_MAC;
		memcpy(out->mac, flow_mac(&f->key, side), sizeof(out->mac));
		return;
	}
	out->ep = (struct endpoint){ .addr = f->key.addr[side], .port = f->key.port[side] };
	out->proto = flow_proto(f);
	out->port = flow_kind(&f->key);
	if (out->port == PORT_NUMBER ? is_dns_client(f, side) : r->way == 0)
		out->port = PORT_NONE;
}

static const char *ethertype_text(uint16_t type, char *buf, size_t n)
{
	static const struct {
		uint16_t type;
		const char *name;
	} names[] = {
		{ ETH_P_ARP, "ARP" },	  { ETH_P_RARP, "RARP" },   { ETH_P_802_2, "802.2" },
		{ ETH_P_802_3, "802.3" }, { ETH_P_LLDP, "LLDP" },   { ETH_P_PAE, "EAPOL" },
		{ ETH_P_IPX, "IPX" },	  { ETH_P_PPP_SES, "PPP" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].type == type)
			return names[i].name;
	snprintf(buf, n, "x%04x", type);
	return buf;
}

static void get_proto(const struct row *r, struct value *out)
{
	const struct flow *f = flow_of(r);
	uint8_t proto = flow_proto(f);
	const struct ip_protocol *p = ip_protocol(proto);

	if (flow_ethertype(&f->key))
		out->s = ethertype_text(flow_ethertype(&f->key), out->buf, sizeof(out->buf));
	else if (f->quic)
		out->s = "QUIC";
	else
		out->s = p && p->narrow ? p->narrow : name_ipproto(proto);
	if (out->s)
		return;
	snprintf(out->buf, sizeof(out->buf), "IP%u", proto);
	out->s = out->buf;
}

static void get_packets(const struct row *r, struct value *out)
{
	out->u = flow_of(r)->packets[side_of(r)];
}

static void get_bytes(const struct row *r, struct value *out)
{
	out->u = flow_of(r)->bytes[side_of(r)];
}

static void get_rate(const struct row *r, struct value *out)
{
	out->u = rate_get(&flow_of(r)->rate, r->now_ms, flow_first_ms(flow_of(r)));
}

static void get_idle(const struct row *r, struct value *out)
{
	out->u = row_since(r, flow_of(r)->last_ms);
}

static void get_age(const struct row *r, struct value *out)
{
	out->u = row_since(r, flow_first_ms(flow_of(r)));
}

static const struct tunnels *tunnels_of(const struct row *r)
{
	return &((const struct conns *)r->engine)->tunnels;
}

static void get_vlan(const struct row *r, struct value *out)
{
	vlan_get(flow_of(r)->vlan, out);
}

static void get_tunnel(const struct row *r, struct value *out)
{
	tunnels_get_kind(tunnels_of(r), flow_of(r)->key.place, flow_of(r)->pair, out);
}

static void get_tunnel_id(const struct row *r, struct value *out)
{
	tunnels_get_id(tunnels_of(r), flow_of(r)->key.place, flow_of(r)->pair, out);
}

static void get_tunnel_end(const struct row *r, struct value *out)
{
	tunnels_get_end(tunnels_of(r), flow_of(r)->pair, r->way, out);
}

static int ifindex_of(const struct row *r)
{
	return tunnels_ifindex(tunnels_of(r), flow_of(r)->key.place);
}

static void get_iface(const struct row *r, struct value *out)
{
	out->s = ifnames_get(ifindex_of(r), out->buf, sizeof(out->buf));
}

/* Of ICMP: the id of an echo, or the type of anything else. */
static void get_id(const struct row *r, struct value *out, uint8_t kind)
{
	const struct flow *f = flow_of(r);

	out->u = f->key.port[0];
	if (flow_kind(&f->key) != kind)
		out->type = V_NONE;
}

static void get_echo_id(const struct row *r, struct value *out)
{
	get_id(r, out, PORT_ECHO_ID);
}

static void get_icmp_type(const struct row *r, struct value *out)
{
	get_id(r, out, PORT_ICMP_TYPE);
}

/* Of ICMP the type is known where it is an echo. */
static struct flow_tuple tuple_of(const struct flow *f)
{
	uint8_t proto = flow_proto(f);

	return (struct flow_tuple){
		.src = { .addr = f->key.addr[f->first], .port = f->key.port[f->first] },
		.dst = { .addr = f->key.addr[!f->first], .port = f->key.port[!f->first] },
		.proto = proto,
		.ports = flow_kind(&f->key) == PORT_NUMBER,
		.type = proto == IPPROTO_ICMP ? ECHO : ECHO_6,
		.ethertype = flow_ethertype(&f->key),
	};
}

static void get_flow(const struct row *r, struct value *out)
{
	const struct flow *f = flow_of(r);
	const struct tunnel_tag tag = tunnels_tag(tunnels_of(r), f->key.place, f->pair, 0);
	const struct flow_tuple tuple = tuple_of(f);

	out->s = flow_id(&tuple, ifindex_of(r), tunnel_tag_network(&tag), f->first_s, out->buf);
}

static void get_community(const struct row *r, struct value *out)
{
	const struct flow *f = flow_of(r);
	const struct flow_tuple tuple = tuple_of(f);
	bool icmp = tuple.proto == IPPROTO_ICMP || tuple.proto == IPPROTO_ICMPV6;

	out->s = community_id(&tuple, out->buf);
	/* nor has what is no IP one, nor many questions of DNS together */
	if ((icmp && flow_kind(&f->key) != PORT_ECHO_ID) || flow_ethertype(&f->key) ||
	    is_dns_client(f, 0) || is_dns_client(f, 1))
		out->type = V_NONE;
}

static const struct field fields[] = {
	FIELD_BOTH("src", "dst", "Endpoint", "address and port, or a MAC address", V_ENDPOINT,
		   get_endpoint),
	FIELD("proto", "Protocol", "protocol; QUIC by its long header", V_TEXT, get_proto),
	FIELD("echo_id", "Echo id", "id of ICMP echos", V_NUMBER, get_echo_id),
	FIELD("icmp_type", "ICMP type", "type of other ICMP messages", V_NUMBER, get_icmp_type),
	FIELD_BOTH("packets", "packets_back", "Packets", "packets sent", V_COUNT, get_packets),
	FIELD_BOTH("bytes", "bytes_back", "Bytes", "IP bytes sent, or bytes behind the link header",
		   V_BYTES, get_bytes),
	FIELD("rate", "Rate", "rate of both directions over the last five seconds", V_RATE,
	      get_rate),
	FIELD("vlan", "VLAN", "VLAN of the first packet", V_NUMBER, get_vlan),
	TUNNEL_FIELDS,
	FIELD("iface", "Interface", "interface", V_TEXT, get_iface),
	FIELD("age", "Age", "time since the first packet", V_DURATION, get_age),
	FIELD("idle", "Idle", "time since the last packet", V_DURATION, get_idle),
	FIELD("flow", "Flow", "name of the flow, the same in its events", V_TEXT, get_flow),
	FIELD("community_id", "Community ID", "the name that other tools give it (version 1)",
	      V_TEXT, get_community),
	{ .key = NULL },
};

static void get_rows(const void *engine, struct rows *out)
{
	rows_of_capped(&((const struct conns *)engine)->flows.tab, out);
}

static bool is_of(const void *engine, const void *data, const struct row_set *set)
{
	const struct flow *f = data;
	const struct flow_key *k = &f->key;

	if (set->by_vlan)
		return conns_set_has_vlan(engine, set, f->vlan, k->place);
	return flow_kind(k) != FLOW_MACS && hosts_have(set, k->addr, k->place);
}

const struct table flows_table = {
	.name = "flows",
	.help = "flows of packets other than TCP",
	.fields = fields,
	.ways = 2,
	.row_size = sizeof(struct flow),
	.rows = get_rows,
	.is_of = is_of,
};

bool conns_has_tunnels(const void *engine)
{
	return tunnels_any(&((const struct conns *)engine)->tunnels);
}
