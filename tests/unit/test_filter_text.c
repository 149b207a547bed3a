/* Filters as text. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "filter/text.h"

static void test_round_trip(void **state)
{
	static const char *const lines[] = {
		"include all",
		"exclude tcp",
		"include tcp,udp from 10.0.0.0/8 port 1024-65535 to www.example.org port 80 "
		"opposite",
		"include icmp,igmp,ospf,igp,igrp,gre,l2tp,ah,esp",
		"exclude 8,18-20,255 from fd00::/8",
		"include udp to any port 53",
		"include tcp from any port 0,1-2 to any port 80,443,8000-8010",
		"include tcp from 10.1.2.3/255.0.255.0 to fd00::1/ff00::ff",
		"include icmpv6",
		"include tcp on eth0.7 from 10.0.0.0/8 port 1 opposite",
		"exclude all on lo",
		"include 0-5",
		"exclude none from 10.0.0.0/8",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		char first[RULE_LINE], second[RULE_LINE];
		struct strbuf a, b;
		struct rule r, s;
		struct diag why = { .msg = "" };

		assert_int_equal(rule_parse(&r, lines[i], strlen(lines[i]), &why), 0);
		sb_init(&a, first, sizeof(first));
		rule_write(&r, &a);
		assert_int_equal(rule_parse(&s, first, a.len, &why), 0);
		assert_memory_equal(&r, &s, sizeof(r));
		sb_init(&b, second, sizeof(second));
		rule_write(&s, &b);
		assert_string_equal(first, second);
	}
}

static void test_bad_text(void **state)
{
	static const struct {
		const char *line;
		int col;
	} t[] = {
		{ "", 1 },
		{ "allow tcp", 1 },
		{ "include", 8 },
		{ "include tpc", 9 },
		{ "include tcp,", 9 },
		{ "include ,tcp", 9 },
		{ "include 256", 9 },
		{ "include 9-8", 9 },
		{ "include tcp from", 17 },
		{ "include tcp from /8", 18 },
		{ "include tcp from 10.0.0.0/", 18 },
		{ "include tcp from any port", 26 },
		{ "include tcp from any port 65536", 27 },
		{ "include tcp from any port 80-79", 27 },
		{ "include tcp from any port 80,", 27 },
		{ "include tcp from any port 80,x", 27 },
		{ "include tcp from any port ,80", 27 },
		{ "include tcp to any from any", 20 },
		{ "include tcp on", 15 },
		{ "include tcp on sixteen-bytes-up", 16 },
		{ "include tcp from any on eth0", 22 },
		{ "include tcp opposite twice", 22 },
		{ "include tcp from a#b", 19 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct diag why = { .col = 0 };
		struct rule r;

		assert_int_not_equal(rule_parse(&r, t[i].line, strlen(t[i].line), &why), 0);
		assert_int_equal(why.col, t[i].col);
	}
}

/* A comment may follow a rule, and stays with it; a description goes to the end of its line. */
static void test_comments(void **state)
{
	static const char text[] = "description web #1\ninclude tcp # mine\nexclude all #\n";
	struct ruleset rs = { .count = 0 };
	struct diag why = { .msg = "" };
	size_t size;
	char *out;

	(void)state;
	assert_int_equal(ruleset_parse(&rs, "web", text, sizeof(text) - 1, &why), 0);
	assert_string_equal(rs.description, "web #1");
	assert_int_equal(rs.count, 2);
	rs.rule[0].exclude = true;
	out = ruleset_write(&rs, text, sizeof(text) - 1, &size);
	assert_string_equal(out, "description web #1\nexclude tcp # mine\nexclude all #\n");
	free(out);
	ruleset_free(&rs);
}

static void test_file(void **state)
{
	static const char text[] = "# ours\n"
				   "description  web only \n"
				   "\n"
				   "include tcp to any port 80\n"
				   "nonsense here\n"
				   "exclude all";
	struct ruleset rs = { .count = 0 };
	struct diag why;
	size_t size;
	char *out;

	(void)state;
	assert_int_equal(ruleset_parse(&rs, "web", text, sizeof(text) - 1, &why), 1);
	assert_string_equal(why.msg, "web: line 5: column 1: include or exclude expected");
	assert_string_equal(rs.description, "web only");
	assert_int_equal(rs.count, 2);
	ruleset_delete(&rs, 0);
	out = ruleset_write(&rs, text, sizeof(text) - 1, &size);
	assert_int_equal(size, strlen(out));
	assert_string_equal(out, "# ours\ndescription web only\n\nexclude all\nnonsense here\n");
	free(out);
	ruleset_free(&rs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_bad_text),
		cmocka_unit_test(test_comments),
		cmocka_unit_test(test_file),
	};

	return cmocka_run_group_tests_name("filter text", tests, NULL, NULL);
}
