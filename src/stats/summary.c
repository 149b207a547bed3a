#include "stats/summary.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <net/if_arp.h>
#include <string.h>

#include "capture/ifnames.h"
#include "config/names.h"
#include "base/protocols.h"
#include "base/text.h"
#include "stats/tunnels.h"
#include "stats/vlan.h"

static void take_ip(struct summary *b, const struct pkt *p)
{
	b->kind = SUMMARY_IP;
	b->len = p->iplen;
	b->ipver = p->ipver;
	b->ipproto = p->ipproto;
	b->fragment = p->verdict == PKT_FRAGMENT;
	b->ports = p->ports && !b->fragment;
	b->src = p->src;
	b->dst = p->dst;
	if (p->ipproto == PROTO_OSPF && !b->fragment) {
		b->type = p->ospf.type;
		b->code = p->ospf.version;
		b->a = p->ospf.area;
		b->b = p->ospf.router;
	} else {
		b->type = p->icmp_type;
		b->code = p->icmp_code;
	}
}

static void take_arp(struct summary *b, const struct pkt *p)
{
	b->a = p->arp.op;
	if (b->kind == SUMMARY_ARP) {
		b->b = p->arp.op == 1 ? p->arp.tpa : p->arp.spa;
	} else {
		memcpy(b->hw, p->arp.op == 3 ? p->arp.tha : p->arp.sha, 6);
	}
}

void summary_take(struct summary *b, const struct pkt *p, bool mac_shown)
{
	static const uint8_t kind_of[NONIP_KINDS] = { [NONIP_OTHER] = SUMMARY_NONIP,
						      [NONIP_ARP] = SUMMARY_ARP,
						      [NONIP_RARP] = SUMMARY_RARP };

	memset(b, 0, sizeof(*b));
	b->ethertype = p->ethertype;
	b->ifindex = p->frame->ifindex;
	b->vlan = vlan_of(p);
	b->tunnel = p->tunnel;
	b->tunnel_has_id = p->tunnel && p->tunnel_has_id;
	b->tunnel_id = b->tunnel_has_id ? p->outer.id : 0;
	b->mac = p->smac != NULL;
	b->mac_shown = mac_shown && b->mac;
	if (b->mac) {
		memcpy(b->smac, p->smac, 6);
		memcpy(b->dmac, p->dmac, 6);
	}
	if (p->ipver) {
		take_ip(b, p);
		return;
	}
	b->kind = kind_of[nonip_kind(p->ethertype)];
	b->len = p->l3len;
	if (b->kind != SUMMARY_NONIP)
		take_arp(b, p);
}

static void arp_proto(const struct summary *b, struct strbuf *out)
{
	char ip[INET_ADDRSTRLEN];

	inet_ntop(AF_INET, &b->b, ip, sizeof(ip));
	if (b->a == 1)
		sb_printf(out, "ARP request for %s", ip);
	else if (b->a == 2)
		sb_printf(out, "ARP reply from %s", ip);
	else
		sb_add(out, "ARP ");
}

static void rarp_proto(const struct summary *b, struct strbuf *out)
{
	char mac[MAC_TEXT];

	mac_text(b->hw, mac, sizeof(mac));
	if (b->a == 3)
		sb_printf(out, "RARP request for %s", mac);
	else if (b->a == 4)
		sb_printf(out, "RARP reply from %s", mac);
	else
		sb_add(out, "RARP ");
}

static void nonip_proto(const struct summary *b, struct strbuf *out)
{
	const char *name = name_ethertype(b->ethertype);

	if (name)
		sb_printf(out, "Non-IP (%s)", name);
	else
		sb_printf(out, "Non-IP (0x%x)", b->ethertype);
}

/* OSPF versions 2 and 3 are named after their number; anything else is plain OSPF. */
static void ip_proto(const struct summary *b, struct strbuf *out)
{
	const char *name = name_ipproto(b->ipproto);

	sb_add(out, name ? name : "IP protocol");
	if (b->ipproto == PROTO_OSPF && !b->fragment && (b->code == 2 || b->code == 3))
		sb_printf(out, "v%u", b->code);
}

