#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/form_view.h"
#include "ui/keys.h"
#include "ui/paint.h"
#include "ui/term.h"

#define ROOM 512 /* bytes of a text that can be shown */

static int clean_width(const char *text, size_t n)
{
	char piece[ROOM], clean[ROOM];

	snprintf(piece, sizeof(piece), "%.*s", (int)n, text);
	return paint_width(text_clean(clean, sizeof(clean), piece, paint_is_utf8()));
}

/* --- one field --- */

/* The first column of the active field's text that shows: the caret's cell is in the field. */
static int first_shown(const struct form_view *v, int width, int *caret)
{
	const struct form_field *f = &v->form->fields[v->at];
	int first;

	*caret = clean_width(f->text, v->caret);
	if (f->choices)
		*caret = 0;
	if (clean_width(f->text, strlen(f->text)) <= width)
		return 0; /* the caret may be behind the field */
	first = *caret > width - 1 ? *caret - width + 1 : 0;
	*caret -= first;
	return first;
}

/* A text that is longer than its field has a mark where it is cut. */
static void draw_text(struct rect line, const struct form_field *f, int first)
{
	char clean[ROOM];

	paint_fill(line, ROLE_FIELD);
	text_clean(clean, sizeof(clean), f->text, paint_is_utf8());
	paint_text(line, 0, 0, ROLE_FIELD, paint_skip(clean, first));
	if (first > 0)
		paint_text(line, 0, 0, ROLE_DIALOG_KEY, "<");
	if (paint_width(clean) - first > line.w)
		paint_text(line, 0, line.w - 1, ROLE_DIALOG_KEY, ">");
}

/* The field of that number, so wide at most; the cursor is in the active one. */
static void draw_field(const struct form_view *v, size_t i, struct rect line, int width, bool top)
{
	int caret = 0, first = 0;

	line.w = width < line.w ? width : line.w;
	if (i == v->at)
		first = first_shown(v, line.w, &caret);
	draw_text(line, &v->form->fields[i], first);
	if (i == v->at && top)
		term_cursor(line.y, line.x + caret);
}

/* --- the box as it is laid out --- */

static void draw_box(const struct form_view *v, bool top)
{
	const struct form *f = v->form;
	struct rect box =
		paint_place((LINES - (f->rows ? f->rows : f->height)) / 2,
			    (COLS - (f->cols ? f->cols : f->width)) / (f->part ? f->part : 2),
			    f->height, f->width, 1);

	paint_box(box, ROLE_DIALOG_BOX, ROLE_DIALOG);
	if (f->title)
		paint_textf(box, 0, 1, ROLE_DIALOG_BOX, " %s ", f->title);
	for (size_t i = 0; i < f->n_texts; i++)
		paint_text(box, f->texts[i].y, f->texts[i].x,
			   f->texts[i].y ? ROLE_DIALOG : ROLE_DIALOG_BOX, f->texts[i].s);
	for (size_t i = 0; i < f->n_fields; i++)
		draw_field(v, i, rect_line(box, f->fields[i].y, f->fields[i].x, 1),
			   f->fields[i].width, top);
	paint_marked(rect_inside(box), f->height - 3, 1, ROLE_DIALOG, ROLE_DIALOG_KEY,
		     f->foot ? f->foot : "");
}

/* --- a list of its fields, where the screen has no room for that --- */

static bool has_room(const struct form *f)
{
	return f->width <= COLS && f->height <= LINES - 2;
}

/* The lines that explain the form, as one text. */
static char *join_prose(const struct form *f, char buf[ROOM])
{
	struct strbuf sb;

	sb_init(&sb, buf, ROOM);
	for (size_t i = 0; i < f->n_prose; i++)
		sb_printf(&sb, "%s%s", sb.len ? " " : "", f->texts[i].s);
	return buf;
}

/* Paints a text from line y on, broken into lines of so many columns; returns how many. */
static int flow(const char *s, const struct rect *inside, int y, int width)
{
	char piece[ROOM];
	int lines = 0;

	while (*s) {
		size_t len = paint_break(s, width);

		snprintf(piece, sizeof(piece), "%.*s", (int)len, s);
		if (inside)
			paint_text(*inside, y + lines, 1, ROLE_DIALOG, piece);
		lines++;
		s += len + (s[len] == ' ');
	}
	return lines;
}

static int label_width(const struct form *f)
{
	int widest = 0;

	for (size_t i = 0; i < f->n_fields; i++)
		if (paint_width(f->fields[i].label) > widest)
			widest = paint_width(f->fields[i].label);
	return widest;
}

/* The first line shown: the active line and the next one are visible. */
static int first_line(int active, int total, int room)
{
	int last = active + 2 < total ? active + 2 : total, first = last > room ? last - room : 0;

	return first < active ? first : active;
}

static void draw_list(const struct form_view *v, bool top)
{
	const struct form *f = v->form;
	int width = f->width < COLS ? f->width : COLS, x = label_width(f) + 2, prose, total, first;
	char text[ROOM];
	struct rect box, in;

	prose = flow(join_prose(f, text), NULL, 0, width - 4);
	total = prose + (int)f->n_fields;
	box = paint_place((LINES - total - 2) / 2, (COLS - width) / 2, total + 2, width, 1);
	in = rect_inside(box);
	first = first_line(prose + (int)v->at, total, in.h);
	paint_box(box, ROLE_DIALOG_BOX, ROLE_DIALOG);
	if (f->title)
		paint_textf(box, 0, 1, ROLE_DIALOG_BOX, " %s ", f->title);
	flow(text, &in, -first, width - 4);
	for (int i = 0; i < (int)f->n_fields; i++) {
		const struct form_field *field = &f->fields[i];
		int y = prose + i - first;

		if (y < 0 || y >= in.h)
			continue;
		paint_text(in, y, 1, ROLE_DIALOG, field->label);
		draw_field(v, (size_t)i, rect_line(in, y, x, 1),
			   field->choices ? 1 : (int)field->size, top);
	}
	paint_more(box, first > 0, first + in.h < total);
}

/* --- --- */

#define NARROW 46 /* columns that the longer words need */

static void draw_keys(const struct form *f)
{
	const struct keyhint keys[] = {
		{ .name = "Tab", .hint = COLS < NARROW ? "next" : "next field" },
		{ .name = "Enter", .hint = "accept" },
		{ .name = "Ctrl+X", .hint = "cancel" },
		{ .name = "Ctrl+U", .hint = "clear", .spare = true },
		{ .name = "Lft/Rt/Home/End", .hint = "move", .spare = true },
	};
	size_t skip = f->n_fields > 1 ? 0 : 1;

	keys_draw(keys + skip, sizeof(keys) / sizeof(keys[0]) - skip);
}

void form_draw(void *self, bool top)
{
	const struct form_view *v = self;

	if (has_room(v->form))
		draw_box(v, top);
	else
		draw_list(v, top);
	draw_keys(v->form);
}
