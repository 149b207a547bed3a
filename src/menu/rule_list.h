#ifndef MENU_RULE_LIST_H
#define MENU_RULE_LIST_H
/* The list of a filter's rules, and the dialog of one rule. */
#include <stdio.h>
#include "filter/rules.h"
#include "ui/ui.h"

/* Until it is left.  True when anything was changed. */
bool rule_list_edit(struct ui *ui, struct ruleset *rs);
/* Prints the keys of the list (linelist_keys_print). */
void rule_list_keys_print(FILE *out);
#endif
