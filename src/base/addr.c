#include "base/addr.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "base/fmt.h"

/* inet_ntop(3) takes the way of printf, at every packet of a log. */
static void v4_text(const struct addr *a, char buf[INET_ADDRSTRLEN])
{
	const uint8_t *byte = (const uint8_t *)&a->w[3];

	for (int i = 0; i < 4; i++) {
		char digits[FMT_DIGITS];
		size_t len = fmt_digits(digits, byte[i]);

		memcpy(buf, digits, len);
		buf += len;
		*buf++ = i < 3 ? '.' : '\0';
	}
}

char *addr_text(const struct addr *a, char *buf, size_t n)
{
	const char *ok;

	if (addr_is_v4(a) && n >= INET_ADDRSTRLEN) {
		v4_text(a, buf);
		return buf;
	}
	if (addr_is_v4(a))
		ok = inet_ntop(AF_INET, &a->w[3], buf, (socklen_t)n);
	else
		ok = inet_ntop(AF_INET6, &a->v6, buf, (socklen_t)n);
	if (!ok && n > 0)
		buf[0] = '\0';
	return buf;
}

bool addr_parse(const char *text, struct addr *a)
{
	struct in_addr v4;

	if (inet_pton(AF_INET, text, &v4) != 1)
		return inet_pton(AF_INET6, text, &a->v6) == 1;
	addr_set_v4(a, &v4);
	return true;
}

bool addr_matches(const struct addr *a, const struct addr *net, unsigned bits)
{
	for (unsigned i = 0; i < 4 && bits; i++) {
		unsigned here = bits < 32 ? bits : 32;

		if ((a->w[i] ^ net->w[i]) & htonl(0xffffffffu << (32 - here)))
			return false;
		bits -= here;
	}
	return true;
}

char *mac_text(const uint8_t mac[6], char *buf, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	char text[MAC_TEXT];

	for (int i = 0; i < 6; i++) {
		text[i * 3] = digits[mac[i] >> 4];
		text[i * 3 + 1] = digits[mac[i] & 15];
		text[i * 3 + 2] = i < 5 ? ':' : '\0';
	}
	if (n > 0) {
		n = n < sizeof(text) ? n : sizeof(text);
		memcpy(buf, text, n);
		buf[n - 1] = '\0';
	}
	return buf;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* `groups` groups of `digits` figures, or of fewer if `fewer`; sep 0: nothing between them. */
static int parse_groups(const char *s, size_t n, char sep, int groups, int digits, bool fewer,
			uint8_t mac[6])
{
	size_t at = 0;
	int out = 0;

	for (int g = 0; g < groups; g++) {
		unsigned v = 0;
		int d = 0;

		if (g && sep && (at == n || s[at++] != sep))
			return -EINVAL;
		for (; d < digits && at < n && hex(s[at]) >= 0; d++)
			v = v << 4 | (unsigned)hex(s[at++]);
		if (d == 0 || (d < digits && !fewer))
			return -EINVAL;
		if (digits == 4)
			mac[out++] = (uint8_t)(v >> 8);
		mac[out++] = (uint8_t)v;
	}
	return at == n ? 0 : -EINVAL;
}

int mac_parse(const char *s, size_t n, uint8_t mac[6])
{
	if (parse_groups(s, n, ':', 6, 2, true, mac) == 0 ||
	    parse_groups(s, n, '-', 6, 2, true, mac) == 0 ||
	    parse_groups(s, n, '.', 3, 4, false, mac) == 0)
		return 0;
	return parse_groups(s, n, '\0', 6, 2, false, mac);
}
