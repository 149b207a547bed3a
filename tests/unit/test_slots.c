/* Slots of a table: which are taken, used again, trimmed; and copies of a table in pieces. */
#include "unit.h"
#include "items.h"

#include <stdlib.h>

#define FEW 4096u /* slots that are not worth using again */

static struct slots with(uint32_t cap)
{
	struct slots s = { .used = 0 };

	assert_int_equal(slots_init(&s, cap), 0);
	return s;
}

static void take(struct slots *s, uint32_t n)
{
	while (n-- > 0)
		assert_int_not_equal(slots_take(s), SLOTS_NONE);
}

/* Behind all others, also when one of them is free. */
static void test_new_ones_go_to_the_end(void **state)
{
	struct slots s = with(100);

	(void)state;
	for (uint32_t i = 0; i < 10; i++)
		assert_int_equal(slots_take(&s), i);
	slots_free(&s, 3);
	assert_int_equal(s.count, 9);
	assert_int_equal(s.used, 10);
	assert_false(slots_live(&s, 3));
	assert_int_equal(slots_take(&s), 10);
	slots_fini(&s);
}

static void test_full(void **state)
{
	struct slots s = with(100);

	(void)state;
	take(&s, 100);
	assert_int_equal(slots_take(&s), SLOTS_NONE);
	assert_int_equal(s.count, 100);
	slots_free(&s, 70);
	slots_free(&s, 30);
	/* the end is reached: holes are used */
	assert_int_equal(slots_take(&s) + slots_take(&s), 100);
	assert_int_equal(slots_take(&s), SLOTS_NONE);
	slots_fini(&s);
}

/* Not while the table is small, and not before more than half is free. */
static void test_holes_are_used_when_worth_it(void **state)
{
	struct slots s = with(100 * FEW);
	uint32_t hole;

	(void)state;
	take(&s, 100);
	for (uint32_t i = 0; i < 99; i++)
		slots_free(&s, i);
	assert_int_equal(slots_take(&s), 100);
	take(&s, 2 * FEW - 101);
	assert_int_equal(s.used, 2 * FEW);
	for (uint32_t i = 99; i < FEW; i++)
		slots_free(&s, i);
	assert_int_equal(s.count, FEW); /* half of it */
	assert_int_equal(slots_take(&s), 2 * FEW);
	slots_free(&s, FEW);
	slots_free(&s, FEW + 1);
	hole = slots_take(&s);
	assert_true(hole <= FEW + 1);
	assert_int_equal(s.used, 2 * FEW + 1);
	assert_int_equal(s.count, FEW);
	assert_int_equal(slots_take(&s), 2 * FEW + 1); /* half of it is live again */
	slots_fini(&s);
}

/* A table of which little is left does not grow any more, however many come and go. */
static void test_use_is_bounded(void **state)
{
	struct slots s = with(1000000);
	uint32_t ring[1000];

	(void)state;
	for (uint32_t i = 0; i < 1000; i++)
		ring[i] = slots_take(&s);
	for (uint32_t i = 0; i < 300000; i++) {
		slots_free(&s, ring[i % 1000]);
		ring[i % 1000] = slots_take(&s);
	}
	assert_int_equal(s.count, 1000);
	assert_true(s.used <= FEW + 1);
	slots_fini(&s);
}

static void test_trimming(void **state)
{
	struct slots s = with(1000);

	(void)state;
	take(&s, 200);
	slots_free(&s, 198);
	assert_int_equal(s.used, 200);
	slots_free(&s, 199); /* and what was free before it */
	assert_int_equal(s.used, 198);
	for (uint32_t i = 1; i < 198; i++)
		slots_free(&s, i);
	assert_int_equal(s.used, 1);
	slots_free(&s, 0);
	assert_int_equal(s.used, 0);
	assert_int_equal(s.count, 0);
	assert_int_equal(slots_next(&s, 0), 0);
	assert_int_equal(slots_take(&s), 0);
	slots_fini(&s);
}

