#ifndef UNIT_H
#define UNIT_H
/* What cmocka wants to be included before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#endif
