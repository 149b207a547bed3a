/* The registry of protocols: one row per number, and what follows from a row. */
#include "unit.h"

#include <string.h>

#include "base/protocols.h"
#include "config/names.h"
#include "filter/rules.h"

static void test_rows(void **state)
{
	unsigned known = 0;

	(void)state;
	for (unsigned n = 0; n < 256; n++) {
		const struct ip_protocol *p = ip_protocol(n);

		if (!p)
			continue;
		known++;
		assert_int_equal(p->number, n);
		assert_true(p->look < PROTO_LOOKS);
		if (p->name)
			assert_string_equal(name_ipproto((uint8_t)n), p->name);
		if (p->word)
			assert_ptr_equal(ip_protocol_by_word(p->word, strlen(p->word)), p);
	}
	assert_int_equal(known, 13);
	assert_null(ip_protocol(256));
}

static void test_words(void **state)
{
	(void)state;
	assert_int_equal(rule_proto_number("OSPF", 4), 89);
	assert_int_equal(rule_proto_number("icmpv6", 6), 58);
	assert_int_equal(rule_proto_number("icmpv6", 4), 1); /* as long as it is said to be */
	assert_int_equal(rule_proto_number("ipv6", 4), -1);
	assert_int_equal(rule_proto_number("", 0), -1);
	assert_string_equal(rule_proto_name(115), "l2tp");
	assert_null(rule_proto_name(41));
	assert_null(rule_proto_name(200));
}

static void test_ethertypes(void **state)
{
	(void)state;
	assert_int_equal(nonip_kind(0x0806), NONIP_ARP);
	assert_int_equal(nonip_kind(0x8035), NONIP_RARP);
	assert_int_equal(nonip_kind(0x88cc), NONIP_OTHER);
	assert_int_equal(nonip_kind(0x8137), NONIP_OTHER);
	assert_string_equal(name_ethertype(0x8137), "IPX");
	assert_string_equal(name_ethertype(0x6004), "DEC LAT");
	assert_null(name_ethertype(0x0806)); /* has words of its own */
	assert_null(name_ethertype(0x88cc));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_ethertypes),
	};

	return cmocka_run_group_tests_name("protocols", tests, NULL, NULL);
}
