/* Views of a part of the rows, and of some rows before the others. */
#include "unit.h"
#include "items.h"

/* Of these hosts are the keys that end as their interface does. */
static bool is_of(const void *engine, const void *data, const struct row_set *hosts)
{
	(void)engine;
	return ((const struct item *)data)->key % 10 == (uint32_t)hosts->place;
}

static struct table of_hosts;
static const struct row_set sevens = { .place = 7 };

static void start_part(struct rig *r, uint32_t cap)
{
	of_hosts = items;
	of_hosts.is_of = is_of;
	start(r, cap);
	view_fini(&r->v);
	memset(&r->v, 0, sizeof(r->v));
	assert_int_equal(view_init(&r->v, &of_hosts, &r->t), 0);
	r->v.only = &sevens;
}

static void test_only_some(void **state)
{
	struct rig r;

	(void)state;
	start_part(&r, 100);
	add_many(&r, 1, 30);
	LINES(&r, 7, 17, 27);
	add(&r, 107);
	add(&r, 108);
	LINES(&r, 7, 17, 27, 107);
	capped_remove(&r.t, 16);
	LINES(&r, 7, 27, 107);
	sort_by(&r.v, "key", true, UINT32_MAX);
	LINES(&r, 107, 27, 7);
	stop(&r);
}

/* Another row comes into the slot of one that was shown, or was not. */
static void test_only_some_in_used_slots(void **state)
{
	struct rig r;

	(void)state;
	start_part(&r, 100);
	add_many(&r, 1, 20);
	LINES(&r, 7, 17);
	replace(&r, 6, 30);
	replace(&r, 3, 47);
	LINES(&r, 17, 47);
	replace(&r, 16, 57);
	LINES(&r, 57, 47);
	stop(&r);
}

static void test_only_some_of_many(void **state)
{
	struct counted c;
	const struct table_lock lock = plain_lock(&c);
	unsigned steps;
	struct rig r;

	(void)state;
	start_part(&r, 400000);
	add_many(&r, 0, 100);
	view_update(&r.v);
	add_many(&r, 100, 3 * SLOTS_RECENT);
	replace(&r, 7, 1000000);
	view_update(&r.v);
	/* not all of them at once; new ones are taken all the same, and none twice */
	assert_false(view_list_step(&r.v, &lock, 0));
	add_many(&r, 100 + 3 * SLOTS_RECENT, 10);
	replace(&r, 17, 1000007);
	view_update(&r.v);
	for (steps = 1; !view_list_step(&r.v, &lock, 0); steps++)
		view_update(&r.v);
	assert_true(steps > 3);
	assert_true(view_list_step(&r.v, &lock, 0));
	assert_int_equal(r.v.lines,
			 (110 + 3 * SLOTS_RECENT) / 10 - 1 + ((110 + 3 * SLOTS_RECENT) % 10 > 7));
	for (uint32_t i = 0; i < r.v.lines; i++) {
		assert_int_equal(item_at(&r, r.v.line[i])->key % 10, 7);
		assert_true(i < 3 || r.v.line[i] > r.v.line[i - 1]);
	}
	stop(&r);
}

/* Held before all of them are known. */
static void test_some_of_many_are_held(void **state)
{
	struct counted c;
	const struct table_lock lock = plain_lock(&c);
	struct rig r;

	(void)state;
	start_part(&r, 400000);
	add_many(&r, 0, 2 * SLOTS_RECENT);
	view_update(&r.v);
	assert_true(r.v.listing);
	assert_int_equal(view_hold(&r.v, &lock), 0);
	assert_true(view_list_step(&r.v, &lock, 0));
	view_hold_step(&r.v, &lock, VIEW_WHOLE);
	add_many(&r, 2 * SLOTS_RECENT, 100);
	view_update(&r.v);
	assert_int_equal(r.v.lines, (2 * SLOTS_RECENT) / 10);
	view_release(&r.v);
	view_update(&r.v);
	view_list_step(&r.v, &lock, VIEW_WHOLE);
	assert_int_equal(r.v.lines, (2 * SLOTS_RECENT) / 10 + 10);
	stop(&r);
}

/* No row of theirs is ever over. */
static void test_other_rows_in_used_slots(void **state)
{
	struct rig r;

	(void)state;
	start_part(&r, 100);
	of_hosts.is_over = NULL;
	add_many(&r, 1, 20);
	LINES(&r, 7, 17);
	replace(&r, 6, 30); /* of another host */
	LINES(&r, 17);
	for (uint32_t i = 0; i <= SLOTS_RECENT; i++)
		replace(&r, 3, 40);
	LINES(&r, 17);
	replace(&r, 6, 37);
	for (uint32_t i = 0; i <= SLOTS_RECENT; i++)
		replace(&r, 3, 40);
	LINES(&r, 17, 37);
	stop(&r);
}

static void get_even(const struct row *r, struct value *out)
{
	out->u = item_of(r)->key % 2 == 0;
}

static const struct field even = FIELD("even", "Even", "even", V_BOOL, get_even);

static void test_front(void **state)
{
	struct counted c;
	const struct table_lock lock = plain_lock(&c);
	struct rig r;

	(void)state;
	start(&r, 100);
	add_many(&r, 1, 6);
	view_update(&r.v);
	r.v.front = &even;
	assert_int_equal(view_sort_front(&r.v, &lock, 1000, 1), 0);
	LINES(&r, 2, 4, 6, 1, 3, 5);
	/* also when no more than the first line is needed */
	sort_by(&r.v, "key", true, 1);
	LINES(&r, 6, 4, 2, 5, 3, 1);
	capped_remove(&r.t, 3);
	add(&r, 8);
	LINES(&r, 6, 2, 5, 3, 1, 8);
	assert_int_equal(view_sort_front(&r.v, &lock, 1000, 1), 0);
	LINES(&r, 6, 2, 8, 5, 3, 1);
	r.v.front = NULL;
	sort_by(&r.v, "key", false, UINT32_MAX);
	LINES(&r, 1, 2, 3, 5, 6, 8);
	stop(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_only_some),
		cmocka_unit_test(test_only_some_in_used_slots),
		cmocka_unit_test(test_only_some_of_many),
		cmocka_unit_test(test_some_of_many_are_held),
		cmocka_unit_test(test_other_rows_in_used_slots),
		cmocka_unit_test(test_front),
	};

	return cmocka_run_group_tests_name("view_part", tests, NULL, NULL);
}
