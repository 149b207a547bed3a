/* The table of facilities; the only file that includes from every folder. */
#include "facility.h"

#define V(verdict) (1u << PKT_##verdict)

const struct facility facilities[] = {
	{ .name = "conns",
	  .opt = 'i',
	  .iface = IFACE_ONE_OR_ALL,
	  .group = MENU_MAIN,
	  .label = "IP traffic ^m^onitor",
	  .hint = "Shows the connections and other packets that pass, as they pass",
	  .usage = "IP traffic monitor",
	  .accept = V(OK) | V(FRAGMENT),
	  .engine = &engine_conns,
	  .log = &log_conns,
	  .screen = &scr_conns },
	{ .name = NULL },
};
