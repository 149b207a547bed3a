#include "ui/packets.h"

#include <stdio.h>
#include <string.h>

#include "base/protocols.h"
#include "base/text.h"
#include "ui/naming.h"
#include "ui/paint.h"

#define SHIFT	  60  /* columns that Left and Right move the text by */
#define PATH_COLS 100 /* from which on lines have room for VLAN and tunnel */

/* --- which packets are on the lines --- */

/* While the display is paused, copies. */
void packets_prepare(struct packets *p, bool paused)
{
	const struct screen_env *env = p->env;
	struct held_packets *h = &p->held;

	if (h->on == paused)
		return;
	h->on = paused;
	if (!paused)
		return;
	table_lock(env->host->lock);
	h->first = conns_others_first(env->engine);
	h->count = conns_others_count(env->engine);
	for (size_t i = 0; i < h->count; i++)
		h->packet[i] = *conns_other(env->engine, h->first + i);
	table_unlock(env->host->lock);
}

static uint64_t first_of(const struct packets *p)
{
	return p->held.on ? p->held.first : conns_others_first(p->env->engine);
}

static size_t count_of(const struct packets *p)
{
	return p->held.on ? p->held.count : conns_others_count(p->env->engine);
}

const struct summary *packets_at(const struct packets *p, uint64_t number)
{
	return p->held.on ? &p->held.packet[number - p->held.first]
			  : conns_other(p->env->engine, number);
}

static bool is_found(const struct packets *p, const struct summary *b)
{
	const struct row r = { .engine = p->env->engine, .data = b };

	return search_match(&p->find.search, &r);
}

/* The first line of a packet, or of one behind it. */
static size_t line_of(const struct packets *p, uint64_t number, size_t lines)
{
	size_t i = 0;

	while (i < lines && p->shown[i] < number)
		i++;
	return i;
}

void packets_fit(struct packets *p)
{
	int lines = rect_inside(p->box).h;
	size_t n = 0, count = count_of(p);

	p->first = first_of(p);
	for (uint64_t number = p->first; number < p->first + count; number++)
		if (!p->find.only || is_found(p, packets_at(p, number)))
			p->shown[n++] = number;
	p->scroll.home = line_of(p, p->top, n);
	if (p->scroll.has_bar)
		p->scroll.bar = line_of(p, p->bar, n);
	scroll_fit(&p->scroll, n, lines > 0 ? (size_t)lines : 0);
	p->top = n ? p->shown[p->scroll.home < n ? p->scroll.home : n - 1] : 0;
	p->bar = n ? p->shown[p->scroll.bar] : 0;
}

/* After a key has moved them. */
static void keep_place(struct packets *p)
{
	if (!p->scroll.count)
		return;
	p->top = p->shown[p->scroll.home];
	p->bar = p->shown[p->scroll.bar];
}

/* --- drawing --- */

static enum role role_of_ip(uint8_t proto)
{
	static const enum role roles[PROTO_LOOKS] = {
		[LOOK_OTHER] = ROLE_OTHER_IP, [LOOK_ICMP] = ROLE_TEXT, [LOOK_IGMP] = ROLE_IGMP,
		[LOOK_UDP] = ROLE_UDP,	      [LOOK_GRE] = ROLE_GRE,   [LOOK_TUNNEL] = ROLE_TUNNEL,
		[LOOK_IGP] = ROLE_IGP,	      [LOOK_IGRP] = ROLE_IGRP, [LOOK_OSPF] = ROLE_OSPF,
	};
	const struct ip_protocol *p = ip_protocol(proto);

	return roles[p ? p->look : LOOK_OTHER];
}

static enum role role_of_kind(const struct summary *b)
{
	switch (b->kind) {
	case SUMMARY_ARP:
	case SUMMARY_RARP:
		return ROLE_ARP;
	case SUMMARY_NONIP:
		return ROLE_NONIP;
	default:
		return role_of_ip(b->ipproto);
	}
}

static enum role role_of(const struct packets *p, const struct summary *b, bool bar)
{
	if (bar)
		return ROLE_BAR;
	return *p->find.pattern && !p->find.only && is_found(p, b) ? ROLE_MARK : role_of_kind(b);
}

char *packets_text(const struct packets *p, const struct summary *b, char clean[PACKETS_TEXT])
{
	struct summary_style style = naming_style(p->env);
	char text[PACKETS_TEXT];
	struct strbuf sb;

	sb_init(&sb, text, sizeof(text));
	summary_line(b, &style, &sb);
	if (p->path || p->box.w >= PATH_COLS)
		summary_path(b, &sb);
	return text_clean(clean, PACKETS_TEXT, text, paint_is_utf8());
}

static void draw_packet(struct packets *p, const struct summary *b, int y, bool bar)
{
	struct rect line = rect_line(p->box, y, 1, 1);
	char clean[PACKETS_TEXT];
	enum role role = role_of(p, b, bar);
	int width;

	packets_text(p, b, clean);
	width = paint_width(clean);
	if (width > p->longest)
		p->longest = width;
	paint_fill(line, role);
	line.w--; /* a blank before the border, as after it, or a mark where the text is cut */
	paint_text(line, 0, 1, role, paint_skip(clean, p->shift));
	line.w++;
	if (p->shift > 0)
		paint_text(line, 0, 0, role, width > 0 ? paint_ellipsis() : "");
	if (width - p->shift > line.w - 2)
		paint_text(line, 0, line.w - 1, role, paint_ellipsis());
}

