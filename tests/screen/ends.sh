# shellcheck shell=sh
# Ways out: the terminal is as it was, whatever ends the program (S1, S3, S4, S6 of INVARIANTS.md).

for key in x X q Q C-x Escape; do
	show 80 24
	term_keys $key
	ends "$key" 0
done
for signal in TERM HUP QUIT INT USR2; do
	show 80 24
	kill -$signal "$(term_pid)"
	ends "SIG$signal" 0
done
show 80 24
term_keys C-c
ends 'Ctrl+C' 0
show 80 24
term_keys s
kill -TERM "$(term_pid)"
ends 'SIGTERM in a box' 0
show 80 24
for signal in USR1 WINCH PIPE; do
	kill -$signal "$(term_pid)"
done
term_keys m
screen_is 'USR1, WINCH and PIPE end nothing' monitor-sizes.txt
show 80 24
kill -SEGV "$(term_pid)"
ends 'SIGSEGV' 139
show 80 24
kill -SYS "$(term_pid)"
ends 'SIGSYS' 159
for signal in 5 6 14 24 26 27 29; do # TRAP ABRT ALRM XCPU VTALRM PROF IO
	show 80 24
	kill -$signal "$(term_pid)"
	ends "signal $signal" $((128 + signal))
done
# a spent stack, of each thread
if [ -e "$shim" ]; then
	for thread in main capture writer; do
		term_open 80 24 env LD_PRELOAD="$shim" SHIM_SPEND=$thread "$iptraf" -r "$mix" -i all -L "$tmp/spent.log"
		ends "spent stack, $thread" 139
	done
else
	skip 'a spent stack' 'make check builds tests/shim.so' 12
fi
# exit(3) inside curses, as when memory is out
if [ -e "$shim" ]; then
	term_open 80 24 env LD_PRELOAD="$shim" SHIM_EXIT=2 "$iptraf"
	within 10 term_shows 'Filters'
	term_keys f
	ends 'exit(3) in a library' 1
else
	skip 'exit(3) in a library' 'make check builds tests/shim.so' 4
fi
# every thread has a stack for a crash on a spent one
if strace -o "$tmp/trace" true 2>/dev/null; then
	strace -f -qq -e trace=sigaltstack,clone,clone3 -o "$tmp/trace" \
		"$iptraf" -r "$mix" -z all -L "$tmp/stack.log" >/dev/null 2>&1
	stacks=$(grep -c 'sigaltstack({.*= 0' "$tmp/trace")
	threads=$(grep -c 'clone3*(.*CLONE_THREAD.*= [1-9]' "$tmp/trace")
	equal 'threads of a run' 2 "$threads"
	equal 'a stack for signals, each' "$threads" "$stacks"
else
	skip 'a stack for signals' 'no strace here, or not allowed' 2
fi
# keys that never end hold up neither signals nor the end
if command -v python3 >/dev/null; then
	check 'TERM under keys that never end' python3 ../lib/keys.py 5 m "$iptraf" -r "$mix" -i all
	check 'TERM under sequences that are no keys' python3 ../lib/keys.py 5 '\033[<0;1;1M' "$iptraf" -r "$mix" -i all
else
	skip 'keys that never end' 'no python3 here' 2
fi

# no keyboard: no screen, and why
term_open 80 60 "$iptraf" -r "$mix" -g '</dev/null'
ends 'standard input /dev/null' 0
check 'standard input /dev/null: one line says why' term_shows \
	'^iptraf-ng: no screen: standard input is not a terminal; log lines follow$'
check 'standard input /dev/null: text' term_shows 'General interface statistics stopped'

# the terminal goes, and HUP is ignored
gone() {
	# its new parent may be slow to take notice
	! grep -v '^State:	Z' "/proc/$pid/status" 2>/dev/null | grep -q ^State
}
show 80 24
pid=$(term_pid)
term_close
check 'the terminal closed' within 3 gone
term_open 80 24 env --ignore-signal=HUP "$iptraf" -r "$mix" -i all
within 10 term_shows 'end of file'
pid=$(term_pid)
term_close
check 'the terminal closed, HUP ignored' within 3 gone

# stopped and continued: all of the job, and by a shell
cat >"$tmp/inner" <<-END
	echo \$\$ >'$tmp/inner.pid'
	sh -c 'echo \$\$ >"$tmp/pid"; exec "\$@"' - '$iptraf' -r '$mix' -i all
	exit
END
cat >"$tmp/job" <<-END
	set -m
	sh '$tmp/inner'
	echo 'the shell again'
	read -r line
	fg >/dev/null
END
inner_stopped() {
	grep -q '^State:	T' "/proc/$(cat "$tmp/inner.pid")/status"
}
term_open 80 24 sh "$tmp/job"
within 10 term_shows 'end of file'
term_keys C-z
seen 'Ctrl+Z: the shell continues' 'the shell again'
check 'Ctrl+Z: stopped' within 10 term_stopped
check 'Ctrl+Z: the script around it too' within 10 inner_stopped
term_keys Enter
screen_is 'Ctrl+Z and on' monitor.txt
term_keys m
screen_is 'Ctrl+Z and on: keys work' monitor-sizes.txt
term_keys q
ends 'Ctrl+Z and on' 0

# no shell could continue it
show 80 24
term_keys C-z
term_keys m
screen_is 'Ctrl+Z without a shell: it continues' monitor-sizes.txt

# stopped by others, and continued
modes() {
	stty -a <"$(term display-message -p '#{pane_tty}')"
}
for signal in STOP TSTP; do
	term_open 80 24 sh "$tmp/job"
	within 10 term_shows 'end of file'
	modes >"$tmp/modes"
	kill -$signal "$(term_pid)"
	check "SIG$signal: stopped" within 10 term_stopped
	stty sane <"$(term display-message -p '#{pane_tty}')"
	term_spoil 'written by the shell'
	seen "SIG$signal: the shell writes" 'written by the shell'
	kill -CONT "$(term_pid)"
	screen_is "SIG$signal, and CONT" monitor.txt
	modes >"$tmp/modes.after"
	check "SIG$signal, and CONT: modes" cmp "$tmp/modes" "$tmp/modes.after"
	term_keys m
	screen_is "SIG$signal, and CONT: keys work" monitor-sizes.txt
	term_close
done
