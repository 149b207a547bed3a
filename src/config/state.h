#ifndef CONFIG_STATE_H
#define CONFIG_STATE_H
/* What is kept from run to run, read at the start. */
#include "config/config.h"

/*
 * Settings, ports and descriptions, those of iptraf-ng 1.2 where there are none of ours; what is
 * wrong with them is reported now, before there is a screen.  The command line's settings stay.
 */
void state_load(struct config *s);
#endif
