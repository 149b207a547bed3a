#ifndef SYS_PIDFILE_H
#define SYS_PIDFILE_H
/*
 * How it works: /run/iptraf-ng/NAME-NAMESPACE.pid has the process id of a background instance, and
 * the instance holds a lock on it (flock(2)) while it lives.  So a file that can be locked is
 * stale, whatever its number says; no one is ever killed by it.  NAMESPACE is the inode of the
 * network namespace, since an interface of the same name may be in another one.
 */
#include <stdbool.h>
#include <stddef.h>
#include "base/diag.h"

/*
 * Writes the file; where NAME-NAMESPACE.pid is another's, NAME-NAMESPACE-2.pid and so on.  0, or
 * -errno with why set.
 */
int pidfile_write(const char *name, struct diag *why);
#define PIDFILE_ROOM 192
/* The path of what was written; false: there is none. */
bool pidfile_path(char *buf, size_t n);
/* Removes it, if there is one. */
void pidfile_remove(void);
/* Removes those of instances that are no more. */
void pidfile_clear_stale(void);
/*
 * The directory of the files, made if it is missing; NULL: it cannot be.  Later on the sandbox has
 * to know it.
 */
const char *pidfile_dir(void);
#endif
