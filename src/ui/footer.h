#ifndef UI_FOOTER_H
#define UI_FOOTER_H
/* The lower border of a facility's window: what it counts, running time, drops. */
#include "ui/paint.h"
#include "ui/screen.h"

struct footer {
	const char *left;    /* at column 1; NULL: nothing */
	const char *note;    /* what the list is searched for; NULL: nothing */
	int time_x, drops_x; /* from 80 columns up; below, all close up and the last give way */
};

void footer_draw(struct rect box, const struct footer *f, const struct run_status *st);
/* " held since 14:03:22 ", of a paused display, in FOOTER_HELD columns.  Returns buf. */
#define FOOTER_HELD 21
char *footer_held(const struct run_status *st, char *buf, size_t n);
/* How drops are painted: they are to be seen when there are any. */
enum role footer_drops_role(const struct run_status *st);
/* A rate in the unit that the settings want. */
char *footer_rate(const struct screen_env *env, uint64_t bytes_per_s, char *buf, size_t n);
#endif
