#ifndef UI_LIST_SCREEN_H
#define UI_LIST_SCREEN_H
/*
 * A screen that is one list and its border, or up to three of which one is shown: most facilities
 * need no other.  Its ops are these functions, but for `open`, which names the look:
 *
 *	static int hosts_open(void *self, const struct screen_env *env)
 *	{
 *		return list_screen_open(self, env, &look);
 *	}
 *
 * A screen that has more begins with a struct list_screen, and calls these from its own ops.
 */
#include "ui/footer.h"
#include "ui/tablew.h"

#define LIST_SCREEN_LISTS 3

struct list_screen;

struct list_look {
	struct {
		const struct columns *columns; /* NULL: there are no more */
		const char *rows; /* what the border calls them; NULL: it does not count them */
	} list[LIST_SCREEN_LISTS];
	bool bar;	     /* from the start on */
	const char *kept_by; /* from the start on, kept sorted by this key; NULL: not sorted */
	bool counts_none;    /* the border says so when there are no rows */
	int time_x, drops_x; /* as struct footer has them */
	bool evicted_on_top; /* where the rows evicted are shown, and at which column */
	int evicted_x;
	/* What it has seen, of COLUMNS_SEEN; under the lock.  NULL: nothing. */
	unsigned (*seen)(void *engine);
	const struct table *also; /* another table that on_border reads; NULL: none */
	/* What else is on the border; under the lock.  NULL: nothing. */
	void (*on_border)(const struct list_screen *s, const struct run_status *st);
};

struct list_screen {
	const struct screen_env *env;
	const struct list_look *look;
	struct rect box;
	struct tablew lists[LIST_SCREEN_LISTS];
	struct tablew *list; /* the one shown */
	unsigned mode;	     /* the set of columns, */
	unsigned seen;	     /* and what was seen: both together as tablew_layout takes them */
	struct view also;
};

/* As the functions of struct screen_ops. */
int list_screen_open(void *self, const struct screen_env *env, const struct list_look *look);
void list_screen_close(void *self);
void list_screen_layout(void *self, struct rect area);
void list_screen_prepare(void *self, const struct run_status *st);
bool list_screen_work(void *self, uint64_t until_us);
void list_screen_draw(void *self, const struct run_status *st);
void list_screen_act(void *self, enum action act);
bool list_screen_take_back(void *self);
void list_screen_click(void *self, int y, int x);
uint64_t list_screen_on(const void *self);

/* Which list is shown, from 0 on; shows one; shows the second, or from there the first. */
size_t list_screen_shown(const struct list_screen *s);
void list_screen_show(struct list_screen *s, size_t which);
void list_screen_switch(struct list_screen *s);

/* What all of them do alike; take_back and on are list_screen_'s, or the screen's own. */
#define LIST_SCREEN_OPS                                                                            \
	.close = list_screen_close, .prepare = list_screen_prepare, .work = list_screen_work,      \
	.click = list_screen_click

/* The keys of a list that can be sorted, and of one that cannot. */
#define LIST_SCREEN_SCROLL                                                                         \
	{                                                                                          \
		.key = KEY_UP, .act = ACT_UP, .name = "Up/Down/PgUp/PgDn", .hint = "scroll window" \
	}
#define LIST_SCREEN_SORT                                                                           \
	{ .key = 's', .act = ACT_SORT, .name = "S", .hint = "sort" },                              \
	{                                                                                          \
		.key = 'r', .act = ACT_KEEP_ORDER, .name = "R", .hint = "keep sorted",             \
		.hint_on = "stop sorting", .spare = true                                           \
	}
#endif
