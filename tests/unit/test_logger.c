/* The log's queue and writer: order, loss, broken and stalled readers. */
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "log/log.h"
#include "options.h"

static void write_number(struct strbuf *out, const struct event *ev, const struct options *opt)
{
	(void)opt;
	sb_printf(out, "line %llu", (unsigned long long)ev->packets);
}

static const struct log_ops ops = { .banner = "Test", .event = write_number };
static struct options opt;

static void emit(struct logger *l, uint64_t n)
{
	struct event ev = { .kind = EVENT_FIRST, .wall = 1000000000, .packets = n };

	logger_emit(l, &ev);
}

static void test_every_line_in_order(void **state)
{
	char path[] = "/tmp/test_logger.XXXXXX", line[128], want[128];
	int fd = mkstemp(path);
	struct logger *l;
	FILE *f;

	(void)state;
	assert_int_equal(logger_open(&l, (struct log_target){ .fd = fd }, &ops, &opt, true), 0);
	logger_banner(l, EVENT_STARTED, 1000000000);
	for (int i = 0; i < 200000; i++) /* more than the queue holds */
		emit(l, (uint64_t)i);
	logger_banner(l, EVENT_STOPPED, 1000000001);
	logger_close(l);
	f = fopen(path, "r");
	assert_non_null(fgets(line, sizeof(line), f));
	assert_string_equal(line, "Sun Sep  9 01:46:40 2001; ******** Test started ********\n");
	for (int i = 0; i < 200000; i++) {
		snprintf(want, sizeof(want), "Sun Sep  9 01:46:40 2001; line %d\n", i);
		assert_non_null(fgets(line, sizeof(line), f));
		assert_string_equal(line, want);
	}
	assert_non_null(fgets(line, sizeof(line), f));
	assert_string_equal(line, "Sun Sep  9 01:46:41 2001; ******** Test stopped ********\n");
	assert_null(fgets(line, sizeof(line), f));
	fclose(f);
	close(fd);
	unlink(path);
}

/*
 * A reader who stands still costs lines, counted, and never the one who emits; the end does not
 * wait.
 */
static void test_stalled_reader(void **state)
{
	struct logger *l;
	struct now a, b;
	int fd[2];

	(void)state;
	assert_int_equal(pipe(fd), 0);
	assert_int_equal(logger_open(&l, (struct log_target){ .fd = fd[1] }, &ops, &opt, false), 0);
	for (int i = 0; i < 300000; i++)
		emit(l, (uint64_t)i);
	assert_true(logger_lost(l) > 0);
	assert_false(logger_idle(l));
	clock_read(&a);
	logger_hasten(l);
	logger_close(l);
	clock_read(&b);
	assert_true(b.mono_ms - a.mono_ms < 5000);
	close(fd[0]);
	close(fd[1]);
}

static void test_reader_gone(void **state)
{
	struct logger *l;
	int fd[2];

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(fd), 0);
	close(fd[0]);
	assert_int_equal(logger_open(&l, (struct log_target){ .fd = fd[1] }, &ops, &opt, false), 0);
	emit(l, 1);
	for (int i = 0; i < 500 && !logger_broken(l); i++)
		usleep(10000);
	assert_true(logger_broken(l));
	logger_close(l);
	close(fd[1]);
}

static void test_full_disk(void **state)
{
	int fd = open("/dev/full", O_WRONLY);
	struct logger *l;

	(void)state;
	if (fd < 0)
		skip();
	assert_int_equal(logger_open(&l, (struct log_target){ .fd = fd }, &ops, &opt, true), 0);
	for (int i = 0; i < 100000; i++)
		emit(l, 1); /* does not hang */
	logger_close(l);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_line_in_order),
		cmocka_unit_test(test_stalled_reader),
		cmocka_unit_test(test_reader_gone),
		cmocka_unit_test(test_full_disk),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	return cmocka_run_group_tests_name("logger", tests, NULL, NULL);
}
