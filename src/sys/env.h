#ifndef SYS_ENV_H
#define SYS_ENV_H
/*
 * The environment, as far as it may be trusted.  Any thread, once rights_open has run.
 *
 * A set-user-ID or set-group-ID start makes secure_getenv(3) hide all of it.  A file capability
 * does the same, but there the process is the user's own in everything else, and the capability is
 * gone by the time a variable is read; env_get therefore hides variables from set-ID starts alone.
 */

/* As getenv(3); NULL for everything after a set-ID start. */
const char *env_get(const char *name);
/*
 * The same for variables that name no file and are harmless after a set-ID start: TERM, NO_COLOR.
 */
const char *env_get_plain(const char *name);
#endif
