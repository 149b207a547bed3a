#include "ui/linelist.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/keys.h"
#include "ui/layer.h"
#include "ui/paint.h"
#include "ui/scroll.h"

#define HINTS_MAX 8

#define FIND_MAX 16
#define NARROW	 60
#define ROOMY	 80 /* columns from which on no hint gives way to that of the key ? */
#define SHIFT	 8  /* columns at a time */

struct view {
	const struct linelist *list;
	struct scroll scroll;
	int shift;	      /* columns that lines are shifted by */
	int hidden;	      /* columns of the widest one shown that are behind the right edge */
	char typed[FIND_MAX]; /* what is looked for */
};

/* On a narrow screen, keys that only move give way to those that do something; a page has none. */
static bool has_hint(const struct linelist *l, size_t i)
{
	return COLS >= NARROW || l->is_page || l->keys[i].run || i + 1 == l->n_keys;
}

static void draw_hints(const struct linelist *l)
{
	struct keyhint hints[HINTS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < l->n_keys && n < HINTS_MAX; i++)
		if (has_hint(l, i))
			hints[n++] = (struct keyhint){ .name = l->keys[i].name,
						       .hint = l->keys[i].hint };
	if (l->help && COLS >= ROOMY && n < HINTS_MAX)
		hints[n++] = (struct keyhint){ .name = "?", .hint = "keys", .spare = true };
	if (l->close_hints)
		keys_draw_close(hints, n);
	else
		keys_draw(hints, n);
}

static void draw_line(struct view *v, size_t i, struct rect line, enum role role)
{
	const struct linelist *l = v->list;
	char text[1024], clean[1024];

	if (l->paint) {
		l->paint(l->ctx, i, line);
		return;
	}
	l->text(l->ctx, i, text, sizeof(text));
	paint_fill(line, role);
	text_clean(clean, sizeof(clean), text, paint_is_utf8());
	paint_text(line, 0, 1, role, paint_skip(clean, v->shift));
	if (paint_width(clean) - v->shift + 1 - line.w > v->hidden)
		v->hidden = paint_width(clean) - v->shift + 1 - line.w;
	if (!l->value)
		return;
	l->value(l->ctx, i, text, sizeof(text));
	paint_text(line, 0, line.w - paint_width(text), role, text);
}

/* On the upper border, over their columns; a mark where lines go on behind an edge. */
static void draw_heads(const struct view *v, struct rect box)
{
	const struct linelist *l = v->list;
	struct rect line = rect_line(box, 0, 1, 1);
	char head[64];

	for (size_t i = 0; i < LINELIST_HEADS && l->heads[i].text; i++) {
		int x = l->heads[i].x - 1 - v->shift;

		snprintf(head, sizeof(head), " %s ", l->heads[i].text);
		if (x + paint_width(head) > 0)
			paint_text(line, 0, x > 0 ? x : 0, ROLE_BOX,
				   paint_skip(head, x > 0 ? 0 : -x));
	}
	if (v->shift > 0)
		paint_text(box, 0, 0, ROLE_MARK, "<");
	if (v->hidden > 0)
		paint_text(box, 0, box.w - 1, ROLE_MARK, ">");
}

/* As high as the lines it has, between its usual height and the screen's. */
static int height_of(const struct linelist *l)
{
	int lines = (int)l->count(l->ctx) + 2;

	return l->grows && menu_has_room() && lines > l->height ? lines : l->height;
}

static void draw_foot(const struct view *v, struct rect box)
{
	if (*v->typed)
		paint_textf(box, box.h - 1, 1, ROLE_MARK, " %s ", v->typed);
	else if (v->list->foot)
		paint_textf(box, box.h - 1, 1, ROLE_BOX, " %s ", v->list->foot);
}

static void draw_lines(struct view *v, struct rect inside)
{
	const struct scroll *s = &v->scroll;

	v->hidden = -inside.w;
	for (size_t i = 0; i < s->height && s->top + i < s->count; i++)
		draw_line(v, s->top + i, rect_line(inside, (int)i, 0, 0),
			  s->has_bar && s->top + i == s->bar ? ROLE_BAR : ROLE_TEXT);
}

