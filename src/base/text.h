#ifndef BASE_TEXT_H
#define BASE_TEXT_H
/*
 * Bytes from outside (interface names, host names, file contents) made safe for a terminal or a
 * log line.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Copies src into dst (n bytes, NUL included): printable ASCII as it is; well-formed UTF-8 of
 * printable characters as it is when utf8 is set; each other byte as '?'.  Control bytes (C0, C1,
 * DEL), line and paragraph separators and the bidirectional controls (U+202A-202E, U+2066-2069,
 * U+200E-200F) always become '?'. Cuts at a character boundary.  Returns dst.
 */
char *text_clean(char *dst, size_t n, const char *src, bool utf8);

/*
 * Length of the well-formed UTF-8 sequence of two bytes or more at s (RFC 3629) and its code point;
 * 0 when it is none.  s ends with NUL.
 */
size_t text_utf8(const char *s, uint32_t *cp);
/* Of a code point from U+0080 on: it is no control and does not hide or turn around text. */
bool text_is_visible(uint32_t cp);

/*
 * True for a host name that may be shown: letters, digits, '-', '_' and '.', 1 to 253 bytes, and no
 * number at its end (RFC 1123, 2.1): every form of an IPv4 address has one, as "8.8.8.8.",
 * "010.1" and "0x8080808".
 */
bool text_is_hostname(const char *s);
#endif
