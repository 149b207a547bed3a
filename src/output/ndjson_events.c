/* Events as JSON objects. */
#include <string.h>

#include "output/ndjson.h"
#include "stats/vlan.h"

static void write_iface(struct ndjson *n, struct json *j, const struct summary *b)
{
	unsigned changes = ifnames_changes();

	if (!n->iface[0] || n->ifindex != b->ifindex || n->ifnames != changes)
		ifnames_get(b->ifindex, n->iface, sizeof(n->iface));
	n->ifindex = b->ifindex;
	n->ifnames = changes;
	json_text_or_null(j, "interface", n->iface);
}

static void write_addr(struct json *j, const char *key, const struct addr *a, bool known)
{
	char *at;

	if (!known) {
		json_null(j, key);
		return;
	}
	at = json_begin(j, key);
	*at++ = '"';
	at += strlen(addr_text(a, at, ADDR_TEXT));
	*at = '"';
	json_finish(j, at + 1);
}

static void write_endpoint(struct json *j, const struct summary *b, const struct endpoint *ep,
			   const char *key, const char *port)
{
	write_addr(j, key, &ep->addr, b->kind == SUMMARY_IP);
	if (b->ports)
		json_number(j, port, ep->port);
	else
		json_null(j, port);
}

static void write_mac(struct json *j, const char *key, const uint8_t mac[6], bool known)
{
	char text[MAC_TEXT];

	if (known)
		json_word(j, key, mac_text(mac, text, sizeof(text)));
	else
		json_null(j, key);
}

static void write_way(struct json *j, const struct summary *b)
{
	write_endpoint(j, b, &b->src, "src", "src_port");
	write_endpoint(j, b, &b->dst, "dst", "dst_port");
}

static struct flow_tuple tuple_of(const struct summary *b)
{
	return (struct flow_tuple){ .src = b->src,
				    .dst = b->dst,
				    .proto = b->ipproto,
				    .ports = b->ports,
				    .type = b->type,
				    .code = b->code };
}

/* Flows that share a slot cost time, no more. */
static uint32_t slot_of(const struct endpoint *src, const struct endpoint *dst)
{
	uint32_t h = src->addr.w[3] * 0x9e3779b1 + dst->addr.w[3] * 0x85ebca77 +
		     (uint32_t)src->port * 0xc2b2ae3d + (uint32_t)dst->port * 0x27d4eb2f;

	return h >> 16 & (NDJSON_FLOWS - 1);
}

void ndjson_soon(const struct ndjson *n, const struct event *ev)
{
	const struct summary *b = ev->kind == EVENT_PACKET ? &ev->packet : &ev->conn.summary;
	const struct ndjson_flow *f = &n->flow[slot_of(&b->src, &b->dst)];

	/* it may begin in one line of the processor's cache and end in the next */
	__builtin_prefetch(f);
	__builtin_prefetch(f->community + sizeof(f->community) - 1);
}

static const char *community_of(struct ndjson *n, const struct flow_tuple *t)
{
	struct ndjson_flow *f = &n->flow[slot_of(&t->src, &t->dst)];

	if (!f->community[0] || !flow_tuple_equal(&f->tuple, t)) {
		f->tuple = *t;
		community_id(t, f->community);
	}
	return f->community;
}

/* A later fragment has neither ports nor a type. */
static void write_community(struct ndjson *n, struct json *j, const struct summary *b)
{
	const struct flow_tuple tuple = tuple_of(b);

	if (b->kind == SUMMARY_IP && !b->fragment)
		json_word(j, "community_id", community_of(n, &tuple));
	else
		json_null(j, "community_id");
}

static void write_text(struct ndjson *n, struct json *j, const char *key, const struct summary *b,
		       void (*text)(const struct summary *b, struct strbuf *out))
{
	struct strbuf sb;

	sb_init(&sb, n->text, sizeof(n->text));
	text(b, &sb);
	json_text_or_null(j, key, n->text);
}

static void write_number_if(struct json *j, const char *key, bool known, uint64_t v)
{
	if (known)
		json_number(j, key, v);
	else
		json_null(j, key);
}

static void write_vlan(struct json *j, const struct event *ev)
{
	const struct tunnel_tag *t = &ev->tunnel;

	if (!ev->vlan && !t->kind) { /* as of most */
		json_members(j, "\"vlan\":null,\"tunnel\":null,\"tunnel_id\":null,"
				"\"tunnel_src\":null,\"tunnel_dst\":null");
		return;
	}
	write_number_if(j, "vlan", ev->vlan & VLAN_TAGGED, ev->vlan & (VLAN_TAGGED - 1));
	json_text_or_null(j, "tunnel", tunnel_name(t->kind));
	write_number_if(j, "tunnel_id", t->has_id, t->outer.id);
	write_addr(j, "tunnel_src", &t->outer.src, t->has_ends);
	write_addr(j, "tunnel_dst", &t->outer.dst, t->has_ends);
}

