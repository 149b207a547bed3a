#include "stats/capped.h"

#include <errno.h>
#include <stdbool.h>

#include "base/mem.h"

#define FIRST_SLOTS 256

int capped_init(struct capped *t, uint32_t cap, size_t size, size_t words, size_t common)
{
	int rc = hash_key_random(&t->hkey);

	if (rc < 0)
		return rc;
	t->cap = cap;
	t->size = size;
	t->words = words;
	t->common = common;
	t->free_head = HTAB_NONE;
	t->row = mem_reserve((size_t)cap * size);
	if (!t->row || htab_init(&t->index, FIRST_SLOTS) < 0 || order_init(&t->order, cap) < 0 ||
	    idle_init(&t->idle, cap) < 0) {
		capped_fini(t);
		return -ENOMEM;
	}
	return 0;
}

void capped_fini(struct capped *t)
{
	mem_release(t->row, (size_t)t->cap * t->size);
	t->row = NULL;
	htab_fini(&t->index);
	order_fini(&t->order);
	idle_fini(&t->idle);
}

static struct capped_row *common(const struct capped *t, uint32_t row)
{
	return (void *)((char *)capped_at(t, row) + t->common);
}

static uint64_t last_ms(const void *ctx, uint32_t row)
{
	return common(ctx, row)->last_ms;
}

static void unindex(struct capped *t, uint32_t row)
{
	htab_del(&t->index, capped_hash(t, capped_at(t, row), t->words), row);
}

static uint32_t take(struct capped *t, uint64_t now_ms)
{
	uint32_t row = t->free_head;

	if (row != HTAB_NONE) {
		t->free_head = common(t, row)->next;
	} else if (t->used < t->cap) {
		row = t->used++;
	} else {
		row = idle_longest(&t->idle, t->used, last_ms, t, now_ms);
		unindex(t, row);
		t->evicted++;
		return row;
	}
	order_append(&t->order, row);
	return row;
}

void *capped_add(struct capped *t, const void *key, uint32_t hash, uint64_t now_ms)
{
	uint32_t row;
	char *data;

	idle_begin(&t->idle, now_ms);
	row = take(t, now_ms);
	data = capped_at(t, row);
	memset(data, 0, t->size);
	memcpy(data, key, t->words * sizeof(uint32_t));
	common(t, row)->last_ms = now_ms;
	htab_add(&t->index, hash, row);
	return data;
}

struct expiry {
	struct capped *t;
	uint64_t before_ms;
};

static bool stays(const void *ctx, uint32_t row)
{
	const struct expiry *x = ctx;
	struct capped_row *c = common(x->t, row);

	if (c->last_ms >= x->before_ms)
		return true;
	unindex(x->t, row);
	c->next = x->t->free_head;
	x->t->free_head = row;
	return false;
}

void capped_expire(struct capped *t, uint64_t before_ms)
{
	struct expiry x = { .t = t, .before_ms = before_ms };
	uint32_t count = t->order.count;

	order_filter(&t->order, stays, &x);
	/* What was collected for eviction may be free now. */
	if (t->order.count != count)
		idle_forget(&t->idle);
}
