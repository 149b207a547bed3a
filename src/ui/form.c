#include "ui/form.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ui/keys.h"
#include "ui/layer.h"
#include "ui/paint.h"
#include "ui/term.h"

#define ROOM 512 /* bytes of a text that can be shown */

struct form_view {
	const struct form *form;
	size_t at;    /* the field that keys go to */
	size_t caret; /* byte of its text where they go */
};

/* --- drawing --- */

/* How far what is inside must shift so that `from` to `to` lie in a window of `room`. */
static int shift(int from, int to, int total, int room)
{
	int by = to > room ? to - room : 0;

	if (by > from)
		by = from;
	return total > room && by > 0 ? by : 0;
}

static void put(struct rect r, int y, int x, enum role role, const char *s)
{
	if (x < 0) {
		s = paint_skip(s, -x);
		x = 0;
	}
	paint_text(r, y, x, role, s);
}

static int clean_width(const char *text, size_t n)
{
	char piece[ROOM], clean[ROOM];

	snprintf(piece, sizeof(piece), "%.*s", (int)n, text);
	return paint_width(text_clean(clean, sizeof(clean), piece, paint_is_utf8()));
}

/* A text that is longer than its field has a mark where it is cut. */
static void draw_field(struct rect r, int y, int x, const struct form_field *f, int first)
{
	struct rect line = rect_line(r, y, x, 0);
	char clean[ROOM];

	line.w = f->width < line.w ? f->width : line.w;
	if (x < 0 || line.w <= 0)
		return;
	paint_fill(line, ROLE_FIELD);
	text_clean(clean, sizeof(clean), f->text, paint_is_utf8());
	paint_text(line, 0, 0, ROLE_FIELD, paint_skip(clean, first));
	if (first > 0)
		paint_text(line, 0, 0, ROLE_DIALOG_KEY, "<");
	if (paint_width(clean) - first > line.w)
		paint_text(line, 0, line.w - 1, ROLE_DIALOG_KEY, ">");
}

/* The first column of the active field's text that shows: the caret's cell is in the field. */
static int first_shown(const struct form_view *v, int *caret)
{
	const struct form_field *f = &v->form->fields[v->at];
	int first;

	*caret = clean_width(f->text, v->caret);
	if (f->choices)
		*caret = 0;
	if (clean_width(f->text, strlen(f->text)) <= f->width)
		return 0; /* the caret may be behind the field */
	first = *caret > f->width - 1 ? *caret - f->width + 1 : 0;
	*caret -= first;
	return first;
}

static struct rect place(const struct form *f)
{
	return paint_place((LINES - (f->rows ? f->rows : f->height)) / 2,
			   (COLS - (f->cols ? f->cols : f->width)) / (f->part ? f->part : 2),
			   f->height, f->width, 1);
}

static void draw_keys(const struct form *f)
{
	static const struct keyhint keys[] = {
		{ .name = "Tab", .hint = "next field" },
		{ .name = "Enter", .hint = "accept" },
		{ .name = "Ctrl+X", .hint = "cancel" },
		{ .name = "Ctrl+U", .hint = "clear", .spare = true },
		{ .name = "Lft/Rt/Home/End", .hint = "move", .spare = true },
	};
	size_t skip = f->n_fields > 1 ? 0 : 1;

	keys_draw(keys + skip, sizeof(keys) / sizeof(keys[0]) - skip);
}

static void form_draw(void *self, bool top)
{
	const struct form_view *v = self;
	const struct form *f = v->form;
	const struct form_field *active = &f->fields[v->at];
	struct rect box = place(f), in = rect_inside(box);
	int dy, dx, caret, first = first_shown(v, &caret);

	in.h--; /* the foot's line stays */
	dy = 1 + shift(active->y - 1, active->y, f->height - 3, in.h);
	dx = 1 + shift(active->x - 1, active->x + active->width, f->width - 2, in.w);
	paint_box(box, ROLE_DIALOG_BOX, ROLE_DIALOG);
	for (size_t i = 0; i < f->n_texts; i++)
		if (f->texts[i].y == 0)
			put(box, 0, f->texts[i].x, ROLE_DIALOG_BOX, f->texts[i].s);
		else
			put(in, f->texts[i].y - dy, f->texts[i].x - dx, ROLE_DIALOG, f->texts[i].s);
	for (size_t i = 0; i < f->n_fields; i++) {
		const struct form_field *field = &f->fields[i];

		draw_field(in, field->y - dy, field->x - dx, field, field == active ? first : 0);
	}
	paint_marked(rect_inside(box), in.h, 1, ROLE_DIALOG, ROLE_DIALOG_KEY,
		     f->foot ? f->foot : "");
	draw_keys(f);
	if (top)
		term_cursor(in.y + active->y - dy, in.x + active->x - dx + caret);
}

