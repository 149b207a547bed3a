#include "stats/iftotals.h"

#include <errno.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "base/htab.h"
#include "base/mem.h"
#include "base/rate.h"
#include "capture/ifaces.h"
#include "capture/ifnames.h"
#include "stats/tally.h"

struct iftotals_row {
	int ifindex;
	char name[IFNAMSIZ];			  /* of a live interface; else empty */
	uint64_t total, ipv4, ipv6, nonip, badip; /* packets */
	uint64_t bytes;
	struct tally rx;      /* what of both is incoming */
	uint64_t peak;	      /* highest five-second rate, bytes per second */
	uint64_t begun_ms;    /* when the row was made; 0: at the start */
	struct rate rate, in; /* both ways, and incoming */
	struct history history;
	uint32_t slot;
	bool up, seen; /* seen: on the list of interfaces when it was last read */
};

/* Over all interfaces. */
struct iftotals_sum {
	struct rate bytes, packets;
};

struct iftotals {
	struct engine_env env;
	struct htab index;
	struct iftotals_row *row;
	char *details; /* by row: the engine of the detailed statistics */
	uint32_t rows;
	struct iftotals_sum sum;
	uint64_t begun_ms, now_ms; /* first and last packet or tick; 0: none yet */
	uint64_t evicted;
};

/* Indexes are small numbers that the kernel hands out: they need no secret to spread. */
static uint32_t hash_of(int ifindex)
{
	return (uint32_t)ifindex * 0x9e3779b1u;
}

static int iftotals_init(void *self, const struct engine_env *env)
{
	struct iftotals *e = self;

	e->env = *env;
	e->row = calloc(IFTOTALS_MAX, sizeof(*e->row));
	e->details = mem_reserve(IFTOTALS_MAX * engine_ifdetail.size);
	return e->row && e->details && htab_init(&e->index, 64) == 0 ? 0 : -ENOMEM;
}

static void iftotals_fini(void *self)
{
	struct iftotals *e = self;

	htab_fini(&e->index);
	mem_release(e->details, IFTOTALS_MAX * engine_ifdetail.size);
	free(e->row);
}

static void *detail_of(const struct iftotals *e, const struct iftotals_row *r)
{
	return e->details + (size_t)r->slot * engine_ifdetail.size;
}

/* name: NULL when not known. */
static void begin_detail(const struct iftotals *e, struct iftotals_row *r, const char *name)
{
	struct engine_env env = e->env;

	env.iface = name;
	memset(detail_of(e, r), 0, engine_ifdetail.size);
	engine_ifdetail.init(detail_of(e, r), &env);
	engine_take_past(&env, name, &r->history);
}

static struct iftotals_row *find(struct iftotals *e, int ifindex)
{
	uint32_t hash = hash_of(ifindex), row;

	for (uint32_t pos = hash; (row = htab_next(&e->index, hash, &pos)) != HTAB_NONE;)
		if (e->row[row].ifindex == ifindex)
			return &e->row[row];
	return NULL;
}

/* At the cap the first line whose interface is gone makes room. */
static uint32_t take_row(struct iftotals *e)
{
	if (e->rows < IFTOTALS_MAX)
		return e->rows++;
	for (uint32_t i = 0; i < e->rows; i++) {
		if (e->row[i].seen)
			continue;
		htab_del(&e->index, hash_of(e->row[i].ifindex), i);
		e->evicted++;
		return i;
	}
	return HTAB_NONE;
}

static struct iftotals_row *get(struct iftotals *e, int ifindex, const char *name)
{
	struct iftotals_row *r = find(e, ifindex);
	uint32_t row = r ? HTAB_NONE : take_row(e);

	if (row == HTAB_NONE)
		return r;
	r = &e->row[row];
	*r = (struct iftotals_row){
		.ifindex = ifindex,
		.slot = row,
		.up = true,
		.seen = true,
		.begun_ms = e->now_ms,
	};
	htab_add(&e->index, hash_of(ifindex), row);
	begin_detail(e, r, name);
	return r;
}

