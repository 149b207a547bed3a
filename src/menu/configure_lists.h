#ifndef MENU_CONFIGURE_LISTS_H
#define MENU_CONFIGURE_LISTS_H
/* Of the Configure menu: additional ports, and descriptions of stations; saved at once. */
#include "ui/ui.h"

void configure_add_port(struct ui *ui);
void configure_delete_port(struct ui *ui);
/* file: one of our own (base/ethers.h). */
void configure_add_description(struct ui *ui, const char *file);
void configure_edit_description(struct ui *ui, const char *file);
void configure_delete_description(struct ui *ui, const char *file);
#endif
