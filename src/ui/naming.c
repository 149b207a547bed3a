#include "ui/naming.h"

#include "config/names.h"
#include "sys/resolver.h"
#include "base/text.h"
#include "config/settings.h"
#include "ui/paint.h"

void naming_addr(const struct screen_env *env, const struct addr *a, struct strbuf *out)
{
	const char *name = NULL;
	char buf[256];

	if (env->resolver && env->set->revlook)
		name = resolver_name(env->resolver, a);
	sb_add(out,
	       name ? text_clean(buf, sizeof(buf), name, false) : addr_text(a, buf, ADDR_TEXT));
}

void naming_port(const struct screen_env *env, uint16_t port, uint8_t proto, struct strbuf *out)
{
	const char *name = env->set->servnames ? name_service(port, proto) : NULL;
	char clean[NAMING_SERVICE + 1];

	if (name)
		sb_add(out, text_clean(clean, sizeof(clean), name, false));
	else
		sb_printf(out, "%u", port);
}

static void style_addr(void *ctx, const struct addr *a, struct strbuf *out)
{
	naming_addr(ctx, a, out);
}

static void style_port(void *ctx, uint16_t port, uint8_t proto, struct strbuf *out)
{
	naming_port(ctx, port, proto, out);
}

struct summary_style naming_style(const struct screen_env *env)
{
	return (struct summary_style){ .ctx = (void *)env, .addr = style_addr, .port = style_port };
}
