#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "config/statedir.h"
#include "config/statefile.h"
#include "config/config.h"

struct heard {
	int n, line[8];
	char what[8][240];
};

static void hear(void *ctx, int line, const char *what)
{
	struct heard *h = ctx;

	if (h->n < 8) {
		h->line[h->n] = line;
		snprintf(h->what[h->n], sizeof(h->what[0]), "%s", what);
	}
	h->n++;
}

static int parse(struct config *s, const char *text, struct heard *h)
{
	memset(h, 0, sizeof(*h));
	return config_parse(s, text, strlen(text), hear, h);
}

static void test_parse(void **state)
{
	struct config s;
	struct heard h;

	(void)state;
	config_default(&s);
	assert_int_equal(parse(&s,
			       "# a comment\n\n tcp-timeout=7\ncolor = off # why not\r\n"
			       "\tring\t=\t64",
			       &h),
			 0);
	assert_int_equal(s.set.tcp_timeout, 7);
	assert_false(s.set.color);
	assert_int_equal(s.set.ring, 64);
	assert_int_equal(s.source[settings_find("color")].line, 4);
	assert_int_equal(s.source[settings_find("color")].origin, SETTING_FILE);
	assert_int_equal(s.source[settings_find("kbytes")].origin, SETTING_DEFAULT);
}

static void test_bad_lines(void **state)
{
	struct config s;
	struct heard h;

	(void)state;
	config_default(&s);
	assert_int_equal(parse(&s,
			       "color\nno-such = 1\ntcp-timeout = 0\n= 7\nring = 3 4\n"
			       "kbytes = yes\n",
			       &h),
			 5);
	for (int i = 0; i < 5; i++)
		assert_int_equal(h.line[i], i + 1);
	assert_non_null(strstr(h.what[0], "KEY = VALUE"));
	assert_non_null(strstr(h.what[1], "no-such"));
	assert_non_null(strstr(h.what[2], "1 to 10000"));
	assert_true(s.set.kbytes);
	assert_int_equal(s.set.tcp_timeout, 15);
	assert_int_equal(config_parse(&s, "color = n\0o\n", 12, hear, &h), 1);
	assert_true(s.set.color);
}

static void test_command_line_wins(void **state)
{
	struct config s;
	struct diag why;
	struct heard h;

	(void)state;
	config_default(&s);
	assert_int_equal(config_set(&s, "ring", "8", &why), 0);
	assert_int_equal(config_set(&s, "ring", "x", &why), -EINVAL);
	assert_int_equal(parse(&s, "ring = 64\nring = x\n", &h), 1);
	assert_int_equal(s.set.ring, 8);
	assert_int_equal(s.source[settings_find("ring")].origin, SETTING_COMMAND);
}

static void edited(const char *old, const char *key, const char *value, const char *expected)
{
	char *text;
	size_t n;
	FILE *out = open_memstream(&text, &n);

	assert_non_null(out);
	config_edit(key, value, old, strlen(old), out);
	fclose(out);
	assert_string_equal(text, expected);
	free(text);
}

static void test_edit(void **state)
{
	(void)state;
	edited("ring = 8 # why\nnonsense\n", "ring", "9", "ring = 9 # why\nnonsense\n");
	edited("nonsense", "ring", "9", "nonsense\nring = 9\n");
	edited("ring=1\nring =2\r\nring = no\n", "ring", "30", "ring=1\nring =30\r\nring = no\n");
	edited("#ring = 8\n", "ring", "9", "#ring = 8\nring = 9\n");
	edited("ring =\n", "ring", "9", "ring =\nring = 9\n");
	edited("filter = \n", "filter", "web", "filter = web\n");
	edited("", "ring", "9", "# Settings of iptraf-ng: see iptraf-ng.conf(5)\nring = 9\n");
}

