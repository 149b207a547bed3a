#ifndef OUTPUT_OUTSIDE_H
#define OUTPUT_OUTSIDE_H
/*
 * How it works: a thread is outside while it is in a system call for a file, which a disk may hang
 * in.  It uses nothing there that is not its own, so that the program need not wait for it: it is
 * abandoned, and ends when the call returns.  For the files of this folder.
 */
#include <stdatomic.h>
#include <stdbool.h>

/* Zeroed: inside. */
struct outside {
	atomic_int where;
};

/* --- for the thread --- */

void outside_go(struct outside *o);
/* Does not return when the thread was abandoned: it ends. */
void outside_return(struct outside *o);

/* --- for any other --- */

/* Abandons it, if it is outside; true: it never returns. */
bool outside_abandon(struct outside *o);
#endif
