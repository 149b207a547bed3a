#!/bin/sh
# The program under ThreadSanitizer: screens, keys, logs and signals, over files and live.  Every
# report of a data race is a failure.
cd "$(dirname "$0")" || exit 1
. lib/check.sh
. lib/screen.sh
tsan=$(cd .. && realpath -m "${B:-build}/tsan/iptraf-ng")
traffic=$(cd .. && realpath -m "${B:-build}/tests/live/traffic")
ns=iptraf-ng-t$$
in="ip netns exec $ns"
# the reports go to files: there is no standard error under a screen, and none in the background
TSAN_OPTIONS="log_path=$tmp/report exitcode=66"
IPTRAF_LOG_PATH=$tmp/logs
export TSAN_OPTIONS IPTRAF_LOG_PATH
mkdir "$tmp/logs"

cleanup() {
	term_close
	for pid in $(ip netns pids $ns 2>/dev/null); do
		kill -KILL "$pid"
	done
	ip netns del $ns 2>/dev/null
}

no_report() {
	silent "$1: no report" sh -c 'cat "$1".* 2>/dev/null' - "$tmp/report"
	rm -f "$tmp"/report.*
}

# press FACILITY: every key (none of them leaves the screen), and a rotation of the log with each.
# W changes the window where there are two, else it asks for a file.
press() {
	window=
	[ "${1#-i}" = "$1" ] || window=W
	for key in Down NPage $window f s b $window Down p p m r a u s b u r ? n; do
		term_keys "$key"
		kill -USR1 "$(term_pid)"
	done
}

# leave NAME: ThreadSanitizer takes its time.
leave() {
	term_keys x
	within 20 term_ended
	ends "$1" 0
}

gone() {
	! grep -v '^State:	[ZX]' "/proc/$1/status" 2>/dev/null | grep -q ^State
}

if [ ! -x "$tsan" ]; then
	skip 'threads' 'this compiler has no sanitizers'
	finish
fi
check 'it is built with ThreadSanitizer' sh -c 'nm "$1" | grep -q __tsan_init' - "$tsan"
"$tsan" -V >"$tmp/out" 2>&1
if [ $? -ne 0 ]; then
	skip 'threads' "$(head -n 1 "$tmp/out")"
	finish
fi

# --- a file: long enough to press keys over it ---

cp replay/mix.pcap "$tmp/long.pcap"
n=0
while [ $n -lt 8 ]; do
	tail -c +25 "$tmp/long.pcap" >"$tmp/more"
	cat "$tmp/more" >>"$tmp/long.pcap"
	n=$((n + 1))
done
for facility in '-i all' '-s all' '-l all' '-H all'; do
	# shellcheck disable=SC2086
	term_open 80 24 "$tsan" -r "$tmp/long.pcap" $facility -L "$tmp/file.log" --interval 1
	seen "file, $facility: screen" 'iptraf-ng'
	press "$facility"
	seen "file, $facility: it is read" 'end of file'
	leave "file, $facility"
	no_report "file, $facility"
done
"$tsan" -r "$tmp/long.pcap" -i all >"$tmp/out" 2>"$tmp/err"
equal 'file, as text: status' 0 $?
no_report 'file, as text'

# --- live ---

if [ "$(id -u)" != 0 ] || ! ip netns add $ns 2>"$tmp/err"; then
	skip 'live threads' 'they need root and network namespaces' 13
	finish
fi
ip -n $ns link set lo up
ip -n $ns link add v0 type veth peer name v1 && ip -n $ns link set v0 up && ip -n $ns link set v1 up

for facility in '-i all' -g '-d v1' '-z v1' '-s v1' '-l v1'; do
	rm -f "$tmp/live.log"
	term_open 80 24 "$in" "$tsan" "$facility" \
		-L "$tmp/live.log" --interval 1 --set reverse-dns=yes \
		--metrics "$tmp/x.prom" --set metrics-interval=1
	check "live, $facility: it has begun" within 10 has 1 started "$tmp/live.log"
	$in "$traffic" flood v0 6000 3000 syn 10 >"$tmp/flood" 2>&1 &
	flood=$!
	ip -n $ns link add w0 type veth peer name w1
	press "$facility"
	ip -n $ns link del w0
	reap $flood
	equal "live, $facility: traffic" 0 "$rc"
	leave "live, $facility"
	no_report "live, $facility"
done

$in "$tsan" -B -i v1 -L "$tmp/bg.log" >"$tmp/out" 2>&1 </dev/null
equal 'background: status' 0 $?
pid=$(ip netns pids $ns | while read -r p; do
	grep -qF "$tmp/bg.log" "/proc/$p/cmdline" && echo "$p"
done)
$in "$traffic" flood v0 6000 3000 udp 10 >"$tmp/flood" 2>&1 &
flood=$!
for n in 1 2 3 4 5 6 7 8; do
	mv "$tmp/bg.log" "$tmp/bg.$n"
	kill -USR1 "$pid"
	check "background: rotation $n" within 10 test -s "$tmp/bg.log"
done
reap $flood
kill -TERM "$pid"
check 'background: it ends' within 10 gone "$pid"
no_report background
finish
