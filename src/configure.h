#ifndef CONFIGURE_H
#define CONFIGURE_H
/*
 * The Configure menu: its lines come from the table of options.c, what is changed is saved at once.
 */
#include "session.h"
#include "settings.h"

/* Until it is left. */
void configure_menu(const struct session_env *env, struct settings *s);
#endif
