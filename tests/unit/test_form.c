#include "unit.h"

#include <curses.h>
#include <string.h>

#include "ui/form.h"

static void type(const struct form_field *f, const char *keys)
{
	for (; *keys; keys++)
		form_type(f, (unsigned char)*keys);
}

static void test_text(void **state)
{
	char text[6] = "";
	const struct form_field f = { .width = 3, .text = text, .size = sizeof(text) };

	(void)state;
	type(&f, "ab c");
	assert_string_equal(text, "ab c");
	type(&f, "defg");
	assert_string_equal(text, "ab cd");
	assert_true(form_type(&f, KEY_LEFT));
	assert_true(form_type(&f, KEY_BACKSPACE));
	assert_true(form_type(&f, KEY_DC));
	assert_true(form_type(&f, 127));
	assert_string_equal(text, "a");
	assert_true(form_type(&f, '\b'));
	assert_true(form_type(&f, '\b'));
	assert_string_equal(text, "");
	type(&f, "xyz\025");
	assert_string_equal(text, "");
	assert_false(form_type(&f, KEY_HOME));
	assert_false(form_type(&f, '\t'));
	assert_false(form_type(&f, 1));
}

/* A character goes as a whole. */
static void test_utf8(void **state)
{
	char text[9] = "";
	const struct form_field f = { .width = 8, .text = text, .size = sizeof(text) };

	(void)state;
	type(&f, "a\303\244\342\202\254");
	assert_string_equal(text, "a\303\244\342\202\254");
	form_type(&f, 127);
	assert_string_equal(text, "a\303\244");
	form_type(&f, 127);
	assert_string_equal(text, "a");
}

static void test_choices(void **state)
{
	char text[2] = "N";
	const struct form_field f = { .width = 1, .text = text, .size = 2, .choices = "YN" };

	(void)state;
	assert_true(form_type(&f, 'y'));
	assert_string_equal(text, "Y");
	assert_true(form_type(&f, ' '));
	assert_string_equal(text, "N");
	assert_true(form_type(&f, ' '));
	assert_string_equal(text, "Y");
	assert_false(form_type(&f, 'x'));
	assert_false(form_type(&f, 0));
	assert_false(form_type(&f, KEY_LEFT));
	assert_string_equal(text, "Y");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_choices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
