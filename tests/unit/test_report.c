/* Reports: read in pieces, worded by templates, in order with all else. */
#include "unit.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "output/classic.h"
#include "output/writer.h"
#include "stats/table.h"

#define MANY 100000

/* --- an engine of rows, and the lock of its feed --- */

struct station {
	uint32_t number;
	uint64_t twice; /* must always be twice the number */
	const char *note;
	char fill[200];
};

struct engine {
	struct station *rows;
	uint32_t used;
	pthread_mutex_t lock;
	struct now now;
	int holds, held;
};

static void get_number(const struct row *row, struct value *out)
{
	out->u = ((const struct station *)row->data)->number;
}

static void get_twice(const struct row *row, struct value *out)
{
	out->u = ((const struct station *)row->data)->twice;
}

static void get_note(const struct row *row, struct value *out)
{
	out->s = ((const struct station *)row->data)->note;
	if (!out->s)
		out->type = V_NONE;
}

static void get_run(const struct row *row, struct value *out)
{
	out->u = row->run_ms;
}

static const struct field fields[] = {
	{ .key = "number", .type = V_COUNT, .get = get_number },
	{ .key = "twice", .type = V_BYTES, .get = get_twice },
	{ .key = "note", .type = V_TEXT, .get = get_note },
	{ .key = "run", .type = V_RATE, .get = get_run },
	{ .key = NULL },
};

static void get_rows(const void *engine, struct rows *out)
{
	const struct engine *e = engine;

	*out = (struct rows){ .data = e->rows, .used = e->used, .count = e->used, .cap = MANY };
}

static const struct table stations = {
	.name = "stations",
	.fields = fields,
	.ways = 1,
	.row_size = sizeof(struct station),
	.rows = get_rows,
};
static const struct table *const tables[] = { &stations, NULL };

static void lock(void *ctx)
{
	struct engine *e = ctx;

	pthread_mutex_lock(&e->lock);
	e->held = 1;
	e->holds++;
}

static void unlock(void *ctx)
{
	struct engine *e = ctx;

	e->held = 0;
	pthread_mutex_unlock(&e->lock);
}

static void set_row(struct engine *e, uint32_t i, uint32_t number)
{
	e->rows[i].number = number;
	e->rows[i].twice = 2 * (uint64_t)number;
}

static void engine_init(struct engine *e, uint32_t rows)
{
	*e = (struct engine){ .used = rows, .now = { .mono_ms = 5000, .wall = 1000000000 } };
	e->rows = calloc(rows + 1, sizeof(*e->rows));
	pthread_mutex_init(&e->lock, NULL);
	for (uint32_t i = 0; i < rows; i++)
		set_row(e, i, i);
}

static void engine_fini(struct engine *e)
{
	free(e->rows);
	pthread_mutex_destroy(&e->lock);
}

static struct report_source source_of(struct engine *e)
{
	return (struct report_source){
		.tables = tables,
		.engine = e,
		.lock = { .ctx = e, .lock = lock, .unlock = unlock },
		.now = &e->now,
		.begun_ms = 2000,
	};
}

/* --- pieces --- */

static void test_pieces(void **state)
{
	_Atomic uint32_t steps = 0;
	const struct row *row;
	struct report r = { 0 };
	struct engine e;
	uint32_t n = 0;

	(void)state;
	engine_init(&e, MANY);
	assert_int_equal(report_init(&r, &steps), 0);
	r.source = source_of(&e);
	report_begin(&r, &(struct run_state){ 0 });
	assert_null(report_open(&r, "nosuch"));
	assert_null(report_next(&r));
	assert_ptr_equal(report_open(&r, "stations"), &stations);
	while ((row = report_next(&r))) {
		const struct station *s = row->data;

		assert_int_equal(s->number, n++);
		assert_int_equal(e.held, 0); /* rows are read without the lock */
		assert_int_equal(row->run_ms, 3000);
	}
	assert_int_equal(n, MANY);
	/* 256 KiB each, and a last look that finds no more */
	assert_in_range(e.holds, MANY * sizeof(struct station) / 262144,
			MANY * sizeof(struct station) / 262144 + 3);
	assert_in_range(steps, e.holds, e.holds);
	report_fini(&r);
	engine_fini(&e);
}

