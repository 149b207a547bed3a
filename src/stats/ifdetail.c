#include "stats/ifdetail.h"

#include <linux/if_packet.h>

#include "base/rate.h"
#include "stats/tally.h"

enum way { BOTH, IN, OUT, WAYS };

/* Rates and peaks, per second. */
struct detail_rate {
	uint64_t bytes, packets;
};

struct detail_row {
	const char *name;
	bool rated; /* it has rates and peaks */
	struct tally way[WAYS];
	struct rate bytes[WAYS], packets[WAYS];
	struct detail_rate peak[WAYS];
};

struct ifdetail {
	struct detail_row line[DETAIL_LINES];
	struct history history; /* of the total */
	uint64_t begun_ms;	/* first packet or tick */
};

static int ifdetail_init(void *self, const struct engine_env *env)
{
	static const char *const names[DETAIL_LINES] = {
		[DETAIL_TOTAL] = "total",
		[DETAIL_IPV4] = "ipv4",
		[DETAIL_IPV6] = "ipv6",
		[DETAIL_TCP] = "tcp",
		[DETAIL_UDP] = "udp",
		[DETAIL_ICMP] = "icmp",
		[DETAIL_OTHERIP] = "otherip",
		[DETAIL_NONIP] = "nonip",
		[DETAIL_BROADCAST] = "broadcast",
		[DETAIL_BADSUM] = "badsum",
		[DETAIL_SHORT] = "short",
	};
	struct ifdetail *e = self;

	engine_take_past(env, env->iface, &e->history);
	for (int i = 0; i < DETAIL_LINES; i++)
		e->line[i].name = names[i];
	e->line[DETAIL_TOTAL].rated = e->line[DETAIL_BROADCAST].rated = true;
	return 0;
}

static void ifdetail_fini(void *self)
{
	(void)self;
}

static void add(struct ifdetail *e, enum detail_line line, enum way way, uint32_t packets,
		uint64_t bytes)
{
	tally_add(&e->line[line].way[BOTH], packets, bytes);
	tally_add(&e->line[line].way[way], packets, bytes);
}

static enum detail_line transport_line(uint8_t ipproto)
{
	switch (ipproto) {
	case IPPROTO_TCP:
		return DETAIL_TCP;
	case IPPROTO_UDP:
		return DETAIL_UDP;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		return DETAIL_ICMP;
	default:
		return DETAIL_OTHERIP;
	}
}

/*
 * A wrong checksum counts in the total and as such: what else the packet is it only claims.  A
 * frame that ends in its transport header is IP, and short.
 */
static void count(struct ifdetail *e, const struct pkt *p, enum way way)
{
	uint32_t n = wire_packets(p);
	uint64_t ip = wire_ip_bytes(p), wire = wire_bytes(p);

	add(e, DETAIL_TOTAL, way, n, wire);
	if (p->verdict == PKT_BADSUM) {
		add(e, DETAIL_BADSUM, way, n, wire);
	} else if (p->ipver) {
		add(e, p->ipver == 4 ? DETAIL_IPV4 : DETAIL_IPV6, way, n, ip);
		if (p->verdict != PKT_TRUNCATED)
			add(e, transport_line(p->ipproto), way, n, ip);
	} else {
		add(e, DETAIL_NONIP, way, n, wire);
	}
	if (p->verdict == PKT_TRUNCATED)
		add(e, DETAIL_SHORT, way, n, wire);
	if (p->frame->pkttype == PACKET_BROADCAST)
		add(e, DETAIL_BROADCAST, way, n, wire);
}

static void count_rates(struct detail_row *r, enum way way, uint32_t sec, const struct pkt *p)
{
	uint32_t bytes = (uint32_t)wire_bytes(p), packets = wire_packets(p);

	rate_add(&r->bytes[BOTH], sec, bytes);
	rate_add(&r->packets[BOTH], sec, packets);
	rate_add(&r->bytes[way], sec, bytes);
	rate_add(&r->packets[way], sec, packets);
}

static void begin(struct ifdetail *e, const struct now *now)
{
	if (!e->begun_ms)
		e->begun_ms = now->mono_ms;
}

static void ifdetail_packets(void *self, const struct pkt *p, unsigned n, const struct now *now)
{
	struct ifdetail *e = self;
	uint32_t sec = (uint32_t)(now->mono_ms / 1000);

	begin(e, now);
	for (unsigned i = 0; i < n; i++) {
		enum way way = p[i].frame->pkttype == PACKET_OUTGOING ? OUT : IN;

		count(e, &p[i], way);
		count_rates(&e->line[DETAIL_TOTAL], way, sec, &p[i]);
		history_add(&e->history, sec, way == OUT ? HISTORY_OUT : HISTORY_IN,
			    wire_bytes(&p[i]));
		if (p[i].frame->pkttype == PACKET_BROADCAST)
			count_rates(&e->line[DETAIL_BROADCAST], way, sec, &p[i]);
	}
}

static void raise_peak(struct detail_row *r, int way, uint64_t now_ms, uint64_t first_ms)
{
	uint64_t bytes = rate_get(&r->bytes[way], now_ms, first_ms);
	uint64_t packets = rate_get(&r->packets[way], now_ms, first_ms);

	if (bytes > r->peak[way].bytes)
		r->peak[way].bytes = bytes;
	if (packets > r->peak[way].packets)
		r->peak[way].packets = packets;
}

