#include "base/mem.h"

#include <sys/mman.h>

void *mem_reserve(size_t bytes)
{
	void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		return NULL;
	/* At a million rows most of a lookup is a TLB miss; the advice may be refused. */
	(void)madvise(p, bytes, MADV_HUGEPAGE);
	return p;
}

void mem_release(void *p, size_t bytes)
{
	if (p)
		munmap(p, bytes);
}
