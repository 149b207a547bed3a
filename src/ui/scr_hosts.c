/* Host monitor: a line per address, per network, or per VLAN. */
#include <stdio.h>

#include "stats/hosts.h"
#include "stats/vlans.h"
#include "ui/list_screen.h"

enum { HOSTS, NETWORKS, VLANS };
enum { PANE_HOSTS = 1 << 0, PANE_VLANS = 1 << 1 };

struct hosts_screen {
	struct list_screen list; /* of these */
	bool local_first;
};

static unsigned hosts_seen(void *engine)
{
	return columns_conns_seen(hosts_conns(engine));
}

static const struct list_look look = {
	.list = { [HOSTS] = { &columns_hosts, "hosts" },
		  [NETWORKS] = { &columns_networks, "networks" },
		  [VLANS] = { &columns_vlans, "VLANs" } },
	.bar = true,
	.kept_by = "rate",
	.seen = hosts_seen,
	.counts_none = true,
	.time_x = 20,
	.drops_x = 49,
	.evicted_x = 32,
};

static int hosts_open(void *self, const struct screen_env *env)
{
	((struct list_screen *)self)->mode = HOSTS_RATES;
	return list_screen_open(self, env, &look);
}

static void hosts_draw(void *self, const struct run_status *st)
{
	struct hosts_screen *s = self;

	list_screen_draw(&s->list, st);
	if (s->local_first && s->list.box.w >= 80 && list_screen_shown(&s->list) != VLANS)
		paint_text(rect_line(s->list.box, 0, 0, 0), 0, 14, ROLE_MARK, " local first ");
}

/* That of VLANs and tunnels only when there were such; a network has no VLAN. */
static void next_mode(struct list_screen *s)
{
	unsigned path = list_screen_shown(s) == NETWORKS ? COLUMNS_TUNNELS : COLUMNS_SEEN;
	unsigned last = s->seen & path ? HOSTS_PATH : HOSTS_CARDS;

	s->mode = s->mode >= last ? HOSTS_RATES : s->mode << 1;
	list_screen_layout(s, s->box);
}

static void name_vlan(const struct row *r, char *name, size_t n)
{
	struct value vlan;

	columns_value(&vlans_table, r, "vlan", &vlan);
	if (vlan.type == V_NONE)
		snprintf(name, n, "no tag");
	else
		snprintf(name, n, "VLAN %u", (unsigned)vlan.u);
}

static void name_hosts(const struct row *r, const struct row_set *hosts, bool network, char *name,
		       size_t n)
{
	char text[ADDR_TEXT], bits[16] = "", tunnel[64];
	bool in =
		columns_tunnel(network ? &networks_table : &hosts_table, r, tunnel, sizeof(tunnel));

	addr_text(&hosts->addr, text, sizeof(text));
	if (network)
		snprintf(bits, sizeof(bits), "/%u", hosts_prefix(&hosts->addr));
	snprintf(name, n, "%s %s%s%s%s", network ? "network" : "host", text, bits, in ? " in " : "",
		 in ? tunnel : "");
}

/* The host, network or VLAN of a row, and its name. */
static void take_set(size_t list, const struct row *r, struct row_set *only, char *name, size_t n)
{
	if (list == VLANS) {
		*only = vlans_set(r);
		name_vlan(r, name, n);
	} else {
		*only = hosts_set(r, list == NETWORKS);
		name_hosts(r, only, list == NETWORKS, name, n);
	}
}

/* What is under the bar, and its name; false: there is none. */
static bool read_selected(const struct list_screen *s, struct row_set *only, char *name, size_t n)
{
	const struct screen_host *host = s->env->host;
	struct run_status st = { .note = "" };
	struct row r;
	bool found;

	table_lock(host->lock);
	host->status(host->ctx, &st);
	found = tablew_selected(s->list, &st, &r);
	if (found)
		take_set(list_screen_shown(s), &r, only, name, n);
	table_unlock(host->lock);
	return found;
}

/* The IP traffic monitor of what is under the bar alone. */
static void open_selected(const struct list_screen *s)
{
	struct screen_env env = *s->env;
	struct row_set only;
	char name[128];

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
	for (size_t i = HOSTS; i <= NETWORKS; i++)
		tablew_front(&s->list.lists[i], key);
}

static void hosts_act(void *self, enum action act)
{
	struct hosts_screen *s = self;

	switch (act) {
	case ACT_GROUP:
		list_screen_switch(&s->list);
		break;
	case ACT_VLANS:
		list_screen_show(&s->list, list_screen_shown(&s->list) == VLANS ? HOSTS : VLANS);
		break;
	case ACT_MORE:
		if (list_screen_shown(&s->list) != VLANS)
			next_mode(&s->list);
		break;
	case ACT_LOCAL:
		if (list_screen_shown(&s->list) != VLANS)
			toggle_local(s);
		break;
	case ACT_OPEN:
		open_selected(&s->list);
		break;
	default:
		list_screen_act(s, act);
	}
}

static uint64_t hosts_on(const void *self)
{
	const struct hosts_screen *s = self;

	return list_screen_on(self) | (s->local_first ? KEYS_ON(ACT_LOCAL) : 0);
}

/* Esc: from networks and VLANs back to the hosts. */
static bool hosts_take_back(void *self)
{
	struct list_screen *s = self;

	if (list_screen_take_back(s))
		return true;
	if (list_screen_shown(s) == HOSTS)
		return false;
	list_screen_show(s, HOSTS);
	return true;
}

/* VLANs have one set of columns, and no local ones. */
static uint64_t hosts_idle(const void *self)
{
	return list_screen_shown(self) == VLANS ? KEYS_ON(ACT_MORE) | KEYS_ON(ACT_LOCAL) : 0;
}

/* The key line of VLANs has no such keys, either. */
static unsigned hosts_pane(const void *self)
{
	const struct hosts_screen *s = self;

	return list_screen_shown(&s->list) == VLANS ? PANE_VLANS : PANE_HOSTS;
}

static const struct keybind hosts_keys[] = {
	{ .key = KEY_UP, .act = ACT_UP, .name = "Up/Dn", .hint = "scroll" },
	{ .key = '\r', .act = ACT_OPEN, .name = "Enter", .hint = "connections" },
	{ .key = 'm', .act = ACT_MORE, .name = "M", .hint = "more", .panes = PANE_HOSTS },
	{ .key = 'g', .act = ACT_GROUP, .name = "G", .hint = "networks", .hint_on = "hosts" },
	{ .key = 't', .act = ACT_VLANS, .name = "T", .hint = "VLANs", .panes = PANE_HOSTS },
	{ .key = 't', .act = ACT_VLANS, .name = "T", .hint = "hosts", .panes = PANE_VLANS },
	{ .key = 's', .act = ACT_SORT, .name = "S", .hint = "sort" },
	{ .key = 'r', .act = ACT_KEEP_ORDER },
	{ .key = 'o',
	  .act = ACT_LOCAL,
	  .name = "O",
	  .hint = "local first",
	  .hint_on = "mix all",
	  .spare = true,
	  .panes = PANE_HOSTS },
	TABLEW_KEYS,
	{ .key = 'w', .act = ACT_WRITE },
	{ .key = 0 },
};

const struct screen_ops scr_hosts = {
	LIST_SCREEN_OPS,
	.size = sizeof(struct hosts_screen),
	.open = hosts_open,
	.layout = list_screen_layout,
	.draw = hosts_draw,
	.act = hosts_act,
	.take_back = hosts_take_back,
	.pane = hosts_pane,
	.on = hosts_on,
	.idle = hosts_idle,
	.keys = hosts_keys,
};
