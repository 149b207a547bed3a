#include "capture/localnet.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <sys/socket.h>

#define NETWORKS_MAX 256

struct network {
	struct addr addr;
	unsigned bits;
};

static struct network own[NETWORKS_MAX];
static size_t owned;

/* RFC 1918, RFC 3927, RFC 6598, RFC 1122; RFC 4193, RFC 4291. */
static const struct {
	uint8_t start[16];
	unsigned bits;
} ranges[] = {
	{ { [10] = 255, 255, 10 }, 96 + 8 },
	{ { [10] = 255, 255, 172, 16 }, 96 + 12 },
	{ { [10] = 255, 255, 192, 168 }, 96 + 16 },
	{ { [10] = 255, 255, 169, 254 }, 96 + 16 },
	{ { [10] = 255, 255, 100, 64 }, 96 + 10 },
	{ { [10] = 255, 255, 127 }, 96 + 8 },
	{ { 0xfc }, 7 },
	{ { 0xfe, 0x80 }, 10 },
	{ { [15] = 1 }, 128 },
};

static unsigned ones(const uint8_t *mask, size_t n)
{
	unsigned bits = 0;

	for (size_t i = 0; i < n; i++)
		bits += (unsigned)__builtin_popcount(mask[i]);
	return bits;
}

static void take(const struct ifaddrs *i)
{
	struct network *net = &own[owned];

	if (!i->ifa_addr || !i->ifa_netmask || owned == NETWORKS_MAX)
		return;
	if (i->ifa_addr->sa_family == AF_INET) {
		const struct sockaddr_in *a = (void *)i->ifa_addr, *m = (void *)i->ifa_netmask;

		addr_set_v4(&net->addr, &a->sin_addr);
		net->bits = 96 + ones((const void *)&m->sin_addr, 4);
	} else if (i->ifa_addr->sa_family == AF_INET6) {
		const struct sockaddr_in6 *a = (void *)i->ifa_addr, *m = (void *)i->ifa_netmask;

		addr_set_v6(&net->addr, &a->sin6_addr);
		net->bits = ones((const void *)&m->sin6_addr, 16);
	} else {
		return;
	}
	owned++;
}

void localnet_load(void)
{
	struct ifaddrs *all;

	if (getifaddrs(&all) < 0)
		return;
	owned = 0;
	for (const struct ifaddrs *i = all; i; i = i->ifa_next)
		take(i);
	freeifaddrs(all);
}

bool localnet_has(const struct addr *a)
{
	struct addr start;

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		addr_set_v6(&start, ranges[i].start);
		if (addr_matches(a, &start, ranges[i].bits))
			return true;
	}
	for (size_t i = 0; i < owned; i++)
		if (addr_matches(a, &own[i].addr, own[i].bits))
			return true;
	return false;
}
