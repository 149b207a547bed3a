#ifndef SYS_NEWFILE_H
#define SYS_NEWFILE_H
/*
 * Files and directories with the permissions that are asked for: the umask is 077, so that nothing
 * is open to others by accident, and does not count here.  Any thread.
 */
#include <sys/types.h>

/*
 * As openat(2) with O_CREAT: a file that was there keeps its permissions.  The descriptor (close
 * on exec), or -errno.
 */
int newfile_open(int dir_fd, const char *name, int flags, mode_t mode);
/* As mkdirat(2).  0 or -errno. */
int newfile_mkdir(int dir_fd, const char *path, mode_t mode);
/* Writes all of it, as to a disk.  0 or -errno. */
int newfile_write(int fd, const char *s, size_t n);
#endif
