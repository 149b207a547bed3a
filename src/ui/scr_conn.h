#ifndef UI_SCR_CONN_H
#define UI_SCR_CONN_H
/* The details of one TCP connection, over the screen that it was picked on. */
#include "ui/screen.h"

/*
 * slot: of the row in conns_table of env's engine.  Returns as screen_run(); 0 at once when there
 * is no such row.  Not under the lock.
 */
int scr_conn_run(const struct screen_env *env, uint32_t slot);
#endif
