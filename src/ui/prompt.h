#ifndef UI_PROMPT_H
#define UI_PROMPT_H
/*
 * A line of text at the foot of the screen, typed while the display above it is updated; for the
 * files of this folder alone.  Enter accepts, Esc and Ctrl+X cancel, Backspace and Ctrl+U delete.
 */
#include <stdbool.h>
#include <stddef.h>
#include "base/diag.h"
#include "ui/ui.h"

struct prompt {
	const char *lead;
	char *text; /* shown at first, then what was typed */
	size_t size;
	void (*changed)(void *ctx);	/* after every change of the text; NULL: nothing */
	const char *(*note)(void *ctx); /* what is to be said of it, clean; NULL: nothing */
	/*
	 * While it has a message that is shown instead, its word is marked, and Enter does not
	 * accept the text.  NULL: any text is accepted.
	 */
	const struct diag *wrong;
	void *ctx;
};

/* True: accepted.  False: cancelled, or the program is to end; the text is as it came. */
bool prompt_ask(struct ui *ui, const struct prompt *p);
#endif
