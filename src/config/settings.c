#include "config/settings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* --- one setter for each kind of row --- */

static void *place_of(struct settings *o, const struct setting_def *d)
{
	return (char *)o + d->off;
}

static int set_switch(struct settings *o, const struct setting_def *d, const char *text,
		      struct diag *why)
{
	static const char *const words[2][4] = { { "no", "off", "false", "0" },
						 { "yes", "on", "true", "1" } };

	for (int v = 0; v < 2; v++)
		for (int i = 0; i < 4; i++)
			if (strcasecmp(text, words[v][i]) == 0) {
				*(bool *)place_of(o, d) = v;
				return 0;
			}
	diag_set(why, 0, "%s: yes or no expected, not '%.60s'", d->key, text);
	return -EINVAL;
}

static int set_number(struct settings *o, const struct setting_def *d, const char *text,
		      struct diag *why)
{
	char *end;
	long v;

	errno = 0;
	v = strtol(text, &end, 10);
	if (errno || end == text || *end || v < d->min || v > d->max) {
		diag_set(why, 0, "%s: a number from %ld to %ld expected, not '%.60s'", d->key,
			 d->min, d->max, text);
		return -EINVAL;
	}
	*(long *)place_of(o, d) = v;
	return 0;
}

static int set_choice(struct settings *o, const struct setting_def *d, const char *text,
		      struct diag *why)
{
	char words[80] = "";
	size_t n = 0;

	for (long v = 0; d->choices[v]; v++) {
		if (strcasecmp(text, d->choices[v]) == 0) {
			*(long *)place_of(o, d) = v;
			return 0;
		}
		n += (size_t)snprintf(words + n, sizeof(words) - n, "%s%s", v ? ", " : "",
				      d->choices[v]);
	}
	diag_set(why, 0, "%s: one of %s expected, not '%.60s'", d->key, words, text);
	return -EINVAL;
}

static bool is_printable(const char *s)
{
	while ((unsigned char)*s >= ' ' && *s != 0x7f)
		s++;
	return *s == '\0';
}

static int set_text(struct settings *o, const struct setting_def *d, const char *text,
		    struct diag *why)
{
	size_t n = strlen(text);

	if (n >= d->size || !is_printable(text)) {
		diag_set(why, 0, "%s: printable text of less than %zu bytes expected", d->key,
			 d->size);
		return -EINVAL;
	}
	memcpy(place_of(o, d), text, n + 1);
	return 0;
}

/* --- the rows --- */

#define PLACE(field)                                                                               \
	.off = offsetof(struct settings, field), .size = sizeof(((struct settings *)0)->field)
#define SWITCH(k, field, d, l, h, ...)                                                             \
	{                                                                                          \
		.key = k, .label = l, .help = h, .type = SETTING_BOOL, .set = set_switch,          \
		PLACE(field), .dflt = d, .min = 0, .max = 1, __VA_ARGS__                           \
	}
#define NUMBER(k, field, d, lo, hi, u, l, h, ...)                                                  \
	{                                                                                          \
		.key = k, .label = l, .help = h, .unit = u, .type = SETTING_LONG,                  \
		.set = set_number, PLACE(field), .dflt = d, .min = lo, .max = hi, __VA_ARGS__      \
	}
#define CHOICE(k, field, c, l, h, ...)                                                             \
	{                                                                                          \
		.key = k, .label = l, .help = h, .type = SETTING_CHOICE, .set = set_choice,        \
		PLACE(field), .choices = c, __VA_ARGS__                                            \
	}
#define TEXT(k, field, l, h)                                                                       \
	{                                                                                          \
		.key = k, .label = l, .help = h, .type = SETTING_TEXT, .set = set_text,            \
		PLACE(field)                                                                       \
	}
#define MENU(m, i, s) .menu = SETTING_##m, .item = i, .state = s

