/* Where a log file may be: links, hard links, shared directories, relative paths, moves. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/logplace.h"

static char top[] = "/tmp/test_logplace.XXXXXX";

static int enter_top(void **state)
{
	(void)state;
	return mkdtemp(top) && chdir(top) == 0 ? 0 : -1;
}

static int remove_top(void **state)
{
	char command[300];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", top);
	return system(command);
}

static void make_dir(const char *name, mode_t mode)
{
	assert_int_equal(mkdir(name, 0700), 0);
	assert_int_equal(chmod(name, mode), 0);
}

static void make_file(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT, 0600);

	assert_true(fd >= 0);
	close(fd);
}

/* Opens a path once; what logplace_open() returned, a descriptor as 0. */
static int try(const char *path)
{
	struct logplace *p = logplace_new(path, false);
	int fd = logplace_open(p);

	if (fd >= 0)
		close(fd);
	logplace_free(p);
	return fd < 0 ? fd : 0;
}

static void test_links(void **state)
{
	static const mode_t modes[] = { 01777, 0777, 0770 };

	(void)state;
	make_dir("real", 0700);
	assert_int_equal(symlink("real", "to-dir"), 0);
	assert_int_equal(symlink("../real/target", "real/to-file"), 0);
	assert_int_equal(try("to-dir/../to-dir/a"), 0);
	assert_int_equal(try("to-dir/to-file"), 0);
	assert_int_equal(access("real/target", F_OK), 0);
	assert_int_equal(symlink("loop", "loop"), 0);
	assert_int_equal(try("loop"), -ELOOP);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		make_dir("common", modes[i]);
		make_dir("common/own", 0700);
		assert_int_equal(symlink("../real/none", "common/file"), 0);
		assert_int_equal(symlink("../real", "common/dir"), 0);
		assert_int_equal(symlink("common/dir/x", "through"), 0);
		assert_int_equal(symlink("../../real", "common/own/dir"), 0);
		assert_int_equal(try("common/plain"), 0);
		assert_int_equal(try("common/file"), -ELOOP);
		assert_int_equal(try("common/dir/x"), -ELOOP);
		assert_int_equal(try("through"), -ELOOP);
		/* our own directory: in a sticky one, nobody can have replaced it */
		assert_int_equal(try("common/own/dir/y"), modes[i] & S_ISVTX ? 0 : -ELOOP);
		assert_int_equal(system("rm -r common through"), 0);
	}
	assert_int_not_equal(access("real/none", F_OK), 0);
	assert_int_not_equal(access("real/x", F_OK), 0);
}

static void test_hard_links_and_owners(void **state)
{
	(void)state;
	make_dir("open", 01777);
	make_file("mine");
	assert_int_equal(link("mine", "open/hard"), 0);
	assert_int_equal(try("open/hard"), -EMLINK);
	assert_int_equal(link("mine", "hard"), 0);
	assert_int_equal(try("hard"), 0);
	make_file("open/theirs");
	if (chown("open/theirs", 12345, 12345) < 0)
		skip();
	assert_int_equal(chmod("open/theirs", 0666), 0);
	assert_int_equal(try("open/theirs"), -EPERM);
	make_dir("their-dir", 0755);
	assert_int_equal(chown("their-dir", 12345, 12345), 0);
	assert_int_equal(symlink("../mine", "their-dir/link"), 0);
	assert_int_equal(try("their-dir/link"), -ELOOP);
}

static void test_odd_paths(void **state)
{
	char longest[5000];

	(void)state;
	make_file("file");
	assert_int_equal(try(""), -EISDIR);
	assert_int_equal(try("/"), -EISDIR);
	assert_int_equal(try("."), -EISDIR);
	assert_int_equal(try("file/a"), -ENOTDIR);
	assert_int_equal(try("none/a"), -ENOENT);
	assert_int_equal(try("/dev/fd/1"), 0); /* a link that only the kernel can follow */
	memset(longest, 'x', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	assert_int_equal(try(longest), -ENAMETOOLONG);
}

/* A long path is no trouble: it is walked a directory at a time. */
static void test_deep(void **state)
{
	char path[5200] = "";
	size_t n = 0;

	(void)state;
	make_dir("deep", 0700);
	for (n = 0; n < 5000; n += 10)
		memcpy(path + n, "deep/.././", 10);
	memcpy(path + n, "end", 4);
	assert_int_equal(try(path), 0);
	assert_int_equal(access("end", F_OK), 0);
}

static void test_directory_is_made(void **state)
{
	struct logplace *p = logplace_new("made/a", true);
	int fd = logplace_open(p);
	struct stat st;

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(stat("made", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0750);
	assert_int_equal(stat("made/a", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	logplace_free(p);
	p = logplace_new("none/made/a", true);
	assert_int_equal(logplace_open(p), -ENOENT);
	logplace_free(p);
}

/* It stays where it was named, and a directory that is replaced is followed. */
static void test_relative_and_replaced(void **state)
{
	struct logplace *p;
	char path[64];
	int fd;

	(void)state;
	make_dir("logs", 0700);
	p = logplace_new("logs/a", false);
	assert_int_equal(chdir("/"), 0);
	fd = logplace_open(p);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(chdir(top), 0);
	assert_int_equal(access("logs/a", F_OK), 0);
	assert_int_equal(rename("logs", "old"), 0);
	make_dir("logs", 0700);
	assert_int_equal(chdir("/"), 0);
	fd = logplace_open(p);
	assert_true(fd >= 0);
	close(fd);
	snprintf(path, sizeof(path), "%s/logs/a", top);
	assert_int_equal(access(path, F_OK), 0);
	assert_int_equal(chdir(top), 0);
	/* nowhere: the directory of the last time is used */
	assert_int_equal(rename("logs", "old2"), 0);
	assert_int_equal(unlink("old2/a"), 0);
	fd = logplace_open(p);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(access("old2/a", F_OK), 0);
	logplace_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_hard_links_and_owners),
		cmocka_unit_test(test_odd_paths),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_directory_is_made),
		cmocka_unit_test(test_relative_and_replaced),
	};

	return cmocka_run_group_tests_name("logplace", tests, enter_top, remove_top);
}
