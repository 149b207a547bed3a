/* Packet sizes: the brackets in two columns, the largest packets, the MTU. */
#include <stdio.h>

#include "base/fmt.h"
#include "base/text.h"
#include "stats/sizes.h"
#include "ui/footer.h"

struct sizes_screen {
	const struct screen_env *env;
	struct rect box;
};

static void sizes_open(void *self, const struct screen_env *env)
{
	((struct sizes_screen *)self)->env = env;
}

static void sizes_layout(void *self, struct rect area)
{
	((struct sizes_screen *)self)->box = area;
}

static void draw_figures(struct rect in, int y, int x, const uint64_t packets[SIZES_WAYS])
{
	char text[FMT_COUNT];

	for (int way = 0; way < SIZES_WAYS; way++)
		paint_text(in, y, x + 9 * way, ROLE_HIGH,
			   fmt_count(text, sizeof(text), packets[way]));
}

static void draw_brackets(struct rect in, const struct sizes_view *v)
{
	for (int column = 0; column < 2; column++) {
		int x = column ? 43 : 2;

		paint_text(in, 2, x, ROLE_BOX, "Packet Size (bytes)");
		paint_text(in, 2, x + 22, ROLE_BOX, "In");
		paint_text(in, 2, x + 30, ROLE_BOX, "Out");
		for (int i = 0; i < SIZES_BRACKETS / 2 && v->width; i++) {
			int b = column * SIZES_BRACKETS / 2 + i;

			paint_textf(in, 3 + i, x, ROLE_TEXT,
				    "%5u to %5u:", v->width * (unsigned)b + 1,
				    v->width * (unsigned)(b + 1));
			draw_figures(in, 3 + i, x + 15, v->packets[b]);
		}
	}
	if (!v->width)
		paint_text(in, 3, 2, ROLE_TEXT, "The MTU is too small to be divided.");
	paint_text(in, 13, 48, ROLE_TEXT, "oversized:");
	draw_figures(in, 13, 58, v->packets[SIZES_BRACKETS]);
}

static void draw_words(struct rect in, const struct sizes_view *v)
{
	paint_text(in, 15, 2, ROLE_TEXT, "max packet size in (bytes):");
	paint_textf(in, 15, 30, ROLE_HIGH, "%9u", v->largest[SIZES_IN]);
	paint_text(in, 16, 2, ROLE_TEXT, "max packet size out (bytes):");
	paint_textf(in, 16, 30, ROLE_HIGH, "%9u", v->largest[SIZES_OUT]);
	paint_textf(in, 18, 2, ROLE_TEXT,
		    "Interface MTU is %u bytes, not counting the data-link header.", v->mtu);
	paint_text(in, 19, 2, ROLE_TEXT,
		   "Sizes are those of the network layer: a full packet is as large as the MTU.");
}

static void sizes_draw(void *self, const struct run_status *st)
{
	const struct footer footer = { .time_x = 1, .drops_x = 49 };
	struct sizes_screen *s = self;
	struct rect in = s->box;
	struct sizes_view v;
	char name[64];

	sizes_view(s->env->engine, &v);
	paint_box(s->box, ROLE_BOX, ROLE_TEXT);
	paint_textf(rect_line(s->box, 0, 0, 1), 0, 1, ROLE_BOX,
		    " Packet Distribution by Size for interface %s ",
		    text_clean(name, sizeof(name), v.iface ? v.iface : "all", paint_is_utf8()));
	in.h--;
	in.w--;
	draw_brackets(in, &v);
	draw_words(in, &v);
	footer_draw(s->box, &footer, st);
}

static void sizes_act(void *self, enum action act)
{
	(void)self;
	(void)act;
}

const struct screen_ops scr_sizes = {
	.size = sizeof(struct sizes_screen),
	.open = sizes_open,
	.layout = sizes_layout,
	.draw = sizes_draw,
	.act = sizes_act,
};
