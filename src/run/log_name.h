#ifndef RUN_LOG_NAME_H
#define RUN_LOG_NAME_H
/* Which file a facility logs to: the log directory, IPTRAF_LOG_PATH, and the default names. */
#include "base/diag.h"
#include "output/logfile.h"
#include "run/facility.h"

/* The path of the file that log_name_open takes first without one; free(3) it.  NULL: no memory. */
char *log_name_default(const struct facility *fac, const char *iface);
/*
 * Opens file, in the log directory if its name has no slash; with NULL, the facility's default
 * one for an interface (NULL: all).  A default name with a number is the first that no other
 * instance writes to.  As logfile_open.
 */
int log_name_open(struct logfile **fp, const char *file, const struct facility *fac,
		  const char *iface, struct diag *why);
#endif
