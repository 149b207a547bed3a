#include "output/queue.h"

#include <errno.h>
#include <stdlib.h>

int queue_init(struct queue *q, uint32_t cap, size_t item_size)
{
	*q = (struct queue){ .items = calloc(cap, item_size), .size = item_size, .cap = cap };
	return q->items ? 0 : -ENOMEM;
}

void queue_fini(struct queue *q)
{
	free(q->items);
	q->items = NULL;
}
