#ifndef BASE_SHA1_H
#define BASE_SHA1_H
/* SHA-1 (RFC 3174).  For identifiers alone: it is no protection. */
#include <stddef.h>
#include <stdint.h>

#define SHA1_BYTES 20

void sha1(const void *message, size_t n, uint8_t digest[SHA1_BYTES]);

/* Base64 (RFC 4648, with padding); out has room for BASE64_TEXT(n).  Returns out. */
#define BASE64_TEXT(n) (((n) + 2) / 3 * 4 + 1)
char *base64(const uint8_t *s, size_t n, char *out);
#endif
