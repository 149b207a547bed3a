#ifndef UI_FORM_H
#define UI_FORM_H
/*
 * A box with fields to fill in.  Tab, Down: next field; Up, Shift+Tab: the one before; Enter
 * accepts; Ctrl+X, Esc: cancelled; Left, Right, Home, End move in a field's text, Backspace and Del
 * delete, Ctrl+U clears. A text that is longer than its field scrolls in it.
 * Where the screen is too small for the box, it is a list instead: its prose, then a line for each
 * field behind its label, scrolled so that the field at hand shows.
 *
 *	char port[6] = "";
 *	const struct form_field field = { .label = "Port to watch", .y = 3, .x = 2, .width = 5,
 *					  .text = port, .size = 6 };
 *	const struct form_text text = { 2, 2, "Port to watch" };
 *	const struct form form = { .height = 7, .width = 40, .foot = FORM_FOOT,
 *				   .texts = &text, .n_texts = 1,
 *				   .fields = &field, .n_fields = 1 };
 *
 *	if (form_ask(ui, &form)) ... port has what was entered
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include "base/diag.h"
#include "ui/ui.h"

/* Clean text; rows and columns are those of the box, its border is row and column 0. */
struct form_text {
	int y, x;
	const char *s;
};

struct form_field {
	const char *label; /* what it is called in a list */
	int y, x, width;   /* columns */
	/* Shown at first, then what was entered: any bytes, at most so many with the NUL. */
	char *text;
	size_t size;
	/*
	 * A field of one character, one of these, given in upper case and taken in both; the space
	 * bar goes from one to the next.  NULL: any text.
	 */
	const char *choices;
};

#define FORM_FOOT "^Tab^-next field  ^Enter^-accept  ^Ctrl+X^-cancel"

struct form {
	int height, width; /* with the border */
	/* Stands where a box of so many rows and columns would be centred; 0: as it is itself. */
	int rows, cols;
	int part;	   /* what is free on its left: such a part of the columns; 0: the half */
	const char *title; /* on its border; NULL: none */
	const struct form_text *texts;
	size_t n_texts;
	size_t n_prose; /* the first so many of them explain the form: a list has them too */
	const struct form_field *fields; /* in the order of Tab */
	size_t n_fields;
	const char *foot; /* last line, ^keys^ marked */
	/*
	 * Asked at Enter; false, with why set: that is shown, and the form stays open, at the field
	 * *at when that was set.  NULL: all is well.
	 */
	bool (*check)(void *ctx, struct diag *why, size_t *at);
	void *ctx;
};

/* True: accepted.  False: cancelled, or the program is to end; the texts are as they came. */
bool form_ask(struct ui *ui, const struct form *f);

/*
 * Types a key into a field's text at byte *at, deletes there, or moves *at; false: the key means
 * something else. The bell rings for a key that finds no room.
 */
bool form_type(const struct form_field *f, size_t *at, int key);
/* Prints a row for each key of forms: key, form, its name, what it does; tabs between. */
void form_keys_print(FILE *out);
#endif
