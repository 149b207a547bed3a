#ifndef SYS_ERR_H
#define SYS_ERR_H
/* Exit statuses, the same for every way in; messages before a screen is open. */
#include <stdio.h>

enum exit_status { EXIT_OK = 0, EXIT_TROUBLE = 1, EXIT_USAGE = 2, EXIT_PRIVILEGE = 4 };

/* Prints a row for each: status, number, what it means; tabs between. */
void exit_statuses_print(FILE *out);

/*
 * At the end of what is printed: whether all of it is out.  If not, a line has the reason, but for
 * a reader who has seen enough.
 */
enum exit_status stdout_status(void);

/* One line "iptraf-ng: ..." on standard error; what is not printable is '?'. */
void warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The same, then exit.  Only before a screen is open. */
_Noreturn void die(enum exit_status status, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
#endif
