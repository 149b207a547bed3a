#include "capture/expression.h"

#include <errno.h>
#include <stdlib.h>

#ifdef HAVE_LIBPCAP
#include <net/if_arp.h>
#include <pcap/pcap.h>

#include "capture/source.h"

/* What libpcap calls the link types of struct frame.arphrd, as its data begins. */
static const struct {
	uint16_t arphrd;
	int dlt;
} links[] = {
	{ ARPHRD_ETHER, DLT_EN10MB },	 { ARPHRD_LOOPBACK, DLT_EN10MB },
	{ ARPHRD_NONE, DLT_RAW },	 { FRAME_RAWIP, DLT_RAW },
	{ ARPHRD_TUNNEL, DLT_RAW },	 { ARPHRD_TUNNEL6, DLT_RAW },
	{ ARPHRD_SIT, DLT_RAW },	 { ARPHRD_IPGRE, DLT_RAW },
	{ FRAME_IP6GRE, DLT_RAW },	 { ARPHRD_PPP, DLT_PPP },
	{ ARPHRD_SLIP, DLT_RAW },	 { ARPHRD_FDDI, DLT_FDDI },
	{ FRAME_COOKED, DLT_LINUX_SLL }, { FRAME_COOKED2, DLT_LINUX_SLL2 },
};

#define LINKS (sizeof(links) / sizeof(links[0]))

struct expression {
	struct bpf_program prog[LINKS];
	bool compiled[LINKS];
};

static int compile(struct expression *x, size_t i, const char *text, struct diag *why)
{
	pcap_t *p = pcap_open_dead(links[i].dlt, CAPTURE_SNAPLEN);

	if (!p)
		return -ENOMEM;
	x->compiled[i] = pcap_compile(p, &x->prog[i], text, 1, PCAP_NETMASK_UNKNOWN) == 0;
	if (!x->compiled[i] && why)
		diag_set(why, 0, "%s", pcap_geterr(p));
	pcap_close(p);
	return x->compiled[i] ? 0 : -EINVAL;
}

/* What is wrong with an expression on Ethernet is wrong with it; on other links it may be lost. */
int expression_compile(struct expression **xp, const char *text, struct diag *why)
{
	struct expression *x = calloc(1, sizeof(*x));
	int rc;

	if (!x) {
		diag_set(why, 0, "out of memory");
		return -ENOMEM;
	}
	rc = compile(x, 0, text, why);
	if (rc < 0) {
		expression_free(x);
		return rc;
	}
	for (size_t i = 1; i < LINKS; i++)
		compile(x, i, text, NULL);
	*xp = x;
	return 0;
}

static const struct bpf_program *program_of(const struct expression *x, uint16_t arphrd)
{
	for (size_t i = 0; i < LINKS; i++)
		if (links[i].arphrd == arphrd)
			return x->compiled[i] ? &x->prog[i] : NULL;
	return NULL;
}

bool expression_pass(const struct expression *x, const struct frame *f)
{
	const struct bpf_program *prog = program_of(x, f->arphrd);

	return prog && bpf_filter(prog->bf_insns, f->data, f->wirelen, f->caplen) != 0;
}

size_t expression_bpf(const struct expression *x, uint16_t arphrd, struct sock_filter *prog,
		      size_t max)
{
	const struct bpf_program *p = program_of(x, arphrd);

	if (!p || p->bf_len > max)
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
	for (size_t i = 0; i < LINKS; i++)
		if (x->compiled[i])
			pcap_freecode(&x->prog[i]);
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
