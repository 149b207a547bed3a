/* What a pattern says. */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/strbuf.h"
#include "stats/search.h"

#define ALL_BITS 128
#define V4_BITS	 96 /* in front of an IPv4 address */

const struct search_alias search_aliases[] = {
	{ "host", .type = V_ENDPOINT, .part = SEARCH_ADDR },
	{ "net", .type = V_ENDPOINT, .part = SEARCH_ADDR },
	{ "ip", .type = V_ENDPOINT, .part = SEARCH_ADDR },
	{ "port", .type = V_ENDPOINT, .part = SEARCH_PORT },
	{ "service", .type = V_ENDPOINT, .part = SEARCH_PORT },
	{ "mac", .type = V_MAC },
	{ "if", .key = "iface" },
	{ "pkts", .key = "packets" },
	{ "vni", .key = "tunnel_id" },
	{ "rtt", .key = "rtt_us" },
	{ "retr", .key = "retransmitted" },
	{ .word = NULL },
};

/* --- words by themselves --- */

static bool is_digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return n > 0;
}

/* n figures as a number up to most; false: it is none, or a larger one. */
static bool parse_digits(const char *s, size_t n, uint64_t most, uint64_t *out)
{
	uint64_t v = 0;

	if (!is_digits(s, n))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (v > (UINT64_MAX - 9) / 10)
			return false;
		v = v * 10 + (uint64_t)(s[i] - '0');
	}
	*out = v;
	return v <= most;
}

/* 443, 8000-8010. */
static bool parse_ports(const char *s, struct search_term *t)
{
	size_t n = strlen(s), dash = strcspn(s, "-");

	if (!parse_digits(s, dash, UINT16_MAX, &t->least))
		return false;
	t->most = t->least;
	if (dash < n && !parse_digits(s + dash + 1, n - dash - 1, UINT16_MAX, &t->most))
		return false;
	return t->has_number = t->least <= t->most;
}

/* One to four figures between dots, the last dot may be there; how many, 0: it is none. */
static unsigned parse_v4(const char *s, size_t n, uint8_t out[4])
{
	unsigned octets = 0;

	memset(out, 0, 4);
	while (n > 0 && octets < 4) {
		size_t len = 0;
		uint64_t v;

		while (len < n && s[len] != '.')
			len++;
		if (len > 3 || !parse_digits(s, len, 255, &v))
			return 0;
		out[octets++] = (uint8_t)v;
		len += len < n;
		s += len;
		n -= len;
	}
	return n > 0 ? 0 : octets;
}

static bool set_v4(struct search_term *t, const uint8_t octet[4], unsigned bits)
{
	addr_set_v4(&t->addr, octet);
	t->bits = V4_BITS + bits;
	return t->has_addr = true;
}

/* 10.3, 10.3., 10.0.0.1, with :PORT behind it; one figure alone is a port. */
static bool parse_v4_word(const char *s, struct search_term *t)
{
	size_t n = strcspn(s, ":");
	uint8_t octet[4];
	unsigned octets = parse_v4(s, n, octet);

	if (!octets || !memchr(s, '.', n))
		return false;
	if (s[n] && s[n + 1] && !parse_ports(s + n + 1, t))
		return false;
	return set_v4(t, octet, 8 * octets);
}

/* The groups before the end, or before a "::" at the end, as what an address begins with. */
static bool parse_v6_start(const char *s, struct search_term *t)
{
	uint8_t a[16] = { 0 };
	unsigned groups = 0;

	if (!strchr(s, ':'))
		return false;
	while (*s && strcmp(s, ":") != 0) {
		unsigned v = 0, digits = 0;

		for (; isxdigit((unsigned char)*s) && digits < 4; digits++, s++)
			v = v << 4 | (unsigned)(isdigit((unsigned char)*s) ? *s - '0'
									   : (*s | 32) - 'a' + 10);
		if (digits == 0 || groups == 8 || (*s && *s != ':'))
			return false;
		a[2 * groups] = (uint8_t)(v >> 8);
		a[2 * groups++ + 1] = (uint8_t)v;
		s += *s == ':';
	}
	addr_set_v6(&t->addr, a);
	t->bits = 16 * groups;
	return t->has_addr = groups > 0;
}

