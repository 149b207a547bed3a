#include "config/statedir.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "sys/env.h"

#define SYSTEM_DIR "/var/lib/iptraf-ng"

/* XDG Base Directory Specification: $XDG_STATE_HOME, else $HOME/.local/state; absolute. */
static const char *choose(char *buf, size_t n)
{
	const char *work = env_get("IPTRAF_WORK_PATH"), *state = env_get("XDG_STATE_HOME");
	const char *home = env_get("HOME");
	int len = -1;

	if (work && *work)
		return work;
	if (geteuid() == 0 || access(SYSTEM_DIR, W_OK) == 0)
		return SYSTEM_DIR;
	if (state && *state == '/')
		len = snprintf(buf, n, "%s/iptraf-ng", state);
	else if (home && *home == '/')
		len = snprintf(buf, n, "%s/.local/state/iptraf-ng", home);
	return len > 0 && (size_t)len < n ? buf : SYSTEM_DIR;
}

const char *statedir(void)
{
	static char buf[PATH_MAX];
	static const char *dir;

	if (!dir)
		dir = choose(buf, sizeof(buf));
	return dir;
}

int statedir_path(const char *name, char *buf, size_t n)
{
	int len = snprintf(buf, n, "%s/%s", statedir(), name);

	if (len >= 0 && (size_t)len < n)
		return 0;
	if (n)
		*buf = '\0';
	return -ENAMETOOLONG;
}
