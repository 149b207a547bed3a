/* Views in order: by every kind of value, all lines or the first few. */
#include "unit.h"
#include "items.h"

static void test_larger_direction_counts(void **state)
{
	static const uint32_t number[][2] = { { 5, 1 }, { 1, 9 }, { 7, 7 },
					      { 0, 6 }, { 0, 0 }, { 8, 0 } };
	struct rig r;

	(void)state;
	start(&r, 100);
	for (uint32_t i = 0; i < 6; i++)
		memcpy(item_at(&r, add(&r, i))->number, number[i], sizeof(number[i]));
	view_update(&r.v);
	sort_by(&r.v, "number", true, UINT32_MAX);
	LINES(&r, 1, 5, 2, 3, 0, 4);
	sort_by(&r.v, "number", false, UINT32_MAX);
	LINES(&r, 4, 0, 3, 2, 5, 1);
	/* by the other direction's name it is the same */
	sort_by(&r.v, "number_back", true, UINT32_MAX);
	LINES(&r, 1, 5, 2, 3, 0, 4);
	stop(&r);
}

static void test_by_text(void **state)
{
	static const char *const text[] = { "wlan0",	"ETH1",
					    "",		"eth0",
					    "eth10",	"0123456789abcdefZ",
					    "\xc3\xa9", "0123456789abcdefA",
					    "Ab",	"aa",
					    "Zb",	"za" };
	struct rig r;

	(void)state;
	start(&r, 100);
	for (uint32_t i = 0; i < 12; i++)
		item_at(&r, add(&r, i))->text = text[i];
	view_update(&r.v);
	sort_by(&r.v, "text", false, UINT32_MAX);
	/* case does not count, nor what is behind sixteen characters */
	LINES(&r, 2, 5, 7, 9, 8, 3, 1, 4, 0, 11, 10, 6);
	sort_by(&r.v, "text", true, UINT32_MAX);
	LINES(&r, 6, 10, 11, 0, 4, 1, 3, 8, 9, 5, 7, 2);
	stop(&r);
}

static void test_by_endpoint(void **state)
{
	static const uint8_t v4[][4] = {
		{ 10, 0, 0, 2 }, { 9, 255, 0, 1 }, { 10, 0, 0, 10 }, { 200, 0, 0, 1 }
	};
	static const uint8_t v6[16] = { 0xfd, [15] = 1 }, lower[16] = { 0xfc, [15] = 2 };
	struct rig r;

	(void)state;
	start(&r, 100);
	addr_set_v6(&item_at(&r, add(&r, 0))->ep[0].addr, v6);
	addr_set_v6(&item_at(&r, add(&r, 1))->ep[0].addr, lower);
	for (uint32_t i = 0; i < 4; i++)
		addr_set_v4(&item_at(&r, add(&r, 2 + i))->ep[0].addr, v4[i]);
	/* the opposite one is of no account */
	addr_set_v6(&item_at(&r, 3)->ep[1].addr, v6);
	view_update(&r.v);
	sort_by(&r.v, "src", false, UINT32_MAX);
	LINES(&r, 3, 2, 4, 5, 1, 0);
	sort_by(&r.v, "src", true, UINT32_MAX);
	LINES(&r, 0, 1, 5, 4, 2, 3);
	sort_by(&r.v, "dst", true, UINT32_MAX);
	LINES(&r, 3, 0, 1, 5, 4, 2);
	stop(&r);
}

static void test_by_mac(void **state)
{
	static const uint8_t mac[][6] = { { 2, 0, 0, 0, 0, 9 },
					  { 2, 0, 0, 0, 1, 0 },
					  { 0 },
					  { 0xff, 0, 0, 0, 0, 0 },
					  { 1, 0xff, 0xff, 0xff, 0xff, 0xff } };
	struct rig r;

	(void)state;
	start(&r, 100);
	for (uint32_t i = 0; i < 5; i++)
		memcpy(item_at(&r, add(&r, i))->mac, mac[i], 6);
	view_update(&r.v);
	sort_by(&r.v, "mac", false, UINT32_MAX);
	LINES(&r, 2, 4, 0, 1, 3); /* none is the least */
	sort_by(&r.v, "mac", true, UINT32_MAX);
	LINES(&r, 3, 1, 0, 4, 2);
	stop(&r);
}

