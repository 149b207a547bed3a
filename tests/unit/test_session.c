/* Sessions without a screen, over capture files: what is called, written and returned. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capfile.h"
#include "config/settings.h"
#include "run/facility.h"
#include "run/session.h"
#include "sys/loop.h"
#include "ui/list_screen.h"

#define DLT_ETHERNET 1

struct rig {
	char dir[32], pcap[48], out[48], log[48];
	struct settings set;
	struct loop *loop;
	struct run_env env;
	struct request req;
	struct diag why;
	unsigned ready; /* calls */
	int ready_rc;
};

static const struct facility *facility(const char *name)
{
	for (const struct facility *f = facilities; f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	fail();
	return NULL;
}

static int on_ready(void *ctx, const struct facility *fac, const char *iface)
{
	struct rig *r = ctx;

	assert_ptr_equal(fac, r->req.fac);
	assert_ptr_equal(iface, r->req.iface);
	r->ready++;
	return r->ready_rc;
}

/* So many packets, one a second; the file ends within the last one when it is broken. */
static void write_pcap(struct rig *r, uint32_t packets, bool broken)
{
	static const uint8_t frame[60] = { 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x88, 0xcc };
	FILE *f = fopen(r->pcap, "w");

	pcap_begin(DLT_ETHERNET);
	for (uint32_t i = 0; i < packets; i++)
		pcap_packet(1000000 + i, 0, frame, sizeof(frame), sizeof(frame));
	image_len -= broken ? 10 : 0;
	assert_non_null(f);
	assert_int_equal(fwrite(image, 1, image_len, f), image_len);
	assert_int_equal(fclose(f), 0);
}

static int setup(void **state)
{
	struct rig *r = calloc(1, sizeof(*r));

	snprintf(r->dir, sizeof(r->dir), "/tmp/iptraf-ng-test-XXXXXX");
	assert_non_null(mkdtemp(r->dir));
	snprintf(r->pcap, sizeof(r->pcap), "%s/pcap", r->dir);
	snprintf(r->out, sizeof(r->out), "%s/out", r->dir);
	snprintf(r->log, sizeof(r->log), "%s/log", r->dir);
	settings_default(&r->set);
	assert_int_equal(loop_open(&r->loop), 0);
	r->env = (struct run_env){
		.set = &r->set, .loop = r->loop, .ready = on_ready, .ready_ctx = r
	};
	r->req = (struct request){ .fac = facility("ifdetail"), .replay = r->pcap };
	write_pcap(r, 200, false);
	*state = r;
	return 0;
}

static int teardown(void **state)
{
	struct rig *r = *state;

	loop_close(r->loop);
	unlink(r->pcap);
	unlink(r->out);
	unlink(r->log);
	rmdir(r->dir);
	free(r);
	return 0;
}

/* Standard output goes to r->out, or to a given descriptor. */
static int run_to(struct rig *r, int fd)
{
	int saved = dup(STDOUT_FILENO), rc;

	fflush(stdout);
	dup2(fd, STDOUT_FILENO);
	close(fd);
	rc = session_run(&r->env, &r->req, &r->why);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	return rc;
}

static int run(struct rig *r)
{
	return run_to(r, open(r->out, O_CREAT | O_TRUNC | O_WRONLY, 0600));
}

static unsigned lines_with(const char *file, const char *word)
{
	char line[512];
	unsigned n = 0;
	FILE *f = fopen(file, "r");

	while (f && fgets(line, sizeof(line), f))
		n += strstr(line, word) != NULL;
	if (f)
		fclose(f);
	return n;
}

static void test_text(void **state)
{
	struct rig *r = *state;

	if (run(r) == -ENOSYS)
		skip(); /* built without libpcap */
	assert_int_equal(r->ready, 1);
	assert_int_equal(lines_with(r->out, " started"), 1);
	assert_int_equal(lines_with(r->out, " stopped"), 1);
	assert_int_equal(lines_with(r->out, "generated"), 1);
	assert_int_equal(lines_with(r->out, "Total: \t200 packets"), 1);
}

/* The same descriptors, and no thread's memory left, however often. */
static void test_again(void **state)
{
	struct rig *r = *state;
	int before = dup(STDOUT_FILENO), after;

	close(before);
	for (int i = 0; i < 50; i++)
		if (run(r) == -ENOSYS)
			skip();
	after = dup(STDOUT_FILENO);
	close(after);
	assert_int_equal(after, before);
	assert_int_equal(r->ready, 50);
}

static void test_log_and_minutes(void **state)
{
	struct rig *r = *state;

	r->req.log = true;
	r->req.log_file = r->log;
	r->req.report_ms = 10000;
	r->req.run_s = 60;
	if (run(r) == -ENOSYS)
		skip();
	assert_int_equal(lines_with(r->out, ""), 0);
	assert_int_equal(lines_with(r->log, " stopped"), 1);
	assert_int_equal(lines_with(r->log, "generated"), 6);
	assert_int_equal(lines_with(r->log, "Total: \t60 packets"), 1);
}

static void test_broken_file(void **state)
{
	struct rig *r = *state;

	write_pcap(r, 5, true);
	r->why.msg[0] = '\0';
	if (run(r) == -ENOSYS)
		skip();
	assert_int_equal(run(r), -EIO);
	assert_string_not_equal(r->why.msg, "");
	assert_int_equal(lines_with(r->out, "Total: \t4 packets"), 1);
	assert_int_equal(lines_with(r->out, " stopped"), 1);
}

static void test_no_file(void **state)
{
	struct rig *r = *state;

	unlink(r->pcap);
	r->req.log = true;
	r->req.log_file = r->log;
	assert_true(run(r) < 0);
	assert_string_not_equal(r->why.msg, "");
	assert_int_equal(r->ready, 0);
	assert_int_equal(access(r->log, F_OK), -1); /* and no log of nothing */
}

static void test_filter_that_is_missing(void **state)
{
	struct rig *r = *state;

	snprintf(r->set.filter, sizeof(r->set.filter), "/nonexistent/filter");
	assert_true(run(r) < 0);
	assert_memory_equal(r->why.msg, "filter: ", 8);
	assert_int_equal(r->ready, 0);
}

static void test_ready_fails(void **state)
{
	struct rig *r = *state;

	r->ready_rc = -EIO;
	if (run(r) == -ENOSYS)
		skip();
	assert_int_equal(r->ready, 1);
	assert_true(loop_quitting(r->loop));
	/* perhaps before the first packet */
	assert_int_equal(lines_with(r->out, " stopped"), lines_with(r->out, " started"));
}

/* A source that never ends: a signal ends the session. */
static void test_signal(void **state)
{
	struct rig *r = *state;
	char fifo[64];
	int fd, rc;

	snprintf(fifo, sizeof(fifo), "%s/fifo", r->dir);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	fd = open(fifo, O_RDWR | O_CLOEXEC);
	assert_int_equal(write(fd, image, image_len), (ssize_t)image_len);
	r->req.replay = fifo;
	kill(getpid(), SIGTERM); /* blocked: the loop reads it */
	rc = run(r);
	close(fd);
	unlink(fifo);
	assert_true(rc == 0 || rc == -ENOSYS);
}

/* The reader of the text has gone: the session ends, and that is no error. */
static void test_reader_is_gone(void **state)
{
	struct rig *r = *state;
	int fd[2];

	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(fd), 0);
	close(fd[0]);
	if (run_to(r, fd[1]) == -ENOSYS)
		skip();
	assert_int_equal(r->ready, 1);
}

/* Long work on a list goes on between its pictures, in whatever screen the list is. */
static void test_lists_work(void **state)
{
	unsigned lists = 0;

	(void)state;
	for (const struct facility *f = facilities; f->name; f++) {
		if (f->screen->prepare != list_screen_prepare)
			continue;
		assert_ptr_equal(f->screen->work, list_screen_work);
		lists++;
	}
	assert_in_range(lists, 4, 7);
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_text),
		T(test_again),
		T(test_log_and_minutes),
		T(test_broken_file),
		T(test_no_file),
		T(test_filter_that_is_missing),
		T(test_ready_fails),
		T(test_signal),
		T(test_reader_is_gone),
		cmocka_unit_test(test_lists_work),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
