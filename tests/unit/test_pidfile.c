/* Pid files, in a /run of their own: a mount namespace, which needs root or user namespaces. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/pidfile.h"

#define DIR "/run/iptraf-ng/"

static bool have_run;

static bool exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* The file of an instance in this network namespace. */
static const char *path_of(const char *name, const char *number)
{
	static char path[200];
	struct stat st;

	assert_int_equal(stat("/proc/self/ns/net", &st), 0);
	snprintf(path, sizeof(path), DIR "%s-%llu%s.pid", name, (unsigned long long)st.st_ino,
		 number);
	return path;
}

static long number_in(const char *path)
{
	FILE *f = fopen(path, "r");
	long n = -1;

	if (f && fscanf(f, "%ld\n", &n) != 1)
		n = -1;
	if (f)
		fclose(f);
	return n;
}

static void put_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

/* Another instance, which has written its file when this returns and lives until it is killed. */
static pid_t instance(const char *name)
{
	int ready[2];
	struct diag why;
	pid_t pid;
	char c;

	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		if (pidfile_write(name, &why) == 0 && write(ready[1], "", 1) == 1)
			pause();
		_exit(1);
	}
	close(ready[1]);
	assert_int_equal(read(ready[0], &c, 1), 1);
	close(ready[0]);
	return pid;
}

static void kill_it(pid_t pid)
{
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void test_write(void **state)
{
	char path[PIDFILE_ROOM];
	struct diag why;
	struct stat st;

	(void)state;
	assert_int_equal(pidfile_write("conns-eth0", &why), 0);
	assert_int_equal(number_in(path_of("conns-eth0", "")), getpid());
	assert_int_equal(stat(path_of("conns-eth0", ""), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	assert_true(pidfile_path(path, sizeof(path)));
	assert_string_equal(path, path_of("conns-eth0", ""));
	pidfile_remove();
	assert_false(exists(path_of("conns-eth0", "")));
	pidfile_remove(); /* there is none */
	assert_false(pidfile_path(path, sizeof(path)));
}

static void test_second(void **state)
{
	pid_t first = instance("conns-all"), second = instance("conns-all");
	struct diag why;

	(void)state;
	assert_int_equal(number_in(path_of("conns-all", "")), first);
	assert_int_equal(number_in(path_of("conns-all", "-2")), second);
	kill_it(first);
	/* what it left behind is taken over */
	assert_int_equal(pidfile_write("conns-all", &why), 0);
	assert_int_equal(number_in(path_of("conns-all", "")), getpid());
	assert_int_equal(number_in(path_of("conns-all", "-2")), second);
	kill_it(second);
	pidfile_remove();
	pidfile_clear_stale();
	assert_false(exists(path_of("conns-all", "-2")));
}

static void test_clear_stale(void **state)
{
	pid_t alive = instance("sizes-lo"), killed = instance("sizes-eth0");
	char text[32];

	(void)state;
	kill_it(killed);
	snprintf(text, sizeof(text), "%d\n", (int)getpid());
	put_file(DIR "number-of-another.pid", text); /* its number is not relied upon */
	put_file(DIR "notes", "");
	assert_int_equal(symlink("notes", DIR "link.pid"), 0);
	pidfile_clear_stale();
	assert_int_equal(number_in(path_of("sizes-lo", "")), alive);
	assert_false(exists(path_of("sizes-eth0", "")));
	assert_false(exists(DIR "number-of-another.pid"));
	assert_true(exists(DIR "notes"));
	assert_true(exists(DIR "link.pid"));
	kill_it(alive);
	pidfile_clear_stale();
	assert_false(exists(path_of("sizes-lo", "")));
	assert_int_equal(unlink(DIR "link.pid"), 0);
	assert_int_equal(unlink(DIR "notes"), 0);
}

/* A link is not followed: what it leads to stays as it is. */
static void test_link(void **state)
{
	struct diag why = { .msg = "" };
	struct stat st;

	(void)state;
	put_file("/run/victim", "text");
	assert_int_equal(symlink("/run/victim", path_of("stations-lo", "")), 0);
	assert_int_equal(pidfile_write("stations-lo", &why), -ELOOP);
	assert_non_null(strstr(why.msg, "no pid file in /run/iptraf-ng"));
	assert_int_equal(stat("/run/victim", &st), 0);
	assert_int_equal(st.st_size, 4);
	pidfile_remove();
	assert_int_equal(unlink(path_of("stations-lo", "")), 0);
}

static void test_no_directory(void **state)
{
	struct diag why = { .msg = "" };

	(void)state;
	assert_int_equal(mount("none", "/run", NULL, MS_REMOUNT | MS_RDONLY, NULL), 0);
	assert_int_equal(pidfile_write("conns-lo", &why), -EROFS);
	assert_non_null(strstr(why.msg, strerror(EROFS)));
	pidfile_remove();
	assert_int_equal(mount("none", "/run", NULL, MS_REMOUNT, NULL), 0);
	assert_int_equal(rmdir(DIR), 0);
	put_file("/run/iptraf-ng", "");
	assert_int_equal(pidfile_write("conns-lo", &why), -ENOTDIR);
	pidfile_remove();
	pidfile_clear_stale(); /* nothing to look into */
	assert_true(exists("/run/iptraf-ng"));
}

static int need_run(void **state)
{
	(void)state;
	if (!have_run)
		skip();
	return 0;
}

static bool write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);
	bool done = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return done;
}

/* user_namespaces(7) */
static bool become_root_of_own(void)
{
	char uid[32], gid[32];

	snprintf(uid, sizeof(uid), "0 %u 1", geteuid());
	snprintf(gid, sizeof(gid), "0 %u 1", getegid());
	return unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && write_text("/proc/self/uid_map", uid) &&
	       write_text("/proc/self/setgroups", "deny") && write_text("/proc/self/gid_map", gid);
}

/* false: none can be had here. */
static bool make_run(void)
{
	if (unshare(CLONE_NEWNS) < 0 && !become_root_of_own())
		return false;
	umask(022);
	return mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount("none", "/run", "tmpfs", 0, "mode=0755") == 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_write, need_run),
		cmocka_unit_test_setup(test_second, need_run),
		cmocka_unit_test_setup(test_clear_stale, need_run),
		cmocka_unit_test_setup(test_link, need_run),
		cmocka_unit_test_setup(test_no_directory, need_run),
	};

	have_run = make_run();
	return cmocka_run_group_tests_name("pid files", tests, NULL, NULL);
}
