#ifndef UI_PAINT_H
#define UI_PAINT_H
/*
 * Drawing into curses' memory.  Positions are counted from a rect's corner, and
 * nothing is ever painted outside of it or of the screen, so that callers need not care for sizes.
 * Strings are clean already (text_clean): one column each character.
 */
#include <stdbool.h>
#include <stddef.h>
#include "ui/rect.h"
#include "ui/theme.h"

struct rect paint_screen(void);
/*
 * A box of h by w at (y, x), moved and cut so that it lies between the title line and the last
 * `foot` lines.
 */
struct rect paint_place(int y, int x, int h, int w, int foot);

/* Is the locale's character set UTF-8? */
bool paint_is_utf8(void);

void paint_fill(struct rect r, enum role role);
/* The border alone; a rule from border to border; a border with its inside filled. */
void paint_border(struct rect r, enum role role);
void paint_rule(struct rect box, int y, enum role role);
void paint_box(struct rect r, enum role border, enum role inside);

/* On a box's border: there is more above, below. */
void paint_more(struct rect box, bool above, bool below);

enum paint_glyph { PAINT_UPPER_LEFT, PAINT_LOWER_LEFT, PAINT_VERTICAL, PAINT_UP, PAINT_DOWN };
void paint_glyph(struct rect r, int y, int x, enum role role, enum paint_glyph g);

/* All return the column after the last one painted (or that would have been). */
int paint_text(struct rect r, int y, int x, enum role role, const char *s);
int paint_textf(struct rect r, int y, int x, enum role role, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));
/* Text in which ^x^ is highlighted. */
int paint_marked(struct rect r, int y, int x, enum role role, enum role marked, const char *s);

/* What a text that was cut ends with, or has in its middle: one column. */
const char *paint_ellipsis(void);
/*
 * Writes text cut in its middle to `columns`, so that both ends show: the start and end of an
 * address tell it from others. Returns buf.
 */
char *paint_cut_middle(char *buf, size_t n, const char *text, int columns);

/* Columns that a string takes. */
int paint_width(const char *s);
/* What is left of a string after so many columns. */
const char *paint_skip(const char *s, int columns);
/*
 * Bytes of a text that go on a line of so many columns: up to the last blank that leaves it short
 * enough, which is not among them.
 */
size_t paint_break(const char *s, int columns);
#endif
