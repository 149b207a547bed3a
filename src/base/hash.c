#include "base/hash.h"

#include <errno.h>
#include <sys/random.h>

int hash_key_random(struct hash_key *key)
{
	ssize_t n;

	do
		n = getrandom(key, sizeof(*key), 0);
	while (n < 0 && errno == EINTR);
	return n == (ssize_t)sizeof(*key) ? 0 : -errno;
}
