#ifndef SYS_FAIR_LOCK_H
#define SYS_FAIR_LOCK_H
/*
 * A mutex that a busy thread cannot keep from the others: who waits holds the gate, and a thread
 * that releases the lock and wants it again at once has to pass the gate first.  Any thread; not
 * recursive.
 */
#include <pthread.h>

struct fair_lock {
	pthread_mutex_t gate, lock;
};

void fair_lock_init(struct fair_lock *l);
void fair_lock_fini(struct fair_lock *l);
void fair_lock_take(struct fair_lock *l);
void fair_lock_release(struct fair_lock *l);
#endif
