/* Packet sizes: the brackets in two columns, the largest packets, the MTU. */
#include <stdio.h>

#include "base/fmt.h"
#include "base/text.h"
#include "stats/sizes.h"
#include "ui/footer.h"
#include "ui/sheet.h"

#define WORDS_LINES 19
#define WORDS_COLS  77

struct sizes_screen {
	const struct screen_env *env;
	struct rect box;
	struct sheet sheet;
};

static void sizes_open(void *self, const struct screen_env *env)
{
	struct sizes_screen *s = self;

	s->env = env;
	s->sheet.lines = WORDS_LINES;
	s->sheet.columns = WORDS_COLS;
}

static void sizes_layout(void *self, struct rect area)
{
	((struct sizes_screen *)self)->box = area;
}

static void draw_figures(const struct sheet *in, int y, int x, const uint64_t packets[SIZES_WAYS])
{
	char text[FMT_COUNT];

	for (int way = 0; way < SIZES_WAYS; way++)
		sheet_text(in, y, x + 9 * way, ROLE_HIGH,
			   fmt_count(text, sizeof(text), packets[way]));
}

static void draw_brackets(const struct sheet *in, const struct sizes_view *v)
{
	for (int column = 0; column < 2; column++) {
		int x = column ? 43 : 2;

		sheet_text(in, 2, x, ROLE_BOX, "Packet Size (bytes)");
		sheet_text(in, 2, x + 22, ROLE_BOX, "In");
		sheet_text(in, 2, x + 30, ROLE_BOX, "Out");
		for (int i = 0; i < SIZES_BRACKETS / 2 && v->width; i++) {
			int b = column * SIZES_BRACKETS / 2 + i;

			sheet_textf(in, 3 + i, x, ROLE_TEXT,
				    "%5u to %5u:", v->width * (unsigned)b + 1,
				    v->width * (unsigned)(b + 1));
			draw_figures(in, 3 + i, x + 15, v->packets[b]);
		}
	}
	if (!v->width)
		sheet_text(in, 3, 2, ROLE_TEXT, "The MTU is too small to be divided.");
	sheet_text(in, 13, 48, ROLE_TEXT, "oversized:");
	draw_figures(in, 13, 58, v->packets[SIZES_BRACKETS]);
}

static void draw_words(const struct sheet *in, const struct sizes_view *v)
{
	sheet_text(in, 15, 2, ROLE_TEXT, "max packet size in (bytes):");
	sheet_textf(in, 15, 30, ROLE_HIGH, "%9u", v->largest[SIZES_IN]);
	sheet_text(in, 16, 2, ROLE_TEXT, "max packet size out (bytes):");
	sheet_textf(in, 16, 30, ROLE_HIGH, "%9u", v->largest[SIZES_OUT]);
	sheet_textf(in, 18, 2, ROLE_TEXT,
		    "Interface MTU is %u bytes, not counting the data-link header.", v->mtu);
	sheet_text(in, 19, 2, ROLE_TEXT,
		   "Sizes are those of the network layer: a full packet is as large as the MTU.");
}

static void sizes_draw(void *self, const struct run_status *st)
{
	const struct footer footer = { .time_x = 1, .drops_x = 49 };
	struct sizes_screen *s = self;
	struct sizes_view v;
	char name[64];

	sizes_view(s->env->engine, &v);
	paint_box(s->box, ROLE_BOX, ROLE_TEXT);
	paint_textf(rect_line(s->box, 0, 0, 1), 0, 1, ROLE_BOX,
		    " Packet Distribution by Size for interface %s ",
		    text_clean(name, sizeof(name), v.iface ? v.iface : "all", paint_is_utf8()));
	sheet_fit(&s->sheet, s->box);
	draw_brackets(&s->sheet, &v);
	draw_words(&s->sheet, &v);
	footer_draw(s->box, &footer, st);
}

static void sizes_act(void *self, enum action act)
{
	sheet_act(&((struct sizes_screen *)self)->sheet, act);
}

static const struct keybind sizes_keys[] = { SHEET_KEYS, { .key = 0 } };

const struct screen_ops scr_sizes = {
	.size = sizeof(struct sizes_screen),
	.open = sizes_open,
	.layout = sizes_layout,
	.draw = sizes_draw,
	.act = sizes_act,
	.keys = sizes_keys,
};
