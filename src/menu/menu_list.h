#ifndef MENU_MENU_LIST_H
#define MENU_MENU_LIST_H
/* A menu made of rows, each with what it does. */
#include <stddef.h>
#include <stdio.h>
#include "run/run_env.h"
#include "ui/ui.h"

struct menu_row {
	const char *label;		 /* hot letter between ^ ^; NULL: a line across */
	const char *hint;		 /* shown while the bar is on it */
	void (*run)(void *ctx, int arg); /* NULL: leaves the menu */
	int arg;
	const char *state; /* as in struct menu_item */
};

#define MENU_LIST_ROWS 40

struct menu_list {
	struct menu_row row[MENU_LIST_ROWS];
	bool roomy[MENU_LIST_ROWS];
	size_t n;
};

/* Rows beyond MENU_LIST_ROWS are not taken. */
void menu_list_add(struct menu_list *m, const struct menu_row *rows, size_t n);
/* The row added last is roomy, as struct menu_item has it. */
void menu_list_mark_roomy(struct menu_list *m);
/* A line across, and the row that leaves the menu. */
void menu_list_add_exit(struct menu_list *m, const char *label, const char *hint);

/*
 * Shows it where look says (its items are not used) and runs what is chosen, with ctx, until it is
 * left or the program ends.
 */
void menu_list_show(const struct menu_list *m, const struct run_env *env, const struct menu *look,
		    void *ctx);
/* Prints a row for each item: menu, its name, the hot letter, the label; tabs between. */
void menu_list_print(FILE *out, const char *name, const struct menu_list *m);
#endif
