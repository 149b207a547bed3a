/* What the program and its resolver may ask of the kernel, and what for.  Names as of glibc and of
 * musl: both kinds are there. */
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <termios.h>

#include "sys/seccomp.h"
#include "sys/seccomp_numbers.h"

#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#endif
/* glibc 2.42 sets terminals by these (asm-generic/ioctls.h) */
#define TERMIOS2_GET  0x802c542a
#define TERMIOS2_SET  0x402c542b
#define TERMIOS2_SETW 0x402c542c
#define TERMIOS2_SETF 0x402c542d

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#define IS(a, v)                                                                                   \
	{                                                                                          \
		.arg = (a), .constant = (uint32_t)(v)                                              \
	}
#define BITS(a, m, v)                                                                              \
	{                                                                                          \
		.arg = (a), .mask = (uint32_t)(m), .constant = (uint32_t)(v)                       \
	}
#define ONLY(a, what)                                                                              \
	{                                                                                          \
		.arg = (a), .value = SECCOMP_##what                                                \
	}
#define NOT(a, what)                                                                               \
	{                                                                                          \
		.arg = (a), .value = SECCOMP_##what, .differs = true                               \
	}
#define CALL(name, why)                                                                            \
	{                                                                                          \
		__NR_##name, why, 0,                                                               \
		{                                                                                  \
			{                                                                          \
				.arg = 0                                                           \
			}                                                                          \
		}                                                                                  \
	}
#define CALL1(name, c, why)                                                                        \
	{                                                                                          \
		__NR_##name, why, 0,                                                               \
		{                                                                                  \
			c                                                                          \
		}                                                                                  \
	}
#define CALL2(name, c, d, why)                                                                     \
	{                                                                                          \
		__NR_##name, why, 0,                                                               \
		{                                                                                  \
			c, d                                                                       \
		}                                                                                  \
	}
#define FAILS(name, err, why)                                                                      \
	{                                                                                          \
		__NR_##name, why, err,                                                             \
		{                                                                                  \
			{                                                                          \
				.arg = 0                                                           \
			}                                                                          \
		}                                                                                  \
	}
#define IOCTL(cmd, why)                                                                            \
	{                                                                                          \
		__NR_ioctl, why, 0,                                                                \
		{                                                                                  \
			IS(2, cmd)                                                                 \
		}                                                                                  \
	}
#define OPTION(level, option, why)                                                                 \
	{                                                                                          \
		__NR_setsockopt, why, 0,                                                           \
		{                                                                                  \
			IS(2, level), IS(3, option)                                                \
		}                                                                                  \
	}

#define THREAD_FLAGS (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD)

/* Memory, threads, time, signals: any program has them. */
#define EVERYDAY                                                                                   \
	CALL(futex, "locks"), CALL(poll, "waiting"),                                               \
		CALL(ppoll, "waiting, where there is no poll"),                                    \
		CALL(read, "files, keys, signals, events"), CALL(readv, "stdio of musl"),          \
		CALL(clock_gettime, "time, where it is no library function"),                      \
		CALL(gettimeofday, "time"), CALL(time, "time"), CALL(clock_getres, "time"),        \
		CALL(clock_nanosleep, "pauses"), CALL(nanosleep, "pauses, musl"),                  \
		CALL(restart_syscall, "a wait that a stop interrupted"), CALL(brk, "memory"),      \
		CALL(munmap, "memory"), CALL(mremap, "memory"), CALL(madvise, "memory"),           \
		FAILS(clone3, ENOSYS, "its flags are in memory: clone is used then"),              \
		CALL1(clone, BITS(1, THREAD_FLAGS, THREAD_FLAGS), "threads"),                      \
		CALL(set_robust_list, "threads"), CALL(rseq, "threads"),                           \
		CALL(set_tid_address, "threads"), CALL(sched_yield, "threads"),                    \
		CALL(sched_getaffinity, "malloc counts processors"), CALL(gettid, "threads"),      \
		CALL(getpid, "messages, ends by a signal"),                                        \
		CALL(getrandom, "keys of hash tables"), CALL(rt_sigaction, "signals"),             \
		CALL(rt_sigprocmask, "signals"), CALL(rt_sigreturn, "signals"),                    \
		CALL(sigaltstack, "crashes on a spent stack"),                                     \
		CALL1(tgkill, ONLY(1, SELF), "ends by a signal"), CALL(exit, "threads"),           \
		CALL(exit_group, "the end"), CALL(close, "files"), CALL(fstat, "files"),           \
		CALL(newfstatat, "files"), CALL(stat, "files"), CALL(lstat, "files"),              \
		CALL(statx, "files"), CALL(lseek, "files"),                                        \
		CALL(open, "files: Landlock says which"),                                          \
		CALL(openat, "files: Landlock says which"),                                        \
		CALL(openat2, "files: Landlock says which"), CALL(access, "files"),                \
		CALL(faccessat, "files"), CALL(faccessat2, "files"), CALL(readlink, "files"),      \
		CALL(readlinkat, "files"), CALL(getdents64, "directories"), CALL(getcwd, "paths"), \
		CALL(getuid, "whose files they are"), CALL(geteuid, "whose files they are"),       \
		CALL(getgid, "whose files they are"), CALL(getegid, "whose files they are"),       \
		CALL(getppid, "who started it"), CALL(uname, "libraries ask for it"),              \
		CALL(sysinfo, "how much memory tables may take"),                                  \
		CALL1(prlimit64, IS(1, 0), "own limits"),                                          \
		CALL1(prctl, IS(1, PR_SET_NAME), "names of threads"),                              \
		CALL1(prctl, IS(1, PR_SET_VMA), "names of memory"),                                \
		CALL1(fcntl, IS(2, F_GETFL), "descriptors"),                                       \
		CALL1(fcntl, IS(2, F_SETFL), "descriptors"),                                       \
		CALL1(fcntl, IS(2, F_GETFD), "descriptors"),                                       \
		CALL1(fcntl, IS(2, F_SETFD), "descriptors")

