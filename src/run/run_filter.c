#include "run/run_filter.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "capture/capture.h"
#include "capture/links.h"
#include "config/settings.h"
#include "filter/bpf.h"
#include "filter/store.h"
#include "run/facility.h"
#include "run/filter_names.h"
#include "stats/engine.h"
#include "sys/loop.h"
#include "sys/messages.h"

static unsigned flags_of(const struct facility *fac, const struct settings *set)
{
	return fac->filter_flags | (set->arp ? FILTER_ARP : 0u) | (set->rarp ? FILTER_RARP : 0u) |
	       (set->nonip ? FILTER_NON_IP : 0u);
}

static int compile(struct run_filter *s, const struct run_env *env, unsigned flags,
		   struct diag *why)
{
	struct ruleset rs = { .count = 0 };
	struct diag here = { .msg = "" };
	const char *name = env->set->filter;
	char clean[FILTER_TEXT];
	int rc = filter_store_read(name, &rs, &here);

	if (rc > 0) /* half of a filter would be another one */
		rc = -EINVAL;
	if (rc == 0 && filter_names_learn(env, &rs, &here) > 0 && !loop_quitting(env->loop))
		message(MESSAGE_WARN, "filter: %s", here.msg);
	if (rc == 0)
		rc = filter_compile(&s->filter, &rs, flags, &here);
	if (rc < 0)
		diag_set(why, 0, "filter: %s", here.msg);
	else
		snprintf(s->text, sizeof(s->text), "%s",
			 text_clean(clean, sizeof(clean), *rs.description ? rs.description : name,
				    false));
	ruleset_free(&rs);
	return rc < 0 ? rc : 0;
}

static void add_text(struct run_filter *s, const char *text)
{
	size_t n = strlen(s->text);
	char clean[sizeof(s->text)];

	text_clean(clean, sizeof(clean), text, false);
	snprintf(s->text + n, sizeof(s->text) - n, "%s%s", n ? "; " : "", clean);
}

/* Bytes of the longest link header that may come. */
static unsigned longest_header(const struct ifaces *ifs, const struct iface *one)
{
	unsigned most = 0;

	if (one)
		return link_of(one->arphrd)->header;
	for (size_t i = 0; i < ifaces_count(ifs); i++) {
		unsigned n = link_of(ifaces_at(ifs, i)->arphrd)->header;

		most = n > most ? n : most;
	}
	return most;
}

/*
 * libpcap's program counts from the link header, so it is for one link type; that of the rules
 * goes by the network header and does for all, but sees no more than the outer packet of a tunnel.
 * The socket has room for one of the two.
 */
static int make_program(struct run_filter *s, const struct ifaces *ifs, const char *iface,
			bool tunnels)
{
	const struct iface *one = iface ? ifaces_find(ifs, iface) : NULL;
	struct sock_filter *prog = calloc(BPF_MAXINSNS, sizeof(*prog));
	size_t n = 0;

	if (!prog)
		return -ENOMEM;
	if (s->expression && one)
		n = expression_bpf(s->expression, one->arphrd, prog, BPF_MAXINSNS);
	if (n == 0 && s->filter && !tunnels)
		n = filter_bpf(s->filter, longest_header(ifs, one), CAPTURE_BYTES, prog,
			       BPF_MAXINSNS);
	s->program = (struct sock_fprog){ .len = (unsigned short)n, .filter = prog };
	return 0;
}

int run_filter_open(struct run_filter *s, const struct run_env *env, const struct request *req,
		    struct diag *why)
{
	int rc = 0;

	*s = (struct run_filter){ .expression = env->expression };
	if (*env->set->filter)
		rc = compile(s, env, flags_of(req->fac, env->set), why);
	if (env->expression)
		add_text(s, env->expression_text);
	if (rc == 0 && !req->replay && (s->filter || s->expression)) {
		rc = make_program(s, env->ifs, req->iface, env->set->tunnels && req->fac->tunnels);
		if (rc < 0)
			diag_set(why, 0, "out of memory");
	}
	return rc;
}

void run_filter_close(struct run_filter *s)
{
	filter_free(s->filter);
	free(s->program.filter);
	*s = (struct run_filter){ .expression = NULL };
}
