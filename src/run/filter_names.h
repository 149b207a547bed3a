#ifndef RUN_FILTER_NAMES_H
#define RUN_FILTER_NAMES_H
/* The host names in a filter: their addresses, without holding up keys or signals. */
#include "base/diag.h"
#include "filter/rules.h"
#include "run/run_env.h"

/*
 * Asks for the hosts of rs and waits a moment, or until a key or signal comes: with a screen 0.2
 * seconds, else 5, or 1 where all have known addresses.  What is found is put into rs, and into
 * its file for a start without a name server; the others keep the addresses that they had.
 * Returns how many hosts did not answer, with why set for the first.  The main thread.
 */
int filter_names_learn(const struct run_env *env, struct ruleset *rs, struct diag *why);
#endif
