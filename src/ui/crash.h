#ifndef UI_CRASH_H
#define UI_CRASH_H
/*
 * The terminal is given back when the program dies: by a signal that ends it, a system call that is
 * not allowed, or exit(3) in a library, as of curses when memory is out.  The strings for that are
 * fetched beforehand, the handler only calls write(2) and tcsetattr(3), then the signal takes its
 * usual course.
 */
#include <termios.h>

/* Once the terminal is curses'.  modes: those to set; NULL: none. */
void crash_arm(const struct termios *modes);
/* Another string that switches off what was switched on. */
void crash_also(const char *s);
/* It has been given back. */
void crash_disarm(void);
#endif
