#include <stdlib.h>

#include "ui/layer.h"
#include "ui/paint.h"

struct panel_view {
	struct ui *ui;
	const struct panel *panel;
	struct layer layer;
};

static void draw_line(struct rect box, int y, const struct panel_line *l)
{
	struct rect line = rect_line(box, y, 1, 1);

	if (!l->label) {
		paint_rule(box, y, ROLE_BOX);
		return;
	}
	paint_text(line, 0, 1, ROLE_TEXT, l->label);
	paint_text(line, 0, line.w - 1 - paint_width(l->value), ROLE_HIGH, l->value);
}

static bool is_shown(const struct panel_line *l)
{
	return !l->roomy || menu_has_room();
}

static int count_shown(const struct panel *p)
{
	int n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += is_shown(&p->lines[i]);
	return n;
}

static void panel_draw(void *self, bool top)
{
	const struct panel *p = ((const struct panel_view *)self)->panel;
	struct rect box = paint_place((LINES - p->rows) / 2,
				      (COLS - p->cols) / (p->part ? p->part : 2) + p->beside,
				      count_shown(p) + 2, p->width, 2);
	int y = 1;

	(void)top;
	if (!menu_has_panel())
		return;
	paint_box(box, ROLE_BOX, ROLE_TEXT);
	paint_textf(box, 0, 1, ROLE_BOX, " %s ", p->title);
	for (size_t i = 0; i < p->n && y < box.h - 1; i++)
		if (is_shown(&p->lines[i]))
			draw_line(box, y++, &p->lines[i]);
}

struct panel_view *panel_open(struct ui *ui, const struct panel *p)
{
	struct panel_view *v = calloc(1, sizeof(*v));

	if (!v)
		return NULL;
	v->ui = ui;
	v->panel = p;
	v->layer = (struct layer){ .draw = panel_draw, .self = v };
	ui_push(ui, &v->layer);
	return v;
}

void panel_close(struct panel_view *v)
{
	if (!v)
		return;
	ui_pop(v->ui, &v->layer);
	free(v);
}