static void write_packet(struct ndjson *n, struct json *j, const struct event *ev)
{
	const struct summary *b = &ev->packet;
	bool ip = b->kind == SUMMARY_IP;
	bool icmp =
		ip && !b->fragment && (b->ipproto == IPPROTO_ICMP || b->ipproto == IPPROTO_ICMPV6);

	write_community(n, j, b);
	write_iface(n, j, b);
	write_vlan(j, ev);
	write_text(n, j, "proto", b, summary_proto);
	write_text(n, j, "detail", b, summary_detail);
	write_way(j, b);
	json_number(j, "length", b->len);
	write_number_if(j, "ip_protocol", ip, b->ipproto);
	write_number_if(j, "ethertype", !ip, b->ethertype);
	write_number_if(j, "icmp_type", icmp, b->type);
	write_number_if(j, "icmp_code", icmp, b->code);
	write_mac(j, "src_mac", b->smac, b->mac && b->mac_shown);
	write_mac(j, "dst_mac", b->dmac, b->mac && b->mac_shown);
}

static void write_sums(struct json *j, const struct conn_event *ev)
{
	json_number(j, "packets", ev->own.packets);
	json_number(j, "bytes", ev->own.bytes);
	json_number(j, "packets_back", ev->opposite.packets);
	json_number(j, "bytes_back", ev->opposite.bytes);
	json_number(j, "duration_ms", ev->seconds * (uint64_t)1000);
}

/* How it ended, and how healthy it was. */
static void write_end(struct json *j, const struct conn_event *ev)
{
	json_text_or_null(j, "ended", ev->ended);
	json_text_or_null(j, "ended_by", ev->ended_by < 0 ? NULL : ev->ended_by ? "src" : "dst");
	write_number_if(j, "rtt_us", ev->rtt_us, ev->rtt_us);
	json_number(j, "retransmitted", ev->retransmitted);
	json_number(j, "retransmitted_back", ev->retransmitted_back);
}

static bool is_end(enum event_kind kind)
{
	return kind == EVENT_CLOSED || kind == EVENT_RESET || kind == EVENT_TIMEOUT ||
	       kind == EVENT_EVICTED;
}

static void write_conn(struct ndjson *n, struct json *j, const struct event *event)
{
	const struct conn_event *ev = &event->conn;
	const struct summary *b = &ev->summary;
	const struct flow_tuple tuple = tuple_of(b);
	char id[FLOW_ID];

	json_word(j, "flow",
		  flow_id(&tuple, b->ifindex, tunnel_tag_network(&event->tunnel), ev->first_s, id));
	write_community(n, j, b);
	write_iface(n, j, b);
	write_vlan(j, event);
	write_text(n, j, "proto", b, summary_proto);
	write_way(j, b);
	write_number_if(j, "length", b->len > 0, b->len);
	write_sums(j, ev);
	if (event->kind == EVENT_FIRST)
		json_bool(j, "syn", ev->syn);
	if (is_end(event->kind))
		write_end(j, ev);
	write_mac(j, "src_mac", b->smac, b->mac && b->mac_shown);
	if (event->kind == EVENT_NEW_MAC)
		write_mac(j, "src_mac_before", ev->old_mac, true);
}

void ndjson_event(struct ndjson *n, struct json *j, const struct event *ev)
{
	static const char *const types[EVENT_KINDS] = {
		[EVENT_PACKET] = "packet", [EVENT_FIRST] = "first",
		[EVENT_FIN] = "fin",	   [EVENT_FIN_ACKED] = "fin_acked",
		[EVENT_RESET] = "reset",   [EVENT_TIMEOUT] = "timeout",
		[EVENT_NEW_MAC] = "mac",   [EVENT_ACTIVE] = "active",
		[EVENT_CLOSED] = "closed", [EVENT_EVICTED] = "evicted",
		[EVENT_FLOW] = "flow",
	};

	json_word(j, "type", types[ev->kind]);
	json_time(&n->run, j, "time", &ev->at);
	if (ev->kind == EVENT_PACKET)
		write_packet(n, j, ev);
	else
		write_conn(n, j, ev);
}
