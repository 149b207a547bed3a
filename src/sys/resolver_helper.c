/*
 * The only part of the program that looks up names, and so the only one that runs the name service
 * switch: whatever modules and name servers do to it, it has neither the packet socket nor the
 * terminal nor any file of ours.  The first thread reads questions; each is answered by a thread of
 * its own, as getaddrinfo(3) may wait for long.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <malloc.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "sys/resolver_wire.h"
#include "sys/rights.h"
#include "sys/sandbox.h"

#define NOBODY	     65534
#define STACK_BYTES  (512u << 10)
#define MEMORY_BYTES (512ul << 20)
#define DESCRIPTORS  128
#define SOCKET_FD    3

struct job {
	struct resolver_question q;
	struct resolver_answer a;
};

static atomic_uint jobs; /* under way */

static void name_of(const struct addr *a, char *name, size_t n)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_addr.s_addr = a->w[3] };
	struct sockaddr_in6 sin6 = { .sin6_family = AF_INET6, .sin6_addr = a->v6 };
	bool v4 = addr_is_v4(a);
	char host[NI_MAXHOST];
	int rc;

	rc = getnameinfo(v4 ? (struct sockaddr *)&sin : (struct sockaddr *)&sin6,
			 v4 ? sizeof(sin) : sizeof(sin6), host, sizeof(host), NULL, 0, NI_NAMEREQD);
	if (rc == 0 && text_is_hostname(host))
		snprintf(name, n, "%.*s", (int)n - 1, host);
}

static void add_addr(struct resolver_answer *an, const struct sockaddr *sa)
{
	struct addr a;

	if (sa->sa_family == AF_INET)
		addr_set_v4(&a, &((const struct sockaddr_in *)(const void *)sa)->sin_addr);
	else if (sa->sa_family == AF_INET6)
		addr_set_v6(&a, &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr);
	else
		return;
	for (uint32_t i = 0; i < an->count; i++)
		if (addr_equal(&an->list[i], &a))
			return;
	if (an->count < RESOLVER_ADDRESSES)
		an->list[an->count++] = a;
}

static void addrs_of(const char *host, struct resolver_answer *an)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *list = NULL;
	int rc = getaddrinfo(host, NULL, &hints, &list);

	if (rc != 0) {
		an->result = rc == EAI_NONAME
#ifdef EAI_NODATA
					     || rc == EAI_NODATA
#endif
				     ? RESOLVER_NOT_FOUND
				     : RESOLVER_NO_SERVER;
		return;
	}
	for (const struct addrinfo *a = list; a; a = a->ai_next)
		add_addr(an, a->ai_addr);
	freeaddrinfo(list);
	an->result = an->count ? RESOLVER_FOUND : RESOLVER_NOT_FOUND;
}

static void send_answer(const struct job *j)
{
	if (send(SOCKET_FD, &j->a, sizeof(j->a), MSG_NOSIGNAL) < 0)
		_exit(0);
}

static void *answer(void *arg)
{
	struct job *j = arg;

	if (j->q.kind == RESOLVER_BY_ADDR)
		name_of(&j->q.addr, j->a.name, sizeof(j->a.name));
	else
		addrs_of(j->q.host, &j->a);
	send_answer(j);
	free(j);
	atomic_fetch_sub(&jobs, 1);
	return NULL;
}

static void take(const struct resolver_question *q, const pthread_attr_t *attr)
{
	struct job *j = calloc(1, sizeof(*j));
	pthread_t t;

	if (!j)
		_exit(1);
	j->q = *q;
	j->q.host[RESOLVER_HOST - 1] = '\0';
	j->a = (struct resolver_answer){
		.kind = q->kind, .index = q->index, .addr = q->addr, .result = RESOLVER_NO_SERVER
	};
	if (atomic_fetch_add(&jobs, 1) < RESOLVER_IN_FLIGHT &&
	    pthread_create(&t, attr, answer, j) == 0)
		return;
	atomic_fetch_sub(&jobs, 1);
	send_answer(j);
	free(j);
}

static _Noreturn void serve(void)
{
	struct resolver_question q;
	pthread_attr_t attr;
	ssize_t n;

	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	for (;;) {
		n = recv(SOCKET_FD, &q, sizeof(q), 0);
		if (n == sizeof(q))
			take(&q, &attr);
		else if (n >= 0 || errno != EINTR)
			_exit(0);
	}
}

/* --- how it begins --- */

static void limit(int resource, rlim_t max)
{
	struct rlimit now;

	if (getrlimit((__rlimit_resource_t)resource, &now) == 0 && now.rlim_max < max)
		max = now.rlim_max;
	setrlimit((__rlimit_resource_t)resource, &(struct rlimit){ max, max });
}

static void limit_all(void)
{
	limit(RLIMIT_NOFILE, DESCRIPTORS);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_FSIZE, 0);
#if !defined(SANDBOX_OFF)
	limit(RLIMIT_AS, MEMORY_BYTES);
#endif
#ifdef __GLIBC__
	mallopt(M_ARENA_MAX, 2); /* an arena reserves 64 MiB */
#endif
}

/* Groups, group, user: in this order.  Without the right to it, it stays who it is. */
static void become_nobody(void)
{
	if (geteuid() != 0 || setgroups(0, NULL) < 0 || setresgid(NOBODY, NOBODY, NOBODY) < 0)
		return;
	if (setresuid(NOBODY, NOBODY, NOBODY) < 0)
		_exit(1);
}

/* The words of the command line lie behind each other; a name of ours goes over the first. */
static void rename_process(char **argv)
{
	static const char name[] = "iptraf-ng: names";
	char *end;

	prctl(PR_SET_NAME, "iptraf-ng-names");
	if (!argv || !argv[0])
		return;
	end = argv[0] + strlen(argv[0]) + 1;
	for (int i = 1; argv[i] && argv[i] == end; i++)
		end = argv[i] + strlen(argv[i]) + 1;
	memset(argv[0], '\0', (size_t)(end - argv[0]));
	memcpy(argv[0], name,
	       (size_t)(end - argv[0]) < sizeof(name) ? (size_t)(end - argv[0]) - 1 : sizeof(name));
}

_Noreturn void resolver_helper(int sock, char **argv)
{
	int null = open("/dev/null", O_RDWR);
	sigset_t all;

	/* out of the terminal's reach, and ended by its socket alone */
	setsid();
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	if (dup2(sock, SOCKET_FD) < 0)
		_exit(1);
	for (int i = 0; i < SOCKET_FD; i++)
		if (null >= 0)
			dup2(null, i);
	close_range(SOCKET_FD + 1, ~0u, 0);
	rename_process(argv);
	limit_all();
	become_nobody();
	if (rights_drop() < 0 || sandbox_resolver() < 0)
		_exit(1);
	serve();
}
