/* base: text, numbers, index, rates, addresses */
#include "unit.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <string.h>

#include "base/addr.h"
#include "base/fmt.h"
#include "base/hash.h"
#include "base/htab.h"
#include "base/lines.h"
#include "base/rate.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "config/names.h"

static void test_count(void **state)
{
	static const struct {
		uint64_t v;
		const char *text;
	} t[] = {
		{ 0, "        0" },
		{ 99999999, " 99999999" },
		{ 100000000, "  100000k" },
		{ 999999999, "  999999k" },
		{ 1000000000, "    1000M" },
		{ 999999999999, "  999999M" },
		{ 1000000000000, "    1000G" },
		{ 1000000000000000, "    1000T" },
		{ UINT64_MAX, "18446744T" },
	};
	char buf[FMT_COUNT];

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		assert_string_equal(fmt_count(buf, sizeof(buf), t[i].v), t[i].text);
}

static void test_rate_text(void **state)
{
	char buf[FMT_RATE];

	(void)state;
	assert_string_equal(fmt_rate(buf, sizeof(buf), 2210, RATE_KBITS), "    17.68 kbps");
	assert_string_equal(fmt_rate(buf, sizeof(buf), 99999999, RATE_KBITS), "799999.99 kbps");
	assert_string_equal(fmt_rate(buf, sizeof(buf), 100000000, RATE_KBITS), "   800.00 Mbps");
	assert_string_equal(fmt_rate(buf, sizeof(buf), 2048, RATE_KBYTES), "     2.00 kBps");
	assert_string_equal(fmt_rate(buf, sizeof(buf), 99u << 20, RATE_KBYTES), "    99.00 MBps");
	assert_true(strlen(fmt_rate(buf, sizeof(buf), UINT64_MAX, RATE_KBITS)) < FMT_RATE);
	assert_string_equal(fmt_rate_short(buf, sizeof(buf), 2210, RATE_KBITS), "    17.7");
	assert_string_equal(fmt_rate_short(buf, sizeof(buf), 2048, RATE_KBYTES), "     2.0");
	assert_string_equal(fmt_rate_short(buf, sizeof(buf), 12499990, RATE_KBITS), " 99999.9");
	assert_string_equal(fmt_rate_short(buf, sizeof(buf), 12500000, RATE_KBITS), "  100000");
	assert_string_equal(fmt_rate_short(buf, sizeof(buf), 1250000000, RATE_KBITS), "  10000k");
}

static void test_hhmm(void **state)
{
	char buf[FMT_HHMM];

	(void)state;
	assert_string_equal(fmt_hhmm(buf, sizeof(buf), 0), "  0:00");
	assert_string_equal(fmt_hhmm(buf, sizeof(buf), 3600 * 123 + 59 * 60 + 59), "123:59");
}

static void test_date(void **state)
{
	char buf[FMT_DATE], cut[8];

	(void)state;
	assert_string_equal(fmt_date(buf, sizeof(buf), 0), "Thu Jan  1 00:00:00 1970");
	assert_string_equal(fmt_date(buf, sizeof(buf), 1790812799), "Wed Sep 30 23:59:59 2026");
	assert_string_equal(fmt_date(cut, sizeof(cut), 0), "(no tim");
}

static void span_is(struct span s, const char *expected)
{
	assert_int_equal(s.n, strlen(expected));
	assert_memory_equal(s.s, expected, s.n);
}

static void test_lines(void **state)
{
	static const char text[] = "a b # c\n\n \t# only\r\nlast  word ";
	struct lines l = { .text = text, .n = sizeof(text) - 1 };
	struct span rest;

	(void)state;
	assert_true(lines_next(&l));
	assert_int_equal(l.number, 1);
	span_is(l.line, "a b # c");
	span_is(line_body(l.line), "a b");
	span_is(line_comment(l.line), "# c");
	assert_true(lines_next(&l));
	span_is(l.line, "");
	assert_int_equal(line_body(l.line).n, 0);
	assert_true(lines_next(&l));
	assert_int_equal(line_body(l.line).n, 0);
	assert_true(lines_next(&l));
	assert_int_equal(l.number, 4);
	rest = l.line;
	span_is(line_word(&rest), "last");
	span_is(rest, "word");
	span_is(line_word(&rest), "word");
	assert_int_equal(line_word(&rest).n, 0);
	assert_false(lines_next(&l));
	l = (struct lines){ .text = NULL };
	assert_false(lines_next(&l));
}

