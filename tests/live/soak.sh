#!/bin/sh
# Hours of mixed load (Z2 of INVARIANTS.md): soak.sh [MINUTES].  A screen and a run with a log see
# floods, a link that flaps, resizes, keys, every facility and USR1, round after round; memory and
# descriptors must not grow.  Prints a line per round.  Not part of `make check`.
cd "$(dirname "$0")" || exit 1
. ../lib/hosts.sh

minutes=${1:-180}
rounds=0

size_of() {
	awk '/^VmRSS/ { print $2 }' "/proc/$1/status"
}

files_of() {
	ls "/proc/$1/fd" | wc -l
}

flap() {
	ip -n $ns-b link set b0 down
	ip -n $ns-b link set b0 up
	ip -n $ns-b neigh add 10.77.0.1 lladdr 02:00:00:00:0a:01 dev b0 2>/dev/null
}

load() {
	$a "$traffic" flood a0 200000 50000 udp 10
	$a "$traffic" flood a0 200000 50000 syn 10
	$a "$traffic" flood a0 100000 50000 mac 10
	$a "$traffic" flood a0 100000 50000 port 10
	for _ in 1 2 3; do flap; done
}

keys() {
	for size in '132 43' '40 12' '10 3' '200 60' '80 24'; do
		# shellcheck disable=SC2086
		term_size $size
		term_keys s p Down NPage End Home w m M u U
	done
	kill -USR1 "$log"
}

# The other facilities, one after the other.
others() {
	for facility in '-d b0' '-s b0' '-z b0' '-l b0' -g; do
		# shellcheck disable=SC2086
		$b timeout -s TERM 5 "$iptraf" $facility -L "$tmp/other.log" >/dev/null 2>&1 &
		other=$!
		$a "$traffic" flood a0 50000 50000 mac 10
		reap $other
		[ "$rc" -eq 124 ] || fail "round $rounds: $facility ended with status $rc"
	done
	rm -f "$tmp/other.log"
}

measure() {
	echo "$(size_of "$(term_pid)") $(files_of "$(term_pid)") $(size_of "$log") $(files_of "$log")"
}

# grown FIRST LAST: memory by more than a tenth and 4 MB, or descriptors at all.
grown() {
	awk -v a="$1" -v b="$2" 'BEGIN {
		split(a, x); split(b, y)
		for (i = 1; i <= 3; i += 2)
			if (y[i] > x[i] * 1.1 + 4096 || y[i + 1] > x[i + 1])
				exit 0
		exit 1 }'
}

if [ "$(id -u)" != 0 ] || ! hosts >"$tmp/hosts" 2>&1; then
	skip soak 'it needs root and network namespaces'
	finish
fi
$b "$iptraf" -i b0 -L "$tmp/soak.log" >/dev/null 2>&1 &
log=$!
watch
until=$(($(date +%s) + minutes * 60))
while [ "$(date +%s)" -lt "$until" ]; do
	load
	keys
	others
	rounds=$((rounds + 1))
	now=$(measure) || break
	echo "round $rounds: screen $(echo "$now" | cut -d' ' -f1-2), log $(echo "$now" | cut -d' ' -f3-4) (kB, descriptors)"
	# tables and the log's file have their room after two rounds
	[ $rounds -ne 2 ] || first=$now
	: >"$tmp/soak.log"
done
check 'the screen is alive' kill -0 "$(term_pid)"
check 'the log is alive' kill -0 "$log"
if [ $rounds -lt 3 ]; then
	skip 'growth' 'fewer than three rounds'
elif grown "$first" "$now"; then
	fail "it grew from $first to $now"
else
	pass 'memory and descriptors are flat'
fi
finish
