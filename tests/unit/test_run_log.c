/* The log of a run: when reports are due, rotation, the end.  An engine that counts nothing. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/capture.h"
#include "config/settings.h"
#include "run/facility.h"
#include "run/log_name.h"
#include "run/run_log.h"

struct rig {
	char dir[32], file[48], moved[48];
	struct settings set;
	struct run_env env;
	struct request req;
	struct run_log *log;
	void *engine;
	struct engine_env ee;
	struct now now;
	struct capture_stats stats;
	bool locked;
};

static const struct facility *facility(const char *name)
{
	for (const struct facility *f = facilities; f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	fail();
	return NULL;
}

static int setup(void **state)
{
	struct rig *r = calloc(1, sizeof(*r));

	snprintf(r->dir, sizeof(r->dir), "/tmp/iptraf-ng-test-XXXXXX");
	assert_non_null(mkdtemp(r->dir));
	snprintf(r->file, sizeof(r->file), "%s/log", r->dir);
	snprintf(r->moved, sizeof(r->moved), "%s/log.1", r->dir);
	settings_default(&r->set);
	r->env.set = &r->set;
	r->req = (struct request){ .fac = facility("sizes"),
				   .replay = "x.pcap", /* its log waits, and loses nothing */
				   .log = true,
				   .log_file = r->file,
				   .report_ms = 5000 };
	r->now = (struct now){ .mono_ms = 1000000, .wall = 1000000 };
	*state = r;
	return 0;
}

static void lock(void *ctx)
{
	struct rig *r = ctx;

	assert_false(r->locked);
	r->locked = true;
}

static void unlock(void *ctx)
{
	struct rig *r = ctx;

	assert_true(r->locked);
	r->locked = false;
}

static void begin(struct rig *r)
{
	const struct engine_ops *ops = r->req.fac->engine;
	struct diag why;

	assert_int_equal(run_log_open(&r->log, &r->env, &r->req, &why), 0);
	r->ee.set = &r->set;
	run_log_set_emit(r->log, &r->ee);
	r->engine = calloc(1, ops->size);
	assert_non_null(r->engine);
	assert_int_equal(ops->init(r->engine, &r->ee), 0);
	run_log_set_feed(r->log, &(struct run_log_feed){
					 .engine = r->engine,
					 .lock = { .ctx = r, .lock = lock, .unlock = unlock },
					 .now = &r->now,
					 .stats = &r->stats,
					 .iface = "",
				 });
	r->locked = true;
	run_log_begin(r->log, "a filter");
}

static void end(struct rig *r)
{
	run_log_end(r->log);
	assert_null(run_log_finish(r->log));
}

static int teardown(void **state)
{
	struct rig *r = *state;

	run_log_close(r->log);
	if (r->engine)
		r->req.fac->engine->fini(r->engine);
	free(r->engine);
	unlink(r->file);
	unlink(r->moved);
	rmdir(r->dir);
	free(r);
	return 0;
}

/* How many lines of a file have a word. */
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

static void wait_written(struct rig *r)
{
	for (int i = 0; i < 10000 && !run_log_is_written(r->log); i++)
		usleep(1000);
	assert_true(run_log_is_written(r->log));
}

static void tick(struct rig *r, unsigned seconds)
{
	for (unsigned i = 0; i < seconds; i++) {
		r->now.mono_ms += 1000;
		r->now.wall++;
		run_log_tick(r->log);
	}
}

static void test_reports_are_due(void **state)
{
	struct rig *r = *state;

	begin(r);
	tick(r, 4);
	wait_written(r);
	assert_int_equal(lines_with(r->file, "generated"), 0);
	tick(r, 1);
	wait_written(r);
	assert_int_equal(lines_with(r->file, "generated"), 1);
	/* two are missed: one comes, and the next one at its time */
	r->now.mono_ms += 12000;
	run_log_tick(r->log);
	tick(r, 2);
	wait_written(r);
	assert_int_equal(lines_with(r->file, "generated"), 2);
	tick(r, 1);
	wait_written(r);
	assert_int_equal(lines_with(r->file, "generated"), 3);
	end(r);
	assert_int_equal(lines_with(r->file, "generated"), 4);
	assert_int_equal(lines_with(r->file, " started"), 1);
	assert_int_equal(lines_with(r->file, " stopped"), 1);
	assert_int_equal(lines_with(r->file, "a filter"), 1);
}

