#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "sys/loop.h"

static struct loop *l;
static int calls;

static int open_loop(void **state)
{
	(void)state;
	calls = 0;
	return loop_open(&l);
}

static int close_loop(void **state)
{
	(void)state;
	loop_close(l);
	return 0;
}

static bool count_call(void *ctx)
{
	calls++;
	return *(bool *)ctx;
}

static bool unwatch_itself(void *ctx)
{
	calls++;
	loop_unwatch(l, *(int *)ctx);
	return true;
}

static void test_time_over(void **state)
{
	(void)state;
	assert_int_equal(loop_wait(l, 0), 0);
	assert_int_equal(loop_wait(l, 5), 0);
	assert_false(loop_quitting(l));
}

static void test_signals(void **state)
{
	static const int quit[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR2 };

	(void)state;
	kill(getpid(), SIGWINCH);
	assert_int_equal(loop_wait(l, 1000), WAKE_RESIZE);
	kill(getpid(), SIGUSR1);
	assert_int_equal(loop_wait(l, 1000), WAKE_REOPEN);
	kill(getpid(), SIGWINCH);
	kill(getpid(), SIGUSR1);
	assert_int_equal(loop_wait(l, 1000), WAKE_RESIZE | WAKE_REOPEN);
	kill(getpid(), SIGPIPE);
	kill(getpid(), SIGXFSZ);
	assert_int_equal(loop_wait(l, 0), 0);
	assert_false(loop_quitting(l));
	for (size_t i = 0; i < sizeof(quit) / sizeof(*quit); i++) {
		loop_close(l);
		assert_int_equal(loop_open(&l), 0);
		kill(getpid(), quit[i]);
		assert_int_equal(loop_wait(l, 1000), WAKE_QUIT);
		assert_true(loop_quitting(l));
	}
}

static void test_quit_stays(void **state)
{
	(void)state;
	loop_quit(l);
	assert_true(loop_quitting(l));
	assert_int_equal(loop_wait(l, -1), WAKE_QUIT);
	kill(getpid(), SIGWINCH);
	assert_int_equal(loop_wait(l, -1), WAKE_QUIT | WAKE_RESIZE);
}

/* nohup(1): what was ignored from the start stays ignored. */
static void test_ignored_hup(void **state)
{
	sigset_t hup;

	(void)state;
	loop_close(l);
	signal(SIGHUP, SIG_IGN);
	sigemptyset(&hup);
	sigaddset(&hup, SIGHUP);
	sigprocmask(SIG_UNBLOCK, &hup, NULL);
	assert_int_equal(loop_open(&l), 0);
	kill(getpid(), SIGHUP);
	assert_int_equal(loop_wait(l, 10), 0);
	assert_false(loop_quitting(l));
	signal(SIGHUP, SIG_DFL);
}

static void test_keyboard(void **state)
{
	int p[2];

	(void)state;
	assert_int_equal(pipe(p), 0);
	loop_keyboard(l, p[0]);
	assert_int_equal(loop_wait(l, 0), 0);
	assert_int_equal(write(p[1], "x", 1), 1);
	assert_int_equal(loop_wait(l, 1000), WAKE_KEY);
	assert_int_equal(loop_wait(l, 1000), WAKE_KEY);
	loop_keyboard(l, -1);
	assert_int_equal(loop_wait(l, 0), 0);
	loop_keyboard(l, p[0]);
	close(p[1]); /* its end is a key, too */
	assert_int_equal(loop_wait(l, 1000), WAKE_KEY);
	close(p[0]);
}

static void test_watch(void **state)
{
	bool yes = true, no = false;
	int p[2], q[2];

	(void)state;
	assert_int_equal(pipe(p), 0);
	assert_int_equal(pipe(q), 0);
	assert_int_equal(loop_watch(l, p[0], count_call, &yes), 0);
	assert_int_equal(loop_watch(l, q[0], count_call, &no), 0);
	assert_int_equal(loop_wait(l, 0), 0);
	assert_int_equal(calls, 0);
	assert_int_equal(write(q[1], "x", 1), 1);
	assert_int_equal(loop_wait(l, 1000), 0);
	assert_int_equal(calls, 1);
	assert_int_equal(write(p[1], "x", 1), 1);
	assert_int_equal(loop_wait(l, 1000), WAKE_CHANGED);
	assert_int_equal(calls, 3);
	loop_unwatch(l, p[0]);
	loop_unwatch(l, q[0]);
	assert_int_equal(loop_wait(l, 0), 0);
	assert_int_equal(calls, 3);
	assert_int_equal(loop_watch(l, p[0], unwatch_itself, &p[0]), 0);
	assert_int_equal(loop_wait(l, 1000), WAKE_CHANGED);
	assert_int_equal(loop_wait(l, 0), 0);
	assert_int_equal(calls, 4);
	for (int i = 0; i < 2; i++) {
		close(p[i]);
		close(q[i]);
	}
}

/* Of output: neither a plain file nor a device that is always ready may look like the end. */
static void test_hangup(void **state)
{
	int null = open("/dev/null", O_WRONLY), p[2];
	bool yes = true;

	(void)state;
	assert_int_equal(pipe(p), 0);
	assert_int_equal(loop_watch_hangup(l, null, count_call, &yes), 0);
	assert_int_equal(loop_watch_hangup(l, p[1], count_call, &yes), 0);
	assert_int_equal(loop_wait(l, 0), 0);
	close(p[0]);
	assert_int_equal(loop_wait(l, 1000), WAKE_CHANGED);
	assert_int_equal(calls, 1);
	close(p[1]);
	close(null);
}

static void test_room(void **state)
{
	bool yes = true;

	(void)state;
	for (int i = 0; i < 8; i++)
		assert_int_equal(loop_watch(l, 100 + i, count_call, &yes), 0);
	assert_int_equal(loop_watch(l, 200, count_call, &yes), -ENOSPC);
	loop_unwatch(l, 103);
	assert_int_equal(loop_watch(l, 200, count_call, &yes), 0);
}

#define LOOP_TEST(f) cmocka_unit_test_setup_teardown(f, open_loop, close_loop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LOOP_TEST(test_time_over),   LOOP_TEST(test_signals),  LOOP_TEST(test_quit_stays),
		LOOP_TEST(test_ignored_hup), LOOP_TEST(test_keyboard), LOOP_TEST(test_watch),
		LOOP_TEST(test_hangup),	     LOOP_TEST(test_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
