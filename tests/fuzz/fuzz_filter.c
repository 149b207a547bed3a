/*
 * Filter files under libFuzzer (make fuzz), or over files by replay_main.c: what is read is written
 * and reads as the same again; what can be compiled without asking a name server is run.
 */
#include <arpa/inet.h>
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "filter/bpf.h"
#include "filter/filter.h"
#include "filter/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_number(const char *host)
{
	uint8_t bytes[16];

	return !*host || inet_pton(AF_INET, host, bytes) == 1 ||
	       inet_pton(AF_INET6, host, bytes) == 1;
}

static void run(const struct ruleset *rs, unsigned flags)
{
	static struct sock_filter prog[BPF_MAXINSNS];
	struct pkt p = { .ipver = 4, .ipproto = 6, .ports = true };
	struct filter *f = NULL;
	struct diag why;

	for (size_t i = 0; i < rs->count; i++)
		if (!is_number(rs->rule[i].src.host) || !is_number(rs->rule[i].dst.host))
			return;
	if (filter_compile(&f, rs, flags, &why) < 0) {
		assert(*why.msg && !f);
		return;
	}
	for (int proto = 0; proto < 256; proto++) {
		p.ipproto = (uint8_t)proto;
		p.ports = proto == 6 || proto == 17;
		p.ipver ^= 2; /* 4 and 6 */
		filter_pass(f, &p);
	}
	assert(filter_bpf(f, 14, 256, prog, BPF_MAXINSNS) <= BPF_MAXINSNS);
	filter_free(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ruleset once = { .count = 0 }, twice = { .count = 0 };
	struct diag why = { .msg = "" };
	const char *text = (const char *)data;
	size_t n;
	char *written;
	int bad;

	if (size > 65536)
		return 0;
	bad = ruleset_parse(&once, "fuzz", text, size, &why);
	assert(bad <= 0 || *why.msg);
	written = ruleset_write(&once, text, size, &n);
	assert(written);
	assert(bad < 0 || ruleset_parse(&twice, "fuzz", written, n, &why) <= bad);
	if (bad >= 0) {
		assert(once.count == twice.count);
		for (size_t i = 0; i < once.count; i++)
			assert(memcmp(&once.rule[i], &twice.rule[i], sizeof(once.rule[i])) == 0);
		run(&once, size & 15);
	}
	free(written);
	ruleset_free(&once);
	ruleset_free(&twice);
	return 0;
}
