#ifndef MENU_MAIN_MENU_H
#define MENU_MAIN_MENU_H
/* The menu: facilities by name, interfaces to pick, one session after the other. */
#include <stdio.h>
#include "config/config.h"
#include "run/facility.h"
#include "run/request.h"
#include "run/run_env.h"

/*
 * Shows the main menu until Exit or a signal.  env->ui must be set, and env->set is that of the
 * settings, which the menu changes.  Each facility that is chosen gets its copy of the request; its
 * log is for the first one, and off afterwards.
 */
void main_menu(const struct run_env *env, const struct request *req, struct config *settings);

/* Prints rows for all menus (menu_list_print) and the keys of their lists; tabs between. */
void main_menu_print(FILE *out);
#endif
