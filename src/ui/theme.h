#ifndef UI_THEME_H
#define UI_THEME_H
/* Colours by role: what a thing is, not how it looks.  One row each in theme.c. */
#include <curses.h>
#include "config/settings.h"

enum role {
	ROLE_TEXT,
	ROLE_HIGH, /* figures, hot letters, names of keys */
	ROLE_BOX,
	ROLE_MARK, /* the active window, brackets of pairs */
	ROLE_BAR,
	ROLE_BAR_HIGH,
	ROLE_DIALOG,
	ROLE_DIALOG_BOX,
	ROLE_DIALOG_KEY,
	ROLE_FIELD, /* of a form */
	ROLE_STATUS,
	ROLE_STATUS_FIGURE,
	ROLE_HINT, /* description of a menu item */
	ROLE_NOTE, /* what the reader should know of the run */
	ROLE_DESKTOP,
	ROLE_ERROR,
	ROLE_ERROR_TEXT,
	/* packets of the IP traffic monitor, by protocol */
	ROLE_UDP,
	ROLE_OSPF,
	ROLE_IGP,
	ROLE_IGRP,
	ROLE_IGMP,
	ROLE_GRE,
	ROLE_ARP,
	ROLE_TUNNEL,
	ROLE_OTHER_IP,
	ROLE_NONIP,
	ROLE_COUNT
};

/*
 * Takes to a theme, after curses has started; a terminal without colours, or NO_COLOR set, has the
 * last word.
 */
void theme_init(enum theme theme);
/* Attributes of a role, colour included. */
chtype theme_attr(enum role role);
#endif
