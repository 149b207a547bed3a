/* When leaving a screen asks first. */
#include "unit.h"

#include "config/settings.h"
#include "ui/screen.h"

static void test_leave(void **state)
{
	struct settings set;

	(void)state;
	settings_default(&set);
	assert_false(screen_must_ask(&set, true, 100000));
	set.confirm_exit = true;
	assert_true(screen_must_ask(&set, true, SCREEN_CONFIRM_S + 1));
	assert_false(screen_must_ask(&set, true, SCREEN_CONFIRM_S));
	assert_false(screen_must_ask(&set, false, 100000));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_leave) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
