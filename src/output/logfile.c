#include "output/logfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "sys/newfile.h"

struct logfile {
	char *dir, *base; /* the path in two */
	bool make_dir;
	int dir_fd, fd;
	char name[160];
};

static int open_dir(const struct logfile *f)
{
	int fd;

	if (f->make_dir) {
		fd = newfile_mkdir(f->dir, 0750);
		if (fd < 0 && fd != -EEXIST)
			return fd;
	}
	fd = open(f->dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* Can someone other than root and us put a file there? */
static bool is_shared(int dir_fd)
{
	struct stat st;

	return fstat(dir_fd, &st) < 0 || (st.st_mode & S_IWOTH) ||
	       (st.st_uid != 0 && st.st_uid != geteuid());
}

static int check_file(int fd, bool shared)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -errno;
	if (S_ISBLK(st.st_mode))
		return -EINVAL;
	if (shared && st.st_uid != geteuid())
		return -EPERM;
	/* File systems without locks let everyone in. */
	if (S_ISREG(st.st_mode) && flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
		return -EBUSY;
	return 0;
}

static int open_file(const struct logfile *f, int dir_fd)
{
	bool shared = is_shared(dir_fd);
	int flags = O_WRONLY | O_APPEND | O_NOCTTY | O_NONBLOCK, rc;
	int fd = newfile_open(dir_fd, f->base, flags | (shared ? O_NOFOLLOW : 0), 0640);

	if (fd < 0)
		return fd;
	rc = check_file(fd, shared);
	if (rc == 0)
		return fd;
	close(fd);
	return rc;
}

static int split(struct logfile *f, const char *path)
{
	const char *slash = strrchr(path, '/');

	f->base = strdup(slash ? slash + 1 : path);
	f->dir = !slash		? strdup(".")
		 : slash > path ? strndup(path, (size_t)(slash - path))
				: strdup("/");
	return f->base && f->dir ? 0 : -ENOMEM;
}

static const char *reason(int rc)
{
	switch (rc) {
	case -EBUSY:
		return "another instance writes to it";
	case -ENXIO:
		return "it has no reader";
	case -ELOOP:
		return "it is a link in a directory that others may write to";
	case -EPERM:
		return "it belongs to someone else";
	case -EINVAL:
		return "it is a disk";
	default:
		return strerror(-rc);
	}
}

int logfile_open(struct logfile **fp, const char *path, bool make_dir, struct diag *why)
{
	struct logfile *f = calloc(1, sizeof(*f));
	int rc;

	if (!f) {
		diag_set(why, 0, "out of memory");
		return -ENOMEM;
	}
	text_clean(f->name, sizeof(f->name), path, true);
	f->make_dir = make_dir;
	f->fd = f->dir_fd = -1;
	rc = split(f, path);
	if (rc == 0)
		rc = f->dir_fd = open_dir(f);
	if (rc >= 0)
		rc = f->fd = open_file(f, f->dir_fd);
	if (rc < 0) {
		diag_set(why, 0, "cannot log to %s: %s", f->name, reason(rc));
		logfile_close(f);
		return rc;
	}
	*fp = f;
	return 0;
}

static int reopen_dir(struct logfile *f)
{
	int dir_fd = open_dir(f), fd;

	if (dir_fd < 0)
		return dir_fd;
	fd = open_file(f, dir_fd);
	if (fd < 0) {
		close(dir_fd);
		return fd;
	}
	close(f->dir_fd);
	f->dir_fd = dir_fd;
	return fd;
}

/* Not moved away since it was opened: then there is nothing to open, and the lock is ours. */
static bool is_same(const struct logfile *f)
{
	struct stat now, then;

	return fstatat(f->dir_fd, f->base, &now, 0) == 0 && fstat(f->fd, &then) == 0 &&
	       now.st_dev == then.st_dev && now.st_ino == then.st_ino;
}

int logfile_reopen(struct logfile *f)
{
	int fd;

	if (is_same(f))
		return 0;
	fd = open_file(f, f->dir_fd);
	if (fd == -ENOENT)
		fd = reopen_dir(f);
	if (fd < 0)
		return fd;
	close(f->fd);
	f->fd = fd;
	return 0;
}

bool logfile_is_deleted(const struct logfile *f)
{
	struct stat st;

	return fstat(f->fd, &st) == 0 && st.st_nlink == 0;
}

int logfile_fd(const struct logfile *f)
{
	return f->fd;
}

const char *logfile_name(const struct logfile *f)
{
	return f->name;
}

void logfile_close(struct logfile *f)
{
	if (!f)
		return;
	if (f->fd >= 0)
		close(f->fd);
	if (f->dir_fd >= 0)
		close(f->dir_fd);
	free(f->dir);
	free(f->base);
	free(f);
}

bool logfile_is_empty(const struct logfile *f)
{
	struct stat st;

	return fstat(f->fd, &st) == 0 && st.st_size == 0;
}
