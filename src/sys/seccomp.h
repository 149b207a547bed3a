#ifndef SYS_SECCOMP_H
#define SYS_SECCOMP_H
/*
 * Which system calls a process may still make: seccomp(2).  A table of rows becomes a BPF program
 * when it is installed, as some numbers in it are known then only: descriptors, the process id.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sock_filter;

/* Values that are known at run time alone. */
enum seccomp_value {
	SECCOMP_CONSTANT,
	SECCOMP_PACKET, /* descriptors; -1: there is none */
	SECCOMP_NETLINK,
	SECCOMP_RESOLVER,
	SECCOMP_MANAGER,
	SECCOMP_SYSLOG,
	SECCOMP_SELF, /* process id */
	SECCOMP_VALUES,
};

/* A condition on the low 32 bits of an argument. */
struct seccomp_check {
	uint8_t arg;   /* 1 to 6; 0: no condition */
	bool differs;  /* must not be equal */
	uint8_t value; /* enum seccomp_value */
	uint32_t mask; /* 0: all bits */
	uint32_t constant;
};

/* All of the conditions hold: it may be made, or fails with an error.  Else the next row counts. */
struct seccomp_row {
	int number; /* -1: this machine has no such call */
	const char *why;
	uint16_t error; /* 0: allowed */
	struct seccomp_check check[2];
};

struct seccomp_table {
	const struct seccomp_row *row;
	size_t rows;
	uint16_t otherwise; /* what all other calls fail with; 0: SIGSYS */
};

extern const struct seccomp_table seccomp_main, seccomp_resolver;

/* The program for a table: how many instructions, 0: no room, or not a machine that is known. */
size_t seccomp_build(const struct seccomp_table *t, const int values[SECCOMP_VALUES],
		     struct sock_filter *prog, size_t max);
/* For all threads that the calling one starts; no_new_privs is set.  0 or -errno. */
int seccomp_install(const struct seccomp_table *t, const int values[SECCOMP_VALUES]);
#endif
