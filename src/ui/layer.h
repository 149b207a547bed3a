#ifndef UI_LAYER_H
#define UI_LAYER_H
/* What the display is stacked up from; for the files of this folder alone. */
#include <stdbool.h>
#include "ui/ui.h"

struct layer {
	/* Paints itself for whatever size the screen has now.  top: keys go to it. */
	void (*draw)(void *self, bool top);
	/* Asked 20 times a second: has it something new to show?  NULL: only keys change it. */
	bool (*changed)(void *self);
	/*
	 * Does more of what takes long, to be shown when it is done or on the way; true: there is
	 * more to do.  Called again and again while no key has come, and to return by a time of
	 * clock_mono_us().  NULL: nothing ever takes long.
	 */
	bool (*work)(void *self, uint64_t until_us);
	bool mouse; /* it takes KEY_MOUSE */
	void *self;
	struct layer *below;
};

void ui_push(struct ui *ui, struct layer *l);
/* l is the topmost. */
void ui_pop(struct ui *ui, struct layer *l);
/* What ui_say said since the last key; empty: nothing. */
const char *ui_said(const struct ui *ui);
/* There will be more to draw in the next turn.  NULL: nothing. */
void ui_again(struct ui *ui);
/* The terminal's content is in doubt: send every cell. */
void ui_repaint(struct ui *ui);
#endif