static void test_new_rows_come_after_the_sorted(void **state)
{
	struct rig r;

	(void)state;
	start(&r, 100);
	add_many(&r, 0, 4);
	view_update(&r.v);
	sort_by(&r.v, "key", true, UINT32_MAX);
	assert_int_equal(r.v.sorted, 4);
	LINES(&r, 3, 2, 1, 0);
	add(&r, 9);
	LINES(&r, 3, 2, 1, 0, 9);
	assert_int_equal(r.v.sorted, 4);
	sort_by(&r.v, "key", true, UINT32_MAX);
	LINES(&r, 9, 3, 2, 1, 0);
	assert_true(r.v.descending);
	assert_string_equal(r.v.by->key, "key");
	stop(&r);
}

/* A first page in order, then more of them, then fewer rows. */
static void test_as_many_as_are_needed(void **state)
{
	struct rig r;
	uint32_t before[1000];

	(void)state;
	start(&r, 5000);
	for (uint32_t i = 0; i < 1000; i++)
		add(&r, i * 617 % 1000);
	view_update(&r.v);
	memcpy(before, r.v.line, sizeof(before));
	for (uint32_t need = 10; need <= 1000; need += 90) {
		sort_by(&r.v, "key", true, need);
		assert_int_equal(r.v.sorted, need);
		for (uint32_t i = 0; i < need; i++)
			assert_int_equal(item_at(&r, r.v.line[i])->key, 999 - i);
		all_shown_once(&r);
		/* the others are in the order of first sight still */
		for (uint32_t i = need + 1; i < 1000; i++)
			assert_true(r.v.line[i] > r.v.line[i - 1]);
	}
	assert_int_equal(r.v.sorted, 1000);
	sort_by(&r.v, "key", true, 100);
	assert_int_equal(r.v.sorted, 100);
	/* rows leave: some of the sorted, some of the others */
	for (uint32_t i = 0; i < 1000; i++)
		if (item_at(&r, i)->key % 10 == 5)
			capped_remove(&r.t, i);
	view_update(&r.v);
	assert_int_equal(r.v.lines, 900);
	assert_int_equal(r.v.sorted, 90);
	for (uint32_t i = 1; i < 90; i++)
		assert_true(item_at(&r, r.v.line[i])->key < item_at(&r, r.v.line[i - 1])->key);
	sort_by(&r.v, "key", false, UINT32_MAX);
	assert_int_equal(r.v.sorted, 900);
	assert_int_equal(item_at(&r, r.v.line[0])->key, 0);
	stop(&r);
}

/* In pieces; between them the engine goes on, and the view has each of its rows once all the same.
 */
static void test_sorted_while_it_changes(void **state)
{
	struct counted c;
	const struct table_lock lock = plain_lock(&c);
	uint32_t cap = 100000, *before;
	struct rig r;

	(void)state;
	start(&r, cap);
	add_many(&r, 0, 30000);
	view_update(&r.v);
	before = malloc(30000 * sizeof(*before));
	assert_non_null(before);
	memcpy(before, r.v.line, 30000 * sizeof(*before));
	c.change = &r;
	assert_int_equal(view_sort(&r.v, &lock, &fields[0], true, 50, 1000, 1), 0);
	assert_true(c.times > 1);
	assert_int_equal(r.v.lines, 30000);
	assert_int_equal(r.v.sorted, 50);
	all_shown_once(&r);
	c.change = NULL;
	assert_int_equal(view_sort(&r.v, &lock, &fields[0], true, UINT32_MAX, 1000, 1), 0);
	for (uint32_t i = 1; i < r.v.lines; i++)
		assert_true(item_at(&r, r.v.line[i])->key < item_at(&r, r.v.line[i - 1])->key);
	free(before);
	stop(&r);
}

static void begin_by_key(struct view *v)
{
	assert_int_equal(view_sort_begin(v, &fields[0], true, UINT32_MAX, 1000, 1), 0);
}

/* Step by step: lines stay where they are until all is done; what comes meanwhile is behind. */
static void test_in_steps(void **state)
{
	enum { ROWS = 20000 };
	struct counted c;
	const struct table_lock lock = plain_lock(&c);
	struct rig r;
	unsigned steps = 0;

	(void)state;
	start(&r, ROWS);
	add_many(&r, 0, ROWS);
	view_update(&r.v);
	assert_true(view_is_in_order(&r.v));
	assert_true(view_order_step(&r.v, &lock, 0));
	begin_by_key(&r.v);
	for (; !view_order_step(&r.v, &lock, 0); steps++) {
		assert_int_equal(c.locked, 0);
		assert_false(view_is_in_order(&r.v));
		assert_int_equal(r.v.sorted, 0);
		/* rows leave that have been read, and others that have not */
		capped_remove(&r.t, 10 * steps);
		capped_remove(&r.t, ROWS - 1 - 10 * steps);
		view_update(&r.v);
		assert_int_equal(r.v.line[0], 1);
		assert_int_equal(r.v.line[1], 2);
		/* and come again, to the same slots */
		add(&r, ROWS + 2 * steps);
		view_update(&r.v);
		all_shown_once(&r);
	}
	assert_true(steps > 3);
	assert_true(view_is_in_order(&r.v));
	assert_in_range(r.v.sorted, ROWS - 2 * steps, ROWS - steps);
	for (uint32_t i = 1; i < r.v.sorted; i++)
		assert_true(item_at(&r, r.v.line[i])->key < item_at(&r, r.v.line[i - 1])->key);
	all_shown_once(&r);
	stop(&r);
}