static bool parse_v6_word(const char *s, struct search_term *t)
{
	char text[SEARCH_TEXT];
	struct in6_addr a;
	size_t n = strlen(s);
	bool bracket = *s == '[';

	/* [fd00::1] and [fd00::1]:443 */
	snprintf(text, sizeof(text), "%s", s + bracket);
	if (bracket) {
		n = strcspn(text, "]");
		if (text[n] && text[n + 1] == ':' && text[n + 2] && !parse_ports(text + n + 2, t))
			return false;
		text[n] = '\0';
	}
	n = strlen(text);
	/* fd00:: is how addresses begin, not one of them */
	if ((n > 2 && strcmp(text + n - 2, "::") == 0) || inet_pton(AF_INET6, text, &a) != 1)
		return parse_v6_start(text, t);
	addr_set_v6(&t->addr, &a);
	t->bits = ALL_BITS;
	return t->has_addr = true;
}

/* 10.0.0.0/8, fd00::/8. */
static bool parse_prefix(const char *s, struct search_term *t)
{
	const char *slash = strchr(s, '/');
	char text[SEARCH_TEXT];
	struct in6_addr a;
	uint8_t octet[4];
	uint64_t bits;

	if (!slash)
		return false;
	snprintf(text, sizeof(text), "%.*s", (int)(slash - s), s);
	if (parse_v4(text, strlen(text), octet) &&
	    parse_digits(slash + 1, strlen(slash + 1), 32, &bits))
		return set_v4(t, octet, (unsigned)bits);
	if (inet_pton(AF_INET6, text, &a) != 1 ||
	    !parse_digits(slash + 1, strlen(slash + 1), ALL_BITS, &bits))
		return false;
	addr_set_v6(&t->addr, &a);
	t->bits = (unsigned)bits;
	return t->has_addr = true;
}

/* Pairs of figures between colons or dashes, the last of one; or twelve figures, less by key. */
static bool parse_mac(const char *s, struct search_term *t)
{
	unsigned digits = 0, since = 0;
	bool divided = false;

	memset(t->mac, 0, sizeof(t->mac));
	for (; *s; s++) {
		if ((*s == ':' || *s == '-') && since == 2) {
			since = 0;
			divided = true;
			continue;
		}
		if (!isxdigit((unsigned char)*s) || digits == 12 || (divided && since == 2))
			return false;
		t->mac[digits / 2] |=
			(uint8_t)((isdigit((unsigned char)*s) ? *s - '0' : (*s | 32) - 'a' + 10)
				  << (digits % 2 ? 0 : 4));
		digits++;
		since++;
	}
	if (!divided && digits != 12 && !(t->by_key && digits))
		return false;
	t->mac_digits = digits;
	return true;
}

static void set_text(const char *s, struct search_term *t)
{
	size_t n = 0;

	t->whole = *s == '=' && s[1];
	for (s += t->whole; s[n] && n + 1 < sizeof(t->text); n++)
		t->text[n] = (char)tolower((unsigned char)s[n]);
	t->text[n] = '\0';
	t->has_text = true;
}

/* All that it may be. */
static void parse_word(const char *s, struct search_term *t)
{
	struct search_term as = *t;

	if (parse_prefix(s, &as) || (as = *t, parse_v4_word(s, &as)) ||
	    (as = *t, parse_v6_word(s, &as)) || (as = *t, parse_ports(s, &as)))
		*t = as;
	as = *t;
	if (parse_mac(s, &as))
		*t = as;
	set_text(s, t);
}

/* --- numbers --- */

struct unit {
	const char *name;
	uint64_t scale;
};

static const struct unit powers[] = { { "", 1 },	   { "k", 1000 },	   { "m", 1000000 },
				      { "g", 1000000000 }, { "t", 1000000000000 }, { NULL, 0 } };

/* in microseconds */
static const struct unit times[] = { { "", 1000000 },	   { "us", 1 },	      { "ms", 1000 },
				     { "s", 1000000 },	   { "m", 60000000 }, { "h", 3600000000 },
				     { "d", 86400000000 }, { NULL, 0 } };

static bool is_time(enum value_type type)
{
	return type == V_DURATION || type == V_MICROS;
}

/* What one of a unit is, in that of the field; 0: there is no such unit. */
static uint64_t scale_of(enum value_type type, const char *name)
{
	const struct unit *u = is_time(type) ? times : powers;

	while (u->name && strcasecmp(u->name, name) != 0)
		u++;
	return type == V_DURATION ? u->scale / 1000 : u->scale;
}

