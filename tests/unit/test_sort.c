/* Sorting by 128-bit keys, all items or the first few. */
#include "unit.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "stats/sort.h"

#define MOST 3000u

static struct sort_item item[MOST], expected[MOST];
static struct sort_item scratch[MOST];

/* Items are numbered as they are first: stable is what keeps these numbers ascending. */
static int ascending(const void *a, const void *b)
{
	const struct sort_item *x = a, *y = b;

	if (x->hi != y->hi)
		return x->hi < y->hi ? -1 : 1;
	if (x->lo != y->lo)
		return x->lo < y->lo ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static int descending(const void *a, const void *b)
{
	const struct sort_item *x = a, *y = b;

	if (x->hi == y->hi && x->lo == y->lo)
		return ascending(a, b);
	return ascending(b, a);
}

static void same(const struct sort_item *a, const struct sort_item *b)
{
	assert_int_equal(a->hi, b->hi);
	assert_int_equal(a->lo, b->lo);
	assert_int_equal(a->row, b->row);
}

static int by_row(const void *a, const void *b)
{
	const struct sort_item *x = a, *y = b;

	return (x->row > y->row) - (x->row < y->row);
}

/* Sorts the first n of item[] and compares with qsort; those behind `need` may be in any order. */
static void check(uint32_t n, uint32_t need, bool down)
{
	uint32_t front = need < n ? need : n;

	for (uint32_t i = 0; i < n; i++)
		item[i].row = i;
	memcpy(expected, item, n * sizeof(*item));
	qsort(expected, n, sizeof(*expected), down ? descending : ascending);
	sort_first(item, scratch, n, need, down);
	for (uint32_t i = 0; i < front; i++)
		same(&item[i], &expected[i]);
	/* none is lost, none is there twice */
	if (n > front) {
		qsort(item + front, n - front, sizeof(*item), by_row);
		qsort(expected + front, n - front, sizeof(*item), by_row);
		for (uint32_t i = front; i < n; i++)
			same(&item[i], &expected[i]);
	}
}

static uint64_t random64(void)
{
	return (uint64_t)random() << 62 ^ (uint64_t)random() << 31 ^ (uint64_t)random();
}

static void test_few(void **state)
{
	struct sort_item one = { .hi = 1, .lo = 2, .row = 3 };

	(void)state;
	sort_first(NULL, scratch, 0, 0, true);
	sort_first(NULL, scratch, 0, 10, false);
	sort_first(&one, scratch, 1, 1, true);
	sort_first(&one, scratch, 1, UINT32_MAX, false);
	assert_int_equal(one.hi, 1);
	assert_int_equal(one.lo, 2);
	assert_int_equal(one.row, 3);
	for (int down = 0; down < 2; down++)
		for (uint32_t need = 0; need < 4; need++) {
			item[0] = (struct sort_item){ .lo = 5 };
			item[1] = (struct sort_item){ .lo = 7 };
			check(2, need, down);
			item[0] = (struct sort_item){ .lo = 7 };
			item[1] = (struct sort_item){ .lo = 5 };
			check(2, need, down);
		}
}

/* More than a step at once. */
static void test_in_steps(void **state)
{
	enum { MANY = 3 * SORT_STEP + 5 };
	struct sort_item *many = malloc(2 * MANY * sizeof(*many));
	struct sort s;
	unsigned steps = 1;

	(void)state;
	assert_non_null(many);
	for (int down = 0; down < 2; down++)
		for (uint32_t need = 1000; need < 2 * MANY; need += MANY) {
			for (uint32_t i = 0; i < MANY; i++)
				many[i] = (struct sort_item){ .lo = i * 7919ull % MANY, .row = i };
			sort_begin(&s, many, many + MANY, MANY, need, down);
			for (steps = 1; !sort_step(&s); steps++)
				;
			assert_true(steps > 10);
			for (uint32_t i = 0; i < (need < MANY ? need : MANY); i++)
				assert_int_equal(many[i].lo, down ? MANY - 1 - i : i);
			assert_true(sort_step(&s));
		}
	free(many);
}

static void test_need_nothing(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 10; i++)
		item[i] = (struct sort_item){ .lo = 10 - i, .row = i };
	sort_first(item, scratch, 10, 0, false);
	for (uint32_t i = 0; i < 10; i++)
		assert_int_equal(item[i].row, i);
}

