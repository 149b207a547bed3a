#ifndef SYS_PIDFILE_H
#define SYS_PIDFILE_H
/*
 * How it works: /run/iptraf-ng/NAME.pid has the process id of a background instance, and the
 * instance holds a lock on it (flock(2)) while it lives.  So a file that can be locked is stale,
 * whatever its number says; no one is ever killed by it.
 */
#include "base/diag.h"

/*
 * Writes the file; where NAME.pid is another's, NAME-2.pid and so on.  0, or -errno with why set.
 */
int pidfile_write(const char *name, struct diag *why);
/* Removes it, if there is one. */
void pidfile_remove(void);
/* Removes those of instances that are no more. */
void pidfile_clear_stale(void);
#endif