/* 80, 1.5k, 5m: *v in the field's unit, *step what one of the last figure is. */
static bool parse_amount(const char *s, size_t n, enum value_type type, uint64_t *v, uint64_t *step)
{
	size_t whole = strspn(s, "0123456789"), part = 0, end;
	char unit[3] = "";
	uint64_t scale, fraction = 0, tenth;

	if (whole > n)
		whole = n;
	end = whole;
	if (end < n && s[end] == '.') {
		part = strspn(s + end + 1, "0123456789");
		end += 1 + part;
	}
	if (end > n || n - end >= sizeof(unit) || part > 6)
		return false;
	memcpy(unit, s + end, n - end);
	scale = scale_of(type, unit);
	if (!scale || !parse_digits(s, whole, UINT64_MAX / scale, v))
		return false;
	*v *= scale;
	*step = is_time(type) ? scale : 1;
	tenth = scale;
	for (size_t i = 0; i < part; i++) {
		tenth /= 10;
		fraction += tenth * (uint64_t)(s[whole + 1 + i] - '0');
	}
	*v += fraction;
	return true;
}

static uint64_t eighth(uint64_t v, bool up)
{
	return v / 8 + (up && v % 8);
}

/* Rates in bits are kept in bytes. */
static void take_bits(struct search_term *t)
{
	t->least = eighth(t->least, true);
	t->most = eighth(t->most, false);
}

static bool parse_range(const char *s, enum value_type type, struct search_term *t)
{
	size_t n = strlen(s), dash = strcspn(s, "-");
	uint64_t step = 1;
	bool above = *s == '>', below = *s == '<', equal;

	if (!above && !below) {
		s += *s == '=';
		n = strlen(s), dash = strcspn(s, "-");
		if (!parse_amount(s, dash, type, &t->least, &step))
			return false;
		t->most = t->least;
		if (dash < n && !parse_amount(s + dash + 1, n - dash - 1, type, &t->most, &step))
			return false;
		t->most += step - 1;
		return t->least <= t->most;
	}
	equal = s[1] == '=';
	s += 1 + equal;
	t->least = 0;
	t->most = UINT64_MAX;
	if (!parse_amount(s, strlen(s), type, above ? &t->least : &t->most, &step))
		return false;
	if (above && !equal && t->least++ == UINT64_MAX)
		return false;
	if (below && !equal && t->most-- == 0)
		return false;
	return true;
}

static bool parse_bool(const char *s, struct search_term *t)
{
	bool yes = strcmp(s, "yes") == 0 || strcmp(s, "1") == 0;

	t->least = t->most = yes;
	return yes || strcmp(s, "no") == 0 || strcmp(s, "0") == 0;
}

/* --- KEY:VALUE --- */

/* What the value of a field of a type says; false: nothing. */
static bool parse_value(const struct search *s, enum value_type type, const char *text,
			struct search_term *t)
{
	switch (type) {
	case V_TEXT:
		set_text(text, t);
		return true;
	case V_MAC:
		return parse_mac(text, t);
	case V_ENDPOINT:
	case V_ADDR:
		parse_word(text, t);
		return true;
	case V_PORT:
		t->has_number = parse_range(text, type, t);
		set_text(text, t);
		return true;
	case V_BOOL:
		return t->has_number = parse_bool(text, t);
	default:
		t->has_number = parse_range(text, type, t);
		if (t->has_number && type == V_RATE && s->names.rate_in_bits)
			take_bits(t);
		return t->has_number;
	}
}

static bool is_named(const struct field *f, const struct search_alias *a)
{
	if (a->key)
		return strcmp(f->key, a->key) == 0;
	return f->type == a->type || (f->type == V_PORT && a->part == SEARCH_PORT) ||
	       (f->type == V_ADDR && a->part == SEARCH_ADDR);
}

static void add_field(struct search_term *t, const struct field *fields, const struct field *f)
{
	if (t->fields < SEARCH_FIELDS && f - fields <= UINT8_MAX)
		t->field[t->fields++] = (uint8_t)(f - fields);
}

/* Endpoints are asked for by direction, all else in both unless the other one is named. */
static bool find_named(const struct table *table, const char *key, struct search_term *t,
		       enum value_type *type)
{
	unsigned way = 0;
	const struct field *f = field_find(table->fields, key, &way);

