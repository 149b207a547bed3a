# shellcheck shell=sh
# Unattended: logs, rotation, the background, services.

IPTRAF_LOG_PATH=$tmp/logs
export IPTRAF_LOG_PATH

# Process id of the instance that logs to FILE; nothing when there is none.
pid_of() {
	for pid in $(ip netns pids $ns-b); do
		tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "-L $1 " && echo "$pid"
	done
}

# Ended; whoever is to reap it may take its time.
gone() {
	! grep -v '^State:	[ZX]' "/proc/$1/status" 2>/dev/null | grep -q ^State
}

# bg LOG ARGUMENT...: in the background on b0, unless it is told otherwise; status in $rc.
bg() {
	log=$1
	shift
	# a shell between: under timeout itself it would stay
	# shellcheck disable=SC2016
	timeout 60 sh -c '"$@"; exit $?' - $b "$iptraf" -B -L "$log" "$@" \
		>"$tmp/out" 2>"$tmp/err" </dev/null
	rc=$?
	pid=$(pid_of "$log")
}

# No process is left on host b.
nobody() {
	for left in $(ip netns pids $ns-b); do
		gone "$left" || return 1
	done
}

# end SIGNAL: it goes, in order, and so does its pid file.
end() {
	grep -lx "$pid" /run/iptraf-ng/*.pid >"$tmp/pids" 2>/dev/null
	kill -"$1" "$pid"
	check "$1: it ends" within 10 gone "$pid"
	[ ! -s "$tmp/pids" ] || check "$1: no pid file is left" test ! -e "$(cat "$tmp/pids")"
}

stopped() {
	grep -q 'stopped \*\*\*\*\*\*\*\*$' "$1"
}

# --- start ---

bg "$tmp/x.log" -i b0
equal 'background: status' 0 $rc
silent 'background: no output' cat "$tmp/out" "$tmp/err"
check 'background: it logs by then' within 10 grep -q 'IP traffic monitor started' "$tmp/x.log"
equal 'background: mode of the log' 640 "$(stat -c %a "$tmp/x.log")"
for fd in 0 1 2; do
	equal "background: descriptor $fd" /dev/null "$(readlink "/proc/$pid/fd/$fd")"
done
equal 'background: own session' "$pid" "$(awk '{ print $6 }' "/proc/$pid/stat")"
equal 'background: directory' / "$(readlink "/proc/$pid/cwd")"
powerless 'in the background' "$pid"
equal 'background: a pid file has its number' 1 "$(grep -lx "$pid" /run/iptraf-ng/conns-b0*.pid | wc -l)"
check 'background: daemon.log' grep -q "\[$pid\] IP traffic monitor started on b0" "$tmp/logs/daemon.log"
equal 'log directory' 750 "$(stat -c %a "$tmp/logs")"

status 'the same log again' 1 'another instance' $b "$iptraf" -B -L "$tmp/x.log" -i b0
status 'the same log again, on a terminal or not' 1 'another instance' \
	$b "$iptraf" -L "$tmp/x.log" -z b0
first=$pid
bg "$tmp/y.log" -i b0
equal 'the same interface, another log: status' 0 $rc
$a ping -q -c 3 -i 0.02 10.77.0.2 >/dev/null
check 'both log' within 10 sh -c "[ \$(grep -c 'echo req' '$tmp/x.log')-\$(grep -c 'echo req' '$tmp/y.log') = 3-3 ]"
end HUP
check 'HUP: stop line' stopped "$tmp/y.log"
pid=$first
check 'the other one continues' kill -0 "$pid"
end TERM
check 'TERM: stop line' stopped "$tmp/x.log"
bg x.log
equal 'without a facility: status' 0 $rc
check 'without a facility, a bare name: all, in the log directory' \
	within 10 grep -q 'IP traffic monitor started' "$tmp/logs/x.log"
end INT
check 'INT: stop line' stopped "$tmp/logs/x.log"
$b "$iptraf" -B -z b0 2>"$tmp/err"
check 'default name' within 10 grep -q started "$tmp/logs/packet_size-b0.log"
for pid in $(ip netns pids $ns-b); do kill -USR2 "$pid"; done
check 'USR2: it ends' within 10 gone "$pid"
check 'USR2: report and stop line' sh -c "grep -q '^Running time' '$tmp/logs/packet_size-b0.log' &&
	grep -q 'stopped' '$tmp/logs/packet_size-b0.log'"
$b "$iptraf" -B -L "$tmp/closed.log" -i b0 <&- >&- 2>&-
equal 'no standard input or output at all: status' 0 $?
pid=$(pid_of "$tmp/closed.log")
$a ping -q -c 2 -i 0.02 10.77.0.2 >/dev/null
for fd in 0 1 2; do
	equal "no standard input or output at all: descriptor $fd" /dev/null "$(readlink "/proc/$pid/fd/$fd")"
done
equal 'no standard input or output at all: it rests' 1 "$(awk '{ print $14 + $15 < 20 }' "/proc/$pid/stat")"
check 'no standard input or output at all: it works' within 10 grep -q 'echo rply' "$tmp/closed.log"
end TERM

# --- what cannot be started is reported at once ---

status 'unknown interface' 1 'nosuch0' $b "$iptraf" -B -L "$tmp/n.log" -i nosuch0
status 'no directory' 1 'none/x.log' $b "$iptraf" -B -L "$tmp/none/x.log" -i b0
status 'a directory for a log' 1 "$tmp" $b "$iptraf" -B -L "$tmp/logs/../logs" -i b0
mkfifo "$tmp/fifo"
status 'a fifo that nobody reads' 1 'fifo' $b "$iptraf" -B -L "$tmp/fifo" -i b0
status 'interval that is none' 2 'interval' "$iptraf" -g --interval 0
check 'nothing is left running' within 10 nobody

# --- relative names, and a limit on the size of files ---

mkdir "$tmp/here"
(cd "$tmp/here" && IPTRAF_LOG_PATH=logs exec timeout 60 $b \
	sh -c 'ulimit -f 1; "$@"; exit $?' - "$iptraf" -B -L ./rel.log -i b0 >"$tmp/out" 2>"$tmp/err")
pid=$(pid_of ./rel.log)
check 'relative: it logs where it was started' within 10 grep -q started "$tmp/here/rel.log"
check 'relative: daemon.log too' within 10 grep -q started "$tmp/here/logs/daemon.log"
mv "$tmp/here/rel.log" "$tmp/here/rel.1"
kill -USR1 "$pid"
check 'relative: and again after USR1' within 10 test -s "$tmp/here/rel.log"
$a ping -q -c 20 -i 0.01 10.77.0.2 >/dev/null
check 'a limit on files: it is reported' within 10 grep -q 'rel.log: File too large' "$tmp/here/logs/daemon.log"
check 'a limit on files: it continues' kill -0 "$pid"
mv "$tmp/here/rel.log" "$tmp/here/rel.2"
kill -USR1 "$pid"
check 'a limit on files: the next file is written' within 10 test -s "$tmp/here/rel.log"
end TERM
silent 'relative: nothing is made in /' sh -c 'ls -d /rel.log /logs 2>/dev/null'

# --- a directory that is replaced ---

mkdir "$tmp/place"
bg "$tmp/place/p.log" -i b0
mv "$tmp/place" "$tmp/place.old"
mkdir "$tmp/place"
kill -USR1 "$pid"
if [ "$("$(dirname "$traffic")/walls" version)" -ge 1 ]; then
	check 'a replaced directory: it is reported' within 10 \
		grep -q "\[$pid\] log .*/p.log: its directory was replaced" "$tmp/logs/daemon.log"
	$a ping -q -c 2 -i 0.02 10.77.0.2 >/dev/null
	check 'a replaced directory: the old one is used' within 10 grep -q 'echo rply' "$tmp/place.old/p.log"
	rmdir "$tmp/place"
	mv "$tmp/place.old" "$tmp/place"
	check 'a replaced directory: it is back' within 10 \
		grep -q "\[$pid\] log .*/p.log: it is written again, 0 lines lost" "$tmp/logs/daemon.log"
	rm -r "$tmp/place"
	mkdir "$tmp/place"
	kill -USR1 "$pid"
	check 'a directory deleted and made again: the message has what to do' within 10 has 2 \
		"\[$pid\] log .*/p.log: its directory was replaced: restart iptraf-ng to log there" "$tmp/logs/daemon.log"
else
	check 'a replaced directory is followed' within 10 test -s "$tmp/place/p.log"
	skip 'a replaced directory behind walls' 'this kernel has no Landlock' 3
fi
end TERM

# --- what the caller left open ---

: >"$tmp/left"
# shellcheck disable=SC2016
said=$(timeout 60 sh -c 'exec 7<>"$1" 9>&1; shift; "$@"; exit $?' - "$tmp/left" \
	$b "$iptraf" -B -L "$tmp/i.log" -i b0 </dev/null 2>&1)
equal 'inherited descriptors: a substitution ends' 0-- "$?-$said-"
pid=$(pid_of "$tmp/i.log")
silent 'inherited descriptors: none is kept' \
	sh -c 'ls -l "/proc/$1/fd" | grep -e "$2" -e pipe:' - "$pid" "$tmp/left"
end TERM

# --- killed ---

bg "$tmp/k.log" -i b0
file=$(grep -lx "$pid" /run/iptraf-ng/*.pid)
kill -KILL "$pid"
within 10 gone "$pid"
check 'killed: its pid file is left' test -e "$file"
bg "$tmp/k.log" -i b0
equal 'killed: the next one starts' 0 $rc
equal 'killed: and takes the pid file' "$pid" "$(cat "$file")"
"$iptraf" -f
equal '-f alone: status' 0 $?
check '-f: a pid file in use stays' grep -qx "$pid" "$file"
kill -KILL "$pid"
within 10 gone "$pid"
"$iptraf" -f
check '-f: a stale one goes' test ! -e "$file"

# --- rotation ---

bg "$tmp/r.log" -i b0
$a "$traffic" flood a0 100000 25000 udp 1 &
flood=$!
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
	mv "$tmp/r.log" "$tmp/r.log.$i"
	kill -USR1 "$pid"
	within 10 test -e "$tmp/r.log" || break
done
equal 'rotations' 30 "$i"
reap $flood
within 10 settled
end TERM
equal 'rotation under load: no line lost or doubled' 100000 "$(cat "$tmp"/r.log* | grep -c '; UDP; b0; ')"
equal 'rotation under load: whole lines' 0 "$(cat "$tmp"/r.log* | grep -vcE '^[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9]{2} [0-9:]{8} [0-9]{4}; .*[^ ]$|^$')"
equal 'rotation: told in the old file' 30 "$(cat "$tmp"/r.log.* | grep -c '\*\*\*\*\* USR1 signal received, preparing to reopen log file \*\*\*\*\*$')"
equal 'rotation: told in the new file' 30 "$(cat "$tmp"/r.log* | grep -c '\*\*\*\*\* Logfile reopened \*\*\*\*\*$')"
silent 'rotation: nothing was lost' grep "\[$pid\].*lost" "$tmp/logs/daemon.log"
rm -f "$tmp"/r.log*

serve 5001 1
bg "$tmp/o.log" -i b0
$a "$traffic" send 10.77.0.2 5001 1000000000000 &
sender=$!
within 10 grep -q 'first packet' "$tmp/o.log"
kill -USR1 "$pid"
check 'rotation: open connections are told' within 10 grep -qE \
	'; TCP; b0; active; from 10.77.0.1:[0-9]+ to 10.77.0.2:5001; [0-9]+ packets, [0-9]+ bytes$' "$tmp/o.log"
check 'rotation: both directions of them' within 10 grep -q 'active; from 10.77.0.2:5001' "$tmp/o.log"
end TERM
sed '1,/Logfile reopened/d' "$tmp/o.log" | grep -B 2 'monitor stopped' >"$tmp/last"
equal 'the end: open connections are told, both directions' 2 "$(grep -c '; active; from .*:5001' "$tmp/last")"
kill "$sender"
reap "$sender"
reap "$server"

# --- reports ---

bg "$tmp/s.log" -z b0 --interval 1
check 'reports: every second' within 20 has 3 'Packet Size Distribution, generated' "$tmp/s.log"
kill -USR1 "$pid"
check 'reports: rotation between them' within 10 grep -q 'Logfile reopened' "$tmp/s.log"
end TERM
sed -n 's/^Running time: \([0-9]*\) seconds$/\1/p' "$tmp/s.log" >"$tmp/seconds"
check 'reports: one at the end' sh -c 'tail -n 2 "$1" | grep -q "^Running time"' - "$tmp/s.log"
check 'reports: not two in a second' sh -c '[ "$(wc -l <"$1")" -le $(($(tail -n 1 "$1") + 1)) ]' - "$tmp/seconds"
equal 'reports: running time' '1 2 3' "$(head -n 3 "$tmp/seconds" | tr '\n' ' ' | sed 's/ $//')"
text "$tmp/text" -g --interval 1
check 'reports on standard output' within 20 has 2 'log generated' "$tmp/text"
text_ends

# --- losses ---

bg "$tmp/d.log" -i b0 --set ring=1
kill -STOP "$pid"
$a "$traffic" flood a0 50000 100000 udp 1
within 10 settled
kill -CONT "$pid"
end TERM
drops=$(sed -n 's/.*; \([0-9]*\) packets dropped by the kernel$/\1/p' "$tmp/d.log")
check 'drops: after the stop line' sh -c "grep -A 1 'stopped \*' '$tmp/d.log' | tail -n 1 | grep -q dropped"
equal 'drops: lines and drops are what was sent' 50000 $(($(grep -c '; UDP; ' "$tmp/d.log") + ${drops:-0}))
check 'drops: daemon.log' grep -q "\[$pid\] $drops packets dropped by the kernel" "$tmp/logs/daemon.log"

# --- disks ---

lost_of() {
	sed -n "s/.*\[$pid\] log .*: it is written again, \([0-9]*\) lines lost$/\1/p" "$tmp/logs/daemon.log"
}

told_again() {
	[ -n "$(lost_of)" ]
}

bg /dev/full -i b0
check 'full: it is reported' within 10 grep -q "\[$pid\] log /dev/full: No space left on device" "$tmp/logs/daemon.log"
$a ping -q -c 5 -i 0.02 10.77.0.2 >/dev/null
within 10 settled
end TERM
equal 'full: once' 1 "$(grep -c "\[$pid\] log /dev/full: No space" "$tmp/logs/daemon.log")"
check 'full: lines are counted' grep -q "\[$pid\] 12 log lines lost" "$tmp/logs/daemon.log"

mkdir "$tmp/small"
timeout 60 $b sh -c "mount -t tmpfs -o size=64k small '$tmp/small' &&
	'$iptraf' -B -L '$tmp/small/x.log' -i b0; exit" 2>"$tmp/err"
pid=$(pid_of "$tmp/small/x.log")
if [ -n "$pid" ]; then
	small=/proc/$pid/root$tmp/small
	$a "$traffic" udp 10.77.0.2 9 1000 100
	check 'disk full: it is reported' within 10 grep -q "\[$pid\] log .*: No space left" "$tmp/logs/daemon.log"
	cp "$small/x.log" "$tmp/part1"
	: >"$small/x.log"
	check 'room again: it is reported' within 20 told_again
	equal 'room again: the queue held all lines' 0 "$(lost_of)"
	equal 'room again: every line is there' 1000 "$(cat "$tmp/part1" "$small/x.log" | grep -c '; UDP; b0; 128 bytes; .*:9$')"
	end TERM
else
	skip 'a disk that is full' "no tmpfs here: $(head -n 1 "$tmp/err")" 6
fi

# a disk that fails, and one that takes what is written in pieces: so the shim makes it
udp_lines() {
	cat "$@" | grep -cE '^[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9]{2} [0-9:]{8} [0-9]{4}; UDP; b0; [0-9]+ bytes; from [0-9.]+:[0-9]+ to [0-9.]+:[0-9]+$'
}

if [ -e "$shim" ] && command -v python3 >/dev/null; then
	shim_reads "$tmp/disk" 0
	$b env LD_PRELOAD="$shim" SHIM_WRITE="$tmp/disk" "$iptraf" --foreground -L "$tmp/e.log" -i b0 2>"$tmp/messages" &
	pid=$!
	within 10 has 1 started "$tmp/e.log"
	shim_reads "$tmp/disk" 5
	$a "$traffic" flood a0 1000 10000 udp 0
	check 'EIO: it is reported' within 10 has 1 'log .*/e.log: Input/output error$' "$tmp/messages"
	sleep 0.5 # many tries
	shim_reads "$tmp/disk" 0
	check 'EIO, and over: it is reported' within 20 has 1 'log .*/e.log: it is written again, 0 lines lost$' "$tmp/messages"
	equal 'EIO: no line is lost or doubled' 1000 "$(udp_lines "$tmp/e.log")"
	equal 'EIO: once' 1 "$(grep -c 'Input/output error' "$tmp/messages")"
	shim_reads "$tmp/disk" 5
	$a "$traffic" flood a0 100000 50000 udp 0
	within 10 settled
	shim_reads "$tmp/disk" 0
	check 'EIO for long: its end is reported' within 20 has 2 'log .*/e.log: it is written again' "$tmp/messages"
	lost=$(sed -n 's/.*it is written again, \([1-9][0-9]*\) lines lost$/\1/p' "$tmp/messages")
	equal 'EIO for long: lines that are there, and lines lost' 101000 $(($(udp_lines "$tmp/e.log") + ${lost:-0}))
	shim_reads "$tmp/disk" 5
	$a "$traffic" flood a0 1000 10000 udp 0
	within 10 settled
	kill -TERM $pid
	reap $pid
	equal 'EIO at the end: status' 0 $rc
	check 'EIO at the end: lines are counted' has 1 "^iptraf-ng: $((${lost:-0} + 1001)) log lines lost$" "$tmp/messages"

	shim_reads "$tmp/disk" -3
	LD_PRELOAD=$shim SHIM_WRITE=$tmp/disk bg "$tmp/p.log" -i b0
	$a "$traffic" flood a0 1000 10000 udp 0
	within 10 settled
	check 'in pieces: messages are whole' within 10 has 1 "; \[$pid\] IP traffic monitor started on b0\$" "$tmp/logs/daemon.log"
	check 'in pieces: it has a pid file' grep -qx "$pid" /run/iptraf-ng/conns-b0*.pid
	end TERM
	equal 'in pieces: no line is lost, doubled or cut' 1000 "$(udp_lines "$tmp/p.log")"
else
	skip 'a disk that fails' 'it needs python3, and make check builds tests/shim.so' 13
fi

# --- a limit of lines ---

# left_out FILE: the last count, of either format.
left_out() {
	sed -n -e 's/.*[; ]\([0-9]*\) log lines left out by log-rate$/\1/p' \
		-e 's/.*"left_out_lines":\([0-9]*\).*/\1/p' "$1" | tail -n 1
}

for format in text ndjson; do
	bg "$tmp/limit.$format" -i b0 --set log-rate=100 --format $format
	$a "$traffic" flood a0 20000 5000 udp 0
	within 10 settled
	end TERM
	grep -E '; UDP; b0; |"type":"packet"' "$tmp/limit.$format" >"$tmp/kept"
	kept=$(wc -l <"$tmp/kept")
	check "log-rate, $format: lines of four seconds ($kept)" test $((kept >= 400 && kept <= 1000)) = 1
	equal "log-rate, $format: lines, and lines left out" 20000 $((kept + $(left_out "$tmp/limit.$format")))
	check "log-rate, $format: told each second" has 3 'left.out' "$tmp/limit.$format"
done
# a second of the date may have parts of two
check 'log-rate: no second has more' sh -c 'grep UDP "$1" | cut -c 1-24 | uniq -c | awk "\$1 > 200 { exit 1 }"' - "$tmp/limit.text"

# --- a service ---

hears() {
	grep -qx -- "$1" "$tmp/heard"
}

# reload PID: the microsecond, of the clock that systemd uses, of the signal for it; 0: not known.
reload() {
	python3 -c 'import os, signal, sys, time
print(time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000)
os.kill(int(sys.argv[1]), signal.SIGUSR1)' "$1" 2>/dev/null || { kill -USR1 "$1"; echo 0; }
}

for name in "$tmp/notify" "@iptraf-ng-test-$$"; do
	: >"$tmp/heard"
	$b "$traffic" hear "$name" >>"$tmp/heard" &
	hearer=$!
	within 10 $b grep -q " $name\$" /proc/net/unix
	$b env -u SYSTEMD_EXEC_PID INVOCATION_ID=x NOTIFY_SOCKET="$name" \
		"$iptraf" -B -L "$tmp/v.log" -i b0 -f daemon >"$tmp/out" 2>"$tmp/err" &
	pid=$!
	check "service, $name: ready" within 10 hears READY=1
	check "service, $name: one process, in the foreground" kill -0 "$pid"
	check "service, $name: messages for the journal" grep -q 'IP traffic monitor started' "$tmp/err"
	: >"$tmp/heard"
	# systemd ignores what is older than its signal
	asked=$(reload $pid)
	check "service, $name: reloading" within 10 hears RELOADING=1
	check "service, $name: since when" test "$(sed -n 's/^MONOTONIC_USEC=//p' "$tmp/heard")" -ge "$asked"
	check "service, $name: ready again" within 10 hears READY=1
	kill -TERM $pid
	reap $pid
	equal "service, $name: status" 0 $rc
	check "service, $name: stopping" within 10 hears STOPPING=1
	kill $hearer
	reap $hearer
done
# what goes down to the children of a service does not make them one
bg "$tmp/w.log" -i b0
end TERM
SYSTEMD_EXEC_PID=1 INVOCATION_ID=x NOTIFY_SOCKET=/nosuch bg "$tmp/w.log" -i b0
check 'a child of a service goes into the background' kill -0 "$pid"
end TERM
rm "$tmp/w.log"
$b "$iptraf" --foreground -L "$tmp/w.log" -i b0 2>"$tmp/err" &
pid=$!
within 10 has 1 started "$tmp/w.log"
check 'foreground by hand' kill -0 $pid
kill -USR2 $pid
reap $pid
equal 'foreground by hand: status' 0 $rc

# --- signals at every moment ---

# each 10 ms later than the one before, and on until one has started
odd='' i=0
until [ $i -ge 30 ] && has 1 started "$tmp/z.log" || [ $i -ge 300 ]; do
	i=$((i + 1))
	# as no job of a script: those stay
	env --default-signal=INT,QUIT $b "$iptraf" -B -L "$tmp/z.log" -i b0 2>"$tmp/err" &
	pid=$!
	sleep "$((i / 100)).$((i / 10 % 10))$((i % 10))"
	kill -TERM $pid 2>/dev/null
	reap $pid
	# 143: before the program could look after signals
	[ $rc = 0 ] || [ $rc = 143 ] || odd="$odd $rc"
	pid=$(pid_of "$tmp/z.log")
	[ -z "$pid" ] || kill -TERM "$pid" 2>/dev/null
	[ -z "$pid" ] || within 10 gone "$pid"
done
equal 'signals while it starts: statuses' '' "$odd"
check 'signals while it starts: nothing is left running' within 10 nobody
check 'signals while it starts: some came later' has 1 started "$tmp/z.log"
equal 'signals while it starts: as many stops as starts' "$(grep -c started "$tmp/z.log")" "$(grep -c stopped "$tmp/z.log")"
silent 'signals while it starts: no pid file is left' sh -c 'ls /run/iptraf-ng/conns-b0*.pid 2>/dev/null'

# --- with a screen ---

watch -L "$tmp/ui.log"
$a ping -q -c 2 -i 0.02 10.77.0.2 >/dev/null
check 'screen and log' within 10 grep -q 'echo req' "$tmp/ui.log"
term_keys q
ends 'screen and log' 0
check 'screen and log: stop line' stopped "$tmp/ui.log"

term_open 80 24 "$b" env IPTRAF_LOG_PATH="$tmp/logs" "$iptraf" --set logging=yes
seen 'menu, logging on' 'IP traffic monitor'
term_keys m
seen 'menu, logging on: interfaces' 'Select Interface'
term_keys Enter
seen 'menu, logging on: the name first' 'ip_traffic-1.log'
term_keys BSpace BSpace BSpace BSpace BSpace .txt Enter
seen 'menu, logging on: then the facility' 'No TCP entries'
check 'menu, logging on: the log' within 10 grep -q started "$tmp/logs/ip_traffic-.txt"
term_keys x
seen 'menu, logging on: back' 'General interface'
term_keys m
seen 'menu, logging on: interfaces again' 'Select Interface'
term_keys Enter
seen 'menu, logging on: the name again' 'Logging Enabled'
term_keys C-x
seen 'menu, Ctrl+X: runs' 'No TCP entries'
check 'menu, Ctrl+X: no log' test ! -e "$tmp/logs/ip_traffic-1.log"

term_open 80 24 "$b" env IPTRAF_LOG_PATH="$tmp/logs" "$iptraf" -L menu.log
seen 'menu, -L' 'IP traffic monitor'
term_keys s
seen 'menu, -L: the first facility' 'Iface'
check 'menu, -L: its log' within 10 grep -q 'General interface statistics started' "$tmp/logs/menu.log"
term_keys x
seen 'menu, -L: back' 'LAN station'
term_keys s
seen 'menu, -L: the second asks' 'iface_stats_general.log'
term_keys C-x
term_close
unset IPTRAF_LOG_PATH
