#include "unit.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
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

/* The manual page has what the table has, in its order and words. */
static void test_manual(void **state)
{
	char *page = NULL, entry[512];
	size_t room = 0;
	FILE *f = fopen("man/iptraf-ng.conf.5", "r");
	const char *at;

	(void)state;
	if (!f)
		skip();
	assert_true(getdelim(&page, &room, '\0', f) > 0);
	fclose(f);
	at = page;
	for (const struct setting_def *d = setting_defs; d->key; d++) {
		int n = snprintf(entry, sizeof(entry), ".TP\n.BR %s \" ", d->key);

		if (d->type == SETTING_BOOL)
			n += snprintf(entry + n, sizeof(entry) - (size_t)n, "(%s)\"\n",
				      d->dflt ? "yes" : "no");
		else if (d->type == SETTING_TEXT)
			n += snprintf(entry + n, sizeof(entry) - (size_t)n, "()\"\n");
		else
			n += snprintf(entry + n, sizeof(entry) - (size_t)n,
				      "(%ld%s%s; %ld to %ld)\"\n", d->dflt, *d->unit ? " " : "",
				      d->unit, d->min, d->max);
		snprintf(entry + n, sizeof(entry) - (size_t)n, "%c%s.\n", toupper(*d->help),
			 d->help + 1);
		at = strstr(at, entry);
		if (!at)
			fail_msg("not in the manual page, or not there: %s", entry);
	}
	free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults_are_in_range),
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_refuse),
		cmocka_unit_test(test_text_room),
		cmocka_unit_test(test_manual),
	};

	return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
