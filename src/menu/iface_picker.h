#ifndef MENU_IFACE_PICKER_H
#define MENU_IFACE_PICKER_H
/* The list of interfaces, each with its current rate, to pick one from. */
#include <net/if.h>
#include <stdbool.h>
#include "run/run_env.h"

/*
 * all: the first line is "All interfaces".  True: picked, with *iface NULL for all, else in buf.
 */
bool iface_pick(const struct run_env *env, bool all, char buf[IFNAMSIZ], const char **iface);
#endif