/* A small table is copied once for a report, whatever happens meanwhile and however often read. */
static void test_small_table_is_consistent(void **state)
{
	_Atomic uint32_t steps = 0;
	const struct row *row;
	struct report r = { 0 };
	struct engine e;

	(void)state;
	engine_init(&e, 3);
	assert_int_equal(report_init(&r, &steps), 0);
	r.source = source_of(&e);
	for (uint32_t turn = 0; turn < 2; turn++) {
		report_begin(&r, &(struct run_state){ 0 });
		for (int i = 0; i < 5; i++) {
			uint32_t n = 0;

			report_open(&r, "stations");
			for (; (row = report_next(&r)); n++)
				assert_int_equal(((const struct station *)row->data)->number,
						 turn * 10 + n);
			assert_int_equal(n, 3);
			for (n = 0; n < 3; n++)
				set_row(&e, n, turn * 10 + 10 + n);
		}
		assert_int_equal(e.holds, turn + 1);
	}
	report_fini(&r);
	engine_fini(&e);
}

/* --- templates --- */

static const char *worded(const char *text, const struct station *s)
{
	static char buf[1024];
	struct template_piece room[16];
	const struct row row = { .data = s, .run_ms = 125 };
	struct template t;
	struct out out;

	out_init(&out, NULL, NULL);
	assert_int_equal(template_compile(&t, text, fields, room, 16), 0);
	template_write(&t, &row, RATE_KBITS, &out);
	snprintf(buf, sizeof(buf), "%.1000s", out.buf);
	return buf;
}

static void test_templates(void **state)
{
	const struct station s = { .number = 1234567, .twice = 0, .note = "a\nnote" }, none = { 0 };
	struct template_piece room[2];
	struct template t;

	(void)state;
	assert_string_equal(worded("", &s), "");
	assert_string_equal(worded("text", &s), "text");
	assert_string_equal(worded("{number}{twice:3}|{number:3}|{number:8}.", &s),
			    "1234567  0|1234567| 1234567.");
	assert_string_equal(worded("{run}", &s), "     1.00 kbps");
	assert_string_equal(worded("before {note? (|)} after", &s), "before  (a?note) after");
	assert_string_equal(worded("before{note? (|)} after", &none), "before after");
	assert_string_equal(worded("({note})", &none), "()");
	assert_int_equal(template_compile(&t, "{nosuch}", fields, room, 2), -EINVAL);
	assert_int_equal(template_compile(&t, "{number", fields, room, 2), -EINVAL);
	assert_int_equal(template_compile(&t, "{number:x}", fields, room, 2), -EINVAL);
	assert_int_equal(template_compile(&t, "{note?(}", fields, room, 2), -EINVAL);
	assert_int_equal(template_compile(&t, "{number} {number} {number}", fields, room, 2),
			 -ENOSPC);
}

/* --- the whole way --- */

static const struct part parts[] = {
	{ .text = "begin {iface} {seconds}\n" },
	{ .table = "stations", .text = "row {number}: {twice}\n" },
	{ .table = "stations", .rows = "note=a", .text = "a {number}\n" },
	{ .table = "stations", .rows = "note", .counted = true, .text = "some {number}\n" },
	{ .text = "end\n" },
	{ .text = NULL },
};
static const struct log_words words = { .banner = "Count", .parts = parts };
static const struct run_info run = { .words = &words, .tables = tables, .filter = "" };

static struct writer *open_writer(FILE *f, struct engine *e, const struct run_info *info, bool wait)
{
	const struct report_source source = source_of(e);
	struct writer *w;

	assert_int_equal(writer_open(&w, (struct outlet_target){ .fd = fileno(f) }, &format_classic,
				     info, wait),
			 0);
	writer_set_source(w, &source);
	writer_begin(w, "", &(struct now){ .mono_ms = 2000, .wall = 1000000000 });
	return w;
}

static void expect(FILE *f, const char *want)
{
	char line[256];

	assert_non_null(fgets(line, sizeof(line), f));
	if (strncmp(line, "Sun Sep  9 01:46:40 2001; ", 26) == 0)
		assert_string_equal(line + 26, want);
	else
		assert_string_equal(line, want);
}

static void ask(struct writer *w, struct engine *e)
{
	struct run_state st = { .at = e->now, .run_ms = 2500, .iface = "eth%d" };

	lock(e);
	writer_report(w, &st);
	unlock(e);
}

