#ifndef RUN_EXPRESSION_NAMES_H
#define RUN_EXPRESSION_NAMES_H
/* The host names in an expression: their addresses, without holding up a signal. */
#include "base/diag.h"
#include "run/run_env.h"

/*
 * The expression with addresses in place of names; free(3) it.  Waits as filter_names_learn, for a
 * second where all have known addresses, else for five; what is found is kept in the state
 * directory for a start without a name server.  NULL with why set: the syntax is wrong, or a name
 * has no address.  The main thread.
 */
char *expression_names_resolve(const struct run_env *env, const char *text, struct diag *why);
#endif
