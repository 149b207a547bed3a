#ifndef SERVICE_H
#define SERVICE_H
/*
 * What a service manager is told: datagrams to NOTIFY_SOCKET, as sd_notify(3) describes them.
 * All do nothing when nobody listens.
 */
#include <stdbool.h>

/* Were we, and not one of our ancestors, started by systemd (systemd.exec(5), Environment)? */
bool service_is_one(void);
/* Looks for NOTIFY_SOCKET; before the others. */
void service_open(void);
void service_ready(void);
void service_reloading(void);
void service_stopping(void);
#endif