void summary_proto(const struct summary *b, struct strbuf *out)
{
	static void (*const by_kind[])(const struct summary *, struct strbuf *) = {
		[SUMMARY_IP] = ip_proto,
		[SUMMARY_ARP] = arp_proto,
		[SUMMARY_RARP] = rarp_proto,
		[SUMMARY_NONIP] = nonip_proto,
	};

	by_kind[b->kind](b, out);
}

static void icmp_detail(const struct summary *b, struct strbuf *out)
{
	bool six = b->ipproto == IPPROTO_ICMPV6;
	const char *code = NULL;

	sb_add(out, six ? name_icmp6_type(b->type) : name_icmp_type(b->type));
	if (!six && b->type == 3)
		code = name_icmp_unreach(b->code);
	else if (six && b->type == 1)
		code = name_icmp6_unreach(b->code);
	if (code)
		sb_printf(out, " (%s)", code);
}

void summary_detail(const struct summary *b, struct strbuf *out)
{
	const char *s = NULL;

	if (b->kind != SUMMARY_IP)
		return;
	if (b->fragment)
		s = "fragment";
	else if (b->ipproto == IPPROTO_ICMP || b->ipproto == IPPROTO_ICMPV6)
		icmp_detail(b, out);
	else if (b->ipproto == PROTO_OSPF)
		s = name_ospf_type(b->type);
	if (s)
		sb_add(out, s);
}

void summary_ospf(const struct summary *b, struct strbuf *out)
{
	char router[INET_ADDRSTRLEN];

	if (b->kind != SUMMARY_IP || b->ipproto != PROTO_OSPF || b->fragment || b->code == 0)
		return;
	inet_ntop(AF_INET, &b->b, router, sizeof(router));
	sb_printf(out, "(a=%u r=%s)", b->a, router);
}

static void plain_addr(void *ctx, const struct addr *a, struct strbuf *out)
{
	char buf[ADDR_TEXT];

	(void)ctx;
	sb_add(out, addr_text(a, buf, sizeof(buf)));
}

static void plain_port(void *ctx, uint16_t port, uint8_t proto, struct strbuf *out)
{
	(void)ctx;
	(void)proto;
	sb_printf(out, "%u", port);
}

const struct summary_style summary_plain = { .addr = plain_addr, .port = plain_port };

static void line_end(const struct summary *b, const struct endpoint *ep, const uint8_t mac[6],
		     const struct summary_style *style, struct strbuf *out)
{
	char text[MAC_TEXT];

	if (b->kind != SUMMARY_IP) {
		sb_add(out, b->mac ? mac_text(mac, text, sizeof(text)) : "N/A");
		return;
	}
	style->addr(style->ctx, &ep->addr, out);
	if (b->ports) {
		sb_addch(out, ':');
		style->port(style->ctx, ep->port, b->ipproto, out);
	}
}

void summary_line(const struct summary *b, const struct summary_style *style, struct strbuf *out)
{
	char name[IFNAMSIZ], mac[MAC_TEXT];
	size_t mark;

	summary_proto(b, out);
	sb_addch(out, ' ');
	mark = out->len;
	summary_detail(b, out);
	if (out->len > mark)
		sb_addch(out, ' ');
	mark = out->len;
	summary_ospf(b, out);
	if (out->len > mark)
		sb_addch(out, ' ');
	if (b->kind == SUMMARY_IP && !name_ipproto(b->ipproto))
		sb_printf(out, "%u ", b->ipproto);
	sb_printf(out, "(%u bytes) from ", b->len);
	line_end(b, &b->src, b->smac, style, out);
	sb_add(out, " to ");
	line_end(b, &b->dst, b->dmac, style, out);
	if (b->mac_shown && b->kind == SUMMARY_IP)
		sb_printf(out, " (src HWaddr %s)", mac_text(b->smac, mac, sizeof(mac)));
	sb_printf(out, " on %s", ifnames_get(b->ifindex, name, sizeof(name)));
}

void summary_path(const struct summary *b, struct strbuf *out)
{
	if (b->vlan & VLAN_TAGGED)
		sb_printf(out, " VLAN %u", b->vlan & (VLAN_TAGGED - 1));
	if (b->tunnel)
		sb_printf(out, " in %s", tunnel_name(b->tunnel));
	if (b->tunnel_has_id)
		sb_printf(out, " %" PRIu32, b->tunnel_id);
}
