#ifndef MENU_MAIN_MENU_H
#define MENU_MAIN_MENU_H
/* The menu: facilities by name, interfaces to pick, one session after the other. */
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

/*
 * Whether a facility can run on an interface (NULL: all) of the machine now; else why tells the
 * names there are. Returns 0, -ENODEV or -ENETDOWN.
 */
int check_iface(const struct facility *fac, const char *iface, const struct ifaces *ifs,
		struct diag *why);
#endif
