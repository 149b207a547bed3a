/* Packet sizes: the brackets in two columns, the largest packets, the MTU. */
#include <inttypes.h>
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
	struct view figures, sums;
};

static int sizes_open(void *self, const struct screen_env *env)
{
	struct sizes_screen *s = self;
	int rc = screen_view(env, &s->figures, &sizes_table);

	s->env = env;
	s->sheet.lines = WORDS_LINES;
	s->sheet.columns = WORDS_COLS;
	return rc < 0 ? rc : screen_view(env, &s->sums, &sizes_sum_table);
}

static void sizes_close(void *self)
{
	struct sizes_screen *s = self;

	view_fini(&s->figures);
	view_fini(&s->sums);
}

static void sizes_prepare(void *self, const struct run_status *st)
{
	struct sizes_screen *s = self;

	screen_hold(s->env, &s->figures, st);
	screen_hold(s->env, &s->sums, st);
}

static void sizes_layout(void *self, struct rect area)
{
	((struct sizes_screen *)self)->box = area;
}

static void draw_figures(const struct sheet *in, int y, int x, const struct sheet_table *t,
			 uint32_t row)
{
	char text[FMT_COUNT];

	sheet_text(in, y, x, ROLE_HIGH,
		   fmt_count(text, sizeof(text), sheet_number(t, row, "rx_packets")));
	sheet_text(in, y, x + 9, ROLE_HIGH,
		   fmt_count(text, sizeof(text), sheet_number(t, row, "tx_packets")));
}

/* Of an MTU too small to be divided there is only the last row. */
static void draw_brackets(const struct sheet *in, const struct sheet_table *t)
{
	uint32_t rows = table_rows(t->view->table, t->view->engine).count, last = rows - 1;

	for (uint32_t column = 0; column < 2; column++) {
		int x = column ? 43 : 2;

		sheet_text(in, 2, x, ROLE_BOX, "Packet Size (bytes)");
		sheet_text(in, 2, x + 22, ROLE_BOX, "In");
		sheet_text(in, 2, x + 30, ROLE_BOX, "Out");
		for (uint32_t i = 0; i < SIZES_BRACKETS / 2 && last; i++) {
			uint32_t row = column * SIZES_BRACKETS / 2 + i;

			sheet_textf(in, 3 + (int)i, x, ROLE_TEXT, "%5" PRIu64 " to %5" PRIu64 ":",
				    sheet_number(t, row, "from"), sheet_number(t, row, "to"));
			draw_figures(in, 3 + (int)i, x + 15, t, row);
		}
	}
	if (!last)
		sheet_text(in, 3, 2, ROLE_TEXT, "The MTU is too small to be divided.");
	sheet_text(in, 13, 48, ROLE_TEXT, "oversized:");
	draw_figures(in, 13, 58, t, last);
}

static void draw_words(const struct sheet *in, const struct sheet_table *sum)
{
	sheet_text(in, 15, 2, ROLE_TEXT, "max packet size in (bytes):");
	sheet_textf(in, 15, 30, ROLE_HIGH, "%9" PRIu64, sheet_number(sum, 0, "rx_largest"));
	sheet_text(in, 16, 2, ROLE_TEXT, "max packet size out (bytes):");
	sheet_textf(in, 16, 30, ROLE_HIGH, "%9" PRIu64, sheet_number(sum, 0, "tx_largest"));
	sheet_textf(in, 18, 2, ROLE_TEXT,
		    "Interface MTU is %" PRIu64 " bytes, not counting the data-link header.",
		    sheet_number(sum, 0, "mtu"));
	sheet_text(in, 19, 2, ROLE_TEXT,
		   "Sizes are those of the network layer: a full packet is as large as the MTU.");
}

static void sizes_draw(void *self, const struct run_status *st)
{
	const struct footer footer = { .time_x = 1, .drops_x = 49 };
	struct sizes_screen *s = self;
	const struct sheet_table t = { &s->figures, st };
	const struct sheet_table sum = { &s->sums, st };
	char name[64];

	paint_box(s->box, ROLE_BOX, ROLE_TEXT);
	paint_textf(
		rect_line(s->box, 0, 0, 1), 0, 1, ROLE_BOX,
		" Packet Distribution by Size for interface %s ",
		text_clean(name, sizeof(name), *st->iface ? st->iface : "all", paint_is_utf8()));
	sheet_fit(&s->sheet, s->box);
	draw_brackets(&s->sheet, &t);
	draw_words(&s->sheet, &sum);
	footer_draw(s->box, &footer, st);
	sheet_marks(&s->sheet);
}

static void sizes_act(void *self, enum action act)
{
	sheet_act(&((struct sizes_screen *)self)->sheet, act);
}

static const struct keybind sizes_keys[] = { SHEET_KEYS, { .key = 0 } };

const struct screen_ops scr_sizes = {
	.size = sizeof(struct sizes_screen),
	.open = sizes_open,
	.close = sizes_close,
	.prepare = sizes_prepare,
	.layout = sizes_layout,
	.draw = sizes_draw,
	.act = sizes_act,
	.keys = sizes_keys,
};
