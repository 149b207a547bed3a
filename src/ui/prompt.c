#include "ui/prompt.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/keys.h"
#include "ui/layer.h"
#include "ui/paint.h"
#include "ui/term.h"

#define ROOM 256

static void prompt_draw(void *self, bool top)
{
	static const char keys[] = "Enter-accept  Esc-cancel";
	const struct prompt *p = self;
	struct rect line = { .y = LINES - 1, .h = 1, .w = COLS };
	const char *note = p->note ? p->note(p->ctx) : NULL;
	char clean[ROOM];
	int x, room = COLS / 2;

	text_clean(clean, sizeof(clean), p->text, paint_is_utf8());
	paint_fill(line, ROLE_TEXT);
	x = paint_text(line, 0, 1, ROLE_HIGH, p->lead);
	/* of a long text its end */
	x = paint_text(
		line, 0, x, ROLE_TEXT,
		paint_skip(clean, paint_width(clean) > room ? paint_width(clean) - room : 0));
	if (top)
		term_cursor(line.y, x);
	x += 3;
	if (note && *note)
		x = paint_text(line, 0, x, ROLE_MARK, note) + 2;
	if (x + (int)sizeof(keys) <= COLS)
		paint_text(line, 0, COLS - (int)sizeof(keys), ROLE_TEXT, keys);
}

static void rub_out(char *text)
{
	size_t n = strlen(text);

	while (n > 1 && ((unsigned char)text[n - 1] & 0xc0) == 0x80)
		n--;
	if (n > 0)
		text[n - 1] = '\0';
}

/* True: the text may be another one now. */
static bool take_key(const struct prompt *p, int key)
{
	size_t n = strlen(p->text);

	if (key == KEY_BACKSPACE || key == '\b' || key == 127) {
		rub_out(p->text);
	} else if (key == KEY_CTRL('u')) {
		p->text[0] = '\0';
	} else if (key >= ' ' && key <= 255 && n + 1 < p->size) {
		p->text[n] = (char)key;
		p->text[n + 1] = '\0';
	} else {
		return false;
	}
	return true;
}

static bool take_keys(struct ui *ui, const struct prompt *p)
{
	int key;

	while ((key = ui_next(ui)) != UI_KEY_QUIT) {
		if (keys_is_enter(key))
			return true;
		if (key == KEY_ESCAPE || key == KEY_CTRL('x'))
			return false;
		if (take_key(p, key) && p->changed)
			p->changed(p->ctx);
	}
	return false;
}

bool prompt_ask(struct ui *ui, const struct prompt *p)
{
	struct prompt copy = *p;
	struct layer layer = { .draw = prompt_draw, .self = &copy };
	char was[ROOM];
	bool accepted;

	snprintf(was, sizeof(was), "%s", p->text);
	ui_push(ui, &layer);
	accepted = take_keys(ui, p);
	ui_pop(ui, &layer);
	if (!accepted)
		snprintf(p->text, p->size, "%s", was);
	return accepted;
}
