/* Expressions over frames of several link types. */
#include "unit.h"

#include <net/if_arp.h>
#include <string.h>

#include "capture/links.h"
#include "capture/expression.h"

/* IPv4 of UDP from 10.0.0.1:1234 to 10.0.0.2:53, behind an Ethernet header. */
static const uint8_t packet[] = {
	2, 0,  0,  0, 0, 2,  2, 0, 0, 0,  0, 1, 8, 0,	 0x45, 0, 0,  28, 0, 0, 0,
	0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0x04, 0xd2, 0, 53, 0,  8, 0, 0,
};

static bool passes(const char *text, uint16_t arphrd, size_t skip, uint32_t caplen)
{
	struct frame f = { .arphrd = arphrd,
			   .data = packet + skip,
			   .wirelen = (uint32_t)(sizeof(packet) - skip),
			   .caplen = caplen ? caplen : (uint32_t)(sizeof(packet) - skip) };
	struct expression *x = NULL;
	struct diag why = { .msg = "" };
	bool pass;

	if (expression_compile(&x, text, &why) < 0)
		fail_msg("%s: %s", text, why.msg);
	pass = expression_pass(x, &f);
	expression_free(x);
	return pass;
}

static void test_links(void **state)
{
	static const struct {
		const char *text;
		bool ether, raw;
	} t[] = {
		{ "udp port 53", true, true },
		{ "udp port 54", false, false },
		{ "host 10.0.0.2 and not tcp", true, true },
		{ "ip6", false, false },
		{ "ether src 02:00:00:00:00:01", true, false }, /* there is none */
		{ "", true, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_int_equal(passes(t[i].text, ARPHRD_ETHER, 0, 0), t[i].ether);
		assert_int_equal(passes(t[i].text, ARPHRD_LOOPBACK, 0, 0), t[i].ether);
		assert_int_equal(passes(t[i].text, ARPHRD_NONE, 14, 0), t[i].raw);
		assert_int_equal(passes(t[i].text, LINK_UNKNOWN, 0, 0), false);
	}
}

static void test_cut_frames(void **state)
{
	(void)state;
	for (uint32_t n = 1; n < 38; n++)
		assert_false(passes("udp port 53", ARPHRD_ETHER, 0, n));
	assert_true(passes("udp port 53", ARPHRD_ETHER, 0, 38));
}

static void test_errors(void **state)
{
	static const char *const t[] = { "tcp prot 80", "(", "port 99999999", "host 1.2.3.4.5" };
	struct expression *x = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct diag why = { .msg = "" };

		assert_true(expression_compile(&x, t[i], &why) < 0);
		assert_true(why.msg[0] != '\0');
		assert_null(x);
	}
}

static void test_program(void **state)
{
	static struct sock_filter prog[BPF_MAXINSNS];
	struct expression *x = NULL;
	struct diag why;

	(void)state;
	assert_int_equal(expression_compile(&x, "udp port 53", &why), 0);
	assert_true(expression_bpf(x, ARPHRD_ETHER, prog, BPF_MAXINSNS) > 4);
	assert_int_equal(expression_bpf(x, ARPHRD_ETHER, prog, 3), 0);
	assert_int_equal(expression_bpf(x, LINK_UNKNOWN, prog, BPF_MAXINSNS), 0);
	expression_free(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_cut_frames),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_program),
	};
	struct expression *x = NULL;
	struct diag why;

	if (expression_compile(&x, "", &why) < 0)
		return 0; /* built without libpcap */
	expression_free(x);
	return cmocka_run_group_tests_name("expression", tests, NULL, NULL);
}
