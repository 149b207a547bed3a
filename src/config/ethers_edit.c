#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/addr.h"
#include "config/ethers.h"
#include "config/statefile.h"

#define HEAD "# Descriptions of stations, in the form of ethers(5): see iptraf-ng.conf(5)\n"

long ethers_list(const char *file, struct ethers_entry *list, size_t max, struct diag *why)
{
	struct lines l = { .text = NULL };
	size_t count = 0;
	struct span what;
	char *text;
	int rc = statefile_read(file, &text, &l.n, why);

	if (rc < 0)
		return rc == -ENOENT ? 0 : rc;
	l.text = text;
	while (count < max && lines_next(&l)) {
		struct ethers_entry *e = &list[count];

		if (ethers_parse_line(l.line, e->mac, &what) != 1)
			continue;
		snprintf(e->text, sizeof(e->text), "%.*s", (int)what.n, what.s);
		count++;
	}
	free(text);
	return (long)count;
}

static bool is_mac(void *ctx, struct span line)
{
	struct span text;
	uint8_t mac[6];

	return ethers_parse_line(line, mac, &text) == 1 && memcmp(mac, ctx, 6) == 0;
}

int ethers_put(const char *file, const uint8_t *old, const struct ethers_entry *e, struct diag *why)
{
	char line[MAC_TEXT + 1 + ETHERS_TEXT], mac[MAC_TEXT];
	uint8_t key[6], parsed[6];
	struct span text;

	snprintf(line, sizeof(line), "%s %s", mac_text(e->mac, mac, sizeof(mac)), e->text);
	if (strpbrk(e->text, "#\n") ||
	    ethers_parse_line((struct span){ line, strlen(line) }, parsed, &text) != 1) {
		diag_set(why, 0, "a description expected, without #");
		return -EINVAL;
	}
	memcpy(key, old ? old : e->mac, 6);
	return statefile_put_line(file, is_mac, key, line, HEAD, why);
}

int ethers_remove(const char *file, const uint8_t mac[6], struct diag *why)
{
	uint8_t key[6];

	memcpy(key, mac, 6);
	return statefile_put_line(file, is_mac, key, NULL, HEAD, why);
}
