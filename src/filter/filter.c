#include "filter/filter.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/protocols.h"
#include "filter/hosts.h"
#include "filter/iface_ids.h"

#define ENTRIES_MAX 16384 /* of a filter */
#define LANES	    8	  /* entries that are compared at once */
#define CLASSES	    258	  /* protocols, and TCP and UDP without their ports */
#define CLASS_TCP   256
#define CLASS_UDP   257

/* Of a block of eight entries: what is compared, word by word. */
typedef int32_t lanes __attribute__((vector_size(LANES * sizeof(int32_t))));

struct list {
	lanes *block; /* blocks of VECTORS: addresses, masks (by word), ports, ways, interface */
	uint8_t *exclude; /* by entry */
	uint8_t *asks;	  /* by block: ASKS_* of any of its entries */
	size_t blocks, words;
	uint16_t *member; /* of each entry index * 2, + 1: both ways; while lists are compared */
	size_t count;
};

#define VECTORS(words) (4 * (words) + 6)

enum {
	ASKS_SRC = 1 << 0,
	ASKS_DST = 1 << 1,
	ASKS_PORTS = 1 << 2,
	ASKS_BOTH = 1 << 3,
	ASKS_IFACE = 1 << 4
};

struct filter {
	struct filter_entry *entry;
	size_t entries;
	struct iface_ids ids; /* interfaces that rules name */
	struct rule *rule;    /* own copy */
	unsigned flags;
	struct list *list;
	size_t lists;
	uint16_t list_of[2][CLASSES]; /* by family (0: IPv4) and class */
};

/* --- from rules to entries --- */

static int add_entry(struct filter *f, const struct filter_entry *e)
{
	struct filter_entry *more;

	if (f->entries == ENTRIES_MAX)
		return -ENOSPC;
	if ((f->entries & (f->entries - 1)) == 0) {
		more = realloc(f->entry, (f->entries ? 2 * f->entries : 1) * sizeof(*more));
		if (!more)
			return -ENOMEM;
		f->entry = more;
	}
	f->entry[f->entries++] = *e;
	return 0;
}

static int add_exchanged(struct filter *f, const struct filter_entry *e, bool tcp_only)
{
	struct filter_entry x = *e;

	x.src = e->dst;
	x.src_mask = e->dst_mask;
	x.dst = e->src;
	x.dst_mask = e->src_mask;
	x.src_low = e->dst_low;
	x.src_high = e->dst_high;
	x.dst_low = e->src_low;
	x.dst_high = e->src_high;
	x.tcp_only = tcp_only;
	x.exchanged = true;
	return add_entry(f, &x);
}

static int add_both_ways(struct filter *f, const struct filter_entry *e)
{
	bool tcp = f->flags & FILTER_TCP_BOTH_WAYS && rule_has_proto(e->rule, IPPROTO_TCP);
	int rc = add_entry(f, e);

	if (rc == 0 && (e->rule->opposite || tcp))
		rc = add_exchanged(f, e, !e->rule->opposite);
	return rc;
}

static struct rule_ports ports_at(const struct rule_end *e, size_t i)
{
	return i < e->ports ? e->port[i] : (struct rule_ports){ .low = 0, .high = 65535 };
}

/* An entry for each pair of their ports. */
static int add_ports(struct filter *f, struct filter_entry *e)
{
	const struct rule_end *src = &e->rule->src, *dst = &e->rule->dst;
	int rc = 0;

	for (size_t i = 0; i < src->ports || i == 0; i++) {
		for (size_t k = 0; rc == 0 && (k < dst->ports || k == 0); k++) {
			struct rule_ports s = ports_at(src, i), d = ports_at(dst, k);

			e->src_low = s.low;
			e->src_high = s.high;
			e->dst_low = d.low;
			e->dst_high = d.high;
			rc = add_both_ways(f, e);
		}
	}
	return rc;
}

/* Which family a pair of addresses is of; -1: of none. */
static int family_of(const struct addr *src, const struct addr *dst)
{
	int s = src ? (addr_is_v4(src) ? 4 : 6) : 0, d = dst ? (addr_is_v4(dst) ? 4 : 6) : 0;

	if (s && d && s != d)
		return -1;
	return s ? s : d;
}

