#include "ui/prompt.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/keys.h"
#include "ui/layer.h"
#include "ui/paint.h"
#include "ui/term.h"

#define ROOM 256
#define GAP  3 /* columns between the text and what is behind it */

static const char all_keys[] = "Enter-accept  Esc-cancel", esc_key[] = "Esc-cancel";

static bool is_wrong(const struct prompt *p)
{
	return p->wrong && p->wrong->msg[0];
}

/* Columns of the text in front of what is wrong; all of them when nothing is. */
static int columns_right(const struct prompt *p, const char *clean)
{
	char before[ROOM], text[ROOM];

	if (!is_wrong(p) || p->wrong->col < 1)
		return paint_width(clean);
	snprintf(before, sizeof(before), "%.*s", p->wrong->col - 1, p->text);
	return paint_width(text_clean(text, sizeof(text), before, paint_is_utf8()));
}

/* Of a text that is too long its end; marked from what is wrong on. */
static int draw_text(const struct prompt *p, struct rect line, int x, int room)
{
	char clean[ROOM];
	int width, right, skip = 0, end;

	text_clean(clean, sizeof(clean), p->text, paint_is_utf8());
	width = paint_width(clean);
	if (width > room) {
		skip = width - room + 1;
		x = paint_text(line, 0, x, ROLE_TEXT, paint_ellipsis());
	}
	right = columns_right(p, clean);
	if (right < skip)
		right = skip;
	end = paint_text(line, 0, x, ROLE_TEXT, paint_skip(clean, skip));
	paint_text(line, 0, x + right - skip, ROLE_MARK, paint_skip(clean, right));
	return end;
}

static int draw_note(struct rect line, int x, const char *note)
{
	int end;

	line.w--;
	end = paint_text(line, 0, x, ROLE_MARK, note);
	if (end > line.w)
		paint_text(line, 0, line.w - 1, ROLE_MARK, paint_ellipsis());
	return end + GAP - 1;
}

/* The note gets what the text leaves it, and the keys what both do. */
static void prompt_draw(void *self, bool top)
{
	const struct prompt *p = self;
	struct rect line = { .y = LINES - 1, .h = 1, .w = COLS };
	const char *note = is_wrong(p) ? p->wrong->msg : p->note ? p->note(p->ctx) : NULL;
	const char *keys = is_wrong(p) ? esc_key : all_keys;
	int x, room;

	paint_fill(line, ROLE_TEXT);
	x = paint_text(line, 0, 1, ROLE_HIGH, p->lead);
	room = COLS - x - GAP - (int)sizeof(esc_key);
	if (note && *note)
		room -= paint_width(note) + GAP - 1;
	x = draw_text(p, line, x, room > COLS / 3 ? room : COLS / 3);
	if (top)
		term_cursor(line.y, x);
	x += GAP;
	if (note && *note)
		x = draw_note(line, x, note);
	if (x + (int)strlen(keys) >= COLS)
		keys = esc_key;
	if (x + (int)strlen(keys) < COLS)
		paint_text(line, 0, COLS - 1 - (int)strlen(keys), ROLE_TEXT, keys);
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
		if (keys_is_enter(key) && !is_wrong(p))
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
