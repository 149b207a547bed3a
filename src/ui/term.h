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
/*
 * Takes the mouse, or leaves it to the terminal; where terminfo(5) knows how.  Its events come as
 * KEY_MOUSE, and then from term_mouse().
 */
enum term_button { TERM_CLICK, TERM_WHEEL_UP, TERM_WHEEL_DOWN };
struct term_mouse {
	enum term_button button;
	int y, x;
};
void term_take_mouse(bool on);
/* The event of the last KEY_MOUSE; false: none that counts. */
bool term_mouse(struct term_mouse *out);
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
/*
 * Puts clean text into the terminal's clipboard (OSC 52 of xterm), with the next update; at most
 * TERM_COPY bytes of it.  A terminal that does not know it ignores it.
 */
#define TERM_COPY 2048
void term_copy(const char *text);
/* The cursor shows there in the next update, in that one alone. */
void term_cursor(int y, int x);
/* Gives it back for a while, as for a stop. */
void term_release(void);
/* Takes it again, whatever others did to it meanwhile; all of it is to be drawn then. */
void term_resume(void);
#endif