static int add_pairs(struct filter *f, const struct rule *r, const struct hosts *src,
		     const struct hosts *dst)
{
	size_t before = f->entries;
	int iface = iface_ids_add(&f->ids, r->iface), rc = iface < 0 ? iface : 0;

	for (size_t i = 0; i < src->n || i == 0; i++) {
		for (size_t k = 0; rc == 0 && (k < dst->n || k == 0); k++) {
			struct filter_entry e = { .rule = r, .exclude = r->exclude };
			int family = family_of(src->n ? &src->addr[i] : NULL,
					       dst->n ? &dst->addr[k] : NULL);

			if (family < 0)
				continue;
			e.family = (uint8_t)family;
			e.iface = (uint16_t)iface;
			if (src->n) {
				e.src = src->addr[i];
				e.src_mask = src->mask[i];
			}
			if (dst->n) {
				e.dst = dst->addr[k];
				e.dst_mask = dst->mask[k];
			}
			rc = add_ports(f, &e);
		}
	}
	return rc < 0 ? rc : f->entries == before ? -EAFNOSUPPORT : 0;
}

/* 1: it has a host of which no address is known. */
static int add_rule(struct filter *f, const struct ruleset *rs, size_t number, struct diag *why)
{
	const struct rule *r = &f->rule[number];
	struct hosts src, dst;
	struct diag here = { .msg = "" };
	int rc = hosts_find(&src, rs, &r->src, &here);

	if (rc == 0)
		rc = hosts_find(&dst, rs, &r->dst, &here);
	if (rc == 0) {
		rc = add_pairs(f, r, &src, &dst);
		if (rc < 0)
			diag_set(&here, 0, "%s",
				 rc == -EAFNOSUPPORT ? "source and destination are of two families"
				 : rc == -ENOSPC     ? "too many addresses and ports"
						     : "out of memory");
	}
	if (rc < 0)
		diag_set(why, here.col, "rule %zu: %s", number + 1, here.msg);
	return rc == -ENOENT ? 1 : rc;
}

/* --- from entries to lists --- */

static bool asks_ports(const struct filter_entry *e)
{
	return e->src_low || e->src_high != 65535 || e->dst_low || e->dst_high != 65535;
}

static unsigned proto_of(unsigned class)
{
	return class == CLASS_TCP ? IPPROTO_TCP : class == CLASS_UDP ? IPPROTO_UDP : class;
}

static bool belongs(const struct filter_entry *e, int six, unsigned class)
{
	unsigned proto = proto_of(class);

	if (e->family && e->family != (six ? 6 : 4))
		return false;
	if (e->tcp_only && proto != IPPROTO_TCP)
		return false;
	if (class >= CLASS_TCP && asks_ports(e))
		return false;
	return rule_has_proto(e->rule, proto);
}

static lanes *vector_at(const struct list *l, size_t block, size_t vector)
{
	return &l->block[block * VECTORS(l->words) + vector];
}

static void put(const struct list *l, size_t i, size_t vector, uint32_t v)
{
	int32_t *lane = (int32_t *)vector_at(l, i / LANES, vector);

	lane[i % LANES] = (int32_t)v;
}

static bool is_zero(const struct addr *mask)
{
	return (mask->w[0] | mask->w[1] | mask->w[2] | mask->w[3]) == 0;
}

static void fill_entry(const struct list *l, size_t i, const struct filter_entry *e, bool ports,
		       bool both)
{
	size_t w = l->words, first = 4 - w;

	for (size_t k = 0; k < w; k++) {
		put(l, i, k, e->src.w[first + k]);
		put(l, i, w + k, e->src_mask.w[first + k]);
		put(l, i, 2 * w + k, e->dst.w[first + k]);
		put(l, i, 3 * w + k, e->dst_mask.w[first + k]);
	}
	put(l, i, 4 * w, ports ? e->src_low : 0);
	put(l, i, 4 * w + 1, ports ? e->src_high : 65535);
	put(l, i, 4 * w + 2, ports ? e->dst_low : 0);
	put(l, i, 4 * w + 3, ports ? e->dst_high : 65535);
	put(l, i, 4 * w + 4, both ? UINT32_MAX : 0);
	put(l, i, 4 * w + 5, e->iface);
	l->exclude[i] = e->exclude;
	l->asks[i / LANES] |= (uint8_t)((is_zero(&e->src_mask) ? 0 : ASKS_SRC) |
					(is_zero(&e->dst_mask) ? 0 : ASKS_DST) |
					(ports && asks_ports(e) ? ASKS_PORTS : 0) |
					(both ? ASKS_BOTH : 0) | (e->iface ? ASKS_IFACE : 0));
}

