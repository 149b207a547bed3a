#ifndef BASE_HASH_H
#define BASE_HASH_H
/*
 * How it works: multilinear hashing (Lemire and Kaser, "Strongly universal string hashing is
 * fast", 2014). h = (k[0] + sum of k[i+1] * w[i]) mod 2^64, upper 32 bits, over 32-bit words with
 * secret random 64-bit k. For a fixed number of words any two different inputs collide with
 * probability 2^-32 over the choice of the key: no one who does not know it can choose tuples
 * that share a slot.
 *
 * That sum is linear: words that count up give hashes that count up by some step, which for one key
 * in a hundred fills a table in long runs.  One step of a bijective mixer, the first of lowbias32
 * (Wellons, "Prospecting for hash functions", 2018), breaks them up and adds no collision.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define HASH_WORDS 12 /* the longest input, in 32-bit words */

struct hash_key {
	uint64_t k[HASH_WORDS + 1];
};

/* Fills the key from getrandom(2).  Returns 0 or -errno. */
int hash_key_random(struct hash_key *key);

/*
 * words: nwords 32-bit words of any alignment, at most HASH_WORDS; the same nwords for all inputs
 * of one table.  They are loaded one by one: a wider load would have to wait for the stores that
 * made them.
 */
static inline uint32_t hash_words(const struct hash_key *key, const void *words, size_t nwords)
{
	uint64_t h = key->k[0];
	uint32_t w;

	for (size_t i = 0; i < nwords; i++) {
		memcpy(&w, (const char *)words + i * sizeof(w), sizeof(w));
		h += key->k[i + 1] * w;
	}
	w = (uint32_t)(h >> 32);
	w = (w ^ w >> 16) * 0x7feb352du;
	return w ^ w >> 15;
}
#endif
