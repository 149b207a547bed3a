#include "sys/resolver.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/text.h"

#define NAME  104 /* room of a name that is kept: no column is that wide */
#define SETS  1024
#define WAYS  4
#define HOSTS 4096 /* more are not asked for */
/* Of the questions in flight so many may be for names of addresses: hosts do not wait for them. */
#define BY_ADDR_MAX (RESOLVER_IN_FLIGHT - 4)

enum entry_state { ENTRY_FREE, ENTRY_ASKED, ENTRY_NONE, ENTRY_NAMED };

struct entry {
	struct addr addr;
	uint32_t age; /* order of asking, for replacement */
	uint8_t state;
	char name[NAME];
};

enum host_state { HOST_WAITS, HOST_ASKED, HOST_ANSWERED };

struct host {
	char name[RESOLVER_HOST];
	uint8_t state, result;
	uint32_t count;
	struct addr list[RESOLVER_ADDRESSES];
};

struct resolver {
	int fd;
	pid_t pid; /* of the helper that resolver_start made; 0: none */
	bool gone;
	unsigned in_flight, by_addr;
	uint32_t age;
	struct hash_key key;
	struct host *host;
	size_t hosts;
	struct entry entry[SETS][WAYS];
};

/* --- start and end --- */

static int fork_helper(int *fd, pid_t *pid, char **argv)
{
	int sv[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sv) < 0)
		return -errno;
	*pid = fork();
	if (*pid == 0)
		resolver_helper(sv[1], argv);
	close(sv[1]);
	*fd = sv[0];
	if (*pid > 0)
		return 0;
	close(sv[0]);
	return -EAGAIN;
}

int resolver_fork(char **argv)
{
	int fd, rc;
	pid_t pid;

	rc = fork_helper(&fd, &pid, argv);
	return rc < 0 ? rc : fd;
}

int resolver_open(struct resolver **rp, int fd)
{
	struct resolver *r = calloc(1, sizeof(*r));
	int rc = r ? hash_key_random(&r->key) : -ENOMEM;

	if (rc < 0) {
		free(r);
		return rc;
	}
	r->fd = fd;
	*rp = r;
	return 0;
}

int resolver_start(struct resolver **rp)
{
	pid_t pid;
	int fd, rc = fork_helper(&fd, &pid, NULL);

	if (rc < 0)
		return rc;
	rc = resolver_open(rp, fd);
	if (rc < 0)
		close(fd);
	else
		(*rp)->pid = pid;
	return rc;
}

void resolver_stop(struct resolver *r)
{
	if (!r)
		return;
	close(r->fd);
	if (r->pid > 0)
		waitpid(r->pid, NULL, 0);
	free(r->host);
	free(r);
}

/* --- questions --- */

static bool put(struct resolver *r, const struct resolver_question *q)
{
	if (r->gone || r->in_flight >= RESOLVER_IN_FLIGHT ||
	    send(r->fd, q, sizeof(*q), MSG_DONTWAIT | MSG_NOSIGNAL) != sizeof(*q))
		return false;
	r->in_flight++;
	return true;
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
	const struct resolver_question q = { .kind = RESOLVER_BY_ADDR, .addr = *a };
	struct entry *set = set_of(r, a), *e = &set[0];

	if (r->by_addr >= BY_ADDR_MAX || !put(r, &q))
		return;
	for (int i = 1; i < WAYS; i++)
		if (set[i].state == ENTRY_FREE || set[i].age < e->age)
			e = &set[i];
	e->addr = *a;
	e->age = ++r->age;
	e->state = ENTRY_ASKED;
	r->by_addr++;
}

const char *resolver_name(struct resolver *r, const struct addr *a)
{
	const struct entry *e = find(r, a);

	if (!e)
		ask(r, a);
	return e && e->state == ENTRY_NAMED ? e->name : NULL;
}

const char *resolver_known(struct resolver *r, const struct addr *a)
{
	const struct entry *e = find(r, a);

	return e && e->state == ENTRY_NAMED ? e->name : NULL;
}

static struct host *get_host(struct resolver *r, const char *name)
{
	struct host *more;