static const char *const log_udp_words[] = {
	[LOG_UDP_PACKETS] = "packets", [LOG_UDP_FLOWS] = "flows", [LOG_UDP_OFF] = "off", NULL
};
static const char *const theme_words[] = { [THEME_CLASSIC] = "classic",
					   [THEME_DARK] = "dark",
					   [THEME_LIGHT] = "light",
					   [THEME_MONO] = "mono",
					   [THEME_COUNT] = NULL };

const struct setting_def setting_defs[] = {
	SWITCH("reverse-dns", revlook, 0, "Reverse DNS lookups", "show host names for addresses",
	       MENU(CONFIGURE, "^R^everse DNS lookups", "Reverse DNS lookups:")),
	SWITCH("service-names", servnames, 0, "TCP/UDP service names",
	       "show service names for port numbers",
	       MENU(CONFIGURE, "TCP/UDP ^s^ervice names", "Service names:")),
	SWITCH("promiscuous", promisc, 0, "Force promiscuous mode",
	       "capture frames for other stations too",
	       MENU(CONFIGURE, "Force ^p^romiscuous mode", "Promiscuous:")),
	SWITCH("color", color, 1, "Color", "use colours where the terminal has them",
	       MENU(CONFIGURE, "^C^olor", "Color:")),
	CHOICE("theme", theme, theme_words, "Screen theme",
	       "colours of the screens: classic, dark, light or mono",
	       MENU(CONFIGURE, "Screen t^h^eme", "Theme:"), .roomy = true),
	SWITCH("logging", logging, 0, "Logging", "log what the facilities see",
	       MENU(CONFIGURE, "^L^ogging", "Logging:")),
	SWITCH("kbytes", kbytes, 0, "Activity mode", "rates in kBps instead of kbps",
	       MENU(CONFIGURE, "Acti^v^ity mode", "Activity mode:"),
	       .words = { "kbits/s", "kbytes/s" }),
	SWITCH("mac-addresses", mac, 0, "Source MAC addrs in traffic monitor",
	       "show and log source MAC addresses",
	       MENU(CONFIGURE, "Source ^M^AC addrs in traffic monitor", "MAC addresses:")),
	SWITCH("six-in-four", six_in_4, 1, "Show v6-in-v4 traffic as IPv6",
	       "show IPv6 carried in IPv4 as IPv6",
	       MENU(CONFIGURE, "Show v^6^-in-v4 traffic as IPv6", "v6-in-v4 as IPv6:")),
	SWITCH("tunnels", tunnels, 0, "Look inside tunnels", "count what is inside tunnels",
	       MENU(CONFIGURE, "Look inside tu^n^nels", "Inside tunnels:"), .roomy = true),
	SWITCH("show-arp", arp, 0, "ARP", "show ARP in the IP traffic monitor"),
	SWITCH("show-rarp", rarp, 0, "RARP", "show RARP in the IP traffic monitor"),
	SWITCH("show-non-ip", nonip, 0, "Non-IP", "show other non-IP in the IP traffic monitor"),
	SWITCH("all-ports", all_ports, 0, "All ports",
	       "show and log all ports in the service monitor"),
	SWITCH("confirm-exit", confirm_exit, 0, "Confirm exit",
	       "ask before a live screen with over ten minutes of counts is left"),
	NUMBER("tcp-timeout", tcp_timeout, 15, 1, 10000, "minutes", "TCP timeout",
	       "a connection idle for longer is timed out",
	       MENU(TIMERS, "TCP ^t^imeout...", "TCP timeout:")),
	NUMBER("flow-timeout", flow_timeout, 60, 1, 600000, "seconds", "Flow timeout",
	       "a flow of UDP and other packets idle for longer ends"),
	NUMBER("log-interval", log_interval, 60, 1, 100000, "minutes", "Logging interval",
	       "time between the reports in a log",
	       MENU(TIMERS, "^L^ogging interval...", "Log interval:")),
	NUMBER("update-interval", redraw, 0, 0, 3600, "seconds", "Screen update interval",
	       "time between screen updates; 0: as needed, at most 20 a second",
	       MENU(TIMERS, "^S^creen update interval...", "Update interval:")),
	NUMBER("closed-persistence", closed_persist, 0, 0, 10000, "minutes",
	       "TCP closed/idle persistence",
	       "time between removals of closed and idle connections; 0: never",
	       MENU(TIMERS, "TCP closed/idle ^p^ersistence...", "Closed/idle persist:")),
	SWITCH("mouse", mouse, 0, "Mouse",
	       "take the mouse: wheel, clicks on rows, heads and hints"),
	NUMBER("connections", connections, 0, 0, 16777216, "", "TCP connections",
	       "room in the TCP table; 0: 1048576, or as memory allows"),
	NUMBER("ring", ring, 32, 1, 1024, "MiB", "Capture ring", "size of the capture ring"),
	NUMBER("log-rate", log_rate, 0, 0, 10000000, "lines", "Log rate",
	       "most lines of events in a log per second; 0: no limit"),
	NUMBER("metrics-interval", metrics_interval, 10, 1, 3600, "seconds", "Metrics interval",
	       "time between two files of metrics"),
	NUMBER("metrics-rows", metrics_rows, 50, 1, 1000, "", "Metrics rows",
	       "rows of a table in a file of metrics, those with the most bytes"),
	CHOICE("log-udp", log_udp, log_udp_words, "UDP in the log",
	       "what the IP traffic monitor logs of UDP: packets, flows or off"),
	TEXT("filter", filter, "Applied filter",
	     "the IP filter that is applied, by the name of its file"),
	{ .key = NULL },
};

