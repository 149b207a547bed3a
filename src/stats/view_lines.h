#ifndef STATS_VIEW_LINES_H
#define STATS_VIEW_LINES_H
/* The lines of a view; for the files of views (stats/view*.c) alone. */
#include "base/clock.h"
#include "stats/view.h"

#define VIEW_AHEAD 8 /* rows that are fetched ahead */

static inline bool bit_is_set(const uint64_t *bits, uint32_t slot)
{
	return bits[slot / 64] >> slot % 64 & 1;
}

static inline void bit_set(uint64_t *bits, uint32_t slot, bool on)
{
	uint64_t bit = 1ull << slot % 64;

	bits[slot / 64] = on ? bits[slot / 64] | bit : bits[slot / 64] & ~bit;
}

/* The row in a slot, or its copy; NULL: there is none. */
static inline const void *view_row_at(const struct view *v, const struct rows *rows, uint32_t slot)
{
	const void *copy = v->hold ? hold_at(v->hold, slot) : NULL;

	if (copy || view_is_copied(v))
		return copy;
	return rows_at(v->table, rows, slot);
}

/* Asks the processor for a row that is to be read soon. */
static inline void view_fetch_ahead(const struct view *v, const struct rows *rows, uint32_t slot)
{
	const char *next = v->hold ? hold_at(v->hold, slot) : NULL;

	if (!next)
		next = (const char *)rows->data + (size_t)slot * v->table->row_size;
	for (size_t at = 0; at < v->table->row_size; at += 64)
		__builtin_prefetch(next + at);
}

static inline bool view_wants(const struct view *v, const void *row)
{
	return !v->only || v->table->is_of(v->engine, row, v->only);
}

/* It was taken off as over, and still is. */
static inline bool view_is_off(const struct view *v, uint32_t slot, const void *row)
{
	return bit_is_set(v->off, slot) && v->table->is_over(row);
}

static inline bool view_time_is_over(uint64_t until_us)
{
	return until_us != VIEW_WHOLE && clock_mono_us() >= until_us;
}

/* A line for a row that has none, if it is wanted.  Under the lock. */
void view_append(struct view *v, const struct rows *rows, uint32_t slot);
/* Lines that are not to be kept leave, the others close up. */
typedef bool view_keep_fn(struct view *v, const struct rows *rows, uint32_t slot);
void view_close_up(struct view *v, view_keep_fn *keep, const struct rows *rows);
/* Those whose rows have left; under the lock, unless all are copied. */
void view_drop_gone(struct view *v, const struct rows *rows);
/* No row has a line, and what was being done with them is not. */
void view_forget_lines(struct view *v);
#endif
