#include "stats/conntab.h"

#include <stddef.h>

#include "base/bytes.h"

_Static_assert(sizeof(struct conn_dir) == 64, "a direction is a cache line");
_Static_assert(sizeof(struct conn) == 192, "a connection is three cache lines");
_Static_assert(sizeof(struct conn_key) == 40,
	       "the key has no padding: it is hashed and compared whole");

int conntab_init(struct conntab *t, uint32_t cap)
{
	t->closed_head = t->closed_tail = HTAB_NONE;
	return capped_init(&t->tab, cap, sizeof(struct conn), CONN_KEY_WORDS,
			   offsetof(struct conn, last_ms));
}

void conntab_fini(struct conntab *t)
{
	capped_fini(&t->tab);
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

void conntab_forget(struct conntab *t, uint32_t slot)
{
	struct conn *c = conntab_at(t, slot);

	if (!c->forgotten)
		capped_forget(&t->tab, slot);
	c->forgotten = 1;
}

void conntab_close(struct conntab *t, uint32_t slot)
{
	struct conn *c = conntab_at(t, slot);

	if (c->closed)
		return;
	c->closed = 1;
	c->next = HTAB_NONE;
	c->prev = t->closed_tail;
	if (t->closed_tail == HTAB_NONE)
		t->closed_head = slot;
	else
		conntab_at(t, t->closed_tail)->next = slot;
	t->closed_tail = slot;
}

/* Takes a row off the list of closed ones. */
static void unlink_closed(struct conntab *t, struct conn *c)
{
	c->closed = 0;
	if (c->prev == HTAB_NONE)
		t->closed_head = c->next;
	else
		conntab_at(t, c->prev)->next = c->next;
	if (c->next == HTAB_NONE)
		t->closed_tail = c->prev;
	else
		conntab_at(t, c->next)->prev = c->prev;
}

void conntab_reopen(struct conntab *t, uint32_t slot)
{
	struct conn *c = conntab_at(t, slot);

	if (!c->closed)
		return;
	unlink_closed(t, c);
	slots_changed(&t->tab.slots, slot);
}

static uint32_t take_closed(struct conntab *t)
{
	uint32_t slot = t->closed_head;

	if (slot == HTAB_NONE)
		return HTAB_NONE;
	unlink_closed(t, conntab_at(t, slot));
	conntab_forget(t, slot);
	return slot;
}

uint32_t conntab_add(struct conntab *t, const struct conn_key *k, uint32_t hash, uint64_t now_ms)
{
	uint32_t slot = take_closed(t);

	if (slot == HTAB_NONE)
		slot = capped_add(&t->tab, k, hash, now_ms);
	else
		capped_reuse(&t->tab, slot, k, hash, now_ms);
	conntab_at(t, slot)->first_s = (uint32_t)(now_ms / 1000);
	return slot;
}

void conntab_flush(struct conntab *t)
{
	uint32_t slot;

	while ((slot = take_closed(t)) != HTAB_NONE)
		capped_remove(&t->tab, slot);
}
