#include "sys/sandbox.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#define BY_SECCOMP 1 /* SYS_SECCOMP of sigaction(2), which musl does not name */

static void (*restore_terminal)(void);

void sandbox_on_violation(void (*restore)(void))
{
	restore_terminal = restore;
}

/* stdio is not for signal handlers. */
static size_t put_number(char *to, unsigned v)
{
	char digits[12];
	size_t n = 0;

	do
		digits[n++] = (char)('0' + v % 10);
	while (v /= 10);
	for (size_t i = 0; i < n; i++)
		to[i] = digits[n - 1 - i];
	return n;
}

static void on_violation(int sig, siginfo_t *info, void *context)
{
	static const char head[] = "iptraf-ng: system call ", tail[] = " is not allowed here\n";
	char line[sizeof(head) + sizeof(tail) + 12];
	size_t n = 0;

	(void)context;
	if (restore_terminal)
		restore_terminal();
	for (size_t i = 0; head[i]; i++)
		line[n++] = head[i];
	n += put_number(line + n, (unsigned)info->si_syscall);
	for (size_t i = 0; tail[i]; i++)
		line[n++] = tail[i];
	/* else it is a signal that somebody sent */
	if (info->si_code == BY_SECCOMP && write(STDERR_FILENO, line, n) < 0)
		errno = 0;
	signal(sig, SIG_DFL);
	syscall(SYS_tgkill, getpid(), gettid(), sig); /* when this handler returns */
}

/* A leak check reads /proc when the program ends: there are no walls around a sanitizer. */
static int open_list(bool with_tcp)
{
#ifdef SANDBOX_OFF
	(void)with_tcp;
	return -1;
#else
	return landlock_open(with_tcp);
#endif
}

void sandbox_open(struct sandbox *s)
{
	s->list = open_list(false);
}

void sandbox_allow(struct sandbox *s, const char *path, unsigned access)
{
	landlock_allow(s->list, path, access);
}

void sandbox_allow_fd(struct sandbox *s, int fd, unsigned access)
{
	landlock_allow_fd(s->list, fd, access);
}

static int close_calls(const struct seccomp_table *t, const int values[SECCOMP_VALUES])
{
#ifdef SANDBOX_OFF
	(void)t;
	(void)values;
	return 0;
#else
	int rc = seccomp_install(t, values);

	/* a kernel, or a machine, without */
	return rc == -ENOSYS || rc == -EINVAL ? 0 : rc;
#endif
}

int sandbox_close(struct sandbox *s, int values[SECCOMP_VALUES])
{
	struct sigaction sa = { .sa_sigaction = on_violation, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	int rc = landlock_close(s->list);

	s->list = -1;
	if (rc < 0)
		return rc;
	sigemptyset(&sa.sa_mask);
	sigaction(SIGSYS, &sa, NULL);
	values[SECCOMP_SELF] = (int)getpid();
	return close_calls(&seccomp_main, values);
}

/* Files that name services read.  As root, single files of /etc: others there are secret. */
int sandbox_resolver(void)
{
	static const char *const etc[] = {
		"/etc/resolv.conf", "/etc/hosts",	"/etc/host.conf", "/etc/nsswitch.conf",
		"/etc/gai.conf",    "/etc/ld.so.cache", "/etc/services",  "/etc/localtime",
	};
	static const char *const data[] = {
		"/run/systemd/resolve", "/run/resolvconf", "/run/NetworkManager", "/run/nscd",
		"/usr/share/zoneinfo",	"/var/lib/misc",   "/dev/null",		  "/dev/urandom",
	};
	static const char *const libraries[] = { "/lib", "/lib64", "/usr/lib", "/usr/lib64",
						 "/usr/local/lib" };
	int values[SECCOMP_VALUES] = { 0 };
	int list = open_list(true), rc;

	if (geteuid() != 0)
		landlock_allow(list, "/etc", LANDLOCK_READ);
	for (size_t i = 0; i < sizeof(etc) / sizeof(etc[0]); i++)
		landlock_allow(list, etc[i], LANDLOCK_READ);
	for (size_t i = 0; i < sizeof(data) / sizeof(data[0]); i++)
		landlock_allow(list, data[i], LANDLOCK_READ);
	for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]); i++)
		landlock_allow(list, libraries[i], LANDLOCK_EXEC);
	rc = landlock_close(list);
	if (rc < 0)
		return rc;
	values[SECCOMP_SELF] = (int)getpid();
	return close_calls(&seccomp_resolver, values);
}
