#ifndef OPTIONS_H
#define OPTIONS_H
/* Settings: one row each in options.c gives file key, menu line, help, check and default. */
#include <stdbool.h>
#include <stddef.h>
#include "base/diag.h"

struct options {
	bool color, logging, revlook, servnames, promisc, kbytes, mac, six_in_4;
	bool arp, rarp, nonip; /* shown by the IP traffic monitor */
	long tcp_timeout;      /* minutes */
	long log_interval;     /* minutes */
	long redraw;	       /* seconds; 0: every 50 ms */
	long closed_persist;   /* minutes; 0: for ever */
	long connections;      /* room in the TCP table; 0: as the machine's memory allows */
	long ring;	       /* capture ring, MiB */
	char filter[64];       /* the applied filter's file; empty: none */
};

enum option_type { OPT_BOOL, OPT_LONG, OPT_TEXT };
/* Which menu has a line for it. */
enum option_menu { OPTION_NOWHERE, OPTION_CONFIGURE, OPTION_TIMERS };

struct option_def {
	const char *key, *label, *help, *unit;
	/* the line in the menu (^x^: hot letter), and in the window of current settings */
	const char *item, *state;
	const char *words[2]; /* of a switch there: off, on; NULL: Off, On */
	enum option_menu menu;
	enum option_type type;
	size_t off;
	long dflt, min, max;
};

extern const struct option_def option_defs[]; /* ends with .key == NULL */
#define OPTIONS_MAX 32			      /* no more rows than this */

void options_default(struct options *o);
/* Row of a key, or -1. */
int options_find(const char *key);
/* The value of a row that is no text; what it reads as in a file ("yes", "15"). */
long options_get(const struct options *o, const struct option_def *d);
void options_text(const struct options *o, const struct option_def *d, char *buf, size_t n);
/*
 * text: yes/no, on/off, true/false, 1/0 for switches; a whole number, or printable text of less
 * than 64 bytes for the rest.  0, or -EINVAL with why set.
 */
int options_set(struct options *o, const char *key, const char *text, struct diag *why);
#endif
