#ifndef RUN_SESSION_H
#define RUN_SESSION_H
/* One running facility: its feed and, on the main thread, its screen, log, signals and notes. */
#include "base/diag.h"
#include "run/request.h"
#include "run/run_env.h"

/*
 * Runs a facility until it is left, its time is over, a signal ends it or, without a screen, its
 * file has ended.  Returns 0, or -errno with why set when it could not start or the file is
 * broken.  For the main thread.
 */
int session_run(const struct run_env *env, const struct request *req, struct diag *why);
#endif