/* The last order asked for is what counts. */
static void test_another_order_on_the_way(void **state)
{
	enum { ROWS = 20000 };
	struct counted c;
	const struct table_lock lock = plain_lock(&c);
	struct rig r;

	(void)state;
	start(&r, ROWS);
	add_many(&r, 0, ROWS);
	for (uint32_t i = 0; i < ROWS; i++)
		item_at(&r, i)->number[0] = i * 617 % ROWS + 1;
	view_update(&r.v);
	begin_by_key(&r.v);
	assert_false(view_order_step(&r.v, &lock, 0));
	assert_false(view_order_step(&r.v, &lock, 0));
	assert_int_equal(view_sort_begin(&r.v, &fields[1], false, 100, 1000, 1), 0);
	view_order_step(&r.v, &lock, VIEW_WHOLE);
	assert_int_equal(r.v.sorted, 100);
	for (uint32_t i = 0; i < 100; i++)
		assert_int_equal(item_at(&r, r.v.line[i])->number[0], i + 1);
	all_shown_once(&r);
	/* a search begins with other lines */
	begin_by_key(&r.v);
	view_search(&r.v, NULL);
	assert_true(view_is_in_order(&r.v));
	stop(&r);
}

/* What is over is taken off at the end, unless another row has come to its slot by then. */
static void test_over_in_steps(void **state)
{
	enum { ROWS = 20000 };
	struct counted c;
	const struct table_lock lock = plain_lock(&c);
	struct rig r;

	(void)state;
	for (int many = 0; many < 2; many++) {
		start(&r, ROWS);
		add_many(&r, 0, ROWS);
		view_update(&r.v);
		item_at(&r, 5)->over = item_at(&r, 6)->over = item_at(&r, 7)->over = true;
		item_at(&r, ROWS - 1)->over = true;
		assert_int_equal(view_drop_over_begin(&r.v), 0);
		assert_false(view_order_step(&r.v, &lock, 0));
		assert_int_equal(r.v.lines, ROWS);
		reopen(&r, 5);
		replace(&r, 6, ROWS + 6);
		/* more than the table remembers */
		for (uint32_t i = 0; many && i <= SLOTS_RECENT; i++)
			replace(&r, 9, ROWS + 10 + i);
		view_update(&r.v);
		/* it is to be sorted, too */
		begin_by_key(&r.v);
		assert_false(view_order_step(&r.v, &lock, 0));
		view_order_step(&r.v, &lock, VIEW_WHOLE);
		assert_int_equal(r.v.lines, ROWS - 2);
		assert_int_equal(view_find(&r.v, 7), ROWS - 2);
		assert_int_equal(view_find(&r.v, ROWS - 1), ROWS - 2);
		assert_true(view_find(&r.v, 5) < 10u + ROWS - 7);
		assert_true(view_find(&r.v, 6) < 2);
		reopen(&r, 7);
		view_update(&r.v);
		assert_int_equal(view_find(&r.v, 7), ROWS - 2);
		assert_int_equal(r.v.lines, ROWS - 1);
		stop(&r);
	}
}

static void test_sort_of_nothing(void **state)
{
	struct rig r;

	(void)state;
	start(&r, 100);
	sort_by(&r.v, "key", true, UINT32_MAX);
	assert_int_equal(r.v.sorted, 0);
	add(&r, 1);
	view_update(&r.v);
	sort_by(&r.v, "key", true, 0);
	LINES(&r, 1);
	stop(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_larger_direction_counts),
		cmocka_unit_test(test_by_text),
		cmocka_unit_test(test_by_endpoint),
		cmocka_unit_test(test_by_mac),
		cmocka_unit_test(test_new_rows_come_after_the_sorted),
		cmocka_unit_test(test_as_many_as_are_needed),
		cmocka_unit_test(test_sorted_while_it_changes),
		cmocka_unit_test(test_in_steps),
		cmocka_unit_test(test_another_order_on_the_way),
		cmocka_unit_test(test_over_in_steps),
		cmocka_unit_test(test_sort_of_nothing),
	};

	return cmocka_run_group_tests_name("view_sort", tests, NULL, NULL);
}
