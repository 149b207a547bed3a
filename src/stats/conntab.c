#include "stats/conntab.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define VICTIMS_MIN   64 /* idle rows collected in one pass over the table: a share of it */
#define VICTIMS_SHARE 8
#define AGES	      4096 /* resolution of that pass */

_Static_assert(sizeof(struct conn_dir) == 64, "a direction is a cache line");
_Static_assert(sizeof(struct conn) == 192, "a connection is three cache lines");
_Static_assert(sizeof(struct conn_key) == 40,
	       "the key has no padding: it is hashed and compared whole");

static void *reserve(size_t bytes)
{
	void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		return NULL;
	/* At a million rows most of a lookup is a TLB miss; the advice may be refused. */
	(void)madvise(p, bytes, MADV_HUGEPAGE);
	return p;
}

int conntab_init(struct conntab *t, uint32_t cap)
{
	int rc = hash_key_random(&t->hkey);

	if (rc < 0)
		return rc;
	t->cap = cap;
	t->victim_cap = cap / VICTIMS_SHARE + VICTIMS_MIN;
	t->closed_head = t->closed_tail = t->free_head = HTAB_NONE;
	t->conn = reserve((size_t)cap * sizeof(*t->conn));
	t->victim = calloc(t->victim_cap, sizeof(*t->victim));
	t->age = calloc(cap, sizeof(*t->age));
	if (!t->conn || !t->victim || !t->age || htab_init(&t->index, 1024) < 0 ||
	    order_init(&t->order, cap) < 0) {
		conntab_fini(t);
		return -ENOMEM;
	}
	return 0;
}

void conntab_fini(struct conntab *t)
{
	if (t->conn)
		munmap(t->conn, (size_t)t->cap * sizeof(*t->conn));
	t->conn = NULL;
	free(t->victim);
	free(t->age);
	t->victim = NULL;
	t->age = NULL;
	htab_fini(&t->index);
	order_fini(&t->order);
}

static int endpoint_cmp(const struct endpoint *a, const struct endpoint *b)
{
	int c = memcmp(&a->addr, &b->addr, sizeof(a->addr));

	return c ? c : (int)a->port - (int)b->port;
}

unsigned conntab_key(struct conn_key *k, const struct endpoint *src, const struct endpoint *dst,
		     int ifindex)
{
	unsigned side = endpoint_cmp(src, dst) > 0;
	const struct endpoint *lo = side ? dst : src, *hi = side ? src : dst;

	k->addr[0] = lo->addr;
	k->addr[1] = hi->addr;
	k->port[0] = lo->port;
	k->port[1] = hi->port;
	k->ifindex = ifindex;
	return side;
}

uint32_t conntab_hash(const struct conntab *t, const struct conn_key *k)
{
	uint32_t w[sizeof(*k) / sizeof(uint32_t)];

	memcpy(w, k, sizeof(w));
	return hash_words(&t->hkey, w, sizeof(w) / sizeof(w[0]));
}

uint32_t conntab_find(const struct conntab *t, const struct conn_key *k, uint32_t hash)
{
	uint32_t row;

	for (uint32_t pos = hash; (row = htab_next(&t->index, hash, &pos)) != HTAB_NONE;)
		if (memcmp(&t->conn[row].key, k, sizeof(*k)) == 0)
			return row;
	return HTAB_NONE;
}

void conntab_forget(struct conntab *t, uint32_t row)
{
	struct conn *c = &t->conn[row];

	if (c->indexed)
		htab_del(&t->index, conntab_hash(t, &c->key), row);
	c->indexed = 0;
}

void conntab_close(struct conntab *t, uint32_t row)
{
	struct conn *c = &t->conn[row];

	if (c->closed)
		return;
	c->closed = 1;
	c->next = HTAB_NONE;
	c->prev = t->closed_tail;
	if (t->closed_tail == HTAB_NONE)
		t->closed_head = row;
	else
		t->conn[t->closed_tail].next = row;
	t->closed_tail = row;
}

