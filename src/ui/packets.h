#ifndef UI_PACKETS_H
#define UI_PACKETS_H
/*
 * The lower window of the IP traffic monitor: the last packets that are no TCP, as lines of text.
 * It follows its end until it is scrolled back, or something is looked for or copied: then it has
 * a bar.
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
/* Scrolls, finds, copies, writes; false: not mine.  Not under the lock. */
bool packets_act(struct packets *p, enum action act);
/* Stops looking for anything, and takes the bar away; false: there was neither. */
bool packets_end_search(struct packets *p);
/* What the border says of it; NULL: nothing. */
const char *packets_note(const struct packets *p, char buf[FIND_NOTE]);

/*
 * --- for packets_write.c: packets as text ---
 *
 * The packet under the bar to the terminal's clipboard; one without a bar gets it on the newest
 * packet, or the first in view when that is not.  All that are shown to a file.
 */
void packets_copy(struct packets *p);
void packets_write(struct packets *p);
/* Takes what came and went.  Under the lock, or held. */
void packets_fit(struct packets *p);
/* By its number.  Under the lock, or held. */
const struct summary *packets_at(const struct packets *p, uint64_t number);
/* All of its line, clean.  Returns that. */
#define PACKETS_TEXT 1024
char *packets_text(const struct packets *p, const struct summary *b, char clean[PACKETS_TEXT]);
#endif
