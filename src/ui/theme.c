#include "ui/theme.h"

#include <stdlib.h>

#include "sys/env.h"

#define OWN (-1) /* of the terminal */

struct look {
	short fg, bg;
	chtype attr;
};

/*
 * A row for each role, a look for each theme.  Mono has attributes alone; dark and light leave the
 * terminal its background, and use what can be read on a dark or on a light one.
 */
#define LOOKS(role, classic, dark, light, mono)                                                    \
	[role] = { [THEME_CLASSIC] = classic,                                                      \
		   [THEME_DARK] = dark,                                                            \
		   [THEME_LIGHT] = light,                                                          \
		   [THEME_MONO] = { OWN, OWN, mono } }
#define ON(back, front, attr)                                                                      \
	{                                                                                          \
		COLOR_##front, COLOR_##back, attr                                                  \
	}
#define IN(front, attr)                                                                            \
	{                                                                                          \
		COLOR_##front, OWN, attr                                                           \
	}
#define PLAIN(attr)                                                                                \
	{                                                                                          \
		OWN, OWN, attr                                                                     \
	}
#define BOLD_REVERSE (A_REVERSE | A_BOLD)

/* clang-format off */
static const struct look looks[ROLE_COUNT][THEME_COUNT] = {
	LOOKS(ROLE_TEXT, ON(BLUE, YELLOW, A_BOLD), PLAIN(0), PLAIN(0), A_NORMAL),
	LOOKS(ROLE_HIGH, ON(BLUE, CYAN, A_BOLD), IN(CYAN, A_BOLD), IN(BLUE, A_BOLD), A_BOLD),
	LOOKS(ROLE_BOX, ON(BLUE, CYAN, 0), IN(CYAN, 0), IN(BLUE, 0), A_NORMAL),
	LOOKS(ROLE_MARK, ON(BLUE, GREEN, A_BOLD), IN(GREEN, A_BOLD), IN(MAGENTA, A_BOLD), A_BOLD),
	LOOKS(ROLE_BAR, ON(BLACK, YELLOW, A_BOLD), PLAIN(A_REVERSE), PLAIN(A_REVERSE), A_REVERSE),
	LOOKS(ROLE_BAR_HIGH, ON(BLACK, CYAN, A_BOLD), PLAIN(BOLD_REVERSE), PLAIN(BOLD_REVERSE),
	      BOLD_REVERSE),
	LOOKS(ROLE_DIALOG, ON(CYAN, BLACK, 0), PLAIN(0), PLAIN(0), A_REVERSE),
	LOOKS(ROLE_DIALOG_BOX, ON(CYAN, BLUE, 0), IN(YELLOW, 0), IN(MAGENTA, 0), A_REVERSE),
	LOOKS(ROLE_DIALOG_KEY, ON(CYAN, RED, 0), IN(YELLOW, A_BOLD), IN(MAGENTA, A_BOLD),
	      BOLD_REVERSE),
	LOOKS(ROLE_FIELD, ON(WHITE, BLUE, 0), PLAIN(A_REVERSE), PLAIN(A_REVERSE), A_NORMAL),
	LOOKS(ROLE_STATUS, ON(CYAN, BLACK, 0), PLAIN(A_REVERSE), PLAIN(A_REVERSE), A_REVERSE),
	LOOKS(ROLE_STATUS_FIGURE, ON(CYAN, RED, 0), PLAIN(BOLD_REVERSE), PLAIN(BOLD_REVERSE),
	      BOLD_REVERSE),
	LOOKS(ROLE_HINT, ON(CYAN, BLACK, 0), PLAIN(A_REVERSE), PLAIN(A_REVERSE), A_REVERSE),
	LOOKS(ROLE_NOTE, ON(BLUE, CYAN, A_BOLD), IN(YELLOW, A_BOLD), IN(RED, A_BOLD), A_BOLD),
	LOOKS(ROLE_DESKTOP, ON(WHITE, BLUE, 0), PLAIN(0), PLAIN(0), A_NORMAL),
	LOOKS(ROLE_ERROR, ON(RED, WHITE, A_BOLD), IN(RED, A_BOLD), IN(RED, A_BOLD), A_REVERSE),
	LOOKS(ROLE_ERROR_TEXT, ON(RED, YELLOW, A_BOLD), PLAIN(A_BOLD), PLAIN(A_BOLD), A_REVERSE),
	LOOKS(ROLE_UDP, ON(WHITE, RED, 0), IN(GREEN, 0), IN(RED, 0), A_NORMAL),
	LOOKS(ROLE_OSPF, ON(CYAN, BLACK, 0), IN(CYAN, 0), IN(BLUE, 0), A_NORMAL),
	LOOKS(ROLE_IGP, ON(CYAN, RED, 0), IN(MAGENTA, 0), IN(MAGENTA, 0), A_NORMAL),
	LOOKS(ROLE_IGRP, ON(CYAN, WHITE, A_BOLD), IN(MAGENTA, A_BOLD), IN(MAGENTA, A_BOLD),
	      A_NORMAL),
	LOOKS(ROLE_IGMP, ON(BLUE, GREEN, A_BOLD), IN(GREEN, A_BOLD), IN(GREEN, 0), A_NORMAL),
	LOOKS(ROLE_GRE, ON(WHITE, BLUE, 0), IN(CYAN, A_BOLD), IN(BLUE, A_BOLD), A_NORMAL),
	LOOKS(ROLE_ARP, ON(RED, WHITE, A_BOLD), IN(RED, A_BOLD), IN(RED, A_BOLD), A_NORMAL),
	LOOKS(ROLE_TUNNEL, ON(BLUE, WHITE, 0), IN(YELLOW, 0), IN(GREEN, A_BOLD), A_NORMAL),
	LOOKS(ROLE_OTHER_IP, ON(BLUE, WHITE, A_BOLD), PLAIN(A_BOLD), PLAIN(A_BOLD), A_NORMAL),
	LOOKS(ROLE_NONIP, ON(RED, YELLOW, A_BOLD), IN(YELLOW, A_BOLD), IN(RED, 0), A_NORMAL),
};
/* clang-format on */

static enum theme theme = THEME_MONO;

/* no-color.org: set to anything but nothing. */
static bool refused(void)
{
	const char *s = env_get_plain("NO_COLOR");

	return s && *s;
}

static bool can_color(void)
{
	return has_colors() && start_color() == OK && COLORS >= 8 && COLOR_PAIRS > ROLE_COUNT;
}

/* A terminal that cannot be asked for its own colours has those that the theme is named for. */
static short plain_color(short color, bool own, bool front)
{
	if (color != OWN || own)
		return color;
	return front == (theme == THEME_DARK) ? COLOR_WHITE : COLOR_BLACK;
}

void theme_init(enum theme wanted)
{
	bool own;

	theme = wanted != THEME_MONO && !refused() && can_color() ? wanted : THEME_MONO;
	if (theme == THEME_MONO)
		return;
	own = theme != THEME_CLASSIC && use_default_colors() == OK;
	for (short i = 0; i < ROLE_COUNT; i++) {
		const struct look *l = &looks[i][theme];

		init_pair((short)(i + 1), plain_color(l->fg, own, true),
			  plain_color(l->bg, own, false));
	}
}

chtype theme_attr(enum role role)
{
	chtype attr = looks[role][theme].attr;

	return theme == THEME_MONO ? attr : attr | (chtype)COLOR_PAIR(role + 1);
}
