#include "sys/messages.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fmt.h"
#include "base/text.h"
#include "sys/logdir.h"
#include "sys/logplace.h"
#include "sys/newfile.h"

static enum messages_place place;
/* Without a connection, so that a syslog daemon that starts again is found. */
static struct {
	int fd, facility;
} journal = { .fd = -1 };
static struct logplace *daemon_log;

void messages_set_place(enum messages_place where)
{
	place = where;
}

int messages_syslog_facility(const char *name)
{
	static const struct {
		const char *name;
		int value;
	} facs[] = {
		{ "daemon", LOG_DAEMON }, { "user", LOG_USER },	    { "local0", LOG_LOCAL0 },
		{ "local1", LOG_LOCAL1 }, { "local2", LOG_LOCAL2 }, { "local3", LOG_LOCAL3 },
		{ "local4", LOG_LOCAL4 }, { "local5", LOG_LOCAL5 }, { "local6", LOG_LOCAL6 },
		{ "local7", LOG_LOCAL7 },
	};

	for (size_t i = 0; i < sizeof(facs) / sizeof(facs[0]); i++)
		if (strcmp(facs[i].name, name) == 0)
			return facs[i].value;
	return -1;
}

void messages_to_syslog(int facility)
{
	journal.facility = facility;
	journal.fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

int messages_syslog_fd(void)
{
	return journal.fd;
}

/* RFC 3164, as syslog(3) sends it; not by syslog(3), which may open sockets at any time. */
static void put_syslog(int priority, const char *line)
{
	const struct sockaddr_un log = { .sun_family = AF_UNIX, .sun_path = "/dev/log" };
	char when[FMT_DATE], text[1200];
	struct now now;
	int n;

	clock_read(&now);
	fmt_date(when, sizeof(when), now.wall);
	n = snprintf(text, sizeof(text), "<%d>%.15s iptraf-ng[%d]: %s", journal.facility | priority,
		     when + 4, (int)getpid(), line);
	if (sendto(journal.fd, text, (size_t)n, MSG_NOSIGNAL, (const struct sockaddr *)&log,
		   sizeof(log)) < n)
		n = 0; /* nobody listens */
}

void messages_find_daemon_log(void)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/daemon.log", logdir()) < (int)sizeof(path))
		daemon_log = logplace_new(path, true);
}

/*
 * Opened for each line: there are few, and the file may be moved away at any time.  Where it
 * cannot be written there is no other place to say so.
 */
static void put_daemon_log(const char *line)
{
	char when[FMT_DATE], text[1200];
	struct now now;
	int fd = daemon_log ? logplace_open(daemon_log) : -1, n;

	if (fd < 0)
		return;
	clock_read(&now);
	fmt_date(when, sizeof(when), now.wall);
	n = snprintf(text, sizeof(text), "%s; [%d] %s\n", when, (int)getpid(), line);
	newfile_write(fd, text, (size_t)n);
	close(fd);
}

void message(enum message_level level, const char *fmt, ...)
{
	static const int priority[] = { LOG_INFO, LOG_WARNING, LOG_ERR };
	char raw[1024], line[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	text_clean(line, sizeof(line), raw, true);
	if (place == MESSAGES_DAEMON_LOG)
		put_daemon_log(line);
	else if (place == MESSAGES_JOURNAL || (place == MESSAGES_STDERR && level != MESSAGE_INFO))
		warn("%s", line);
	if (journal.fd >= 0)
		put_syslog(priority[level], line);
}

void message_die(enum exit_status status, const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	message(MESSAGE_ERROR, "%s", line);
	exit((int)status);
}
