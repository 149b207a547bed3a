#include "import/import_filters.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sys/err.h"
#include "config/statedir.h"
#include "config/statefile.h"
#include "base/protocols.h"
#include "base/text.h"
#include "filter/store.h"
#include "filter/text.h"
#include "config/config.h"

struct old_entry {
	char description[35], file[40];
};

struct old_rule {
	char src[45], dst[45], src_mask[20], dst_mask[20];
	uint16_t src_port[2], dst_port[2];
	uint32_t proto[256]; /* 0: all */
	char others[70];
	char include, opposite; /* I or E, Y or N */
};

struct old_applied {
	char file[40];
	uint32_t applied, unused[7];
	uint32_t visible; /* 1 ARP, 2 RARP, 4 non-IP */
	uint32_t end;
};

_Static_assert(sizeof(struct old_entry) == 75, "as it is in the file");
_Static_assert(sizeof(struct old_rule) == 1236, "as it is in the file");
_Static_assert(sizeof(struct old_applied) == 80, "as it is in the file");

static void take_text(char *dst, size_t size, const char *src, size_t n)
{
	n = strnlen(src, n);
	snprintf(dst, size, "%.*s", (int)n, src);
}

/* No address was 0.0.0.0 with no bit of it compared. */
static void take_end(struct rule_end *e, const char host[45], const char mask[20],
		     const uint16_t port[2])
{
	take_text(e->host, sizeof(e->host), host, 45);
	take_text(e->mask, sizeof(e->mask), mask, 20);
	if (strcmp(e->host, "0.0.0.0") == 0 && strcmp(e->mask, "0.0.0.0") == 0)
		e->host[0] = e->mask[0] = '\0';
	e->port[0].low = port[0];
	e->port[0].high = port[1] ? port[1] : port[0];
	e->ports = e->port[0].high != 0;
}

static void take_protos(struct rule *r, const struct old_rule *old)
{
	char line[128], *out = line + snprintf(line, sizeof(line), "include ");
	struct rule others;
	struct diag why;

	if (old->proto[0])
		rule_set_all_protos(r);
	for (unsigned p = 1; p < 256; p++)
		if (old->proto[p])
			rule_set_proto(r, p);
	for (size_t i = 0; i < sizeof(old->others) && old->others[i]; i++)
		if (old->others[i] != ' ')
			*out++ = old->others[i];
	*out = '\0';
	if (rule_parse(&others, line, (size_t)(out - line), &why) == 0)
		for (size_t i = 0; i < sizeof(r->proto); i++)
			r->proto[i] |= others.proto[i];
	if (rule_has_proto(r, IPPROTO_ICMP))
		rule_set_proto(r, IPPROTO_ICMPV6); /* that of IPv6 goes with ICMP */
}

/* What it became must be what our own files may have. */
static int take_rule(struct ruleset *rs, const struct old_rule *old)
{
	struct rule r = { .exclude = old->include != 'I', .opposite = old->opposite == 'Y' };
	char line[RULE_LINE];
	struct strbuf sb;
	struct diag why;

	take_end(&r.src, old->src, old->src_mask, old->src_port);
	take_end(&r.dst, old->dst, old->dst_mask, old->dst_port);
	take_protos(&r, old);
	if (rule_has_no_proto(&r)) /* it matched nothing there; here it would match all */
		return -EINVAL;
	sb_init(&sb, line, sizeof(line));
	rule_write(&r, &sb);
	if (rule_parse(&r, line, sb.len, &why) < 0)
		return -EINVAL;
	return ruleset_insert(rs, rs->count, &r);
}

int import_rules(struct ruleset *rs, const char *text, size_t n)
{
	struct old_rule old;
	int odd = 0;

	if (n % sizeof(old))
		return -EINVAL;
	for (size_t at = 0; at < n; at += sizeof(old)) {
		memcpy(&old, text + at, sizeof(old));
		odd += take_rule(rs, &old) < 0;
	}
	return odd;
}

/* The last part of a path; false when it is no name of a file of theirs. */
static bool old_name(const char *path, size_t n, char name[IMPORT_NAME])
{
	const char *slash;

	take_text(name, IMPORT_NAME, path, n);
	slash = strrchr(name, '/');
	if (slash)
		memmove(name, slash + 1, strlen(slash));
	return *name && strspn(name, "0123456789") == strlen(name);
}

static void take_filter(const struct old_entry *e, const char *applied, struct config *s)
{
	struct ruleset rs = { .count = 0 };
	char name[IMPORT_NAME], file[FILTER_FILE], *text;
	struct diag why;
	size_t n;
	int rc = old_name(e->file, sizeof(e->file), name) ? 0 : -EINVAL, odd = 0;

	if (rc == 0)
		rc = statefile_read(name, &text, &n, &why);
	if (rc == 0) {
		odd = import_rules(&rs, text, n);
		free(text);
	}
	if (rc < 0 || odd != 0)
		warn("%s: %s", rc < 0 ? "othipfilters.dat" : name,
		     rc < 0 ? "a filter whose rules cannot be read, skipped"
			    : "invalid rules, skipped");
	if (rc < 0 || odd < 0)
		return;
	take_text(rs.description, sizeof(rs.description), e->description, sizeof(e->description));
	filter_store_name(rs.description, file, sizeof(file));
	if (filter_store_save(file, &rs, &why) < 0 ||
	    (strcmp(name, applied) == 0 && config_change(s, "filter", file, &why) < 0))
		warn("%s", why.msg);
	ruleset_free(&rs);
}

static void take_visible(struct config *s, uint32_t visible)
{
	static const char *const keys[] = { "show-arp", "show-rarp", "show-non-ip" };
	struct diag why;

	for (int i = 0; i < 3; i++)
		if (visible >> i & 1 && config_change(s, keys[i], "yes", &why) < 0)
			warn("%s", why.msg);
}

int import_applied(struct import_applied *a, const char *text, size_t n)
{
	struct old_applied old;

	if (n != sizeof(old))
		return -EINVAL;
	memcpy(&old, text, sizeof(old));
	a->visible = old.visible;
	if (!old.applied || !old_name(old.file, sizeof(old.file), a->name))
		a->name[0] = '\0';
	return 0;
}

static void take_applied(struct config *s, struct import_applied *a)
{
	struct diag why;
	char *text;
	size_t n;

	*a = (struct import_applied){ .name = "" };
	if (statefile_read("savedfilters.dat", &text, &n, &why) < 0)
		return;
	if (import_applied(a, text, n) < 0)
		warn("savedfilters.dat: not a file of iptraf-ng 1.2 on this kind of machine, "
		     "skipped");
	take_visible(s, a->visible);
	free(text);
}

static void take_filters(const char *text, size_t n)
{
	struct import_applied applied;
	struct old_entry e;
	struct config s;

	config_default(&s);
	take_applied(&s, &applied);
	for (size_t at = 0; at < n; at += sizeof(e)) {
		memcpy(&e, text + at, sizeof(e));
		take_filter(&e, applied.name, &s);
	}
}

void import_filters(void)
{
	char path[PATH_MAX], *text;
	struct stat st;
	struct diag why;
	size_t n;

	if (statedir_path("filters", path, sizeof(path)) < 0 || stat(path, &st) == 0 ||
	    statefile_read("othipfilters.dat", &text, &n, &why) < 0)
		return;
	if (n == 0 || n % sizeof(struct old_entry))
		warn("othipfilters.dat: not a file of iptraf-ng 1.2, skipped");
	else
		take_filters(text, n);
	free(text);
}