static void ifdetail_tick(void *self, const struct now *now)
{
	struct ifdetail *e = self;

	begin(e, now);
	for (int line = 0; line < DETAIL_LINES; line++)
		for (int way = 0; way < WAYS && e->line[line].rated; way++)
			raise_peak(&e->line[line], way, now->mono_ms, e->begun_ms);
}

/* --- the table --- */

static const struct detail_row *line_of(const struct row *r)
{
	return r->data;
}

static void get_protocol(const struct row *r, struct value *out)
{
	out->s = line_of(r)->name;
}

static uint64_t first_ms(const struct row *r)
{
	return r->now_ms - r->run_ms;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static void rated(const struct row *r, struct value *out, uint64_t v)
{
	out->u = v;
	if (!line_of(r)->rated)
		out->type = V_NONE;
}

/* The getters of a direction; no peak is below the average. */
#define GETTERS(suffix, w)                                                                         \
	static void get_packets##suffix(const struct row *r, struct value *out)                    \
	{                                                                                          \
		out->u = line_of(r)->way[w].packets;                                               \
	}                                                                                          \
	static void get_bytes##suffix(const struct row *r, struct value *out)                      \
	{                                                                                          \
		out->u = line_of(r)->way[w].bytes;                                                 \
	}                                                                                          \
	static void get_rate##suffix(const struct row *r, struct value *out)                       \
	{                                                                                          \
		rated(r, out, rate_get(&line_of(r)->bytes[w], r->now_ms, first_ms(r)));            \
	}                                                                                          \
	static void get_pps##suffix(const struct row *r, struct value *out)                        \
	{                                                                                          \
		rated(r, out, rate_get(&line_of(r)->packets[w], r->now_ms, first_ms(r)));          \
	}                                                                                          \
	static void get_average##suffix(const struct row *r, struct value *out)                    \
	{                                                                                          \
		rated(r, out, rate_mean(line_of(r)->way[w].bytes, r->run_ms));                     \
	}                                                                                          \
	static void get_average_pps##suffix(const struct row *r, struct value *out)                \
	{                                                                                          \
		rated(r, out, rate_mean(line_of(r)->way[w].packets, r->run_ms));                   \
	}                                                                                          \
	static void get_peak##suffix(const struct row *r, struct value *out)                       \
	{                                                                                          \
		rated(r, out,                                                                      \
		      larger(line_of(r)->peak[w].bytes,                                            \
			     rate_mean(line_of(r)->way[w].bytes, r->run_ms)));                     \
	}                                                                                          \
	static void get_peak_pps##suffix(const struct row *r, struct value *out)                   \
	{                                                                                          \
		rated(r, out,                                                                      \
		      larger(line_of(r)->peak[w].packets,                                          \
			     rate_mean(line_of(r)->way[w].packets, r->run_ms)));                   \
	}

GETTERS(, BOTH)
GETTERS(_in, IN)
GETTERS(_out, OUT)

/* Directions are called as in ip -s link and /sys/class/net/IFACE/statistics. */
#define FIELDS(prefix, suffix, titles, helps)                                                      \
	FIELD(prefix "packets", "Packets" titles, "packets" helps, V_COUNT, get_packets##suffix),  \
		FIELD(prefix "bytes", "Bytes" titles,                                              \
		      "bytes" helps                                                                \
		      ": whole frames in total, non-IP and broadcast, else IP bytes",              \
		      V_BYTES, get_bytes##suffix),                                                 \
		FIELD(prefix "rate", "Rate" titles, "rate over the last five seconds" helps,       \
		      V_RATE, get_rate##suffix),                                                   \
		FIELD(prefix "pps", "Packet rate" titles,                                          \
		      "packet rate over the last five seconds" helps, V_PPS, get_pps##suffix),     \
		FIELD(prefix "average", "Average rate" titles, "rate since the start" helps,       \
		      V_RATE, get_average##suffix),                                                \
		FIELD(prefix "average_pps", "Average packet rate" titles,                          \
		      "packet rate since the start" helps, V_PPS, get_average_pps##suffix),        \
		FIELD(prefix "peak", "Peak rate" titles, "highest rate" helps, V_RATE,             \
		      get_peak##suffix),                                                           \
		FIELD(prefix "peak_pps", "Peak packet rate" titles, "highest packet rate" helps,   \
		      V_PPS, get_peak_pps##suffix)

static const struct field fields[] = {
	FIELD("protocol", "Protocol",
	      "total, a protocol, broadcast, badsum (bad checksums) or short (frames that end in "
	      "a header)",
	      V_TEXT, get_protocol),
	FIELDS("", , "", ""),
	FIELDS("rx_", _in, " in", ", incoming"),
	FIELDS("tx_", _out, " out", ", outgoing"),
	{ .key = NULL },
};

static void get_rows(const void *engine, struct rows *out)
{
	*out = (struct rows){ .data = ((const struct ifdetail *)engine)->line,
			      .used = DETAIL_LINES,
			      .count = DETAIL_LINES,
			      .cap = DETAIL_LINES };
}

const struct history *ifdetail_history(const void *engine)
{
	return &((const struct ifdetail *)engine)->history;
}

const struct table detail_table = {
	.name = "detail",
	.help = "an interface by protocol and direction",
	.fields = fields,
	.ways = 1,
	.row_size = sizeof(struct detail_row),
	.rows = get_rows,
};

static const struct table *const tables[] = { &detail_table, NULL };

const struct engine_ops engine_ifdetail = {
	.size = sizeof(struct ifdetail),
	.init = ifdetail_init,
	.packets = ifdetail_packets,
	.tick = ifdetail_tick,
	.fini = ifdetail_fini,
	.tables = tables,
};
