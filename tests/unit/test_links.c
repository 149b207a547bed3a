/* The registry of link types: each number leads to one row, and to the right one. */
#include "unit.h"

#include <net/if_arp.h>

#include "capture/links.h"

static void test_numbers(void **state)
{
	(void)state;
	for (size_t i = 0; i < link_types_count; i++) {
		const struct link_type *l = &link_types[i];

		assert_ptr_equal(link_of(l->arphrd), l); /* no row before it has the same */
		assert_non_null(l->decode);
		assert_true(l->program < LINK_PROGRAMS);
		assert_true(l->dlts <= LINK_DLTS_MAX);
		assert_true(l->header <= LINK_HEADER_MAX);
		for (unsigned k = 0; k < l->dlts; k++)
			assert_ptr_equal(link_of_dlt(l->dlt[k]), l);
	}
	for (int i = PROGRAM_NONE + 1; i < LINK_PROGRAMS; i++)
		assert_int_not_equal(link_of_dlt(link_program_dlt[i])->arphrd, LINK_UNKNOWN);
}

static void test_unknown(void **state)
{
	static const int odd[] = { -1, 127, 65535, 65536 + 1 };

	(void)state;
	assert_int_equal(link_types[link_types_count - 1].arphrd, LINK_UNKNOWN);
	assert_int_equal(link_of(803)->arphrd, LINK_UNKNOWN); /* ARPHRD_IEEE80211_RADIOTAP */
	assert_int_equal(link_of(0)->arphrd, LINK_UNKNOWN);
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		assert_int_equal(link_of_dlt(odd[i])->arphrd, LINK_UNKNOWN);
	assert_int_equal(link_of(LINK_UNKNOWN)->program, PROGRAM_NONE);
	assert_null(link_of(LINK_UNKNOWN)->lan);
}

static void test_rows(void **state)
{
	(void)state;
	assert_string_equal(link_of(ARPHRD_ETHER)->lan, "Ethernet");
	assert_string_equal(link_of(ARPHRD_FDDI)->lan, "FDDI");
	assert_null(link_of(ARPHRD_LOOPBACK)->lan);
	assert_int_equal(link_of(ARPHRD_LOOPBACK)->program, PROGRAM_ETHERNET);
	assert_int_equal(link_of_dlt(1)->arphrd, ARPHRD_ETHER);
	assert_int_equal(link_of_dlt(0)->strip, 4);
	assert_int_equal(link_of_dlt(8)->strip, 16);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_rows),
	};

	return cmocka_run_group_tests_name("links", tests, NULL, NULL);
}
