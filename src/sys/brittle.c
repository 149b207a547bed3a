#include "sys/brittle.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "sys/altstack.h"
#include "sys/err.h"

static const int crashes[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE };
#define CRASHES (sizeof(crashes) / sizeof(crashes[0]))

static struct {
	const char *library;
	struct sigaction old[CRASHES];
} brittle;

static void put(const char *s)
{
	if (write(STDERR_FILENO, s, strlen(s)) < 0)
		errno = 0;
}

static void on_crash(int sig)
{
	(void)sig;
	put("iptraf-ng: ");
	put(brittle.library);
	put(" failed; it may be out of memory\n");
	_exit(EXIT_TROUBLE);
}

void brittle_begin(const char *library)
{
	struct sigaction sa = { .sa_handler = on_crash, .sa_flags = SA_ONSTACK };

	altstack_use();
	brittle.library = library;
	sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < CRASHES; i++)
		sigaction(crashes[i], &sa, &brittle.old[i]);
}

void brittle_end(void)
{
	for (size_t i = 0; i < CRASHES; i++)
		sigaction(crashes[i], &brittle.old[i], NULL);
}
