#include "sys/systemd.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/env.h"

static struct {
	int fd;
	struct sockaddr_un addr;
	socklen_t len;
} manager = { .fd = -1 };

bool systemd_started_us(void)
{
	const char *pid = env_get("SYSTEMD_EXEC_PID");

	/* The variables go down to all children: a cron job of a service is no service. */
	if (pid)
		return strtol(pid, NULL, 10) == (long)getpid();
	return env_get("NOTIFY_SOCKET") || (env_get("INVOCATION_ID") && getppid() == 1);
}

void systemd_open(void)
{
	const char *path = env_get("NOTIFY_SOCKET");
	size_t n = path ? strlen(path) : 0;

	if (n < 2 || n >= sizeof(manager.addr.sun_path) || (*path != '/' && *path != '@'))
		return;
	manager.addr.sun_family = AF_UNIX;
	memcpy(manager.addr.sun_path, path, n);
	if (*path == '@')
		manager.addr.sun_path[0] = '\0';
	manager.len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n);
	manager.fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

int systemd_fd(void)
{
	return manager.fd;
}

static void tell(const char *text)
{
	if (manager.fd >= 0)
		sendto(manager.fd, text, strlen(text), MSG_NOSIGNAL | MSG_DONTWAIT,
		       (const struct sockaddr *)&manager.addr, manager.len);
}

void systemd_ready(void)
{
	tell("READY=1\nSTATUS=Capturing");
}

/* One that seems older than the signal is ignored: to the microsecond, never rounded down. */
void systemd_reloading(void)
{
	char text[96];

	snprintf(text, sizeof(text), "RELOADING=1\nMONOTONIC_USEC=%llu",
		 (unsigned long long)clock_mono_us());
	tell(text);
}

void systemd_stopping(void)
{
	tell("STOPPING=1");
}
