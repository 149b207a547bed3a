#ifndef BASE_MEM_H
#define BASE_MEM_H
/* Room for a table at its cap, as address space: memory comes with use, rows never move. */
#include <stddef.h>

/* Zeroed on first use; NULL when not even the addresses can be had. */
void *mem_reserve(size_t bytes);
/* NULL is fine. */
void mem_release(void *p, size_t bytes);
#endif
