/* The log's queue and writer: order, loss, broken and stalled readers. */
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "output/logger.h"
#include "config/settings.h"

static void write_number(struct strbuf *out, const struct event *ev, const struct settings *set)
{
	(void)set;
	sb_printf(out, "line %llu", (unsigned long long)ev->packets);
}

static const struct log_ops ops = { .banner = "Test", .event = write_number };
static struct settings set;

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
	assert_int_equal(logger_open(&l, (struct log_target){ .fd = fd }, &ops, &set, true), 0);
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
	assert_int_equal(logger_open(&l, (struct log_target){ .fd = fd[1] }, &ops, &set, false), 0);
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
	assert_int_equal(logger_open(&l, (struct log_target){ .fd = fd[1] }, &ops, &set, false), 0);
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
	assert_int_equal(logger_open(&l, (struct log_target){ .fd = fd }, &ops, &set, true), 0);
	for (int i = 0; i < 100000; i++)
		emit(l, 1); /* does not hang */
	logger_close(l);
	close(fd);
}

/* --- files --- */

static char dir[] = "/tmp/test_logger.XXXXXX";

static const char *in_dir(const char *name)
{
	static char path[2][256];
	static int turn;

	turn = !turn;
	snprintf(path[turn], sizeof(path[turn]), "%s/%s", dir, name);
	return path[turn];
}

static int make_dir(void **state)
{
	(void)state;
	return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state)
{
	char command[300];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

static struct logger *open_log(const char *path, bool wait)
{
	struct log_target target = { .fd = -1 };
	struct logger *l;
	struct diag why;

	assert_int_equal(logfile_open(&target.file, path, false, &why), 0);
	assert_int_equal(logger_open(&l, target, &ops, &set, wait), 0);
	return l;
}

/* Adds up the events of a file and checks that their numbers go on from first. */
static unsigned long long read_on(const char *path, unsigned long long first)
{
	FILE *f = fopen(path, "r");
	char line[256];
	const char *at;

	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		assert_non_null(strchr(line, '\n'));
		at = strstr(line, "; line ");
		if (at)
			assert_int_equal(strtoull(at + 7, NULL, 10), first++);
	}
	fclose(f);
	return first;
}

static void await_idle(struct logger *l)
{
	for (int i = 0; i < 500 && !logger_idle(l); i++)
		usleep(10000);
	assert_true(logger_idle(l));
}

static void test_rotation(void **state)
{
	struct logger *l = open_log(in_dir("a"), true);
	unsigned long long next = 0;
	char name[16], text[256];
	int turns = 0;

	(void)state;
	for (int i = 0; i < 20; i++) {
		for (int k = 0; k < 1000; k++)
			emit(l, (uint64_t)(i * 1000 + k));
		snprintf(name, sizeof(name), "a.%d", i);
		assert_int_equal(rename(in_dir("a"), in_dir(name)), 0);
		logger_rotate_begin(l, 1000000000);
		logger_rotate_end(l, 1000000000);
		await_idle(l);
	}
	turns = (int)logger_news(l, text, sizeof(text));
	assert_int_equal(turns, 20);
	assert_string_equal(text, "");
	assert_int_equal(logger_lost(l), 0);
	logger_close(l);
	for (int i = 0; i < 20; i++) {
		snprintf(name, sizeof(name), "a.%d", i);
		next = read_on(in_dir(name), next);
	}
	assert_int_equal(next, 20000);
	assert_int_equal(read_on(in_dir("a"), 7), 7);
}

/* The directory goes, and comes back: the old file is written on, then a new one is there. */
static void test_directory_gone(void **state)
{
	char text[256];
	struct logger *l;

	(void)state;
	mkdir(in_dir("d"), 0755);
	l = open_log(in_dir("d/a"), false);
	unlink(in_dir("d/a"));
	rmdir(in_dir("d"));
	logger_rotate_end(l, 1000000000);
	await_idle(l);
	assert_int_equal(logger_news(l, text, sizeof(text)), 1);
	assert_non_null(strstr(text, "cannot be opened anew"));
	assert_true(logger_in_trouble(l));
	mkdir(in_dir("d"), 0755);
	for (int i = 0; i < 500 && access(in_dir("d/a"), F_OK) < 0; i++)
		usleep(10000);
	emit(l, 0);
	await_idle(l);
	assert_int_equal(read_on(in_dir("d/a"), 0), 1);
	logger_close(l);
}

static void test_deleted(void **state)
{
	struct logger *l = open_log(in_dir("gone"), false);

	(void)state;
	unlink(in_dir("gone"));
	for (int i = 0; i < 500 && access(in_dir("gone"), F_OK) < 0; i++)
		usleep(10000);
	emit(l, 0);
	logger_close(l);
	assert_int_equal(read_on(in_dir("gone"), 0), 1);
}

static void test_taken(void **state)
{
	struct logger *l = open_log(in_dir("b"), false);
	struct logfile *f;
	struct diag why;

	(void)state;
	assert_int_equal(logfile_open(&f, in_dir("b"), false, &why), -16 /* EBUSY */);
	assert_non_null(strstr(why.msg, "another instance"));
	logger_close(l);
	assert_int_equal(logfile_open(&f, in_dir("b"), false, &why), 0);
	logfile_close(f);
}

