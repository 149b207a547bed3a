/*
 * Tries what the sandbox must refuse: walls MODE ATTEMPT [ARGUMENT].  It closes the same walls as
 * the program (run/walls.c), as an intruder would find them, then makes one attempt.
 *
 * Ends with 0 when the attempt was refused by an error, 3 when it succeeded, and by SIGSYS when it
 * was refused by the seccomp table.  `walls resolver ATTEMPT` does the same behind the resolver's.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <termios.h>
#include <unistd.h>

#include "run/walls.h"
#include "sys/rights.h"
#include "sys/sandbox.h"
#include "sys/start.h"

static struct rights rights;
static const char *argument;
static uint8_t frame[64] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 1, 0x88, 0xb5 };

/* True: it was possible. */
typedef bool attempt_fn(void);

static bool try_execve(void)
{
	return execl("/bin/true", "true", (char *)NULL) == 0;
}

/* As ncurses does it around each file. */
static bool try_own_fsuid(void)
{
	syscall(SYS_setfsuid, geteuid());
	syscall(SYS_setfsgid, getegid());
	return true;
}

static bool try_other_fsuid(void)
{
	syscall(SYS_setfsuid, geteuid() + 1);
	return (uid_t)syscall(SYS_setfsuid, -1) != geteuid();
}

static bool try_fork(void)
{
	return syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) >= 0;
}

static bool try_socket(void)
{
	return socket(AF_INET, SOCK_DGRAM, 0) >= 0;
}

static bool try_packet_socket(void)
{
	return socket(AF_PACKET, SOCK_RAW, 0) >= 0;
}

static bool try_exec_memory(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
	       MAP_FAILED;
}

static bool try_exec_protect(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return mprotect(p, 4096, PROT_READ | PROT_EXEC) == 0;
}

static bool try_ptrace(void)
{
	return ptrace(PTRACE_TRACEME, 0, 0, 0) == 0;
}

static bool bind_packet(void)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET,
				  .sll_protocol = htons(0x88b5),
				  .sll_ifindex = (int)strtol(argument, NULL, 10) };

	return bind(rights.packet, (struct sockaddr *)&to, sizeof(to)) == 0;
}

static bool try_send_write(void)
{
	return bind_packet() && write(rights.packet, frame, sizeof(frame)) > 0;
}

static bool try_send_writev(void)
{
	struct iovec v = { frame, sizeof(frame) };

	return bind_packet() && writev(rights.packet, &v, 1) > 0;
}

static bool try_send_sendto(void)
{
	return bind_packet() && send(rights.packet, frame, sizeof(frame), 0) > 0;
}

static bool try_send_sendmsg(void)
{
	struct iovec v = { frame, sizeof(frame) };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1 };

	return bind_packet() && sendmsg(rights.packet, &m, 0) > 0;
}

static bool try_send_copy(void)
{
	return bind_packet() && dup2(rights.packet, STDOUT_FILENO) >= 0 &&
	       write(STDOUT_FILENO, frame, sizeof(frame)) > 0;
}

static bool try_send_dup(void)
{
	int fd = fcntl(rights.packet, F_DUPFD, 10);

	return fd >= 0 && bind_packet() && write(fd, frame, sizeof(frame)) > 0;
}

static bool try_send_ring(void)
{
	struct tpacket_req req = { 4096, 1, 2048, 2 };

	return setsockopt(rights.packet, SOL_PACKET, PACKET_TX_RING, &req, sizeof(req)) == 0;
}

static bool try_tiocsti(void)
{
	return ioctl(STDIN_FILENO, TIOCSTI, "x") == 0;
}

static bool try_write_file(void)
{
	return open(argument, O_WRONLY | O_CLOEXEC) >= 0;
}

static bool try_create_file(void)
{
	return open(argument, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
}

static bool try_read_file(void)
{
	return open(argument, O_RDONLY | O_CLOEXEC) >= 0;
}

static bool try_kill(void)
{
	return kill(1, 0) == 0;
}

static bool try_tgkill(void)
{
	return syscall(SYS_tgkill, 1, 1, 0) == 0;
}

static bool try_chmod(void)
{
	return chmod(argument, 0777) == 0;
}

static bool try_unshare(void)
{
	return syscall(SYS_unshare, 0x10000000) == 0;
}

static bool try_io_uring(void)
{
	return syscall(425, 1, frame) >= 0;
}

/* It must be possible, or the test proves nothing. */
static bool try_nothing(void)
{
	return getpid() > 0 && write(STDERR_FILENO, "", 0) == 0;
}

static const struct {
	const char *name;
	attempt_fn *fn;
} attempts[] = {
	{ "nothing", try_nothing },
	{ "execve", try_execve },
	{ "own-fsuid", try_own_fsuid },
	{ "other-fsuid", try_other_fsuid },
	{ "fork", try_fork },
	{ "socket", try_socket },
	{ "packet-socket", try_packet_socket },
	{ "exec-memory", try_exec_memory },
	{ "exec-protect", try_exec_protect },
	{ "ptrace", try_ptrace },
	{ "send-write", try_send_write },
	{ "send-writev", try_send_writev },
	{ "send-sendto", try_send_sendto },
	{ "send-sendmsg", try_send_sendmsg },
	{ "send-copy", try_send_copy },
	{ "send-dup", try_send_dup },
	{ "send-ring", try_send_ring },
	{ "tiocsti", try_tiocsti },
	{ "write-file", try_write_file },
	{ "create-file", try_create_file },
	{ "read-file", try_read_file },
	{ "kill", try_kill },
	{ "tgkill", try_tgkill },
	{ "chmod", try_chmod },
	{ "unshare", try_unshare },
	{ "io-uring", try_io_uring },
};

static int attempt(const char *name)
{
	for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++)
		if (strcmp(attempts[i].name, name) == 0)
			return attempts[i].fn() ? 3 : 0;
	return 2;
}

static void close_walls(const char *mode)
{
	const struct walls w = { .rights = &rights,
				 .filter = "",
				 .screen = strcmp(mode, "text") != 0,
				 .background = strcmp(mode, "background") == 0,
				 .saves = strcmp(mode, "menu") == 0 };
	struct diag why;

	if (strcmp(mode, "open") == 0)
		return;
	if (strcmp(mode, "resolver") == 0 ? sandbox_resolver() < 0 : walls_close(&w, &why) < 0)
		exit(2);
}

/* MODE: text, screen, menu, background; resolver; open: without walls, for comparison. */
int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "version") == 0)
		return printf("%d\n", (int)syscall(444, NULL, 0, 1)) < 0;
	if (argc < 3)
		return 2;
	argument = argc > 3 ? argv[3] : "/nonexistent";
	start_clean();
	if (strcmp(argv[1], "open") != 0 && rights_open(&rights, NULL) < 0)
		return 2;
	if (strcmp(argv[1], "open") == 0)
		rights.packet = socket(AF_PACKET, SOCK_RAW, 0);
	close_walls(argv[1]);
	return attempt(argv[2]);
}
