#include "sys/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const struct {
	enum exit_status status;
	const char *help;
} statuses[] = {
	{ EXIT_OK, "all went well; also when a signal ended the program" },
	{ EXIT_TROUBLE, "trouble with an interface, a file or a system call" },
	{ EXIT_USAGE, "the command line was not understood" },
	{ EXIT_PRIVILEGE, "no right to capture, or to write the log" },
};

void exit_statuses_print(FILE *out)
{
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		fprintf(out, "status\t%d\t%s\n", statuses[i].status, statuses[i].help);
}

static void put_line(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));

static void put_line(const char *fmt, va_list ap)
{
	char raw[1024], line[1024];

	vsnprintf(raw, sizeof(raw), fmt, ap);
	text_clean(line, sizeof(line), raw, true);
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

enum exit_status stdout_status(void)
{
	errno = EIO; /* of a write before */
	if (fflush(stdout) == 0 && !ferror(stdout))
		return EXIT_OK;
	if (errno != EPIPE)
		warn("cannot write to standard output: %s", strerror(errno));
	return EXIT_TROUBLE;
}
