#include "stats/vlans.h"

#include <linux/if_packet.h>

#include "capture/ifnames.h"
#include "stats/hosts_engine.h"
#include "stats/way_sums.h"

struct vlan_key {
	uint32_t vlan; /* as vlan_of() has it */
	int32_t ifindex;
};

struct vlan {
	struct vlan_key key;
	uint64_t first_ms, last_ms;	/* first and last frame, monotonic */
	struct way_sums way[WAY_COUNT]; /* came in, went out by this machine */
};

#define KEY_WORDS (sizeof(struct vlan_key) / sizeof(uint32_t))

int vlans_init(struct vlans *v)
{
	return capped_init(&v->tab, VLANS_MAX, sizeof(struct vlan), KEY_WORDS,
			   offsetof(struct vlan, last_ms));
}

void vlans_fini(struct vlans *v)
{
	capped_fini(&v->tab);
}

static struct vlan *get(struct vlans *v, const struct pkt *p, const struct now *now)
{
	const struct vlan_key k = { .vlan = vlan_of(p), .ifindex = p->frame->ifindex };
	uint32_t hash = capped_hash(&v->tab, &k, KEY_WORDS);
	struct vlan *row = capped_find(&v->tab, &k, hash, KEY_WORDS);

	if (row)
		return row;
	row = capped_at(&v->tab, capped_add(&v->tab, &k, hash, now->mono_ms));
	row->first_ms = now->mono_ms;
	return row;
}

static bool same_row(const struct pkt *p, const struct pkt *q)
{
	return vlan_of(p) == vlan_of(q) && p->frame->ifindex == q->frame->ifindex;
}

/* Packets behind each other are mostly of one VLAN: one search for each run of them. */
void vlans_count(struct vlans *v, const struct pkt *p, unsigned n, const struct now *now)
{
	struct vlan *row = NULL;

	for (unsigned i = 0; i < n; i++) {
		enum way way = p[i].frame->pkttype == PACKET_OUTGOING ? WAY_OUT : WAY_IN;

		if (!row || !same_row(&p[i], &p[i - 1]))
			row = get(v, &p[i], now);
		row->last_ms = now->mono_ms;
		way_sums_add(&row->way[way], wire_packets(&p[i]), wire_bytes(&p[i]), now);
	}
}

/* --- the table --- */

static const struct vlan *vlan_row(const struct row *r)
{
	return r->data;
}

struct row_set vlans_set(const struct row *r)
{
	const struct vlan_key *k = &vlan_row(r)->key;

	return (struct row_set){ .by_vlan = true, .vlan = (uint16_t)k->vlan, .place = k->ifindex };
}

static void get_vlan(const struct row *r, struct value *out)
{
	vlan_get((uint16_t)vlan_row(r)->key.vlan, out);
}

static void get_iface(const struct row *r, struct value *out)
{
	out->s = ifnames_get(vlan_row(r)->key.ifindex, out->buf, sizeof(out->buf));
}

WAY_SUMS_GETTERS(vlan_row)

static void get_age(const struct row *r, struct value *out)
{
	out->u = row_since(r, vlan_row(r)->first_ms);
}

static void get_idle(const struct row *r, struct value *out)
{
	out->u = row_since(r, vlan_row(r)->last_ms);
}

#define RATE "over the last five seconds"

static const struct field fields[] = {
	FIELD("vlan", "VLAN", "VLAN; none: frames without a tag", V_NUMBER, get_vlan),
	FIELD("iface", "Interface", "interface", V_TEXT, get_iface),
	FIELD("rate", "Rate", "rate in and out " RATE, V_RATE, get_rate),
	FIELD("rate_in", "Rate in", "rate in " RATE, V_RATE, get_rate_in),
	FIELD("rate_out", "Rate out", "rate out " RATE, V_RATE, get_rate_out),
	FIELD("packets", "Packets", "packets in and out", V_COUNT, get_packets),
	FIELD("packets_in", "Packets in", "packets in", V_COUNT, get_packets_in),
	FIELD("packets_out", "Packets out", "packets out, sent by this machine", V_COUNT,
	      get_packets_out),
	FIELD("bytes", "Bytes", "bytes of whole frames, in and out", V_BYTES, get_bytes),
	FIELD("bytes_in", "Bytes in", "bytes of frames in", V_BYTES, get_bytes_in),
	FIELD("bytes_out", "Bytes out", "bytes of frames out", V_BYTES, get_bytes_out),
	FIELD("age", "Age", "time since the first frame", V_DURATION, get_age),
	FIELD("idle", "Idle", "time since the last frame", V_DURATION, get_idle),
	{ .key = NULL },
};

static void get_rows(const void *engine, struct rows *out)
{
	rows_of_capped(&((const struct hosts *)engine)->vlans.tab, out);
}

const struct table vlans_table = {
	.name = "vlans",
	.help = "traffic by VLAN and interface",
	.fields = fields,
	.ways = 1,
	.row_size = sizeof(struct vlan),
	.rows = get_rows,
};
