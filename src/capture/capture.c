#include "capture/capture.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "capture/source.h"

static int open_wake(int *rc)
{
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

	*rc = fd < 0 ? -errno : 0;
	return fd;
}

int capture_open_live(struct capture **cp, const struct capture_live *how, struct diag *why)
{
	const struct iface *one = how->iface ? ifaces_find(how->ifs, how->iface) : NULL;
	struct capture_status status;
	int wake_fd, rc = ifaces_check(how->ifs, how->iface, why);

	if (rc < 0)
		return rc;
	wake_fd = open_wake(&rc);
	if (wake_fd >= 0) {
		rc = how->fd < 0 ? how->fd : ring_open(cp, wake_fd, how, one);
		if (rc < 0)
			close(wake_fd);
	}
	if (rc < 0)
		diag_set(why, 0, "cannot capture: %s", strerror(-rc));
	else
		capture_follow(*cp, how->ifs, &status);
	return rc;
}

int capture_open_file(struct capture **cp, const char *path, const char *iface, struct diag *why)
{
	int rc, wake_fd = open_wake(&rc);

	if (wake_fd < 0) {
		diag_set(why, 0, "%s", strerror(-rc));
		return rc;
	}
	rc = savefile_open(cp, wake_fd, path, iface, why);
	if (rc < 0)
		close(wake_fd);
	return rc;
}

bool capture_is_live(const struct capture *c)
{
	return c->ops->live;
}

int capture_wait(struct capture *c, int timeout_ms)
{
	return c->ops->wait(c, timeout_ms);
}

unsigned capture_block(struct capture *c, frame_fn *fn, void *ctx)
{
	return c->ops->block(c, fn, ctx);
}

void capture_done(struct capture *c)
{
	c->ops->done(c);
}

void capture_wake(struct capture *c)
{
	eventfd_write(c->wake_fd, 1);
}

void capture_stats(struct capture *c, struct capture_stats *out)
{
	*out = (struct capture_stats){ .captured = c->captured };
	if (c->ops->stats)
		c->ops->stats(c, out);
}

bool capture_sample(struct capture *c, struct counters *out)
{
	return c->ops->sample && c->ops->sample(c, out);
}

void capture_set_promiscuous(struct capture *c, bool on)
{
	if (c->ops->set_promiscuous)
		c->ops->set_promiscuous(c, on);
}

unsigned capture_follow(struct capture *c, const struct ifaces *ifs, struct capture_status *now)
{
	unsigned changed = 0;
	const char *name;

	*now = (struct capture_status){ .state = CAPTURE_RUNNING };
	if (c->ops->follow)
		now->state = c->ops->follow(c, ifs);
	name = c->ops->iface ? c->ops->iface(c) : NULL;
	if (name)
		snprintf(now->iface, sizeof(now->iface), "%s", name);
	if (now->state != c->status.state)
		changed |= CAPTURE_NEW_STATE;
	if (strcmp(now->iface, c->status.iface) != 0)
		changed |= CAPTURE_NEW_NAME;
	c->status = *now;
	return changed;
}

const char *capture_error(const struct capture *c)
{
	return c->ops->error(c);
}

void capture_close(struct capture *c)
{
	int wake_fd;

	if (!c)
		return;
	wake_fd = c->wake_fd;
	c->ops->close(c);
	close(wake_fd);
}
