#include "output/sorted.h"

#include <errno.h>
#include <string.h>

#include "base/mem.h"
#include "stats/sort_value.h"

#define SPARE_ROWS 4096 /* added before the first rows are sorted out */

static size_t items(const struct sorted *s)
{
	return 2 * (size_t)s->cap * sizeof(*s->item);
}

static size_t bytes(const struct sorted *s)
{
	return (size_t)s->cap * s->table->row_size;
}

void sorted_fini(struct sorted *s)
{
	if (!s->table)
		return;
	mem_release(s->rows, bytes(s));
	mem_release(s->spare, bytes(s));
	mem_release(s->item, items(s));
	*s = (struct sorted){ .table = NULL };
}

/* Rows kept at a time, so that sorting out the first is seldom. */
static uint32_t room_for(uint32_t top, uint32_t cap)
{
	return !top || top > cap / 4 || 4 * top + SPARE_ROWS > cap ? cap : 4 * top + SPARE_ROWS;
}

int sorted_begin(struct sorted *s, const struct table *t, const struct selection *by, uint32_t cap)
{
	sorted_fini(s);
	s->table = t;
	s->keys = selection_sort(by, t, s->key);
	s->top = by->top;
	s->cap = room_for(by->top, cap ? cap : 1);
	s->rows = mem_reserve(bytes(s));
	s->spare = mem_reserve(bytes(s));
	s->item = mem_reserve(items(s));
	if (s->rows && s->spare && s->item)
		return 0;
	sorted_fini(s);
	return -ENOMEM;
}

static char *row_at(const struct sorted *s, char *rows, uint32_t i)
{
	return rows + (size_t)i * s->table->row_size;
}

static void item_key(const struct sort_key *by, const struct row *row, struct sort_item *out)
{
	struct key back = by->key;
	struct sort_item other;
	struct value v;

	key_read(&by->key, row, &v);
	sort_by_value(&v, out);
	if (!by->either)
		return;
	back.way = !back.way;
	key_read(&back, row, &v);
	sort_by_value(&v, &other);
	if (other.hi > out->hi || (other.hi == out->hi && other.lo > out->lo)) {
		out->hi = other.hi;
		out->lo = other.lo;
	}
}

/* The last key first: sorting is stable. */
static void sort(struct sorted *s, const struct row *like)
{
	uint32_t need = s->top && s->top < s->count ? s->top : s->count;
	struct row row = *like;

	for (uint32_t i = 0; i < s->count; i++)
		s->item[i].row = i;
	for (unsigned k = s->keys; k-- > 0;) {
		for (uint32_t i = 0; i < s->count; i++) {
			row.data = row_at(s, s->rows, s->item[i].row);
			item_key(&s->key[k], &row, &s->item[i]);
		}
		sort_first(s->item, s->item + s->cap, s->count, k ? s->count : need,
			   s->key[k].descending);
	}
	for (uint32_t i = 0; i < need; i++)
		memcpy(row_at(s, s->spare, i), row_at(s, s->rows, s->item[i].row),
		       s->table->row_size);
	s->count = need;
}

static void swap(struct sorted *s)
{
	char *rows = s->rows;

	s->rows = s->spare;
	s->spare = rows;
}

void sorted_finish(struct sorted *s, const struct row *row)
{
	sort(s, row);
	swap(s);
}

void sorted_add(struct sorted *s, const struct row *row)
{
	if (s->count == s->cap)
		sorted_finish(s, row);
	if (s->count == s->cap)
		return; /* no limit, and more rows than the table has: none */
	memcpy(row_at(s, s->rows, s->count++), row->data, s->table->row_size);
}

const void *sorted_row(const struct sorted *s, uint32_t place)
{
	return place < s->count ? row_at(s, s->rows, place) : NULL;
}
