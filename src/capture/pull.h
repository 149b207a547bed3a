#ifndef CAPTURE_PULL_H
#define CAPTURE_PULL_H
/* The only way that decoding reads a frame: pieces off its front, NULL when they are not there. */
#include <stddef.h>
#include <stdint.h>

struct cursor {
	const uint8_t *p;
	uint32_t left; /* captured bytes from p on */
	uint32_t wire; /* bytes from p on as they were on the wire; never less than left */
};

static inline const uint8_t *peek(const struct cursor *c, uint32_t n)
{
	return c->left < n ? NULL : c->p;
}

static inline const uint8_t *pull(struct cursor *c, uint32_t n)
{
	const uint8_t *p = c->p;

	if (c->left < n)
		return NULL;
	c->p += n;
	c->left -= n;
	c->wire -= n;
	return p;
}

/* What lies behind the first n bytes is padding, or somebody else's. */
static inline void limit(struct cursor *c, uint32_t n)
{
	if (c->wire > n)
		c->wire = n;
	if (c->left > n)
		c->left = n;
}
#endif
