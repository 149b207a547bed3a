#include "stats/capped.h"

#include <errno.h>

#include "base/mem.h"

#define FIRST_SLOTS 256

int capped_init(struct capped *t, uint32_t cap, size_t size, size_t words, size_t last_at)
{
	int rc = hash_key_random(&t->hkey);

	if (rc < 0)
		return rc;
	t->size = size;
	t->words = words;
	t->last_at = last_at;
	t->slots.cap = cap;
	t->row = mem_reserve((size_t)cap * size);
	if (!t->row || slots_init(&t->slots, cap) < 0 || htab_init(&t->index, FIRST_SLOTS) < 0 ||
	    idle_init(&t->idle, cap) < 0) {
		capped_fini(t);
		return -ENOMEM;
	}
	return 0;
}

void capped_fini(struct capped *t)
{
	mem_release(t->row, (size_t)t->slots.cap * t->size);
	t->row = NULL;
	slots_fini(&t->slots);
	htab_fini(&t->index);
	idle_fini(&t->idle);
}

static uint64_t *last_ms(const struct capped *t, uint32_t slot)
{
	return (void *)((char *)capped_at(t, slot) + t->last_at);
}

static uint64_t last_of(const void *ctx, uint32_t slot)
{
	return *last_ms(ctx, slot);
}

void capped_forget(struct capped *t, uint32_t slot)
{
	htab_del(&t->index, capped_hash(t, capped_at(t, slot), t->words), slot);
}

static void tell_leaving(const struct capped *t, uint32_t slot)
{
	if (t->on_leave)
		t->on_leave(t->on_leave_ctx, capped_at(t, slot));
}

void capped_remove(struct capped *t, uint32_t slot)
{
	capped_forget(t, slot);
	tell_leaving(t, slot);
	slots_free(&t->slots, slot);
	/* what was collected for eviction may be free now */
	idle_forget(&t->idle);
}

static void put(struct capped *t, uint32_t slot, const void *key, uint32_t hash, uint64_t now_ms)
{
	void *row = capped_at(t, slot);

	idle_begin(&t->idle, now_ms);
	memset(row, 0, t->size);
	memcpy(row, key, t->words * sizeof(uint32_t));
	*last_ms(t, slot) = now_ms;
	htab_add(&t->index, hash, slot);
}

void capped_reuse(struct capped *t, uint32_t slot, const void *key, uint32_t hash, uint64_t now_ms)
{
	put(t, slot, key, hash, now_ms);
	slots_changed(&t->slots, slot);
}

uint32_t capped_idlest(struct capped *t, uint64_t now_ms)
{
	return idle_longest(&t->idle, t->slots.used, last_of, t, now_ms);
}

static uint32_t evict(struct capped *t, uint64_t now_ms)
{
	uint32_t slot = capped_idlest(t, now_ms);

	capped_forget(t, slot);
	tell_leaving(t, slot);
	t->evicted++;
	return slot;
}

uint32_t capped_add(struct capped *t, const void *key, uint32_t hash, uint64_t now_ms)
{
	uint32_t slot = slots_take(&t->slots);

	if (slot == SLOTS_NONE) {
		slot = evict(t, now_ms);
		slots_changed(&t->slots, slot);
	}
	put(t, slot, key, hash, now_ms);
	return slot;
}

void capped_expire(struct capped *t, uint32_t rows, uint64_t before_ms)
{
	for (; rows > 0 && t->slots.used; rows--) {
		if (t->sweep >= t->slots.used)
			t->sweep = 0;
		if (slots_live(&t->slots, t->sweep) && *last_ms(t, t->sweep) < before_ms)
			capped_remove(t, t->sweep);
		t->sweep++;
	}
}
