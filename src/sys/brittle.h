#ifndef SYS_BRITTLE_H
#define SYS_BRITTLE_H
/*
 * Around calls of libraries that do not check whether there is memory: the optimizer of libpcap,
 * setupterm(3) of curses.  A crash in between is a line on standard error and an end with status 1.
 * For the main thread, before it has a screen or other threads.
 */

/* library: its name, as the line has it. */
void brittle_begin(const char *library);
void brittle_end(void);
#endif
