#ifndef MENU_CONFIGURE_H
#define MENU_CONFIGURE_H
/* The Configure menu: its lines are rows of settings.c, what is changed is saved at once. */
#include <stdio.h>
#include "config/config.h"
#include "run/run_env.h"

/* Until it is left. */
void configure_menu(const struct run_env *env, struct config *s);
/* Prints the rows of its menus (menu_list_print). */
void configure_menu_print(FILE *out);
#endif
