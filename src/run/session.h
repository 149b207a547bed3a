#ifndef RUN_SESSION_H
#define RUN_SESSION_H
/* One running facility: its source, engine, log and screen, and the two threads between them. */
#include "base/diag.h"
#include "sys/loop.h"
#include "sys/rights.h"
#include "capture/expression.h"
#include "capture/ifaces.h"
#include "run/facility.h"
#include "config/settings.h"

struct ui;

/* What all sessions of a run share. */
struct session_env {
	const struct settings *set;
	struct loop *loop;
	struct ui *ui;	    /* NULL: text on standard output */
	struct ifaces *ifs; /* NULL: a replay */
	const struct rights *rights;
	const char *replay; /* capture file instead of the live source; NULL: live */
	long minutes;	    /* end after so many; 0: never */

	const struct expression *expression; /* of the command line; NULL: none */
	const char *expression_text;

	bool log;	      /* to a file; else to standard output, if there is no screen */
	const char *log_file; /* which; NULL: the facility's default one */
	long report_s;	      /* seconds between reports; 0: as the settings say */
	/* Called once, when capture and log are open; an error ends the run.  NULL: none. */
	int (*ready)(void *ctx, const struct facility *fac, const char *iface);
	void *ready_ctx;
};

/*
 * Runs a facility on an interface (NULL: all) until it is left, its time is over, a signal ends
 * it or, without a screen, its file has ended.  Returns 0, or -errno with why set when it could
 * not start or the file is broken.
 */
int session_run(const struct facility *fac, const char *iface, const struct session_env *env,
		struct diag *why);
#endif
