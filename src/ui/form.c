#include "ui/form.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/form_view.h"
#include "ui/keys.h"
#include "ui/layer.h"
#include "ui/paint.h"
#include "ui/term.h"

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
