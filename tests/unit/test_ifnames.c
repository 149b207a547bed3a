#include "unit.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "capture/ifnames.h"

static void expect_name(int ifindex, const char *name)
{
	char buf[IFNAMSIZ];

	assert_string_equal(ifnames_get(ifindex, buf, sizeof(buf)), name);
}

static void test_unknown(void **state)
{
	(void)state;
	expect_name(4711, "if4711");
}

static void test_set_and_renew(void **state)
{
	(void)state;
	ifnames_set(3, "eth1");
	ifnames_set(1, "lo");
	ifnames_set(2, "eth0");
	expect_name(1, "lo");
	expect_name(2, "eth0");
	expect_name(3, "eth1");
	ifnames_set(2, "lan0");
	expect_name(2, "lan0");
}

static void test_length(void **state)
{
	char small[4];

	(void)state;
	ifnames_set(10, "exactly15bytes!");
	expect_name(10, "exactly15bytes!");
	ifnames_set(10, "a name of many more bytes");
	expect_name(10, "a name of many ");
	assert_string_equal(ifnames_get(10, small, sizeof(small)), "a n");
	ifnames_set(11, "\033[2J\xff%s");
	expect_name(11, "\033[2J\xff%s");
}

static void test_gone_is_remembered(void **state)
{
	(void)state;
	ifnames_set(20, "veth0");
	ifnames_gone(20);
	ifnames_gone(20);
	expect_name(20, "veth0");
	ifnames_set(20, "veth1");
	expect_name(20, "veth1");
}

/* Only the names of the gone make room, longest gone first. */
static void test_bounded(void **state)
{
	char name[IFNAMSIZ];

	(void)state;
	ifnames_set(99, "stays");
	for (int i = 0; i < IFNAMES_GONE_MAX + 10; i++) {
		snprintf(name, sizeof(name), "v%d", i);
		ifnames_set(1000 + i, name);
		ifnames_gone(1000 + i);
	}
	expect_name(99, "stays");
	expect_name(1009, "if1009");
	expect_name(1010, "v10");
	expect_name(1000 + IFNAMES_GONE_MAX + 9, name);
}

static void *rename_often(void *arg)
{
	(void)arg;
	for (int i = 0; i < 20000; i++) {
		ifnames_set(50, i & 1 ? "aaaaaaaaaa" : "bbbbbbbbbb");
		ifnames_set(100000 - i, "x");
		ifnames_gone(100000 - i);
	}
	return NULL;
}

static void test_threads(void **state)
{
	char buf[IFNAMSIZ];
	pthread_t t;

	(void)state;
	ifnames_set(50, "aaaaaaaaaa");
	assert_int_equal(pthread_create(&t, NULL, rename_often, NULL), 0);
	for (int i = 0; i < 20000; i++) {
		ifnames_get(50, buf, sizeof(buf));
		assert_true(!strcmp(buf, "aaaaaaaaaa") || !strcmp(buf, "bbbbbbbbbb"));
	}
	pthread_join(t, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unknown), cmocka_unit_test(test_set_and_renew),
		cmocka_unit_test(test_length),	cmocka_unit_test(test_gone_is_remembered),
		cmocka_unit_test(test_bounded), cmocka_unit_test(test_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