static void test_odd_files(void **state)
{
	struct logfile *f;
	struct diag why;
	char longest[5000];

	(void)state;
	mkfifo(in_dir("fifo"), 0600);
	assert_true(logfile_open(&f, in_dir("fifo"), false, &why) < 0);
	assert_non_null(strstr(why.msg, "nobody reads"));
	assert_true(logfile_open(&f, dir, false, &why) < 0);
	assert_true(logfile_open(&f, in_dir("none/a"), false, &why) < 0);
	memset(longest, 'x', sizeof(longest));
	longest[0] = '/';
	longest[sizeof(longest) - 1] = '\0';
	assert_true(logfile_open(&f, longest, false, &why) < 0);
	mkdir(in_dir("open"), 0777);
	chmod(in_dir("open"), 01777);
	assert_int_equal(symlink("/dev/null", in_dir("open/link")), 0);
	assert_true(logfile_open(&f, in_dir("open/link"), false, &why) < 0);
	assert_int_equal(symlink("/dev/null", in_dir("link")), 0);
	assert_int_equal(logfile_open(&f, in_dir("link"), false, &why), 0);
	logfile_close(f);
}

/* A full disk: told once, lines counted, nobody held up; the end comes. */
static void test_full_file(void **state)
{
	struct logger *l;
	char text[256];

	(void)state;
	if (access("/dev/full", W_OK) < 0)
		skip();
	l = open_log("/dev/full", false);
	emit(l, 0);
	usleep(200000);
	for (int i = 1; i < 100000; i++)
		emit(l, (uint64_t)i);
	logger_news(l, text, sizeof(text));
	assert_non_null(strstr(text, "No space"));
	logger_news(l, text, sizeof(text));
	assert_string_equal(text, "");
	logger_finish(l);
	assert_int_equal(logger_lost(l), 100000);
	logger_close(l);
}

/* A fifo whose reader stands still, then reads on: what was lost is counted to the line. */
static void test_slow_fifo(void **state)
{
	unsigned long long lines = 0;
	struct logger *l;
	char text[65536];
	ssize_t n;
	int fd;

	(void)state;
	mkfifo(in_dir("slow"), 0600);
	fd = open(in_dir("slow"), O_RDONLY | O_NONBLOCK);
	l = open_log(in_dir("slow"), false);
	for (int i = 0; i < 100000; i++)
		emit(l, (uint64_t)i);
	for (int i = 0; i < 300; i++) {
		while ((n = read(fd, text, sizeof(text))) > 0)
			for (ssize_t k = 0; k < n; k++)
				lines += text[k] == '\n';
		if (logger_idle(l))
			i += 50;
		usleep(10000);
	}
	assert_true(logger_lost(l) > 0);
	assert_int_equal(lines + logger_lost(l), 100000);
	for (int i = 0; i < 300 && logger_in_trouble(l); i++)
		usleep(10000);
	logger_news(l, text, sizeof(text));
	assert_false(logger_in_trouble(l));
	logger_close(l);
	close(fd);
}

static void report_many(struct sink *out, const void *engine, const struct report_info *info)
{
	(void)info;
	for (int i = 0; i < *(const int *)engine; i++)
		sink_printf(out, "row %d of a table that has many of them\n", i);
}

static void test_report(void **state)
{
	static const struct log_ops counting = { .banner = "Count", .report = report_many };
	struct report_info info = { .now = { .wall = 1000000000 }, .seconds = 1, .set = &set };
	struct log_target target = { .fd = -1 };
	struct logger *l;
	struct diag why;
	int rows = 50000;
	char line[256];
	FILE *f;

	(void)state;
	assert_int_equal(logfile_open(&target.file, in_dir("r"), false, &why), 0);
	assert_int_equal(logger_open(&l, target, &counting, &set, true), 0);
	logger_banner(l, EVENT_STARTED, 1000000000);
	logger_losses(l, 0, 0, 1000000000); /* nothing: no line */
	logger_report(l, &rows, &info);
	logger_losses(l, 3, 5, 1000000000);
	logger_banner(l, EVENT_STOPPED, 1000000000);
	logger_close(l);
	f = fopen(in_dir("r"), "r");
	assert_non_null(fgets(line, sizeof(line), f));
	assert_non_null(strstr(line, "Count started"));
	for (int i = 0; i < rows; i++) {
		assert_non_null(fgets(line, sizeof(line), f));
		assert_int_equal(strtol(line + 4, NULL, 10), i);
	}
	assert_non_null(fgets(line, sizeof(line), f));
	assert_non_null(strstr(line, "; 3 packets dropped by the kernel, 5 entries evicted\n"));
	assert_non_null(fgets(line, sizeof(line), f));
	assert_non_null(strstr(line, "Count stopped"));
	assert_null(fgets(line, sizeof(line), f));
	fclose(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_line_in_order),
		cmocka_unit_test(test_stalled_reader),
		cmocka_unit_test(test_reader_gone),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_rotation),
		cmocka_unit_test(test_directory_gone),
		cmocka_unit_test(test_deleted),
		cmocka_unit_test(test_taken),
		cmocka_unit_test(test_odd_files),
		cmocka_unit_test(test_full_file),
		cmocka_unit_test(test_slow_fifo),
		cmocka_unit_test(test_report),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	return cmocka_run_group_tests_name("logger", tests, make_dir, remove_dir);
}