static void count(struct iftotals_row *r, const struct pkt *p)
{
	uint32_t n = wire_packets(p);

	r->total += n;
	r->bytes += wire_bytes(p);
	if (p->frame->pkttype != PACKET_OUTGOING)
		tally_add(&r->rx, n, wire_bytes(p));
	if (p->ipver == 4)
		r->ipv4 += n;
	else if (p->ipver == 6)
		r->ipv6 += n;
	else
		r->nonip += n;
	if (p->verdict == PKT_BADSUM)
		r->badip += n;
}

/* Of packets of one interface. */
static void count_rates(struct iftotals_row *r, const struct pkt *p, unsigned n, uint32_t sec)
{
	uint64_t bytes[2] = { 0, 0 };

	for (unsigned i = 0; i < n; i++)
		bytes[p[i].frame->pkttype == PACKET_OUTGOING] += wire_bytes(&p[i]);
	rate_add(&r->rate, sec, (uint32_t)(bytes[0] + bytes[1]));
	rate_add(&r->in, sec, (uint32_t)bytes[0]);
	history_add(&r->history, sec, HISTORY_IN, bytes[0]);
	history_add(&r->history, sec, HISTORY_OUT, bytes[1]);
}

static void set_time(struct iftotals *e, const struct now *now)
{
	e->now_ms = now->mono_ms;
	if (!e->begun_ms)
		e->begun_ms = now->mono_ms;
}

/* How many packets from the first on are of its interface. */
static unsigned same_interface(const struct pkt *p, unsigned n)
{
	unsigned run = 1;

	while (run < n && p[run].frame->ifindex == p->frame->ifindex)
		run++;
	return run;
}

static void count_run(struct iftotals *e, const struct pkt *p, unsigned n, const struct now *now)
{
	struct iftotals_row *r = get(e, p->frame->ifindex, NULL);

	if (!r)
		return;
	for (unsigned i = 0; i < n; i++)
		count(r, &p[i]);
	count_rates(r, p, n, (uint32_t)(now->mono_ms / 1000));
	engine_ifdetail.packets(detail_of(e, r), p, n, now);
}

static void iftotals_packets(void *self, const struct pkt *p, unsigned n, const struct now *now)
{
	struct iftotals *e = self;
	uint32_t sec = (uint32_t)(now->mono_ms / 1000);

	set_time(e, now);
	for (unsigned i = 0; i < n; i++) {
		rate_add(&e->sum.bytes, sec, (uint32_t)wire_bytes(&p[i]));
		rate_add(&e->sum.packets, sec, wire_packets(&p[i]));
	}
	for (unsigned run; n > 0; p += run, n -= run) {
		run = same_interface(p, n);
		count_run(e, p, run, now);
	}
}

static void iftotals_tick(void *self, const struct now *now)
{
	struct iftotals *e = self;

	set_time(e, now);
	for (uint32_t i = 0; i < e->rows; i++) {
		struct iftotals_row *r = &e->row[i];
		uint64_t rate =
			rate_get(&r->rate, now->mono_ms, r->begun_ms ? r->begun_ms : e->begun_ms);

		if (rate > r->peak)
			r->peak = rate;
		engine_ifdetail.tick(detail_of(e, r), now);
	}
}

/* A line whose interface is gone, for one that has come under its name. */
static struct iftotals_row *adopt(struct iftotals *e, const struct iface *f)
{
	for (uint32_t i = 0; i < e->rows; i++) {
		struct iftotals_row *r = &e->row[i];

		if (r->seen || strcmp(r->name, f->name) != 0)
			continue;
		htab_del(&e->index, hash_of(r->ifindex), i);
		r->ifindex = f->index;
		htab_add(&e->index, hash_of(f->index), i);
		return r;
	}
	return NULL;
}

static struct iftotals_row *row_of(struct iftotals *e, const struct iface *f)
{
	struct iftotals_row *r = find(e, f->index);

