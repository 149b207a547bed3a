#ifndef RUN_ENGINE_ENV_H
#define RUN_ENGINE_ENV_H
/* What engines need of the machine and of the user's lists. */
#include "stats/engine.h"

struct settings;

/*
 * Sets the settings, the room and the lookups of ee, and reads the lists behind them that may have
 * changed: descriptions of stations (ethers(5)), services(5) once.  For the main thread, before
 * others start; a list that cannot be read is empty.
 */
void engine_env_load(struct engine_env *ee, const struct settings *set);
#endif
