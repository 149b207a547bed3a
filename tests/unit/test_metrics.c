/* Metrics: labels, which rows are picked, what is left, and the file that is replaced. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/prom_rows.h"
#include "output/prom_text.h"
#include "output/snapshot.h"

/* --- labels --- */

static const char *label_of(const char *value)
{
	static char buf[400];
	struct strbuf sb;

	sb_init(&sb, buf, sizeof(buf));
	prom_label(&sb, "n", value);
	return buf;
}

static void test_labels(void **state)
{
	char buf[100], longest[500];
	struct strbuf sb;

	(void)state;
	assert_string_equal(label_of("eth0"), "n=\"eth0\"");
	assert_string_equal(label_of("a\"b"), "n=\"a\\\"b\"");
	assert_string_equal(label_of("\xc3\xa9"), "n=\"\xc3\xa9\"");
	/* neither is what the other becomes */
	assert_string_equal(label_of("\x01"), "n=\"\\\\x01\"");
	assert_string_equal(label_of("\\x01"), "n=\"\\\\x5cx01\"");
	assert_string_equal(label_of("a\nb\xff"), "n=\"a\\\\x0ab\\\\xff\"");
	sb_init(&sb, buf, sizeof(buf));
	prom_label(&sb, "a", "1");
	prom_label(&sb, "b", "2");
	assert_string_equal(buf, "a=\"1\",b=\"2\"");
	/* cut between characters, and closed */
	memset(longest, '\x02', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_true(strlen(label_of(longest)) < 180);
	assert_string_equal(strrchr(label_of(longest), '\\') + 1, "x02\"");
}

/* --- rows --- */

#define MANY 400

struct host {
	char name[8];
	uint64_t in, out;
};

struct engine {
	struct host host[MANY];
	uint32_t used;
	struct now now;
};

static void get_name(const struct row *row, struct value *v)
{
	v->s = ((const struct host *)row->data)->name;
}

static void get_in(const struct row *row, struct value *v)
{
	v->u = ((const struct host *)row->data)->in;
}

static void get_out(const struct row *row, struct value *v)
{
	v->u = ((const struct host *)row->data)->out;
}

static void get_sum(const struct row *row, struct value *v)
{
	v->u = ((const struct host *)row->data)->in + ((const struct host *)row->data)->out;
}

static const struct field fields[] = {
	FIELD("name", "Name", "name", V_TEXT, get_name),
	FIELD("bytes", "Bytes", "bytes", V_BYTES, get_sum),
	FIELD("bytes_in", "Bytes in", "bytes to it", V_BYTES, get_in),
	FIELD("bytes_out", "Bytes out", "bytes from it", V_BYTES, get_out),
	FIELD("rate", "Rate", "rate", V_RATE, get_sum),
	{ .key = NULL },
};

static void get_rows(const void *engine, struct rows *out)
{
	const struct engine *e = engine;

	*out = (struct rows){
		.data = e->host, .used = e->used, .count = e->used, .cap = MANY, .evicted = 7
	};
}

static const struct table hosts = {
	.name = "interfaces",
	.help = "hosts",
	.fields = fields,
	.ways = 1,
	.row_size = sizeof(struct host),
	.rows = get_rows,
};
static const struct table *const tables[] = { &hosts, NULL };
static const struct prom_spec spec = { "interfaces", "host", "name", .parts = true };

static struct engine engine;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void lock(void *ctx)
{
	(void)ctx;
	pthread_mutex_lock(&mutex);
}

static void unlock(void *ctx)
{
	(void)ctx;
	pthread_mutex_unlock(&mutex);
}

static const struct report_source source = { .tables = tables,
					     .engine = &engine,
					     .lock = { .lock = lock, .unlock = unlock },
					     .now = &engine.now };

static void set_host(uint32_t at, const char *name, uint64_t in, uint64_t out)
{
	snprintf(engine.host[at].name, sizeof(engine.host[at].name), "%s", name);
	engine.host[at].in = in;
	engine.host[at].out = out;
}

static void fill(uint32_t n)
{
	char name[8];

	engine.used = n;
	for (uint32_t i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "h%03u", i % 1000);
		/* mixed, so that the largest are anywhere */
		set_host(i, name, i * 37 % n, 1);
	}
}

static void read_table(struct prom_table *t)
{
	static _Atomic uint32_t steps;
	struct report r = { .source = source };

	assert_int_equal(report_init(&r, &steps), 0);
	report_begin(&r, &(struct run_state){ .run_ms = 1 });
	prom_table_read(t, &r);
	report_fini(&r);
}

static struct prom_table open_table(uint32_t room)
{
	struct prom_table t = { .spec = NULL };

	assert_int_equal(prom_table_init(&t, &spec, &hosts, NULL, room), 0);
	return t;
}

