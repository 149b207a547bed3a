#include "sys/logdir.h"

#include <stdlib.h>

const char *logdir(void)
{
	const char *dir = getenv("IPTRAF_LOG_PATH");

	return dir && *dir ? dir : "/var/log/iptraf-ng";
}
