#ifndef RUN_WALLS_H
#define RUN_WALLS_H
/* The sandbox of the program (sandbox.h): what a run may still open, from the command line. */
#include <stdbool.h>
#include "base/diag.h"

struct rights;

struct walls {
	const struct rights *rights;
	const char *replay;   /* capture file, "-": standard input; NULL: none */
	const char *log_file; /* of -L; NULL: none */
	const char *filter;   /* a name, or a path with a slash; empty: none */
	int metrics_dir;      /* open directory of the file of metrics; -1: none */
	bool screen;	      /* there is a terminal, and a user who may switch logging on */
	bool background;
	bool pid_files;
	bool saves; /* settings may be changed */
};

/*
 * Makes the directories of logs and settings where they will be needed, then closes the sandbox.
 * Call it once, before threads; whatever needs a socket, a library or a process comes before.  0,
 * or -errno with why set.
 */
int walls_close(const struct walls *w, struct diag *why);
#endif
