#include "output/logfile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "sys/logplace.h"

struct logfile {
	struct logplace *place;
	int fd;
	char name[160];
};

/* File systems without locks let everyone in. */
static int lock(int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -errno;
	return S_ISREG(st.st_mode) && flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK
		       ? -EBUSY
		       : 0;
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
	case -EMLINK:
		return "it is a hard link in a directory that others may write to";
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
	int rc = -ENOMEM;

	if (!f) {
		diag_set(why, 0, "out of memory");
		return -ENOMEM;
	}
	text_clean(f->name, sizeof(f->name), path, true);
	f->fd = -1;
	f->place = logplace_new(path, make_dir);
	if (f->place)
		rc = f->fd = logplace_open(f->place);
	if (rc >= 0)
		rc = lock(f->fd);
	if (rc < 0) {
		diag_set(why, 0, "cannot log to %s: %s", f->name, reason(rc));
		logfile_close(f);
		return rc;
	}
	*fp = f;
	return 0;
}

/* Not moved away since it was opened: the lock of the old descriptor is ours. */
static bool is_same(const struct logfile *f, int fd)
{
	struct stat now, then;

	return fstat(fd, &now) == 0 && fstat(f->fd, &then) == 0 && now.st_dev == then.st_dev &&
	       now.st_ino == then.st_ino;
}

int logfile_reopen(struct logfile *f)
{
	int fd = logplace_open(f->place), rc;

	if (logplace_is_replaced(f->place)) {
		if (fd >= 0)
			close(fd);
		return -ESTALE;
	}
	if (fd < 0)
		return fd;
	if (is_same(f, fd)) {
		close(fd);
		return 0;
	}
	rc = lock(fd);
	if (rc < 0) {
		close(fd);
		return rc;
	}
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
	logplace_free(f->place);
	free(f);
}

bool logfile_is_empty(const struct logfile *f)
{
	struct stat st;

	return fstat(f->fd, &st) == 0 && st.st_size == 0;
}
