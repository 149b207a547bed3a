#ifndef RUN_RUN_FILTER_H
#define RUN_RUN_FILTER_H
/*
 * What a run lets through: packets that pass the applied filter, or the one that the command line
 * names, and its expression.  What can be told in the kernel is dropped there.
 */
#include <linux/filter.h>
#include "base/diag.h"
#include "capture/expression.h"
#include "filter/filter.h"
#include "run/request.h"
#include "run/run_env.h"

struct run_filter {
	const struct expression *expression; /* borrowed; NULL: none */
	struct filter *filter;		     /* NULL: none */
	char text[160];			     /* what is in force, to be shown; empty: nothing */
	struct sock_fprog program;	     /* for the socket; len 0: let all come */
};

/*
 * Reads and resolves the filter that the settings name, and makes the program for the interface
 * that is asked for, or for all.  0, or -errno with why set; run_filter_close in any case.
 */
int run_filter_open(struct run_filter *s, const struct run_env *env, const struct request *req,
		    struct diag *why);
void run_filter_close(struct run_filter *s);

/* Before and after it is decoded. */
static inline bool run_filter_frame(const struct run_filter *s, const struct frame *f)
{
	return !s->expression || expression_pass(s->expression, f);
}

static inline bool run_filter_packet(const struct run_filter *s, const struct pkt *p)
{
	return !s->filter || filter_pass(s->filter, p);
}
#endif
