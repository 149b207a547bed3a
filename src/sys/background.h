#ifndef SYS_BACKGROUND_H
#define SYS_BACKGROUND_H
/*
 * How it works: the parent waits at a pipe until its child says that capture and log are open, or
 * ends; then it ends with the status that the child's start had.  A signal that comes meanwhile is
 * handed on to the child.
 *
 * A program that ends us by our process id (timeout, a script that notes $!) needs the process that
 * it started: then there is no child.
 */
#include <stdbool.h>
#include "sys/loop.h"

/*
 * Goes on in a child with a session of its own; the parent never returns.  Before any thread is
 * started.  Returns 0 or -errno.
 */
int background_detach(struct loop *loop);
/* Goes on in this process, which only lets go of the terminal. */
void background_stay(void);
/*
 * Everything works: standard input, output and error become /dev/null and the parent may go.
 * Nothing to do without one of the two above.  -EPIPE: the parent was killed, so all is to end.
 */
int background_ready(void);
/* Whether there is a parent that waits. */
bool background_is_detached(void);
#endif
