#include "ui/term.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <curses.h>
#include <term.h>

#include "sys/env.h"
#include "sys/sandbox.h"
#include "ui/keys.h"

#define ESCAPE_DELAY_MS 25

static const int crash_signals[] = { SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL };
#define CRASH_SIGNALS (sizeof(crash_signals) / sizeof(crash_signals[0]))

/* What the crash handler needs; complete before `armed` is set. */
static struct {
	volatile sig_atomic_t armed;
	struct termios tio;
	bool has_tio;
	char reset[256];
	size_t reset_len;
	struct sigaction old[CRASH_SIGNALS];
	char stack[16384]; /* a crash may be a stack overflow */
} crash;

/*
 * A terminal that has stopped reading blocks its writer, but must not hold up the
 * end: while an update runs, ending signals are taken here instead of by the loop, and turn what
 * is still to be written to /dev/null.
 */
static const int ending_signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR2 };
static struct {
	volatile sig_atomic_t asked;
	int null_fd, out_fd; /* /dev/null, and standard output for its restoring */
	sigset_t signals;
} ending;

static SCREEN *screen;
static WINDOW *keyboard; /* a pad: reading a key from it draws nothing */

/* A terminfo string without its padding ("$<5>"). */
static void add_string(const char *s)
{
	while (s && *s && crash.reset_len < sizeof(crash.reset)) {
		if (s[0] == '$' && s[1] == '<' && strchr(s, '>'))
			s = strchr(s, '>') + 1;
		else
			crash.reset[crash.reset_len++] = *s++;
	}
}

/* Safe in a signal handler. */
static void give_back(void)
{
	int saved = errno;

	if (!crash.armed)
		return;
	crash.armed = 0;
	if (write(STDOUT_FILENO, crash.reset, crash.reset_len) < 0)
		errno = saved;
	if (crash.has_tio)
		tcsetattr(STDOUT_FILENO, TCSANOW, &crash.tio);
	errno = saved;
}

static void on_crash(int sig)
{
	int saved = errno;

	give_back();
	for (size_t i = 0; i < CRASH_SIGNALS; i++)
		if (crash_signals[i] == sig)
			sigaction(sig, &crash.old[i], NULL);
	raise(sig);
	errno = saved;
}

static void arm_crash_handler(void)
{
	struct sigaction sa = { .sa_handler = on_crash, .sa_flags = SA_ONSTACK };
	stack_t st = { .ss_sp = crash.stack, .ss_size = sizeof(crash.stack) };

	crash.reset_len = 0;
	add_string(orig_pair);
	add_string(exit_attribute_mode);
	add_string(cursor_normal);
	add_string(keypad_local);
	add_string(exit_ca_mode);
	sigaltstack(&st, NULL);
	sandbox_on_violation(give_back);
	sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < CRASH_SIGNALS; i++)
		sigaction(crash_signals[i], &sa, &crash.old[i]);
	crash.armed = 1;
}

static void disarm_crash_handler(void)
{
	crash.armed = 0;
	for (size_t i = 0; i < CRASH_SIGNALS; i++)
		sigaction(crash_signals[i], &crash.old[i], NULL);
}

static void on_ending(int sig)
{
	int saved = errno;

	(void)sig;
	ending.asked = 1;
	dup2(ending.null_fd, STDOUT_FILENO);
	errno = saved;
}

static struct {
	bool wanted, shown;
} cursor;

static bool bell_asked;

static int prepare_ending(void)
{
	const struct sigaction sa = { .sa_handler = on_ending };
	struct sigaction old;

	ending.null_fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
	ending.out_fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	if (ending.null_fd < 0 || ending.out_fd < 0)
		return -errno;
	sigemptyset(&ending.signals);
	for (size_t i = 0; i < sizeof(ending_signals) / sizeof(ending_signals[0]); i++) {
		int sig = ending_signals[i];

		if (sigaction(sig, NULL, &old) < 0 || old.sa_handler == SIG_IGN)
			continue;
		sigaddset(&ending.signals, sig);
		sigaction(sig, &sa, NULL);
	}
	return 0;
}

void term_cursor(int y, int x)
{
	cursor.wanted = move(y, x) != ERR;
}

void term_beep(void)
{
	bell_asked = true;
}

static void show_cursor(void)
{
	if (cursor.wanted != cursor.shown)
		curs_set(cursor.wanted);
	cursor.shown = cursor.wanted;
	cursor.wanted = false;
}

