#ifndef RUN_FACILITY_H
#define RUN_FACILITY_H
/* A facility is one row: command line, menus, picker, session and manual are made from it. */
#include "capture/pkt.h"
#include "output/format.h"
#include "stats/engine.h"
#include "ui/screen.h"

/* Of IFACE_ONE the menu offers one interface; the command line takes all, too. */
enum iface_arg { IFACE_NONE, IFACE_ONE, IFACE_ONE_OR_ALL };
enum menu_group { MENU_MAIN, MENU_BREAKDOWN, MENU_MORE };

struct facility {
	const char *name; /* test names, later config section and JSON */
	char opt;	  /* -i -g -d -z -s -l -H */
	const char *word; /* its long option; NULL: none */
	enum iface_arg iface;
	enum menu_group group;
	const char *label; /* hot letter between ^ ^ */
	const char *hint, *usage;
	const char *log_name;  /* by default, without a suffix: %i is the interface, %n a number */
	unsigned accept;       /* bits 1 << verdict that the engine wants to see */
	unsigned filter_flags; /* FILTER_TCP_BOTH_WAYS of filter.h, or 0 */
	bool tunnels;	       /* counts what is inside tunnels, if the settings say so */
	bool vendors;	       /* its rows have vendors of network cards: their list is read */
	const struct engine_ops *engine;
	const struct log_words *log;
	const struct screen_ops *screen;
};

extern const struct facility facilities[]; /* ends with .name == NULL */
#endif
