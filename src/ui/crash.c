#include "ui/crash.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <curses.h>
#include <term.h>

#include "sys/altstack.h"
#include "sys/sandbox.h"

/* Those that end a program and that the loop does not take; SYS is the sandbox's. */
static const int crash_signals[] = { SIGSEGV, SIGABRT, SIGBUS,	  SIGFPE,  SIGILL, SIGTRAP,
				     SIGXCPU, SIGALRM, SIGVTALRM, SIGPROF, SIGIO,  SIGPWR };
#define CRASH_SIGNALS (sizeof(crash_signals) / sizeof(crash_signals[0]))

/* What the crash handler needs; complete before `armed` is set. */
static struct {
	volatile sig_atomic_t armed;
	bool has_modes, at_exit;
	struct termios modes;
	char reset[256];
	size_t reset_len;
	struct sigaction old[CRASH_SIGNALS];
} crash;

/* A terminfo string without its padding ("$<5>"). */
static void add_string(const char *s)
{
	while (s && *s && crash.reset_len < sizeof(crash.reset)) {
		if (s[0] == '$' && s[1] == '<' && strchr(s, '>'))
			s = strchr(s, '>') + 1;
		else
			crash.reset[crash.reset_len++] = *s++;
	}
}

/* Safe in a signal handler. */
static void give_back(void)
{
	int saved = errno;

	if (!crash.armed)
		return;
	crash.armed = 0;
	if (write(STDOUT_FILENO, crash.reset, crash.reset_len) < 0)
		errno = saved;
	if (crash.has_modes)
		tcsetattr(STDOUT_FILENO, TCSANOW, &crash.modes);
	errno = saved;
}

static void on_crash(int sig)
{
	int saved = errno;

	give_back();
	for (size_t i = 0; i < CRASH_SIGNALS; i++)
		if (crash_signals[i] == sig)
			sigaction(sig, &crash.old[i], NULL);
	raise(sig);
	errno = saved;
}

void crash_arm(const struct termios *modes)
{
	struct sigaction sa = { .sa_handler = on_crash, .sa_flags = SA_ONSTACK };

	crash.has_modes = modes != NULL;
	if (modes)
		crash.modes = *modes;
	crash.reset_len = 0;
	add_string(orig_pair);
	add_string(exit_attribute_mode);
	add_string(cursor_normal);
	add_string(keypad_local);
	add_string(exit_ca_mode);
	altstack_use();
	sandbox_on_violation(give_back);
	sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < CRASH_SIGNALS; i++)
		sigaction(crash_signals[i], &sa, &crash.old[i]);
	if (!crash.at_exit)
		crash.at_exit = atexit(give_back) == 0;
	crash.armed = 1;
}

void crash_also(const char *s)
{
	add_string(s);
}

void crash_disarm(void)
{
	crash.armed = 0;
	for (size_t i = 0; i < CRASH_SIGNALS; i++)
		sigaction(crash_signals[i], &crash.old[i], NULL);
}
