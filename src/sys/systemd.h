#ifndef SYS_SYSTEMD_H
#define SYS_SYSTEMD_H
/*
 * What a service manager is told: datagrams to NOTIFY_SOCKET, as sd_notify(3) describes them.
 * Without NOTIFY_SOCKET they do nothing.
 */
#include <stdbool.h>

/* Were we, and not one of our ancestors, started by systemd (systemd.exec(5), Environment)? */
bool systemd_started_us(void);
/* Looks for NOTIFY_SOCKET; before the others. */
void systemd_open(void);
/* Descriptor that it is told by; -1: none. */
int systemd_fd(void);
void systemd_ready(void);
void systemd_reloading(void);
void systemd_stopping(void);
#endif
