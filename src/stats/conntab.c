#include "stats/conntab.h"

#include <stddef.h>

#include "base/bytes.h"

_Static_assert(sizeof(struct conn_dir) == 64, "a direction is a cache line");
_Static_assert(sizeof(struct conn) == 256, "a connection is four cache lines");
_Static_assert(sizeof(struct conn_key) == 40,
	       "the key has no padding: it is hashed and compared whole");

int conntab_init(struct conntab *t, uint32_t cap)
{
	for (int i = 0; i < CONN_LISTS; i++)
		t->list[i].head = t->list[i].tail = HTAB_NONE;
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
		     int32_t place)
{
	unsigned side = endpoint_cmp(src, dst) > 0;
	const struct endpoint *lo = side ? dst : src, *hi = side ? src : dst;

	k->addr[0] = lo->addr;
	k->addr[1] = hi->addr;
	k->ports = word_of(lo->port, hi->port);
	k->place = place;
	return side;
}

void conntab_forget(struct conntab *t, uint32_t slot)
{
	struct conn *c = conntab_at(t, slot);

	if (!c->forgotten)
		capped_forget(&t->tab, slot);
	c->forgotten = 1;
}

/* To the end of a list. */
static void append(struct conntab *t, uint32_t slot, enum conn_list list)
{
	struct conn *c = conntab_at(t, slot);
	uint32_t tail = t->list[list].tail;

	c->list = list;
	c->next = HTAB_NONE;
	c->prev = tail;
	if (tail == HTAB_NONE)
		t->list[list].head = slot;
	else
		conntab_at(t, tail)->next = slot;
	t->list[list].tail = slot;
}

/* Takes a row off its list, if it is in one. */
static void unlink_row(struct conntab *t, struct conn *c)
{
	enum conn_list list = c->list;

	if (list == CONN_LISTLESS)
		return;
	c->list = CONN_LISTLESS;
	if (c->prev == HTAB_NONE)
		t->list[list].head = c->next;
	else
		conntab_at(t, c->prev)->next = c->next;
	if (c->next == HTAB_NONE)
		t->list[list].tail = c->prev;
	else
		conntab_at(t, c->next)->prev = c->prev;
}

void conntab_settle(struct conntab *t, uint32_t slot)
{
	unlink_row(t, conntab_at(t, slot));
}

static void tell(const struct conntab *t, const struct conn_key *k, int by)
{
	open_watch_tell(&t->watch, k->addr, k->place, by);
}

void conntab_close(struct conntab *t, uint32_t slot)
{
	struct conn *c = conntab_at(t, slot);

	if (conn_is_closed(c))
		return;
	unlink_row(t, c);
	append(t, slot, CONN_CLOSED);
	tell(t, &c->key, -1);
}

void conntab_reopen(struct conntab *t, uint32_t slot)
{
	struct conn *c = conntab_at(t, slot);

	if (!conn_is_closed(c))
		return;
	unlink_row(t, c);
	slots_changed(&t->tab.slots, slot);
	tell(t, &c->key, 1);
}

static uint32_t take_closed(struct conntab *t)
{
	uint32_t slot = t->list[CONN_CLOSED].head;

	if (slot == HTAB_NONE)
		return HTAB_NONE;
	unlink_row(t, conntab_at(t, slot));
	conntab_forget(t, slot);
	return slot;
}

uint32_t conntab_victim(struct conntab *t, uint64_t now_ms)
{
	uint32_t single = t->list[CONN_SINGLE].head;

	if (t->list[CONN_CLOSED].head != HTAB_NONE || !capped_is_full(&t->tab))
		return HTAB_NONE;
	return single != HTAB_NONE ? single : capped_idlest(&t->tab, now_ms);
}

void conntab_evict(struct conntab *t, uint32_t slot)
{
	conntab_close(t, slot);
	t->tab.evicted++;
}

static void begin(struct conn *c, unsigned first, uint64_t now_ms)
{
	c->first_s = (uint32_t)(now_ms / 1000);
	c->first = first & 1;
	c->more[c->first].begun = now_ms % 1000 * 256 / 1000 & 0xff;
}

uint32_t conntab_add(struct conntab *t, const struct conn_key *k, uint32_t hash, unsigned first,
		     uint64_t now_ms)
{
	uint32_t slot = take_closed(t);

	if (slot == HTAB_NONE)
		slot = capped_add(&t->tab, k, hash, now_ms);
	else
		capped_reuse(&t->tab, slot, k, hash, now_ms);
	begin(conntab_at(t, slot), first, now_ms);
	append(t, slot, CONN_SINGLE);
	tell(t, k, 1);
	return slot;
}

void conntab_flush(struct conntab *t)
{
	uint32_t slot;

	while ((slot = take_closed(t)) != HTAB_NONE)
		capped_remove(&t->tab, slot);
}

/* Nothing follows a RST, so it is the last packet of its sender. */
static int reset_by(const struct conn *c)
{
	for (int side = 0; side < 2; side++)
		if (c->dir[side].half.flags & TCP_RST)
			return side;
	return -1;
}

struct conn_end conn_end(const struct conn *c)
{
	int by;

	switch (c->dir[0].half.state) {
	case TCP_RSET:
		by = reset_by(c);
		return (struct conn_end){ by < 0 ? "unreachable" : "reset", by };
	case TCP_TMOU:
		return (struct conn_end){ "timeout", -1 };
	}
	return (struct conn_end){ c->fin ? "fin" : NULL, c->fin - 1 };
}

uint32_t conn_rtt_us(const struct conn *c)
{
	return c->more[0].srtt_us + c->more[1].srtt_us;
}

uint32_t conn_handshake_us(const struct conn *c)
{
	uint32_t us[2] = { tcp_rtt_us(c->more[0].syn_rtt), tcp_rtt_us(c->more[1].syn_rtt) };

	return us[0] && us[1] ? us[0] + us[1] : 0;
}
