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
	sorted_fini(&r->sorted);
}

void report_begin(struct report *r, const struct run_state *state)
{
	r->state = *state;
	r->table = NULL;
	r->is_sorted = false;
	sorted_fini(&r->sorted);
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

static void rewind_copy(struct report *r, const struct table *t)
{
	if (t == r->table && r->whole) {
		r->next = 0;
		return;
	}
	r->table = t;
	r->at = 0;
	r->first = true;
	copy_piece(r);
	r->first = false;
}

/* The next row as it is copied. */
static const struct row *next_copied(struct report *r)
{
	uint64_t run_ms = r->now_ms - r->source.begun_ms;

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

void report_look(struct report *r, const struct table *t, struct rows *out)
{
	table_lock(&r->source.lock);
	*out = table_rows(t, r->source.engine);
	table_unlock(&r->source.lock);
}

static uint32_t cap_of(struct report *r, const struct table *t)
{
	struct rows rows;

	report_look(r, t, &rows);
	return rows.cap;
}

/* All rows, sorted; false: they are not to be, or there is no memory. */
static bool sort_rows(struct report *r, const struct table *t)
{
	struct sort_key key[SORT_KEYS];
	const struct row *row;

	if (r->is_sorted && r->table == t)
		return true;
	if (!r->select || !selection_sort(r->select, t, key) ||
	    sorted_begin(&r->sorted, t, r->select, cap_of(r, t)) < 0)
		return false;
	rewind_copy(r, t);
	while ((row = next_copied(r)))
		sorted_add(&r->sorted, row);
	sorted_finish(&r->sorted, &r->row);
	return true;
}

const struct table *report_open(struct report *r, const char *name)
{
	const struct table *t = find_table(r, name);

	r->given = 0;
	r->is_sorted = t && sort_rows(r, t);
	if (!t)
		r->table = NULL;
	else if (!r->is_sorted)
		rewind_copy(r, t);
	return t;
}

const struct row *report_next(struct report *r)
{
	if (!r->table || (r->select && r->select->top && r->given == r->select->top))
		return NULL;
	if (!r->is_sorted)
		return next_copied(r) && ++r->given ? &r->row : NULL;
	r->row.data = sorted_row(&r->sorted, r->given);
	return r->row.data && ++r->given ? &r->row : NULL;
}