static const struct seccomp_row main_rows[] = {
	EVERYDAY,
	/* no frame is sent: neither written nor by another number for its descriptor */
	CALL1(write, NOT(1, PACKET), "logs, screen"),
	CALL1(writev, NOT(1, PACKET), "logs, screen"),
	CALL1(sendto, ONLY(1, NETLINK), "asks for the interfaces"),
	CALL1(sendto, ONLY(1, RESOLVER), "asks for names"),
	CALL1(sendto, ONLY(1, MANAGER), "systemd"),
	CALL1(sendto, ONLY(1, SYSLOG), "syslog"),
	CALL(recvfrom, "names"),
	CALL(recvmsg, "interfaces"),
	CALL1(bind, ONLY(1, PACKET), "another interface"),
	CALL1(bind, ONLY(1, NETLINK), "news of interfaces"),
	CALL(getsockname, "which interface it is"),
	CALL(getsockopt, "drops, errors"),
	OPTION(SOL_PACKET, PACKET_RX_RING, "the ring"),
	OPTION(SOL_PACKET, PACKET_VERSION, "the ring"),
	OPTION(SOL_PACKET, PACKET_VNET_HDR, "super-packets"),
	OPTION(SOL_PACKET, PACKET_ADD_MEMBERSHIP, "promiscuous mode"),
	OPTION(SOL_PACKET, PACKET_DROP_MEMBERSHIP, "promiscuous mode"),
	OPTION(SOL_SOCKET, SO_ATTACH_FILTER, "what of a frame is kept"),
	OPTION(SOL_SOCKET, SO_ATTACH_BPF, "what of a frame is kept"),
	OPTION(SOL_SOCKET, SO_DETACH_FILTER, "what of a frame is kept"),
	OPTION(SOL_SOCKET, SO_RCVBUF, "room for news of interfaces"),
	OPTION(SOL_NETLINK, 1, "news of interfaces (NETLINK_ADD_MEMBERSHIP)"),
	CALL1(mmap, BITS(3, PROT_EXEC, 0), "memory that is no code"),
	CALL1(mprotect, BITS(3, PROT_EXEC, 0), "memory that is no code"),
	CALL(eventfd2, "wakes threads"),
	CALL(timerfd_create, "timers"),
	CALL(timerfd_settime, "timers"),
	CALL(signalfd4, "signals"),
	CALL(rt_sigtimedwait, "signals"),
	CALL(rt_sigpending, "signals"),
	CALL(setpriority, "the writer is patient"),
	CALL(getpriority, "the writer is patient"),
	CALL(mkdir, "the directories of logs and settings"),
	CALL(mkdirat, "the directories of logs and settings"),
	CALL(rename, "saving"),
	CALL(renameat, "saving"),
	CALL(renameat2, "saving"),
	CALL(unlink, "saving, pid files, deleted filters"),
	CALL(unlinkat, "saving, pid files, deleted filters"),
	CALL(fchmod, "permissions of new files"),
	CALL(fsync, "saving"),
	CALL(fdatasync, "saving"),
	CALL(ftruncate, "pid files"),
	CALL(flock, "logs, pid files, saving"),
	CALL(chdir, "the background's /"),
	CALL(select, "ncurses"),
	CALL(pselect6, "ncurses"),
	/* without capabilities they change nothing */
	CALL(setfsuid, "ncurses from 6.5 on opens files as who started it"),
	CALL(setfsgid, "ncurses from 6.5 on opens files as who started it"),
	CALL(getpgrp, "whose terminal it is"),
	CALL(getpgid, "whose terminal it is"),
	CALL(getsid, "whose terminal it is"),
	/* the standard descriptors alone, and never a second number for the packet socket */
	CALL2(dup2, NOT(1, PACKET), IS(2, 0), "the background's input"),
	CALL2(dup2, NOT(1, PACKET), IS(2, 1), "a terminal that hangs"),
	CALL2(dup2, NOT(1, PACKET), IS(2, 2), "the background's messages"),
	CALL2(dup3, NOT(1, PACKET), IS(2, 0), "dup2, where there is none"),
	CALL2(dup3, NOT(1, PACKET), IS(2, 1), "dup2, where there is none"),
	CALL2(dup3, NOT(1, PACKET), IS(2, 2), "dup2, where there is none"),
	CALL2(fcntl, IS(1, 1), IS(2, F_DUPFD_CLOEXEC), "standard output, to restore it"),
	/* of the own process group nothing but its stop */
	CALL2(kill, IS(1, 0), IS(2, SIGTSTP), "Ctrl+Z"),
	CALL2(kill, IS(1, 0), IS(2, SIGSTOP), "Ctrl+Z"),
	CALL2(kill, ONLY(1, SELF), IS(2, SIGTSTP), "Ctrl+Z"),
	CALL2(kill, ONLY(1, SELF), IS(2, SIGSTOP), "Ctrl+Z"),
	IOCTL(TCGETS, "modes of the terminal"),
	IOCTL(TCSETS, "modes of the terminal"),
	IOCTL(TCSETSW, "modes of the terminal"),
	IOCTL(TCSETSF, "modes of the terminal"),
	IOCTL(TERMIOS2_GET, "modes of the terminal"),
	IOCTL(TERMIOS2_SET, "modes of the terminal"),
	IOCTL(TERMIOS2_SETW, "modes of the terminal"),
	IOCTL(TERMIOS2_SETF, "modes of the terminal"),
	IOCTL(TCFLSH, "a terminal that hangs"),
	IOCTL(TIOCGWINSZ, "size of the terminal"),
	IOCTL(TIOCGPGRP, "whose terminal it is"),
	IOCTL(FIONREAD, "whether the keyboard is gone"),
};