	for (size_t i = 0; i < r->hosts; i++)
		if (strcmp(r->host[i].name, name) == 0)
			return &r->host[i];
	if (r->hosts == HOSTS || strlen(name) >= RESOLVER_HOST)
		return NULL;
	if ((r->hosts & (r->hosts - 1)) == 0) {
		more = realloc(r->host, (r->hosts ? 2 * r->hosts : 1) * sizeof(*more));
		if (!more)
			return NULL;
		r->host = more;
	}
	r->host[r->hosts] = (struct host){ .state = HOST_WAITS };
	snprintf(r->host[r->hosts].name, RESOLVER_HOST, "%s", name);
	return &r->host[r->hosts++];
}

static void ask_hosts(struct resolver *r)
{
	for (size_t i = 0; i < r->hosts; i++) {
		struct resolver_question q = { .kind = RESOLVER_BY_NAME, .index = (uint32_t)i };

		if (r->host[i].state != HOST_WAITS)
			continue;
		memcpy(q.host, r->host[i].name, sizeof(q.host));
		if (!put(r, &q))
			return;
		r->host[i].state = HOST_ASKED;
	}
}

void resolver_ask_host(struct resolver *r, const char *name)
{
	struct host *h = get_host(r, name);

	if (h && h->state == HOST_ANSWERED)
		h->state = HOST_WAITS;
	ask_hosts(r);
}

int resolver_host(struct resolver *r, const char *name, struct addr *list, size_t max)
{
	struct host *h = get_host(r, name);
	size_t n;

	if (!h || r->gone)
		return -EIO;
	if (h->state != HOST_ANSWERED)
		return -EAGAIN;
	if (h->result != RESOLVER_FOUND)
		return h->result == RESOLVER_NOT_FOUND ? -ENOENT : -EIO;
	n = h->count < max ? h->count : max;
	memcpy(list, h->list, n * sizeof(*list));
	return (int)n;
}

/* --- answers: the helper is the one that reads foreign packets, so nothing of it is trusted --- */

/* One that is cut ends in "...", so that it is no other host's. */
static void put_name(struct entry *e, const char *name)
{
	if (strlen(name) < NAME)
		snprintf(e->name, sizeof(e->name), "%s", name);
	else
		snprintf(e->name, sizeof(e->name), "%.*s...", NAME - 4, name);
}

static bool take_name(struct resolver *r, struct resolver_answer *an)
{
	struct entry *e = find(r, &an->addr);

	if (r->by_addr)
		r->by_addr--;
	an->name[RESOLVER_HOST - 1] = '\0';
	if (!e || e->state != ENTRY_ASKED)
		return false;
	e->state = ENTRY_NONE;
	if (!an->name[0] || !text_is_hostname(an->name))
		return false;
	put_name(e, an->name);
	e->state = ENTRY_NAMED;
	return true;
}

static void take_host(struct resolver *r, const struct resolver_answer *an)
{
	struct host *h = an->index < r->hosts ? &r->host[an->index] : NULL;

	if (!h || h->state != HOST_ASKED)
		return;
	h->state = HOST_ANSWERED;
	h->count = an->count < RESOLVER_ADDRESSES ? an->count : RESOLVER_ADDRESSES;
	h->result = an->result == RESOLVER_FOUND && h->count ? RESOLVER_FOUND
		    : an->result == RESOLVER_NOT_FOUND	     ? RESOLVER_NOT_FOUND
							     : RESOLVER_NO_SERVER;
	memcpy(h->list, an->list, sizeof(h->list));
}

int resolver_fd(const struct resolver *r)
{
	return r->fd;
}

int resolver_poll(struct resolver *r)
{
	struct resolver_answer an;
	int named = 0;
	ssize_t n;

	while ((n = recv(r->fd, &an, sizeof(an), MSG_DONTWAIT)) == sizeof(an)) {
		if (r->in_flight)
			r->in_flight--;
		if (an.kind == RESOLVER_BY_ADDR)
			named += take_name(r, &an);
		else
			take_host(r, &an);
	}
	ask_hosts(r);
	/* the helper is gone */
	if (n == 0 || (n < 0 && errno == ECONNRESET))
		r->gone = true;
	return r->gone ? -1 : named;
}
