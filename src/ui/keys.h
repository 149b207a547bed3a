#ifndef UI_KEYS_H
#define UI_KEYS_H
/*
 * What keys do.  An action is one row here, a binding one row of a table; the key line at the
 * foot of a screen is made from the bindings that carry a name.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "base/strbuf.h"

/* id, what the key page and the manual say */
#define ACTIONS(_)                                                                                 \
	_(OPEN, "open what the bar is on")                                                         \
	_(SORT, "sort once, by a key that you choose")                                             \
	_(KEEP_ORDER, "keep sorted, on/off")                                                       \
	_(MORE, "show the next set of columns")                                                    \
	_(NEXT_PANE, "switch window")                                                              \
	_(FLUSH, "remove closed and timed-out entries")                                            \
	_(FLOWS, "show flows or packets in the lower window")                                      \
	_(ALL_PORTS, "show all ports, or only those below 1024")                                   \
	_(GROUP, "show networks or hosts")                                                         \
	_(LOCAL, "local addresses first, on/off")                                                  \
	_(VLANS, "VLANs instead of hosts, and back")                                               \
	_(SPAN, "rates of the last minute or of the last hour")                                    \
	_(PAUSE, "pause the display, on/off (counting continues)")                                 \
	_(FIND, "find: an address, port, name, or FIELD:VALUE")                                    \
	_(FIND_NEXT, "find the next")                                                              \
	_(FIND_BACK, "find the one before")                                                        \
	_(ONLY, "show only what is looked for, on/off")                                            \
	_(COPY, "copy the entry to the terminal's clipboard")                                      \
	_(WRITE, "write all entries to a file in the log directory")                               \
	_(NAMES, "host names for addresses, on/off")                                               \
	_(SERVICES, "service names for ports, on/off")                                             \
	_(UNITS, "rates in bits or in bytes")                                                      \
	_(PROMISC, "promiscuous mode, on/off")                                                     \
	_(HELP, "show the keys")                                                                   \
	_(REDRAW, "redraw the screen")                                                             \
	_(LEAVE, "leave the screen")                                                               \
	_(UP, "move the bar, or scroll, one line up")                                              \
	_(DOWN, "move the bar, or scroll, one line down")                                          \
	_(PAGE_UP, "scroll a page up")                                                             \
	_(PAGE_DOWN, "scroll a page down")                                                         \
	_(HOME, "go to the first line")                                                            \
	_(END, "go to the last line")                                                              \
	_(LEFT, "shift the text back")                                                             \
	_(RIGHT, "shift the text to see more of long lines")

enum action {
	ACT_NONE,
#define ACT_ENUM(id, help) ACT_##id,
	ACTIONS(ACT_ENUM)
#undef ACT_ENUM
		ACT_COUNT
};

#define KEY_CTRL(letter) ((letter)&0x1f)
#define KEY_ESCAPE	 27

/*
 * A binding; letters are given in lower case and work in both.  With a name it is shown in the key
 * line as "name-hint", while one of the panes in `panes` is active (bits; 0: always).  A key that
 * switches something on and off has another hint while that is on.
 */
struct keybind {
	int key; /* as curses names it; 0 ends a table */
	enum action act;
	const char *name, *hint;
	const char *hint_on; /* NULL: the same */
	unsigned panes;
	bool spare; /* in the key line only where there is room behind all others */
};

/* What a key line depends on. */
struct keys_state {
	unsigned pane; /* the active one, a bit */
	uint64_t on;   /* what is on, a KEYS_ON of each action */
};
#define KEYS_ON(act) (UINT64_C(1) << (act))
_Static_assert(ACT_COUNT <= 64, "a bit for each action");

/* What a key means: by the screen's own bindings (NULL: none), then by those common to all. */
enum action keys_action(const struct keybind *own, int key);
bool keys_is_enter(int key);

/* What the key page says of an action. */
const char *keys_action_help(enum action act);
/* The keys of an action, of the screen's own bindings and the common ones: "W, Tab, F6". */
void keys_of(const struct keybind *own, enum action act, struct strbuf *out);

/*
 * Prints a row for each key of a screen that does something else than on every screen (own NULL:
 * for those of every screen): key, screen, its name, what it does; tabs between.
 */
void keys_print(FILE *out, const char *screen, const struct keybind *own);

/* An entry of a key line; those that are spare come last. */
struct keyhint {
	const char *name, *hint;
	int key; /* that a click on it presses; 0: none */
	bool spare;
};

/*
 * Fill the last line of the screen with a key line.  Where it is too narrow for all, entries
 * before the last that is not spare give way: that one says how to leave.  Under 80 columns they
 * also give way to a spare "?"; where that has no room, its name alone may have.
 */
void keys_draw(const struct keyhint *hints, size_t n);
/* The same with one blank between entries, for a line that has many. */
void keys_draw_close(const struct keyhint *hints, size_t n);
void keys_draw_bindings(const struct keybind *own, const struct keys_state *state);
/* The key whose hint is at a column of that line; 0: none. */
int keys_at(const struct keybind *own, const struct keys_state *state, int x);
#endif
