#include "sys/background.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/err.h"

static int parent_fd = -1;
static bool staying;

static bool on_child(void *ctx)
{
	*(bool *)ctx = true;
	return true;
}

/* Waits until the child is ready (true) or gone. */
static bool is_ready(int fd)
{
	ssize_t n;
	char c;

	do
		n = read(fd, &c, 1);
	while (n < 0 && errno == EINTR);
	return n == 1;
}

static int status_of(pid_t child)
{
	int st;

	while (waitpid(child, &st, 0) < 0)
		if (errno != EINTR)
			return EXIT_TROUBLE;
	if (WIFEXITED(st))
		return WEXITSTATUS(st);
	warn("the background process was killed by signal %d", WTERMSIG(st));
	return EXIT_TROUBLE;
}

static _Noreturn void wait_for(struct loop *loop, int fd, pid_t child)
{
	bool heard = false, ready;

	loop_watch(loop, fd, on_child, &heard);
	while (!heard && !loop_quitting(loop))
		loop_wait(loop, -1);
	if (loop_quitting(loop))
		kill(child, SIGTERM);
	ready = is_ready(fd);
	/* one that is ready and is told to end will do so in order */
	_exit(ready && !loop_quitting(loop) ? EXIT_OK : status_of(child));
}

int background_detach(struct loop *loop)
{
	int fd[2];
	pid_t pid;

	if (pipe2(fd, O_CLOEXEC) < 0)
		return -errno;
	pid = fork();
	if (pid < 0) {
		close(fd[0]);
		close(fd[1]);
		return -errno;
	}
	if (pid > 0) {
		close(fd[1]);
		wait_for(loop, fd[0], pid);
	}
	close(fd[0]);
	parent_fd = fd[1];
	setsid();
	return 0;
}

void background_stay(void)
{
	staying = true;
}

bool background_is_detached(void)
{
	return parent_fd >= 0;
}

static int silence(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	for (int std = STDIN_FILENO; std <= STDERR_FILENO; std++)
		if (dup2(fd, std) < 0)
			return -errno;
	if (fd > STDERR_FILENO)
		close(fd);
	return 0;
}

int background_ready(void)
{
	int rc, fd = parent_fd;

	if (fd < 0)
		return staying ? silence() : 0;
	parent_fd = -1;
	rc = silence();
	if (rc == 0 && chdir("/") < 0)
		rc = -errno;
	if (rc == 0 && write(fd, "", 1) != 1)
		rc = -EPIPE;
	close(fd);
	return rc;
}