const struct seccomp_table seccomp_main = { main_rows, COUNT(main_rows), 0 };

/*
 * Name service modules are many, so here is more, and what is not is an error that they can live
 * with.  No program is executed, no process made, no raw socket opened.
 */
static const struct seccomp_row resolver_rows[] = {
	EVERYDAY,
	CALL(write, "name servers, services of this machine"),
	CALL(writev, "the same"),
	CALL(pread64, "files"),
	CALL(mmap, "modules are libraries"),
	CALL(mprotect, "modules are libraries"),
	CALL2(socket, IS(1, AF_INET), BITS(2, 0xf, SOCK_DGRAM), "name servers"),
	CALL2(socket, IS(1, AF_INET), BITS(2, 0xf, SOCK_STREAM), "name servers"),
	CALL2(socket, IS(1, AF_INET6), BITS(2, 0xf, SOCK_DGRAM), "name servers"),
	CALL2(socket, IS(1, AF_INET6), BITS(2, 0xf, SOCK_STREAM), "name servers"),
	CALL1(socket, IS(1, AF_UNIX), "nscd, systemd-resolved, avahi"),
	CALL1(socket, IS(1, AF_NETLINK), "which families this machine has"),
	CALL(connect, "name servers"),
	CALL(bind, "netlink"),
	CALL(sendto, "name servers"),
	CALL(sendmsg, "name servers"),
	CALL(sendmmsg, "name servers"),
	CALL(recvfrom, "name servers"),
	CALL(recvmsg, "name servers"),
	CALL(recvmmsg, "name servers"),
	CALL(getsockname, "name servers"),
	CALL(getpeername, "name servers"),
	CALL(getsockopt, "name servers"),
	CALL(setsockopt, "name servers"),
	CALL(shutdown, "name servers"),
	CALL(select, "name servers"),
	CALL(pselect6, "name servers"),
	CALL(epoll_create1, "modules"),
	CALL(epoll_ctl, "modules"),
	CALL(epoll_wait, "modules"),
	CALL(epoll_pwait, "modules"),
	CALL(eventfd2, "modules"),
	CALL(timerfd_create, "modules"),
	CALL(timerfd_settime, "modules"),
	CALL(rt_sigtimedwait, "modules"),
	CALL(flock, "modules"),
	CALL(fstatfs, "modules"),
	CALL(getpgid, "modules"),
	CALL(getsid, "modules"),
	IOCTL(FIONREAD, "name servers"),
	IOCTL(FIONBIO, "name servers"),
	IOCTL(TCGETS, "stdio"),
};

const struct seccomp_table seccomp_resolver = { resolver_rows, COUNT(resolver_rows), ENOSYS };
