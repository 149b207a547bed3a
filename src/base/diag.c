#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>

void diag_set(struct diag *why, int col, const char *fmt, ...)
{
	va_list ap;

	why->col = col;
	va_start(ap, fmt);
	vsnprintf(why->msg, sizeof(why->msg), fmt, ap);
	va_end(ap);
}
