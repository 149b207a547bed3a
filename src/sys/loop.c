#include "sys/loop.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define WATCHES 8

enum { SLOT_SIGNALS, SLOT_KEYBOARD, SLOT_WATCHES };

struct watch {
	bool (*fn)(void *ctx);
	void *ctx;
};

struct loop {
	struct pollfd pfd[SLOT_WATCHES + WATCHES]; /* fd -1: free, poll(2) passes over it */
	struct watch watch[WATCHES];
	void (*reopen)(void *ctx);
	void *reopen_ctx;
	bool quitting;
};

static const struct {
	int number;
	enum wake wake;
	const char *name, *help;
} signals[] = {
	{ SIGINT, WAKE_QUIT, "INT", "end, with the last report and the stop line" },
	{ SIGTERM, WAKE_QUIT, "TERM", "the same" },
	{ SIGHUP, WAKE_QUIT, "HUP", "the same, unless it was ignored from the start" },
	{ SIGQUIT, WAKE_QUIT, "QUIT", "the same" },
	{ SIGUSR2, WAKE_QUIT, "USR2", "the same" },
	{ SIGUSR1, WAKE_REOPEN, "USR1", "reopen the log file" },
	{ SIGWINCH, WAKE_RESIZE, "WINCH", "follow the new size of the terminal" },
	{ SIGTSTP, WAKE_STOP, "TSTP", "stop, the terminal given back" },
	{ SIGCONT, WAKE_CONTINUED, "CONT", "take the terminal again, and draw" },
};

#define SIGNALS (sizeof(signals) / sizeof(signals[0]))

void loop_signals_print(FILE *out)
{
	for (size_t i = 0; i < SIGNALS; i++)
		fprintf(out, "signal\t%s\t%s\n", signals[i].name, signals[i].help);
}

static bool is_ignored(int signo)
{
	struct sigaction sa;

	return sigaction(signo, NULL, &sa) == 0 && sa.sa_handler == SIG_IGN;
}

static bool is_wanted(int signo, bool stops)
{
	if (signo == SIGCONT)
		return stops;
	if (signo == SIGTSTP)
		return stops && !is_ignored(SIGTSTP);
	return signo != SIGHUP || !is_ignored(SIGHUP);
}

static void choose_signals(sigset_t *set, bool stops)
{
	sigemptyset(set);
	for (size_t i = 0; i < SIGNALS; i++)
		if (is_wanted(signals[i].number, stops))
			sigaddset(set, signals[i].number);
}

int loop_open(struct loop **lp)
{
	struct loop *l = calloc(1, sizeof(*l));
	sigset_t set;
	int fd, rc;

	if (!l)
		return -ENOMEM;
	choose_signals(&set, false);
	rc = -pthread_sigmask(SIG_SETMASK, &set, NULL);
	fd = rc < 0 ? -1 : signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0) {
		rc = rc < 0 ? rc : -errno;
		free(l);
		return rc;
	}
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* of write(2) comes EFBIG instead */
	for (size_t i = 0; i < SLOT_WATCHES + WATCHES; i++)
		l->pfd[i].fd = -1;
	l->pfd[SLOT_SIGNALS] = (struct pollfd){ .fd = fd, .events = POLLIN };
	*lp = l;
	return 0;
}

void loop_take_stops(struct loop *l)
{
	sigset_t set;

	choose_signals(&set, true);
	if (pthread_sigmask(SIG_SETMASK, &set, NULL) == 0)
		signalfd(l->pfd[SLOT_SIGNALS].fd, &set, 0);
}

/* Unblocked in this thread alone, so that it is this one that stops before kill(2) returns. */
static void stop(pid_t who)
{
	sigset_t set, old;

	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	pthread_sigmask(SIG_UNBLOCK, &set, &old);
	kill(who, SIGTSTP);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

void loop_stop_self(void)
{
	stop(getpid());
}

void loop_stop_group(void)
{
	stop(0);
}

void loop_close(struct loop *l)
{
	if (!l)
		return;
	close(l->pfd[SLOT_SIGNALS].fd);
	free(l);
}

void loop_keyboard(struct loop *l, int fd)
{
	l->pfd[SLOT_KEYBOARD] = (struct pollfd){ .fd = fd, .events = POLLIN };
}

static int add_watch(struct loop *l, int fd, short events, bool (*fn)(void *), void *ctx)
{
	for (size_t i = 0; i < WATCHES; i++) {
		if (l->pfd[SLOT_WATCHES + i].fd >= 0)
			continue;
		l->pfd[SLOT_WATCHES + i] = (struct pollfd){ .fd = fd, .events = events };
		l->watch[i] = (struct watch){ .fn = fn, .ctx = ctx };
		return 0;
	}
	return -ENOSPC;
}

int loop_watch(struct loop *l, int fd, bool (*fn)(void *ctx), void *ctx)
{
	return add_watch(l, fd, POLLIN, fn, ctx);
}

int loop_watch_hangup(struct loop *l, int fd, bool (*fn)(void *ctx), void *ctx)
{
	return add_watch(l, fd, 0, fn, ctx); /* POLLERR and POLLHUP are always told */
}

void loop_unwatch(struct loop *l, int fd)
{
	for (size_t i = SLOT_WATCHES; i < SLOT_WATCHES + WATCHES; i++)
		if (l->pfd[i].fd == fd)
			l->pfd[i].fd = -1;
}

static unsigned wake_of(unsigned signo)
{
	for (size_t i = 0; i < SIGNALS; i++)
		if (signals[i].number == (int)signo)
			return signals[i].wake;
	return 0;
}

static unsigned read_signals(int fd)
{
	struct signalfd_siginfo si[16];
	unsigned wake = 0;
	ssize_t n;

	while ((n = read(fd, si, sizeof(si))) > 0)
		for (size_t i = 0; i < (size_t)n / sizeof(*si); i++)
			wake |= wake_of(si[i].ssi_signo);
	return wake;
}

static unsigned call_watches(struct loop *l)
{
	unsigned wake = 0;

	for (size_t i = 0; i < WATCHES; i++) {
		struct pollfd *p = &l->pfd[SLOT_WATCHES + i];

		/* fn may take watches away, its own too, or put others in their place. */
		if (p->fd < 0 || !p->revents)
			continue;
		p->revents = 0;
		if (l->watch[i].fn(l->watch[i].ctx))
			wake |= WAKE_CHANGED;
	}
	return wake;
}

unsigned loop_wait(struct loop *l, int timeout_ms)
{
	unsigned wake = 0;

	if (poll(l->pfd, SLOT_WATCHES + WATCHES, l->quitting ? 0 : timeout_ms) > 0) {
		if (l->pfd[SLOT_SIGNALS].revents)
			wake |= read_signals(l->pfd[SLOT_SIGNALS].fd);
		if (l->pfd[SLOT_KEYBOARD].revents)
			wake |= WAKE_KEY;
		wake |= call_watches(l);
	}
	if ((wake & WAKE_REOPEN) && l->reopen)
		l->reopen(l->reopen_ctx);
	if (wake & WAKE_QUIT)
		l->quitting = true;
	return l->quitting ? wake | WAKE_QUIT : wake;
}

void loop_on_reopen(struct loop *l, void (*fn)(void *ctx), void *ctx)
{
	l->reopen = fn;
	l->reopen_ctx = ctx;
}

bool loop_quitting(const struct loop *l)
{
	return l->quitting;
}

void loop_quit(struct loop *l)
{
	l->quitting = true;
}