static void test_next(void **state)
{
	struct slots s = with(1000);

	(void)state;
	assert_int_equal(slots_next(&s, 0), 0);
	take(&s, 300);
	for (uint32_t i = 0; i < 300; i++)
		if (i % 64 != 63 && i != 5 && i != 299)
			slots_free(&s, i);
	assert_int_equal(slots_next(&s, 0), 5);
	assert_int_equal(slots_next(&s, 5), 5);
	assert_int_equal(slots_next(&s, 6), 63);
	assert_int_equal(slots_next(&s, 64), 127);
	assert_int_equal(slots_next(&s, 256), 299);
	assert_int_equal(slots_next(&s, 300), 300); /* there is none */
	assert_int_equal(slots_next(&s, 999), 300);
	slots_free(&s, 299);
	assert_int_equal(s.used, 256);
	assert_int_equal(slots_next(&s, 256), 256);
	slots_fini(&s);
}

static void test_changes_are_remembered(void **state)
{
	struct slots s = with(1000);

	(void)state;
	take(&s, 3);
	slots_free(&s, 1);
	slots_changed(&s, 2);
	assert_int_equal(s.changes, 5);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(s.recent[i], i);
	assert_int_equal(s.recent[3], 1);
	assert_int_equal(s.recent[4], 2);
	for (uint32_t i = 0; i < SLOTS_RECENT; i++)
		slots_changed(&s, 0);
	assert_int_equal(s.changes, SLOTS_RECENT + 5);
	assert_int_equal(s.recent[4], 0);
	slots_fini(&s);
}

/* Anything in any order against a plain list. */
static void test_against_a_list(void **state)
{
	enum { CAP = 9000 };
	static bool live[CAP];
	struct slots s = with(CAP);
	uint32_t count = 0;

	(void)state;
	srandom(3);
	for (int step = 0; step < 300000; step++) {
		uint32_t slot = (uint32_t)random() % CAP, next, top = CAP;

		/* it fills, it empties */
		if (random() % 10 < (step / 40000 % 2 ? 3 : 7)) {
			slot = slots_take(&s);
			assert_true((slot == SLOTS_NONE) == (count == CAP));
			if (slot == SLOTS_NONE)
				continue;
			assert_true(slot < CAP && !live[slot]);
			live[slot] = true;
			count++;
		} else if (live[slot]) {
			slots_free(&s, slot);
			live[slot] = false;
			count--;
		}
		assert_int_equal(s.count, count);
		if (step % 64)
			continue;
		slot = next = (uint32_t)random() % CAP;
		while (next < CAP && !live[next])
			next++;
		assert_int_equal(slots_next(&s, slot), next < CAP ? next : s.used);
		while (top > 0 && !live[top - 1])
			top--;
		assert_int_equal(s.used, top);
	}
	slots_fini(&s);
}

/* --- copies of a table --- */

static void add_row(struct capped *t, uint32_t key)
{
	uint32_t slot = capped_add(t, &key, capped_hash(t, &key, 1), 1000);

	((struct item *)capped_at(t, slot))->number[1] = key;
}

/* Copies it in pieces; how often each number came. */
static void copy(const struct capped *t, uint32_t piece, unsigned *came)
{
	struct item buf[64];
	uint32_t at = 0, n;

	while ((n = table_copy(&items, t, &at, buf, piece)) > 0) {
		assert_true(n <= piece);
		for (uint32_t i = 0; i < n; i++) {
			assert_int_equal(buf[i].key, buf[i].number[1]);
			came[buf[i].key]++;
		}
	}
	assert_int_equal(table_copy(&items, t, &at, buf, piece), 0);
}

