#include "sys/resolver.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/text.h"

#define SETS	  1024
#define WAYS	  4
#define IN_FLIGHT 16
#define NAME	  104 /* longer names are cut: no column is that wide */

enum entry_state { ENTRY_FREE, ENTRY_ASKED, ENTRY_NONE, ENTRY_NAMED };

struct entry {
	struct addr addr;
	uint32_t age; /* order of asking, for replacement */
	uint8_t state;
	char name[NAME];
};

struct answer {
	struct addr addr;
	char name[NAME]; /* empty: there is none */
};

struct resolver {
	int fd;
	pid_t pid;
	unsigned in_flight;
	uint32_t age;
	struct hash_key key;
	struct entry entry[SETS][WAYS];
};

/* --- the helper process --- */

static void look_up(const struct addr *a, char *name, size_t n)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_addr.s_addr = a->w[3] };
	struct sockaddr_in6 sin6 = { .sin6_family = AF_INET6, .sin6_addr = a->v6 };
	bool v4 = addr_is_v4(a);
	char host[NI_MAXHOST];
	int rc;

	name[0] = '\0';
	rc = getnameinfo(v4 ? (struct sockaddr *)&sin : (struct sockaddr *)&sin6,
			 v4 ? sizeof(sin) : sizeof(sin6), host, sizeof(host), NULL, 0, NI_NAMEREQD);
	if (rc == 0 && text_is_hostname(host))
		snprintf(name, n, "%.*s", (int)n - 1, host);
}

/* Every thread takes whole questions off the one seqpacket socket; its end is the end of all. */
static void *serve(void *arg)
{
	int fd = *(int *)arg;
	struct answer an;

	for (;;) {
		ssize_t n = recv(fd, &an.addr, sizeof(an.addr), 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n != sizeof(an.addr))
			_exit(0);
		look_up(&an.addr, an.name, sizeof(an.name));
		if (send(fd, &an, sizeof(an), MSG_NOSIGNAL) < 0)
			_exit(0);
	}
}

static _Noreturn void helper(int sock, pid_t parent)
{
	int fd = 3, null;
	pthread_t t;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || dup2(sock, fd) < 0)
		_exit(1);
	null = open("/dev/null", O_RDWR);
	for (int i = 0; i < 3; i++)
		if (null >= 0)
			dup2(null, i);
	close_range(4, ~0u, 0);
	for (int i = 1; i < IN_FLIGHT; i++)
		if (pthread_create(&t, NULL, serve, &fd) != 0)
			break;
	serve(&fd);
	_exit(0);
}

/* --- the main thread's side --- */

int resolver_start(struct resolver **rp)
{
	struct resolver *r = calloc(1, sizeof(*r));
	pid_t self = getpid();
	int sv[2], rc;

	if (!r)
		return -ENOMEM;
	rc = hash_key_random(&r->key);
	if (rc == 0 && socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sv) < 0)
		rc = -errno;
	if (rc < 0) {
		free(r);
		return rc;
	}
	r->pid = fork();
	if (r->pid == 0)
		helper(sv[1], self);
	close(sv[1]);
	r->fd = sv[0];
	if (r->pid < 0) {
		rc = -errno;
		close(r->fd);
		free(r);
		return rc;
	}
	*rp = r;
	return 0;
}

static struct entry *set_of(struct resolver *r, const struct addr *a)
{
	return r->entry[hash_words(&r->key, a->w, 4) % SETS];
}

static struct entry *find(struct resolver *r, const struct addr *a)
{
	struct entry *e = set_of(r, a);

	for (int i = 0; i < WAYS; i++)
		if (e[i].state != ENTRY_FREE && addr_equal(&e[i].addr, a))
			return &e[i];
	return NULL;
}

static void ask(struct resolver *r, const struct addr *a)
{
	struct entry *set = set_of(r, a), *e = &set[0];

	if (r->in_flight >= IN_FLIGHT ||
	    send(r->fd, a, sizeof(*a), MSG_DONTWAIT | MSG_NOSIGNAL) != sizeof(*a))
		return;
	for (int i = 1; i < WAYS; i++)
		if (set[i].state == ENTRY_FREE || set[i].age < e->age)
			e = &set[i];
	e->addr = *a;
	e->age = ++r->age;
	e->state = ENTRY_ASKED;
	r->in_flight++;
}

const char *resolver_name(struct resolver *r, const struct addr *a)
{
	const struct entry *e = find(r, a);

	if (!e)
		ask(r, a);
	return e && e->state == ENTRY_NAMED ? e->name : NULL;
}

int resolver_fd(const struct resolver *r)
{
	return r->fd;
}

int resolver_poll(struct resolver *r)
{
	struct answer an;
	int named = 0;
	ssize_t n;

	while ((n = recv(r->fd, &an, sizeof(an), MSG_DONTWAIT)) == sizeof(an)) {
		struct entry *e = find(r, &an.addr);

		if (r->in_flight)
			r->in_flight--;
		an.name[NAME - 1] = '\0';
		if (!e || e->state != ENTRY_ASKED)
			continue;
		e->state = ENTRY_NONE;
		/* checked on this side too: the helper is the one that reads foreign packets */
		if (an.name[0] && text_is_hostname(an.name)) {
			snprintf(e->name, sizeof(e->name), "%s", an.name);
			e->state = ENTRY_NAMED;
			named++;
		}
	}
	/*
	 * The helper is gone: nothing is in flight that could be waited for, and nothing more is
	 * asked.
	 */
	if (n == 0)
		r->in_flight = IN_FLIGHT;
	return n == 0 ? -1 : named;
}

void resolver_stop(struct resolver *r)
{
	if (!r)
		return;
	close(r->fd);
	kill(r->pid, SIGKILL);
	waitpid(r->pid, NULL, 0);
	free(r);
}
