#include "capture/fragments.h"

#include <stdlib.h>

#include "base/hash.h"

#define WAYS 4
#define SETS (FRAGMENTS_MAX / WAYS)

struct key {
	struct addr src, dst;
	uint32_t id;
	int32_t ifindex;
	uint32_t proto; /* and IP version above it */
};

struct datagram {
	struct key key;
	bool used, has_ports;
	uint16_t sport, dport;
	uint32_t early_packets, early_bytes;
	uint64_t since_ms;
};

struct fragments {
	struct hash_key hkey;
	struct datagram set[SETS][WAYS];
};

_Static_assert(sizeof(struct key) == 44, "the key has no padding: it is hashed and compared whole");

struct fragments *fragments_new(void)
{
	struct fragments *ft = calloc(1, sizeof(*ft));

	if (ft && hash_key_random(&ft->hkey) < 0) {
		free(ft);
		ft = NULL;
	}
	return ft;
}

void fragments_free(struct fragments *ft)
{
	free(ft);
}

static void make_key(struct key *k, const struct pkt *p)
{
	*k = (struct key){ .src = p->src.addr,
			   .dst = p->dst.addr,
			   .id = p->fragid,
			   .ifindex = p->frame->ifindex,
			   .proto = (uint32_t)(p->ipver << 8 | p->ipproto) };
}

static bool is_old(const struct datagram *d, uint64_t now_ms)
{
	return !d->used || now_ms - d->since_ms > FRAGMENTS_AGE_MS;
}

/* The datagram of a key; a fresh one, in the place of the oldest, when it is not there. */
static struct datagram *get(struct fragments *ft, const struct key *k, uint64_t now_ms)
{
	uint32_t words[sizeof(*k) / sizeof(uint32_t)];
	struct datagram *set, *d;

	memcpy(words, k, sizeof(words));
	set = ft->set[hash_words(&ft->hkey, words, sizeof(words) / sizeof(words[0])) % SETS];
	d = set;
	for (int i = 0; i < WAYS; i++) {
		if (!is_old(&set[i], now_ms) && memcmp(&set[i].key, k, sizeof(*k)) == 0)
			return &set[i];
		if (!set[i].used || (d->used && set[i].since_ms < d->since_ms))
			d = &set[i];
	}
	*d = (struct datagram){ .key = *k, .used = true, .since_ms = now_ms };
	return d;
}

static void on_first(struct datagram *d, struct pkt *p)
{
	p->early_packets = d->early_packets;
	p->early_bytes = d->early_bytes;
	d->early_packets = d->early_bytes = 0;
	d->sport = p->src.port;
	d->dport = p->dst.port;
	d->has_ports = true;
}

static void on_later(struct datagram *d, struct pkt *p)
{
	if (d->has_ports) {
		p->src.port = d->sport;
		p->dst.port = d->dport;
		p->ports = true;
		return;
	}
	d->early_packets++;
	d->early_bytes += p->iplen;
}

void fragments_follow(struct fragments *ft, struct pkt *p, uint64_t now_ms)
{
	bool first = p->first_fragment && p->ports;
	struct key k;

	if ((!first && p->verdict != PKT_FRAGMENT) ||
	    (p->ipproto != IPPROTO_TCP && p->ipproto != IPPROTO_UDP))
		return;
	make_key(&k, p);
	if (first)
		on_first(get(ft, &k, now_ms), p);
	else
		on_later(get(ft, &k, now_ms), p);
}
