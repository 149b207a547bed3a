/* What formats for programs are made of: JSON text, keys, order, names of flows. */
#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fmt.h"
#include "base/sha1.h"
#include "output/format.h"
#include "output/json_text.h"
#include "output/sorted.h"
#include "run/facility.h"
#include "stats/flow_id.h"

/* --- JSON --- */

static char text[200000];
static size_t text_len;

static void take(void *ctx, const char *s, size_t n)
{
	(void)ctx;
	assert_true(text_len + n < sizeof(text));
	memcpy(text + text_len, s, n);
	text_len += n;
}

static struct out out;

static void begin(struct json *j)
{
	text_len = 0;
	out_init(&out, take, NULL);
	json_init(j, &out);
}

static const char *written(void)
{
	out_flush(&out);
	text[text_len] = '\0';
	return text;
}

static const char *as_json(const char *s)
{
	struct json j;

	begin(&j);
	json_text(&j, NULL, s);
	return written();
}

static void test_json_text(void **state)
{
	(void)state;
	assert_string_equal(as_json(""), "\"\"");
	assert_string_equal(as_json("a/b"), "\"a/b\"");
	assert_string_equal(as_json("\"\\"), "\"\\\"\\\\\"");
	assert_string_equal(as_json("\n\x1b\x7f"), "\"\\u000a\\u001b\\u007f\"");
	assert_string_equal(as_json("\xc3\xa9 \xf0\x9f\x90\x9f"), "\"\xc3\xa9 \xf0\x9f\x90\x9f\"");
	/* controls, bidi marks, invisible ones */
	assert_string_equal(as_json("\xc2\x85\xe2\x80\xae\xf3\xa0\x80\x81"),
			    "\"\\u0085\\u202e\\udb40\\udc01\"");
	/* cut short, too long a form, a surrogate, above U+10FFFF */
	assert_string_equal(as_json("\xc3"), "\"\\ufffd\"");
	assert_string_equal(as_json("\xe2\x80"), "\"\\ufffd\\ufffd\"");
	assert_string_equal(as_json("\xc0\xaf"), "\"\\ufffd\\ufffd\"");
	assert_string_equal(as_json("\xed\xa0\x80"), "\"\\ufffd\\ufffd\\ufffd\"");
	assert_string_equal(as_json("\xf4\x90\x80\x80"), "\"\\ufffd\\ufffd\\ufffd\\ufffd\"");
}

/* Longer than any piece, of the characters that need the most room. */
static void test_json_long(void **state)
{
	enum { MANY = 5000 };
	char s[MANY + 1];

	(void)state;
	memset(s, '\x01', MANY);
	s[MANY] = '\0';
	assert_int_equal(strlen(as_json(s)), 6 * MANY + 2);
	for (size_t i = 0; i < MANY; i++)
		assert_memory_equal(text + 1 + 6 * i, "\\u0001", 6);
}

static void test_json_structure(void **state)
{
	struct json j;

	(void)state;
	begin(&j);
	json_open(&j, NULL, '{');
	json_number(&j, "a", UINT64_MAX);
	json_null(&j, "b");
	json_open(&j, "c", '[');
	json_close(&j, ']');
	json_newline(&j);
	json_open(&j, "d", '[');
	json_newline(&j);
	json_bool(&j, NULL, true);
	json_newline(&j);
	json_bool(&j, NULL, false);
	json_close(&j, ']');
	json_word(&j, "e", "f");
	json_close(&j, '}');
	json_end_line(&j);
	assert_string_equal(written(), "{\"a\":18446744073709551615,\"b\":null,\"c\":[],\n\"d\":[\n"
				       "true,\nfalse],\"e\":\"f\"}\n");
}

