#ifndef SYS_PARENT_H
#define SYS_PARENT_H
/*
 * Which program started this one, and whether it keeps our process id to end us by; read from
 * proc(5).  sudo, doas and time are looked through: they wait for what they run.
 */
#include <stdbool.h>

/* timeout(1): it ends us after its time, and waits for us. */
bool parent_is_timeout(void);
/*
 * A shell without job control, as in a script, that has put us behind it with "&".  Such a shell
 * makes its jobs ignore INT and QUIT (POSIX, sh, Asynchronous Lists).  When the shell itself was
 * started so, all that it runs ignores both, and this is false.  Before handlers are set.
 */
bool parent_made_a_job(void);
#endif