	if (!r)
		r = adopt(e, f);
	return r || !iface_is_up(f) ? r : get(e, f->index, f->name);
}

/*
 * The list is sorted by name: so are the lines at the start; later ones come behind.  Those that
 * are still there are marked first, so that no line is adopted that is not free.
 */
static void iftotals_ifaces(void *self, const struct ifaces *ifs)
{
	struct iftotals *e = self;
	struct iftotals_row *r;

	for (uint32_t i = 0; i < e->rows; i++)
		e->row[i].seen = false;
	for (size_t i = 0; i < ifaces_count(ifs); i++) {
		r = find(e, ifaces_at(ifs, i)->index);
		if (r)
			r->seen = true;
	}
	for (size_t i = 0; i < ifaces_count(ifs); i++) {
		const struct iface *f = ifaces_at(ifs, i);

		r = row_of(e, f);
		if (!r)
			continue;
		r->seen = true;
		r->up = iface_is_up(f);
		memcpy(r->name, f->name, sizeof(r->name));
	}
}

/* --- the tables --- */

static const struct iftotals_row *iface_of(const struct row *r)
{
	return r->data;
}

static void get_iface(const struct row *r, struct value *out)
{
	out->s = ifnames_get(iface_of(r)->ifindex, out->buf, sizeof(out->buf));
}

enum { STATE_UP, STATE_DOWN, STATE_GONE, STATES };
static const char *const states[STATES + 1] = {
	[STATE_UP] = "up", [STATE_DOWN] = "down", [STATE_GONE] = "gone"
};

static void get_state(const struct row *r, struct value *out)
{
	const struct iftotals_row *i = iface_of(r);

	out->s = states[!i->seen ? STATE_GONE : i->up ? STATE_UP : STATE_DOWN];
}

#define GETTER(name, member)                                                                       \
	static void name(const struct row *r, struct value *out)                                   \
	{                                                                                          \
		out->u = iface_of(r)->member;                                                      \
	}

GETTER(get_packets, total)
GETTER(get_ipv4, ipv4)
GETTER(get_ipv6, ipv6)
GETTER(get_nonip, nonip)
GETTER(get_badip, badip)
GETTER(get_bytes, bytes)
GETTER(get_rx_packets, rx.packets)
GETTER(get_rx_bytes, rx.bytes)

static void get_tx_packets(const struct row *r, struct value *out)
{
	out->u = iface_of(r)->total - iface_of(r)->rx.packets;
}

static void get_tx_bytes(const struct row *r, struct value *out)
{
	out->u = iface_of(r)->bytes - iface_of(r)->rx.bytes;
}

static uint64_t rate_of(const struct row *r, const struct rate *rate)
{
	uint64_t start_ms = r->now_ms - r->run_ms, begun_ms = iface_of(r)->begun_ms;

	return rate_get(rate, r->now_ms, begun_ms > start_ms ? begun_ms : start_ms);
}

static void get_rate(const struct row *r, struct value *out)
{
	out->u = rate_of(r, &iface_of(r)->rate);
}

static void get_rx_rate(const struct row *r, struct value *out)
{
	out->u = rate_of(r, &iface_of(r)->in);
}

static void get_tx_rate(const struct row *r, struct value *out)
{
	out->u = rate_of(r, &iface_of(r)->rate) - rate_of(r, &iface_of(r)->in);
}

static void get_average(const struct row *r, struct value *out)
{
	out->u = rate_mean(iface_of(r)->bytes, r->run_ms);
}

/* Never below the average. */
static void get_peak(const struct row *r, struct value *out)
{
	uint64_t peak = iface_of(r)->peak;

	get_average(r, out);
	if (peak > out->u)
		out->u = peak;
}

