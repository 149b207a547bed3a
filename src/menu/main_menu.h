#ifndef MENU_MAIN_MENU_H
#define MENU_MAIN_MENU_H
/* The menu: facilities by name, interfaces to pick, one session after the other. */
#include "run/session.h"
#include "config/config.h"

/*
 * Shows the main menu until Exit or a signal.  env->ui must be set; env->log is for the first
 * facility that is started, and off afterwards.  env->opt is that of the settings, which the menu
 * changes.
 */
void main_menu(struct session_env *env, struct config *settings);

/*
 * Whether a facility can run on an interface (NULL: all) of the machine now; else why tells the
 * names there are. Returns 0, -ENODEV or -ENETDOWN.
 */
int check_iface(const struct facility *fac, const char *iface, const struct ifaces *ifs,
		struct diag *why);
#endif
