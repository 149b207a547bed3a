#ifndef UI_FORM_VIEW_H
#define UI_FORM_VIEW_H
/* A form on the screen, between its keys and its picture; for form*.c alone. */
#include "ui/form.h"

struct form_view {
	const struct form *form;
	size_t at;    /* the field that keys go to */
	size_t caret; /* byte of its text where they go */
};

/* Draws it, as a layer does; self is a struct form_view. */
void form_draw(void *self, bool top);
#endif
