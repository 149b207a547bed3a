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
		case IPPROTO_FRAGMENT:
			h = pull(c, 8);
			if (!h)
				return PKT_TRUNCATED;
			*frag = h;
			*next = h[0];
			if (be16(h + 2) & ~7u)
				return PKT_OK; /* what follows is the middle of something */
			break;
		case IPPROTO_HOPOPTS:
		case IPPROTO_ROUTING:
		case IPPROTO_DSTOPTS:
		case IPPROTO_MH:
		case PROTO_HIP:
		case PROTO_SHIM6:
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
