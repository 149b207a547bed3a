/* Extension headers of IPv6, of packets and of what ICMPv6 quotes. */
#include "base/bytes.h"
#include "capture/decode.h"

#define EXTENSIONS_MAX 16

enum verdict decode_extensions(struct cursor *c, uint8_t *next, const uint8_t **frag)
{
	*frag = NULL;
	for (int i = 0; i <= EXTENSIONS_MAX; i++) {
		const uint8_t *h;

		switch (*next) {
		case 44: /* fragment */
			h = pull(c, 8);
			if (!h)
				return PKT_TRUNCATED;
			*frag = h;
			*next = h[0];
			if (be16(h + 2) & ~7u)
				return PKT_OK; /* what follows is the middle of something */
			break;
		case 0: /* hop-by-hop, routing, destination, mobility, HIP, shim6 */
		case 43:
		case 60:
		case 135:
		case 139:
		case 140:
			h = peek(c, 8);
			if (!h || !pull(c, 8 * (h[1] + 1u)))
				return PKT_TRUNCATED;
			*next = h[0];
			break;
		default:
			return PKT_OK;
		}
	}
	return PKT_UNKNOWN;
}
