#ifndef RUN_LOG_NAME_H
#define RUN_LOG_NAME_H
/* Which file a facility logs to: the log directory, IPTRAF_LOG_PATH, and the default names. */
#include "base/diag.h"
#include "output/logfile.h"
#include "run/facility.h"
#include "run/request.h"

/* The path of the file that log_name_open takes first without one; free(3) it.  NULL: no memory. */
char *log_name_default(const struct request *req);
/*
 * Opens the file of the request, in the log directory if its name has no slash; without one, the
 * facility's default for its interface (NULL: all) and format.  A default name with a number is the
 * first that no other instance writes to.  As logfile_open.
 */
int log_name_open(struct logfile **fp, const struct request *req, struct diag *why);
#endif
