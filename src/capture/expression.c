#include "capture/expression.h"

#include <errno.h>
#include <stdlib.h>

#ifdef HAVE_LIBPCAP
#include "capture/capture.h"
#include "capture/libpcap.h"
#include "capture/links.h"
#include "sys/brittle.h"

struct expression {
	struct bpf_program prog[LINK_PROGRAMS]; /* by enum link_program */
	bool compiled[LINK_PROGRAMS];
};

static int compile(struct expression *x, int i, const char *text, struct diag *why)
{
	pcap_t *p = libpcap.open_dead(link_program_dlt[i], CAPTURE_BYTES);

	if (!p)
		return -ENOMEM;
	brittle_begin("libpcap");
	x->compiled[i] = libpcap.compile(p, &x->prog[i], text, 1, PCAP_NETMASK_UNKNOWN) == 0;
	brittle_end();
	if (!x->compiled[i] && why)
		diag_set(why, 0, "%s", libpcap.geterr(p));
	libpcap.close(p);
	return x->compiled[i] ? 0 : -EINVAL;
}

/* What is wrong with an expression on Ethernet is wrong with it; on other links it may be lost. */
int expression_compile(struct expression **xp, const char *text, struct diag *why)
{
	struct expression *x;
	int rc = libpcap_load(why);

	if (rc < 0)
		return rc;
	x = calloc(1, sizeof(*x));
	if (!x) {
		diag_set(why, 0, "out of memory");
		return -ENOMEM;
	}
	rc = compile(x, PROGRAM_ETHERNET, text, why);
	if (rc < 0) {
		expression_free(x);
		return rc;
	}
	for (int i = PROGRAM_ETHERNET + 1; i < LINK_PROGRAMS; i++)
		compile(x, i, text, NULL);
	*xp = x;
	return 0;
}

static const struct bpf_program *program_of(const struct expression *x, int which)
{
	return x->compiled[which] ? &x->prog[which] : NULL;
}

/* A PPP device of the kernel hands over bare IP, a capture file what was on the line. */
static bool is_bare_ip(const struct frame *f)
{
	return f->caplen > 0 && (f->data[0] >> 4 == 4 || f->data[0] >> 4 == 6);
}

bool expression_pass(const struct expression *x, const struct frame *f)
{
	int which = link_of(f->arphrd)->program;
	const struct bpf_program *prog;

	if (which == PROGRAM_PPP && is_bare_ip(f))
		which = PROGRAM_RAW;
	prog = program_of(x, which);
	return prog && libpcap.filter(prog->bf_insns, f->data, f->wirelen, f->caplen) != 0;
}

size_t expression_bpf(const struct expression *x, uint16_t arphrd, struct sock_filter *prog,
		      size_t max)
{
	const struct bpf_program *p = program_of(x, PROGRAM_ETHERNET);

	if (link_of(arphrd)->program != PROGRAM_ETHERNET || !p || p->bf_len > max)
		return 0;
	for (size_t i = 0; i < p->bf_len; i++)
		prog[i] = (struct sock_filter){ .code = p->bf_insns[i].code,
						.jt = p->bf_insns[i].jt,
						.jf = p->bf_insns[i].jf,
						.k = p->bf_insns[i].k };
	return p->bf_len;
}

void expression_free(struct expression *x)
{
	if (!x)
		return;
	for (int i = 0; i < LINK_PROGRAMS; i++)
		if (x->compiled[i])
			libpcap.freecode(&x->prog[i]);
	free(x);
}

#else

int expression_compile(struct expression **xp, const char *text, struct diag *why)
{
	(void)xp;
	(void)text;
	diag_set(why, 0, "this program was built without libpcap, so it knows no expressions");
	return -ENOTSUP;
}

bool expression_pass(const struct expression *x, const struct frame *f)
{
	(void)x;
	(void)f;
	return true;
}

size_t expression_bpf(const struct expression *x, uint16_t arphrd, struct sock_filter *prog,
		      size_t max)
{
	(void)x;
	(void)arphrd;
	(void)prog;
	(void)max;
	return 0;
}

void expression_free(struct expression *x)
{
	(void)x;
}
#endif
