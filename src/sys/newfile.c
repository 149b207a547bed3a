#include "sys/newfile.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define TRIES 10 /* the file may come and go between two calls */

static int open_or_errno(int dir_fd, const char *name, int flags, mode_t mode)
{
	int fd = openat(dir_fd, name, flags | O_CLOEXEC, mode);

	return fd < 0 ? -errno : fd;
}

static int create(int dir_fd, const char *name, int flags, mode_t mode)
{
	int fd = open_or_errno(dir_fd, name, flags | O_CREAT | O_EXCL, mode);

	/* where a file system has no permissions, it does without them */
	if (fd >= 0 && fchmod(fd, mode) < 0)
		errno = 0;
	return fd;
}

int newfile_open(int dir_fd, const char *name, int flags, mode_t mode)
{
	int fd = -EEXIST;

	for (int i = 0; i < TRIES && fd == -EEXIST; i++) {
		fd = open_or_errno(dir_fd, name, flags, 0);
		if (fd == -ENOENT)
			fd = create(dir_fd, name, flags, mode);
	}
	/* a link to a file that does not exist yet */
	return fd == -EEXIST ? open_or_errno(dir_fd, name, flags | O_CREAT, mode) : fd;
}

int newfile_write(int fd, const char *s, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, s, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return done < 0 ? -errno : -EIO;
		s += done;
		n -= (size_t)done;
	}
	return 0;
}

int newfile_mkdir(int dir_fd, const char *path, mode_t mode)
{
	int fd;

	if (mkdirat(dir_fd, path, mode & 0700) < 0)
		return -errno;
	fd = openat(dir_fd, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (fchmod(fd, mode) < 0)
		errno = 0;
	close(fd);
	return 0;
}
