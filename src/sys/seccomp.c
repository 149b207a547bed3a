#include "sys/seccomp.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCH	 AUDIT_ARCH_X86_64
#define LOW_WORD 0
#elif defined(__aarch64__) && defined(__AARCH64EL__)
#define ARCH	 AUDIT_ARCH_AARCH64
#define LOW_WORD 0
#endif

#ifndef SECCOMP_RET_KILL_PROCESS
#define SECCOMP_RET_KILL_PROCESS 0x80000000u
#endif
#ifndef SECCOMP_FILTER_FLAG_SPEC_ALLOW
#define SECCOMP_FILTER_FLAG_SPEC_ALLOW 4
#endif

#ifdef ARCH

#define PROGRAM_MAX 4096

struct code {
	struct sock_filter *prog;
	size_t n, max;
};

static void add(struct code *c, uint16_t op, uint32_t k, uint8_t jt, uint8_t jf)
{
	if (c->n < c->max)
		c->prog[c->n] = (struct sock_filter){ op, jt, jf, k };
	c->n++;
}

static void load(struct code *c, size_t offset)
{
	add(c, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

/* Instructions that a condition takes. */
static uint8_t length(const struct seccomp_check *k)
{
	return k->arg == 0 ? 0 : k->mask ? 3 : 2;
}

/* Goes on when it holds, else over `rest` instructions. */
static void add_check(struct code *c, const struct seccomp_check *k, const int *values,
		      uint8_t rest)
{
	uint32_t v = k->value == SECCOMP_CONSTANT ? k->constant : (uint32_t)values[k->value];

	load(c, offsetof(struct seccomp_data, args) + 8u * (k->arg - 1u) + LOW_WORD);
	if (k->mask)
		add(c, BPF_ALU | BPF_AND | BPF_K, k->mask, 0, 0);
	add(c, BPF_JMP | BPF_JEQ | BPF_K, v, k->differs ? rest : 0, k->differs ? 0 : rest);
}

/* A descriptor that there is none of is met by no number, and every number differs from it. */
static bool is_void(const struct seccomp_row *r, const int *values)
{
	for (size_t i = 0; i < 2; i++)
		if (r->check[i].arg && r->check[i].value != SECCOMP_CONSTANT &&
		    !r->check[i].differs && values[r->check[i].value] < 0)
			return true;
	return false;
}

static void add_row(struct code *c, const struct seccomp_row *r, const int *values)
{
	uint8_t first = length(&r->check[0]), second = length(&r->check[1]);

	if (r->number < 0 || is_void(r, values))
		return;
	load(c, offsetof(struct seccomp_data, nr));
	add(c, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)r->number, 0, (uint8_t)(first + second + 1));
	if (first)
		add_check(c, &r->check[0], values, (uint8_t)(second + 1));
	if (second)
		add_check(c, &r->check[1], values, 1);
	add(c, BPF_RET | BPF_K, r->error ? SECCOMP_RET_ERRNO | r->error : SECCOMP_RET_ALLOW, 0, 0);
}

size_t seccomp_build(const struct seccomp_table *t, const int values[SECCOMP_VALUES],
		     struct sock_filter *prog, size_t max)
{
	struct code c = { .prog = prog, .max = max };

	load(&c, offsetof(struct seccomp_data, arch));
	add(&c, BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0);
	add(&c, BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
	for (size_t i = 0; i < t->rows; i++)
		add_row(&c, &t->row[i], values);
	add(&c, BPF_RET | BPF_K, t->otherwise ? SECCOMP_RET_ERRNO | t->otherwise : SECCOMP_RET_TRAP,
	    0, 0);
	return c.n > max ? 0 : c.n;
}

int seccomp_install(const struct seccomp_table *t, const int values[SECCOMP_VALUES])
{
	struct sock_filter prog[PROGRAM_MAX];
	struct sock_fprog p = { .filter = prog };

	p.len = (unsigned short)seccomp_build(t, values, prog, PROGRAM_MAX);
	if (p.len == 0)
		return -E2BIG;
	/* else some kernels slow the whole process down (PR_SPEC_STORE_BYPASS) */
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &p) == 0)
		return 0;
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &p) == 0 ? 0 : -errno;
}

#else

size_t seccomp_build(const struct seccomp_table *t, const int values[SECCOMP_VALUES],
		     struct sock_filter *prog, size_t max)
{
	(void)t;
	(void)values;
	(void)prog;
	(void)max;
	return 0;
}

int seccomp_install(const struct seccomp_table *t, const int values[SECCOMP_VALUES])
{
	(void)t;
	(void)values;
	return -ENOSYS;
}
#endif
