#ifndef CONFIG_SETTINGS_H
#define CONFIG_SETTINGS_H
/* Settings: one row each in settings.c gives file key, menu line, help, check and default. */
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include "base/diag.h"

/* What the log of the IP traffic monitor says of UDP. */
enum log_udp { LOG_UDP_PACKETS, LOG_UDP_FLOWS, LOG_UDP_OFF };
/* Colours of the screens. */
enum theme { THEME_CLASSIC, THEME_DARK, THEME_LIGHT, THEME_MONO, THEME_COUNT };

struct settings {
	bool color, mouse, logging, revlook, servnames, promisc, kbytes, mac, six_in_4, tunnels;
	bool arp, rarp, nonip; /* shown by the IP traffic monitor */
	bool all_ports;	       /* by the service monitor */
	bool confirm_exit;     /* before a screen with minutes of counts is left */
	long tcp_timeout;      /* minutes */
	long flow_timeout;     /* seconds */
	long log_interval;     /* minutes */
	long redraw;	       /* seconds; 0: every 50 ms */
	long closed_persist;   /* minutes; 0: for ever */
	long connections;      /* room in the TCP table; 0: as the machine's memory allows */
	long ring;	       /* capture ring, MiB */
	long metrics_interval; /* seconds */
	long log_rate;	       /* lines per second; 0: any number */
	long metrics_rows;     /* of a table in a file of metrics */
	long log_udp;	       /* enum log_udp */
	long theme;	       /* enum theme */
	char filter[PATH_MAX]; /* the applied filter's file, or a path; empty: none */
};

enum setting_type { SETTING_BOOL, SETTING_LONG, SETTING_CHOICE, SETTING_TEXT };
/* Which menu has a line for it. */
enum setting_menu { SETTING_NOWHERE, SETTING_CONFIGURE, SETTING_TIMERS };

struct setting_def {
	const char *key, *label, *help, *unit;
	/* the line in the menu (^x^: hot letter), and in the window of current settings */
	const char *item, *state;
	const char *words[2];	    /* of a switch there: off, on; NULL: Off, On */
	const char *const *choices; /* its values by number: their words, then NULL */
	bool roomy;		    /* as in struct menu_item */
	enum setting_menu menu;
	enum setting_type type;
	/* Checks a text and takes it; 0, or -EINVAL with why set. */
	int (*set)(struct settings *o, const struct setting_def *d, const char *text,
		   struct diag *why);
	size_t off, size;    /* of its field in struct settings */
	long dflt, min, max; /* not of a text: that is empty by default */
};

extern const struct setting_def setting_defs[]; /* ends with .key == NULL */
#define SETTINGS_MAX 32				/* no more rows than this */
#define SETTING_ROOM PATH_MAX			/* of any value as text with its NUL */

void settings_default(struct settings *o);
/* Row of a key, or -1. */
int settings_find(const char *key);
/* The value of a row that is no text; what it reads as in a file ("yes", "15"). */
long settings_get(const struct settings *o, const struct setting_def *d);
void settings_text(const struct settings *o, const struct setting_def *d, char *buf, size_t n);
/*
 * text: yes/no, on/off, true/false, 1/0 for switches; a word of a choice; a whole number, or
 * printable text that has room in its field, for the rest.  0, or -EINVAL with why set.
 */
int settings_set(struct settings *o, const char *key, const char *text, struct diag *why);
/* Prints a row for each: setting, key, default, unit, least, most, what it is; tabs between. */
void settings_print(FILE *out);
#endif