static void test_directions(void **state)
{
	struct prom_table t = open_table(5);

	(void)state;
	/* neither their sum nor a rate */
	assert_int_equal(t.values, 2);
	assert_string_equal(t.value[0].base, "bytes");
	assert_string_equal(t.value[0].direction, "in");
	assert_string_equal(t.value[1].direction, "out");
	prom_table_fini(&t);
}

static void test_largest_rows(void **state)
{
	struct prom_table t = open_table(10);
	uint64_t sum = 0;

	(void)state;
	fill(100); /* values 0 to 99 */
	read_table(&t);
	assert_int_equal(t.rows, 11);
	for (uint32_t i = 0; i < 10; i++) {
		assert_true(t.row[i].value[0] >= 90);
		sum += t.row[i].value[0];
	}
	assert_string_equal(t.row[10].labels, "name=\"other\"");
	assert_int_equal(sum + t.row[10].value[0], 99 * 100 / 2);
	assert_int_equal(t.row[10].value[1], 90);
	prom_table_fini(&t);
}

static void test_all_rows_fit(void **state)
{
	struct prom_table t = open_table(100);

	(void)state;
	fill(100);
	read_table(&t);
	assert_int_equal(t.rows, 100);
	assert_string_equal(t.row[0].labels, "name=\"h000\"");
	assert_string_equal(t.row[99].labels, "name=\"h099\"");
	engine.used = 0;
	read_table(&t);
	assert_int_equal(t.rows, 0);
	prom_table_fini(&t);
}

/* What is left never falls: that would look like a restart. */
static void test_others_never_fall(void **state)
{
	struct prom_table t = open_table(1);

	(void)state;
	engine.used = 2;
	set_host(0, "a", 100, 0);
	set_host(1, "b", 90, 0);
	read_table(&t);
	assert_string_equal(t.row[0].labels, "name=\"a\"");
	assert_int_equal(t.row[1].value[0], 90);
	set_host(1, "b", 200, 0);
	set_host(0, "a", 80, 0); /* evicted, and seen again */
	read_table(&t);
	assert_string_equal(t.row[0].labels, "name=\"b\"");
	assert_int_equal(t.row[1].value[0], 90);
	set_host(0, "a", 120, 0);
	read_table(&t);
	assert_int_equal(t.row[1].value[0], 120);
	prom_table_fini(&t);
}

/* A series must not be there twice: the collector would refuse all. */
static void test_equal_names(void **state)
{
	struct prom_table t = open_table(3);

	(void)state;
	engine.used = 5;
	set_host(0, "x", 5, 1);
	set_host(1, "other", 30, 1);
	set_host(2, "x", 7, 1);
	set_host(3, "y", 3, 1);
	set_host(4, "z", 2, 1);
	read_table(&t);
	assert_int_equal(t.rows, 2);
	assert_string_equal(t.row[0].labels, "name=\"x\"");
	assert_int_equal(t.row[0].value[0], 12);
	assert_string_equal(t.row[1].labels, "name=\"other\"");
	assert_int_equal(t.row[1].value[0], 35);
	assert_int_equal(t.row[1].value[1], 3);
	prom_table_fini(&t);
}

/* --- the file --- */

static char dir[64];
static int dir_fd;

static int make_dir(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/iptraf-ng-metrics-XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	dir_fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return dir_fd < 0;
}

static int remove_dir(void **state)
{
	static const char *const names[] = { "x.prom", ".x.prom.new", "y.prom" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		unlinkat(dir_fd, names[i], 0);
		unlinkat(dir_fd, names[i], AT_REMOVEDIR);
	}
	close(dir_fd);
	return rmdir(dir);
}

static void get_state(void *ctx, struct run_state *out)
{
	(void)ctx;
	out->captured = 4711;
}

static const struct run_info info = {
	.facility = "iftotals", .tables = tables, .filter = "", .monitor = "x", .metric_rows = 3
};

static struct snapshot_plan plan_of(const char *name)
{
	return (struct snapshot_plan){ .file = { .dir_fd = dir_fd, .name = name, .path = name },
				       .format = &format_prometheus,
				       .run = &info,
				       .source = &source,
				       .interval_s = 1,
				       .state = get_state };
}

static struct snapshot *open_snapshot(const char *name)
{
	const struct snapshot_plan plan = plan_of(name);
	struct snapshot *s = NULL;
	struct diag why = { .msg = "" };

	assert_int_equal(snapshot_open(&s, &plan, &why), 0);
	return s;
}

static void assert_refused(const char *name, int rc, const char *msg)
{
	const struct snapshot_plan plan = plan_of(name);
	struct snapshot *s = NULL;
	struct diag why = { .msg = "" };

	assert_int_equal(snapshot_open(&s, &plan, &why), rc);
	assert_non_null(strstr(why.msg, msg));
}

