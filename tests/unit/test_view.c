/* Views: which rows are on which line, without the engine or another reader seeing any of it. */
#include "unit.h"
#include "items.h"

/* --- what comes and goes --- */

static void test_order_of_first_sight(void **state)
{
	struct rig r;

	(void)state;
	start(&r, 100);
	LINES(&r);
	add(&r, 7);
	add(&r, 3);
	LINES(&r, 7, 3);
	add(&r, 9);
	add(&r, 1);
	LINES(&r, 7, 3, 9, 1);
	stop(&r);
}

static void test_rows_leave(void **state)
{
	struct row row;
	struct rig r;

	(void)state;
	start(&r, 100);
	add_many(&r, 0, 6);
	LINES(&r, 0, 1, 2, 3, 4, 5);
	capped_remove(&r.t, 1);
	capped_remove(&r.t, 4);
	assert_false(view_read(&r.v, 1, 1000, 1, &row)); /* not yet updated */
	LINES(&r, 0, 2, 3, 5);
	assert_int_equal(view_find(&r.v, 3), 2);
	assert_int_equal(view_find(&r.v, 4), 4);   /* it has none */
	assert_int_equal(view_find(&r.v, 99), 4);  /* never had one */
	assert_int_equal(view_find(&r.v, 100), 4); /* no slot at all */
	assert_int_equal(view_find(&r.v, 70000), 4);
	add(&r, 6);
	LINES(&r, 0, 2, 3, 5, 6);
	for (uint32_t i = 0; i < 7; i++)
		if (slots_live(&r.t.slots, i))
			capped_remove(&r.t, i);
	LINES(&r);
	/* came and went between two looks */
	capped_remove(&r.t, add(&r, 8));
	LINES(&r);
	add(&r, 9);
	LINES(&r, 9);
	stop(&r);
}

static void test_a_slot_used_again_keeps_its_line(void **state)
{
	struct rig r;

	(void)state;
	start(&r, 5);
	add_many(&r, 0, 5);
	LINES(&r, 0, 1, 2, 3, 4);
	replace(&r, 2, 20);
	LINES(&r, 0, 1, 20, 3, 4);
	/* the table is full: the slot is the only free one */
	capped_remove(&r.t, 1);
	assert_int_equal(add(&r, 10), 1);
	LINES(&r, 0, 10, 20, 3, 4);
	/* seen to be free in between */
	capped_remove(&r.t, 1);
	LINES(&r, 0, 20, 3, 4);
	assert_int_equal(add(&r, 11), 1);
	LINES(&r, 0, 20, 3, 4, 11);
	stop(&r);
}

static void test_rows_that_are_over(void **state)
{
	struct rig r;

	(void)state;
	start(&r, 100);
	add_many(&r, 0, 6);
	item_at(&r, 1)->over = item_at(&r, 2)->over = item_at(&r, 4)->over = true;
	LINES(&r, 0, 1, 2, 3, 4, 5); /* until asked to */
	drop_over(&r.v);
	LINES(&r, 0, 3, 5);
	assert_int_equal(table_count(&items, &r.t), 6);
	add(&r, 6);
	replace(&r, 0, 10);
	LINES(&r, 10, 3, 5, 6);
	reopen(&r, 4);
	LINES(&r, 10, 3, 5, 6, 4);
	replace(&r, 1, 11);
	LINES(&r, 10, 3, 5, 6, 4, 11);
	/* those that are still off go without a trace */
	capped_remove(&r.t, 2);
	LINES(&r, 10, 3, 5, 6, 4, 11);
	/* over before it was ever seen */
	item_at(&r, add(&r, 7))->over = true;
	LINES(&r, 10, 3, 5, 6, 4, 11, 7);
	item_at(&r, add(&r, 8))->over = true;
	drop_over(&r.v);
	LINES(&r, 10, 3, 5, 6, 4, 11);
	stop(&r);
}

/* A table none of whose rows is ever over. */
static void test_none_is_over(void **state)
{
	struct table plain = items;
	struct rig r;

	(void)state;
	start(&r, 100);
	plain.is_over = NULL;
	r.v.table = &plain;
	add_many(&r, 0, 3);
	drop_over(&r.v);
	LINES(&r, 0, 1, 2);
	stop(&r);
}

