#include "stats/conntab.h"

#include <errno.h>
#include <string.h>

#include "base/bytes.h"
#include "base/mem.h"

_Static_assert(sizeof(struct conn_dir) == 64, "a direction is a cache line");
_Static_assert(sizeof(struct conn) == 192, "a connection is three cache lines");
_Static_assert(sizeof(struct conn_key) == 40,
	       "the key has no padding: it is hashed and compared whole");

int conntab_init(struct conntab *t, uint32_t cap)
{
	int rc = hash_key_random(&t->hkey);

	if (rc < 0)
		return rc;
	t->cap = cap;
	t->closed_head = t->closed_tail = t->free_head = HTAB_NONE;
	t->conn = mem_reserve((size_t)cap * sizeof(*t->conn));
	if (!t->conn || idle_init(&t->idle, cap) < 0 || htab_init(&t->index, 1024) < 0 ||
	    order_init(&t->order, cap) < 0) {
		conntab_fini(t);
		return -ENOMEM;
	}
	return 0;
}

void conntab_fini(struct conntab *t)
{
	mem_release(t->conn, (size_t)t->cap * sizeof(*t->conn));
	t->conn = NULL;
	idle_fini(&t->idle);
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
	k->ports = word_of(lo->port, hi->port);
	k->ifindex = ifindex;
	return side;
}

uint32_t conntab_hash(const struct conntab *t, const struct conn_key *k)
{
	return hash_words(&t->hkey, k, sizeof(*k) / sizeof(uint32_t));
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

static uint64_t last_ms(const void *ctx, uint32_t row)
{
	return ((const struct conntab *)ctx)->conn[row].last_ms;
}

/* With the table full and nothing closed every row is live. */
static uint32_t evict(struct conntab *t, uint64_t now_ms)
{
	uint32_t row = idle_longest(&t->idle, t->used, last_ms, t, now_ms);

	conntab_forget(t, row);
	t->evicted++;
	return row;
}

uint32_t conntab_add(struct conntab *t, const struct conn_key *k, uint32_t hash, uint64_t now_ms)
{
	uint32_t row = take_closed(t);
	struct conn *c;

	if (row == HTAB_NONE)
		row = take_unused(t);
	if (row == HTAB_NONE)
		row = evict(t, now_ms);
	idle_begin(&t->idle, now_ms);
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
	idle_forget(&t->idle);
}