/* Takes over the members.  Lanes that are left over match no port. */
static int fill_list(const struct filter *f, struct list *l, int six, bool ports)
{
	size_t vectors;

	l->words = six ? 4 : 1;
	l->blocks = (l->count + LANES - 1) / LANES;
	vectors = l->blocks * VECTORS(l->words);
	l->block = aligned_alloc(sizeof(lanes), (vectors ? vectors : 1) * sizeof(lanes));
	l->exclude = calloc(l->blocks ? l->blocks * LANES : 1, 1);
	l->asks = calloc(l->blocks ? l->blocks : 1, 1);
	if (!l->block || !l->exclude || !l->asks)
		return -ENOMEM;
	memset(l->block, 0, vectors * sizeof(lanes));
	for (size_t i = l->count; i < l->blocks * LANES; i++) {
		put(l, i, 4 * l->words, 65536);
		l->asks[i / LANES] = ASKS_PORTS;
	}
	for (size_t i = 0; i < l->count; i++)
		fill_entry(l, i, &f->entry[l->member[i] / 2], ports, l->member[i] & 1);
	return 0;
}

/* A list with the same members of the same family and the same care for ports. */
static int find_list(const struct filter *f, const uint16_t *member, size_t n, int six,
		     const bool *ports_of, bool ports)
{
	for (size_t i = 0; i < f->lists; i++) {
		const struct list *l = &f->list[i];

		if (l->count == n && l->words == (six ? 4u : 1u) && ports_of[i] == ports &&
		    memcmp(l->member, member, n * sizeof(*member)) == 0)
			return (int)i;
	}
	return -1;
}

/* An entry is followed by its own with source and destination exchanged. */
static uint16_t member_of(const struct filter *f, size_t i, int six, unsigned class)
{
	bool both = i + 1 < f->entries && f->entry[i + 1].exchanged &&
		    belongs(&f->entry[i + 1], six, class);

	return (uint16_t)(2 * i + both);
}

static bool has_ports(unsigned class)
{
	return class == IPPROTO_TCP || class == IPPROTO_UDP;
}

static int make_lists(struct filter *f)
{
	uint16_t *member = calloc(f->entries ? f->entries : 1, sizeof(*member));
	bool ports_of[2 * CLASSES];
	int rc = member ? 0 : -ENOMEM;

	f->list = calloc(2 * CLASSES, sizeof(*f->list));
	if (!f->list)
		rc = -ENOMEM;
	for (unsigned c = 0; rc == 0 && c < 2 * CLASSES; c++) {
		int six = c >= CLASSES, at;
		unsigned class = c % CLASSES;
		size_t n = 0;

		for (size_t i = 0; i < f->entries; i++)
			if (!f->entry[i].exchanged && belongs(&f->entry[i], six, class))
				member[n++] = member_of(f, i, six, class);
		at = find_list(f, member, n, six, ports_of, has_ports(class));
		if (at < 0) {
			struct list *l = &f->list[f->lists];

			at = (int)f->lists;
			ports_of[at] = has_ports(class);
			l->member = malloc((n ? n : 1) * sizeof(*member));
			l->count = n;
			f->lists++;
			if (!l->member) {
				rc = -ENOMEM;
				break;
			}
			memcpy(l->member, member, n * sizeof(*member));
			rc = fill_list(f, l, six, has_ports(class));
		}
		f->list_of[six][class] = (uint16_t)at;
	}
	free(member);
	return rc;
}

int filter_compile(struct filter **fp, const struct ruleset *rs, unsigned flags, struct diag *why)
{
	struct filter *f = calloc(1, sizeof(*f));
	struct diag later; /* than the first */
	int rc = 0, asleep = 0;

	if (f)
		f->rule = calloc(rs->count ? rs->count : 1, sizeof(*f->rule));
	if (!f || !f->rule) {
		free(f);
		diag_set(why, 0, "out of memory");
		return -ENOMEM;
	}
	f->flags = flags;
	if (rs->count)
		memcpy(f->rule, rs->rule, rs->count * sizeof(*f->rule));
	for (size_t i = 0; i < rs->count; i++)
		if (rule_has_no_proto(&f->rule[i]))
			rule_set_all_protos(&f->rule[i]);
	for (size_t i = 0; rc >= 0 && i < rs->count; i++) {
		rc = add_rule(f, rs, i, asleep ? &later : why);
		asleep += rc == 1;
	}
	if (rc >= 0) {
		rc = make_lists(f);
		if (rc < 0)
			diag_set(why, 0, "out of memory");
	}
	if (rc < 0) {
		filter_free(f);
		return rc;
	}
	*fp = f;
	return asleep;
}

