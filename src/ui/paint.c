#include "ui/paint.h"

#include <langinfo.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/*
 * Boxes are drawn in lines: those of Unicode in such a locale, else those of the terminal's own
 * alternate character set, which curses replaces by ASCII where there is none.
 */
enum { GLYPH_UPPER_RIGHT = PAINT_DOWN + 1, GLYPH_LOWER_RIGHT, GLYPH_HORIZONTAL, GLYPHS };

struct rect paint_screen(void)
{
	return (struct rect){ .h = LINES, .w = COLS };
}

static int between(int v, int low, int high)
{
	return v < low || high < low ? low : v > high ? high : v;
}

struct rect paint_place(int y, int x, int h, int w, int foot)
{
	h = between(h, 0, LINES - 1 - foot);
	w = between(w, 0, COLS);
	return (struct rect){ between(y, 1, LINES - foot - h), between(x, 0, COLS - w), h, w };
}

bool paint_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* Moves to a cell; returns the columns from it to the edge of rect and screen, 0 when outside. */
static int go(struct rect r, int y, int x)
{
	int room = r.x + r.w < COLS ? r.w - x : COLS - r.x - x;

	if (y < 0 || y >= r.h || x < 0 || room <= 0 || move(r.y + y, r.x + x) == ERR)
		return 0;
	return room;
}

void paint_fill(struct rect r, enum role role)
{
	for (int y = 0; y < r.h; y++) {
		int room = go(r, y, 0);

		if (room > 0)
			hline(' ' | theme_attr(role), room);
	}
}

static chtype narrow(int glyph)
{
	switch (glyph) {
	case PAINT_UPPER_LEFT:
		return ACS_ULCORNER;
	case PAINT_LOWER_LEFT:
		return ACS_LLCORNER;
	case GLYPH_UPPER_RIGHT:
		return ACS_URCORNER;
	case GLYPH_LOWER_RIGHT:
		return ACS_LRCORNER;
	case GLYPH_HORIZONTAL:
		return ACS_HLINE;
	case PAINT_UP:
		return '^';
	case PAINT_DOWN:
		return 'v';
	default:
		return ACS_VLINE;
	}
}

static const cchar_t *wide(int glyph)
{
	switch (glyph) {
	case PAINT_UPPER_LEFT:
		return WACS_ULCORNER;
	case PAINT_LOWER_LEFT:
		return WACS_LLCORNER;
	case GLYPH_UPPER_RIGHT:
		return WACS_URCORNER;
	case GLYPH_LOWER_RIGHT:
		return WACS_LRCORNER;
	case GLYPH_HORIZONTAL:
		return WACS_HLINE;
	case PAINT_UP:
		return WACS_UARROW;
	case PAINT_DOWN:
		return WACS_DARROW;
	default:
		return WACS_VLINE;
	}
}

static void run(struct rect r, int y, int x, enum role role, int glyph, int n)
{
	int room = go(r, y, x);
	wchar_t wch[CCHARW_MAX + 1];
	attr_t attrs;
	short pair;
	cchar_t c;

	n = n < room ? n : room;
	if (n <= 0)
		return;
	if (!paint_is_utf8()) {
		hline(narrow(glyph) | theme_attr(role), n);
		return;
	}
	getcchar(wide(glyph), wch, &attrs, &pair, NULL);
	setcchar(&c, wch, attrs | (theme_attr(role) & ~A_COLOR),
		 (short)PAIR_NUMBER(theme_attr(role)), NULL);
	hline_set(&c, n);
}

void paint_glyph(struct rect r, int y, int x, enum role role, enum paint_glyph g)
{
	run(r, y, x, role, (int)g, 1);
}

