#ifndef UI_SHEET_H
#define UI_SHEET_H
/*
 * A window on a sheet of fixed size: where it is smaller than the sheet, it scrolls over it.
 * Positions are those of the window's box when it shows the whole: the first line inside is 1.
 */
#include <stdbool.h>
#include "stats/view.h"
#include "ui/keys.h"
#include "ui/paint.h"
#include "ui/screen.h"

struct sheet {
	int lines, columns; /* last ones of the sheet */
	struct rect box;
	int top, left; /* how far it is scrolled */
};

/* Left and Right, to be bound by a screen that shows one. */
#define SHEET_KEYS                                                                                 \
	{ .key = KEY_LEFT, .act = ACT_LEFT },                                                      \
	{                                                                                          \
		.key = KEY_RIGHT, .act = ACT_RIGHT                                                 \
	}

/* Takes the window's box; scrolls back what would leave a part of it empty. */
void sheet_fit(struct sheet *s, struct rect box);
void sheet_text(const struct sheet *s, int y, int x, enum role role, const char *text);
void sheet_textf(const struct sheet *s, int y, int x, enum role role, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));
/* Marks on the border where the sheet goes on behind an edge; after all else of the box. */
void sheet_marks(const struct sheet *s);
void sheet_act(struct sheet *s, enum action act);

/* A small table whose figures have places of their own on a sheet. */
struct sheet_table {
	const struct view *view;
	const struct run_status *st;
};
/* A figure by row and field key; 0 when the row has none.  Under the lock. */
uint64_t sheet_number(const struct sheet_table *t, uint32_t row, const char *key);
#endif
