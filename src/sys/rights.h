#ifndef SYS_RIGHTS_H
#define SYS_RIGHTS_H
/*
 * How it works: capturing needs CAP_NET_RAW for one socket(2) call.  main() makes that call first
 * and then gives everything up for good, before it looks at an argument, a file or the terminal.
 * Later layers (Landlock, seccomp) belong right after the drop, in rights_drop.
 */

/*
 * Drops the bounding and ambient sets and all of permitted, effective and inheritable
 * (capabilities(7)), reads them back, then sets no_new_privs and not dumpable (prctl(2)).  Returns
 * 0, or -errno when a capability is still held.
 */
int rights_drop(void);
#endif
