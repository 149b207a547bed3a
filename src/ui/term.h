#ifndef UI_TERM_H
#define UI_TERM_H
/* Taking the terminal and giving it back, whatever happens (crash.h). */
#include <stdbool.h>
#include "base/diag.h"

/*
 * What keeps standard output from showing a screen: it is no terminal, or one that terminfo(5) does
 * not know or that cannot move its cursor, or another job has it.  A text; NULL: nothing does.
 */
const char *term_obstacle(void);
/* Standard output is a terminal that another job, such as the shell that started us, has now. */
bool term_is_of_another_job(void);
/* Starts curses.  0, or -errno with why set. */
int term_open(struct diag *why);
void term_close(void);

/* Takes over the window's size after it changed. */
void term_resize(void);
#define TERM_NO_KEY (-3)
/* A key as curses names it; ERR when there is none; TERM_NO_KEY: what came is no key, ask again. */
int term_key(void);
/* True when the keyboard is gone: end of file or hangup.  Ask after term_key() gave ERR. */
bool term_is_dead(void);
/* True when the terminal takes output now. */
bool term_takes_output(void);
/*
 * Sends what has been drawn; the only call that may wait for the terminal.  False: a signal that
 * asks for the end came meanwhile, and nothing more is sent.
 */
bool term_update(void);
/* Rings the bell with the next update. */
void term_beep(void);
/* The cursor shows there in the next update, in that one alone. */
void term_cursor(int y, int x);
/* Gives it back for a while, as for a stop. */
void term_release(void);
/* Takes it again, whatever others did to it meanwhile; all of it is to be drawn then. */
void term_resume(void);
#endif
