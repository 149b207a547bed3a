#ifndef RUN_REQUEST_H
#define RUN_REQUEST_H
/* What one session is asked to do. */
#include <stdbool.h>
#include "output/selection.h"

struct facility;
struct format;
struct snapshot_file;

struct request {
	const struct facility *fac;
	const char *iface;	     /* NULL: all, or those of the file */
	const char *replay;	     /* capture file instead of the live source; NULL: live */
	bool log;		     /* to a file; else to standard output, if there is no screen */
	bool service;		     /* without a user who waits: its status is not of the log */
	const char *log_file;	     /* which; NULL: the facility's default one */
	long run_s;		     /* stop after so many seconds; 0: never */
	long report_ms;		     /* between reports; 0: as the settings say */
	unsigned count;		     /* end after so many reports; 0: never */
	const struct format *format; /* NULL: the default */
	struct selection select;
	const struct snapshot_file *metrics; /* also written, of a live run; NULL: none */
};
#endif
