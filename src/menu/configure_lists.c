#include "menu/configure_lists.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/addr.h"
#include "config/ethers.h"
#include "config/ports.h"
#include "ui/form.h"

/* --- ports --- */

struct port_texts {
	char from[32], to[32];
	struct port_range range;
};

static bool check_ports(void *ctx, struct diag *why, size_t *at)
{
	struct port_texts *t = ctx;
	char both[80];

	*at = 0;
	if (port_range_parse(t->from, strlen(t->from), &t->range) < 0) {
		diag_set(why, 0, "A port from 0 to 65535 expected");
		return false;
	}
	*at = 1;
	snprintf(both, sizeof(both), "%s-%s", t->from, t->to);
	if (!t->to[strspn(t->to, " 0")] || port_range_parse(both, strlen(both), &t->range) == 0)
		return true;
	diag_set(why, 0, "A port from %u to 65535 expected, or nothing", t->range.from);
	return false;
}

void configure_add_port(struct ui *ui)
{
	static const struct form_text texts[] = {
		{ 2, 2, "The TCP/UDP service monitor counts the ports" },
		{ 3, 2, "below 1024, where servers usually listen. It" },
		{ 4, 2, "counts others beside them that are added" },
		{ 5, 2, "here, such as those of your own services." },
		{ 7, 2, "Enter one port in the first field, or both" },
		{ 8, 2, "ends of a range of ports." },
		{ 10, 8, "to" },
	};
	struct port_texts t = { .from = "", .to = "" };
	const struct form_field fields[] = {
		{ .label = "Port",
		  .y = 10,
		  .x = 2,
		  .width = 5,
		  .text = t.from,
		  .size = sizeof(t.from) },
		{ .label = "Port, to",
		  .y = 10,
		  .x = 11,
		  .width = 5,
		  .text = t.to,
		  .size = sizeof(t.to) },
	};
	const struct form form = { .height = 14,
				   .width = 50,
				   .cols = 70,
				   .texts = texts,
				   .n_texts = sizeof(texts) / sizeof(texts[0]),
				   .n_prose = 6,
				   .fields = fields,
				   .n_fields = 2,
				   .foot = FORM_FOOT,
				   .check = check_ports,
				   .ctx = &t };
	struct diag why;

	if (form_ask(ui, &form) && ports_add(t.range, &why) < 0)
		error_show(ui, why.msg);
}

void configure_delete_port(struct ui *ui)
{
	static const struct listbox_look look = { .title = "Select Port/Range",
						  .empty = "No additional ports",
						  .height = 22,
						  .width = 25,
						  .rows = 22,
						  .cols = 26 };
	static char texts[PORTS_RANGES][16];
	static const char *items[PORTS_RANGES];
	size_t n = ports_count();
	struct diag why;
	int at;

	for (size_t i = 0; i < n; i++) {
		struct port_range r = ports_at(i);

		snprintf(texts[i], sizeof(texts[i]), r.from == r.to ? "%u" : "%u to %u", r.from,
			 r.to);
		items[i] = texts[i];
	}
	at = listbox_ask(ui, &look, items, n);
	if (at >= 0 && ports_remove(ports_at((size_t)at), &why) < 0)
		error_show(ui, why.msg);
}

/* --- descriptions --- */

static bool check_description(void *ctx, struct diag *why, size_t *at)
{
	const struct form_field *fields = ctx;
	const char *mac = fields[0].text, *text = fields[1].text;
	uint8_t parsed[6];

	*at = 0;
	if (mac_parse(mac, strlen(mac), parsed) < 0) {
		diag_set(why, 0, "A MAC address expected, such as 02:00:5e:10:00:ff");
		return false;
	}
	*at = 1;
	if (text[strspn(text, " ")] && !strchr(text, '#'))
		return true;
	diag_set(why, 0, "A description expected, without #");
	return false;
}

/* True: *e is what was entered. */
static bool ask_description(struct ui *ui, struct ethers_entry *e, const char *was)
{
	static const char mac_label[] = "MAC Address:", text_label[] = "Description:";
	static const struct form_text texts[] = { { 2, 2, mac_label }, { 4, 2, text_label } };
	char mac[64];
	struct form_field fields[] = {
		{ .label = mac_label,
		  .y = 2,
		  .x = 15,
		  .width = 17,
		  .text = mac,
		  .size = sizeof(mac) },
		{ .label = text_label,
		  .y = 4,
		  .x = 15,
		  .width = 50,
		  .text = e->text,
		  .size = sizeof(e->text) },
	};
	const struct form form = { .height = 8,
				   .width = 70,
				   .texts = texts,
				   .n_texts = 2,
				   .fields = fields,
				   .n_fields = 2,
				   .foot = "^Tab^-next field    ^Enter^-accept  ^Ctrl+X^-cancel",
				   .check = check_description,
				   .ctx = fields };

	snprintf(mac, sizeof(mac), "%s", was);
	return form_ask(ui, &form) && mac_parse(mac, strlen(mac), e->mac) == 0;
}

void configure_add_description(struct ui *ui, const char *file)
{
	struct ethers_entry e = { .text = "" };
	struct diag why;

	if (ask_description(ui, &e, "") && ethers_put(file, NULL, &e, &why) < 0)
		error_show(ui, why.msg);
}

static int pick(struct ui *ui, const struct ethers_entry *list, size_t n)
{
	static const struct listbox_look look = { .title = "Address",
						  .second = "Description",
						  .second_x = 19,
						  .empty = "No descriptions yet",
						  .height = 20,
						  .width = 1000,
						  .rows = 20,
						  .cols = 1000 };
	char(*texts)[MAC_TEXT + ETHERS_TEXT] = calloc(n + 1, sizeof(*texts));
	const char **items = calloc(n + 1, sizeof(*items));
	char mac[MAC_TEXT];
	int at = -1;

	for (size_t i = 0; texts && items && i < n; i++) {
		snprintf(texts[i], sizeof(texts[i]), "%s %s",
			 mac_text(list[i].mac, mac, sizeof(mac)), list[i].text);
		items[i] = texts[i];
	}
	if (texts && items)
		at = listbox_ask(ui, &look, items, n);
	free(texts);
	free(items);
	return at;
}

/* Lets one be picked; false: none was. */
static bool pick_description(struct ui *ui, const char *file, struct ethers_entry *e)
{
	struct ethers_entry *list = calloc(ETHERS_MAX, sizeof(*list));
	struct diag why = { .msg = "out of memory" };
	long n = list ? ethers_list(file, list, ETHERS_MAX, &why) : -1;
	int at = -1;

	if (n < 0)
		error_show(ui, why.msg);
	else
		at = pick(ui, list, (size_t)n);
	if (at >= 0)
		*e = list[at];
	free(list);
	return at >= 0;
}

void configure_edit_description(struct ui *ui, const char *file)
{
	struct ethers_entry e;
	char was[MAC_TEXT];
	struct diag why;
	uint8_t old[6];

	if (!pick_description(ui, file, &e))
		return;
	memcpy(old, e.mac, 6);
	if (ask_description(ui, &e, mac_text(old, was, sizeof(was))) &&
	    ethers_put(file, old, &e, &why) < 0)
		error_show(ui, why.msg);
}

void configure_delete_description(struct ui *ui, const char *file)
{
	struct ethers_entry e;
	struct diag why;

	if (pick_description(ui, file, &e) && ethers_remove(file, e.mac, &why) < 0)
		error_show(ui, why.msg);
}
