/* What a cell of a table says. */
#include <stdio.h>
#include <string.h>

#include "base/fmt.h"
#include "base/text.h"
#include "config/names.h"
#include "config/settings.h"
#include "ui/footer.h"
#include "ui/naming.h"
#include "ui/paint.h"
#include "ui/tablew.h"

static void icmp_type_text(const struct value *v, struct strbuf *out)
{
	uint8_t type = (uint8_t)v->ep.port;
	const char *name = v->proto == IPPROTO_ICMP ? name_icmp_type(type) : name_icmp6_type(type);

	if (strchr(name, '/')) /* not in the list */
		sb_printf(out, " t%u", type);
	else
		sb_printf(out, " %s", name);
}

static void port_text(const struct tablew *w, const struct value *v, struct strbuf *out)
{
	switch (v->port) {
	case PORT_NUMBER:
		sb_add(out, ":");
		naming_port(w->env, v->ep.port, v->proto, out);
		break;
	case PORT_ECHO_ID:
		sb_printf(out, " id%u", v->ep.port);
		break;
	case PORT_ICMP_TYPE:
		icmp_type_text(v, out);
		break;
	default:
		break;
	}
}

/*
 * An address gives way to its tail, in its middle.  From 80 columns up it has as much room as the
 * original gives it, and more where that is not enough.
 */
static void address_text(const struct tablew *w, const struct column *c, const struct addr *address,
			 const char *tail, bool brackets, char *buf, size_t n)
{
	char addr[256], cut[256];
	struct strbuf a;

	sb_init(&a, addr, sizeof(addr));
	naming_addr(w->env, address, &a);
	brackets = brackets && strchr(addr, ':'); /* not around a name */
	paint_cut_middle(cut, sizeof(cut), addr, c->w - 1 - paint_width(tail) - 2 * brackets);
	snprintf(buf, n, brackets ? "[%s]%s" : "%s%s", cut, tail);
}

static void endpoint_text(const struct tablew *w, const struct column *c, const struct value *v,
			  char *buf, size_t n)
{
	char port[32];
	struct strbuf p;

	sb_init(&p, port, sizeof(port));
	port_text(w, v, &p);
	address_text(w, c, &v->ep.addr, port, c->def->brackets && v->port == PORT_NUMBER, buf, n);
}

static void count_text(const struct column *c, uint64_t v, char *buf, size_t n)
{
	char num[32];

	if (c->def->show == SHOW_SHORT) {
		fmt_brief(buf, n, v);
		return;
	}
	/* a narrow column goes without the blanks before the figures */
	fmt_count(num, sizeof(num), v);
	snprintf(buf, n, "%*s", c->def->width, num + strspn(num, " "));
}

static void rate_text(const struct tablew *w, const struct column *c, uint64_t v, char *buf,
		      size_t n)
{
	bool kbytes = w->env->set->kbytes;

	if (c->def->show == SHOW_SHORT)
		fmt_brief(buf, n, kbytes ? v : v * 8);
	else if (c->def->show == SHOW_PLAIN)
		fmt_rate_short(buf, n, v, kbytes ? RATE_KBYTES : RATE_KBITS);
	else
		footer_rate(w->env, v, buf, n);
}

static void value_text(const struct tablew *w, const struct column *c, const struct value *v,
		       char *buf, size_t n)
{
	switch (v->type) {
	case V_COUNT:
	case V_BYTES:
	case V_NUMBER:
	case V_PORT:
	case V_PPS:
	case V_BOOL:
		count_text(c, v->u, buf, n);
		break;
	case V_RATE:
		rate_text(w, c, v->u, buf, n);
		break;
	case V_DURATION:
		fmt_age(buf, n, v->u);
		break;
	case V_MICROS:
		fmt_micros(buf, n, v->u);
		break;
	case V_ENDPOINT:
		endpoint_text(w, c, v, buf, n);
		break;
	case V_ADDR:
		address_text(w, c, &v->ep.addr, "", false, buf, n);
		break;
	case V_MAC:
		mac_text(v->mac, buf, n);
		break;
	case V_TEXT:
		text_clean(buf, n, v->s, paint_is_utf8());
		break;
	case V_NONE:
		buf[0] = '\0';
		break;
	}
}

void tablew_cell(const struct tablew *w, const struct column *c, const struct row *r, char *buf,
		 size_t n)
{
	struct row row = *r;
	struct value v;

	row.way ^= c->way;
	if (c->def->fill) {
		c->def->fill(&row, c->w, buf, n);
		return;
	}
	if (c->def->text && c->def->text(w->columns->table, &row, buf, n))
		return;
	field_get(c->field, &row, &v);
	value_text(w, c, &v, buf, n);
}
