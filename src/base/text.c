#include "base/text.h"

#include <stdint.h>
#include <string.h>
#include <wchar.h>

size_t text_utf8(const char *text, uint32_t *cp)
{
	const unsigned char *s = (const unsigned char *)text;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = 0;

	if (s[0] >= 0xc2 && s[0] < 0xe0)
		n = 2;
	else if (s[0] >= 0xe0 && s[0] < 0xf0)
		n = 3;
	else if (s[0] >= 0xf0 && s[0] < 0xf5)
		n = 4;
	if (!n)
		return 0;
	*cp = s[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		*cp = *cp << 6 | (s[i] & 0x3f);
	}
	if (*cp < least[n] || *cp > 0x10ffff || (*cp >= 0xd800 && *cp < 0xe000))
		return 0;
	return n;
}

bool text_is_visible(uint32_t cp)
{
	return !(cp < 0xa0 || cp == 0xad || (cp >= 0x200b && cp <= 0x200f) ||
		 (cp >= 0x2028 && cp <= 0x202e) || (cp >= 0x2060 && cp <= 0x206f) || cp == 0xfeff ||
		 (cp >= 0xfff0 && cp <= 0xfffb) || cp >= 0xe0000);
}

/* For a line of columns: it takes one cell. */
static bool is_plain(uint32_t cp)
{
	return text_is_visible(cp) && wcwidth((wchar_t)cp) == 1;
}

char *text_clean(char *dst, size_t n, const char *src, bool utf8)
{
	const unsigned char *s = (const unsigned char *)src;
	size_t out = 0;

	if (n == 0)
		return dst;
	while (*s && out + 1 < n) {
		uint32_t cp = 0;
		size_t len = utf8 ? text_utf8((const char *)s, &cp) : 0;

		if (len && is_plain(cp)) {
			if (out + len >= n)
				break;
			memcpy(dst + out, s, len);
			out += len;
			s += len;
			continue;
		}
		dst[out++] = *s >= 0x20 && *s < 0x7f ? (char)*s : '?';
		s += len ? len : 1;
	}
	dst[out] = '\0';
	return dst;
}

/* What inet_aton(3) takes for a number: decimal, octal, hexadecimal. */
static bool is_number(const char *s, size_t n)
{
	bool hex = n > 1 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X');

	return hex ? strspn(s + 2, "0123456789abcdefABCDEF") >= n - 2
		   : strspn(s, "0123456789") >= n;
}

/* Its last label; an empty one is a number too. */
static bool ends_in_number(const char *s, size_t n)
{
	size_t from;

	while (n > 0 && s[n - 1] == '.')
		n--;
	for (from = n; from > 0 && s[from - 1] != '.'; from--)
		;
	return is_number(s + from, n - from);
}

bool text_is_hostname(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

	return n > 0 && n <= 253 && s[n] == '\0' && !ends_in_number(s, n);
}
