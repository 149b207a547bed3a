#include "unit.h"

#include <curses.h>
#include <string.h>

#include "ui/form.h"
#include "ui/keys.h"

static void type(const struct form_field *f, const char *keys)
{
	size_t at = strlen(f->text);

	for (; *keys; keys++)
		form_type(f, &at, (unsigned char)*keys);
}

static bool press(const struct form_field *f, int key)
{
	size_t at = strlen(f->text);

	return form_type(f, &at, key);
}

static void test_text(void **state)
{
	char text[6] = "";
	const struct form_field f = { .width = 3, .text = text, .size = sizeof(text) };
	size_t at = 5;

	(void)state;
	type(&f, "ab c");
	assert_string_equal(text, "ab c");
	type(&f, "defg");
	assert_string_equal(text, "ab cd");
	assert_true(form_type(&f, &at, KEY_BACKSPACE));
	assert_true(form_type(&f, &at, KEY_DC));
	assert_true(form_type(&f, &at, 127));
	assert_true(form_type(&f, &at, 127));
	assert_string_equal(text, "a");
	assert_true(press(&f, '\b'));
	assert_true(press(&f, '\b'));
	assert_string_equal(text, "");
	type(&f, "xyz\025");
	assert_string_equal(text, "");
	assert_false(press(&f, '\t'));
	assert_false(press(&f, 1));
}

/* A character goes as a whole. */
static void test_utf8(void **state)
{
	char text[9] = "";
	const struct form_field f = { .width = 8, .text = text, .size = sizeof(text) };

	(void)state;
	type(&f, "a\303\244\342\202\254");
	assert_string_equal(text, "a\303\244\342\202\254");
	press(&f, 127);
	assert_string_equal(text, "a\303\244");
	press(&f, 127);
	assert_string_equal(text, "a");
}

static void test_caret(void **state)
{
	char text[12] = "a\303\244c";
	const struct form_field f = { .width = 3, .text = text, .size = sizeof(text) };
	size_t at = 4;

	(void)state;
	form_type(&f, &at, KEY_LEFT);
	form_type(&f, &at, KEY_LEFT);
	assert_int_equal(at, 1);
	form_type(&f, &at, 'x');
	assert_string_equal(text, "ax\303\244c");
	assert_int_equal(at, 2);
	form_type(&f, &at, KEY_DC);
	assert_string_equal(text, "axc");
	form_type(&f, &at, KEY_BACKSPACE);
	assert_string_equal(text, "ac");
	assert_int_equal(at, 1);
	form_type(&f, &at, KEY_RIGHT);
	form_type(&f, &at, KEY_RIGHT);
	assert_int_equal(at, 2);
	form_type(&f, &at, KEY_HOME);
	form_type(&f, &at, KEY_LEFT);
	form_type(&f, &at, KEY_BACKSPACE);
	assert_int_equal(at, 0);
	assert_string_equal(text, "ac");
	form_type(&f, &at, 'b');
	form_type(&f, &at, KEY_END);
	assert_int_equal(at, 3);
	form_type(&f, &at, KEY_CTRL('u'));
	assert_string_equal(text, "");
	assert_int_equal(at, 0);
}

static void test_choices(void **state)
{
	char text[2] = "N";
	const struct form_field f = { .width = 1, .text = text, .size = 2, .choices = "YN" };

	(void)state;
	assert_true(press(&f, 'y'));
	assert_string_equal(text, "Y");
	assert_true(press(&f, ' '));
	assert_string_equal(text, "N");
	assert_true(press(&f, ' '));
	assert_string_equal(text, "Y");
	assert_false(press(&f, 'x'));
	assert_false(press(&f, 0));
	assert_false(press(&f, KEY_LEFT));
	assert_string_equal(text, "Y");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_caret),
		cmocka_unit_test(test_choices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
