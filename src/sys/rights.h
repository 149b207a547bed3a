#ifndef SYS_RIGHTS_H
#define SYS_RIGHTS_H
/*
 * What the program needs privilege for, and its end.
 *
 * How it works: only opening certain descriptors needs privilege, using them does not.  main()
 * opens all of them first and then gives up every capability permanently, before it looks at an
 * argument, a file or the terminal.  Nothing asks for privilege later.  A new descriptor of this
 * kind (a diagnostic socket, a BPF map) is a member of struct rights and a line in rights_open;
 * who uses it takes the plain descriptor.  The walls (sandbox.h) follow once the
 * command line is known.
 */
#include <stdbool.h>

/* Descriptors above 2, close-on-exec and non-blocking; or -errno where opening one failed. */
struct rights {
	int packet;    /* packet(7), bound to nothing; needs CAP_NET_RAW */
	int rtnetlink; /* rtnetlink(7), bound to nothing; needs no capability */
	int resolver;  /* to the resolver's process, for resolver_open */
};

/*
 * Opens all of r (argv is main's, see resolver_fork), makes the effective ids those of the user
 * (credentials(7)), then drops every capability.  Returns what rights_drop does.
 */
int rights_open(struct rights *r, char **argv);

/*
 * Drops the bounding and ambient sets and all of permitted, effective and inheritable
 * (capabilities(7)), reads them back, then sets no_new_privs and not dumpable (prctl(2)).  Returns
 * 0, or -errno when a capability is still held.
 */
int rights_drop(void);
/* The program was started with the ids of another user or group (a set-user-ID file). */
bool rights_are_set_id(void);
#endif
