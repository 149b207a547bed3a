/* The tables of the host monitor: hosts and networks. */
#include "capture/ifnames.h"
#include "stats/hosts_engine.h"

static const struct host *host_of(const struct row *r)
{
	return r->data;
}

static void get_address(const struct row *r, struct value *out)
{
	out->ep.addr = host_of(r)->key.addr;
}

static void get_prefix(const struct row *r, struct value *out)
{
	out->u = hosts_prefix(&host_of(r)->key.addr);
}

static const struct tunnels *tunnels_of(const struct row *r)
{
	return &((const struct hosts *)r->engine)->conns.tunnels;
}

static void get_vlan(const struct row *r, struct value *out)
{
	vlan_get(host_of(r)->vlan, out);
}

static void get_tunnel(const struct row *r, struct value *out)
{
	tunnels_get_kind(tunnels_of(r), host_of(r)->key.place, 0, out);
}

static void get_tunnel_id(const struct row *r, struct value *out)
{
	tunnels_get_id(tunnels_of(r), host_of(r)->key.place, 0, out);
}

static void get_iface(const struct row *r, struct value *out)
{
	int ifindex = tunnels_ifindex(tunnels_of(r), host_of(r)->key.place);

	out->s = ifnames_get(ifindex, out->buf, sizeof(out->buf));
}

static void get_local(const struct row *r, struct value *out)
{
	out->u = host_of(r)->local;
}

static void get_mac(const struct row *r, struct value *out)
{
	memcpy(out->mac, host_of(r)->mac, sizeof(out->mac));
	if (!conns_has_mac(out->mac))
		out->type = V_NONE;
}

static void get_vendor(const struct row *r, struct value *out)
{
	const struct engine_env *env = &((const struct hosts *)r->engine)->env;
	const uint8_t *mac = host_of(r)->mac;

	out->s = env->vendor_name && conns_has_mac(mac) ? env->vendor_name(mac) : NULL;
	if (!out->s)
		out->type = V_NONE;
}

static void get_hosts(const struct row *r, struct value *out)
{
	out->u = host_of(r)->hosts;
}

static void get_connections(const struct row *r, struct value *out)
{
	out->u = host_of(r)->conns;
}

static void get_flows(const struct row *r, struct value *out)
{
	out->u = host_of(r)->flows;
}

static void get_age(const struct row *r, struct value *out)
{
	out->u = row_since(r, host_of(r)->first_ms);
}

static void get_idle(const struct row *r, struct value *out)
{
	out->u = row_since(r, host_of(r)->last_ms);
}

WAY_SUMS_GETTERS(host_of)

#define RATE "over the last five seconds"

/* What a host and a network have; it is one or the other. */
#define COMMON(it)                                                                                 \
	FIELD("rate", "Rate", "rate to and from " it " " RATE, V_RATE, get_rate),                  \
		FIELD("rate_in", "Rate in", "rate to " it " " RATE, V_RATE, get_rate_in),          \
		FIELD("rate_out", "Rate out", "rate from " it " " RATE, V_RATE, get_rate_out),     \
		FIELD("packets", "Packets", "packets to and from " it, V_COUNT, get_packets),      \
		FIELD("packets_in", "Packets in", "packets to " it, V_COUNT, get_packets_in),      \
		FIELD("packets_out", "Packets out", "packets from " it, V_COUNT, get_packets_out), \
		FIELD("bytes", "Bytes", "IP bytes to and from " it, V_BYTES, get_bytes),           \
		FIELD("bytes_in", "Bytes in", "IP bytes to " it, V_BYTES, get_bytes_in),           \
		FIELD("bytes_out", "Bytes out", "IP bytes from " it, V_BYTES, get_bytes_out),      \
		FIELD("connections", "Connections", "TCP connections open", V_COUNT,               \
		      get_connections),                                                            \
		FIELD("flows", "Flows", "flows of other packets, not timed out", V_COUNT,          \
		      get_flows),                                                                  \
		FIELD("age", "Age", "time since the first packet", V_DURATION, get_age),           \
		FIELD("idle", "Idle", "time since the last packet", V_DURATION, get_idle)

static const struct field host_fields[] = {
	FIELD("address", "Address", "IP address", V_ADDR, get_address),
	FIELD("iface", "Interface", "interface", V_TEXT, get_iface),
	FIELD("local", "Local", "private, or of a network of this machine", V_BOOL, get_local),
	FIELD("mac", "MAC address", "MAC address that its packets have: its own, or a router's",
	      V_MAC, get_mac),
	FIELD("vendor", "Vendor", "maker of the card, from the list of MAC prefixes", V_TEXT,
	      get_vendor),
	FIELD("vlan", "VLAN", "VLAN of the packets that have this MAC address", V_NUMBER, get_vlan),
	FIELD("tunnel", "Tunnel", "kind of the tunnel that its network is in: vxlan or geneve",
	      V_TEXT, get_tunnel),
	FIELD("tunnel_id", "Tunnel id", "VNI of that network", V_NUMBER, get_tunnel_id),
	COMMON("the host"),
	{ .key = NULL },
};

static const struct field network_fields[] = {
	FIELD("address", "Network", "first address of the network", V_ADDR, get_address),
	FIELD("prefix", "Prefix", "bits of the address that count: 24, or 64 of IPv6", V_NUMBER,
	      get_prefix),
	FIELD("iface", "Interface", "interface", V_TEXT, get_iface),
	FIELD("local", "Local", "private, or a network of this machine", V_BOOL, get_local),
	FIELD("tunnel", "Tunnel", "kind of the tunnel that its network is in: vxlan or geneve",
	      V_TEXT, get_tunnel),
	FIELD("tunnel_id", "Tunnel id", "VNI of that network", V_NUMBER, get_tunnel_id),
	FIELD("hosts", "Hosts", "its hosts in the table of hosts", V_COUNT, get_hosts),
	COMMON("the network"),
	{ .key = NULL },
};

static void get_host_rows(const void *engine, struct rows *out)
{
	rows_of_capped(&((const struct hosts *)engine)->hosts, out);
}

static void get_network_rows(const void *engine, struct rows *out)
{
	rows_of_capped(&((const struct hosts *)engine)->networks, out);
}

const struct table hosts_table = {
	.name = "hosts",
	.help = "hosts by IP address and interface",
	.fields = host_fields,
	.ways = 1,
	.row_size = sizeof(struct host),
	.rows = get_host_rows,
};

const struct table networks_table = {
	.name = "networks",
	.help = "the same hosts by network and interface",
	.fields = network_fields,
	.ways = 1,
	.row_size = sizeof(struct host),
	.rows = get_network_rows,
};
