#include "run/walls.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/names.h"
#include "config/statedir.h"
#include "config/statefile.h"
#include "config/vendors.h"
#include "sys/env.h"
#include "sys/logdir.h"
#include "sys/messages.h"
#include "sys/newfile.h"
#include "sys/pidfile.h"
#include "sys/rights.h"
#include "sys/sandbox.h"
#include "sys/systemd.h"

#define FOLDER (LANDLOCK_READ | LANDLOCK_WRITE | LANDLOCK_MANAGE)

/* The directory of a log, and the file itself where that is elsewhere: a link, a device, a fifo. */
static void allow_log(struct sandbox *s, const char *path)
{
	const char *slash = strrchr(path, '/');
	char dir[PATH_MAX];
	struct stat st;

	if (!slash)
		return; /* in the log directory */
	if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
		sandbox_allow(s, path, LANDLOCK_WRITE);
	/* of devices and the like that alone: other files beside them are none of ours */
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return;
	snprintf(dir, sizeof(dir), "%.*s", (int)(slash > path ? slash - path : 1), path);
	sandbox_allow(s, dir, LANDLOCK_WRITE | LANDLOCK_MANAGE);
}

static void allow_logs(struct sandbox *s, const struct walls *w)
{
	if (!w->screen && !w->background && !w->log_file)
		return;
	if (w->background || (w->log_file && !strchr(w->log_file, '/')) || w->screen)
		newfile_mkdir(AT_FDCWD, logdir(), 0750);
	sandbox_allow(s, logdir(), LANDLOCK_WRITE | LANDLOCK_MANAGE);
	if (w->log_file)
		allow_log(s, w->log_file);
}

static void allow_state(struct sandbox *s, const struct walls *w)
{
	if (w->saves)
		statefile_make_dir();
	sandbox_allow(s, statedir(), FOLDER);
}

static void allow_terminal(struct sandbox *s)
{
	static const char *const lists[] = { "/etc/terminfo", "/lib/terminfo",
					     "/usr/share/terminfo", "/usr/lib/terminfo",
					     "/usr/local/share/terminfo" };
	const char *home = env_get("HOME");
	char path[PATH_MAX];

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		sandbox_allow(s, lists[i], LANDLOCK_READ);
	sandbox_allow(s, env_get("TERMINFO"), LANDLOCK_READ);
	if (home && snprintf(path, sizeof(path), "%s/.terminfo", home) < (int)sizeof(path))
		sandbox_allow(s, path, LANDLOCK_READ);
}

static void allow_lists(struct sandbox *s)
{
	static const char *const files[] = { NAMES_PROTOCOLS,	    NAMES_SERVICES,
					     "/etc/ethers",	    "/etc/localtime",
					     "/usr/share/zoneinfo", "/usr/share/locale" };

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		sandbox_allow(s, files[i], LANDLOCK_READ);
	for (size_t i = 0; vendors_files[i]; i++)
		sandbox_allow(s, vendors_files[i], LANDLOCK_READ);
	sandbox_allow(s, "/dev/null", LANDLOCK_READ | LANDLOCK_WRITE);
}

static void allow_input(struct sandbox *s, const struct walls *w)
{
	if (w->replay && strcmp(w->replay, "-") == 0)
		sandbox_allow_fd(s, STDIN_FILENO, LANDLOCK_READ);
	else
		sandbox_allow(s, w->replay, LANDLOCK_READ);
	if (strchr(w->filter, '/'))
		sandbox_allow(s, w->filter, LANDLOCK_READ);
}

int walls_close(const struct walls *w, struct diag *why)
{
	int values[SECCOMP_VALUES] = {
		[SECCOMP_PACKET] = w->rights->packet,	  [SECCOMP_NETLINK] = w->rights->rtnetlink,
		[SECCOMP_RESOLVER] = w->rights->resolver, [SECCOMP_MANAGER] = systemd_fd(),
		[SECCOMP_SYSLOG] = messages_syslog_fd(),
	};
	struct sandbox s;
	int rc;

	sandbox_open(&s);
	allow_logs(&s, w);
	if (w->metrics_dir >= 0)
		sandbox_allow_fd(&s, w->metrics_dir, LANDLOCK_WRITE | LANDLOCK_MANAGE);
	allow_state(&s, w);
	if (w->pid_files)
		sandbox_allow(&s, pidfile_dir(), FOLDER);
	if (w->screen)
		allow_terminal(&s);
	allow_lists(&s);
	allow_input(&s, w);
	rc = sandbox_close(&s, values);
	if (rc < 0)
		diag_set(why, 0, "cannot close the sandbox: %s", strerror(-rc));
	return rc;
}