/* A replay's engine stays as it is until the report is read. */
static void test_replay(void **state)
{
	FILE *f = tmpfile();
	struct writer *w;
	struct engine e;
	char line[64];

	(void)state;
	engine_init(&e, MANY);
	w = open_writer(f, &e, &run, true);
	for (uint32_t turn = 0; turn < 3; turn++) {
		ask(w, &e);
		for (uint32_t i = 0; i < MANY; i++)
			set_row(&e, i, e.rows[i].number + 1);
	}
	writer_losses(w, &(struct losses){ 0 }, &e.now); /* none: no line */
	writer_stop(w, &e.now);
	writer_losses(w, &(struct losses){ .dropped = 3, .evicted = 5 }, &e.now);
	writer_close(w);
	rewind(f);
	expect(f, "******** Count started ********\n");
	for (uint32_t turn = 0; turn < 3; turn++) {
		expect(f, "begin eth%d 3\n");
		for (uint32_t i = turn; i < MANY + turn; i++) {
			snprintf(line, sizeof(line), "row %u: %u\n", i, 2 * i);
			expect(f, line);
		}
		expect(f, "end\n");
	}
	expect(f, "******** Count stopped ********\n");
	expect(f, "3 packets dropped by the kernel, 5 entries evicted\n");
	assert_int_equal(fgetc(f), EOF);
	fclose(f);
	engine_fini(&e);
}

/* Live, rows change while the report is read; each is right in itself, and nobody waits. */
static void test_live(void **state)
{
	FILE *f = tmpfile();
	uint32_t turns = 0;
	struct writer *w;
	struct engine e;
	char line[64];

	(void)state;
	engine_init(&e, MANY);
	w = open_writer(f, &e, &run, false);
	ask(w, &e);
	while (!writer_is_idle(w)) {
		lock(&e);
		turns++;
		for (uint32_t i = 0; i < MANY; i += 64)
			set_row(&e, i, e.rows[i].number + MANY);
		unlock(&e);
		sched_yield();
	}
	assert_true(turns > 1);
	writer_close(w);
	rewind(f);
	expect(f, "******** Count started ********\n");
	expect(f, "begin eth%d 3\n");
	for (uint32_t i = 0; i < MANY; i++) {
		unsigned number, twice;

		assert_non_null(fgets(line, sizeof(line), f));
		assert_int_equal(sscanf(line, "row %u: %u\n", &number, &twice), 2);
		assert_int_equal(twice, 2 * number);
		assert_int_equal(number % MANY, i);
	}
	expect(f, "end\n");
	fclose(f);
	engine_fini(&e);
}

static void test_which_rows(void **state)
{
	FILE *f = tmpfile();
	struct writer *w;
	struct engine e;

	(void)state;
	engine_init(&e, 3);
	e.rows[0].note = "b";
	e.rows[1].note = "a";
	w = open_writer(f, &e, &run, true);
	ask(w, &e);
	writer_close(w);
	rewind(f);
	expect(f, "******** Count started ********\n");
	expect(f, "begin eth%d 3\n");
	expect(f, "row 0: 0\n");
	expect(f, "row 1: 2\n");
	expect(f, "row 2: 4\n");
	expect(f, "a 1\n");
	expect(f, "some 1\n");
	expect(f, "end\n");
	assert_int_equal(fgetc(f), EOF);
	fclose(f);
	engine_fini(&e);
}

/* A facility without words of its own. */
static void test_plain(void **state)
{
	static const struct log_words none = { .banner = "Count" };
	static const struct run_info plain = { .words = &none, .tables = tables };
	FILE *f = tmpfile();
	struct writer *w;
	struct engine e;

	(void)state;
	engine_init(&e, 2);
	e.rows[1].note = "b";
	w = open_writer(f, &e, &plain, true);
	ask(w, &e);
	writer_close(w);
	rewind(f);
	expect(f, "******** Count started ********\n");
	expect(f, "stations number=0 twice=0 run=    24.00 kbps\n");
	expect(f, "stations number=1 twice=2 note=b run=    24.00 kbps\n");
	assert_int_equal(fgetc(f), EOF);
	fclose(f);
	engine_fini(&e);
}

/* Instead of the C library's, for the program's files: a disk that hangs, when it is told to. */
static pthread_mutex_t disk = PTHREAD_MUTEX_INITIALIZER;
static atomic_int hanging = -1;
static atomic_uint hung;

