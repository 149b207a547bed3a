#ifndef UI_LINELIST_H
#define UI_LINELIST_H
/*
 * A box with a list of lines; keys pick one, or change them.  X, Q, Ctrl+X and Esc close it.  Where
 * lines are longer than the box is wide, Left and Right shift them, and the heads above them.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include "ui/rect.h"
#include "ui/ui.h"

#define LINELIST_HEADS 6

/* A row of the key line and, with run, a key of the list. */
struct linelist_key {
	int key; /* a letter (lower case) works in both cases; '\n': Enter */
	const char *name, *hint;
	bool (*run)(void *ctx, size_t at); /* on line at; true: that closes the list */
};

struct linelist {
	struct {
		int x;
		const char *text;
	} heads[LINELIST_HEADS]; /* on the upper border; text NULL: no more */
	const char *foot;	 /* on the lower one; NULL: none */
	const char *empty;	 /* in place of the lines when there are none; NULL: nothing */
	int height, width;	 /* with the border; cut to the screen's */
	int rows, cols;		 /* placed as a box of that size would be; 0: of its own */
	int margin;		 /* lines of the screen that it leaves free above and below */
	const struct linelist_key *keys;
	size_t n_keys;
	bool close_hints; /* the key line has many */
	bool grows; /* on a screen of more than the classic 24 lines, as high as it has lines for */
	bool finds; /* what is typed moves the bar to the first line that has it */
	void (*help)(struct ui *ui, const struct linelist *l); /* the key ?; NULL: none */
	bool is_page; /* to be read: no bar, and any key that does not scroll closes it */
	size_t (*count)(const void *ctx);
	void (*text)(const void *ctx, size_t i, char *buf, size_t n); /* any bytes */
	/* At the right end of the line; clean.  NULL: nothing. */
	void (*value)(const void *ctx, size_t i, char *buf, size_t n);
	/* In place of text: paints the line itself.  NULL: none. */
	void (*paint)(const void *ctx, size_t i, struct rect line);
	void *ctx;
};

/* Until it is closed.  The line on which a key closed it; -1: left, or the program ends. */
int linelist_show(struct ui *ui, const struct linelist *l);
/* Prints a row for each key that does something: key, list, its name, its hint; tabs between. */
void linelist_keys_print(FILE *out, const char *list, const struct linelist_key *keys, size_t n);
#endif