void paint_border(struct rect r, enum role role)
{
	if (r.h < 1 || r.w < 2)
		return;
	run(r, 0, 0, role, PAINT_UPPER_LEFT, 1);
	run(r, 0, 1, role, GLYPH_HORIZONTAL, r.w - 2);
	run(r, 0, r.w - 1, role, GLYPH_UPPER_RIGHT, 1);
	for (int y = 1; y < r.h - 1; y++) {
		run(r, y, 0, role, PAINT_VERTICAL, 1);
		run(r, y, r.w - 1, role, PAINT_VERTICAL, 1);
	}
	run(r, r.h - 1, 0, role, PAINT_LOWER_LEFT, 1);
	run(r, r.h - 1, 1, role, GLYPH_HORIZONTAL, r.w - 2);
	run(r, r.h - 1, r.w - 1, role, GLYPH_LOWER_RIGHT, 1);
}

void paint_rule(struct rect box, int y, enum role role)
{
	run(box, y, 1, role, GLYPH_HORIZONTAL, box.w - 2);
}

void paint_box(struct rect r, enum role border, enum role inside)
{
	paint_border(r, border);
	paint_fill(rect_inside(r), inside);
}

void paint_more(struct rect box, bool above, bool below)
{
	if (above)
		paint_glyph(box, 0, box.w - 3, ROLE_MARK, PAINT_UP);
	if (below)
		paint_glyph(box, box.h - 1, box.w - 3, ROLE_MARK, PAINT_DOWN);
}

/* Bytes of the first so many columns; *n: how many columns they are. */
static size_t bytes_of(const char *s, int columns, int *n)
{
	bool utf8 = paint_is_utf8();
	size_t i = 0;

	*n = 0;
	while (s[i]) {
		bool starts = !utf8 || ((unsigned char)s[i] & 0xc0) != 0x80;

		if (starts && *n == columns)
			break;
		*n += starts;
		i++;
	}
	return i;
}

int paint_width(const char *s)
{
	int n;

	bytes_of(s, -1, &n);
	return n;
}

const char *paint_skip(const char *s, int columns)
{
	int n;

	return s + bytes_of(s, columns, &n);
}

size_t paint_break(const char *s, int columns)
{
	size_t most = (size_t)(paint_skip(s, columns) - s), n = most;

	if (!s[most])
		return most;
	while (n > 0 && s[n] != ' ')
		n--;
	return n > 0 ? n : most;
}

const char *paint_ellipsis(void)
{
	return paint_is_utf8() ? "\342\200\246" : "~";
}

char *paint_cut_middle(char *buf, size_t n, const char *text, int columns)
{
	int width = paint_width(text), head = columns / 2, tail = columns - head - 1;

	if (width <= columns)
		snprintf(buf, n, "%s", text);
	else if (columns < 3)
		snprintf(buf, n, "%s", columns > 0 ? paint_ellipsis() : "");
	else
		snprintf(buf, n, "%.*s%s%s", (int)(paint_skip(text, head) - text), text,
			 paint_ellipsis(), paint_skip(text, width - tail));
	return buf;
}

static void put(struct rect r, int y, int x, enum role role, const char *s, size_t len)
{
	int room = go(r, y, x), n;
	size_t fits = room > 0 ? bytes_of(s, room, &n) : 0;

	attrset(theme_attr(role));
	if (fits > 0 && len > 0)
		addnstr(s, (int)(fits < len ? fits : len));
	attrset(A_NORMAL);
}

int paint_text(struct rect r, int y, int x, enum role role, const char *s)
{
	put(r, y, x, role, s, strlen(s));
	return x + paint_width(s);
}

int paint_textf(struct rect r, int y, int x, enum role role, const char *fmt, ...)
{
	char buf[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	return paint_text(r, y, x, role, buf);
}

int paint_marked(struct rect r, int y, int x, enum role role, enum role marked, const char *s)
{
	bool in = false;

	while (*s) {
		size_t len = strcspn(s, "^");

		put(r, y, x, in ? marked : role, s, len);
		x += (int)len;
		s += len;
		if (*s == '^') {
			in = !in;
			s++;
		}
	}
	return x;
}
