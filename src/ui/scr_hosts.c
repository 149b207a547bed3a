/* Host monitor: a line per address, or per network. */
#include <inttypes.h>
#include <stdio.h>

#include "stats/hosts.h"

#include "ui/footer.h"
#include "ui/tablew.h"

struct hosts_screen {
	const struct screen_env *env;
	struct rect box;
	struct tablew hosts, networks;
	struct tablew *list; /* the one shown */
	unsigned mode;	     /* HOSTS_* */
	bool local_first;
};

static int hosts_open(void *self, const struct screen_env *env)
{
	struct hosts_screen *s = self;
	int rc = tablew_init(&s->hosts, &columns_hosts, env, true);

	s->env = env;
	s->list = &s->hosts;
	s->mode = HOSTS_RATES;
	return rc < 0 ? rc : tablew_init(&s->networks, &columns_networks, env, true);
}

static void hosts_close(void *self)
{
	struct hosts_screen *s = self;

	tablew_fini(&s->hosts);
	tablew_fini(&s->networks);
}

static void hosts_layout(void *self, struct rect area)
{
	struct hosts_screen *s = self;

	s->box = area;
	tablew_layout(&s->hosts, area, s->mode);
	tablew_layout(&s->networks, area, s->mode);
}

static void hosts_prepare(void *self, const struct run_status *st)
{
	struct hosts_screen *s = self;

	screen_hold(s->env, &s->hosts.view, st);
	screen_hold(s->env, &s->networks.view, st);
	tablew_prepare(s->list, st);
}

static void hosts_draw(void *self, const struct run_status *st)
{
	struct hosts_screen *s = self;
	uint64_t evicted = tablew_evicted(s->list);
	char left[48], note[TABLEW_NOTE];
	struct footer footer = { .left = left, .time_x = 20, .drops_x = 49 };

	tablew_draw(s->list, st);
	snprintf(left, sizeof(left), " %zu %s ", tablew_rows(s->list),
		 s->list == &s->networks ? "networks" : "hosts");
	footer.note = tablew_note(s->list, note, sizeof(note));
	footer_draw(s->box, &footer, st);
	if (s->local_first && s->box.w >= 80)
		paint_text(rect_line(s->box, 0, 0, 0), 0, 14, ROLE_MARK, " local first ");
	if (evicted && !footer.note)
		paint_textf(rect_line(s->box, s->box.h - 1, 0, 0), 0, 32, ROLE_MARK,
			    " %" PRIu64 " evicted ", evicted);
}

static void next_mode(struct hosts_screen *s)
{
	s->mode = s->mode == HOSTS_CARDS ? HOSTS_RATES : s->mode << 1;
	hosts_layout(s, s->box);
}

/* The host or network under the bar, and its name; false: there is none. */
static bool read_selected(const struct hosts_screen *s, struct host_set *only, char *name, size_t n)
{
	const struct screen_host *host = s->env->host;
	bool network = s->list == &s->networks, found;
	struct run_status st = { .note = "" };
	char text[ADDR_TEXT];
	struct row r;

	table_lock(host->lock);
	host->status(host->ctx, &st);
	found = tablew_selected(s->list, &st, &r);
	if (found)
		*only = hosts_set(&r, network);
	table_unlock(host->lock);
	if (!found)
		return false;
	addr_text(&only->addr, text, sizeof(text));
	if (network)
		snprintf(name, n, "network %s/%u", text, hosts_prefix(&only->addr));
	else
		snprintf(name, n, "host %s", text);
	return true;
}

/* The IP traffic monitor of what is under the bar alone. */
static void open_selected(const struct hosts_screen *s)
{
	struct screen_env env = *s->env;
	struct host_set only;
	char name[96];

	if (!read_selected(s, &only, name, sizeof(name)))
		return;
	env.engine = hosts_conns(s->env->engine);
	env.only = &only;
	env.over = true;
	env.filter = name;
	screen_run(&scr_conns, &env);
}

static void toggle_local(struct hosts_screen *s)
{
	const char *key = s->local_first ? NULL : "local";

	s->local_first = !s->local_first;
	tablew_front(&s->hosts, key);
	tablew_front(&s->networks, key);
}

static void hosts_act(void *self, enum action act)
{
	struct hosts_screen *s = self;

	switch (act) {
	case ACT_GROUP:
		s->list = s->list == &s->hosts ? &s->networks : &s->hosts;
		tablew_begin(s->list);
		break;
	case ACT_MORE:
		next_mode(s);
		break;
	case ACT_LOCAL:
		toggle_local(s);
		break;
	case ACT_OPEN:
		open_selected(s);
		break;
	default:
		tablew_act(s->list, act);
	}
}

static void hosts_click(void *self, int y, int x)
{
	tablew_click(((struct hosts_screen *)self)->list, y, x);
}

static bool hosts_take_back(void *self)
{
	return tablew_end_search(((struct hosts_screen *)self)->list);
}

static const struct keybind hosts_keys[] = {
	{ .key = KEY_UP, .act = ACT_UP, .name = "Up/Dn/PgUp/PgDn", .hint = "scroll" },
	{ .key = '\r', .act = ACT_OPEN, .name = "Enter", .hint = "connections" },
	{ .key = 'm', .act = ACT_MORE, .name = "M", .hint = "more" },
	{ .key = 'g', .act = ACT_GROUP, .name = "G", .hint = "networks" },
	{ .key = 's', .act = ACT_SORT, .name = "S", .hint = "sort" },
	{ .key = 'r', .act = ACT_KEEP_ORDER },
	{ .key = 'o', .act = ACT_LOCAL, .name = "O", .hint = "local first" },
	TABLEW_KEYS,
	{ .key = 'w', .act = ACT_WRITE },
	{ .key = 0 },
};

const struct screen_ops scr_hosts = {
	.size = sizeof(struct hosts_screen),
	.open = hosts_open,
	.close = hosts_close,
	.prepare = hosts_prepare,
	.layout = hosts_layout,
	.draw = hosts_draw,
	.act = hosts_act,
	.take_back = hosts_take_back,
	.click = hosts_click,
	.keys = hosts_keys,
};