static void view_draw(void *self, bool top)
{
	struct view *v = self;
	const struct linelist *l = v->list;
	struct scroll *s = &v->scroll;
	struct rect box = paint_place((LINES - (l->rows ? l->rows : l->height)) / 2,
				      (COLS - (l->cols ? l->cols : l->width)) / 2, height_of(l),
				      l->width, l->margin);
	struct rect inside = rect_inside(box);

	(void)top;
	scroll_fit(s, l->count(l->ctx), inside.h > 0 ? (size_t)inside.h : 0);
	paint_box(box, ROLE_BOX, ROLE_TEXT);
	draw_foot(v, box);
	draw_lines(v, inside);
	if (v->shift > 0 && v->hidden < 0) { /* a box that has become wider */
		v->shift = v->shift > -v->hidden ? v->shift + v->hidden : 0;
		draw_lines(v, inside);
	}
	if (s->count == 0 && l->empty)
		paint_text(inside, 0, 1, ROLE_TEXT, l->empty);
	draw_heads(v, box);
	paint_more(box, s->top > 0, s->top + s->height < s->count);
	draw_hints(l);
}

static const struct linelist_key *find_key(const struct linelist *l, int key)
{
	if (keys_is_enter(key))
		key = '\n';
	else if (key < 128 && isupper(key))
		key = tolower(key);
	for (size_t i = 0; i < l->n_keys; i++)
		if (l->keys[i].run && l->keys[i].key == key)
			return &l->keys[i];
	return NULL;
}

/* The first line that begins with what is typed, else the first that has it; count: none. */
static size_t find_typed(const struct linelist *l, const char *typed)
{
	size_t count = l->count(l->ctx), within = count;
	char text[1024];

	for (size_t i = 0; i < count; i++) {
		const char *at;

		l->text(l->ctx, i, text, sizeof(text));
		at = strcasestr(text, typed);
		if (at == text)
			return i;
		if (at && within == count)
			within = i;
	}
	return within;
}

/* A letter that would find nothing is not taken. */
static void add_typed(struct view *v, int key)
{
	size_t len = strlen(v->typed), at;

	if (len + 1 == FIND_MAX)
		return;
	v->typed[len] = (char)key;
	v->typed[len + 1] = '\0';
	at = find_typed(v->list, v->typed);
	if (at < v->list->count(v->list->ctx))
		scroll_to(&v->scroll, at);
	else
		v->typed[len] = '\0';
}

static bool is_typed(const struct view *v, int key)
{
	enum action act = keys_action(NULL, key);

	if (key <= ' ' || key > '~')
		return false;
	/* the first must not be one that closes the list, or scrolls it */
	return *v->typed || (act != ACT_LEAVE && act != ACT_PAGE_UP);
}

/* True: the key was for finding. */
static bool take_typed(struct view *v, int key)
{
	size_t len = strlen(v->typed);

	if (!v->list->finds)
		return false;
	if (is_typed(v, key)) {
		add_typed(v, key);
		return true;
	}
	if (len > 0 && (key == KEY_BACKSPACE || key == 0x7f || key == '\b')) {
		v->typed[len - 1] = '\0';
		return true;
	}
	v->typed[0] = '\0';
	return len > 0 && key == KEY_ESCAPE;
}

/* True: the key shifts lines, where they are longer than the box is wide. */
static bool take_shift(struct view *v, int key)
{
	int by;

	if (key == KEY_RIGHT && v->hidden > 0)
		by = v->hidden < SHIFT ? v->hidden : SHIFT;
	else if (key == KEY_LEFT && v->shift > 0)
		by = v->shift < SHIFT ? -v->shift : -SHIFT;
	else
		return false;
	v->shift += by;
	v->hidden -= by;
	return true;
}

static int take_keys(struct ui *ui, struct view *v)
{
	const struct linelist *l = v->list;
	int key;

	while ((key = ui_next(ui)) != UI_KEY_QUIT) {
		const struct linelist_key *own = find_key(l, key);
		enum action act = keys_action(NULL, key);

		if (act == ACT_HELP && l->help) {
			l->help(ui, l);
			continue;
		}
		if (take_shift(v, key) || take_typed(v, key))
			continue;
		if (own) {
			if (own->run(l->ctx, v->scroll.bar))
				return (int)v->scroll.bar;
		} else if (act == ACT_LEAVE || (!scroll_act(&v->scroll, act) && l->is_page)) {
			break;
		}
	}
	return -1;
}

int linelist_show(struct ui *ui, const struct linelist *l)
{
	struct view v = { .list = l,
			  .scroll = { .has_bar = !l->is_page,
				      .scrolled_back = l->is_page,
				      .count = l->count(l->ctx) } };
	struct layer layer = { .draw = view_draw, .self = &v };
	int at;

	ui_push(ui, &layer);
	at = take_keys(ui, &v);
	ui_pop(ui, &layer);
	return at;
}

void linelist_keys_print(FILE *out, const char *list, const struct linelist_key *keys, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (keys[i].run)
			fprintf(out, "key\t%s\t%s\t%s\n", list, keys[i].name, keys[i].hint);
}
