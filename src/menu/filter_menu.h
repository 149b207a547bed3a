#ifndef MENU_FILTER_MENU_H
#define MENU_FILTER_MENU_H
/* The Filters menu: IP filters, and whether ARP, RARP and other non-IP packets are visible. */
#include "run/run_env.h"
#include "config/config.h"

/* Until it is left; what is applied or switched is saved at once. */
void filter_menu(const struct run_env *env, struct config *s);
#endif