ssize_t write(int fd, const void *s, size_t n)
{
	if (fd == atomic_load(&hanging)) {
		atomic_fetch_add(&hung, 1);
		pthread_mutex_lock(&disk);
		pthread_mutex_unlock(&disk);
	}
	return syscall(SYS_write, fd, s, n);
}

/* Of the classic log: its start, and reports with two lines beside the rows. */
static uint64_t lines_of(unsigned reports)
{
	return 1 + (uint64_t)reports * (MANY + 2);
}

/*
 * The disk hangs in the middle of a report: the end comes, every line is counted, and the engine is
 * not touched again.
 */
static void test_disk_hangs(void **state)
{
	FILE *f = tmpfile();
	struct writer *w;
	struct engine e;

	(void)state;
	engine_init(&e, MANY);
	pthread_mutex_lock(&disk);
	w = open_writer(f, &e, &run, false);
	atomic_store(&hanging, fileno(f));
	for (int i = 0; i < 20; i++)
		ask(w, &e);
	while (atomic_load(&hung) == 0)
		sched_yield();
	writer_set_patience(w, 100);
	writer_finish(w);
	assert_int_equal(writer_lost(w), lines_of(20));
	writer_close(w);
	engine_fini(&e);
	e.rows = NULL;
	atomic_store(&hanging, -1);
	pthread_mutex_unlock(&disk);
	/* f is left open: the thread may still write to it */
}

struct waiter {
	struct writer *w;
	struct engine *e;
	bool begun, returned; /* under the lock */
};

static void *await_room(void *arg)
{
	struct waiter *waiter = arg;

	lock(waiter->e);
	waiter->begun = true;
	writer_await_room(waiter->w);
	waiter->returned = true;
	unlock(waiter->e);
	return NULL;
}

/* A replay that waits for a slow reader holds nobody up: the screen can still be drawn. */
static void test_wait_without_lock(void **state)
{
	struct event ev = { .kind = EVENT_ACTIVE };
	struct waiter waiter = { 0 };
	bool begun = false;
	pthread_t thread;
	struct engine e;
	FILE *f;
	int fd[2];

	(void)state;
	engine_init(&e, 1);
	assert_int_equal(pipe(fd), 0);
	f = fdopen(fd[1], "w");
	waiter.e = &e;
	waiter.w = open_writer(f, &e, &run, true);
	for (int i = 0; i < 50000; i++)
		writer_emit(waiter.w, &ev);
	assert_int_equal(pthread_create(&thread, NULL, await_room, &waiter), 0);
	while (!begun) {
		lock(&e);
		begun = waiter.begun;
		assert_false(waiter.returned);
		unlock(&e);
		sched_yield();
	}
	writer_hasten(waiter.w);
	pthread_join(thread, NULL);
	assert_true(waiter.returned);
	assert_true(writer_has_room(waiter.w, 32768));
	writer_close(waiter.w);
	fclose(f);
	close(fd[0]);
	engine_fini(&e);
}

static uint64_t lines_in_pipe(int fd)
{
	static char text[1 << 20];
	uint64_t lines = 0;
	ssize_t n = read(fd, text, sizeof(text));

	for (ssize_t i = 0; i < n; i++)
		lines += text[i] == '\n';
	return lines;
}

/* A reader that reads nothing: reports find no room, and at the end all lines are counted. */
static void test_stalled(void **state)
{
	struct writer *w;
	struct engine e;
	FILE *f;
	int fd[2];

	(void)state;
	engine_init(&e, MANY);
	assert_int_equal(pipe(fd), 0);
	f = fdopen(fd[1], "w");
	w = open_writer(f, &e, &run, false);
	for (int i = 0; i < 20; i++)
		ask(w, &e);
	writer_hasten(w);
	writer_finish(w);
	assert_int_equal(writer_lost(w) + lines_in_pipe(fd[0]), lines_of(20));
	writer_close(w);
	fclose(f);
	close(fd[0]);
	engine_fini(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces),	   cmocka_unit_test(test_small_table_is_consistent),

		cmocka_unit_test(test_templates),  cmocka_unit_test(test_replay),
		cmocka_unit_test(test_live),	   cmocka_unit_test(test_which_rows),
		cmocka_unit_test(test_plain),	   cmocka_unit_test(test_wait_without_lock),
		cmocka_unit_test(test_disk_hangs), cmocka_unit_test(test_stalled),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
