#include "output/out.h"

#include <string.h>

void out_init(struct out *out, void (*write)(void *ctx, const char *s, size_t n), void *ctx)
{
	sb_init(&out->sb, out->buf, sizeof(out->buf));
	out->write = write;
	out->ctx = ctx;
}

static void write_first(struct out *out, size_t n)
{
	struct strbuf *sb = &out->sb;

	if (n == 0)
		return;
	out->write(out->ctx, sb->s, n);
	memmove(sb->s, sb->s + n, sb->len - n + 1);
	sb->len -= n;
}

void out_flush(struct out *out)
{
	write_first(out, out->sb.len);
}

void out_make_room(struct out *out)
{
	const char *end = memrchr(out->sb.s, '\n', out->sb.len);

	write_first(out, end ? (size_t)(end - out->sb.s) + 1 : out->sb.len);
	if (sizeof(out->buf) - out->sb.len <= OUT_PIECE)
		out_flush(out);
}

void out_text(struct out *out, const char *s, size_t n)
{
	while (n > 0) {
		struct strbuf *sb = out_room(out);
		size_t piece = n < OUT_PIECE ? n : OUT_PIECE;

		memcpy(sb->s + sb->len, s, piece);
		sb->len += piece;
		sb->s[sb->len] = '\0';
		s += piece;
		n -= piece;
	}
}
