#ifndef TABLES_H
#define TABLES_H
/* Reading tables in tests: a value by slot, direction and key; how many rows there are. */
#include "unit.h"

#include <string.h>

#include "stats/table.h"

static inline uint32_t table_count(const struct table *t, const void *engine)
{
	return table_rows(t, engine).count;
}

static inline uint64_t table_evicted(const struct table *t, const void *engine)
{
	return table_rows(t, engine).evicted;
}

/* The field of that key, or of that key_back, in which case *way is the other direction. */
static inline const struct field *table_field(const struct table *t, const char *key, unsigned *way)
{
	unsigned back = 0;
	const struct field *f = field_find(t->fields, key, &back);

	if (!f)
		fail_msg("%s has no field %s", t->name, key);
	*way ^= back;
	return f;
}

/* What a getter does not set is no 0.  Text may be in out->buf: out is not to be copied. */
static inline void row_value(const struct table *t, struct row row, const char *key,
			     struct value *out)
{
	const struct field *f = table_field(t, key, &row.way);

	memset(out, 0xa5, sizeof(*out));
	field_get(f, &row, out);
}

static inline void table_value(const struct reading *r, uint32_t slot, unsigned way,
			       const char *key, struct value *out)
{
	struct row row;

	assert_true(table_read(r, slot, &row));
	row.way = way;
	row_value(r->table, row, key, out);
}

static inline uint64_t table_number(const struct reading *r, uint32_t slot, const char *key)
{
	struct value v;

	table_value(r, slot, 0, key, &v);
	assert_int_not_equal(v.type, V_NONE);
	return v.u;
}

/* Good until the next call. */
static inline const char *table_text(const struct reading *r, uint32_t slot, const char *key)
{
	static struct value v;

	table_value(r, slot, 0, key, &v);
	assert_int_equal(v.type, V_TEXT);
	return v.s;
}

/* The first slot with such a number; UINT32_MAX: there is none. */
static inline uint32_t table_slot(const struct reading *r, const char *key, uint64_t number)
{
	struct row row;

	for (uint32_t slot = 0; slot < table_rows(r->table, r->engine).used; slot++)
		if (table_read(r, slot, &row) && table_number(r, slot, key) == number)
			return slot;
	return UINT32_MAX;
}
#endif
