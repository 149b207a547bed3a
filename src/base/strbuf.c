#include "base/strbuf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void sb_init(struct strbuf *sb, char *buf, size_t size)
{
	sb->s = buf;
	sb->len = 0;
	sb->size = size;
	buf[0] = '\0';
}

void sb_addch(struct strbuf *sb, char c)
{
	if (sb->len + 1 >= sb->size)
		return;
	sb->s[sb->len++] = c;
	sb->s[sb->len] = '\0';
}

void sb_add(struct strbuf *sb, const char *s)
{
	size_t room = sb->size - 1 - sb->len, n = strnlen(s, room);

	memcpy(sb->s + sb->len, s, n);
	sb->len += n;
	sb->s[sb->len] = '\0';
}

void sb_printf(struct strbuf *sb, const char *fmt, ...)
{
	size_t room = sb->size - sb->len;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(sb->s + sb->len, room, fmt, ap);
	va_end(ap);
	if (n > 0)
		sb->len += (size_t)n < room ? (size_t)n : room - 1;
}
