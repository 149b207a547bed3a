#ifndef UI_FIND_H
#define UI_FIND_H
/*
 * What the keys / and \ have in common, whatever list they are for; for the files of this folder
 * alone.
 */
#include "stats/search.h"
#include "ui/screen.h"

/* What a pattern can be compared with besides numbers: names that are known.  env is borrowed. */
struct search_names find_names(const struct screen_env *env);

struct find_prompt {
	struct ui *ui;
	bool only; /* asked for by \: nothing else is to be shown */
	/*
	 * The text has changed; empty: nothing is looked for.  false, with why set: it is not
	 * finished, and what was looked for before still is.
	 */
	bool (*look)(void *list, const char *text, struct diag *why);
	const char *(*note)(void *list); /* what is to be said of it, clean; NULL: nothing */
	void *list;
};

/* True: the text was accepted; one that is not finished is not. */
bool find_ask(const struct find_prompt *p);

/* What is found of a pattern, for the border of the list. */
struct find_result {
	const char *pattern;
	bool only;
	bool done;	    /* all rows have been compared */
	bool missing;	    /* there is no such row */
	size_t first, last; /* rows in view, from 1 on; with only */
	size_t count;	    /* rows that match; with only */
};
#define FIND_NOTE 128
/* " \10.3. 1-12 of 10003 ", clean.  Returns buf. */
const char *find_note(const struct find_result *r, char buf[FIND_NOTE]);
#endif
