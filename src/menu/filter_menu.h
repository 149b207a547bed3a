#ifndef MENU_FILTER_MENU_H
#define MENU_FILTER_MENU_H
/* The Filters menu: IP filters, and whether ARP, RARP and other non-IP packets are visible. */
#include <stdio.h>
#include "config/config.h"
#include "run/run_env.h"

/* Until it is left; what is applied or switched is saved at once. */
void filter_menu(const struct run_env *env, struct config *s);
/* Prints the rows of its menus and the keys of the list of rules; tabs between. */
void filter_menu_print(FILE *out);
#endif
