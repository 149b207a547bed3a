#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H
/*
 * The settings in force and where each came from: its default, the file iptraf-ng.conf of the state
 * directory, the command line; the later counts.  The file has a line `key = value` for each that
 * is not as by default, comments from # on, and whatever else people left in it: that is kept
 * when it is saved (man 5 iptraf-ng.conf).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include "base/diag.h"
#include "config/settings.h"

#define CONFIG_FILE "iptraf-ng.conf"

enum setting_origin { SETTING_DEFAULT, SETTING_FILE, SETTING_COMMAND };

struct config {
	struct settings set;
	/* by row of setting_defs */
	struct {
		enum setting_origin origin;
		int line; /* in the file; 0: changed since it was read */
	} source[SETTINGS_MAX];
};

void config_default(struct config *s);
/* One from the command line: the file does not change it.  As settings_set(). */
int config_set(struct config *s, const char *key, const char *text, struct diag *why);

/*
 * Takes n bytes of a file's content.  An invalid line is passed to complain (its number,
 * what was expected) and left out.  Returns how many there were.
 */
int config_parse(struct config *s, const char *text, size_t n,
		 void (*complain)(void *ctx, int line, const char *what), void *ctx);
/*
 * Reads the file, if there is one; what is wrong with it is reported on stderr.  0, also when
 * there is none, or -errno when it could not be read.
 */
int config_load(struct config *s);

/*
 * Sets one and saves it, alone, so that what another program saved meanwhile stays.  0, or -errno
 * with why set: then it is set for this run but not saved.
 */
int config_change(struct config *s, const char *key, const char *value, struct diag *why);
/* Puts key = value where the last good line of the key is, else at the end; all else as it is. */
void config_edit(const char *key, const char *value, const char *old, size_t n, FILE *out);

/* Prints them all, in the form of the file, each with its source. */
void config_dump(const struct config *s, FILE *out);
#endif
