/* The queue between the capture thread and the writer. */
#include "unit.h"

#include <pthread.h>

#include "output/queue.h"

static bool put(struct queue *q, uint64_t n)
{
	uint64_t *room = queue_room(q);

	if (!room)
		return false;
	*room = n;
	queue_put(q);
	return true;
}

static bool take(struct queue *q, uint64_t *n)
{
	const uint64_t *item = queue_peek(q);

	if (!item)
		return false;
	*n = *item;
	queue_take(q);
	return true;
}

static void test_full_and_empty(void **state)
{
	struct queue q;
	uint64_t n;

	(void)state;
	assert_int_equal(queue_init(&q, 4, sizeof(uint64_t)), 0);
	assert_null(queue_peek(&q));
	for (uint64_t i = 0; i < 4; i++)
		assert_true(put(&q, i));
	assert_false(put(&q, 99));
	assert_int_equal(queue_used(&q), 4);
	assert_true(take(&q, &n));
	assert_int_equal(n, 0);
	assert_true(put(&q, 4));
	assert_int_equal(*(const uint64_t *)queue_peek_ahead(&q, 0), 1);
	assert_int_equal(*(const uint64_t *)queue_peek_ahead(&q, 3), 4);
	assert_null(queue_peek_ahead(&q, 4));
	for (uint64_t i = 1; i < 5; i++) {
		assert_true(take(&q, &n));
		assert_int_equal(n, i);
	}
	assert_false(take(&q, &n));
	assert_null(queue_peek_ahead(&q, 0));
	queue_fini(&q);
}

/* The numbers of both ends overflow after 2^32 items. */
static void test_numbers_wrap(void **state)
{
	struct queue q;
	uint64_t n;

	(void)state;
	assert_int_equal(queue_init(&q, 8, sizeof(uint64_t)), 0);
	atomic_store(&q.put, UINT32_MAX - 2);
	atomic_store(&q.taken, UINT32_MAX - 2);
	for (uint64_t i = 0; i < 100; i++) {
		while (queue_used(&q) < 8)
			assert_true(put(&q, i * 8 + queue_used(&q)));
		assert_false(put(&q, 0));
		for (uint64_t k = 0; k < 8; k++) {
			assert_true(take(&q, &n));
			assert_int_equal(n, i * 8 + k);
		}
	}
	queue_fini(&q);
}

#define MANY 2000000

static void *take_all(void *arg)
{
	uint64_t n, want = 0;
	void *bad = NULL;

	while (want < MANY)
		if (take(arg, &n) && n != want++)
			bad = arg;
	return bad;
}

static void test_two_threads(void **state)
{
	struct queue q;
	pthread_t thread;
	void *bad;

	(void)state;
	assert_int_equal(queue_init(&q, 1024, sizeof(uint64_t)), 0);
	assert_int_equal(pthread_create(&thread, NULL, take_all, &q), 0);
	for (uint64_t i = 0; i < MANY;)
		i += put(&q, i);
	pthread_join(thread, &bad);
	assert_null(bad);
	queue_fini(&q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_full_and_empty),
		cmocka_unit_test(test_numbers_wrap),
		cmocka_unit_test(test_two_threads),
	};

	return cmocka_run_group_tests_name("queue", tests, NULL, NULL);
}
