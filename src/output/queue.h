#ifndef OUTPUT_QUEUE_H
#define OUTPUT_QUEUE_H
/*
 * A bounded queue of items of one size between two threads: one puts, one takes.  No lock, no
 * system call, no copy: items are written and read where they are.
 */
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct queue {
	char *items;
	size_t size;		/* of an item */
	uint32_t cap;		/* a power of two */
	_Atomic uint32_t taken; /* both count up and wrap; the difference is what is queued */
	_Atomic uint32_t put;
};

/* cap: a power of two up to 2^31.  0 or -ENOMEM. */
int queue_init(struct queue *q, uint32_t cap, size_t item_size);
void queue_fini(struct queue *q);

/* Items that are queued, or were a moment ago. */
static inline uint32_t queue_used(const struct queue *q)
{
	/* in this order, so that it is never below zero */
	uint32_t taken = atomic_load_explicit(&q->taken, memory_order_acquire);

	return atomic_load_explicit(&q->put, memory_order_acquire) - taken;
}

/* --- for the thread that puts --- */

/* Room for the next item; NULL: the queue is full. */
static inline void *queue_room(struct queue *q)
{
	uint32_t put = atomic_load_explicit(&q->put, memory_order_relaxed);

	if (put - atomic_load_explicit(&q->taken, memory_order_acquire) >= q->cap)
		return NULL;
	return q->items + (put & (q->cap - 1)) * q->size;
}

/* Hands over the item in that room. */
static inline void queue_put(struct queue *q)
{
	uint32_t put = atomic_load_explicit(&q->put, memory_order_relaxed);

	atomic_store_explicit(&q->put, put + 1, memory_order_release);
}

/* --- for the thread that takes --- */

/* The oldest item; NULL: the queue is empty. */
static inline const void *queue_peek(const struct queue *q)
{
	uint32_t taken = atomic_load_explicit(&q->taken, memory_order_relaxed);

	if (taken == atomic_load_explicit(&q->put, memory_order_acquire))
		return NULL;
	return q->items + (taken & (q->cap - 1)) * q->size;
}

/* The item that is taken after n others; NULL: there are not so many. */
static inline const void *queue_peek_ahead(const struct queue *q, uint32_t n)
{
	uint32_t taken = atomic_load_explicit(&q->taken, memory_order_relaxed);

	if (atomic_load_explicit(&q->put, memory_order_acquire) - taken <= n)
		return NULL;
	return q->items + ((taken + n) & (q->cap - 1)) * q->size;
}

/* Gives its room back. */
static inline void queue_take(struct queue *q)
{
	uint32_t taken = atomic_load_explicit(&q->taken, memory_order_relaxed);

	atomic_store_explicit(&q->taken, taken + 1, memory_order_release);
}
#endif
