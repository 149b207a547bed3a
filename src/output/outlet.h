#ifndef OUTPUT_OUTLET_H
#define OUTPUT_OUTLET_H
/*
 * The descriptor that lines go to, and its health.  A write to a file that fails is tried again
 * and again, so that a short trouble costs no line.  It breaks when waiting is of no use: no one
 * reads, a replay cannot be written, or the end must come.  For the files of this folder.
 */
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "output/logfile.h"

/* Where the lines go: one of the two. */
struct outlet_target {
	struct logfile *file; /* the outlet's from now on, even when it could not be opened */
	int fd;		      /* borrowed */
};

struct outlet {
	struct outlet_target target;
	bool wait;   /* the first write that fails breaks it */
	bool pieces; /* a write of any length might block: it is done in pieces */

	/* of any thread */
	_Atomic uint64_t lost;	    /* lines */
	_Atomic(const char *) rest; /* of the text that is being written; NULL: none */
	_Atomic uint32_t steps;	    /* goes up while there is progress */
	atomic_bool broken;	    /* permanently */
	atomic_bool failing;	    /* the last write failed; a slow reader's does not */
	atomic_bool gone;	    /* the reader of standard output has closed it */
	atomic_bool closing;	    /* the last items are in the queue */
	atomic_bool hasten;	    /* the end must come: do not wait for a slow reader */
	atomic_bool rotating;	    /* a rotation has been asked for */
	atomic_int trouble;	    /* 0: none; an errno, or one of outlet.c's */
	int news_fd;		    /* eventfd: readable when trouble began or ended */

	/* the writer's */
	bool reopen_due; /* failed, to be tried again */
	unsigned quiet;	 /* naps since the last trouble */
	unsigned naps;
	uint64_t lost_seen;
	const char *rest_end;

	/* the main thread's */
	int told; /* trouble that was reported */
	uint64_t lost_told;
};

/* The struct is zeroed.  0 or -errno; then the target's file is closed. */
int outlet_open(struct outlet *o, struct outlet_target target, bool wait);
void outlet_close(struct outlet *o);

/* --- for the writer --- */

/* Returns when all is written or counted as lost. */
void outlet_write(struct outlet *o, const char *s, size_t n);
/* Opens what has the file's path now; false: the old one is kept, and it is tried again later. */
bool outlet_reopen(struct outlet *o);
/*
 * At every pause with nothing to write: whether a trouble is over, whether the file was deleted.
 * True when the file was reopened.
 */
bool outlet_rest(struct outlet *o);

/* --- for any thread --- */

/* Lines that could not be taken in. */
void outlet_lose(struct outlet *o, uint64_t lines);
/* The writer hangs in a write and was abandoned: what is left of its text is counted as lost. */
void outlet_abandon(struct outlet *o);
/* Lines in a text. */
uint64_t outlet_lines(const char *s, size_t n);

/* --- for the main thread --- */

/* Text is set when writing has begun to fail or works again; empty: neither. */
void outlet_news(struct outlet *o, char *text, size_t n);
#endif
