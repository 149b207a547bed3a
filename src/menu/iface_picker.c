#include "menu/iface_picker.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fmt.h"
#include "capture/ifaces.h"
#include "config/settings.h"
#include "run/iface_rates.h"
#include "ui/ui.h"

#define ALL_INTERFACES "All interfaces"

struct choice {
	char name[IFNAMSIZ];
	int index; /* 0: all of them */
	bool up;
};

struct picker {
	const struct run_env *env;
	struct choice *choice; /* copies: the list of interfaces changes while this one is open */
	const char **item;
	size_t n;
};

static void add(struct picker *p, const struct choice *c)
{
	p->choice[p->n] = *c;
	p->item[p->n] = c->index ? p->choice[p->n].name : ALL_INTERFACES;
	p->n++;
}

static void add_ifaces(struct picker *p, bool up)
{
	for (size_t i = 0; i < ifaces_count(p->env->ifs); i++) {
		const struct iface *f = ifaces_at(p->env->ifs, i);
		struct choice c = { .index = f->index, .up = up };

		memcpy(c.name, f->name, sizeof(c.name));
		if (iface_is_up(f) == up)
			add(p, &c);
	}
}

/* Those that are down, which cannot be captured, are on larger screens alone. */
static bool fill(struct picker *p, bool all)
{
	size_t most = ifaces_count(p->env->ifs) + 1;

	p->choice = calloc(most, sizeof(*p->choice));
	p->item = calloc(most, sizeof(*p->item));
	if (!p->choice || !p->item)
		return false;
	if (all)
		add(p, &(struct choice){ .up = true });
	add_ifaces(p, true);
	if (menu_has_room())
		add_ifaces(p, false);
	return true;
}

/* What is idle has nothing to show. */
static void write_rate(const void *ctx, size_t i, char *buf, size_t n)
{
	const struct picker *p = ctx;
	uint64_t rate;

	buf[0] = '\0';
	if (!p->choice[i].up)
		snprintf(buf, n, "down");
	else if (iface_rates_get(p->env->rates, p->choice[i].index, &rate) && rate > 0)
		fmt_brief(buf, n, p->env->set->kbytes ? rate : rate * 8);
}

static int show(const struct picker *p)
{
	const struct listbox_look look = { .title = "Select Interface",
					   .height = LISTBOX_HEIGHT,
					   .width = LISTBOX_WIDTH,
					   .rows = LISTBOX_HEIGHT,
					   .cols = LISTBOX_WIDTH + 18,
					   .grows = true,
					   .finds = true,
					   .value = write_rate,
					   .ctx = p };

	return listbox_ask(p->env->ui, &look, p->item, p->n);
}

bool iface_pick(const struct run_env *env, bool all, char buf[IFNAMSIZ], const char **iface)
{
	struct picker p = { .env = env };
	int at = -1;

	*iface = NULL;
	ifaces_refresh(env->ifs);
	if (fill(&p, all))
		at = show(&p);
	if (at >= 0 && p.choice[at].index) {
		memcpy(buf, p.choice[at].name, IFNAMSIZ);
		*iface = buf;
	}
	free(p.choice);
	free(p.item);
	return at >= 0;
}
