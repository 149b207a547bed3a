# shellcheck shell=sh
# A terminal to run the program in: tmux, on a server of our own.  To be sourced after check.sh.

term_socket=iptraf-ng-test-$$
term_count=0
LC_ALL=C.UTF-8
export LC_ALL
unset NO_COLOR

term() {
	tmux -u -L "$term_socket" -f /dev/null "$@"
}

# term_open COLUMNS LINES COMMAND...: the terminal outlives it.  Leaves its process id, its status
# and the terminal's settings before and after it in $tmp: pid, rc, stty.before, stty.after.
term_open() {
	term kill-server 2>/dev/null
	# a server that ends takes its socket away, were it the next one's
	term_count=$((term_count + 1))
	term_socket=iptraf-ng-test-$$-$term_count
	rm -f "$tmp/pid" "$tmp/rc" "$tmp/stty.after"
	cols=$1 lines=$2
	shift 2
	cat >"$tmp/session" <<-END
		trap : INT
		stty -g >'$tmp/stty.before'
		sh -c 'echo \$\$ >"$tmp/pid"; exec $*'
		echo \$? >'$tmp/rc'
		stty -g >'$tmp/stty.after'
		echo; echo 'back in the shell'
		exec sleep 1000
	END
	# the server before it may still be about to end
	within 3 term_start
}

term_start() {
	term new-session -d -x "$cols" -y "$lines" sh "$tmp/session" \; \
		set -g status off \; set -g escape-time 0 \; \
		resize-window -x "$cols" -y "$lines" 2>/dev/null
}

# Whether tmux works here.
term_works() {
	term_open 80 24 true && within 3 term_shows 'back in the shell'
}

term_close() {
	term kill-server 2>/dev/null
}

term_size() {
	term resize-window -x "$1" -y "$2"
}

term_keys() {
	term send-keys "$@"
}

# What is on the screen; the version, the title with the machine's name, and white space at line
# ends are left out.
term_text() {
	term capture-pane -p 2>&1 | awk 'NR == 1 {
			sub(/^ iptraf-ng [^ ]*/, " iptraf-ng VERSION")
			if (match($0, /  [A-Z]([^ ]| [^ ])*/))
				$0 = substr($0, 1, RSTART) sprintf("%*s", RLENGTH - 1, "") \
					substr($0, RSTART + RLENGTH)
		}
		{ sub(/ *$/, ""); print }'
}

term_shows() {
	term_text >"$tmp/screen"
	grep -q -- "$1" "$tmp/screen"
}

term_shows_not() {
	! term_shows "$1"
}

term_equals() {
	term_text >"$tmp/screen"
	cmp -s "$tmp/screen" "$1"
}

# seen NAME TEXT: it comes up.
seen() {
	if within 10 term_shows "$2"; then
		pass "$1"
	else
		echo "--- waited for: $2" >>"$tmp/screen"
		SHOW=60 fail "$1" "$tmp/screen"
	fi
}

# screen_is NAME FILE: the display becomes what the file says.  It must not be so already, or this
# proves nothing.  UPDATE=1 stores what is shown after a while: then look at it.
screen_is() {
	if [ -n "${UPDATE-}" ]; then
		sleep 0.6
		term_text >"$2"
		pass "$1"
	elif within 10 term_equals "$2"; then
		pass "$1"
	else
		diff -uN "$2" "$tmp/screen" >"$tmp/diff"
		SHOW=60 fail "$1" "$tmp/diff"
	fi
}

term_pid() {
	cat "$tmp/pid"
}

# term_spoil TEXT: puts it over the program's picture, behind its back.
term_spoil() {
	printf '\0337\033[3;3H%s\0338' "$1" >"$(term display-message -p '#{pane_tty}')"
}

term_ended() {
	[ -s "$tmp/rc" ] && [ -e "$tmp/stty.after" ]
}

# Whether the program is stopped, as by Ctrl+Z.
term_stopped() {
	grep -q '^State:	T' "/proc/$(term_pid)/status"
}

# ends NAME STATUS: it ends soon, so, and leaves the terminal as it was.
ends() {
	if within 3 term_ended; then
		equal "$1: status" "$2" "$(cat "$tmp/rc")"
		check "$1: terminal settings are back" cmp "$tmp/stty.before" "$tmp/stty.after"
		seen "$1: the screen is the shell's" 'back in the shell'
		equal "$1: nothing of ours is left on it" 0 "$(grep -c 'Packets captured\|iptraf-ng VERSION' "$tmp/screen")"
	else
		term_text >"$tmp/screen"
		fail "$1: it does not end" "$tmp/screen"
	fi
}