void conntab_reopen(struct conntab *t, uint32_t row)
{
	struct conn *c = &t->conn[row];

	if (!c->closed)
		return;
	c->closed = 0;
	if (c->prev == HTAB_NONE)
		t->closed_head = c->next;
	else
		t->conn[c->prev].next = c->next;
	if (c->next == HTAB_NONE)
		t->closed_tail = c->prev;
	else
		t->conn[c->next].prev = c->prev;
}

static uint32_t take_closed(struct conntab *t)
{
	uint32_t row = t->closed_head;

	if (row != HTAB_NONE) {
		conntab_reopen(t, row);
		conntab_forget(t, row);
	}
	return row;
}

static uint32_t take_unused(struct conntab *t)
{
	uint32_t row = t->free_head;

	if (row != HTAB_NONE)
		t->free_head = t->conn[row].next;
	else if (t->used < t->cap)
		row = t->used++;
	else
		return HTAB_NONE;
	order_append(&t->order, row);
	return row;
}

static int victim_cmp(const void *a, const void *b)
{
	const struct conn_victim *x = a, *y = b;

	return (x->last_ms > y->last_ms) - (x->last_ms < y->last_ms);
}

/*
 * Collects the rows that were idle for longest, oldest first.  Called with the table full and
 * nothing closed, so that every row is live.  Rows are sorted into classes of age in one pass
 * over them; whole classes are taken from the oldest on, as many as there is room for, and of one
 * class that is too large as many as fit.
 */
static void collect_victims(struct conntab *t, uint64_t now_ms)
{
	uint64_t from = t->idle_from, width = (now_ms - from) / AGES + 1;
	uint32_t count[AGES] = { 0 }, end = 1, sum;

	for (uint32_t i = 0; i < t->used; i++) {
		uint64_t n = (t->conn[i].last_ms - from) / width;

		t->age[i] = (uint16_t)(n < AGES ? n : AGES - 1);
		count[t->age[i]]++;
	}
	sum = count[0];
	while (end < AGES && (sum == 0 || sum + count[end] <= t->victim_cap))
		sum += count[end++];
	t->victims = t->next_victim = 0;
	for (uint32_t i = 0; i < t->used && t->victims < t->victim_cap; i++)
		if (t->age[i] < end)
			t->victim[t->victims++] =
				(struct conn_victim){ .row = i, .last_ms = t->conn[i].last_ms };
	qsort(t->victim, t->victims, sizeof(t->victim[0]), victim_cmp);
	if (t->victims)
		t->idle_from = t->victim[0].last_ms;
}

static uint32_t evict(struct conntab *t, uint64_t now_ms)
{
	for (;;) {
		if (t->next_victim == t->victims)
			collect_victims(t, now_ms);
		while (t->next_victim < t->victims) {
			const struct conn_victim *v = &t->victim[t->next_victim++];

			if (t->conn[v->row].last_ms != v->last_ms)
				continue;
			conntab_forget(t, v->row);
			t->evicted++;
			return v->row;
		}
	}
}

uint32_t conntab_add(struct conntab *t, const struct conn_key *k, uint32_t hash, uint64_t now_ms)
{
	uint32_t row = take_closed(t);
	struct conn *c;

	if (row == HTAB_NONE)
		row = take_unused(t);
	if (row == HTAB_NONE)
		row = evict(t, now_ms);
	if (t->idle_from == 0)
		t->idle_from = now_ms;
	c = &t->conn[row];
	memset(c, 0, sizeof(*c));
	c->key = *k;
	c->first_s = (uint32_t)(now_ms / 1000);
	c->last_ms = now_ms;
	c->indexed = htab_add(&t->index, hash, row) == 0;
	return row;
}

static bool is_open(const void *ctx, uint32_t row)
{
	const struct conntab *t = ctx;

	return !t->conn[row].closed;
}

void conntab_flush(struct conntab *t)
{
	uint32_t row;

	order_filter(&t->order, is_open, t);
	while ((row = take_closed(t)) != HTAB_NONE) {
		t->conn[row].next = t->free_head;
		t->free_head = row;
	}
	/* A row on the free list must not be taken for an idle one. */
	t->victims = t->next_victim = 0;
}
