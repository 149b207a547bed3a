#include "sys/env.h"

#include <stdlib.h>

#include "sys/rights.h"

const char *env_get(const char *name)
{
	return rights_are_set_id() ? NULL : env_get_plain(name);
}

const char *env_get_plain(const char *name)
{
	return getenv(name);
}
