/* The IP traffic monitor's log lines. */
#include "base/protocols.h"
#include "base/fmt.h"
#include "capture/ifnames.h"
#include "base/text.h"
#include "output/classic.h"

static void add_iface(struct strbuf *out, const struct summary *b)
{
	char raw[IFNAMSIZ], clean[64];

	ifnames_get(b->ifindex, raw, sizeof(raw));
	sb_add(out, text_clean(clean, sizeof(clean), raw, false));
}

static void add_endpoint(struct strbuf *out, const struct summary *b, const struct endpoint *ep,
			 const uint8_t mac[6])
{
	char text[ADDR_TEXT];

	if (b->kind != SUMMARY_IP) {
		sb_add(out, b->mac ? mac_text(mac, text, sizeof(text)) : "N/A");
		return;
	}
	sb_add(out, addr_text(&ep->addr, text, sizeof(text)));
	if (b->ports)
		sb_printf(out, ":%u", ep->port);
}

static void add_way(struct strbuf *out, const struct summary *b)
{
	add_endpoint(out, b, &b->src, b->smac);
	sb_add(out, " to ");
	add_endpoint(out, b, &b->dst, b->dmac);
}

static void add_rate(struct strbuf *out, uint64_t bytes, uint32_t seconds, enum rate_unit unit)
{
	char rate[FMT_RATE];

	fmt_rate(rate, sizeof(rate), bytes / (seconds ? seconds : 1), unit);
	sb_printf(out, "avg flow rate %s", rate);
}

static void add_sums(struct strbuf *out, const struct event_sums *sums, const char *sep)
{
	sb_printf(out, "%llu packets, %llu bytes%s", (unsigned long long)sums->packets,
		  (unsigned long long)sums->bytes, sep);
}

/* "TCP; eth0; 40 bytes; from A to B" and the MAC if it is wanted. */
static void add_head(struct strbuf *out, const struct conn_event *ev)
{
	const struct summary *b = &ev->summary;
	char mac[MAC_TEXT];

	sb_add(out, "TCP; ");
	add_iface(out, b);
	sb_printf(out, "; %u bytes; from ", b->len);
	add_way(out, b);
	if (b->mac_shown)
		sb_printf(out, " (source MAC addr %s)", mac_text(b->smac, mac, sizeof(mac)));
	sb_add(out, "; ");
}

static void write_first(struct strbuf *out, const struct conn_event *ev, enum rate_unit unit)
{
	(void)unit;
	add_head(out, ev);
	sb_add(out, ev->syn ? "first packet (SYN)" : "first packet");
}

static void write_fin(struct strbuf *out, const struct conn_event *ev, enum rate_unit unit)
{
	add_head(out, ev);
	sb_add(out, "FIN sent; ");
	add_sums(out, &ev->own, ", ");
	add_rate(out, ev->own.bytes, ev->seconds, unit);
}

static void write_fin_acked(struct strbuf *out, const struct conn_event *ev, enum rate_unit unit)
{
	(void)unit;
	add_head(out, ev);
	/* scripts match on this spelling */
	sb_add(out, "FIN acknowleged");
}

/* The two lines that give both directions differ in one mark, for ever. */
static void add_both(struct strbuf *out, const struct conn_event *ev, const char *sep,
		     enum rate_unit unit)
{
	add_sums(out, &ev->own, ", ");
	add_rate(out, ev->own.bytes, ev->seconds, unit);
	sb_add(out, "; opposite direction ");
	add_sums(out, &ev->opposite, sep);
	add_rate(out, ev->opposite.bytes, ev->seconds, unit);
}

static void write_reset(struct strbuf *out, const struct conn_event *ev, enum rate_unit unit)
{
	add_head(out, ev);
	sb_add(out, "Connection reset; ");
	add_both(out, ev, "; ", unit);
}

static void write_timeout(struct strbuf *out, const struct conn_event *ev, enum rate_unit unit)
{
	sb_add(out, "TCP; Connection ");
	add_way(out, &ev->summary);
	sb_add(out, " timed out, ");
	add_both(out, ev, ", ", unit);
}

static void write_evicted(struct strbuf *out, const struct conn_event *ev, enum rate_unit unit)
{
	sb_add(out, "TCP; Connection ");
	add_way(out, &ev->summary);
	sb_add(out, " evicted: the table is full, ");
	add_both(out, ev, ", ", unit);
}

static void write_new_mac(struct strbuf *out, const struct conn_event *ev, enum rate_unit unit)
{
	char now[MAC_TEXT], old[MAC_TEXT];

	(void)unit;
	sb_add(out, "TCP; ");
	add_iface(out, &ev->summary);
	sb_add(out, "; from ");
	add_way(out, &ev->summary);
	sb_printf(out, ": new source MAC address %s (previously %s)",
		  mac_text(ev->summary.smac, now, sizeof(now)),
		  mac_text(ev->old_mac, old, sizeof(old)));
}

static void write_flow(struct strbuf *out, const struct conn_event *ev, enum rate_unit unit)
{
	summary_proto(&ev->summary, out);
	sb_add(out, "; ");
	add_iface(out, &ev->summary);
	sb_printf(out, "; flow of %u seconds ended; from ", ev->seconds);
	add_way(out, &ev->summary);
	sb_add(out, "; ");
	add_both(out, ev, "; ", unit);
}

static void write_active(struct strbuf *out, const struct conn_event *ev, enum rate_unit unit)
{
	(void)unit;
	summary_proto(&ev->summary, out);
	sb_add(out, "; ");
	add_iface(out, &ev->summary);
	sb_add(out, "; active; from ");
	add_way(out, &ev->summary);
	sb_add(out, "; ");
	add_sums(out, &ev->own, "");
}

static void write_packet(struct strbuf *out, const struct summary *b)
{
	char mac[MAC_TEXT];
	size_t mark;

	summary_proto(b, out);
	sb_add(out, "; ");
	add_iface(out, b);
	sb_printf(out, "; %u bytes; ", b->len);
	if (b->kind == SUMMARY_IP && b->mac_shown)
		sb_printf(out, "source MAC address %s; ", mac_text(b->smac, mac, sizeof(mac)));
	sb_add(out, "from ");
	add_way(out, b);
	if (b->kind != SUMMARY_IP) {
		sb_addch(out, ' ');
		return;
	}
	mark = out->len;
	sb_add(out, "; ");
	summary_detail(b, out);
	if (out->len == mark + 2) { /* nothing came */
		out->len = mark;
		out->s[mark] = '\0';
	}
	if (b->ipproto == PROTO_OSPF && b->code) {
		sb_addch(out, ' ');
		summary_ospf(b, out);
	}
}

void classic_event(struct strbuf *out, const struct event *ev, enum rate_unit unit)
{
	static void (*const by_kind[EVENT_KINDS])(struct strbuf *, const struct conn_event *,
						  enum rate_unit) = {
		[EVENT_FIRST] = write_first,	     [EVENT_FIN] = write_fin,
		[EVENT_FIN_ACKED] = write_fin_acked, [EVENT_RESET] = write_reset,
		[EVENT_TIMEOUT] = write_timeout,     [EVENT_NEW_MAC] = write_new_mac,
		[EVENT_ACTIVE] = write_active,	     [EVENT_EVICTED] = write_evicted,
		[EVENT_FLOW] = write_flow,
	};

	if (ev->kind == EVENT_PACKET)
		write_packet(out, &ev->packet);
	else
		by_kind[ev->kind](out, &ev->conn, unit);
}
