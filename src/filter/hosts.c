#include "filter/hosts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "base/text.h"

static void add_host(struct hosts *h, const struct addr *a)
{
	for (size_t i = 0; i < h->n; i++)
		if (addr_equal(&h->addr[i], a))
			return;
	if (h->n < ADDRESSES_MAX)
		h->addr[h->n++] = *a;
}

/* Names are looked up elsewhere, and before: what is not known by now matches nothing. */
static int resolve(struct hosts *h, const struct ruleset *rs, const char *host, struct diag *why)
{
	const struct rule_known *k = ruleset_known(rs, host);
	char clean[RULE_HOST];

	for (size_t i = 0; k && i < k->n; i++)
		add_host(h, &k->addr[i]);
	if (h->n)
		return 0;
	diag_set(why, 0, "%.100s: no address is known",
		 text_clean(clean, sizeof(clean), host, false));
	return -ENOENT;
}

/* A prefix length as a mask; an IPv4 address is the last 32 bits of its form. */
static bool prefix_mask(const struct addr *a, const char *text, struct addr *mask)
{
	unsigned bits = 0, most = addr_is_v4(a) ? 32 : 128;
	uint8_t *m = mask->v6.s6_addr;

	for (; *text >= '0' && *text <= '9' && bits <= most; text++)
		bits = bits * 10 + (unsigned)(*text - '0');
	if (*text || bits > most)
		return false;
	bits += 128 - most;
	memset(m, 0, 16);
	for (unsigned i = 0; i < bits; i++)
		m[i / 8] |= (uint8_t)(0x80 >> i % 8);
	return true;
}

static bool set_mask(const struct addr *a, const char *text, struct addr *mask)
{
	struct in_addr v4;

	memset(mask, 0xff, sizeof(*mask));
	if (!*text)
		return true;
	if (!strpbrk(text, ".:"))
		return prefix_mask(a, text, mask);
	if (addr_is_v4(a)) {
		if (inet_pton(AF_INET, text, &v4) != 1)
			return false;
		memcpy(&mask->w[3], &v4, 4);
		return true;
	}
	return inet_pton(AF_INET6, text, &mask->v6) == 1;
}

/* Of a name's addresses those that a mask of one family is not for, unless none would be left. */
static void drop_others(struct hosts *h, const char *mask)
{
	bool v4 = strchr(mask, '.') && !strchr(mask, ':'), v6 = strchr(mask, ':') != NULL;
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++)
		if (!(addr_is_v4(&h->addr[i]) ? v6 : v4))
			h->addr[n++] = h->addr[i];
	h->n = n ? n : h->n;
}

int hosts_find(struct hosts *h, const struct ruleset *rs, const struct rule_end *e,
	       struct diag *why)
{
	char clean[RULE_MASK];
	struct addr a;
	bool resolved = false;
	int rc = 0;

	h->n = 0;
	if (!*e->host)
		return 0;
	if (addr_parse(e->host, &a))
		add_host(h, &a);
	else
		resolved = (rc = resolve(h, rs, e->host, why)) == 0;
	if (resolved)
		drop_others(h, e->mask);
	for (size_t i = 0; rc == 0 && i < h->n; i++)
		if (!set_mask(&h->addr[i], e->mask, &h->mask[i])) {
			diag_set(why, 0, "%.60s: neither a mask nor a prefix length for %.100s",
				 text_clean(clean, sizeof(clean), e->mask, false), e->host);
			rc = -EINVAL;
		}
	return rc;
}
