#include "output/prom_rows.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fmt.h"
#include "output/prom_text.h"

#define OTHER "other"

/* --- what of a table is exported --- */

/*
 * Rates, averages and peaks are what Prometheus makes of counters.  A number is a size, but of rows
 * that add up to a whole it is a name, as of a VLAN.
 */
static bool is_exported(const struct prom_table *t, enum value_type type)
{
	return type == V_COUNT || type == V_BYTES || (type == V_NUMBER && !t->spec->parts);
}

static bool names_a_row(const struct prom_table *t, const struct key *key)
{
	for (unsigned i = 0; i < t->names; i++)
		if (strcmp(t->name[i].name, key->name) == 0)
			return true;
	return false;
}

static bool is_in_list(const char *list, const char *name)
{
	size_t n = strlen(name);

	for (const char *s = list; s; s = strchr(s, ',') ? strchr(s, ',') + 1 : NULL)
		if (strncmp(s, name, n) == 0 && (s[n] == ',' || s[n] == '\0'))
			return true;
	return false;
}

static void split_direction(struct prom_value *v)
{
	static const char *const words[] = { "in", "out", "to", "from", "sent", "received" };
	const char *end = strrchr(v->key.name, '_');

	memcpy(v->base, v->key.name, sizeof(v->base));
	if (strncmp(v->key.name, "rx_", 3) == 0 || strncmp(v->key.name, "tx_", 3) == 0) {
		v->direction = v->key.name[0] == 'r' ? "in" : "out";
		memmove(v->base, v->base + 3, strlen(v->base + 3) + 1);
		return;
	}
	for (size_t i = 0; end && i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(end + 1, words[i]) == 0) {
			v->direction = words[i];
			v->base[end - v->key.name] = '\0';
		}
}

/* The sum of directions that are exported themselves. */
static bool is_sum(const struct prom_table *t, const struct prom_value *v)
{
	for (unsigned i = 0; i < t->values; i++)
		if (t->value[i].direction && !v->direction &&
		    strcmp(t->value[i].base, v->base) == 0)
			return true;
	return false;
}

static void drop_sums(struct prom_table *t)
{
	unsigned n = 0;

	for (unsigned i = 0; i < t->values; i++)
		if (!is_sum(t, &t->value[i]))
			t->value[n++] = t->value[i];
	t->values = n;
}

static void take_values(struct prom_table *t, const struct selection *select)
{
	static const struct selection all;
	struct key key[KEYS];
	unsigned n = selection_keys(select ? select : &all, t->table, key);

	for (unsigned i = 0; i < n && t->values < PROM_VALUES; i++) {
		struct prom_value *v = &t->value[t->values];

		if (!is_exported(t, key[i].field->type) || names_a_row(t, &key[i]))
			continue;
		v->key = key[i];
		split_direction(v);
		v->gauge =
			key[i].field->type == V_NUMBER || is_in_list(t->spec->gauges, key[i].name);
		t->values++;
	}
	drop_sums(t);
}

int prom_table_init(struct prom_table *t, const struct prom_spec *spec, const struct table *table,
		    const struct selection *select, uint32_t room)
{
	const struct selection names = { .fields = spec->labels };
	struct key key[KEYS];

	t->spec = spec;
	t->table = table;
	t->names = *spec->labels ? selection_keys(&names, table, key) : 0;
	if (t->names > PROM_NAMES)
		t->names = PROM_NAMES;
	memcpy(t->name, key, t->names * sizeof(*key));
	for (unsigned i = 0; i < t->names; i++)
		t->has_iface = t->has_iface || strcmp(t->name[i].name, "iface") == 0;
	take_values(t, select);
	t->room = spec->parts ? room : 64;
	t->row = calloc(t->room + 1, sizeof(*t->row));
	return t->row ? 0 : -ENOMEM;
}

void prom_table_fini(struct prom_table *t)
{
	free(t->row);
	t->row = NULL;
}

/* --- reading it --- */

/* Keys are short in a table, where the rest of its names is near; labels are read alone. */
static const char *label_name(const struct key *key)
{
	if (strcmp(key->name, "iface") == 0)
		return "interface";
	return strcmp(key->name, "proto") == 0 ? "protocol" : key->name;
}