static void test_digits_and_times(void **state)
{
	char digits[FMT_DIGITS + 1] = { 0 }, utc[FMT_UTC];

	(void)state;
	digits[fmt_digits(digits, 0)] = '\0';
	assert_string_equal(digits, "0");
	for (uint64_t v = UINT64_MAX; v; v /= 3) {
		char want[FMT_DIGITS + 1];

		snprintf(want, sizeof(want), "%llu", (unsigned long long)v);
		digits[fmt_digits(digits, v)] = '\0';
		assert_string_equal(digits, want);
	}
	for (uint64_t v = 1; v < UINT64_MAX / 10; v *= 10) {
		assert_int_equal(fmt_digits(digits, v * 10 - 1), fmt_digits(digits, v));
		assert_int_equal(fmt_digits(digits, v * 10), fmt_digits(digits, v) + 1);
	}
	setenv("TZ", "America/New_York", 1);
	assert_string_equal(fmt_utc(utc, sizeof(utc), 0), "1970-01-01T00:00:00");
	assert_string_equal(fmt_utc(utc, sizeof(utc), 1732447096), "2024-11-24T11:18:16");
}

/* --- keys --- */

struct pair {
	uint64_t n;
	const char *word;
	struct endpoint end[2];
	uint8_t port_kind;
};

static void get_n(const struct row *row, struct value *v)
{
	v->u = ((const struct pair *)row->data)->n;
}

static void get_word(const struct row *row, struct value *v)
{
	v->s = ((const struct pair *)row->data)->word;
	if (!v->s)
		v->type = V_NONE;
}

static void get_end(const struct row *row, struct value *v)
{
	const struct pair *p = row->data;

	v->ep = p->end[row->way];
	v->port = p->port_kind;
}

static const struct field fields[] = {
	FIELD_BOTH("src", "dst", "", "", V_ENDPOINT, get_end),
	FIELD("n", "", "", V_COUNT, get_n),
	FIELD("word", "", "", V_TEXT, get_word),
	{ .key = NULL },
};
static const struct table pairs = {
	.name = "pairs", .fields = fields, .ways = 2, .row_size = sizeof(struct pair)
};
static const struct table *const tables[] = { &pairs, NULL };

