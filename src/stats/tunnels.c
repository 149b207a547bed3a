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

static uint8_t kind_of(const struct network *n, const struct pair *pair, uint16_t number)
{
	if (n)
		return (uint8_t)n->kind;
	if (pair)
		return (uint8_t)(pair->kind >> 1);
	return number ? TUNNELS : TUNNEL_NONE;
}

struct tunnel_tag tunnels_tag(const struct tunnels *t, int32_t place, uint16_t number, unsigned way)
{
	const struct network *n = network_of(t, place);
	const struct pair *pair = pair_of(t, number);
	struct tunnel_tag tag = { .kind = kind_of(n, pair, number) };

	if (n) {
		tag.has_id = true;
		tag.outer.id = n->vni;
	} else if (pair && (pair->kind & 1)) {
		tag.has_id = true;
		tag.outer.id = pair->key;
	}
	if (pair) {
		tag.has_ends = true;
		tag.outer.src = way ? pair->dst : pair->src;
		tag.outer.dst = way ? pair->src : pair->dst;
	}
	return tag;
}

struct tunnel_tag tunnel_tag_of(const struct pkt *p)
{
	return (struct tunnel_tag){
		.outer = p->outer, .kind = p->tunnel, .has_id = p->tunnel_has_id, .has_ends = true
	};
}

uint64_t tunnel_tag_network(const struct tunnel_tag *tag)
{
	return has_network(tag->kind) && tag->has_id ? (uint64_t)tag->kind << 32 | tag->outer.id
						     : 0;
}

const char *tunnel_name(uint8_t kind)
{
	static const char *const names[TUNNELS + 1] = { [TUNNEL_GRE] = "gre",
							[TUNNEL_VXLAN] = "vxlan",
							[TUNNEL_GENEVE] = "geneve",
							[TUNNEL_IPIP] = "ipip",
							[TUNNELS] = "other" };

	return names[kind];
}

void tunnels_get_kind(const struct tunnels *t, int32_t place, uint16_t number, struct value *out)
{
	out->s = tunnel_name(kind_of(network_of(t, place), pair_of(t, number), number));
	if (!out->s)
		out->type = V_NONE;
}

void tunnels_get_id(const struct tunnels *t, int32_t place, uint16_t number, struct value *out)
{
	const struct tunnel_tag tag = tunnels_tag(t, place, number, 0);

	out->u = tag.outer.id;
	if (!tag.has_id)
		out->type = V_NONE;
}

void tunnels_get_end(const struct tunnels *t, uint16_t number, unsigned way, struct value *out)
{
	const struct tunnel_tag tag = tunnels_tag(t, 0, number, way);

	out->ep.addr = tag.outer.src;
	if (!tag.has_ends)
		out->type = V_NONE;
}
