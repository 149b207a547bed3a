#ifndef UI_UI_H
#define UI_UI_H
/*
 * How it works: the display is a stack of layers (desktop, menu, screen, boxes), each able to
 * draw itself for any size.  ui_next() waits for a key; meanwhile it redraws the whole stack into
 * curses' memory when something changed, at most every 50 ms (20 ms after a key), and calls
 * doupdate(3) once, in one place, with no lock held.  curses sends only the cells that differ.  A
 * resize is nothing but another redraw.  Between keys and updates layers do what takes long, a
 * little at a time.  Dialogs are plain functions: push a layer, loop over ui_next, pop it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "base/diag.h"
#include "sys/loop.h"

struct settings;
struct ui;

#define UI_MIN_ROWS 10
#define UI_MIN_COLS 40

/* Takes the terminal.  0, or -errno with why set (not one, TERM unknown).  Borrows loop and set. */
int ui_open(struct ui **up, struct loop *loop, const struct settings *set, struct diag *why);
/* Gives the terminal back.  NULL is fine. */
void ui_close(struct ui *ui);
/* Why standard output cannot carry a ui; NULL: it can. */
const char *ui_obstacle(void);
/* It is a terminal, but one that another job has now. */
bool ui_is_of_another_job(void);

/* Takes to the colours of the settings from now on. */
void ui_theme(struct ui *ui, const struct settings *set);

/* A key as curses names it, or UI_KEY_QUIT: leave everything (a signal, the terminal's end). */
#define UI_KEY_QUIT (-2)
int ui_next(struct ui *ui);
/*
 * One line about what was done, until the next key: in place of a menu's description, or of the
 * keys of a screen.
 */
void ui_say(struct ui *ui, const char *text);

/*
 * Labels mark their hot letter as in "IP traffic ^m^onitor"; hint is the line shown while the bar
 * is on it.
 */
struct menu_item {
	const char *label, *hint;
	/* What is in force.  Where the screen is too narrow for a panel: on its line, else behind
	 * the hint.  NULL: nothing. */
	const char *state;
	bool rule; /* a line across, not an item */
	/*
	 * It has a line where the screen has more lines than the classic 24; elsewhere its letter
	 * alone, which the description of the item before it names.
	 */
	bool roomy;
	bool end; /* after the last one */
};
/* The screen has room for lines that the classic 24 lines have none for. */
bool menu_has_room(void);
/* It has room for a menu and a panel beside it. */
bool menu_has_panel(void);
/*
 * The menu's layout follows the original: with y and x -1 it is where a menu of `rows` lines
 * would be centred, whatever the number of its items.
 */
struct menu {
	const struct menu_item *items;
	int width;
	/* Stands where a box of so many rows and columns would be centred. */
	int rows, cols;
	int part; /* what is free on its left: such a part of the columns; 0: the half */
};
/*
 * Shows a menu, the bar on item sel.  The menu stays on the display till menu_close, so that
 * boxes open over it.  NULL: no memory.
 */
struct menu_view;
struct menu_view *menu_open(struct ui *ui, const struct menu *m, int sel);
/*
 * Waits until an item is chosen; returns its index, or -1: Esc in a menu that is over another
 * one, or UI_KEY_QUIT.
 */
int menu_choose(struct menu_view *v);
void menu_close(struct menu_view *v);

/*
 * A window of labels and values on the right of a menu, placed where the panel's rows, cols
 * and part say and covers what is in its way; on the display until panel_close, where that has room
 * for it.  The values may be changed.  NULL: no memory.
 */
struct panel_line {
	const char *label; /* NULL: a line across */
	char value[16];
	bool roomy; /* as in struct menu_item */
};
struct panel {
	const char *title;
	const struct panel_line *lines;
	size_t n;
	int beside; /* width of the menu */
	int width, rows, cols, part;
};
struct panel_view;
struct panel_view *panel_open(struct ui *ui, const struct panel *p);
void panel_close(struct panel_view *v);

/* The usual size of a box with a list. */
#define LISTBOX_HEIGHT 14
#define LISTBOX_WIDTH  24

struct listbox_look {
	const char *title, *second; /* second: another at column second_x; NULL: none */
	int second_x;
	const char *empty; /* shown when there are no items; NULL: nothing */
	int height, width; /* with the border; cut to the screen's */
	/* Stands where a box of so many rows and columns would be centred. */
	int rows, cols;
	bool grows, finds; /* as in struct linelist */
	/* At the right end of line i, asked at each draw; clean text.  NULL: nothing. */
	void (*value)(const void *ctx, size_t i, char *buf, size_t n);
	const void *ctx;
};
/* A list to pick one line from; returns its index, -1 when closed without a choice. */
int listbox_ask(struct ui *ui, const struct listbox_look *look, const char *const *items, size_t n);
/* Prints the keys of such a list (linelist_keys_print). */
void listbox_keys_print(FILE *out);
/* A box that says what the program is, until a key. */
void about_show(struct ui *ui);
/* A question in a box; true: answered with Y. */
bool confirm_ask(struct ui *ui, const char *question);
/* A box with a message, until a key. */
void message_show(struct ui *ui, const char *text);
/* An error box over everything, until a key. */
void error_show(struct ui *ui, const char *text);
#endif
