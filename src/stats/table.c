#include "stats/table.h"

#include <string.h>

#include "stats/capped.h"

const struct field *field_find(const struct field *fields, const char *key, unsigned *way)
{
	for (const struct field *f = fields; f->key; f++)
		for (unsigned w = 0; w < 2; w++) {
			const char *name = w ? f->key_back : f->key;

			if (!name || strcmp(name, key) != 0)
				continue;
			if (way)
				*way = w;
			return f;
		}
	return NULL;
}

const char *field_unit(const struct field *f)
{
	switch (f->type) {
	case V_BYTES:
		return "bytes";
	case V_RATE:
		return "bytes/s";
	case V_PPS:
		return "packets/s";
	case V_DURATION:
		return "ms";
	case V_MICROS:
		return "us";
	default:
		return "";
	}
}

const char *field_type(const struct field *f)
{
	static const char *const names[] = {
		[V_NONE] = "none",	   [V_COUNT] = "count",	      [V_BYTES] = "bytes",
		[V_NUMBER] = "number",	   [V_BOOL] = "yes or no",    [V_RATE] = "rate",
		[V_PPS] = "rate",	   [V_DURATION] = "duration", [V_MICROS] = "duration",
		[V_ENDPOINT] = "endpoint", [V_ADDR] = "address",      [V_MAC] = "MAC",
		[V_TEXT] = "text",
	};

	return names[f->type == V_PORT ? V_NUMBER : f->type];
}

void tables_print(const struct table *const *tables, FILE *out)
{
	for (; *tables; tables++) {
		const struct table *t = *tables;

		fprintf(out, "table\t%s\t%s\n", t->name, t->help);
		for (const struct field *f = t->fields; f->key; f++)
			fprintf(out, "field\t%s\t%s\t%s\t%s\t%s\t%s\n", t->name, f->key,
				f->key_back ? f->key_back : "", field_type(f), field_unit(f),
				f->help);
	}
}

void rows_of_capped(const struct capped *t, struct rows *out)
{
	*out = (struct rows){ .data = t->row,
			      .used = t->slots.used,
			      .count = t->slots.count,
			      .cap = t->slots.cap,
			      .slots = &t->slots,
			      .evicted = t->evicted };
}

const void *rows_at(const struct table *t, const struct rows *rows, uint32_t slot)
{
	if (slot >= rows->used || (rows->slots && !slots_live(rows->slots, slot)))
		return NULL;
	return (const char *)rows->data + (size_t)slot * t->row_size;
}

bool table_read(const struct reading *r, uint32_t slot, struct row *out)
{
	struct rows rows = table_rows(r->table, r->engine);

	*out = (struct row){ .engine = r->engine,
			     .data = rows_at(r->table, &rows, slot),
			     .now_ms = r->now_ms,
			     .run_ms = r->run_ms };
	return out->data != NULL;
}

uint32_t table_copy(const struct table *t, const void *engine, uint32_t *at, void *buf,
		    uint32_t max)
{
	struct rows rows = table_rows(t, engine);
	uint32_t n = 0;

	for (; n < max; ++*at) {
		if (rows.slots)
			*at = slots_next(rows.slots, *at);
		if (*at >= rows.used)
			break;
		memcpy((char *)buf + (size_t)n++ * t->row_size, rows_at(t, &rows, *at),
		       t->row_size);
	}
	return n;
}

uint64_t tables_evicted(const struct table *const *tables, const void *engine)
{
	uint64_t sum = 0;

	for (; *tables; tables++)
		sum += table_rows(*tables, engine).evicted;
	return sum;
}