static void test_copy(void **state)
{
	static const uint32_t pieces[] = { 1, 2, 7, 63, 64 };
	struct capped t = { .size = 0 };

	(void)state;
	assert_int_equal(
		capped_init(&t, 1000, sizeof(struct item), 1, offsetof(struct item, last_ms)), 0);
	for (size_t p = 0; p < 5; p++) {
		unsigned came[1000] = { 0 };

		copy(&t, pieces[p], came); /* of an empty one */
		assert_int_equal(came[0], 0);
	}
	for (uint32_t i = 0; i < 500; i++)
		add_row(&t, i);
	for (uint32_t i = 0; i < 500; i++)
		if (i % 5 == 1 || (i >= 100 && i < 200) || i == 499)
			capped_remove(&t, i);
	for (size_t p = 0; p < 5; p++) {
		unsigned came[1000] = { 0 };

		copy(&t, pieces[p], came);
		for (uint32_t i = 0; i < 1000; i++)
			assert_int_equal(came[i], rows_at(&items,
							  &(struct rows){ .data = t.row,
									  .used = t.slots.used,
									  .slots = &t.slots },
							  i) != NULL);
	}
	capped_fini(&t);
}

/* Rows come and go between pieces: those that stay come once, no other twice. */
static void test_copy_of_what_changes(void **state)
{
	struct capped t = { .size = 0 };
	unsigned came[2000] = { 0 };
	struct item buf[16];
	uint32_t at = 0, n, fresh = 1000, gone = 1;

	(void)state;
	assert_int_equal(
		capped_init(&t, 2000, sizeof(struct item), 1, offsetof(struct item, last_ms)), 0);
	for (uint32_t i = 0; i < 1000; i++)
		add_row(&t, i);
	while ((n = table_copy(&items, &t, &at, buf, 16)) > 0) {
		for (uint32_t i = 0; i < n; i++)
			came[buf[i].key]++;
		for (int i = 0; i < 9 && gone < 1000; i++, gone += 2)
			capped_remove(&t, gone);
		add_row(&t, fresh++);
	}
	for (uint32_t i = 0; i < 2000; i++)
		assert_true(i < 1000 && i % 2 == 0 ? came[i] == 1 : came[i] <= 1);
	/* all at once leave before it is through */
	at = 500;
	for (uint32_t i = 0; i < t.slots.used;)
		capped_remove(&t, slots_next(&t.slots, i));
	assert_int_equal(table_copy(&items, &t, &at, buf, 16), 0);
	capped_fini(&t);
}

/* Without slots of its own all rows are live. */
static void rows_of_array(const void *engine, struct rows *out)
{
	*out = (struct rows){ .data = engine, .used = 10, .count = 10, .cap = 20 };
}

static void test_copy_of_a_plain_array(void **state)
{
	static const struct table plain = { .name = "plain",
					    .fields = fields,
					    .ways = 1,
					    .row_size = sizeof(struct item),
					    .rows = rows_of_array };
	struct item array[10], buf[4];
	uint32_t at = 0, sum = 0, n;

	(void)state;
	for (uint32_t i = 0; i < 10; i++)
		array[i] = (struct item){ .key = i };
	while ((n = table_copy(&plain, array, &at, buf, 4)) > 0)
		for (uint32_t i = 0; i < n; i++)
			assert_int_equal(buf[i].key, sum++);
	assert_int_equal(sum, 10);
	assert_int_equal(at, 10);
}

static void test_evicted_of_all_tables(void **state)
{
	static const struct table *const two[] = { &items, &items, NULL };
	struct capped t = { .size = 0 };

	(void)state;
	assert_int_equal(
		capped_init(&t, 10, sizeof(struct item), 1, offsetof(struct item, last_ms)), 0);
	for (uint32_t i = 0; i < 25; i++)
		add_row(&t, i);
	assert_int_equal(table_evicted(&items, &t), 15);
	assert_int_equal(table_count(&items, &t), 10);
	assert_int_equal(tables_evicted(two, &t), 30);
	capped_fini(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_new_ones_go_to_the_end),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_holes_are_used_when_worth_it),
		cmocka_unit_test(test_use_is_bounded),
		cmocka_unit_test(test_trimming),
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_changes_are_remembered),
		cmocka_unit_test(test_against_a_list),
		cmocka_unit_test(test_copy),
		cmocka_unit_test(test_copy_of_what_changes),
		cmocka_unit_test(test_copy_of_a_plain_array),
		cmocka_unit_test(test_evicted_of_all_tables),
	};

	return cmocka_run_group_tests_name("slots", tests, NULL, NULL);
}
