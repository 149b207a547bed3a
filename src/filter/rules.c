#include "filter/rules.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/protocols.h"

const char *rule_proto_name(unsigned proto)
{
	const struct ip_protocol *p = ip_protocol(proto);

	return p ? p->word : NULL;
}

int rule_proto_number(const char *name, size_t n)
{
	const struct ip_protocol *p = ip_protocol_by_word(name, n);

	return p ? p->number : -1;
}

bool rule_has_no_proto(const struct rule *r)
{
	for (size_t i = 0; i < sizeof(r->proto); i++)
		if (r->proto[i])
			return false;
	return true;
}

bool rule_has_all_protos(const struct rule *r)
{
	for (size_t i = 0; i < sizeof(r->proto); i++)
		if (r->proto[i] != 0xff)
			return rule_has_no_proto(r);
	return true;
}

void rule_set_all_protos(struct rule *r)
{
	memset(r->proto, 0xff, sizeof(r->proto));
}

int ruleset_insert(struct ruleset *rs, size_t at, const struct rule *r)
{
	struct rule *more;

	if (rs->count == RULES_MAX)
		return -ENOSPC;
	more = realloc(rs->rule, (rs->count + 1) * sizeof(*more));
	if (!more)
		return -ENOMEM;
	rs->rule = more;
	memmove(&more[at + 1], &more[at], (rs->count - at) * sizeof(*more));
	more[at] = *r;
	rs->count++;
	return 0;
}

void ruleset_delete(struct ruleset *rs, size_t at)
{
	rs->count--;
	memmove(&rs->rule[at], &rs->rule[at + 1], (rs->count - at) * sizeof(*rs->rule));
}

void ruleset_free(struct ruleset *rs)
{
	free(rs->rule);
	free(rs->known);
	*rs = (struct ruleset){ .count = 0 };
}

const struct rule_known *ruleset_known(const struct ruleset *rs, const char *host)
{
	for (size_t i = 0; i < rs->knowns; i++)
		if (strcasecmp(rs->known[i].host, host) == 0)
			return &rs->known[i];
	return NULL;
}

static bool has_addr(const struct rule_known *k, const struct addr *a)
{
	for (size_t i = 0; i < k->n; i++)
		if (addr_equal(&k->addr[i], a))
			return true;
	return false;
}

static struct rule_known *get_known(struct ruleset *rs, const char *host)
{
	struct rule_known *k = (struct rule_known *)(uintptr_t)ruleset_known(rs, host);

	if (k)
		return k;
	k = realloc(rs->known, (rs->knowns + 1) * sizeof(*k));
	if (!k)
		return NULL;
	rs->known = k;
	k = &k[rs->knowns++];
	*k = (struct rule_known){ .n = 0 };
	snprintf(k->host, sizeof(k->host), "%s", host);
	return k;
}

int ruleset_set_known(struct ruleset *rs, const char *host, const struct addr *addr, size_t n)
{
	struct rule_known *k = get_known(rs, host);
	bool news;

	if (!k)
		return -ENOMEM;
	n = n < RULE_ADDRESSES ? n : RULE_ADDRESSES;
	news = n != k->n;
	for (size_t i = 0; i < n && !news; i++)
		news = !has_addr(k, &addr[i]);
	k->n = n;
	memcpy(k->addr, addr, n * sizeof(*addr));
	return news;
}
