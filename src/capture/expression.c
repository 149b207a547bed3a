#include "capture/expression.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#ifdef HAVE_LIBPCAP
#include <linux/if_ether.h>

#include "capture/capture.h"
#include "capture/libpcap.h"
#include "capture/links.h"
#include "sys/brittle.h"

struct expression {
	struct bpf_program prog[LINK_PROGRAMS]; /* by enum link_program */
	bool compiled[LINK_PROGRAMS];
	bool by_tag; /* asks for tags */
};

#define MACS 12 /* bytes before a tag */

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

/* "vlan" compares the first ethertype with those of tags. */
static bool asks_for_tags(const struct bpf_program *p)
{
	for (unsigned i = 0; i < p->bf_len; i++) {
		const struct bpf_insn *in = &p->bf_insns[i];

		if (in->code == (BPF_JMP | BPF_JEQ | BPF_K) &&
		    (in->k == ETH_P_8021Q || in->k == ETH_P_8021AD || in->k == ETH_P_QINQ1))
			return true;
	}
	return false;
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
	x->by_tag = asks_for_tags(&x->prog[PROGRAM_ETHERNET]);
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

/* As it was on the wire: with the tag that the kernel stripped. */
static __attribute__((noinline)) bool pass_tagged(const struct bpf_program *prog,
						  const struct frame *f)
{
	uint8_t data[CAPTURE_BYTES + FRAME_TAG];
	uint32_t n = f->caplen < CAPTURE_BYTES ? f->caplen : CAPTURE_BYTES;
	const uint8_t tag[FRAME_TAG] = { (uint8_t)(f->vlan_tpid >> 8), (uint8_t)f->vlan_tpid,
					 (uint8_t)(f->vlan_tci >> 8), (uint8_t)f->vlan_tci };

	memcpy(data, f->data, MACS);
	memcpy(data + MACS, tag, FRAME_TAG);
	memcpy(data + MACS + FRAME_TAG, f->data + MACS, n - MACS);
	return libpcap.filter(prog->bf_insns, data, frame_bytes(f), n + FRAME_TAG) != 0;
}

bool expression_pass(const struct expression *x, const struct frame *f)
{
	int which = link_of(f->arphrd)->program;
	const struct bpf_program *prog;

	if (which == PROGRAM_PPP && is_bare_ip(f))
		which = PROGRAM_RAW;
	prog = program_of(x, which);
	if (prog && x->by_tag && f->vlan_tpid && which == PROGRAM_ETHERNET && f->caplen >= MACS)
		return pass_tagged(prog, f);
	return prog && libpcap.filter(prog->bf_insns, f->data, f->wirelen, f->caplen) != 0;
}

size_t expression_bpf(const struct expression *x, uint16_t arphrd, struct sock_filter *prog,
		      size_t max)
{
	const struct bpf_program *p = program_of(x, PROGRAM_ETHERNET);

	/* the kernel would run it on frames whose tag it has stripped */
	if (link_of(arphrd)->program != PROGRAM_ETHERNET || !p || p->bf_len > max || x->by_tag)
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