static void test_strbuf_cuts(void **state)
{
	char buf[8];
	struct strbuf sb;

	(void)state;
	sb_init(&sb, buf, sizeof(buf));
	sb_add(&sb, "abc");
	sb_printf(&sb, "%d", 123456);
	assert_string_equal(buf, "abc1234");
	assert_int_equal(sb.len, 7);
	sb_addch(&sb, 'x');
	sb_add(&sb, "more");
	sb_printf(&sb, "more");
	assert_string_equal(buf, "abc1234");
	assert_int_equal(sb.len, 7);
}

/* A byte after the buffer shows what writes beyond it. */
static void test_strbuf_edges(void **state)
{
	char buf[9];
	struct strbuf sb;

	(void)state;
	for (size_t size = 1; size < sizeof(buf); size++) {
		for (int way = 0; way < 3; way++) {
			memset(buf, '~', sizeof(buf));
			sb_init(&sb, buf, size);
			assert_string_equal(buf, "");
			for (int i = 0; i < 12; i++) {
				if (way == 0)
					sb_addch(&sb, 'x');
				else if (way == 1)
					sb_add(&sb, "xxx");
				else
					sb_printf(&sb, "%s%s", "x", "xx");
			}
			assert_int_equal(sb.len, size - 1);
			assert_int_equal(strlen(buf), size - 1);
			assert_int_equal(buf[size], '~');
		}
	}
	sb_init(&sb, buf, 4);
	sb_add(&sb, "");
	sb_printf(&sb, "%s", "");
	assert_int_equal(sb.len, 0);
	sb_add(&sb, "abc"); /* to the last byte */
	assert_string_equal(buf, "abc");
}

static void test_text_clean(void **state)
{
	char buf[64], small[5];

	(void)state;
	assert_string_equal(text_clean(buf, sizeof(buf), "eth0", true), "eth0");
	assert_string_equal(text_clean(buf, sizeof(buf), "a\033[31m%s\n\x7f", true), "a?[31m%s??");
	assert_string_equal(text_clean(buf, sizeof(buf), "caf\xc3\xa9", true), "caf\xc3\xa9");
	assert_string_equal(text_clean(buf, sizeof(buf), "caf\xc3\xa9", false), "caf??");
	/* C1 controls, bidirectional override, overlong, surrogate, cut sequence */
	assert_string_equal(text_clean(buf, sizeof(buf), "\xc2\x9bx", true), "?x");
	assert_string_equal(text_clean(buf, sizeof(buf), "\xe2\x80\xaex", true), "?x");
	assert_string_equal(text_clean(buf, sizeof(buf), "\xc0\xafx", true), "??x");
	assert_string_equal(text_clean(buf, sizeof(buf), "\xed\xa0\x80x", true), "???x");
	assert_string_equal(text_clean(buf, sizeof(buf), "x\xe2\x82", true), "x??");
	/* never half a character */
	assert_string_equal(text_clean(small, sizeof(small), "abc\xc3\xa9", true), "abc");
}

static void cleaned(const char *src, const char *expected)
{
	char buf[64];

	assert_string_equal(text_clean(buf, sizeof(buf), src, true), expected);
}

static void test_text_clean_edges(void **state)
{
	char buf[9];

	(void)state;
	cleaned("", "");
	/* separators, marks and controls of direction */
	cleaned("\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\x8e\xe2\x80\x8f\xe2\x81\xa6\xe2\x81\xa9",
		"??????");
	cleaned("\xf0\x90\x8c\xb0", "\xf0\x90\x8c\xb0");
	/* two columns wide */
	cleaned("\xe4\xb8\xad\xf0\x9f\x98\x80", "??");
	/* beyond U+10FFFF, too long for what it says, a lone continuation */
	cleaned("\xf4\x90\x80\x80", "????");
	cleaned("\xf0\x80\x80\xaf", "????");
	cleaned("\x80x\xff", "?x?");
	for (size_t n = 1; n < sizeof(buf); n++) {
		memset(buf, '~', sizeof(buf));
		text_clean(buf, n, "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", true);
		assert_int_equal(strlen(buf), (n - 1) / 2 * 2);
		assert_int_equal(buf[n], '~');
	}
}