static void test_equal_keys_keep_their_order(void **state)
{
	(void)state;
	for (int down = 0; down < 2; down++)
		for (uint32_t need = 0; need <= 1001; need += 77) {
			for (uint32_t i = 0; i < 1000; i++)
				item[i] = (struct sort_item){ .hi = 5, .lo = 5, .row = i };
			sort_first(item, scratch, 1000, need, down);
			for (uint32_t i = 0; i < 1000; i++)
				assert_int_equal(item[i].row, i);
		}
}

/* Which of the equal ones come to the front: the first of them. */
static void test_equal_keys_at_the_edge(void **state)
{
	(void)state;
	for (uint32_t need = 1; need < 100; need++)
		for (int down = 0; down < 2; down++) {
			for (uint32_t i = 0; i < 100; i++)
				item[i] = (struct sort_item){ .lo = i % 3 };
			check(100, need, down);
		}
}

/* Those behind stay as they were among themselves. */
static void test_the_others_follow_as_they_were(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 1000; i++)
		item[i] = (struct sort_item){ .lo = i * 7919 % 1000, .row = i };
	sort_first(item, scratch, 1000, 100, true);
	for (uint32_t i = 0; i < 1000; i++)
		assert_true(i < 100 ? item[i].lo == 999 - i : item[i].lo < 900);
	for (uint32_t i = 101; i < 1000; i++)
		assert_true(item[i].row > item[i - 1].row);
}

/* Every byte of the key counts, the high ones before the low ones. */
static void test_every_byte(void **state)
{
	(void)state;
	for (unsigned bit = 0; bit < 128; bit++)
		for (int down = 0; down < 2; down++)
			for (uint32_t need = 1; need < 5; need++) {
				for (uint32_t i = 0; i < 4; i++) {
					uint64_t on = i % 2;

					/* the lowest byte says the opposite of the bit */
					item[i] = (struct sort_item){
						.hi = bit < 64 ? 0 : on << (bit - 64),
						.lo = bit < 64 ? on << bit : 0,
					};
					if (bit >= 8)
						item[i].lo |= 7 - i;
				}
				check(4, need, down);
			}
}

static void test_random(void **state)
{
	static const uint64_t masks[][2] = {
		{ UINT64_MAX, UINT64_MAX },
		{ 0, UINT64_MAX },
		{ UINT64_MAX, 0 },
		{ 0, 0xff },
		{ 0xff, 0 },
		{ 0, 0xff00ff },
		{ 3, 3 },
		{ 1ull << 63, 1 },
	};

	(void)state;
	srandom(11);
	for (int round = 0; round < 400; round++) {
		const uint64_t *mask = masks[round % 8];
		uint32_t n = (uint32_t)random() % MOST, need = (uint32_t)random() % (MOST + 10);

		if (round % 3 == 0)
			need %= 50; /* a screen */
		for (uint32_t i = 0; i < n; i++)
			item[i] = (struct sort_item){ .hi = random64() & mask[0],
						      .lo = random64() & mask[1] };
		check(n, need, round & 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_few),
		cmocka_unit_test(test_in_steps),
		cmocka_unit_test(test_need_nothing),
		cmocka_unit_test(test_equal_keys_keep_their_order),
		cmocka_unit_test(test_equal_keys_at_the_edge),
		cmocka_unit_test(test_the_others_follow_as_they_were),
		cmocka_unit_test(test_every_byte),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests_name("sort", tests, NULL, NULL);
}