/* What is printed can be read back, also what is long. */
static void test_dump(void **state)
{
	static char path[200], *text;
	struct config s, again;
	struct diag why;
	struct heard h;
	size_t n;
	FILE *out = open_memstream(&text, &n);

	(void)state;
	memset(path, 'x', sizeof(path) - 1);
	path[0] = '/';
	config_default(&s);
	assert_int_equal(config_set(&s, "filter", path, &why), 0);
	assert_int_equal(config_set(&s, "ring", "8", &why), 0);
	assert_non_null(out);
	config_dump(&s, out);
	fclose(out);
	config_default(&again);
	assert_int_equal(parse(&again, text, &h), 0);
	assert_string_equal(again.set.filter, path);
	assert_int_equal(again.set.ring, 8);
	free(text);
}

/* --- the file --- */

static void path_of(const char *name, char *buf, size_t n)
{
	assert_int_equal(statedir_path(name, buf, n), 0);
}

static char *content(const char *name)
{
	struct diag why;
	char *text;
	size_t n;

	assert_int_equal(statefile_read(name, &text, &n, &why), 0);
	return text;
}

static void test_save(void **state)
{
	struct config s;
	struct diag why;
	struct stat st;
	char path[256], *text;
	size_t n;

	(void)state;
	assert_int_equal(statefile_read(CONFIG_FILE, &text, &n, &why), -ENOENT);
	assert_null(text);
	config_default(&s);
	config_load(&s);
	assert_int_equal(config_change(&s, "color", "no", &why), 0);
	assert_false(s.set.color);
	assert_int_equal(config_change(&s, "color", "maybe", &why), -EINVAL);
	assert_int_equal(config_change(&s, "theme", "LIGHT", &why), 0);
	assert_int_equal(config_change(&s, "theme", "blue", &why), -EINVAL);
	assert_string_equal(why.msg, "theme: one of classic, dark, light, mono expected, not "
				     "'blue'");
	assert_int_equal(config_change(&s, "tcp-timeout", "7", &why), 0);
	config_default(&s);
	config_load(&s);
	assert_false(s.set.color);
	assert_int_equal(s.set.theme, THEME_LIGHT);
	assert_int_equal(s.set.tcp_timeout, 7);
	path_of(CONFIG_FILE, path, sizeof(path));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(config_change(&s, "color", "yes", &why), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void test_in_a_folder(void **state)
{
	struct diag why;
	char *text;

	(void)state;
	assert_int_equal(statefile_save("some/folder/file", "a\0b", 3, &why), 0);
	text = content("some/folder/file");
	assert_memory_equal(text, "a\0b", 4);
	free(text);
}

/* Neither read nor replaced; the message names it. */
static void refused(const char *name, int rc)
{
	struct diag why = { .msg = "" };
	char *text;
	size_t n;

	assert_int_equal(statefile_read(name, &text, &n, &why), rc);
	assert_null(text);
	assert_non_null(strstr(why.msg, name));
	assert_int_equal(statefile_save(name, "x", 1, &why), rc);
	assert_non_null(strstr(why.msg, "cannot save"));
	assert_null(strchr(why.msg, '\n'));
}

static void test_refuse(void **state)
{
	char path[256], target[256];
	struct diag why;
	struct stat st;

	(void)state;
	path_of("directory", path, sizeof(path));
	assert_int_equal(mkdir(path, 0700), 0);
	refused("directory", -EINVAL);
	path_of("fifo", path, sizeof(path));
	assert_int_equal(mkfifo(path, 0600), 0);
	refused("fifo", -EINVAL);
	path_of("link", path, sizeof(path));
	assert_int_equal(statefile_save("target", "kept", 4, &why), 0);
	path_of("target", target, sizeof(target));
	assert_int_equal(symlink(target, path), 0);
	refused("link", -ELOOP);
	path_of("huge", path, sizeof(path));
	close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	assert_int_equal(truncate(path, 100 << 20), 0);
	refused("huge", -EFBIG);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 100 << 20);
}

static int refuse_edit(void *ctx, const char *old, size_t n, FILE *out, struct diag *why)
{
	(void)ctx;
	(void)old;
	(void)n;
	fputs("half", out);
	diag_set(why, 0, "no");
	return -EINVAL;
}

static void test_edit_that_fails(void **state)
{
	struct diag why;
	char *text;

	(void)state;
	assert_int_equal(statefile_save("whole", "whole", 5, &why), 0);
	assert_int_equal(statefile_edit("whole", refuse_edit, NULL, &why), -EINVAL);
	text = content("whole");
	assert_string_equal(text, "whole");
	free(text);
}

static int add_line(void *ctx, const char *old, size_t n, FILE *out, struct diag *why)
{
	(void)why;
	fwrite(old, 1, n, out);
	fprintf(out, "%d\n", *(int *)ctx);
	return 0;
}

/* As often as another one is saving. */
static int add_at_last(int *number)
{
	struct diag why;
	int rc = -EBUSY;

	for (int i = 0; i < 100 && rc == -EBUSY; i++)
		rc = statefile_edit("lines", add_line, number, &why);
	return rc;
}

/* What several programs add at the same time is all there. */
static void test_savers(void **state)
{
	int status, lines = 0;
	char *text;

	(void)state;
	for (int i = 0; i < 4; i++) {
		if (fork() > 0)
			continue;
		for (int k = 0; k < 25; k++)
			if (add_at_last(&i) < 0)
				_exit(1);
		_exit(0);
	}
	while (wait(&status) > 0)
		assert_int_equal(status, 0);
	text = content("lines");
	for (const char *p = text; (p = strchr(p, '\n')); p++)
		lines++;
	assert_int_equal(lines, 100);
	free(text);
}

/* Another process that holds the lock is waited for, not so long that keys would notice. */
static void test_locked(void **state)
{
	struct diag why = { .msg = "" };
	struct now before, after;
	char path[256];
	int fd;

	(void)state;
	assert_int_equal(statefile_save("waits", "a", 1, &why), 0);
	path_of(".lock", path, sizeof(path));
	fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	clock_read(&before);
	assert_int_equal(statefile_save("waits", "b", 1, &why), -EBUSY);
	clock_read(&after);
	assert_true(after.mono_ms - before.mono_ms < 1000);
	assert_non_null(strstr(why.msg, "another program is saving"));
	close(fd);
	assert_int_equal(statefile_save("waits", "b", 1, &why), 0);
}

/* For ever: both ways in turn, in a file that has more in it. */
static _Noreturn void save_on(void)
{
	struct config s;
	struct diag why;

	config_default(&s);
	for (int i = 0;; i++)
		if (config_change(&s, "color", i & 1 ? "yes" : "no", &why) < 0)
			_exit(1);
}

static void test_killed(void **state)
{
	static const char *const whole[] = { "# mine\nring = 64\nnonsense\ncolor = no\n",
					     "# mine\nring = 64\nnonsense\ncolor = yes\n" };
	struct diag why;
	int status;

	(void)state;
	assert_int_equal(statefile_save(CONFIG_FILE, whole[0], strlen(whole[0]), &why), 0);
	for (int i = 0; i < 200; i++) {
		pid_t pid = fork();
		char *text;

		if (pid == 0)
			save_on();
		usleep(1000 + (useconds_t)i * 10);
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
		assert_true(WIFSIGNALED(status));
		text = content(CONFIG_FILE);
		assert_true(strcmp(text, whole[0]) == 0 || strcmp(text, whole[1]) == 0);
		free(text);
	}
	/* what one of them left behind is in nobody's way */
	assert_int_equal(statefile_save(CONFIG_FILE, "", 0, &why), 0);
}

static char dir[] = "/tmp/iptraf-ng-test-XXXXXX";

static int setup(void **state)
{
	char work[64];

	(void)state;
	if (!mkdtemp(dir))
		return -1;
	/* one that is not there yet */
	snprintf(work, sizeof(work), "%s/state/of", dir);
	return setenv("IPTRAF_WORK_PATH", work, 1);
}

static int teardown(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_bad_lines),
		cmocka_unit_test(test_command_line_wins),
		cmocka_unit_test(test_edit),
		cmocka_unit_test(test_dump),
		cmocka_unit_test(test_save),
		cmocka_unit_test(test_in_a_folder),
		cmocka_unit_test(test_refuse),
		cmocka_unit_test(test_edit_that_fails),
		cmocka_unit_test(test_savers),
		cmocka_unit_test(test_locked),
		cmocka_unit_test(test_killed),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
