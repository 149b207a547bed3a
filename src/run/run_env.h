#ifndef RUN_RUN_ENV_H
#define RUN_RUN_ENV_H
/* What all sessions of the program share; main() makes it, and sessions only read it. */
#include "base/diag.h"

struct expression;
struct facility;
struct iface_rates;
struct ifaces;
struct loop;
struct resolver;
struct rights;
struct settings;
struct ui;

struct run_env {
	const struct settings *set; /* the menu changes them between sessions */
	struct loop *loop;
	struct ui *ui;	    /* NULL: text on standard output */
	struct ifaces *ifs; /* NULL: files only */
	const struct rights *rights;
	struct resolver *resolver; /* NULL: none */
	struct iface_rates *rates; /* NULL: none */

	const struct expression *expression; /* of the command line; NULL: none */
	const char *expression_text;

	/* Called once, when capture and log are open; an error ends the run.  NULL: none. */
	int (*ready)(void *ctx, const struct facility *fac, const char *iface);
	void *ready_ctx;
};
#endif
