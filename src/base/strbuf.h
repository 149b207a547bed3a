#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H
/* Text built up in a caller's buffer: cut when full, never overrun, always ended by NUL. */
#include <stddef.h>

struct strbuf {
	char *s;
	size_t len, size;
};

/* size counts the NUL and must not be 0. */
void sb_init(struct strbuf *sb, char *buf, size_t size);
void sb_add(struct strbuf *sb, const char *s);
void sb_addch(struct strbuf *sb, char c);
void sb_printf(struct strbuf *sb, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
#endif
