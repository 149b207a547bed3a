#ifndef UI_SCROLL_H
#define UI_SCROLL_H
/*
 * Scrolling: which of `count` lines a window of `height` lines shows, and where the bar is; the
 * only such arithmetic.  A window without a bar may follow: while its end is in view it stays
 * there as lines are added.
 */
#include <stdbool.h>
#include <stddef.h>
#include "ui/keys.h"

struct scroll {
	size_t count, height;
	size_t top; /* first line in view */
	/* Where the reader put it, for when the window was lower for a while. */
	size_t home;
	size_t bar;	    /* line under the bar; with has_bar only */
	bool has_bar;	    /* set once */
	bool scrolled_back; /* without a bar: the end was left, so new lines do not move the view */
};

/* Takes a new count or height; top and bar stay as far as there are lines for them. */
void scroll_fit(struct scroll *s, size_t count, size_t height);
/* Moves as UP, DOWN, PAGE_UP, PAGE_DOWN, HOME or END say; false for any other action. */
bool scroll_act(struct scroll *s, enum action act);
/* Puts the bar on a line and that line into view. */
void scroll_to(struct scroll *s, size_t line);
/* First and last line are in view. */
bool scroll_at_top(const struct scroll *s);
bool scroll_at_end(const struct scroll *s);
#endif