static void test_hostnames(void **state)
{
	/* addresses to inet_aton(3), or to someone who reads them */
	static const char *const numbers[] = {
		"8.8.8.8",  "8.8.8.8.",	   "8.8.8.8..", "010.8.8.010", "0x8.0x8.0X8.0x8",
		"8.526344", "8.8.2056",	   "134744072", "134744072.",  "0x8080808",
		"0x",	    "a.example.8", ".",
	};
	char longest[256];

	(void)state;
	assert_true(text_is_hostname("a-b_c.example.org."));
	assert_false(text_is_hostname(""));
	assert_false(text_is_hostname("a b"));
	assert_false(text_is_hostname("a\033[2J"));
	assert_false(text_is_hostname("\xc3\xa9"));
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		assert_false(text_is_hostname(numbers[i]));
	assert_true(text_is_hostname("8.8.8.8.in-addr.arpa"));
	assert_true(text_is_hostname("8.example.0xg."));
	assert_true(text_is_hostname("4u"));
	memset(longest, 'a', sizeof(longest));
	longest[254] = '\0';
	assert_false(text_is_hostname(longest));
	longest[253] = '\0';
	assert_true(text_is_hostname(longest));
}

static void test_addr(void **state)
{
	static const uint8_t v6[16] = { 0xfd, 0x77, [15] = 2 };
	char buf[ADDR_TEXT];
	struct addr a, b;

	(void)state;
	addr_set_v4(&a, "\x0a\x4d\x00\x01");
	assert_true(addr_is_v4(&a));
	assert_string_equal(addr_text(&a, buf, sizeof(buf)), "10.77.0.1");
	addr_set_v6(&b, v6);
	assert_false(addr_is_v4(&b));
	assert_string_equal(addr_text(&b, buf, sizeof(buf)), "fd77::2");
	assert_false(addr_equal(&a, &b));
	assert_true(addr_parse("10.77.0.1", &b) && addr_equal(&a, &b));
	assert_true(addr_parse("fd77::2", &b) && memcmp(&b, v6, sizeof(v6)) == 0);
	assert_true(addr_parse("::ffff:10.77.0.1", &b) && addr_equal(&a, &b));
	assert_false(addr_parse("", &b) || addr_parse("10.77.1", &b) || addr_parse("fd77", &b));
}

/* Every add and del against a plain list, with hashes that collide on purpose. */
static void test_htab_against_list(void **state)
{
	enum { ROWS = 4000 };
	static bool present[ROWS];
	static uint32_t hash[ROWS];
	struct htab t;

	(void)state;
	srand(1);
	assert_int_equal(htab_init(&t, 8), 0);
	for (int i = 0; i < ROWS; i++)
		hash[i] = (uint32_t)rand() % (i % 2 ? 64 : UINT32_MAX);
	for (int step = 0; step < 200000; step++) {
		uint32_t r = (uint32_t)rand() % ROWS, row, pos = hash[r];
		bool found = false;

		while ((row = htab_next(&t, hash[r], &pos)) != HTAB_NONE)
			found |= row == r;
		assert_int_equal(found, present[r]);
		if (present[r])
			htab_del(&t, hash[r], r);
		else
			assert_int_equal(htab_add(&t, hash[r], r), 0);
		present[r] = !present[r];
	}
	htab_del(&t, 77, 999999); /* not there */
	htab_fini(&t);
}