void filter_free(struct filter *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->lists; i++) {
		free(f->list[i].block);
		free(f->list[i].exclude);
		free(f->list[i].asks);
		free(f->list[i].member);
	}
	free(f->list);
	free(f->entry);
	free(f->rule);
	iface_ids_fini(&f->ids);
	free(f);
}

const struct filter_entry *filter_entries(const struct filter *f, size_t *n)
{
	*n = f->entries;
	return f->entry;
}

/* --- a packet --- */

/* The machine's widest vectors where it has them; the same code for all others. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) &&                            \
	!defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define WIDEST __attribute__((target_clones("avx2", "default")))
#else
#define WIDEST
#endif

static inline bool any(const lanes *v)
{
	uint64_t w[sizeof(*v) / sizeof(uint64_t)];

	memcpy(w, v, sizeof(w));
	return (w[0] | w[1] | w[2] | w[3]) != 0;
}

/* Bits that differ where the masks, which follow the addresses in v, say that they count. */
static inline __attribute__((always_inline)) void compare(lanes *differs, const lanes *v,
							  size_t words, const uint32_t *addr)
{
	for (size_t k = 0; k < words; k++)
		*differs |= (v[k] ^ (int32_t)addr[k]) & v[words + k];
}

/* Which entries of a block match; of long addresses only what is asked for is looked at. */
static inline __attribute__((always_inline)) void compare_block(lanes *match, const lanes *v,
								size_t words, unsigned asks,
								const struct endpoint *src,
								const struct endpoint *dst)
{
	int32_t sport = src->port, dport = dst->port;
	lanes differs = { 0 };

	*match = differs == 0;
	if (words == 1 || asks & ASKS_PORTS)
		*match = (v[4 * words] <= sport) & (v[4 * words + 1] >= sport) &
			 (v[4 * words + 2] <= dport) & (v[4 * words + 3] >= dport);
	if (words > 1 && !any(match))
		return;
	if (words == 1 || asks & ASKS_SRC)
		compare(&differs, v, words, &src->addr.w[4 - words]);
	if (words == 1 || asks & ASKS_DST)
		compare(&differs, v + 2 * words, words, &dst->addr.w[4 - words]);
	*match &= differs == 0;
}

static inline __attribute__((always_inline)) bool decide(const struct list *l, size_t words,
							 const struct pkt *p, int32_t iface)
{
	const lanes *v = l->block;

	for (size_t b = 0; b < l->blocks; b++, v += VECTORS(words)) {
		unsigned asks = l->asks[b];
		lanes match, back;

		compare_block(&match, v, words, asks, &p->src, &p->dst);
		if (asks & ASKS_BOTH) {
			compare_block(&back, v, words, asks, &p->dst, &p->src);
			match |= back & v[4 * words + 4];
		}
		if (asks & ASKS_IFACE)
			match &= (v[4 * words + 5] == 0) | (v[4 * words + 5] == iface);
		if (!any(&match))
			continue;
		for (size_t i = 0; i < LANES; i++)
			if (match[i])
				return !l->exclude[b * LANES + i];
	}
	return false;
}

WIDEST static bool decide_v4(const struct list *l, const struct pkt *p, int32_t iface)
{
	return decide(l, 1, p, iface);
}

WIDEST static bool decide_v6(const struct list *l, const struct pkt *p, int32_t iface)
{
	return decide(l, 4, p, iface);
}

static unsigned class_of(const struct pkt *p)
{
	if (p->ports)
		return p->ipproto;
	return p->ipproto == IPPROTO_TCP   ? CLASS_TCP
	       : p->ipproto == IPPROTO_UDP ? CLASS_UDP
					   : p->ipproto;
}

bool filter_pass(struct filter *f, const struct pkt *p)
{
	static const uint8_t nonip_flag[NONIP_KINDS] = {
		[NONIP_OTHER] = FILTER_NON_IP, [NONIP_ARP] = FILTER_ARP, [NONIP_RARP] = FILTER_RARP
	};
	int32_t iface;

	if (!p->ipver)
		return f->flags & nonip_flag[nonip_kind(p->ethertype)];
	iface = f->ids.n ? iface_ids_find(&f->ids, p->frame->ifindex) : 0;
	if (p->ipver == 4)
		return decide_v4(&f->list[f->list_of[0][class_of(p)]], p, iface);
	return decide_v6(&f->list[f->list_of[1][class_of(p)]], p, iface);
}
