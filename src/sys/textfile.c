#include "sys/textfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *textfile_reason(int err)
{
	switch (err) {
	case EINVAL:
		return "not a regular file";
	case ELOOP:
		return "a link, not a regular file";
	case EFBIG:
		return "too large";
	default:
		return strerror(err);
	}
}

/* Up to the end of the file, which may grow meanwhile. */
static int read_all(int fd, struct textfile *f, size_t size)
{
	ssize_t rc = 1;

	for (f->n = 0; f->n < size && rc > 0; f->n += (size_t)rc) {
		rc = read(fd, f->s + f->n, size - f->n);
		if (rc < 0)
			return -errno;
	}
	return 0;
}

static int take(int fd, struct textfile *f, size_t max)
{
	struct stat st;
	int rc;

	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	if (st.st_size > (off_t)max)
		return -EFBIG;
	f->mode = st.st_mode & 0777;
	f->s = malloc(max + 1);
	if (!f->s)
		return -ENOMEM;
	rc = read_all(fd, f, max + 1);
	if (rc == 0 && f->n > max)
		rc = -EFBIG;
	if (rc == 0)
		f->s[f->n] = '\0';
	return rc;
}

int textfile_read(struct textfile *f, const char *path, int flags, size_t max)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags), rc;

	*f = (struct textfile){ .s = NULL };
	if (fd < 0)
		return errno == ENXIO ? -EINVAL : -errno;
	rc = take(fd, f, max);
	close(fd);
	if (rc < 0) {
		free(f->s);
		*f = (struct textfile){ .s = NULL };
	}
	return rc;
}
