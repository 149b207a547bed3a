#ifndef UNIT_H
#define UNIT_H
/* What cmocka wants to be included before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <unistd.h>

/* It becomes true, within half a minute. */
#define assert_soon(condition)                                                                     \
	do {                                                                                       \
		for (int tries_ = 0; tries_ < 3000 && !(condition); tries_++)                      \
			usleep(10000);                                                             \
		assert_true(condition);                                                            \
	} while (0)
#endif
