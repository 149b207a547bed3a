#ifndef CLI_H
#define CLI_H
/* The command line, made from the facility table. */
#include "run/facility.h"
#include "config/config.h"

struct cli {
	const struct facility *fac; /* NULL: the menu */
	const char *iface;	    /* NULL: all interfaces (or none needed) */
	const char *replay;	    /* capture file; NULL: live */
	long minutes;		    /* 0: no end */
	const char *log;	    /* -L; NULL: none was named */
	char *expression;	    /* -F, or the words at the end; NULL: none */
	bool list_filters;	    /* print them and end */
	bool background;	    /* -B: no screen, log to a file */
	bool foreground;	    /* ...but without leaving the terminal */
	bool force;		    /* -f */
	bool unchecked;		    /* -u: capture itself says what it lacks */
	int syslog;		    /* facility of syslog(3), -1: none */
	long report_s;		    /* seconds between reports, 0: as set */
	bool dump;		    /* print the settings and end */
	struct config settings;	    /* what the command line says of them */
};

/*
 * Fills *cli.  Answers -h and -V itself and exits 0; on anything it does not understand says so
 * in one line and exits EXIT_USAGE.
 */
void cli_parse(struct cli *cli, int argc, char **argv);
#endif
