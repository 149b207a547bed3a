#ifndef UI_RECT_H
#define UI_RECT_H
/* A piece of the screen, in cells. */
struct rect {
	int y, x, h, w;
};

/* What is inside a box; a line of a rect from column x on, `right` columns left free at its end. */
static inline struct rect rect_inside(struct rect box)
{
	return (struct rect){ box.y + 1, box.x + 1, box.h - 2, box.w - 2 };
}

static inline struct rect rect_line(struct rect r, int y, int x, int right)
{
	return (struct rect){ r.y + y, r.x + x, y >= 0 && y < r.h, r.w - x - right };
}
#endif
