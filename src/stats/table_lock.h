#ifndef STATS_TABLE_LOCK_H
#define STATS_TABLE_LOCK_H
/*
 * The lock over an engine and its tables.  A reader holds it while it reads rows or calls the
 * engine, and never while it formats, sorts a large table, waits or writes.
 */
struct table_lock {
	void *ctx;
	void (*lock)(void *ctx);
	void (*unlock)(void *ctx);
};

static inline void table_lock(const struct table_lock *l)
{
	l->lock(l->ctx);
}

static inline void table_unlock(const struct table_lock *l)
{
	l->unlock(l->ctx);
}
#endif
