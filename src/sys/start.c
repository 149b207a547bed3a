#include "sys/start.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEPT_MAX 16
#define OLD_MAX	 65536 /* descriptors that a kernel before 5.9 closes one by one */

static void block_signals(void)
{
	static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS };
	sigset_t set;

	sigfillset(&set);
	for (size_t i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++)
		sigdelset(&set, crashes[i]);
	sigprocmask(SIG_SETMASK, &set, NULL);
}

static void fill_std_fds(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

void start_clean(void)
{
	block_signals();
	umask(077);
	fill_std_fds();
}

static void close_between(unsigned first, unsigned last)
{
	if (first > last || close_range(first, last, 0) == 0)
		return;
	for (unsigned fd = first; fd <= last && fd < OLD_MAX; fd++)
		close((int)fd);
}

static int fd_named(const char *path)
{
	static const char *const folders[] = { "/dev/fd/", "/proc/self/fd/" };

	for (size_t i = 0; path && i < sizeof(folders) / sizeof(folders[0]); i++) {
		size_t n = strlen(folders[i]);
		char *end;
		long fd;

		if (strncmp(path, folders[i], n) != 0)
			continue;
		fd = strtol(path + n, &end, 10);
		return end > path + n && *end == '\0' && fd > 0 && fd < OLD_MAX ? (int)fd : -1;
	}
	return -1;
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

void start_close_others(const int *keep, size_t n, const char *const *path, size_t paths)
{
	int kept[KEPT_MAX];
	unsigned next = STDERR_FILENO + 1;
	size_t k = 0;

	for (size_t i = 0; i < n && k < KEPT_MAX; i++)
		kept[k++] = keep[i];
	for (size_t i = 0; i < paths && k < KEPT_MAX; i++)
		kept[k++] = fd_named(path[i]);
	qsort(kept, k, sizeof(kept[0]), by_number);
	for (size_t i = 0; i < k; i++) {
		if (kept[i] < (int)next)
			continue;
		close_between(next, (unsigned)kept[i] - 1);
		next = (unsigned)kept[i] + 1;
	}
	close_between(next, ~0u);
}