/* What the file has; empty: there is none. */
static const char *content(const char *name)
{
	static char text[16384];
	int fd = openat(dir_fd, name, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
	return text;
}

static bool file_has(const char *name, const char *text)
{
	return strstr(content(name), text) != NULL;
}

static void test_file(void **state)
{
	struct snapshot *s = open_snapshot("x.prom");
	struct stat st;

	(void)state;
	fill(5);
	assert_int_equal(snapshot_start(s, 0), 0);
	assert_soon(file_has("x.prom", "captured_packets_total{monitor=\"x\",facility=\"iftotals\","
				       "interface=\"all\"} 4711\n"));
	assert_true(file_has("x.prom", "_running{monitor=\"x\",facility=\"iftotals\","
				       "interface=\"all\"} 1\n"));
	assert_true(file_has("x.prom", "evicted_rows_total{monitor=\"x\",facility=\"iftotals\","
				       "interface=\"all\",table=\"interfaces\"} 7\n"));
	assert_int_equal(fstatat(dir_fd, "x.prom", &st, 0), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	/* whole, or not there */
	assert_int_not_equal(fstatat(dir_fd, ".x.prom.new", &st, 0), 0);
	snapshot_finish(s);
	assert_true(file_has("x.prom", "_running{monitor=\"x\",facility=\"iftotals\","
				       "interface=\"all\"} 0\n"));
	snapshot_close(s);
}

static void test_one_writer(void **state)
{
	struct snapshot *s = open_snapshot("x.prom");

	(void)state;
	assert_int_equal(snapshot_start(s, 0), 0);
	assert_soon(file_has("x.prom", "build_info"));
	assert_refused("x.prom", -EBUSY, "another instance");
	snapshot_close(open_snapshot("y.prom"));
	snapshot_close(s);
	snapshot_close(open_snapshot("x.prom"));
}

static void test_no_file(void **state)
{
	(void)state;
	mkdirat(dir_fd, "y.prom", 0700);
	assert_refused("y.prom", -EINVAL, "no file");
	unlinkat(dir_fd, "y.prom", AT_REMOVEDIR);
	assert_int_equal(symlinkat("/etc/passwd", dir_fd, "y.prom"), 0);
	assert_refused("y.prom", -EINVAL, "no file");
}

static atomic_int stack_flags = -1;

static void look_at_stack(void *self, struct out *out, struct report *r)
{
	stack_t ss = { .ss_flags = SS_DISABLE };

	sigaltstack(NULL, &ss);
	atomic_store(&stack_flags, ss.ss_flags);
	format_prometheus.report(self, out, r);
}

/* As every thread, for a crash on a spent one. */
static void test_signal_stack(void **state)
{
	struct format format = format_prometheus;
	struct snapshot_plan plan = plan_of("x.prom");
	struct snapshot *s = NULL;
	struct diag why;

	(void)state;
	format.report = look_at_stack;
	plan.format = &format;
	assert_int_equal(snapshot_open(&s, &plan, &why), 0);
	assert_int_equal(snapshot_start(s, 0), 0);
	assert_soon(file_has("x.prom", "build_info"));
	assert_int_equal(atomic_load(&stack_flags), 0);
	snapshot_close(s);
}

/* The next news. */
static const char *news_of(struct snapshot *s)
{
	static char text[240];

	for (int tries = 0; tries < 3000; tries++) {
		snapshot_news(s, text, sizeof(text));
		if (*text)
			break;
		usleep(10000);
	}
	return text;
}

/* A folder under the temporary name cannot be removed: as good as a full disk. */
static void test_failed_write(void **state)
{
	struct snapshot *s = open_snapshot("x.prom");
	char text[240];

	(void)state;
	assert_int_equal(mkdirat(dir_fd, ".x.prom.new", 0700), 0);
	assert_int_equal(snapshot_start(s, 0), 0);
	assert_string_equal(news_of(s), "metrics x.prom: File exists");
	assert_true(snapshot_is_in_trouble(s));
	snapshot_news(s, text, sizeof(text));
	assert_string_equal(text, ""); /* once */
	assert_int_equal(unlinkat(dir_fd, ".x.prom.new", AT_REMOVEDIR), 0);
	assert_string_equal(news_of(s), "metrics x.prom: they are written again");
	assert_false(file_has("x.prom", "metrics_failed_writes_total{monitor=\"x\",facility="
					"\"iftotals\",interface=\"all\"} 0\n"));
	snapshot_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_directions),
		cmocka_unit_test(test_largest_rows),
		cmocka_unit_test(test_all_rows_fit),
		cmocka_unit_test(test_others_never_fall),
		cmocka_unit_test(test_equal_names),
		cmocka_unit_test_setup_teardown(test_file, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(test_signal_stack, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(test_one_writer, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(test_no_file, make_dir, remove_dir),
		cmocka_unit_test_setup_teardown(test_failed_write, make_dir, remove_dir),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
