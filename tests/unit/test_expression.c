/* Expressions over frames of several link types. */
#include "unit.h"

#include <net/if_arp.h>
#include <stdio.h>
#include <string.h>

#include "capture/links.h"
#include "capture/expression.h"
#include "capture/expression_hosts.h"

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

/* Every name that libpcap would look up itself, and nothing else. */
static void test_names(void **state)
{
	static const char *const kinds[] = { [HOST_SCAN_HOST] = "",
					     [HOST_SCAN_NETWORK] = "n:",
					     [HOST_SCAN_STATION] = "s:",
					     [HOST_SCAN_GATEWAY] = "g:" };
	static const struct {
		const char *text, *names;
	} t[] = {
		{ "", "" },
		{ "host a.example.org", "a.example.org/0" },
		{ "a.example.org", "a.example.org/0" },
		{ "src a and dst host b or not c", "a/0 b/0 c/0" },
		{ "host (a or b) and tcp port (http or https)", "a/0 b/0" },
		{ "not host a and b", "a/0 b/0" },
		{ "ip host a and ip6 src b && arp dst host c", "a/4 b/6 c/4" },
		{ "ip host a and host b", "a/4 b/0" },
		{ "host \\tcp and ip proto \\icmp", "\\tcp/0" },
		{ "port http or portrange a-b or proto ospf or ether proto \\ip", "" },
		{ "net lab or c and src net (a or 10) or dst b", "n:lab/0 n:c/0 n:a/0 b/0" },
		{ "ip6 net a mask 255.0.0.0", "n:a/6" },
		{ "ether host a or ether src b and ether dst 2:0:0:0:0:1", "s:a/0 s:b/0" },
		{ "ether host a and host b or wlan ra c", "s:a/0 b/0 s:c/0" },
		{ "ether broadcast or ether multicast", "" },
		{ "ether host 02-00-00-00-00-01 or host a-b", "a-b/0" },
		{ "ether host 2.0.0.0.0.a or ether src 0200.0000.000a or ether dst 02000000000a",
		  "" },
		{ "host be.ad or de-ad-be-ef-0-1-2", "be.ad/0 de-ad-be-ef-0-1-2/0" },
		{ "host 0200.00.000a", "0200.00.000a/0" },
		{ "gateway a or not src gateway 10.0.0.1", "g:a/0 g:10.0.0.1/0" },
		{ "host 10.0.0.1 or host 10.1 or fd00::1 or net 10.0.0.0/8 or 0x0a", "" },
		{ "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0 and icmp[icmptype] != icmp-echo", "" },
		{ "tcp[a] = 2 and host 3com.example", "3com.example/0" },
		{ "less 100 or greater 200 or ip broadcast or len <= 3 or vlan 7 and mpls", "" },
		{ "wlan type mgt subtype beacon or on eth0 or ifname eth0 and host a", "a/0" },
		{ "pppoes 0x27 and host a", "a/0" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct host_scan s = { .text = t[i].text };
		char names[200] = "";
		size_t n = 0;

		while (host_scan_next(&s))
			n += (size_t)snprintf(names + n, sizeof(names) - n, "%s%s%.*s/%d",
					      n ? " " : "", kinds[s.kind], (int)s.n,
					      s.text + s.start, s.family);
		assert_string_equal(names, t[i].names);
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

/* IPv4 UDP to port 53 in VLAN 20, the tag stripped by the kernel. */
static bool passes_stripped(const char *text, uint16_t tci)
{
	static const uint8_t data[] = { 2,    0, 0,  0,	 0, 2, 2, 0, 0,	 0,  0, 1, 8,  0,
					0x45, 0, 0,  28, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0,
					0,    1, 10, 0,	 0, 2, 4, 0, 0,	 53, 0, 8, 0,  0 };
	struct frame f = { .arphrd = ARPHRD_ETHER,
			   .data = data,
			   .caplen = sizeof(data),
			   .wirelen = sizeof(data),
			   .vlan_tci = tci,
			   .vlan_tpid = 0x8100 };
	struct expression *x = NULL;
	struct diag why;
	bool pass;

	assert_int_equal(expression_compile(&x, text, &why), 0);
	pass = expression_pass(x, &f);
	for (f.caplen = 0; f.caplen < 20; f.caplen++)
		expression_pass(x, &f);
	expression_free(x);
	return pass;
}

static void test_stripped_tags(void **state)
{
	static struct sock_filter prog[BPF_MAXINSNS];
	struct expression *x = NULL;
	struct diag why;

	(void)state;
	assert_true(passes_stripped("vlan", 20));
	assert_true(passes_stripped("vlan 20", 0xe014)); /* with a priority */
	assert_false(passes_stripped("vlan 21", 20));
	assert_true(passes_stripped("vlan 20 and udp port 53", 20));
	assert_false(passes_stripped("vlan 20 and tcp", 20));
	assert_false(passes_stripped("not vlan", 20));
	assert_true(passes_stripped("udp port 53", 20)); /* asks for no tag: as ever */
	assert_int_equal(expression_compile(&x, "vlan 20", &why), 0);
	assert_int_equal(expression_bpf(x, ARPHRD_ETHER, prog, BPF_MAXINSNS), 0);
	expression_free(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_links),	   cmocka_unit_test(test_names),
		cmocka_unit_test(test_cut_frames), cmocka_unit_test(test_errors),
		cmocka_unit_test(test_program),	   cmocka_unit_test(test_links),
		cmocka_unit_test(test_cut_frames), cmocka_unit_test(test_errors),
		cmocka_unit_test(test_program),	   cmocka_unit_test(test_stripped_tags),
	};
	struct expression *x = NULL;
	struct diag why;

	if (expression_compile(&x, "", &why) < 0)
		return 0; /* built without libpcap */
	expression_free(x);
	return cmocka_run_group_tests_name("expression", tests, NULL, NULL);
}
