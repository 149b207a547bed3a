#ifndef UI_PACKETS_H
#define UI_PACKETS_H
/*
 * The lower window of the IP traffic monitor: the last packets that are no TCP, as lines of text.
 * It follows its end until it is scrolled back, or something is looked for: then it has a bar.
 */
#include "stats/conns.h"
#include "stats/summary.h"
#include "ui/find.h"
#include "ui/screen.h"
#include "ui/scroll.h"

/* The packets as they were when the display was paused. */
struct held_packets {
	bool on;
	uint64_t first; /* number of the oldest */
	size_t count;
	struct summary packet[CONNS_OTHERS];
};

/* What is looked for; by the / and \ keys. */
struct packets_find {
	char pattern[SEARCH_TEXT]; /* empty: nothing */
	struct search search;
	bool only;    /* nothing else is shown */
	bool missing; /* there is none */
};

struct packets {
	const struct screen_env *env;
	struct rect box;
	bool path; /* lines have VLAN and tunnel on a narrow screen, too */
	struct scroll scroll;
	struct held_packets held;
	uint64_t first;		      /* number of the oldest packet when last drawn */
	uint64_t shown[CONNS_OTHERS]; /* numbers of those on the lines, then */
	uint64_t top; /* and of the first in view, which stays while older ones leave */
	uint64_t bar; /* and of that under the bar */
	int shift;    /* columns of the text that are off to the left */
	int longest;  /* line in view */
	struct packets_find find;
};

/* Zeroed at first, with env set.  Before each draw, not under the lock: holds what is shown. */
void packets_prepare(struct packets *p, bool paused);
/* The window in its box, border included, but for what is on the lower one.  Under the lock. */
void packets_draw(struct packets *p, const struct run_status *st);
/* Scrolls, finds; false: not mine.  Not under the lock. */
bool packets_act(struct packets *p, enum action act);
/* Stops looking for anything; false: nothing was looked for. */
bool packets_end_search(struct packets *p);
/* What the border says of it; NULL: nothing is looked for. */
const char *packets_note(const struct packets *p, char buf[FIND_NOTE]);
#endif
