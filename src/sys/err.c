#include "sys/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void put_line(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));

static void put_line(const char *fmt, va_list ap)
{
	char line[1024];

	vsnprintf(line, sizeof(line), fmt, ap);
	fprintf(stderr, "iptraf-ng: %s\n", line);
}

void warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put_line(fmt, ap);
	va_end(ap);
}

void die(enum exit_status status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put_line(fmt, ap);
	va_end(ap);
	exit(status);
}
