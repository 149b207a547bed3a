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

static void choose_signals(sigset_t *set)
{
	static const int wanted[] = { SIGINT, SIGTERM, SIGQUIT, SIGUSR1, SIGUSR2, SIGWINCH };
	struct sigaction hup;

	sigemptyset(set);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		sigaddset(set, wanted[i]);
	if (sigaction(SIGHUP, NULL, &hup) == 0 && hup.sa_handler != SIG_IGN)
		sigaddset(set, SIGHUP);
}

int loop_open(struct loop **lp)
{
	struct loop *l = calloc(1, sizeof(*l));
	sigset_t set;
	int fd, rc;

	if (!l)
		return -ENOMEM;
	choose_signals(&set);
	rc = -pthread_sigmask(SIG_BLOCK, &set, NULL);
	fd = rc < 0 ? -1 : signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0) {
		rc = rc < 0 ? rc : -errno;
		free(l);
		return rc;
	}
	signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; i < SLOT_WATCHES + WATCHES; i++)
		l->pfd[i].fd = -1;
	l->pfd[SLOT_SIGNALS] = (struct pollfd){ .fd = fd, .events = POLLIN };
	*lp = l;
	return 0;
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
	switch (signo) {
	case SIGWINCH:
		return WAKE_RESIZE;
	case SIGUSR1:
		return WAKE_REOPEN;
	default:
		return WAKE_QUIT;
	}
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
