#ifndef UI_BOX_H
#define UI_BOX_H
/* A box of text that waits for one key; for the files of this folder alone. */
#include "ui/keys.h"
#include "ui/theme.h"
#include "ui/ui.h"

struct box_look {
	enum role border, text;
	enum role marked; /* text between ^ ^, and the foot */
	bool marks;	  /* lines have such text */
};
extern const struct box_look box_plain, box_dialog, box_error;

/*
 * A line that is too long continues in the next one.  Where the screen is too low, lines give way,
 * the foot never.
 */
struct box {
	const struct box_look *look;
	const char *const *lines;
	size_t n;
	const char *foot;	    /* a last line; NULL: none */
	int width;		    /* with the border */
	int rows;		    /* placed as high as a centred box of this many lines */
	int from_right;		    /* from its left edge to the screen's right one; 0: centred */
	const struct keyhint *keys; /* its key line; NULL: any key closes it */
	size_t n_keys;
};

/* Returns the key, or UI_KEY_QUIT. */
int box_ask(struct ui *ui, const struct box *b);
#endif
