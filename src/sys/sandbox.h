#ifndef SYS_SANDBOX_H
#define SYS_SANDBOX_H
/*
 * The walls: after sandbox_close the process opens no files but those that were allowed (Landlock)
 * and makes no system calls but those of seccomp_tables.c.  Nothing is widened afterwards.  A
 * kernel without one of the two goes without it.  The main thread, before it starts others.
 *
 * A call that is not allowed ends the program: the terminal is restored, and a line on standard
 * error has the call's number.
 */
#include <stdbool.h>

#include "sys/landlock.h"
#include "sys/seccomp.h"

/* What sanitizers do is not in the tables. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANDBOX_OFF
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                         \
	__has_feature(memory_sanitizer)
#define SANDBOX_OFF
#endif
#endif

struct sandbox {
	int list; /* landlock.h */
};

void sandbox_open(struct sandbox *s);
/* A path, if it exists; access: LANDLOCK_*. */
void sandbox_allow(struct sandbox *s, const char *path, unsigned access);
void sandbox_allow_fd(struct sandbox *s, int fd, unsigned access);
/* values: the descriptors of seccomp.h; the process id is filled in.  0 or -errno. */
int sandbox_close(struct sandbox *s, int values[SECCOMP_VALUES]);
/* Called before the line of a call that is not allowed; must be safe in a signal handler. */
void sandbox_on_violation(void (*restore)(void));
/* The same for the resolver's process.  0 or -errno. */
int sandbox_resolver(void);
#endif
