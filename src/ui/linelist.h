#ifndef UI_LINELIST_H
#define UI_LINELIST_H
/* A list of lines that keys change: insert, delete, edit.  X, Ctrl+X and Esc end it. */
#include <stdbool.h>
#include <stddef.h>
#include "ui/ui.h"

#define LINELIST_HEADS 4

struct linelist_hint {
	const char *name, *hint;
};

struct linelist {
	struct {
		int x;
		const char *text;
	} heads[LINELIST_HEADS]; /* on the upper border; text NULL: no more */
	const char *foot;	 /* on the lower one */
	int height, width;	 /* with the border */
	const struct linelist_hint *hints;
	size_t n_hints;
	size_t (*count)(const void *ctx);
	void (*text)(const void *ctx, size_t i, char *buf, size_t n); /* any bytes */
	/* A letter (lower case) or '\n' (Enter), on line at; false: not mine. */
	bool (*key)(void *ctx, int key, size_t at);
	void *ctx;
};

void linelist_show(struct ui *ui, const struct linelist *l);
#endif
