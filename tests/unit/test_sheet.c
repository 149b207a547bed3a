/* A sheet that is larger than its window: what is seen of it, and how far it scrolls. */
#include "unit.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/sheet.h"

/* 30 lines of 100 columns in a window of 10 by 40, its inside 8 by 38. */
static struct sheet in_window(void)
{
	struct sheet s = { .lines = 30, .columns = 100 };

	sheet_fit(&s, (struct rect){ .y = 2, .x = 3, .h = 10, .w = 40 });
	return s;
}

static void at(const struct sheet *s, int top, int left)
{
	assert_int_equal(s->top, top);
	assert_int_equal(s->left, left);
}

static void test_scrolls(void **state)
{
	struct sheet s = in_window();

	(void)state;
	at(&s, 0, 0);
	sheet_act(&s, ACT_UP);
	sheet_act(&s, ACT_LEFT);
	at(&s, 0, 0);
	sheet_act(&s, ACT_DOWN);
	sheet_act(&s, ACT_RIGHT);
	at(&s, 1, 20);
	sheet_act(&s, ACT_PAGE_DOWN); /* one line stays to read on from */
	at(&s, 8, 20);
	sheet_act(&s, ACT_PAGE_UP);
	at(&s, 1, 20);
	sheet_act(&s, ACT_END);
	at(&s, 22, 20);
	sheet_act(&s, ACT_DOWN);
	at(&s, 22, 20);
	for (int i = 0; i < 5; i++)
		sheet_act(&s, ACT_RIGHT);
	at(&s, 22, 62);
	sheet_act(&s, ACT_SORT);
	at(&s, 22, 62);
	sheet_act(&s, ACT_HOME);
	at(&s, 0, 0);
}

/* No part of a larger window stays empty, and all of the sheet fits in the largest. */
static void test_grows(void **state)
{
	struct sheet s = in_window();

	(void)state;
	sheet_act(&s, ACT_END);
	for (int i = 0; i < 5; i++)
		sheet_act(&s, ACT_RIGHT);
	sheet_fit(&s, (struct rect){ .h = 22, .w = 80 });
	at(&s, 10, 22);
	sheet_fit(&s, (struct rect){ .h = 50, .w = 120 });
	at(&s, 0, 0);
	sheet_act(&s, ACT_END);
	sheet_act(&s, ACT_RIGHT);
	at(&s, 0, 0);
}

/* What is on the screen from a cell on. */
static void shown(int y, int x, const char *expected)
{
	char text[81];

	mvinnstr(y, x, text, (int)strlen(expected));
	assert_string_equal(text, expected);
}

/* A window without an inside does no harm. */
static void test_tiny(void **state)
{
	struct sheet s = { .lines = 3, .columns = 3 };

	(void)state;
	erase();
	for (int size = 0; size < 3; size++) {
		sheet_fit(&s, (struct rect){ .h = size, .w = size });
		sheet_act(&s, ACT_PAGE_DOWN);
		sheet_act(&s, ACT_END);
		sheet_act(&s, ACT_RIGHT);
		sheet_text(&s, 1, 1, ROLE_TEXT, "text");
		shown(1, 0, "     ");
	}
	/* and once it has one, all is as ever */
	sheet_fit(&s, (struct rect){ .h = 3, .w = 5 });
	at(&s, 2, 0);
}

static void test_text(void **state)
{
	struct sheet s = in_window();

	(void)state;
	erase();
	sheet_text(&s, 1, 1, ROLE_TEXT, "first");
	sheet_textf(&s, 8, 1, ROLE_TEXT, "%s %d", "last", 8);
	sheet_text(&s, 0, 1, ROLE_TEXT, "above");
	sheet_text(&s, 9, 1, ROLE_TEXT, "below");
	sheet_text(&s, 2, 35, ROLE_TEXT, "cut at the edge");
	sheet_text(&s, 3, 39, ROLE_TEXT, "beyond it");
	shown(3, 4, "first ");
	shown(10, 4, "last 8 ");
	shown(2, 4, "     ");
	shown(11, 4, "     ");
	shown(4, 37, " cut    ");
	shown(5, 37, "        ");
}

static void test_text_scrolled(void **state)
{
	struct sheet s = in_window();

	(void)state;
	erase();
	sheet_act(&s, ACT_DOWN);
	sheet_act(&s, ACT_RIGHT);
	sheet_text(&s, 1, 21, ROLE_TEXT, "above");
	sheet_text(&s, 2, 21, ROLE_TEXT, "first");
	sheet_text(&s, 3, 18, ROLE_TEXT, "abcdef");
	sheet_text(&s, 4, 1, ROLE_TEXT, "left of it");
	sheet_text(&s, 5, 16, ROLE_TEXT, "5 cut");
	sheet_text(&s, 9, 21, ROLE_TEXT, "last");
	shown(2, 4, "     ");
	shown(3, 3, " first ");
	shown(4, 3, " def ");
	shown(5, 3, "          ");
	shown(6, 3, "     ");
	shown(10, 3, " last ");
}

static SCREEN *screen;

static int setup(void **state)
{
	FILE *null = fopen("/dev/null", "r+");

	(void)state;
	setenv("LINES", "24", 1);
	setenv("COLUMNS", "80", 1);
	screen = null ? newterm("vt100", null, null) : NULL;
	return screen ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	endwin();
	delscreen(screen);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scrolls),	      cmocka_unit_test(test_grows),
		cmocka_unit_test(test_tiny),	      cmocka_unit_test(test_text),
		cmocka_unit_test(test_text_scrolled),
	};

	return cmocka_run_group_tests_name("sheet", tests, setup, teardown);
}
