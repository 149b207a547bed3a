#ifndef SYS_LOGDIR_H
#define SYS_LOGDIR_H
/* The log directory: /var/log/iptraf-ng, or IPTRAF_LOG_PATH if set and not empty. */
const char *logdir(void);
#endif
