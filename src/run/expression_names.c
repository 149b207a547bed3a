#include "run/expression_names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "capture/expression.h"
#include "capture/expression_hosts.h"
#include "config/statefile.h"
#include "filter/text.h"
#include "run/filter_names.h"
#include "sys/loop.h"
#include "sys/messages.h"
#include "sys/resolver.h"

#define KNOWN_FILE "expression-hosts" /* as the lines `known` of a filter */
#define TEXT_MAX   65536	      /* of an expression with addresses */

/* Without the backslash that makes a host of a keyword.  False: it is too long. */
static bool copy_name(const struct host_scan *s, char *name, size_t size)
{
	bool escaped = s->text[s->start] == '\\';
	size_t n = s->n - escaped;

	if (n >= size)
		return false;
	memcpy(name, s->text + s->start + escaped, n);
	name[n] = '\0';
	return true;
}

/* A rule for each host, so that they are looked up as those of a filter.  0, or -errno with why. */
static int collect(const char *text, struct ruleset *rs, struct diag *why)
{
	struct host_scan s = { .text = text };
	struct rule r = { .exclude = false };
	int rc = 0;

	while (rc == 0 && host_scan_next(&s)) {
		if (s.kind != HOST_SCAN_HOST)
			continue;
		if (!copy_name(&s, r.src.host, sizeof(r.src.host))) {
			diag_set(why, 0, "a host name is too long");
			return -EINVAL;
		}
		rc = ruleset_insert(rs, rs->count, &r);
	}
	if (rc < 0)
		diag_set(why, 0, "too many host names");
	return rc;
}

static void read_known(struct ruleset *rs)
{
	struct ruleset kept = { .count = 0 };
	struct diag ignored;
	char *text;
	size_t n;

	if (statefile_read(KNOWN_FILE, &text, &n, &ignored) == 0)
		ruleset_parse(&kept, KNOWN_FILE, text, n, &ignored);
	for (size_t i = 0; i < rs->count; i++) {
		const struct rule_known *k = ruleset_known(&kept, rs->rule[i].src.host);

		if (k)
			ruleset_set_known(rs, k->host, k->addr, k->n);
	}
	ruleset_free(&kept);
	free(text);
}

/* "A", or "(A or B)": how many. */
static size_t put_addresses(struct strbuf *sb, const struct rule_known *k, int family)
{
	char text[ADDR_TEXT], list[RULE_ADDRESSES * (ADDR_TEXT + 4)];
	struct strbuf all;
	size_t n = 0;

	sb_init(&all, list, sizeof(list));
	for (size_t i = 0; k && i < k->n; i++) {
		if (family && addr_is_v4(&k->addr[i]) != (family == 4))
			continue;
		sb_printf(&all, "%s%s", n++ ? " or " : "",
			  addr_text(&k->addr[i], text, sizeof(text)));
	}
	sb_printf(sb, n > 1 ? "(%s)" : "%s", list);
	return n;
}

static void refuse(const struct run_env *env, const char *name, struct diag *why)
{
	struct addr addr[1];
	char clean[RULE_HOST];
	int rc = env->resolver ? resolver_host(env->resolver, name, addr, 1) : -EIO;

	diag_set(why, 0, "%.100s: %s", text_clean(clean, sizeof(clean), name, false),
		 rc == -ENOENT ? "there is no such host"
		 : rc > 0      ? "it has no address of that kind"
			       : "no name server answers, and no address of it is known");
}

/* Other names are in files that only libpcap would read, and it asks name servers besides. */
static int refuse_others(const char *text, bool gateways, struct diag *why)
{
	static const char *const instead[] = {
		[HOST_SCAN_NETWORK] = "names of networks are not looked up; write ADDRESS/BITS",
		[HOST_SCAN_STATION] = "names of stations are not looked up; write the MAC address",
		[HOST_SCAN_GATEWAY] = "gateway is not supported; write ether host MAC and not host "
				      "ADDRESS",
	};
	struct host_scan s = { .text = text };
	char name[RULE_HOST] = "", clean[RULE_HOST];

	while (host_scan_next(&s)) {
		if (s.kind == HOST_SCAN_HOST || (s.kind == HOST_SCAN_GATEWAY) != gateways)
			continue;
		copy_name(&s, name, sizeof(name));
		diag_set(why, 0, "%.100s: %s", text_clean(clean, sizeof(clean), name, false),
			 instead[s.kind]);
		return -EINVAL;
	}
	return 0;
}

static const char *stand_in(const struct host_scan *s)
{
	if (s->kind == HOST_SCAN_STATION)
		return "00:00:00:00:00:00";
	return s->family == 6 ? "::1" : "127.0.0.1";
}

/* Before any name is looked up, with addresses in place of them: a wrong word may look like one. */
static int check_syntax(const char *text, struct diag *why)
{
	struct host_scan s = { .text = text };
	char *to = malloc(TEXT_MAX);
	struct expression *x = NULL;
	struct strbuf sb;
	size_t done = 0;
	int rc;

	if (!to) {
		diag_set(why, 0, "out of memory");
		return -ENOMEM;
	}
	sb_init(&sb, to, TEXT_MAX);
	for (; host_scan_next(&s); done = s.start + s.n)
		sb_printf(&sb, "%.*s%s", (int)(s.start - done), text + done, stand_in(&s));
	sb_add(&sb, text + done);
	rc = done ? expression_compile(&x, to, why) : 0;
	if (rc == 0)
		expression_free(x);
	free(to);
	return rc;
}

/* The hosts, once nothing else is wrong with it. */
static int check(const char *text, struct ruleset *hosts, struct diag *why)
{
	int rc = refuse_others(text, true, why);

	if (rc == 0)
		rc = check_syntax(text, why);
	if (rc == 0)
		rc = refuse_others(text, false, why);
	return rc < 0 ? rc : collect(text, hosts, why);
}

static char *rewrite(const struct run_env *env, const char *text, const struct ruleset *rs,
		     struct diag *why)
{
	struct host_scan s = { .text = text };
	char *to = malloc(TEXT_MAX), name[RULE_HOST];
	struct strbuf sb;
	size_t done = 0;

	if (!to) {
		diag_set(why, 0, "out of memory");
		return NULL;
	}
	sb_init(&sb, to, TEXT_MAX);
	while (host_scan_next(&s)) {
		sb_printf(&sb, "%.*s", (int)(s.start - done), text + done);
		done = s.start + s.n;
		copy_name(&s, name, sizeof(name));
		if (put_addresses(&sb, ruleset_known(rs, name), s.family) == 0) {
			refuse(env, name, why);
			free(to);
			return NULL;
		}
	}
	sb_add(&sb, text + done);
	return to;
}

char *expression_names_resolve(const struct run_env *env, const char *text, struct diag *why)
{
	struct ruleset rs = { .file = KNOWN_FILE };
	struct diag trouble = { .msg = "" };
	char *to = NULL;

	if (check(text, &rs, why) == 0) {
		if (rs.count)
			read_known(&rs);
		if (filter_names_learn(env, &rs, &trouble) == 0)
			trouble.msg[0] = '\0';
		to = rewrite(env, text, &rs, why);
		if (to && trouble.msg[0] && !loop_quitting(env->loop))
			message(MESSAGE_WARN, "expression: %s", trouble.msg);
	}
	ruleset_free(&rs);
	return to;
}