	if (f) {
		add_field(t, table->fields, f);
		t->ways = (uint8_t)(way ? 2 : f->type == V_ENDPOINT ? 1 : 3);
		*type = f->type;
		return true;
	}
	for (const struct search_alias *a = search_aliases; a->word; a++) {
		if (strcmp(a->word, key) != 0)
			continue;
		t->part = a->part;
		for (f = table->fields; f->key; f++)
			if (is_named(f, a)) {
				add_field(t, table->fields, f);
				*type = f->type;
			}
	}
	t->ways = 3;
	return t->fields > 0;
}

/* A key is a word of letters; what looks like the start of an address is none. */
static size_t key_length(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz_0123456789");

	if (s[n] != ':' || n == 0 || !isalpha((unsigned char)*s))
		return 0;
	return strspn(s, "abcdef0123456789") >= n && n <= 4 ? 0 : n;
}

/* A part of one of the words of a field, or all of one; a field without words has any. */
static bool is_word_of(const struct field *f, const struct search_term *t)
{
	const char *const *w = f->words;

	while (w && *w && (t->whole ? strcmp(*w, t->text) != 0 : !strstr(*w, t->text)))
		w++;
	return !w || *w;
}

static void name_words(const struct field *f, const char *wrong, struct diag *why)
{
	char all[sizeof(why->msg) / 2];
	struct strbuf sb;

	sb_init(&sb, all, sizeof(all));
	for (size_t i = 0; f->words[i]; i++)
		sb_printf(&sb, "%s%s", i ? ", " : "", f->words[i]);
	diag_set(why, 0, "no %s '%s': %s", f->key, wrong, all);
}

static int parse_named(struct search *s, const char *word, size_t n, struct search_term *t,
		       struct diag *why)
{
	enum value_type type = V_NONE;
	const struct field *f;
	char key[SEARCH_TEXT];

	snprintf(key, sizeof(key), "%.*s", (int)n, word);
	t->by_key = true;
	if (!find_named(s->table, key, t, &type)) {
		diag_set(why, 0, "no field '%s' here", key);
		return -EINVAL;
	}
	if (!word[n + 1] || !parse_value(s, type, word + n + 1, t)) {
		diag_set(why, 0, "%s: what %s?", key, field_type(&s->table->fields[t->field[0]]));
		return -EINVAL;
	}
	f = &s->table->fields[t->field[0]];
	if (!is_word_of(f, t)) {
		name_words(f, word + n + 1, why);
		return -EINVAL;
	}
	return 0;
}

/* A word that names no field is compared with those of addresses, names and other text. */
static void take_all_fields(const struct table *table, struct search_term *t)
{
	for (const struct field *f = table->fields; f->key; f++)
		if (!f->by_key_only && (f->type == V_ENDPOINT || f->type == V_ADDR ||
					f->type == V_MAC || f->type == V_TEXT || f->type == V_PORT))
			add_field(t, table->fields, f);
	t->ways = 3;
}

static int parse_term(struct search *s, const char *word, struct diag *why)
{
	struct search_term *t = &s->term[s->terms];
	bool not = *word == '!' && word[1];
	size_t n;

	memset(t, 0, sizeof(*t));
	t->negated = not ;
	word += not ;
	n = key_length(word);
	if (n && parse_named(s, word, n, t, why) < 0)
		return -EINVAL;
	if (!n) {
		parse_word(word, t);
		take_all_fields(s->table, t);
	}
	s->terms++;
	return 0;
}

int search_parse(struct search *s, const struct table *t, const struct search_names *names,
		 const char *pattern, struct diag *why)
{
	const char *start = pattern;

	*s = (struct search){ .table = t };
	if (names)
		s->names = *names;
	for (pattern += strspn(pattern, " "); *pattern; pattern += strspn(pattern, " ")) {
		char word[SEARCH_TEXT];
		size_t n = strcspn(pattern, " ");
		int col = (int)(pattern - start) + 1;

		if (n >= sizeof(word) || s->terms == SEARCH_TERMS) {
			diag_set(why, col, "the pattern is too long");
			return -EINVAL;
		}
		memcpy(word, pattern, n);
		word[n] = '\0';
		if (parse_term(s, word, why) < 0) {
			why->col = col;
			return -EINVAL;
		}
		pattern += n;
	}
	return 0;
}