static void test_hash_depends_on_every_word(void **state)
{
	struct hash_key key;
	uint32_t w[HASH_WORDS] = { 0 };

	(void)state;
	assert_int_equal(hash_key_random(&key), 0);
	for (int i = 0; i < HASH_WORDS; i++) {
		uint32_t before = hash_words(&key, w, HASH_WORDS);

		w[i] = 0x01000000;
		assert_int_not_equal(hash_words(&key, w, HASH_WORDS), before);
	}
}

static uint64_t rate_at(const struct rate *r, uint32_t sec, uint32_t first)
{
	return rate_get(r, sec * 1000ull, first * 1000ull);
}

static void test_rate_five_seconds(void **state)
{
	struct rate r = { 0 };

	(void)state;
	rate_add(&r, 100, 1000);
	assert_int_equal(rate_at(&r, 100, 1), 0); /* the second is not over */
	assert_int_equal(rate_get(&r, 100999, 1000), 0);
	assert_int_equal(rate_at(&r, 101, 1), 200);
	rate_add(&r, 101, 500);
	assert_int_equal(rate_at(&r, 102, 1), 300);
	assert_int_equal(rate_get(&r, 102999, 1000), 300);
	assert_int_equal(rate_at(&r, 105, 1), 300);
	assert_int_equal(rate_at(&r, 106, 1), 100); /* the first has left */
	assert_int_equal(rate_bin(&r, 100), 1000);
	assert_int_equal(rate_bin(&r, 101), 500);
	assert_int_equal(rate_bin(&r, 102), 0);
	assert_int_equal(rate_bin(&r, 95), 0);
	assert_int_equal(rate_at(&r, 107, 1), 0);
	rate_add(&r, 5000, 50);
	assert_int_equal(rate_at(&r, 5001, 1), 10); /* an idle span leaves nothing behind */
	rate_add(&r, 5000, UINT32_MAX);
	assert_int_equal(rate_at(&r, 5001, 1), UINT32_MAX / 5);
	assert_int_equal(rate_at(&r, 4000, 1), 0); /* and a clock that steps back is no disaster */
}

/* What began less than five seconds ago is divided by the time since then, a second at least. */
static void test_rate_of_the_first_seconds(void **state)
{
	struct rate r = { 0 };

	(void)state;
	rate_add(&r, 100, 1200);
	assert_int_equal(rate_get(&r, 100900, 100000), 0);
	assert_int_equal(rate_get(&r, 101000, 100000), 1200);
	assert_int_equal(rate_get(&r, 101999, 100000), 1200);
	assert_int_equal(rate_get(&r, 102000, 100000), 600);
	assert_int_equal(rate_get(&r, 104000, 100000), 300);
	assert_int_equal(rate_get(&r, 105000, 100000), 240);
	assert_int_equal(rate_get(&r, 105000, 1000), 240);
	/* begun in the middle of a second */
	assert_int_equal(rate_get(&r, 101000, 100900), 1200);
	assert_int_equal(rate_get(&r, 101000, 100300), 1200);
	assert_int_equal(rate_get(&r, 102000, 100800), 1000);
	/* later than now: a clock that steps back */
	assert_int_equal(rate_get(&r, 101000, 200000), 1200);
}

static void test_rate_mean(void **state)
{
	(void)state;
	assert_int_equal(rate_mean(500, 0), 500);
	assert_int_equal(rate_mean(500, 999), 500);
	assert_int_equal(rate_mean(500, 1000), 500);
	assert_int_equal(rate_mean(500, 2000), 250);
	assert_int_equal(rate_mean(1000, 1500), 666);
	assert_int_equal(rate_mean(UINT64_MAX, 1), UINT64_MAX);
	assert_true(rate_mean(UINT64_MAX, 2000) > UINT64_MAX / 2 - 1000);
	assert_true(rate_mean(UINT64_MAX, 2000) <= UINT64_MAX / 2);
}

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(name_icmp_type(3), "dest unrch");
	assert_string_equal(name_icmp_type(42), "bad/unkn");
	assert_string_equal(name_icmp_unreach(15), "prec cutoff");
	assert_null(name_icmp_unreach(16));
	assert_string_equal(name_icmp6_type(132), "mbrship reduc");
	assert_string_equal(name_ipproto(17), "UDP");
	assert_null(name_service(80, 6));
}