void packets_draw(struct packets *p, const struct run_status *st)
{
	const struct scroll *s = &p->scroll;

	packets_fit(p);
	paint_box(p->box, ROLE_BOX, ROLE_TEXT);
	p->longest = 0;
	for (size_t i = 0; i < s->height && s->top + i < s->count; i++)
		draw_packet(p, packets_at(p, p->shown[s->top + i]), 1 + (int)i,
			    s->has_bar && s->top + i == s->bar);
	if (s->count == 0)
		screen_draw_empty(p->env, p->box, st);
}

/* --- finding --- */

/*
 * Puts the bar on the next packet that matches, from a line on and around the end.  The lines are
 * taken again first: packets may have left since the picture.
 */
static void seek(struct packets *p, uint64_t number, bool back)
{
	const struct table_lock *lock = p->env->host->lock;
	struct scroll *s = &p->scroll;
	size_t at, left;

	table_lock(lock);
	packets_fit(p);
	at = line_of(p, number, s->count);
	for (left = s->count; left > 0; left--) {
		at = at < s->count ? at : 0;
		if (is_found(p, packets_at(p, p->shown[at])))
			break;
		at = back ? (at ? at : s->count) - 1 : at + 1;
	}
	table_unlock(lock);
	p->find.missing = left == 0;
	if (left)
		scroll_to(s, at);
	keep_place(p);
}

struct asked {
	struct packets *p;
	bool only;
	struct scroll scroll; /* as it was, */
	uint64_t top;
	uint64_t origin; /* and the packet from which it looks */
	char note[64];
};

static void give_up(const struct asked *a)
{
	packets_end_search(a->p);
	a->p->scroll = a->scroll;
	a->p->top = a->top;
}

static bool look(void *list, const char *text, struct diag *why)
{
	struct asked *a = list;
	struct packets_find *f = &a->p->find;
	const struct search_names names = find_names(a->p->env);
	struct search s;

	if (search_parse(&s, &packets_table, &names, text, why) < 0)
		return false;
	if (!s.terms) {
		give_up(a);
		return true;
	}
	f->search = s;
	f->only = a->only;
	snprintf(f->pattern, sizeof(f->pattern), "%s", text);
	a->p->scroll.has_bar = true;
	seek(a->p, a->origin, false);
	return true;
}

static const char *note_of(void *list)
{
	struct asked *a = list;
	const struct packets_find *f = &a->p->find;

	if (!*f->pattern)
		return NULL;
	if (!f->only)
		return f->missing ? "not found" : NULL;
	snprintf(a->note, sizeof(a->note), "%zu", a->p->scroll.count);
	return a->note;
}

static void ask(struct packets *p, bool only)
{
	const struct packets_find was = p->find;
	uint64_t bar = p->bar;
	bool accepted;
	struct asked a = { .p = p, .only = only };
	const struct find_prompt prompt = {
		.ui = p->env->ui, .only = only, .look = look, .note = note_of, .list = &a
	};

	packets_end_search(p);
	a.scroll = p->scroll;
	a.top = p->top;
	a.origin = p->scroll.count ? p->shown[p->scroll.top] : 0;
	accepted = find_ask(&prompt);
	if (!accepted || !*p->find.pattern)
		give_up(&a);
	if (!accepted && *was.pattern) {
		p->find = was;
		p->scroll.has_bar = true;
		p->bar = bar;
	}
}

/* The bar stays on its packet, or where that would be. */
static void toggle_only(struct packets *p)
{
	if (*p->find.pattern)
		p->find.only = !p->find.only;
	else
		ask(p, true);
}

static void seek_next(struct packets *p, bool back)
{
	if (!*p->find.pattern)
		ask(p, false);
	else if (!back)
		seek(p, p->bar + 1, false);
	else if (p->scroll.count)
		seek(p, p->scroll.bar ? p->shown[p->scroll.bar - 1] : p->shown[p->scroll.count - 1],
		     true);
}

bool packets_end_search(struct packets *p)
{
	bool was = *p->find.pattern || p->scroll.has_bar;

	p->find = (struct packets_find){ .only = false };
	p->scroll.has_bar = false;
	return was;
}

const char *packets_note(const struct packets *p, char buf[FIND_NOTE])
{
	const struct scroll *s = &p->scroll;
	size_t last = s->top + s->height < s->count ? s->top + s->height : s->count;
	const struct find_result r = { .pattern = p->find.pattern,
				       .only = p->find.only,
				       .done = true,
				       .missing = p->find.missing,
				       .first = s->top + 1,
				       .last = last,
				       .count = s->count };

	return *p->find.pattern ? find_note(&r, buf) : NULL;
}

/* --- keys --- */

/* One step to the right is always there; more only as long as they bring something to light. */
static void shift_right(struct packets *p)
{
	if (p->shift == 0 || p->longest > p->shift + p->box.w - 4)
		p->shift += SHIFT;
}

static bool act_scroll(struct packets *p, enum action act)
{
	if (!scroll_act(&p->scroll, act))
		return false;
	keep_place(p);
	return true;
}

bool packets_act(struct packets *p, enum action act)
{
	switch (act) {
	case ACT_RIGHT:
		shift_right(p);
		return true;
	case ACT_LEFT:
		p->shift -= p->shift ? SHIFT : 0;
		return true;
	case ACT_FIND:
		ask(p, false);
		return true;
	case ACT_FIND_NEXT:
	case ACT_FIND_BACK:
		seek_next(p, act == ACT_FIND_BACK);
		return true;
	case ACT_ONLY:
		toggle_only(p);
		return true;
	case ACT_COPY:
		packets_copy(p);
		return true;
	case ACT_WRITE:
		packets_write(p);
		return true;
	default:
		return act_scroll(p, act);
	}
}