static void write_labels(const struct prom_table *t, const struct row *row, char *buf, size_t n)
{
	char digits[FMT_DIGITS + 1];
	struct strbuf sb;
	struct value v;

	sb_init(&sb, buf, n);
	for (unsigned i = 0; i < t->names; i++) {
		v.type = V_TEXT;
		v.s = OTHER;
		if (row)
			key_get(&t->name[i], row, &v);
		if (v.type == V_NONE)
			continue;
		if (v.type != V_TEXT) {
			digits[fmt_digits(digits, v.u)] = '\0';
			v.s = digits;
		}
		prom_label(&sb, label_name(&t->name[i]), v.s);
	}
}

static void read_values(const struct prom_table *t, const struct row *row, struct prom_row *out)
{
	struct value v;

	out->score = out->known = 0;
	for (unsigned i = 0; i < t->values; i++) {
		key_get(&t->value[i].key, row, &v);
		out->value[i] = v.type == V_NONE ? 0 : v.u;
		if (v.type != V_NONE)
			out->known |= 1u << i;
		if (v.type == V_BYTES)
			out->score += v.u;
	}
}

static void find_lowest(struct prom_table *t)
{
	t->lowest = 0;
	for (uint32_t i = 1; i < t->rows; i++)
		if (t->row[i].score < t->row[t->lowest].score)
			t->lowest = i;
}

static void pick(struct prom_table *t, const struct row *row, const struct prom_row *values)
{
	struct prom_row *to = &t->row[t->rows < t->room ? t->rows : t->lowest];

	if (t->rows == t->room && values->score <= to->score)
		return;
	memcpy(to, values, offsetof(struct prom_row, labels));
	write_labels(t, row, to->labels, sizeof(to->labels));
	if (t->rows < t->room && ++t->rows < t->room)
		return;
	find_lowest(t);
}

static int by_place(const void *a, const void *b)
{
	const struct prom_row *x = a, *y = b;

	return x->place < y->place ? -1 : x->place > y->place;
}

static void add_row(struct prom_row *to, const struct prom_row *row, unsigned values)
{
	for (unsigned i = 0; i < values; i++)
		to->value[i] += row->value[i];
	to->known |= row->known;
}

/* Two rows of the same name, as of an interface that came again, are one series. */
static void merge_equals(struct prom_table *t)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < t->rows; i++) {
		uint32_t same = 0;

		while (same < n && strcmp(t->row[same].labels, t->row[i].labels) != 0)
			same++;
		if (same < n)
			add_row(&t->row[same], &t->row[i], t->values);
		else if (n++ != i)
			t->row[same] = t->row[i];
	}
	t->rows = n;
}

static void add_others(struct prom_table *t, uint32_t all)
{
	struct prom_row *others = &t->row[t->rows];
	bool any = all > t->rows;

	memset(others, 0, sizeof(*others));
	for (unsigned i = 0; i < t->values; i++) {
		uint64_t rest = t->sum[i];

		for (uint32_t row = 0; row < t->rows; row++)
			rest -= t->row[row].value[i];
		if (rest > t->other[i] || t->value[i].gauge)
			t->other[i] = rest;
		others->value[i] = t->other[i];
		others->known |= 1u << i;
		any = any || t->other[i];
	}
	if (!any)
		return;
	write_labels(t, NULL, others->labels, sizeof(others->labels));
	t->rows++;
}

void prom_table_read(struct prom_table *t, struct report *r)
{
	struct prom_row values = { .place = 0 };
	const struct row *row;

	t->rows = t->lowest = 0;
	memset(t->sum, 0, sizeof(t->sum));
	report_open(r, t->table->name);
	for (; (row = report_next(r)); values.place++) {
		read_values(t, row, &values);
		for (unsigned i = 0; i < t->values; i++)
			t->sum[i] += values.value[i];
		pick(t, row, &values);
	}
	qsort(t->row, t->rows, sizeof(*t->row), by_place);
	if (t->spec->parts && t->names)
		add_others(t, values.place);
	merge_equals(t);
}
