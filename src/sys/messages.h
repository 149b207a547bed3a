#ifndef SYS_MESSAGES_H
#define SYS_MESSAGES_H
/*
 * Messages of the program itself: to standard error, to daemon.log in the log directory when it
 * runs in the background, and to syslog(3) if that is wished.  What is not printable in them, as in
 * an interface's name, is '?': a message is one line.  For the main thread.
 */
#include "sys/err.h"

enum message_level {
	MESSAGE_INFO,  /* start and stop: not for standard error, but for the journal */
	MESSAGE_WARN,  /* the program continues, with less */
	MESSAGE_ERROR, /* it does not */
};

enum messages_place {
	MESSAGES_STDERR,     /* at first */
	MESSAGES_SCREEN,     /* a screen has the terminal: nothing is written over it */
	MESSAGES_JOURNAL,    /* standard error, all levels */
	MESSAGES_DAEMON_LOG, /* daemon.log, all levels */
};
/* Before MESSAGES_DAEMON_LOG, and before the current directory changes. */
void messages_find_daemon_log(void);
void messages_set_place(enum messages_place place);
/* The value of a facility of syslog(3) by name (daemon, user, local0 to local7), or -1. */
int messages_syslog_facility(const char *name);
/* From now on to syslog too. */
void messages_to_syslog(int facility);
/* Descriptor of the socket to it; -1: none. */
int messages_syslog_fd(void);

/* One line. */
void message(enum message_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* An error, then exit.  Only before a screen is open. */
_Noreturn void message_die(enum exit_status status, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
#endif
