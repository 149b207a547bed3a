#include "output/report.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#define PIECE_BYTES (256u << 10) /* what is copied while the lock is held once */

int report_init(struct report *r, _Atomic uint32_t *steps)
{
	r->rows = malloc(PIECE_BYTES);
	r->steps = steps;
	return r->rows ? 0 : -ENOMEM;
}

void report_fini(struct report *r)
{
	free(r->rows);
}

void report_begin(struct report *r, const struct run_state *state)
{
	r->state = *state;
	r->table = NULL;
	/* no page faults with the lock held */
	memset(r->rows, 0, PIECE_BYTES);
}

static void copy_locked(struct report *r)
{
	uint32_t max = (uint32_t)(PIECE_BYTES / r->table->row_size);

	r->now_ms = r->source.now->mono_ms;
	r->count = table_copy(r->table, r->source.engine, &r->at, r->rows, max);
	r->whole = r->first && r->count < max;
}

static void copy_piece(struct report *r)
{
	const struct table_lock *lock = &r->source.lock;

	r->next = r->count = 0;
	/* so that the kernel seldom takes the CPU away while the lock is held */
	sched_yield();
	table_lock(lock);
	copy_locked(r);
	table_unlock(lock);
	atomic_fetch_add(r->steps, 1);
}

static const struct table *find_table(const struct report *r, const char *name)
{
	for (const struct table *const *t = r->source.tables; *t; t++)
		if (strcmp((*t)->name, name) == 0)
			return *t;
	return NULL;
}

const struct table *report_open(struct report *r, const char *name)
{
	const struct table *t = find_table(r, name);

	if (t && t == r->table && r->whole) {
		r->next = 0;
		return t;
	}
	r->table = t;
	r->at = 0;
	if (!t)
		return NULL;
	r->first = true;
	copy_piece(r);
	r->first = false;
	return t;
}

const struct row *report_next(struct report *r)
{
	uint64_t run_ms = r->now_ms - r->source.begun_ms;

	if (!r->table)
		return NULL;
	if (r->next == r->count && !r->whole)
		copy_piece(r);
	if (r->next == r->count)
		return NULL;
	r->row = (struct row){ .engine = r->source.engine,
			       .data = r->rows + r->next++ * r->table->row_size,
			       .now_ms = r->now_ms,
			       .run_ms = run_ms ? run_ms : 1 };
	return &r->row;
}
