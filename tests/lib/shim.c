/*
 * To be preloaded (ld.so(8), LD_PRELOAD): what goes wrong in the C library at the wish of a test.
 *
 *   SHIM_ALLOC=N     the allocation of that number fails, and those after it (N counts from 1)
 *   SHIM_ALLOC=N,1   that one alone
 *   SHIM_COUNT=FILE  how many there were: 8 bytes, there at first
 *   SHIM_EXIT=N      exit(3) in the Nth update of the screen, as curses does when memory is out
 *   SHIM_SPEND=WHO   the stack is spent: of "main" in an update of the screen, of "capture" when
 *                    that thread has read its file, of "writer" when it takes its priority
 *   SHIM_WRITE=FILE  how files that the program opens take what is written: 8 bytes, read at every
 *                    write; 0: well; an errno: not at all; -N: so many bytes at a time at most
 *   SHIM_CLOCK=FILE  seconds that the wall clock is wrong by: 8 bytes, read at every look at it
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t n);
void *__libc_realloc(void *p, size_t n);
int doupdate(void);

static atomic_ulong here, *allocations = &here;
static unsigned long failing; /* 0: none */
static bool only_one;
static const volatile int64_t *clock_wrong, *write_wish;
static unsigned long exits_at;
static const char *spender;
static _Thread_local bool is_writer;

/* The sandbox comes later, and closes files. */
static void *map_file(const char *file, int prot)
{
	int fd = file ? open(file, prot & PROT_WRITE ? O_RDWR : O_RDONLY) : -1;
	void *map = fd < 0 ? MAP_FAILED : mmap(NULL, 8, prot, MAP_SHARED, fd, 0);

	if (fd >= 0)
		close(fd);
	return map == MAP_FAILED ? NULL : map;
}

__attribute__((constructor)) static void read_wishes(void)
{
	const char *alloc = getenv("SHIM_ALLOC"), *ends = getenv("SHIM_EXIT");
	void *map;
	char *rest;

	if (alloc) {
		failing = strtoul(alloc, &rest, 10);
		only_one = *rest == ',';
	}
	if (ends)
		exits_at = strtoul(ends, NULL, 10);
	spender = getenv("SHIM_SPEND");
	map = map_file(getenv("SHIM_COUNT"), PROT_READ | PROT_WRITE);
	if (map)
		allocations = map;
	write_wish = map_file(getenv("SHIM_WRITE"), PROT_READ);
	clock_wrong = map_file(getenv("SHIM_CLOCK"), PROT_READ);
}

static bool must_fail(void)
{
	unsigned long n = atomic_fetch_add(allocations, 1) + 1;

	if (!failing || (only_one ? n != failing : n < failing))
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t n)
{
	return must_fail() ? NULL : __libc_malloc(n);
}

void *calloc(size_t count, size_t n)
{
	return must_fail() ? NULL : __libc_calloc(count, n);
}

void *realloc(void *p, size_t n)
{
	return must_fail() ? NULL : __libc_realloc(p, n);
}

__attribute__((noinline)) static unsigned spend_stack(unsigned depth)
{
	volatile char page[4096];

	page[0] = (char)depth;
	return depth == UINT_MAX ? 0 : spend_stack(depth + 1) + (unsigned)page[0];
}

static void spend_if(const char *who)
{
	if (spender && strcmp(spender, who) == 0)
		spend_stack(0);
}

int doupdate(void)
{
	static unsigned long calls;
	int (*real)(void);

	*(void **)&real = dlsym(RTLD_NEXT, "doupdate");
	spend_if("main");
	if (exits_at && ++calls == exits_at)
		exit(EXIT_FAILURE);
	return real ? real() : -1;
}

int clock_gettime(clockid_t id, struct timespec *ts)
{
	int rc = (int)syscall(SYS_clock_gettime, id, ts);

	if (rc == 0 && clock_wrong && id == CLOCK_REALTIME)
		ts->tv_sec += (time_t)*clock_wrong;
	return rc;
}

int setpriority(__priority_which_t which, id_t who, int priority)
{
	is_writer = true;
	spend_if("writer");
	return (int)syscall(SYS_setpriority, which, who, priority);
}

int eventfd_write(int fd, eventfd_t value)
{
	if (gettid() != getpid() && !is_writer)
		spend_if("capture");
	return write(fd, &value, sizeof(value)) == sizeof(value) ? 0 : -1;
}

/* What the caller opened and handed over is not meant. */
static bool is_own_file(int fd)
{
	struct stat st;

	return fd > STDERR_FILENO && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

ssize_t write(int fd, const void *buf, size_t n)
{
	int64_t wish = write_wish && is_own_file(fd) ? *write_wish : 0;

	if (wish > 0) {
		errno = (int)wish;
		return -1;
	}
	if (wish < 0 && n > (size_t)-wish)
		n = (size_t)-wish;
	return syscall(SYS_write, fd, buf, n);
}
