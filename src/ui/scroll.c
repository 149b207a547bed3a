#include "ui/scroll.h"

static size_t last_top(const struct scroll *s)
{
	return s->count > s->height ? s->count - s->height : 0;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

bool scroll_at_top(const struct scroll *s)
{
	return s->top == 0;
}

bool scroll_at_end(const struct scroll *s)
{
	return s->top >= last_top(s);
}

/* Moves the view no further than it takes to have the bar in it. */
static void show_bar(struct scroll *s)
{
	if (s->bar < s->top)
		s->top = s->bar;
	if (s->height && s->bar >= s->top + s->height)
		s->top = s->bar - s->height + 1;
}

void scroll_to(struct scroll *s, size_t line)
{
	s->bar = s->count ? least(line, s->count - 1) : 0;
	show_bar(s);
	s->home = s->top;
}

void scroll_fit(struct scroll *s, size_t count, size_t height)
{
	bool shrunk = count < s->count;

	s->count = count;
	s->height = height;
	if (!s->has_bar && !s->scrolled_back)
		s->home = last_top(s);
	s->top = least(s->home, last_top(s));
	if (shrunk)
		s->home = s->top;
	s->bar = count ? least(s->bar, count - 1) : 0;
	if (s->has_bar)
		show_bar(s);
}

static void page_up(struct scroll *s)
{
	s->top -= least(s->top, s->height);
	s->bar = s->top;
}

/* A whole page leaves the bar on the first line, what is left of one takes it to the last. */
static void page_down(struct scroll *s)
{
	if (last_top(s) - s->top >= s->height) {
		s->top += s->height;
		s->bar = s->top;
	} else {
		s->top = last_top(s);
		s->bar = s->count ? s->count - 1 : 0;
	}
}

static void line_up(struct scroll *s)
{
	if (!s->has_bar)
		s->top -= s->top > 0;
	else if (s->bar > 0)
		scroll_to(s, s->bar - 1);
}

static void line_down(struct scroll *s)
{
	if (!s->has_bar)
		s->top = least(s->top + 1, last_top(s));
	else
		scroll_to(s, s->bar + 1);
}

bool scroll_act(struct scroll *s, enum action act)
{
	switch (act) {
	case ACT_UP:
		line_up(s);
		break;
	case ACT_DOWN:
		line_down(s);
		break;
	case ACT_PAGE_UP:
		page_up(s);
		break;
	case ACT_PAGE_DOWN:
		page_down(s);
		break;
	case ACT_HOME:
		s->top = s->bar = 0;
		break;
	case ACT_END:
		s->top = last_top(s);
		s->bar = s->count ? s->count - 1 : 0;
		break;
	default:
		return false;
	}
	s->home = s->top;
	s->scrolled_back = !scroll_at_end(s);
	return true;
}
