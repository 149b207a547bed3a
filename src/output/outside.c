#include "output/outside.h"

#include <pthread.h>

enum { INSIDE, OUTSIDE, ABANDONED };

void outside_go(struct outside *o)
{
	atomic_store(&o->where, OUTSIDE);
}

static bool leave(struct outside *o, int to)
{
	int outside = OUTSIDE;

	return atomic_compare_exchange_strong(&o->where, &outside, to);
}

void outside_return(struct outside *o)
{
	if (!leave(o, INSIDE))
		pthread_exit(NULL);
}

bool outside_abandon(struct outside *o)
{
	return leave(o, ABANDONED);
}
