/* A box with one line to fill in. */
#include <string.h>

#include "base/text.h"
#include "ui/keys.h"
#include "ui/layer.h"
#include "ui/paint.h"

#define WIDTH  60
#define HEIGHT 6

struct ask {
	const char *title, *hint;
	char *text;
	size_t len, size;
};

static void ask_draw(void *self, bool top)
{
	static const struct keyhint hints[] = {
		{ "Enter", "accept" },
		{ "Ctrl+X", "cancel" },
	};
	const struct ask *a = self;
	struct rect box = paint_place((LINES - HEIGHT) / 2, (COLS - WIDTH) / 2, HEIGHT, WIDTH, 1);
	struct rect inside = rect_inside(box), field = rect_line(inside, 2, 1, 1);
	char clean[4096];
	int over;

	(void)top;
	paint_box(box, ROLE_DIALOG_BOX, ROLE_DIALOG);
	paint_textf(box, 0, 1, ROLE_DIALOG_BOX, " %s ", a->title);
	paint_text(inside, 0, 1, ROLE_DIALOG, a->hint);
	paint_fill(field, ROLE_DESKTOP);
	text_clean(clean, sizeof(clean), a->text, paint_is_utf8());
	/* the end is where one writes; a mark stands in the cursor's place */
	over = paint_width(clean) + 1 - field.w;
	over = paint_text(field, 0, 0, ROLE_DESKTOP, over > 0 ? paint_skip(clean, over) : clean);
	paint_text(field, 0, over, ROLE_DESKTOP, "_");
	keys_draw(hints, 2);
}

static void rub_out(struct ask *a)
{
	/* a character of UTF-8 goes as a whole */
	while (a->len > 0 && ((unsigned char)a->text[--a->len] & 0xc0) == 0x80)
		;
	a->text[a->len] = '\0';
}

static void take(struct ask *a, int key)
{
	if (key == KEY_BACKSPACE || key == KEY_LEFT || key == KEY_DC || key == 127 || key == '\b') {
		rub_out(a);
	} else if (key == KEY_CTRL('u')) {
		a->text[a->len = 0] = '\0';
	} else if (key >= ' ' && key < 256 && a->len + 1 < a->size) {
		a->text[a->len++] = (char)key;
		a->text[a->len] = '\0';
	}
}

bool text_ask(struct ui *ui, const char *title, const char *hint, char *text, size_t size)
{
	struct ask a = {
		.title = title, .hint = hint, .text = text, .len = strlen(text), .size = size
	};
	struct layer layer = { .draw = ask_draw, .self = &a };
	int key;

	ui_push(ui, &layer);
	while ((key = ui_next(ui)) != UI_KEY_QUIT && !keys_is_enter(key) && key != KEY_CTRL('x') &&
	       key != KEY_ESCAPE)
		take(&a, key);
	ui_pop(ui, &layer);
	return keys_is_enter(key);
}
