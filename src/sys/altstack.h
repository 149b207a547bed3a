#ifndef SYS_ALTSTACK_H
#define SYS_ALTSTACK_H
/* A stack for signal handlers with SA_ONSTACK, of a thread whose own one is spent. */

/* For the calling thread, until it ends; each thread calls it first. */
void altstack_use(void);
#endif
