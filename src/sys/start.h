#ifndef SYS_START_H
#define SYS_START_H
/* The first lines of main: nothing that the caller left behind counts.  One thread. */
#include <stddef.h>

/*
 * Blocks every signal but those of a crash until loop_open lets those through that the program
 * knows, sets the umask to 077, and opens /dev/null in place of closed standard descriptors.
 */
void start_clean(void);
/*
 * Closes every descriptor above 2 but `keep` (n of them, negative ones count for nothing) and those
 * that a path names: /dev/fd/N, /proc/self/fd/N; NULL paths are none.
 */
void start_close_others(const int *keep, size_t n, const char *const *path, size_t paths);
#endif