/* --- keys --- */

enum form_act {
	FORM_TEXT,
	FORM_NEXT,
	FORM_BACK,
	FORM_LEFT,
	FORM_RIGHT,
	FORM_FIRST,
	FORM_LAST,
	FORM_RUB_OUT,
	FORM_DELETE,
	FORM_CLEAR,
	FORM_ACCEPT,
	FORM_CANCEL
};

/* Without a name: another of the same name that some terminals send. */
static const struct {
	int key;
	enum form_act act;
	const char *name, *help;
} form_keys[] = {
	{ '\t', FORM_NEXT, "Tab", "go to the next field" },
	{ KEY_DOWN, FORM_NEXT, "Down", "go to the next field" },
	{ KEY_UP, FORM_BACK, "Up", "go to the field before" },
	{ KEY_BTAB, FORM_BACK, "Shift+Tab", "go to the field before" },
	{ KEY_BACKSPACE, FORM_RUB_OUT, "Backspace", "delete the character before the cursor" },
	{ '\b', FORM_RUB_OUT, NULL, NULL },
	{ 127, FORM_RUB_OUT, NULL, NULL },
	{ KEY_DC, FORM_DELETE, "Del", "delete the character at the cursor; at the end, the last" },
	{ KEY_LEFT, FORM_LEFT, "Left", "move the cursor back" },
	{ KEY_RIGHT, FORM_RIGHT, "Right", "move the cursor on" },
	{ KEY_HOME, FORM_FIRST, "Home", "move the cursor to the start of the field" },
	{ KEY_FIND, FORM_FIRST, NULL, NULL },
	{ KEY_END, FORM_LAST, "End", "move the cursor to the end of the field" },
	{ KEY_SELECT, FORM_LAST, NULL, NULL },
	{ KEY_CTRL('u'), FORM_CLEAR, "Ctrl+U", "clear the field" },
	{ '\n', FORM_ACCEPT, "Enter", "accept" },
	{ '\r', FORM_ACCEPT, NULL, NULL },
	{ KEY_ENTER, FORM_ACCEPT, NULL, NULL },
	{ KEY_CTRL('x'), FORM_CANCEL, "Ctrl+X", "cancel" },
	{ KEY_ESCAPE, FORM_CANCEL, "Esc", "cancel" },
};

#define FORM_KEYS (sizeof(form_keys) / sizeof(form_keys[0]))

static enum form_act act_of(int key)
{
	for (size_t i = 0; i < FORM_KEYS; i++)
		if (form_keys[i].key == key)
			return form_keys[i].act;
	return FORM_TEXT;
}

void form_keys_print(FILE *out)
{
	for (size_t i = 0; i < FORM_KEYS; i++)
		if (form_keys[i].name)
			fprintf(out, "key\tform\t%s\t%s\n", form_keys[i].name, form_keys[i].help);
}

static bool continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The byte where the character before `at` begins, and the one where the next one does. */
static size_t back(const char *text, size_t at)
{
	while (at > 0 && continues(text[--at]))
		;
	return at;
}

static size_t on(const char *text, size_t at)
{
	if (text[at])
		at++;
	while (continues(text[at]))
		at++;
	return at;
}

static void cut(char *text, size_t from, size_t to)
{
	memmove(text + from, text + to, strlen(text + to) + 1);
}

