/*
 * The files of iptraf-ng 1.2 under libFuzzer (make fuzz), or over files by replay_main.c: what they
 * are turned into is what our own readers take whole.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "config/ethers.h"
#include "config/ports.h"
#include "filter/text.h"
#include "import/import.h"
#include "import/import_filters.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void no_complaint(void *ctx, int line, const char *what)
{
	(void)ctx;
	(void)line;
	fprintf(stderr, "%s\n", what);
	abort();
}

/* NULL: the file was refused.  The caller frees it. */
static char *convert(int (*fn)(const char *, size_t, FILE *), const char *old, size_t n,
		     size_t *size)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, size);
	int odd;

	if (!out)
		abort();
	odd = fn(old, n, out);
	if (fclose(out) != 0)
		abort();
	if (odd >= 0)
		return text;
	free(text);
	return NULL;
}

static void settings(const char *old, size_t n)
{
	static struct config s;
	size_t size;
	char *text = convert(import_settings, old, n, &size);

	config_default(&s);
	if (text)
		assert(config_parse(&s, text, size, no_complaint, NULL) == 0);
	free(text);
}

static void ports(const char *old, size_t n)
{
	struct diag why;
	size_t size;
	char *text = convert(import_ports, old, n, &size);

	if (text)
		assert(ports_take("ports", text, size, &why) == 0);
	free(text);
}

static void descriptions(const char *old, size_t n)
{
	struct lines l = { .n = 0 };
	struct span what;
	uint8_t mac[6];
	char *text = convert(import_descriptions, old, n, &l.n);

	l.text = text;
	while (lines_next(&l))
		assert(ethers_parse_line(l.line, mac, &what) >= 0);
	free(text);
}

static void filters(const char *old, size_t n)
{
	struct ruleset rs = { .count = 0 }, again = { .count = 0 };
	struct import_applied applied;
	struct diag why;
	size_t size;
	char *text;

	if (import_applied(&applied, old, n) == 0)
		assert(strspn(applied.name, "0123456789") == strnlen(applied.name, IMPORT_NAME));
	if (import_rules(&rs, old, n) >= 0) {
		text = ruleset_write(&rs, "", 0, &size);
		if (!text)
			abort();
		assert(ruleset_parse(&again, "file", text, size, &why) == 0);
		assert(again.count == rs.count);
		assert(!rs.count || memcmp(again.rule, rs.rule, rs.count * sizeof(*rs.rule)) == 0);
		free(text);
	}
	ruleset_free(&rs);
	ruleset_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size ? size : 1); /* of its exact size, for the sanitizer */

	if (!text)
		abort();
	memcpy(text, data, size);
	settings(text, size);
	ports(text, size);
	descriptions(text, size);
	filters(text, size);
	free(text);
	return 0;
}
