#include "ui/footer.h"

#include <stdio.h>

#include "base/fmt.h"
#include "config/settings.h"

static int place(struct rect line, int x, enum role role, const char *text)
{
	if (x + paint_width(text) >= line.w)
		return x;
	return paint_text(line, 0, x, role, text);
}

/* Its own place, where there is room and nothing else reaches there. */
static int at_least(struct rect line, int x, int own)
{
	return line.w >= 80 && own > x ? own : x;
}

char *footer_held(const struct run_status *st, char *buf, size_t n)
{
	char when[FMT_CLOCK];

	snprintf(buf, n, " held since %s ", fmt_clock(when, sizeof(when), st->now.wall));
	return buf;
}

/* What a search needs it takes from time and drops. */
static int draw_note(struct rect line, int x, const char *note)
{
	line.w--; /* the corner */
	paint_text(line, 0, x, ROLE_MARK, note);
	x += paint_width(note);
	return x < line.w ? x : line.w;
}

enum role footer_drops_role(const struct run_status *st)
{
	return st->dropped ? ROLE_NOTE : ROLE_BOX;
}

void footer_draw(struct rect box, const struct footer *f, const struct run_status *st)
{
	struct rect line = rect_line(box, box.h - 1, 0, 0);
	char hhmm[FMT_HHMM], count[FMT_COUNT], time[32], drops[32], held[32];
	int x = 1, drops_x;

	fmt_hhmm(hhmm, sizeof(hhmm), st->elapsed_s);
	fmt_count(count, sizeof(count), st->dropped);
	snprintf(time, sizeof(time), " Time: %s ", hhmm);
	snprintf(drops, sizeof(drops), " Drops: %s ", count);
	if (f->left)
		x = place(line, 1, ROLE_BOX, f->left);
	x = at_least(line, x, f->time_x);
	/* what is held needs no running time */
	if (st->paused)
		x = paint_text(line, 0, x, ROLE_MARK, footer_held(st, held, sizeof(held)));
	else if (!f->note)
		x = place(line, x, ROLE_BOX, time);
	if (f->note)
		x = draw_note(line, x, f->note);
	drops_x = at_least(line, x, f->drops_x);
	place(line, drops_x, footer_drops_role(st), drops);
}

char *footer_rate(const struct screen_env *env, uint64_t bytes_per_s, char *buf, size_t n)
{
	return fmt_rate(buf, n, bytes_per_s, env->set->kbytes ? RATE_KBYTES : RATE_KBITS);
}
