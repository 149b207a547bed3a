#ifndef UI_HELP_H
#define UI_HELP_H
/* The key page of a screen, made from the tables that bind its keys. */
#include "ui/keys.h"
#include "ui/ui.h"

/* Shows the screen's own bindings (NULL: none) and the common ones until a key closes it. */
void help_show(struct ui *ui, const struct keybind *own);
/* The keys of menus. */
void help_show_menu(struct ui *ui);
#endif
