#ifndef SYS_ERR_H
#define SYS_ERR_H
/* Exit statuses, the same for every way in. */
enum exit_status {
	EXIT_OK = 0,
	EXIT_TROUBLE = 1,   /* an interface, file or system call */
	EXIT_USAGE = 2,	    /* the command line */
	EXIT_PRIVILEGE = 4, /* a live source, and no right to capture */
};

/* One line "iptraf-ng: ..." on standard error. */
void warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The same, then exit.  Only before a screen is open. */
_Noreturn void die(enum exit_status status, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
#endif
