#ifndef SYS_LANDLOCK_H
#define SYS_LANDLOCK_H
/*
 * Which files a process may still open: landlock(7), by raw system calls, as far as the kernel
 * knows of it; on one that does not, all calls succeed and nothing is restricted.  Only what is
 * opened later counts: descriptors that are open stay as they are.
 */
#include <stdbool.h>
#include <stdint.h>

enum landlock_access {
	LANDLOCK_READ = 1,   /* a file, or all below a directory */
	LANDLOCK_EXEC = 2,   /* and map it executable: libraries */
	LANDLOCK_WRITE = 4,  /* an existing file, or all below a directory */
	LANDLOCK_MANAGE = 8, /* make, rename and remove files and directories below it */
};

/* Descriptor of an empty list, or -1: this kernel has none. */
int landlock_open(bool with_tcp);
/* Adds a path, if it exists, or what a descriptor has open; access: LANDLOCK_*. */
void landlock_allow(int list, const char *path, unsigned access);
void landlock_allow_fd(int list, int fd, unsigned access);
/* From here on nothing else is opened, by this thread and those it starts.  Closes the list.  0 or
 * -errno. */
int landlock_close(int list);
#endif
