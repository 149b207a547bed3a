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
show 80 24
kill -ABRT "$(term_pid)"
ends 'SIGABRT' 134

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

# stopped and continued
show 80 24
term_keys C-z
check 'Ctrl+Z: stopped' within 10 term_stopped
term_spoil 'written by the shell'
seen 'Ctrl+Z: the shell writes' 'written by the shell'
kill -CONT "$(term_pid)"
screen_is 'Ctrl+Z and on' monitor.txt
term_keys m
screen_is 'Ctrl+Z and on: keys work' monitor-sizes.txt
