/* When leaving a screen asks first. */
#include "unit.h"

#include "config/settings.h"
#include "ui/screen.h"

static void test_leave(void **state)
{
	struct settings set;
	struct screen_host host = { .live = true };
	struct screen_env env = { .set = &set, .host = &host };

	(void)state;
	settings_default(&set);
	assert_false(screen_must_ask(&env, 100000));
	set.confirm_exit = true;
	assert_true(screen_must_ask(&env, SCREEN_CONFIRM_S + 1));
	assert_false(screen_must_ask(&env, SCREEN_CONFIRM_S));
	env.over = true;
	assert_false(screen_must_ask(&env, 100000));
	env.over = false;
	host.live = false;
	assert_false(screen_must_ask(&env, 100000));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_leave) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