_Static_assert(sizeof(setting_defs) / sizeof(setting_defs[0]) <= SETTINGS_MAX, "too many settings");

void settings_default(struct settings *o)
{
	memset(o, 0, sizeof(*o));
	for (const struct setting_def *d = setting_defs; d->key; d++) {
		if (d->type == SETTING_BOOL)
			*(bool *)place_of(o, d) = d->dflt != 0;
		else if (d->type != SETTING_TEXT)
			*(long *)place_of(o, d) = d->dflt;
	}
}

int settings_find(const char *key)
{
	for (int i = 0; setting_defs[i].key; i++)
		if (strcmp(setting_defs[i].key, key) == 0)
			return i;
	return -1;
}

long settings_get(const struct settings *o, const struct setting_def *d)
{
	const void *p = (const char *)o + d->off;

	return d->type == SETTING_BOOL ? *(const bool *)p : *(const long *)p;
}

void settings_text(const struct settings *o, const struct setting_def *d, char *buf, size_t n)
{
	if (d->type == SETTING_TEXT)
		snprintf(buf, n, "%s", (const char *)o + d->off);
	else if (d->type == SETTING_CHOICE)
		snprintf(buf, n, "%s", d->choices[settings_get(o, d)]);
	else if (d->type == SETTING_BOOL)
		snprintf(buf, n, "%s", settings_get(o, d) ? "yes" : "no");
	else
		snprintf(buf, n, "%ld", settings_get(o, d));
}

int settings_set(struct settings *o, const char *key, const char *text, struct diag *why)
{
	int row = settings_find(key);

	if (row >= 0)
		return setting_defs[row].set(o, &setting_defs[row], text, why);
	diag_set(why, 0, "there is no setting '%.60s'", key);
	return -EINVAL;
}

void settings_print(FILE *out)
{
	static struct settings dflt;
	char value[SETTING_ROOM];

	settings_default(&dflt);
	for (const struct setting_def *d = setting_defs; d->key; d++) {
		settings_text(&dflt, d, value, sizeof(value));
		fprintf(out, "setting\t%s\t%s\t%s\t", d->key, value, d->unit ? d->unit : "");
		if (d->type == SETTING_LONG)
			fprintf(out, "%ld\t%ld", d->min, d->max);
		else
			fputc('\t', out);
		fprintf(out, "\t%s\n", d->help);
	}
}
