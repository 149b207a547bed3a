#include "sys/pidfile.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/newfile.h"

#define DIR_PATH  "/run/iptraf-ng"
#define INSTANCES 1000

static struct {
	int dir_fd, fd;
	char name[128];
} pidfile = { .dir_fd = -1, .fd = -1 };

const char *pidfile_dir(void)
{
	int rc = newfile_mkdir(AT_FDCWD, DIR_PATH, 0755);

	return rc == 0 || rc == -EEXIST ? DIR_PATH : NULL;
}

static int open_dir(void)
{
	int fd = newfile_mkdir(AT_FDCWD, DIR_PATH, 0755);

	if (fd < 0 && fd != -EEXIST)
		return fd;
	fd = open(DIR_PATH, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* Locked, and still the file of that name: its holder may just have removed it. */
static bool is_ours(int dir_fd, const char *name, int fd)
{
	struct stat a, b;

	return flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &a) == 0 &&
	       fstatat(dir_fd, name, &b, AT_SYMLINK_NOFOLLOW) == 0 && a.st_ino == b.st_ino;
}

/* A locked descriptor, -EBUSY when another instance has it, other -errno. */
static int take(int dir_fd, const char *name, bool make)
{
	const int flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK;

	for (int tries = 0; tries < 100; tries++) {
		int fd = make ? newfile_open(dir_fd, name, flags, 0644)
			      : openat(dir_fd, name, flags | O_CLOEXEC);

		if (fd < 0)
			return make ? fd : -errno;
		errno = 0;
		if (is_ours(dir_fd, name, fd))
			return fd;
		if (errno == EWOULDBLOCK) {
			close(fd);
			return -EBUSY;
		}
		close(fd);
	}
	return -EBUSY;
}

static int write_number(int fd)
{
	char text[32];
	int n = snprintf(text, sizeof(text), "%d\n", (int)getpid());

	if (ftruncate(fd, 0) < 0)
		return -errno;
	return newfile_write(fd, text, (size_t)n);
}

/* Its inode (namespaces(7)); 0: not to be seen. */
static unsigned long long network_namespace(void)
{
	struct stat st;

	return stat("/proc/self/ns/net", &st) == 0 ? st.st_ino : 0;
}

int pidfile_write(const char *name, struct diag *why)
{
	int rc = pidfile.dir_fd = open_dir();
	unsigned long long namespace = network_namespace();

	for (int i = 1; rc >= 0 || rc == -EBUSY; i++) {
		char number[16] = "";

		if (i > 1)
			snprintf(number, sizeof(number), "-%d", i);
		snprintf(pidfile.name, sizeof(pidfile.name), "%s-%llu%s.pid", name, namespace,
			 number);
		rc = pidfile.fd = take(pidfile.dir_fd, pidfile.name, true);
		if (rc >= 0)
			rc = write_number(pidfile.fd);
		if (rc == 0 || i == INSTANCES)
			break;
	}
	if (rc < 0)
		diag_set(why, 0, "no pid file in " DIR_PATH ": %s", strerror(-rc));
	return rc;
}

bool pidfile_path(char *buf, size_t n)
{
	if (pidfile.fd < 0)
		return false;
	snprintf(buf, n, DIR_PATH "/%s", pidfile.name);
	return true;
}

void pidfile_remove(void)
{
	if (pidfile.fd >= 0) {
		unlinkat(pidfile.dir_fd, pidfile.name, 0);
		close(pidfile.fd);
	}
	if (pidfile.dir_fd >= 0)
		close(pidfile.dir_fd);
	pidfile.fd = pidfile.dir_fd = -1;
}

void pidfile_clear_stale(void)
{
	DIR *d = opendir(DIR_PATH);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		const char *end = strrchr(e->d_name, '.');
		int fd;

		if (!end || strcmp(end, ".pid") != 0)
			continue;
		fd = take(dirfd(d), e->d_name, false);
		if (fd < 0)
			continue;
		unlinkat(dirfd(d), e->d_name, 0);
		close(fd);
	}
	if (d)
		closedir(d);
}
