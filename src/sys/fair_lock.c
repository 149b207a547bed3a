#include "sys/fair_lock.h"

void fair_lock_init(struct fair_lock *l)
{
	pthread_mutex_init(&l->gate, NULL);
	pthread_mutex_init(&l->lock, NULL);
}

void fair_lock_fini(struct fair_lock *l)
{
	pthread_mutex_destroy(&l->lock);
	pthread_mutex_destroy(&l->gate);
}

void fair_lock_take(struct fair_lock *l)
{
	pthread_mutex_lock(&l->gate);
	pthread_mutex_lock(&l->lock);
	pthread_mutex_unlock(&l->gate);
}

void fair_lock_release(struct fair_lock *l)
{
	pthread_mutex_unlock(&l->lock);
}
