#include "ui/theme.h"

#include <stdlib.h>

#include "sys/env.h"

struct look {
	short fg, bg;
	chtype bold; /* beside the colours */
	chtype mono; /* in place of them */
};

static const struct look looks[ROLE_COUNT] = {
	[ROLE_TEXT] = { COLOR_YELLOW, COLOR_BLUE, A_BOLD, A_NORMAL },
	[ROLE_HIGH] = { COLOR_CYAN, COLOR_BLUE, A_BOLD, A_BOLD },
	[ROLE_BOX] = { COLOR_CYAN, COLOR_BLUE, 0, A_NORMAL },
	[ROLE_MARK] = { COLOR_GREEN, COLOR_BLUE, A_BOLD, A_BOLD },
	[ROLE_BAR] = { COLOR_YELLOW, COLOR_BLACK, A_BOLD, A_REVERSE },
	[ROLE_BAR_HIGH] = { COLOR_CYAN, COLOR_BLACK, A_BOLD, A_REVERSE | A_BOLD },
	[ROLE_DIALOG] = { COLOR_BLACK, COLOR_CYAN, 0, A_REVERSE },
	[ROLE_DIALOG_BOX] = { COLOR_BLUE, COLOR_CYAN, 0, A_REVERSE },
	[ROLE_DIALOG_KEY] = { COLOR_RED, COLOR_CYAN, 0, A_REVERSE | A_BOLD },
	[ROLE_FIELD] = { COLOR_BLUE, COLOR_WHITE, 0, A_NORMAL },
	[ROLE_STATUS] = { COLOR_BLACK, COLOR_CYAN, 0, A_REVERSE },
	[ROLE_STATUS_FIGURE] = { COLOR_RED, COLOR_CYAN, 0, A_REVERSE | A_BOLD },
	[ROLE_HINT] = { COLOR_BLACK, COLOR_CYAN, 0, A_REVERSE },
	[ROLE_NOTE] = { COLOR_CYAN, COLOR_BLUE, A_BOLD, A_BOLD },
	[ROLE_DESKTOP] = { COLOR_BLUE, COLOR_WHITE, 0, A_NORMAL },
	[ROLE_ERROR] = { COLOR_WHITE, COLOR_RED, A_BOLD, A_REVERSE },
	[ROLE_ERROR_TEXT] = { COLOR_YELLOW, COLOR_RED, A_BOLD, A_REVERSE },
	[ROLE_UDP] = { COLOR_RED, COLOR_WHITE, 0, A_NORMAL },
	[ROLE_OSPF] = { COLOR_BLACK, COLOR_CYAN, 0, A_NORMAL },
	[ROLE_IGP] = { COLOR_RED, COLOR_CYAN, 0, A_NORMAL },
	[ROLE_IGRP] = { COLOR_WHITE, COLOR_CYAN, A_BOLD, A_NORMAL },
	[ROLE_IGMP] = { COLOR_GREEN, COLOR_BLUE, A_BOLD, A_NORMAL },
	[ROLE_GRE] = { COLOR_BLUE, COLOR_WHITE, 0, A_NORMAL },
	[ROLE_ARP] = { COLOR_WHITE, COLOR_RED, A_BOLD, A_NORMAL },
	[ROLE_TUNNEL] = { COLOR_WHITE, COLOR_BLUE, 0, A_NORMAL },
	[ROLE_OTHER_IP] = { COLOR_WHITE, COLOR_BLUE, A_BOLD, A_NORMAL },
	[ROLE_NONIP] = { COLOR_YELLOW, COLOR_RED, A_BOLD, A_NORMAL },
};

static bool in_color;

/* no-color.org: set to anything but nothing. */
static bool refused(void)
{
	const char *s = env_get_plain("NO_COLOR");

	return s && *s;
}

void theme_init(bool color)
{
	in_color = color && !refused() && has_colors() && start_color() == OK && COLORS >= 8 &&
		   COLOR_PAIRS > ROLE_COUNT;
	if (!in_color)
		return;
	for (short i = 0; i < ROLE_COUNT; i++)
		init_pair((short)(i + 1), looks[i].fg, looks[i].bg);
}

chtype theme_attr(enum role role)
{
	if (!in_color)
		return looks[role].mono;
	return (chtype)COLOR_PAIR(role + 1) | looks[role].bold;
}
