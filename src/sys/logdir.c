#include "sys/logdir.h"

#include <stddef.h>

#include "sys/env.h"

const char *logdir(void)
{
	const char *dir = env_get("IPTRAF_LOG_PATH");

	return dir && *dir ? dir : "/var/log/iptraf-ng";
}
