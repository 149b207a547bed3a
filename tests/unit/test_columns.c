#include "unit.h"

#include "stats/conns.h"
#include "ui/columns.h"

static struct column column[COLUMNS_MAX];
static size_t columns;

static void fit(unsigned mode, int cols)
{
	columns = columns_fit(&conns_table, mode, cols, column);
}

static const struct column *find(const char *key)
{
	for (size_t i = 0; i < columns; i++)
		if (strcmp(column[i].field->key, key) == 0)
			return &column[i];
	return NULL;
}

static void expect(const char *key, int title_x, int x)
{
	const struct column *c = find(key);

	assert_non_null(c);
	assert_int_equal(c->title_x, title_x);
	assert_int_equal(c->x, x);
}

static void eighty(void **state)
{
	(void)state;
	fit(CONNS_COUNTS, 80);
	assert_int_equal(columns, 6);
	expect("endpoint", 1, 2);
	expect("mark", 47, 46);
	expect("packets", 47, 47);
	expect("bytes", 59, 56);
	expect("flags", 65, 66);
	expect("iface", 70, 71);
	assert_int_equal(find("endpoint")->addr_w, 32);
	assert_int_equal(find("iface")->w, 8);
	assert_null(find("mac"));
	fit(CONNS_SIZES, 80);
	expect("size", 45, 45);
	expect("window", 56, 56);
	fit(CONNS_MAC, 80);
	assert_true(find("mac")->w >= 17);
}

static void wider(void **state)
{
	(void)state;
	fit(CONNS_COUNTS, 132);
	expect("packets", 77, 77);
	expect("bytes", 97, 94);
	expect("flags", 107, 108);
	expect("iface", 115, 116);
	assert_int_equal(find("endpoint")->addr_w, 52);
	fit(CONNS_COUNTS, 400);
	expect("endpoint", 1, 2);
	expect("iface", 350, 351);
}

/* What must be readable on the smallest screen: who, how much, how it stands. */
static void forty(void **state)
{
	(void)state;
	fit(CONNS_COUNTS, 40);
	assert_int_equal(columns, 3);
	assert_true(find("endpoint")->w >= 21);
	assert_true(find("bytes")->w >= 9);
	assert_true(find("flags")->w >= 4);
}

static void none_overlap_at_any_width(void **state)
{
	static const unsigned modes[] = { CONNS_COUNTS, CONNS_MAC, CONNS_SIZES };

	(void)state;
	for (int cols = 40; cols <= 400; cols++)
		for (size_t m = 0; m < 3; m++) {
			fit(modes[m], cols);
			assert_true(columns >= 2);
			for (size_t i = 1; i < columns; i++) {
				assert_true(column[i].w >= column[i].field->width);
				assert_true(column[i].x > column[i - 1].x);
				assert_true(column[i].title_x >= column[i - 1].title_x);
			}
			assert_true(column[0].w >= 21);
			assert_true(column[columns - 1].x + column[columns - 1].w <= cols - 1);
		}
}

/* The more room, the more columns. */
static void none_lost_by_widening(void **state)
{
	size_t before = 0;

	(void)state;
	for (int cols = 40; cols <= 132; cols++) {
		fit(CONNS_COUNTS, cols);
		assert_true(columns >= before);
		before = columns;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(eighty),
		cmocka_unit_test(wider),
		cmocka_unit_test(forty),
		cmocka_unit_test(none_overlap_at_any_width),
		cmocka_unit_test(none_lost_by_widening),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
