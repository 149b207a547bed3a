#ifndef CLI_H
#define CLI_H
/* The command line, made from the facility table. */
#include "facility.h"
#include "settings.h"

struct cli {
	const struct facility *fac; /* NULL: the menu */
	const char *iface;	    /* NULL: all interfaces (or none needed) */
	const char *replay;	    /* capture file; NULL: live */
	long minutes;		    /* 0: no end */
	bool dump;		    /* print the settings and end */
	struct settings settings;   /* what the command line says of them */
};

/*
 * Fills *cli.  Answers -h and -V itself and exits 0; on anything it does not understand says so
 * in one line and exits EXIT_USAGE.
 */
void cli_parse(struct cli *cli, int argc, char **argv);
#endif
