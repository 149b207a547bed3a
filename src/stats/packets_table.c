/* What a packet of the lower window of the IP traffic monitor can be found by. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "capture/ifnames.h"
#include "stats/summary.h"
#include "stats/tunnels.h"
#include "stats/vlan.h"

static const struct summary *summary_of(const struct row *r)
{
	return r->data;
}

static void get_text(const struct row *r, struct value *out,
		     void (*write)(const struct summary *b, struct strbuf *out))
{
	struct strbuf sb;

	sb_init(&sb, out->buf, sizeof(out->buf));
	write(summary_of(r), &sb);
	out->s = out->buf;
}

static void get_proto(const struct row *r, struct value *out)
{
	get_text(r, out, summary_proto);
}

static void get_detail(const struct row *r, struct value *out)
{
	get_text(r, out, summary_detail);
}

static void get_end(const struct row *r, struct value *out, const struct endpoint *ep)
{
	const struct summary *b = summary_of(r);

	out->type = b->kind == SUMMARY_IP ? V_ENDPOINT : V_NONE;
	out->ep = *ep;
	out->proto = b->ipproto;
	out->port = b->ports ? PORT_NUMBER : PORT_NONE;
}

static void get_src(const struct row *r, struct value *out)
{
	get_end(r, out, &summary_of(r)->src);
}

static void get_dst(const struct row *r, struct value *out)
{
	get_end(r, out, &summary_of(r)->dst);
}

static void get_address(const struct row *r, struct value *out)
{
	const struct summary *b = summary_of(r);

	out->type = b->kind == SUMMARY_ARP ? V_ADDR : V_NONE;
	addr_set_v4(&out->ep.addr, &b->b);
}

static void get_size(const struct row *r, struct value *out)
{
	out->u = summary_of(r)->len;
}

static void get_iface(const struct row *r, struct value *out)
{
	out->s = ifnames_get(summary_of(r)->ifindex, out->buf, sizeof(out->buf));
}

static void get_mac(const struct row *r, struct value *out, const uint8_t mac[6])
{
	if (summary_of(r)->mac)
		memcpy(out->mac, mac, sizeof(out->mac));
	else
		out->type = V_NONE;
}

static void get_src_mac(const struct row *r, struct value *out)
{
	get_mac(r, out, summary_of(r)->smac);
}

static void get_dst_mac(const struct row *r, struct value *out)
{
	get_mac(r, out, summary_of(r)->dmac);
}

static void get_vlan(const struct row *r, struct value *out)
{
	vlan_get(summary_of(r)->vlan, out);
}

static void get_tunnel(const struct row *r, struct value *out)
{
	if (summary_of(r)->tunnel)
		out->s = tunnel_name(summary_of(r)->tunnel);
	else
		out->type = V_NONE;
}

static void get_tunnel_id(const struct row *r, struct value *out)
{
	out->u = summary_of(r)->tunnel_id;
	if (!summary_of(r)->tunnel_has_id)
		out->type = V_NONE;
}

static const struct field fields[] = {
	FIELD("proto", "Protocol", "protocol", V_TEXT, get_proto),
	FIELD("detail", "Detail", "type of ICMP or OSPF, or that it is a fragment", V_TEXT,
	      get_detail),
	FIELD("src", "Source", "source address and port", V_ENDPOINT, get_src),
	FIELD("dst", "Destination", "destination address and port", V_ENDPOINT, get_dst),
	FIELD("address", "Address", "address in an ARP request or reply", V_ADDR, get_address),
	FIELD("size", "Size", "IP bytes, or those after the link header", V_NUMBER, get_size),
	FIELD("src_mac", "Source MAC", "source MAC address", V_MAC, get_src_mac),
	FIELD("dst_mac", "Destination MAC", "destination MAC address", V_MAC, get_dst_mac),
	FIELD("vlan", "VLAN", "VLAN of the packet", V_NUMBER, get_vlan),
	FIELD("tunnel", "Tunnel", "kind of its tunnel: gre, vxlan, geneve or ipip", V_TEXT,
	      get_tunnel),
	FIELD("tunnel_id", "Tunnel id", "VNI, or key of GRE", V_NUMBER, get_tunnel_id),
	FIELD("iface", "Interface", "interface", V_TEXT, get_iface),
	{ .key = NULL },
};

const struct table packets_table = {
	.name = "packets",
	.help = "the last packets of all else than TCP",
	.fields = fields,
	.ways = 1,
	.row_size = sizeof(struct summary),
};
