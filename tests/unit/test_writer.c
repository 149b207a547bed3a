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
#include "output/writer.h"

static const struct log_words words = { .banner = "Test", .events = true };
static const struct table *const tables[] = { NULL };
static const struct run_info run = { .words = &words, .tables = tables, .filter = "" };
static const struct now t0 = { .wall = 1000000000 }, t1 = { .wall = 1000000001 };

/* An event whose line tells its number. */
static void emit(struct writer *w, uint64_t n)
{
	struct event ev = { .kind = EVENT_ACTIVE, .at = t0, .conn.own.packets = n };

	ev.conn.summary.ipproto = IPPROTO_TCP;
	writer_emit(w, &ev);
}

static void test_every_line_in_order(void **state)
{
	char path[] = "/tmp/test_logger.XXXXXX", line[128], want[128];
	int fd = mkstemp(path);
	struct writer *w;
	FILE *f;

	(void)state;
	assert_int_equal(
		writer_open(&w, (struct outlet_target){ .fd = fd }, &format_classic, &run, true),
		0);
	writer_begin(w, "", &t0);
	for (int i = 0; i < 200000; i++) /* more than the queue holds */
		emit(w, (uint64_t)i);
	writer_stop(w, &t1);
	writer_close(w);
	f = fopen(path, "r");
	assert_non_null(fgets(line, sizeof(line), f));
	assert_string_equal(line, "Sun Sep  9 01:46:40 2001; ******** Test started ********\n");
	for (int i = 0; i < 200000; i++) {
		snprintf(want, sizeof(want),
			 "Sun Sep  9 01:46:40 2001; TCP; if0; active; from :: to ::; %d packets, 0 "
			 "bytes\n",
			 i);
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
	struct writer *w;
	struct now a, b;
	int fd[2];

	(void)state;
	assert_int_equal(pipe(fd), 0);
	assert_int_equal(writer_open(&w, (struct outlet_target){ .fd = fd[1] }, &format_classic,
				     &run, false),
			 0);
	for (int i = 0; i < 300000; i++)
		emit(w, (uint64_t)i);
	assert_true(writer_lost(w) > 0);
	assert_false(writer_is_idle(w));
	clock_read(&a);
	writer_hasten(w);
	writer_close(w);
	clock_read(&b);
	assert_true(b.mono_ms - a.mono_ms < 5000);
	close(fd[0]);
	close(fd[1]);
}

static void test_reader_gone(void **state)
{
	struct writer *w;
	int fd[2];

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(fd), 0);
	close(fd[0]);
	assert_int_equal(writer_open(&w, (struct outlet_target){ .fd = fd[1] }, &format_classic,
				     &run, false),
			 0);
	emit(w, 1);
	assert_soon(writer_is_broken(w));
	writer_close(w);
	close(fd[1]);
}

/* The run is over, and the disk full: it is not waited for, unlike a reader who is slow. */
static void test_failing(void **state)
{
	struct writer *w;
	int fd = open("/dev/full", O_WRONLY), pipe_fd[2];

	(void)state;
	if (fd < 0)
		skip();
	assert_int_equal(writer_open(&w, (struct outlet_target){ .fd = fd }, &format_classic, &run,
				     false),
			 0);
	assert_false(writer_is_failing(w));
	emit(w, 1);
	assert_soon(writer_is_failing(w));
	assert_false(writer_is_broken(w));
	writer_hasten(w);
	writer_close(w);
	close(fd);

	assert_int_equal(pipe(pipe_fd), 0);
	assert_int_equal(writer_open(&w, (struct outlet_target){ .fd = pipe_fd[1] },
				     &format_classic, &run, false),
			 0);
	for (int i = 0; i < 300000; i++)
		emit(w, (uint64_t)i);
	assert_false(writer_is_idle(w));
	assert_false(writer_is_failing(w));
	writer_hasten(w);
	writer_close(w);
	close(pipe_fd[0]);
	close(pipe_fd[1]);
}

static void test_full_disk(void **state)
{
	int fd = open("/dev/full", O_WRONLY);
	struct writer *w;

	(void)state;
	if (fd < 0)
		skip();
	assert_int_equal(
		writer_open(&w, (struct outlet_target){ .fd = fd }, &format_classic, &run, true),
		0);
	for (int i = 0; i < 100000; i++)
		emit(w, 1); /* does not hang */
	writer_finish(w);
	assert_true(writer_is_broken(w));
	assert_int_equal(writer_lost(w), 100000);
	writer_close(w);
	close(fd);
}

/* --- how much at once --- */

/* Writes that it takes to write n bytes. */
static uint32_t writes_of(int fd, size_t n)
{
	struct outlet o = { .quiet = 0 };
	char *s = calloc(1, n);
	uint32_t writes;

	assert_int_equal(outlet_open(&o, (struct outlet_target){ .fd = fd }, false), 0);
	outlet_write(&o, s, n);
	writes = atomic_load(&o.steps) - 1; /* the last step is the end */
	outlet_close(&o);
	free(s);
	return writes;
}

