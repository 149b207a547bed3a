#include "unit.h"

#include <errno.h>
#include <string.h>

#include "config/settings.h"

static void test_defaults_are_in_range(void **state)
{
	struct settings o;

	(void)state;
	settings_default(&o);
	assert_true(o.color);
	assert_true(o.six_in_4);
	assert_false(o.revlook);
	assert_int_equal(o.tcp_timeout, 15);
	for (const struct setting_def *d = setting_defs; d->key; d++) {
		assert_true(d->dflt >= d->min && d->dflt <= d->max);
		assert_non_null(d->help);
	}
}

static void test_set(void **state)
{
	struct settings o;
	struct diag why;

	(void)state;
	settings_default(&o);
	assert_int_equal(settings_set(&o, "mac-addresses", "Yes", &why), 0);
	assert_true(o.mac);
	assert_int_equal(settings_set(&o, "mac-addresses", "0", &why), 0);
	assert_false(o.mac);
	assert_int_equal(settings_set(&o, "tcp-timeout", "7", &why), 0);
	assert_int_equal(o.tcp_timeout, 7);
}

static void test_refuse(void **state)
{
	static const char *const bad[][2] = {
		{ "tcp-timeout", "" },	{ "tcp-timeout", "7x" },
		{ "tcp-timeout", "0" }, { "tcp-timeout", "99999999999999999999" },
		{ "color", "maybe" },	{ "no-such", "1" },
	};
	struct settings o;
	struct diag why;

	(void)state;
	settings_default(&o);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		why.msg[0] = '\0';
		assert_int_not_equal(settings_set(&o, bad[i][0], bad[i][1], &why), 0);
		assert_non_null(strstr(why.msg, bad[i][0]));
	}
	assert_int_equal(o.tcp_timeout, 15);
}

/* A text has the room of its own field, and no more. */
static void test_text_room(void **state)
{
	static struct settings o;
	static char text[SETTING_ROOM + 1], out[SETTING_ROOM];
	const struct setting_def *filter = &setting_defs[settings_find("filter")];
	struct setting_def small = *filter;
	struct diag why;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	settings_default(&o);
	assert_int_equal(settings_set(&o, "filter", text, &why), -EINVAL);
	assert_string_equal(o.filter, "");
	text[SETTING_ROOM - 1] = '\0';
	assert_int_equal(settings_set(&o, "filter", text, &why), 0);
	settings_text(&o, filter, out, sizeof(out));
	assert_string_equal(out, text);
	/* another text setting, of eight bytes */
	small.size = 8;
	assert_int_equal(small.set(&o, &small, "1234567", &why), 0);
	assert_string_equal(o.filter, "1234567");
	assert_int_equal(small.set(&o, &small, "12345678", &why), -EINVAL);
	assert_non_null(strstr(why.msg, "less than 8 bytes"));
	assert_int_equal(settings_set(&o, "filter", "a\nb", &why), -EINVAL);
	for (const struct setting_def *d = setting_defs; d->key; d++) {
		assert_true(d->off + d->size <= sizeof(o));
		assert_true(d->size <= SETTING_ROOM);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults_are_in_range),
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_refuse),
		cmocka_unit_test(test_text_room),
	};

	return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