static bool choose(const struct form_field *f, int key)
{
	const char *now = f->text[0] ? strchr(f->choices, f->text[0]) : NULL;

	if (key <= 0 || key > 126 || f->size < 2)
		return false;
	if (key == ' ')
		f->text[0] = now && now[1] ? now[1] : f->choices[0];
	else if (strchr(f->choices, toupper(key)))
		f->text[0] = (char)toupper(key);
	else
		return false;
	f->text[1] = '\0';
	return true;
}

/* False: there is no room. */
static bool add_byte(const struct form_field *f, size_t at, char c)
{
	size_t n = strlen(f->text);

	if (n + 1 >= f->size)
		return false;
	memmove(f->text + at + 1, f->text + at, n - at + 1);
	f->text[at] = c;
	return true;
}

static bool take_text(const struct form_field *f, size_t *at, int key)
{
	if (key < ' ' || key == 127 || key > 255)
		return false;
	if (add_byte(f, *at, (char)key))
		++*at;
	else
		term_beep();
	return true;
}

bool form_type(const struct form_field *f, size_t *at, int key)
{
	size_t n = strlen(f->text), was;

	if (f->choices)
		return choose(f, key);
	*at = *at < n ? *at : n;
	was = *at;
	switch (act_of(key)) {
	case FORM_LEFT:
		*at = back(f->text, *at);
		return true;
	case FORM_RIGHT:
		*at = on(f->text, *at);
		return true;
	case FORM_FIRST:
		*at = 0;
		return true;
	case FORM_LAST:
		*at = n;
		return true;
	case FORM_DELETE:
		if (*at < n) {
			cut(f->text, *at, on(f->text, *at));
			return true;
		}
		/* fallthrough */
	case FORM_RUB_OUT:
		*at = back(f->text, *at);
		cut(f->text, *at, was);
		return true;
	case FORM_CLEAR:
		f->text[0] = '\0';
		*at = 0;
		return true;
	case FORM_TEXT:
		return take_text(f, at, key);
	default:
		return false;
	}
}

/* To another field, at the end of its text. */
static void go_to(struct form_view *v, size_t at)
{
	v->at = at % v->form->n_fields;
	v->caret = strlen(v->form->fields[v->at].text);
}

static bool accept(struct ui *ui, struct form_view *v)
{
	struct diag why = { .msg = "" };
	size_t at = v->at;

	if (!v->form->check || v->form->check(v->form->ctx, &why, &at))
		return true;
	go_to(v, at);
	error_show(ui, why.msg);
	return false;
}

static bool ask(struct ui *ui, struct form_view *v)
{
	const struct form *f = v->form;
	int key;

	while ((key = ui_next(ui)) != UI_KEY_QUIT) {
		switch (act_of(key)) {
		case FORM_ACCEPT:
			if (accept(ui, v))
				return true;
			break;
		case FORM_CANCEL:
			return false;
		case FORM_NEXT:
			go_to(v, v->at + 1);
			break;
		case FORM_BACK:
			go_to(v, v->at + f->n_fields - 1);
			break;
		default:
			form_type(&f->fields[v->at], &v->caret, key);
		}
	}
	return false;
}

/* The texts, one after the other, or back. */
static void keep(const struct form *f, char *copy, bool back)
{
	for (size_t i = 0; i < f->n_fields; i++) {
		if (back)
			memcpy(f->fields[i].text, copy, f->fields[i].size);
		else
			memcpy(copy, f->fields[i].text, f->fields[i].size);
		copy += f->fields[i].size;
	}
}

bool form_ask(struct ui *ui, const struct form *f)
{
	struct form_view view = { .form = f };
	struct layer layer = { .draw = form_draw, .self = &view };
	size_t size = 0;
	bool accepted;
	char *copy;

	for (size_t i = 0; i < f->n_fields; i++)
		size += f->fields[i].size;
	copy = malloc(size + 1);
	if (!copy)
		return false;
	keep(f, copy, false);
	go_to(&view, 0);
	ui_push(ui, &layer);
	accepted = ask(ui, &view);
	ui_pop(ui, &layer);
	if (!accepted)
		keep(f, copy, true);
	free(copy);
	return accepted;
}
