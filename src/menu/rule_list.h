#ifndef MENU_RULE_LIST_H
#define MENU_RULE_LIST_H
/* The list of a filter's rules, and the dialog of one rule. */
#include "filter/rules.h"
#include "ui/ui.h"

/* Until it is left.  True when anything was changed. */
bool rulelist_edit(struct ui *ui, struct ruleset *rs);
#endif