/* Standard output: a file takes everything, a pipe no more than cannot block. */
static void test_sizes_of_writes(void **state)
{
	FILE *f = tmpfile();
	int fd[2];

	(void)state;
	assert_int_equal(writes_of(fileno(f), 1 << 20), 1);
	fclose(f);
	assert_int_equal(pipe(fd), 0);
	assert_int_equal(writes_of(fd[1], 5 * 4096 + 1), 6);
	close(fd[0]);
	close(fd[1]);
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

static struct writer *open_log(const char *path, bool wait)
{
	struct outlet_target target = { .fd = -1 };
	struct writer *w;
	struct diag why;

	assert_int_equal(logfile_open(&target.file, path, false, &why), 0);
	assert_int_equal(writer_open(&w, target, &format_classic, &run, wait), 0);
	return w;
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
		at = strstr(line, "from :: to ::; ");
		if (at)
			assert_int_equal(strtoull(at + 15, NULL, 10), first++);
	}
	fclose(f);
	return first;
}

static void await_idle(struct writer *w)
{
	assert_soon(writer_is_idle(w));
}

static void test_rotation(void **state)
{
	struct writer *w = open_log(in_dir("a"), true);
	unsigned long long next = 0;
	char name[16], text[256];
	int turns = 0;

	(void)state;
	for (int i = 0; i < 20; i++) {
		for (int k = 0; k < 1000; k++)
			emit(w, (uint64_t)(i * 1000 + k));
		snprintf(name, sizeof(name), "a.%d", i);
		assert_int_equal(rename(in_dir("a"), in_dir(name)), 0);
		writer_rotate_begin(w, &t0);
		writer_rotate_end(w, &t0);
		await_idle(w);
	}
	turns = (int)writer_news(w, text, sizeof(text));
	assert_int_equal(turns, 20);
	assert_string_equal(text, "");
	assert_int_equal(writer_lost(w), 0);
	writer_close(w);
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
	struct writer *w;

	(void)state;
	mkdir(in_dir("d"), 0755);
	w = open_log(in_dir("d/a"), false);
	unlink(in_dir("d/a"));
	rmdir(in_dir("d"));
	writer_rotate_end(w, &t0);
	await_idle(w);
	assert_int_equal(writer_news(w, text, sizeof(text)), 1);
	assert_non_null(strstr(text, "cannot be reopened"));
	assert_true(writer_is_in_trouble(w));
	mkdir(in_dir("d"), 0755);
	assert_soon(access(in_dir("d/a"), F_OK) == 0);
	emit(w, 0);
	await_idle(w);
	assert_int_equal(read_on(in_dir("d/a"), 0), 1);
	writer_close(w);
}

static void test_deleted(void **state)
{
	struct writer *w = open_log(in_dir("gone"), false);

	(void)state;
	unlink(in_dir("gone"));
	assert_soon(access(in_dir("gone"), F_OK) == 0);
	emit(w, 0);
	writer_close(w);
	assert_int_equal(read_on(in_dir("gone"), 0), 1);
}

static void test_taken(void **state)
{
	struct writer *w = open_log(in_dir("b"), false);
	struct logfile *f;
	struct diag why;

	(void)state;
	assert_int_equal(logfile_open(&f, in_dir("b"), false, &why), -16 /* EBUSY */);
	assert_non_null(strstr(why.msg, "another instance"));
	writer_close(w);
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
	assert_non_null(strstr(why.msg, "no reader"));
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
	struct writer *w;
	char text[256];

	(void)state;
	if (access("/dev/full", W_OK) < 0)
		skip();
	w = open_log("/dev/full", false);
	emit(w, 0);
	assert_soon(writer_is_in_trouble(w));
	for (int i = 1; i < 100000; i++)
		emit(w, (uint64_t)i);
	writer_news(w, text, sizeof(text));
	assert_non_null(strstr(text, "No space"));
	writer_news(w, text, sizeof(text));
	assert_string_equal(text, "");
	writer_finish(w);
	assert_int_equal(writer_lost(w), 100000);
	writer_close(w);
}

/* Reads what a fifo has, and counts its lines; true: there is no more, now or later. */
static bool all_read(const struct writer *w, int fd, unsigned long long *lines)
{
	bool was_idle = writer_is_idle(w);
	char text[65536];
	ssize_t n;

	while ((n = read(fd, text, sizeof(text))) > 0)
		for (ssize_t k = 0; k < n; k++)
			*lines += text[k] == '\n';
	return was_idle;
}

/* A fifo whose reader stands still, then reads on: what was lost is counted to the line. */
static void test_slow_fifo(void **state)
{
	unsigned long long lines = 0;
	struct writer *w;
	char text[256];
	int fd;

	(void)state;
	mkfifo(in_dir("slow"), 0600);
	fd = open(in_dir("slow"), O_RDONLY | O_NONBLOCK);
	w = open_log(in_dir("slow"), false);
	for (int i = 0; i < 100000; i++)
		emit(w, (uint64_t)i);
	assert_soon(all_read(w, fd, &lines));
	assert_true(writer_lost(w) > 0);
	assert_int_equal(lines + writer_lost(w), 100000);
	assert_soon(!writer_is_in_trouble(w));
	writer_news(w, text, sizeof(text));
	writer_close(w);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_line_in_order),
		cmocka_unit_test(test_stalled_reader),
		cmocka_unit_test(test_reader_gone),
		cmocka_unit_test(test_failing),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_sizes_of_writes),
		cmocka_unit_test(test_rotation),
		cmocka_unit_test(test_directory_gone),
		cmocka_unit_test(test_deleted),
		cmocka_unit_test(test_taken),
		cmocka_unit_test(test_odd_files),
		cmocka_unit_test(test_full_file),
		cmocka_unit_test(test_slow_fifo),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	return cmocka_run_group_tests_name("writer", tests, make_dir, remove_dir);
}
