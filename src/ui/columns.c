#include "ui/columns.h"

#include <stdbool.h>
#include <string.h>

#define REFERENCE_COLS 80
#define FIRST_LEAST    21 /* "255.255.255.255:65535" */
#define ALWAYS	       255

static size_t select_shown(const struct columns *c, unsigned mode, int cols, struct column *out)
{
	size_t n = 0;

	for (const struct column_def *d = c->def; d->key && n < COLUMNS_MAX; d++) {
		unsigned way = 0;
		const struct field *f = field_find(c->table->fields, d->key, &way);

		if (f && (!d->mode || (d->mode & mode)) && (!d->seen || (d->seen & mode)) &&
		    cols >= d->from)
			out[n++] = (struct column){ .def = d, .field = f, .way = way };
	}
	return n;
}

static int scaled(const struct columns *c, int x, int cols)
{
	return c->slow ? x * (cols + REFERENCE_COLS) / (2 * REFERENCE_COLS)
		       : x * cols / REFERENCE_COLS;
}

/* Each but the first moves with the screen's width; the first stays at the left edge. */
static void spread(const struct columns *t, struct column *c, size_t n, int cols)
{
	for (size_t i = 0; i < n; i++) {
		const struct column_def *f = c[i].def;
		int at = i ? scaled(t, f->title_x, cols) : f->title_x;

		c[i].title_x = at + f->title_dx;
		c[i].x = f->x ? 1 + scaled(t, f->x, cols) : at + f->dx;
		if (i && f->fill && f->from)
			c[i].x = c[i].title_x = c[i - 1].x + c[i - 1].def->width + 1;
	}
}

/* Columns that a field takes, with its title as " Title " and one free before its value. */
static int slot(const struct column_def *f)
{
	int title = (int)strlen(f->title);

	if (!title)
		return f->width;
	return title + 2 > f->width + 1 ? title + 2 : f->width + 1;
}

static int slots(const struct column *c, size_t n)
{
	int sum = 0;

	for (size_t i = 1; i < n; i++)
		sum += slot(c[i].def);
	return sum;
}

static size_t drop_least(struct column *c, size_t n)
{
	size_t least = 0;

	for (size_t i = 1; i < n; i++)
		if (c[i].def->keep < ALWAYS && (least == 0 || c[i].def->keep < c[least].def->keep))
			least = i;
	if (least == 0)
		return n;
	memmove(&c[least], &c[least + 1], (n - least - 1) * sizeof(*c));
	return n - 1;
}

static bool is_text(const struct column *c)
{
	return c->field->type == V_TEXT || c->field->type == V_BOOL || c->field->type == V_MAC;
}

/* From the right edge on, down to the column `least`; returns where that begins. */
static int align_right(struct column *c, size_t n, size_t least, int cols)
{
	int x = cols - 1;

	for (size_t i = n; i-- > least;) {
		int w = slot(c[i].def), title = (int)strlen(c[i].def->title);
		bool number = !is_text(&c[i]);

		x -= w;
		c[i].x = title ? x + (number ? w - c[i].def->width : 1) : x;
		c[i].title_x = number && title ? x + w - title - 2 : x;
	}
	return x;
}

/* No more than it takes where it has all the room. */
static int least_of_first(const struct column_def *d)
{
	int all = d->width ? d->width + 1 : 0;

	return all < FIRST_LEAST ? all : FIRST_LEAST;
}

static size_t close_up(struct column *c, size_t n, int cols)
{
	int first = c[0].def->title_x + c[0].def->dx, least = least_of_first(c[0].def);
	size_t left;

	while (n > 1 && cols - 1 - first - slots(c, n) < least) {
		left = drop_least(c, n);
		if (left == n)
			break;
		n = left;
	}
	align_right(c, n, 1, cols);
	c[0].title_x = c[0].def->title_x;
	c[0].x = first;
	return n;
}

static void set_widths(struct column *c, size_t n, int cols)
{
	for (size_t i = 0; i < n; i++)
		c[i].w = (i + 1 < n ? c[i + 1].x : cols - 1) - c[i].x;
}

size_t columns_fit_addresses(const struct columns *c, unsigned mode, int screen_cols, int room,
			     struct column out[COLUMNS_MAX])
{
	size_t n = select_shown(c, mode, screen_cols, out), left = n;
	int first = out[0].def->title_x + out[0].def->dx, end = screen_cols - 1, half;

	/* the second is no column of its own here */
	while ((end - first - slots(out, n) + slot(out[1].def)) / 2 < room) {
		left = drop_least(out, n);
		if (left == n)
			break;
		n = left;
	}
	half = (align_right(out, n, 2, screen_cols) - first) / 2;
	for (int i = 0; i < 2; i++) {
		out[i].x = first + i * half;
		out[i].title_x = out[i].x - out[i].def->dx;
	}
	set_widths(out, n, screen_cols);
	return n;
}

size_t columns_fit(const struct columns *c, unsigned mode, int screen_cols,
		   struct column out[COLUMNS_MAX])
{
	size_t n = select_shown(c, mode, screen_cols, out);

	if (n == 0)
		return 0;
	if (c->addresses_first)
		return columns_fit_addresses(c, mode, screen_cols, FIRST_LEAST + 1, out);
	if (screen_cols >= REFERENCE_COLS)
		spread(c, out, n, screen_cols);
	else
		n = close_up(out, n, screen_cols);
	set_widths(out, n, screen_cols);
	return n;
}

void columns_value(const struct table *t, const struct row *r, const char *key, struct value *out)
{
	struct row row = *r;
	unsigned way = 0;
	const struct field *f = field_find(t->fields, key, &way);

	row.way ^= way;
	field_get(f, &row, out);
}
