#include "capture/tcpopt.h"

#include <string.h>

#include "base/bytes.h"

enum { OPT_END = 0, OPT_NOP = 1, OPT_MSS = 2, OPT_SCALE = 3, OPT_SACK_OK = 4, OPT_SACK = 5 };

/* One option of len bytes, kind and length included; one of another length is ignored. */
static void read_option(const uint8_t *p, size_t len, struct tcp_options *out)
{
	switch (p[0]) {
	case OPT_MSS:
		if (len == 4)
			out->mss = be16(p + 2);
		break;
	case OPT_SCALE:
		if (len != 3)
			break;
		out->scaled = true;
		out->scale = p[2] < TCPOPT_SCALE_MAX ? p[2] : TCPOPT_SCALE_MAX;
		break;
	case OPT_SACK_OK:
		if (len == 2)
			out->sack_allowed = true;
		break;
	case OPT_SACK:
		if (len >= 10 && (len - 2) % 8 == 0)
			out->sack = true;
		break;
	}
}

void tcp_options_read(const uint8_t *p, size_t n, struct tcp_options *out)
{
	memset(out, 0, sizeof(*out));
	while (n > 0 && *p != OPT_END) {
		size_t len = 1;

		if (*p != OPT_NOP) {
			if (n < 2 || p[1] < 2 || p[1] > n)
				return;
			len = p[1];
			read_option(p, len, out);
		}
		p += len;
		n -= len;
	}
}

void tcp_options_of(const struct pkt *p, struct tcp_options *out)
{
	const struct frame *f = p->frame;
	/* headers counts a tag that the kernel stripped, which is not in the frame */
	uint32_t end = p->headers - (f->vlan_tpid != 0) * FRAME_TAG, at = end - p->tcpopt_len;

	if (end > f->caplen)
		end = f->caplen;
	if (at < end)
		tcp_options_read(f->data + at, end - at, out);
	else
		memset(out, 0, sizeof(*out));
}