/* Directions are called as in ip -s link and /sys/class/net/IFACE/statistics. */
static const struct field fields[] = {
	FIELD("iface", "Interface", "interface", V_TEXT, get_iface),
	FIELD_WORDS("state", "State", "up, down or gone", states, get_state),
	FIELD("packets", "Packets", "packets", V_COUNT, get_packets),
	FIELD("ipv4", "IPv4", "IPv4 packets", V_COUNT, get_ipv4),
	FIELD("ipv6", "IPv6", "IPv6 packets", V_COUNT, get_ipv6),
	FIELD("nonip", "Non-IP", "other packets", V_COUNT, get_nonip),
	FIELD("badip", "Bad IP", "IPv4 packets with a wrong header checksum", V_COUNT, get_badip),
	FIELD("bytes", "Bytes", "bytes of whole frames", V_BYTES, get_bytes),
	FIELD("rx_packets", "Packets in", "incoming packets", V_COUNT, get_rx_packets),
	FIELD("rx_bytes", "Bytes in", "incoming bytes", V_BYTES, get_rx_bytes),
	FIELD("tx_packets", "Packets out", "outgoing packets", V_COUNT, get_tx_packets),
	FIELD("tx_bytes", "Bytes out", "outgoing bytes", V_BYTES, get_tx_bytes),
	FIELD("rate", "Rate", "rate over the last five seconds", V_RATE, get_rate),
	FIELD("rx_rate", "Rate in", "rate over the last five seconds, incoming", V_RATE,
	      get_rx_rate),
	FIELD("tx_rate", "Rate out", "rate over the last five seconds, outgoing", V_RATE,
	      get_tx_rate),
	FIELD("average", "Average rate", "rate since the start", V_RATE, get_average),
	FIELD("peak", "Peak rate", "highest rate", V_RATE, get_peak),
	{ .key = NULL },
};

static void get_rows(const void *engine, struct rows *out)
{
	const struct iftotals *e = engine;

	*out = (struct rows){ .data = e->row,
			      .used = e->rows,
			      .count = e->rows,
			      .cap = IFTOTALS_MAX,
			      .evicted = e->evicted };
}

void *iftotals_detail(const void *engine, const struct row *r)
{
	return detail_of(engine, r->data);
}

const struct history *iftotals_history(const struct row *r)
{
	return &iface_of(r)->history;
}

const struct table iftotals_table = {
	.name = "interfaces",
	.help = "interfaces",
	.fields = fields,
	.ways = 1,
	.row_size = sizeof(struct iftotals_row),
	.rows = get_rows,
};

static void get_sum_rate(const struct row *r, struct value *out)
{
	const struct iftotals_sum *s = r->data;

	out->u = rate_get(&s->bytes, r->now_ms, r->now_ms - r->run_ms);
}

static void get_sum_pps(const struct row *r, struct value *out)
{
	const struct iftotals_sum *s = r->data;

	out->u = rate_get(&s->packets, r->now_ms, r->now_ms - r->run_ms);
}

static const struct field sum_fields[] = {
	FIELD("rate", "Rate", "rate of all interfaces over the last five seconds", V_RATE,
	      get_sum_rate),
	FIELD("pps", "Packet rate", "packet rate of all interfaces", V_PPS, get_sum_pps),
	{ .key = NULL },
};

static void get_sum(const void *engine, struct rows *out)
{
	*out = (struct rows){
		.data = &((const struct iftotals *)engine)->sum, .used = 1, .count = 1, .cap = 1
	};
}

const struct table iftotals_sum_table = {
	.name = "interfaces_sum",
	.help = "all interfaces together",
	.fields = sum_fields,
	.ways = 1,
	.row_size = sizeof(struct iftotals_sum),
	.rows = get_sum,
};

static const struct table *const tables[] = { &iftotals_table, &iftotals_sum_table, NULL };

const struct engine_ops engine_iftotals = {
	.size = sizeof(struct iftotals),
	.init = iftotals_init,
	.packets = iftotals_packets,
	.tick = iftotals_tick,
	.ifaces = iftotals_ifaces,
	.fini = iftotals_fini,
	.tables = tables,
};
