#ifndef MENU_CONFIGURE_H
#define MENU_CONFIGURE_H
/*
 * The Configure menu: its lines come from the table of options.c, what is changed is saved at once.
 */
#include "run/run_env.h"
#include "config/config.h"

/* Until it is left. */
void configure_menu(const struct run_env *env, struct config *s);
#endif
