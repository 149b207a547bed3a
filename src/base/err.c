#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void die(enum exit_status status, const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	fprintf(stderr, "iptraf-ng: %s\n", line);
	exit(status);
}