bool term_update(void)
{
	sigset_t old;

	pthread_sigmask(SIG_UNBLOCK, &ending.signals, &old);
	if (!ending.asked) {
		show_cursor();
		doupdate();
		if (bell_asked)
			beep();
		bell_asked = false;
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return !ending.asked;
}

/*
 * Started with "&" by a shell: the terminal would stop us when we touch it.  Its owner is 0 when
 * that is outside our PID namespace, and so may be our own group.
 */
bool term_is_of_another_job(void)
{
	pid_t owner = tcgetpgrp(STDOUT_FILENO);

	return owner >= 0 && owner != getpgrp();
}

static bool is_usable(const char *name)
{
	bool usable;
	int err;

	if (setupterm(name, STDOUT_FILENO, &err) == ERR)
		return false;
	usable = cursor_address && clear_screen;
	del_curterm(cur_term);
	return usable;
}

const char *term_obstacle(void)
{
	const char *name = env_get_plain("TERM");

	if (!isatty(STDOUT_FILENO))
		return "standard output is not a terminal";
	if (term_is_of_another_job())
		return "another job has the terminal";
	if (!name || !*name)
		return "TERM is not set";
	return is_usable(name) ? NULL : "TERM names a terminal that cannot show one";
}

/* Cursor keys as terminals send them that were not told to send what terminfo says. */
static void define_cursor_keys(void)
{
	static const struct {
		const char *sent;
		int key;
	} keys[] = {
		{ "\033[A", KEY_UP },	  { "\033[B", KEY_DOWN }, { "\033[C", KEY_RIGHT },
		{ "\033[D", KEY_LEFT },	  { "\033[H", KEY_HOME }, { "\033[F", KEY_END },
		{ "\033[1~", KEY_HOME },  { "\033[4~", KEY_END }, { "\033[5~", KEY_PPAGE },
		{ "\033[6~", KEY_NPAGE },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (!key_defined(keys[i].sent))
			define_key(keys[i].sent, keys[i].key);
}

/* INT and QUIT stay signals; the program suspends itself, at a moment that suits it. */
static void set_modes(void)
{
	struct termios tio;

	cbreak();
	noecho();
	nonl();
	if (tcgetattr(STDOUT_FILENO, &tio) == 0) {
		tio.c_cc[VSUSP] = _POSIX_VDISABLE;
		tcsetattr(STDOUT_FILENO, TCSANOW, &tio);
	}
	def_prog_mode();
	curs_set(0);
}

int term_open(struct diag *why)
{
	const char *name = env_get_plain("TERM");

	if (term_obstacle()) {
		diag_set(why, 0, "no screen: %s", term_obstacle());
		return -ENOTTY;
	}
	if (prepare_ending() < 0) {
		diag_set(why, 0, "no descriptor is left for the terminal");
		return -EMFILE;
	}
	crash.has_tio = tcgetattr(STDOUT_FILENO, &crash.tio) == 0;
	signal(SIGTSTP, SIG_IGN);
	use_tioctl(TRUE);
	screen = newterm(NULL, stdout, stdin);
	keyboard = screen ? newpad(1, 1) : NULL;
	if (!keyboard) {
		diag_set(why, 0, "cannot start on terminal %s", name);
		return -ENOMEM;
	}
	set_escdelay(ESCAPE_DELAY_MS);
	keypad(keyboard, TRUE);
	nodelay(keyboard, TRUE);
	define_cursor_keys();
	set_modes();
	arm_crash_handler();
	return 0;
}

void term_close(void)
{
	dup2(ending.out_fd, STDOUT_FILENO);
	if (!term_takes_output())
		tcflush(STDOUT_FILENO, TCOFLUSH);
	endwin();
	/* with no other screen to return to, the shell continues on the last line */
	if (!exit_ca_mode && clr_eol)
		putp(clr_eol);
	fflush(stdout);
	disarm_crash_handler();
	close(ending.out_fd);
	close(ending.null_fd);
	delwin(keyboard);
	delscreen(screen);
	screen = NULL;
}

void term_resize(void)
{
	struct winsize ws;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) < 0 || !ws.ws_row || !ws.ws_col)
		return;
	if (ws.ws_row == LINES && ws.ws_col == COLS)
		return;
	resizeterm(ws.ws_row, ws.ws_col);
}

/* What terminfo does not know of is not Escape and letters: all of it is dropped (ECMA-48, 5.4). */
static bool drop_sequence(void)
{
	int key = wgetch(keyboard);

	if (key == ERR)
		return false;
	if (key == '[' || key == 'O')
		do
			key = wgetch(keyboard);
		while (key != ERR && (key < 0x40 || key > 0x7e));
	return true;
}

int term_key(void)
{
	int key;

	do
		key = wgetch(keyboard);
	while (key == KEY_RESIZE || (key == KEY_ESCAPE && drop_sequence()));
	return key;
}

bool term_is_dead(void)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	int n = 0;

	if (poll(&p, 1, 0) <= 0)
		return false;
	return ioctl(STDIN_FILENO, FIONREAD, &n) < 0 || n == 0;
}

bool term_takes_output(void)
{
	struct pollfd p = { .fd = STDOUT_FILENO, .events = POLLOUT };

	return poll(&p, 1, 0) != 0;
}

void term_suspend(void)
{
	endwin();
	kill(getpid(), SIGSTOP);
	reset_prog_mode();
	term_resize();
}
