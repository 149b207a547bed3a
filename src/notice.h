#ifndef NOTICE_H
#define NOTICE_H
/*
 * Messages of the program itself: to standard error, to daemon.log in the log directory when it
 * runs in the background, and to syslog(3) if that is wished.  For the main thread.
 */
#include "base/err.h"

enum notice_level {
	NOTICE_INFO,  /* start and stop: not for standard error, but for the journal */
	NOTICE_WARN,  /* it goes on, with less */
	NOTICE_ERROR, /* it does not */
};

enum notice_place {
	NOTICE_STDERR,	   /* at first */
	NOTICE_SCREEN,	   /* a screen has the terminal: nothing is written over it */
	NOTICE_JOURNAL,	   /* standard error, all levels */
	NOTICE_DAEMON_LOG, /* daemon.log, all levels */
};
void notice_set_place(enum notice_place place);
/* The value of a facility of syslog(3) by name (daemon, user, local0 to local7), or -1. */
int notice_syslog_facility(const char *name);
/* From now on to syslog too. */
void notice_to_syslog(int facility);

/* One line. */
void notice(enum notice_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* An error, then exit.  Only before a screen is open. */
_Noreturn void notice_die(enum exit_status status, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
#endif