static void test_keys(void **state)
{
	static const char *const names[] = { "src", "src_port", "dst", "dst_port", "n", "word" };
	struct pair p = { .n = 7, .port_kind = PORT_NUMBER };
	const struct row row = { .data = &p };
	struct key key[KEYS];
	struct value v;

	(void)state;
	addr_set_v4(&p.end[0].addr, "\x0a\x01\x02\x03");
	addr_set_v6(&p.end[1].addr, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1");
	p.end[0].port = 80;
	p.end[1].port = 443;
	assert_int_equal(table_keys(&pairs, key), 6);
	for (unsigned i = 0; i < 6; i++)
		assert_string_equal(key[i].name, names[i]);
	key_get(&key[0], &row, &v);
	assert_int_equal(v.type, V_TEXT);
	assert_string_equal(v.s, "10.1.2.3");
	key_get(&key[2], &row, &v);
	assert_string_equal(v.s, "2001:db8::1");
	key_get(&key[1], &row, &v);
	assert_int_equal(v.type, V_NUMBER);
	assert_int_equal(v.u, 80);
	key_get(&key[3], &row, &v);
	assert_int_equal(v.u, 443);
	p.port_kind = PORT_NONE;
	key_get(&key[3], &row, &v);
	assert_int_equal(v.type, V_NONE);
	key_get(&key[5], &row, &v);
	assert_int_equal(v.type, V_NONE);
}

/* None is left out because it finds no room, and none is twice. */
static void test_keys_of_facilities(void **state)
{
	(void)state;
	for (const struct facility *f = facilities; f->name; f++)
		for (const struct table *const *t = f->engine->tables; *t; t++) {
			struct key key[KEYS];
			unsigned n = table_keys(*t, key);

			assert_in_range(n, 1, KEYS - 2);
			for (unsigned i = 0; i < n; i++)
				for (unsigned k = 0; k < i; k++)
					assert_string_not_equal(key[i].name, key[k].name);
		}
}

static void test_selection(void **state)
{
	struct selection s = { .fields = "n,dst_port", .sort = "-n,word" };
	struct sort_key sort[SORT_KEYS];
	struct key key[KEYS];
	struct diag why;

	(void)state;
	assert_int_equal(selection_check(&s, tables, &why), 0);
	assert_int_equal(selection_keys(&s, &pairs, key), 2);
	assert_string_equal(key[0].name, "n");
	assert_string_equal(key[1].name, "dst_port");
	assert_int_equal(selection_sort(&s, &pairs, sort), 2);
	assert_true(sort[0].descending);
	assert_string_equal(sort[1].key.name, "word");
	assert_false(sort[1].descending);
	s = (struct selection){ .top = 3 };
	assert_int_equal(selection_sort(&s, &engine_conns.tables[0][0], sort), 1);
	assert_string_equal(sort[0].key.name, "bytes");
	assert_true(sort[0].descending && sort[0].either);
	assert_int_equal(selection_sort(&s, &pairs, sort), 0);
	s.top = 0;
	assert_int_equal(selection_sort(&s, &engine_conns.tables[0][0], sort), 0);
	for (int i = 0; i < 8; i++) {
		static const char *const bad[] = { "n,n",    "-n,word,n",
						   "nosuch", "",
						   "n,",     ",n",
						   "--n",    "n,word,src,dst,dst_port" };

		s = (struct selection){ .sort = bad[i] };
		assert_int_equal(selection_check(&s, tables, &why), -EINVAL);
	}
	s = (struct selection){ .fields = "src,src_port,n,src" };
	assert_int_equal(selection_check(&s, tables, &why), -EINVAL);
	assert_string_equal(why.msg, "field 'src' twice");
	s = (struct selection){ .fields = "time,time" };
	assert_int_equal(selection_check(&s, tables, &why), -EINVAL);
	s = (struct selection){ .fields = "-n" };
	assert_int_equal(selection_check(&s, tables, &why), -EINVAL);
}

/* --- order --- */

static void sort_many(uint32_t many, uint32_t top, const char *by, struct sorted *s)
{
	const struct selection select = { .sort = by, .top = top };
	static const char *const words[] = { "c", "A", "b", NULL };

	*s = (struct sorted){ .table = NULL };
	assert_int_equal(sorted_begin(s, &pairs, &select, many), 0);
	for (uint32_t i = 0; i < many; i++) {
		const struct pair p = { .n = i * 7919u % many, .word = words[i % 4] };

		sorted_add(s, &(struct row){ .data = &p });
	}
	sorted_finish(s, &(struct row){ .data = NULL });
}

static void test_sorted(void **state)
{
	enum { MANY = 100003 };
	const struct pair *p;
	struct sorted s;

	(void)state;
	sort_many(MANY, 0, "n", &s);
	for (uint32_t i = 0; i < MANY; i++)
		assert_int_equal(((const struct pair *)sorted_row(&s, i))->n, i);
	assert_null(sorted_row(&s, MANY));
	sorted_fini(&s);

	/* few at a time are kept */
	sort_many(MANY, 10, "-n", &s);
	assert_true(s.cap < MANY / 10);
	for (uint32_t i = 0; i < 10; i++)
		assert_int_equal(((const struct pair *)sorted_row(&s, i))->n, MANY - 1 - i);
	assert_null(sorted_row(&s, 10));
	sorted_fini(&s);

	/* unknown first; letters in either case */
	sort_many(8, 0, "word,-n", &s);
	for (uint32_t i = 0; i < 8; i++) {
		static const char *const want[] = { NULL, "A", "b", "c" };

		p = sorted_row(&s, i);
		assert_true(p->word == want[i / 2] || strcmp(p->word, want[i / 2]) == 0);
		if (i % 2)
			assert_true(p->n < ((const struct pair *)sorted_row(&s, i - 1))->n);
	}
	sorted_fini(&s);
	sort_many(0, 5, "n", &s);
	assert_null(sorted_row(&s, 0));
	sorted_fini(&s);
}

/* --- names of flows --- */

static const char *hex(const uint8_t digest[SHA1_BYTES])
{
	static char s[2 * SHA1_BYTES + 1];

	for (int i = 0; i < SHA1_BYTES; i++)
		snprintf(s + 2 * i, 3, "%02x", digest[i]);
	return s;
}

/* RFC 3174, 7.3; RFC 4648, 10. */
static void test_sha1(void **state)
{
	uint8_t digest[SHA1_BYTES];
	char b[16];

	(void)state;
	sha1("abc", 3, digest);
	assert_string_equal(hex(digest), "a9993e364706816aba3e25717850c26c9cd0d89d");
	sha1("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, digest);
	assert_string_equal(hex(digest), "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
	assert_string_equal(base64((const uint8_t *)"foobar", 6, b), "Zm9vYmFy");
	assert_string_equal(base64((const uint8_t *)"fooba", 5, b), "Zm9vYmE=");
	assert_string_equal(base64((const uint8_t *)"foob", 4, b), "Zm9vYg==");
}

static struct flow_tuple tuple_v4(uint8_t proto, const char *src, uint16_t sport, const char *dst,
				  uint16_t dport)
{
	struct flow_tuple t = { .proto = proto, .ports = true };

	addr_set_v4(&t.src.addr, src);
	addr_set_v4(&t.dst.addr, dst);
	t.src.port = sport;
	t.dst.port = dport;
	return t;
}

static struct flow_tuple turned(struct flow_tuple t)
{
	struct endpoint src = t.src;

	t.src = t.dst;
	t.dst = src;
	return t;
}

/* The baseline of the specification. */
static void test_community_id(void **state)
{
	struct flow_tuple t =
		tuple_v4(IPPROTO_TCP, "\x80\xe8\x6e\x78", 34855, "\x42\x23\xfa\xcc", 80);
	char id[COMMUNITY_ID];

	(void)state;
	assert_string_equal(community_id(&t, id), "1:LQU9qZlK+B5F3KDmev6m5PMibrg=");
	t = turned(t);
	assert_string_equal(community_id(&t, id), "1:LQU9qZlK+B5F3KDmev6m5PMibrg=");
	t = tuple_v4(IPPROTO_UDP, "\xc0\xa8\x01\x34", 54585, "\x08\x08\x08\x08", 53);
	assert_string_equal(community_id(&t, id), "1:d/FP5EW3wiY1vCndhwleRRKHowQ=");
	t = tuple_v4(IPPROTO_ICMP, "\xc0\xa8\x00\x59", 0, "\xc0\xa8\x00\x01", 0);
	t.ports = false;
	t.type = 8;
	assert_string_equal(community_id(&t, id), "1:X0snYXpgwiv9TZtqg64sgzUn6Dk=");
	t = turned(t);
	t.type = 0;
	assert_string_equal(community_id(&t, id), "1:X0snYXpgwiv9TZtqg64sgzUn6Dk=");
}

static void test_flow_id(void **state)
{
	struct flow_tuple t = tuple_v4(IPPROTO_TCP, "\x0a\0\0\1", 1, "\x0a\0\0\2", 2),
			  back = turned(t);
	char a[FLOW_ID], b[FLOW_ID];

	(void)state;
	flow_id(&t, 1, 0, 100, a);
	assert_int_equal(strlen(a), 16);
	assert_string_equal(flow_id(&back, 1, 0, 100, b), a);
	assert_string_not_equal(flow_id(&t, 2, 0, 100, b), a);
	assert_string_not_equal(flow_id(&t, 1, 1, 100, b), a);
	assert_string_not_equal(flow_id(&t, 1, 0, 101, b), a);
	t.proto = IPPROTO_UDP;
	assert_string_not_equal(flow_id(&t, 1, 0, 100, b), a);
	t.proto = IPPROTO_TCP;
	t.ethertype = 0x88cc;
	assert_string_not_equal(flow_id(&t, 1, 0, 100, b), a);
	t.ethertype = 0;
	t.dst.port = 3;
	assert_string_not_equal(flow_id(&t, 1, 0, 100, b), a);
}

static void test_table_of_formats(void **state)
{
	(void)state;
	assert_ptr_equal(formats[0], &format_classic);
	assert_null(format_find("nosuch"));
	for (const struct format *const *f = formats; *f; f++) {
		assert_ptr_equal(format_find((*f)->name), *f);
		assert_non_null((*f)->prepare);
		assert_non_null((*f)->report);
		assert_int_equal((*f)->suffix[0], '.');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json_text),      cmocka_unit_test(test_json_long),
		cmocka_unit_test(test_json_structure), cmocka_unit_test(test_digits_and_times),
		cmocka_unit_test(test_keys),	       cmocka_unit_test(test_keys_of_facilities),
		cmocka_unit_test(test_selection),      cmocka_unit_test(test_sorted),
		cmocka_unit_test(test_sha1),	       cmocka_unit_test(test_community_id),
		cmocka_unit_test(test_flow_id),	       cmocka_unit_test(test_table_of_formats),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
