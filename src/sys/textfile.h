#ifndef SYS_TEXTFILE_H
#define SYS_TEXTFILE_H
/* Small files, read whole.  Any thread. */
#include <stddef.h>
#include <sys/types.h>

struct textfile {
	char *s; /* any bytes, and a NUL after them; free(3) it */
	size_t n;
	mode_t mode; /* permissions */
};

/*
 * Reads a regular file of at most max bytes, without waiting for a fifo or a device.  flags:
 * O_NOFOLLOW or 0.  0, or -errno with f empty: -EINVAL for what is no regular file, -ELOOP for a
 * link that is not followed, -EFBIG.
 */
int textfile_read(struct textfile *f, const char *path, int flags, size_t max);
/* What an errno of files means to a user: EINVAL, ELOOP and EFBIG as above, else strerror(3). */
const char *textfile_reason(int err);
#endif
