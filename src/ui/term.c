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

#include "sys/brittle.h"
#include "sys/env.h"
#include "ui/crash.h"
#include "ui/keys.h"

#define ESCAPE_DELAY_MS 25
#define SEQUENCE_MAX	64 /* bytes of an unknown one */

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

static struct {
	char text[4 * (TERM_COPY / 3 + 1) + 16];
	size_t len;
} clipboard;

void term_copy(const char *text)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t n = strnlen(text, TERM_COPY);
	struct strbuf sb;

	sb_init(&sb, clipboard.text, sizeof(clipboard.text));
	sb_add(&sb, "\033]52;c;");
	for (size_t i = 0; i < n; i += 3) {
		uint32_t v = 0;

		for (size_t k = 0; k < 3; k++)
			v = v << 8 | (i + k < n ? (unsigned char)text[i + k] : 0);
		for (size_t k = 0; k < 4; k++)
			sb_addch(&sb, i + k <= n ? digits[v >> (18 - 6 * k) & 63] : '=');
	}
	sb_add(&sb, "\a");
	clipboard.len = sb.len;
}

static void send_clipboard(void)
{
	size_t at = 0;

	while (at < clipboard.len && !ending.asked) {
		ssize_t n = write(STDOUT_FILENO, clipboard.text + at, clipboard.len - at);

		if (n < 0 && errno != EINTR)
			break;
		at += n > 0 ? (size_t)n : 0;
	}
	clipboard.len = 0;
}

bool term_update(void)
{
	sigset_t old;

	pthread_sigmask(SIG_UNBLOCK, &ending.signals, &old);
	if (!ending.asked) {
		send_clipboard();
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
	bool usable = false;
	int err;

	brittle_begin("curses");
	if (setupterm(name, STDOUT_FILENO, &err) != ERR) {
		usable = cursor_address && clear_screen;
		del_curterm(cur_term);
	}
	brittle_end();
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

static bool start_curses(void)
{
	struct sigaction old, ignore = { .sa_handler = SIG_IGN };

	brittle_begin("curses");
	use_tioctl(TRUE);
	/* it takes over a SIGTSTP that is not ignored */
	sigaction(SIGTSTP, &ignore, &old);
	screen = newterm(NULL, stdout, stdin);
	sigaction(SIGTSTP, &old, NULL);
	keyboard = screen ? newpad(1, 1) : NULL;
	if (keyboard) {
		set_escdelay(ESCAPE_DELAY_MS);
		keypad(keyboard, TRUE);
		nodelay(keyboard, TRUE);
		define_cursor_keys();
	}
	brittle_end();
	return keyboard != NULL;
}

int term_open(struct diag *why)
{
	const char *name = env_get_plain("TERM");
	struct termios modes;
	bool has_modes;

	if (term_obstacle()) {
		diag_set(why, 0, "no screen: %s", term_obstacle());
		return -ENOTTY;
	}
	if (prepare_ending() < 0) {
		diag_set(why, 0, "no descriptor is left for the terminal");
		return -EMFILE;
	}
	has_modes = tcgetattr(STDOUT_FILENO, &modes) == 0;
	if (!start_curses()) {
		diag_set(why, 0, "cannot start on terminal %s", name);
		return -ENOMEM;
	}
	set_modes();
	crash_arm(has_modes ? &modes : NULL);
	return 0;
}

void term_take_mouse(bool on)
{
	mouseinterval(0); /* a press is a click, at once */
	mousemask(on ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
	if (on)
		crash_also("\033[?1000l\033[?1002l\033[?1006l");
}

bool term_mouse(struct term_mouse *out)
{
	MEVENT e;

	if (getmouse(&e) == ERR)
		return false;
	*out = (struct term_mouse){ .y = e.y, .x = e.x };
	if (e.bstate & BUTTON4_PRESSED)
		out->button = TERM_WHEEL_UP;
	else if (e.bstate & BUTTON5_PRESSED)
		out->button = TERM_WHEEL_DOWN;
	else if (!(e.bstate & BUTTON1_PRESSED))
		return false;
	return true;
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
	crash_disarm();
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
		for (int i = 0; i < SEQUENCE_MAX; i++) {
			key = wgetch(keyboard);
			if (key == ERR || (key >= 0x40 && key <= 0x7e))
				break;
		}
	return true;
}

int term_key(void)
{
	int key = wgetch(keyboard);

	return key == KEY_RESIZE || (key == KEY_ESCAPE && drop_sequence()) ? TERM_NO_KEY : key;
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

void term_release(void)
{
	if (!isendwin())
		endwin();
}

void term_resume(void)
{
	term_release(); /* else curses would not enter its screen again */
	reset_prog_mode();
	term_resize();
}
