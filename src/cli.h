#ifndef CLI_H
#define CLI_H
/* The command line: a row for each facility (run/facility.h) and for each other option. */
#include <stdbool.h>
#include "output/selection.h"

struct config;
struct facility;
struct format;

struct cli {
	const struct facility *fac;  /* NULL: the menu */
	const char *iface;	     /* NULL: all interfaces (or none needed) */
	const char *replay;	     /* capture file; NULL: live */
	long run_s;		     /* seconds to run; 0: no end */
	const char *log;	     /* -L; NULL: none was named */
	const char *metrics;	     /* a path that ends in .prom; NULL: none */
	char *expression;	     /* -F, or the words at the end; NULL: none */
	bool bare;		     /* ...these, without a facility */
	bool list_filters;	     /* print them and end */
	bool background;	     /* -B: no screen, log to a file */
	bool foreground;	     /* ...but without leaving the terminal */
	bool force;		     /* -f */
	bool unchecked;		     /* -u: capture itself says what it lacks */
	int syslog;		     /* facility of syslog(3), -1: none */
	long report_ms;		     /* between reports, 0: as set */
	unsigned count;		     /* reports, 0: no end */
	const struct format *format; /* NULL: the default */
	struct selection select;
	bool text; /* standard output is wanted, not a screen */
	bool dump; /* print the settings and end */
};

/*
 * Fills *cli; settings go to *config, which has the defaults.  Prints what -h and
 * -V ask for and exits; on anything that it does not understand prints one line and exits
 * EXIT_USAGE.  cli->expression is the caller's to free(3), the other texts are those of argv.
 */
void cli_parse(struct cli *cli, struct config *config, int argc, char **argv);
#endif
