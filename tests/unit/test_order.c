#include "unit.h"

#include <stdlib.h>

#include "stats/order.h"

static uint64_t keys[1000];

static uint64_t key(const void *ctx, uint32_t row)
{
	(void)ctx;
	return keys[row];
}

static bool even(const void *ctx, uint32_t row)
{
	(void)ctx;
	return row % 2 == 0;
}

static void check_sorted(const struct order *o)
{
	for (uint32_t i = 1; i < o->count; i++) {
		uint32_t a = o->row[i - 1], b = o->row[i];

		assert_true(keys[a] > keys[b] || (keys[a] == keys[b] && a < b));
	}
}

static void test_sort_is_descending_and_stable(void **state)
{
	struct order o;

	(void)state;
	assert_int_equal(order_init(&o, 1000), 0);
	srand(7);
	for (uint32_t i = 0; i < 1000; i++) {
		keys[i] = (uint64_t)rand() % 50 * (i % 3 ? 1 : 0x100000001ull);
		order_append(&o, i);
	}
	assert_int_equal(order_sort(&o, key, NULL), 0);
	check_sorted(&o);
	order_filter(&o, even, NULL);
	assert_int_equal(o.count, 500);
	check_sorted(&o);
	order_fini(&o);
}

static void test_equal_keys_keep_their_order(void **state)
{
	struct order o;

	(void)state;
	assert_int_equal(order_init(&o, 1000), 0);
	for (uint32_t i = 0; i < 1000; i++) {
		keys[i] = 5;
		order_append(&o, i);
	}
	order_append(&o, 1000); /* over the cap: ignored */
	assert_int_equal(o.count, 1000);
	assert_int_equal(order_sort(&o, key, NULL), 0);
	for (uint32_t i = 0; i < 1000; i++)
		assert_int_equal(o.row[i], i);
	order_fini(&o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sort_is_descending_and_stable),
		cmocka_unit_test(test_equal_keys_keep_their_order),
	};

	return cmocka_run_group_tests_name("order", tests, NULL, NULL);
}
