#include "run/filter_names.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "filter/store.h"
#include "sys/loop.h"
#include "sys/resolver.h"

#define WAIT_SCREEN_MS	200
#define WAIT_KNOWN_MS	1000
#define WAIT_UNKNOWN_MS 5000

typedef void each_fn(void *ctx, const char *host);

static bool is_name(const char *host)
{
	struct addr a;

	return *host && !addr_parse(host, &a);
}

static void each_name(const struct ruleset *rs, each_fn *fn, void *ctx)
{
	for (size_t i = 0; i < rs->count; i++) {
		if (is_name(rs->rule[i].src.host))
			fn(ctx, rs->rule[i].src.host);
		if (is_name(rs->rule[i].dst.host))
			fn(ctx, rs->rule[i].dst.host);
	}
}

struct learning {
	const struct run_env *env;
	struct ruleset *rs;
	struct diag *why;
	size_t names, pending, unknown;
	int failed;
};

static void count(void *ctx, const char *host)
{
	struct learning *l = ctx;

	(void)host;
	l->names++;
}

static void ask(void *ctx, const char *host)
{
	struct learning *l = ctx;

	resolver_ask_host(l->env->resolver, host);
	if (!ruleset_known(l->rs, host))
		l->unknown++;
}

static void count_pending(void *ctx, const char *host)
{
	struct learning *l = ctx;
	struct addr addr[RULE_ADDRESSES];

	l->pending += resolver_host(l->env->resolver, host, addr, RULE_ADDRESSES) == -EAGAIN;
}

static bool on_answers(void *ctx)
{
	struct learning *l = ctx;

	/* a helper that is gone has no more to say */
	if (resolver_poll(l->env->resolver) < 0)
		loop_unwatch(l->env->loop, resolver_fd(l->env->resolver));
	return true;
}

static void wait_for_answers(struct learning *l)
{
	struct loop *loop = l->env->loop;
	int ms = l->env->ui ? WAIT_SCREEN_MS : l->unknown ? WAIT_UNKNOWN_MS : WAIT_KNOWN_MS;
	struct now now, start;

	clock_read(&start);
	now = start;
	loop_watch(loop, resolver_fd(l->env->resolver), on_answers, l);
	while (now.mono_ms - start.mono_ms < (uint64_t)ms && !loop_quitting(loop)) {
		l->pending = 0;
		each_name(l->rs, count_pending, l);
		if (!l->pending ||
		    loop_wait(loop, ms - (int)(now.mono_ms - start.mono_ms)) & WAKE_KEY)
			break;
		clock_read(&now);
	}
	loop_unwatch(loop, resolver_fd(l->env->resolver));
}

static void fail(struct learning *l, const char *host, int rc)
{
	const struct rule_known *k = ruleset_known(l->rs, host);
	char clean[RULE_HOST];

	if (l->failed++ > 0)
		return;
	diag_set(l->why, 0, "%.100s: %s; %s", text_clean(clean, sizeof(clean), host, false),
		 rc == -ENOENT ? "there is no such host" : "no name server answers",
		 k && k->n ? "its last known addresses are used" : "its rules match nothing");
}

static void take(void *ctx, const char *host)
{
	struct learning *l = ctx;
	struct addr addr[RULE_ADDRESSES];
	struct diag ignored;
	int n = resolver_host(l->env->resolver, host, addr, RULE_ADDRESSES);

	if (n <= 0)
		fail(l, host, n);
	else if (ruleset_set_known(l->rs, host, addr, (size_t)n) == 1)
		filter_store_keep(l->rs, ruleset_known(l->rs, host), &ignored);
}

int filter_names_learn(const struct run_env *env, struct ruleset *rs, struct diag *why)
{
	struct learning l = { .env = env, .rs = rs, .why = why };

	each_name(rs, count, &l);
	if (l.names && !env->resolver) {
		diag_set(why, 0, "names are not looked up: the resolver could not be started");
		return 1;
	}
	if (l.names == 0)
		return 0;
	each_name(rs, ask, &l);
	wait_for_answers(&l);
	each_name(rs, take, &l);
	return l.failed;
}
