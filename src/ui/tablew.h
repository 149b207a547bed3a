#ifndef UI_TABLEW_H
#define UI_TABLEW_H
/* The table widget: scrolls, selects, sorts, fits columns; the only such code. */
#include <stdbool.h>
#include "stats/field.h"
#include "ui/screen.h"

struct tablew;

/* rows come from t over engine; NULL when memory is short. */
struct tablew *tablew_new(const struct table *t, const struct screen_env *env);
void tablew_free(struct tablew *w);
/* area: the lines inside the window's border; screen_cols: what columns scale by. */
void tablew_layout(struct tablew *w, struct rect area, int screen_cols);
/* Which column set is shown (a bit of field.mode). */
void tablew_set_mode(struct tablew *w, unsigned mode);
/* Under the lock. */
void tablew_draw(struct tablew *w, bool focused);
/* Titles of the visible columns into the border line at y. */
void tablew_draw_titles(const struct tablew *w, int y);
/* Scrolling and moving the bar; false: not mine.  Takes the host's lock itself. */
bool tablew_act(struct tablew *w, enum action act);
/* Opens the sort box made from the table's fields, sorts.  Not under the lock. */
void tablew_sort(struct tablew *w);
/* Row under the bar; false when there is none. */
bool tablew_selected(const struct tablew *w, size_t *row);
#endif
