#ifndef SYS_LOGPLACE_H
#define SYS_LOGPLACE_H
/*
 * How it works: where a log file is.  Its path is walked by hand, a directory at a time.  A
 * directory that users other than root and this one may write to is shared: no link in it is
 * followed, wherever it is in the path, and a file in it must be this user's own and have no other
 * name (hard link).  Links in other directories are followed, and what they name is walked in the
 * same way.  Below a shared directory that is not sticky, all is shared: others may replace
 * directories there.
 *
 * A relative path stays one of the directory in which logplace_new() was called.
 */
#include <stdbool.h>

struct logplace;

/* make_dir: its directory is made, 0750, when only that is missing.  NULL: no memory. */
struct logplace *logplace_new(const char *path, bool make_dir);
/* NULL is fine. */
void logplace_free(struct logplace *p);
/*
 * Opens the file that has the path now for appending, made 0640 if there is none; never waits.
 * When the path leads nowhere any more, or to a directory that may not be used, as behind a sandbox
 * that was closed before, the directory of the last time is used.  The descriptor, or -errno;
 * -ELOOP: a link in a shared directory, -EPERM: another user's file in one, -EMLINK: a hard link in
 * one, -EINVAL: a block device, -ENXIO: a fifo without a reader.
 */
int logplace_open(struct logplace *p);
/* The last logplace_open used the old directory although the path leads to another one. */
bool logplace_is_replaced(const struct logplace *p);
#endif