static const char *list_file(const char *text)
{
	static char path[32];
	int fd;

	snprintf(path, sizeof(path), "/tmp/iptraf-ng-names-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	return path;
}

static void test_name_lists(void **state)
{
	const char *path = list_file("# a comment\nicmp 1 ICMP\nodd 200 ODD other # 201\n"
				     "plain 201\nbad x BAD\nbig 256 BIG\nneg -1 NEG\nodd2 200 NO\n"
				     "lone\n999999999999999999999 1\nesc 202 \033[31m\n");

	(void)state;
	names_load_protocols(path);
	unlink(path);
	assert_string_equal(name_ipproto(200), "ODD");
	assert_string_equal(name_ipproto(201), "plain");
	assert_null(strchr(name_ipproto(202), '\033'));
}

static void test_service_lists(void **state)
{
	static const char text[] = "http 80/tcp www # web\nother 80/tcp\ndns 53/udp\n dns 53/tcp\n"
				   "x 99999/tcp\ny /tcp\nz 80\nq 7/sctp\nr 9/tcpx\nlast 65535/udp";
	const char *path = list_file(text);

	(void)state;
	names_load_services_of(path);
	unlink(path);
	assert_string_equal(name_service(80, 6), "http");
	assert_null(name_service(80, 17));
	assert_string_equal(name_service(53, 17), "dns");
	assert_string_equal(name_service(53, 6), "dns");
	assert_string_equal(name_service(65535, 17), "last");
	assert_null(name_service(7, 6));
	assert_null(name_service(9, 6));
}

static uint64_t next_random(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	*s ^= *s << 17;
	return *s * 2685821657736338717u;
}

/* Steps past a taken slot, for each of 20 000 tuples in a table of 65 536. */
static double probes(const struct hash_key *key, uint32_t address_step, uint32_t port_step)
{
	static bool taken[65536];
	uint32_t steps = 0;

	memset(taken, 0, sizeof(taken));
	for (uint32_t i = 0; i < 20000; i++) {
		uint32_t w[10] = { 0, 0,      0xffff, i / 200 * address_step, 0,
				   0, 0xffff, 1,      i % 200 * port_step,    2 },
			 at = hash_words(key, w, 10) % 65536;

		for (; taken[at]; at = (at + 1) % 65536)
			steps++;
		taken[at] = true;
	}
	return steps / 20000.0;
}

/* Tuples in a row, as a scan makes them: every key spreads them as random ones (0.22). */
static void test_hash_spreads_tuples_in_a_row(void **state)
{
	static const uint32_t step[][2] = { { 1u << 24, 1 }, { 1u << 24, 1u << 16 }, { 200, 1 } };
	uint64_t seed = 88172645463325252;
	struct hash_key key;

	(void)state;
	for (int n = 0; n < 200; n++) {
		for (size_t i = 0; i <= HASH_WORDS; i++)
			key.k[i] = next_random(&seed);
		for (size_t i = 0; i < sizeof(step) / sizeof(step[0]); i++)
			assert_true(probes(&key, step[i][0], step[i][1]) < 0.4);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_count),
		cmocka_unit_test(test_rate_text),
		cmocka_unit_test(test_hhmm),
		cmocka_unit_test(test_date),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_strbuf_cuts),
		cmocka_unit_test(test_strbuf_edges),
		cmocka_unit_test(test_text_clean),
		cmocka_unit_test(test_text_clean_edges),
		cmocka_unit_test(test_hostnames),
		cmocka_unit_test(test_addr),
		cmocka_unit_test(test_htab_against_list),
		cmocka_unit_test(test_hash_depends_on_every_word),
		cmocka_unit_test(test_hash_spreads_tuples_in_a_row),
		cmocka_unit_test(test_rate_five_seconds),
		cmocka_unit_test(test_rate_of_the_first_seconds),
		cmocka_unit_test(test_rate_mean),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_name_lists),
		cmocka_unit_test(test_service_lists),
	};

	setlocale(LC_ALL, "C.UTF-8");
	setenv("TZ", "UTC0", 1);
	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
