#include "base/addr.h"

#include <arpa/inet.h>
#include <stdio.h>

char *addr_text(const struct addr *a, char *buf, size_t n)
{
	const char *ok;

	if (addr_is_v4(a))
		ok = inet_ntop(AF_INET, &a->w[3], buf, (socklen_t)n);
	else
		ok = inet_ntop(AF_INET6, &a->v6, buf, (socklen_t)n);
	if (!ok && n > 0)
		buf[0] = '\0';
	return buf;
}

char *mac_text(const uint8_t mac[6], char *buf, size_t n)
{
	snprintf(buf, n, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3], mac[4],
		 mac[5]);
	return buf;
}