static void test_interval_of_the_settings(void **state)
{
	struct rig *r = *state;

	r->req.report_ms = 0;
	r->set.log_interval = 1;
	begin(r);
	tick(r, 59);
	wait_written(r);
	assert_int_equal(lines_with(r->file, "generated"), 0);
	tick(r, 1);
	wait_written(r);
	assert_int_equal(lines_with(r->file, "generated"), 1);
	end(r);
}

static void test_rotation(void **state)
{
	struct rig *r = *state;

	begin(r);
	assert_false(run_log_rotate(r->log));
	wait_written(r);
	assert_int_equal(rename(r->file, r->moved), 0);
	assert_true(run_log_ask_rotation(r->log));
	while (run_log_rotate(r->log))
		usleep(1000);
	tick(r, 5);
	end(r);
	assert_int_equal(lines_with(r->moved, " started"), 1);
	assert_int_equal(lines_with(r->moved, " stopped"), 0);
	assert_int_equal(lines_with(r->file, "generated"), 2);
	assert_int_equal(lines_with(r->file, " stopped"), 1);
}

static void test_losses(void **state)
{
	struct rig *r = *state;

	begin(r);
	r->now.mono_ms += 5000;
	r->stats.dropped = 17;
	run_log_tick(r->log);
	end(r);
	assert_true(lines_with(r->file, "17") > 0);
}

/* Of a flood, as many lines as the setting allows, and how many were left out. */
static void test_rate(void **state)
{
	struct rig *r = *state;
	struct event ev = { .kind = EVENT_PACKET };

	r->set.log_rate = 3;
	r->ee.conns_max = 16;
	r->req.fac = facility("conns");
	r->req.report_ms = 0;
	begin(r);
	for (int second = 0; second < 2; second++) {
		for (int i = 0; i < 10; i++) {
			ev.at = r->now;
			r->ee.emit(r->ee.emit_ctx, &ev);
		}
		r->now.mono_ms += 1000;
		run_log_second(r->log);
	}
	run_log_second(r->log);
	end(r);
	assert_int_equal(lines_with(r->file, " bytes"), 6);
	assert_int_equal(lines_with(r->file, "7 log lines left out"), 1);
	assert_int_equal(lines_with(r->file, "14 log lines left out"), 2);
}

/* Nothing came: no line is written. */
static void test_never_begun(void **state)
{
	struct rig *r = *state;
	struct diag why;

	assert_int_equal(run_log_open(&r->log, &r->env, &r->req, &why), 0);
	end(r);
	assert_int_equal(lines_with(r->file, " stopped"), 0);
}

static void test_without_a_log(void **state)
{
	struct rig *r = *state;
	struct diag why;

	r->req.log = false;
	r->env.ui = (struct ui *)r; /* there is a screen */
	assert_int_equal(run_log_open(&r->log, &r->env, &r->req, &why), 0);
	assert_null(r->log);
	run_log_begin(NULL, "");
	tick(r, 1);
	assert_false(run_log_rotate(NULL));
	assert_false(run_log_ask_rotation(NULL));
	assert_string_equal(run_log_note(NULL, &r->now), "");
	assert_false(run_log_is_text(NULL));
	assert_true(run_log_is_written(NULL));
	end(r);
}

static void test_no_such_directory(void **state)
{
	struct rig *r = *state;
	struct diag why = { .msg = "" };

	r->req.log_file = "/nonexistent/log";
	assert_true(run_log_open(&r->log, &r->env, &r->req, &why) < 0);
	assert_non_null(strstr(why.msg, "/nonexistent"));
}

/* A capture file may call its interfaces what it likes. */
static void test_default_name_is_clean(void **state)
{
	struct request req = { .fac = facility("sizes"), .iface = "../a\nb\033/c" };
	char *path;

	(void)state;
	setenv("IPTRAF_LOG_PATH", "/logs", 1);
	path = log_name_default(&req);
	assert_string_equal(path, "/logs/packet_size-.._a?b?_c.log");
	free(path);
	unsetenv("IPTRAF_LOG_PATH");
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_reports_are_due),
		T(test_interval_of_the_settings),
		T(test_rotation),
		T(test_losses),
		T(test_rate),
		T(test_never_begun),
		T(test_without_a_log),
		T(test_no_such_directory),
		cmocka_unit_test(test_default_name_is_clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