static void test_more_changes_than_are_remembered(void **state)
{
	static uint32_t at[4 * SLOTS_RECENT]; /* line of each slot */
	struct rig r;

	(void)state;
	for (uint32_t extra = 0; extra < 3; extra++) {
		start(&r, 4 * SLOTS_RECENT);
		add_many(&r, 0, 10);
		LINES(&r, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
		capped_remove(&r.t, 3);
		add_many(&r, 10, SLOTS_RECENT - 2 + extra);
		all_shown_once(&r);
		assert_int_equal(view_find(&r.v, 4), 3);
		for (uint32_t i = 9; i < r.v.lines; i++)
			assert_int_equal(r.v.line[i], i + 1);
		/* most leave, others come */
		for (uint32_t i = 0; i < SLOTS_RECENT; i++)
			if (i % 8 && slots_live(&r.t.slots, i))
				capped_remove(&r.t, i);
		add_many(&r, 1000000, SLOTS_RECENT);
		all_shown_once(&r);
		/* those that stayed are in their order still */
		for (uint32_t i = 0; i < r.v.lines; i++)
			at[r.v.line[i]] = i;
		for (uint32_t i = 8; i < SLOTS_RECENT; i += 8)
			assert_true(at[i] > at[i - 8]);
		stop(&r);
	}
}

/* What was taken off stays off, however much happens to others. */
static void test_over_with_many_changes(void **state)
{
	struct rig r;

	(void)state;
	start(&r, 100);
	add_many(&r, 0, 5);
	item_at(&r, 1)->over = item_at(&r, 2)->over = item_at(&r, 3)->over = true;
	drop_over(&r.v);
	LINES(&r, 0, 4);
	for (uint32_t i = 0; i <= SLOTS_RECENT; i++)
		replace(&r, 4, 40 + i);
	LINES(&r, 0, 40 + SLOTS_RECENT);
	reopen(&r, 2);
	replace(&r, 3, 30);
	for (uint32_t i = 0; i <= SLOTS_RECENT; i++)
		replace(&r, 0, 50 + i);
	LINES(&r, 50 + SLOTS_RECENT, 40 + SLOTS_RECENT, 2, 30);
	stop(&r);
}

/* A table that is an array, and only grows. */
static void rows_of_array(const void *engine, struct rows *out)
{
	const uint32_t *used = engine;
	static const struct item array[10] = { { .key = 5 }, { .key = 6 }, { .key = 7 } };

	*out = (struct rows){ .data = array, .used = *used, .count = *used, .cap = 10 };
}

static void test_array(void **state)
{
	static const struct table plain = { .name = "plain",
					    .fields = fields,
					    .ways = 2,
					    .row_size = sizeof(struct item),
					    .rows = rows_of_array };
	struct rig r = { .v = { .lines = 0 } };
	uint32_t used = 0;

	(void)state;
	assert_int_equal(view_init(&r.v, &plain, &used), 0);
	LINES(&r);
	used = 2;
	LINES(&r, 5, 6);
	used = 3;
	LINES(&r, 5, 6, 7);
	view_fini(&r.v);
}

/* Random events, the view updated after each: against a list kept in the plainest way. */
static void test_against_a_list(void **state)
{
	enum { CAP = 60 };
	uint32_t list[CAP], n = 0, i;
	struct rig r;

	(void)state;
	start(&r, CAP);
	srandom(5);
	for (uint32_t step = 0; step < 60000; step++) {
		uint32_t slot = (uint32_t)random() % CAP;
		bool live = slots_live(&r.t.slots, slot);

		for (i = 0; i < n && list[i] != slot;)
			i++;
		switch (random() % 6) {
		case 0: /* it leaves */
			if (!live)
				break;
			capped_remove(&r.t, slot);
			if (i < n)
				memmove(&list[i], &list[i + 1], (--n - i) * sizeof(*list));
			break;
		case 1: /* another in its place */
			if (!live)
				break;
			replace(&r, slot, step + CAP);
			if (i == n)
				list[n++] = slot;
			break;
		case 2:
			if (live)
				item_at(&r, slot)->over = true;
			break;
		case 3: /* it is back */
			if (!live)
				break;
			reopen(&r, slot);
			if (i == n)
				list[n++] = slot;
			break;
		case 4: /* now and then */
			if (random() % 20)
				break;
			drop_over(&r.v);
			for (i = n, n = 0, slot = 0; slot < i; slot++)
				if (!item_at(&r, list[slot])->over)
					list[n++] = list[slot];
			break;
		default: /* at the end, or on a hole */
			if (r.t.slots.count == CAP)
				break;
			list[n++] = add(&r, step + CAP);
			break;
		}
		view_update(&r.v);
		assert_int_equal(r.v.lines, n);
		assert_memory_equal(r.v.line, list, n * sizeof(*list));
	}
	stop(&r);
}

/* --- readers among themselves, and the engine --- */

static void test_two_views(void **state)
{
	struct view other = { .lines = 0 };
	struct rig r;

	(void)state;
	start(&r, 100);
	assert_int_equal(view_init(&other, &items, &r.t), 0);
	add_many(&r, 0, 5);
	view_update(&other);
	LINES(&r, 0, 1, 2, 3, 4);
	item_at(&r, 2)->over = true;
	drop_over(&other);
	sort_by(&other, "key", true, UINT32_MAX);
	LINES(&r, 0, 1, 2, 3, 4);
	assert_null(r.v.by);
	capped_remove(&r.t, 0);
	add(&r, 5);
	LINES(&r, 1, 2, 3, 4, 5);
	/* the other reader looks later, and has an order of its own */
	view_fini(&r.v);
	r.v = other;
	LINES(&r, 4, 3, 1, 5);
	/* a third begins with all there is, in the order of first sight */
	memset(&other, 0, sizeof(other));
	assert_int_equal(view_init(&other, &items, &r.t), 0);
	view_fini(&r.v);
	r.v = other;
	LINES(&r, 1, 2, 3, 4, 5);
	stop(&r);
}

static void test_the_table_never_changes(void **state)
{
	const size_t size = 500 * sizeof(struct item);
	struct capped before;
	struct rig r;
	uint32_t *recent;
	void *rows;

	(void)state;
	start(&r, 1000);
	add_many(&r, 0, 500);
	for (uint32_t i = 0; i < 500; i++) {
		item_at(&r, i)->over = i % 3 == 0;
		item_at(&r, i)->number[i % 2] = i * 7919 % 500;
	}
	capped_remove(&r.t, 20);
	rows = malloc(size);
	recent = malloc(SLOTS_RECENT * sizeof(*recent));
	assert_true(rows && recent);
	memcpy(rows, r.t.row, size);
	memcpy(recent, r.t.slots.recent, SLOTS_RECENT * sizeof(*recent));
	before = r.t;
	view_update(&r.v);
	sort_by(&r.v, "number", true, 10);
	drop_over(&r.v);
	sort_by(&r.v, "key", false, UINT32_MAX);
	view_update(&r.v);
	view_find(&r.v, 20);
	assert_memory_equal(rows, r.t.row, size);
	assert_memory_equal(recent, r.t.slots.recent, SLOTS_RECENT * sizeof(*recent));
	assert_memory_equal(&before, &r.t, sizeof(before));
	free(rows);
	free(recent);
	stop(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_of_first_sight),
		cmocka_unit_test(test_rows_leave),
		cmocka_unit_test(test_a_slot_used_again_keeps_its_line),
		cmocka_unit_test(test_rows_that_are_over),
		cmocka_unit_test(test_none_is_over),
		cmocka_unit_test(test_more_changes_than_are_remembered),
		cmocka_unit_test(test_over_with_many_changes),
		cmocka_unit_test(test_array),
		cmocka_unit_test(test_against_a_list),
		cmocka_unit_test(test_two_views),
		cmocka_unit_test(test_the_table_never_changes),
	};

	return cmocka_run_group_tests_name("view", tests, NULL, NULL);
}
