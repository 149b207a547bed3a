#include "stats/tunnels.h"

/* What of a tunnel its addresses do not say. */
struct network {
	int32_t ifindex;
	uint32_t kind; /* enum tunnel */
	uint32_t vni;
	uint32_t zero;
	uint64_t last_ms; /* as each row of a capped table has it; not used */
};

struct pair {
	struct addr src, dst;
	uint32_t kind; /* enum tunnel << 1, and whether it has a key */
	uint32_t key;  /* of GRE */
	uint64_t last_ms;
};

#define NETWORK_WORDS (offsetof(struct network, last_ms) / sizeof(uint32_t))
#define PAIR_WORDS    (offsetof(struct pair, last_ms) / sizeof(uint32_t))
#define PAIR_UNKNOWN  (TUNNEL_PAIRS + 1)

int tunnels_init(struct tunnels *t)
{
	int rc = capped_init(&t->networks, TUNNEL_NETWORKS, sizeof(struct network), NETWORK_WORDS,
			     offsetof(struct network, last_ms));

	if (rc == 0)
		rc = capped_init(&t->pairs, TUNNEL_PAIRS, sizeof(struct pair), PAIR_WORDS,
				 offsetof(struct pair, last_ms));
	return rc;
}

void tunnels_fini(struct tunnels *t)
{
	capped_fini(&t->networks);
	capped_fini(&t->pairs);
}

/* Slot of a key, which gets one if there is room; HTAB_NONE: there is none. */
static uint32_t slot_of(struct capped *t, const void *key, size_t words)
{
	uint32_t hash = capped_hash(t, key, words), slot = capped_find_slot(t, key, hash, words);

	if (slot != HTAB_NONE || capped_is_full(t))
		return slot;
	return capped_add(t, key, hash, 0);
}

static bool has_network(uint8_t kind)
{
	return kind == TUNNEL_VXLAN || kind == TUNNEL_GENEVE;
}

int32_t tunnels_network(struct tunnels *t, const struct pkt *p)
{
	const struct network n = { .ifindex = p->frame->ifindex,
				   .kind = p->tunnel,
				   .vni = p->outer.id };
	uint32_t slot =
		has_network(p->tunnel) ? slot_of(&t->networks, &n, NETWORK_WORDS) : HTAB_NONE;

	return slot == HTAB_NONE ? n.ifindex : -1 - (int32_t)slot;
}

uint16_t tunnels_pair(struct tunnels *t, const struct pkt *p)
{
	bool key = p->tunnel == TUNNEL_GRE && p->tunnel_has_id;
	struct pair pair = { .kind = (uint32_t)p->tunnel << 1 | key };
	uint32_t slot;

	if (!p->tunnel)
		return 0;
	pair.src = p->outer.src;
	pair.dst = p->outer.dst;
	pair.key = key ? p->outer.id : 0;
	slot = slot_of(&t->pairs, &pair, PAIR_WORDS);
	return (uint16_t)(slot == HTAB_NONE ? PAIR_UNKNOWN : slot + 1);
}

/* --- reading --- */

static const struct network *network_of(const struct tunnels *t, int32_t place)
{
	return place < 0 ? capped_at(&t->networks, (uint32_t)(-1 - place)) : NULL;
}

static const struct pair *pair_of(const struct tunnels *t, uint16_t number)
{
	return number && number != PAIR_UNKNOWN ? capped_at(&t->pairs, number - 1u) : NULL;
}

int tunnels_ifindex(const struct tunnels *t, int32_t place)
{
	const struct network *n = network_of(t, place);

	return n ? n->ifindex : place;
}

void tunnels_get_kind(const struct tunnels *t, int32_t place, uint16_t number, struct value *out)
{
	static const char *const names[TUNNELS] = { [TUNNEL_GRE] = "gre",
						    [TUNNEL_VXLAN] = "vxlan",
						    [TUNNEL_GENEVE] = "geneve",
						    [TUNNEL_IPIP] = "ipip" };
	const struct network *n = network_of(t, place);
	const struct pair *pair = pair_of(t, number);

	if (!n && !pair) {
		out->s = "other";
		if (!number)
			out->type = V_NONE;
		return;
	}
	out->s = names[n ? n->kind : pair->kind >> 1];
}

void tunnels_get_id(const struct tunnels *t, int32_t place, uint16_t number, struct value *out)
{
	const struct network *n = network_of(t, place);
	const struct pair *pair = pair_of(t, number);

	if (n)
		out->u = n->vni;
	else if (pair && (pair->kind & 1))
		out->u = pair->key;
	else
		out->type = V_NONE;
}

void tunnels_get_end(const struct tunnels *t, uint16_t number, unsigned way, struct value *out)
{
	const struct pair *pair = pair_of(t, number);

	if (pair)
		out->ep.addr = way ? pair->dst : pair->src;
	else
		out->type = V_NONE;
}
