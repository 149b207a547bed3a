#ifndef OUTPUT_LOGFILE_H
#define OUTPUT_LOGFILE_H
/*
 * How it works: the file is opened for appending (sys/logplace.h says what is refused) and locked
 * with flock(2), so that no second instance writes into it.  Reopening takes the same way.
 */
#include <stdbool.h>
#include "base/diag.h"

struct logfile;

/*
 * Opens path, made 0640 if it is not there.  make_dir: its directory is made too, 0750.  Never
 * waits: a fifo without a reader is refused.  0, or -errno with why set; -EBUSY: another instance
 * has it.
 */
int logfile_open(struct logfile **fp, const char *path, bool make_dir, struct diag *why);
/*
 * Opens what has the path now; when that fails (-errno), the old one stays.  -ESTALE: another
 * directory has the path, which may not be used.
 */
int logfile_reopen(struct logfile *f);
/* It has been deleted: what is written now is lost. */
bool logfile_is_deleted(const struct logfile *f);
int logfile_fd(const struct logfile *f);
bool logfile_is_empty(const struct logfile *f);
/* Its path, safe to be shown, cut where it is very long. */
const char *logfile_name(const struct logfile *f);
/* NULL is fine. */
void logfile_close(struct logfile *f);
#endif
