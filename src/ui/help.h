#ifndef UI_HELP_H
#define UI_HELP_H
/* The key page of a screen, made from the tables that bind its keys. */
#include "ui/keys.h"
#include "ui/ui.h"

/*
 * Shows the screen's own bindings (NULL: none) and the common ones until a key closes it, but for
 * actions that do nothing now (a KEYS_ON of each).
 */
void help_show(struct ui *ui, const struct keybind *own, uint64_t idle);
/* The keys of menus, and of lists to choose from. */
void help_show_menu(struct ui *ui);
void help_show_list(struct ui *ui, bool finds);
#endif
