#!/bin/sh
# The monitor on real interfaces: two test hosts in network namespaces of our own, joined by a veth
# pair.  The program runs on host b; traffic.c sends what is needed.  Root only.
cd "$(dirname "$0")" || exit 1

# pid files and logs of instances that run on this machine are none of ours
if [ -z "${own_run-}" ] && unshare -m true 2>/dev/null; then
	exec env own_run=1 unshare -m --propagation private sh ./run.sh
fi
if [ -n "${own_run-}" ]; then
	for dir in /run/iptraf-ng /var/log/iptraf-ng; do
		mkdir -p $dir && mount -t tmpfs none $dir
	done
fi
. ../lib/check.sh
. ../lib/screen.sh
iptraf=$(realpath "${IPTRAF:-../../iptraf-ng}")
traffic=$(cd ../.. && realpath -m "${B:-build}/tests/live/traffic")
ns=iptraf-ng-l$$
a="ip netns exec $ns-a" b="ip netns exec $ns-b"

cleanup() {
	term_close
	rm -rf /etc/netns/$ns-b
	for host in a b; do
		for pid in $(ip netns pids $ns-$host 2>/dev/null); do
			kill -KILL "$pid"
		done
		ip netns del $ns-$host 2>/dev/null
	done
}

join() {
	ip -n $ns-a link add a0 address 02:00:00:00:0a:01 type veth \
		peer name b0 address 02:00:00:00:0b:02 netns $ns-b &&
		ip -n $ns-a addr add 10.77.0.1/24 dev a0 && ip -n $ns-b addr add 10.77.0.2/24 dev b0 &&
		ip -n $ns-a link set a0 up && ip -n $ns-b link set b0 up &&
		ip -n $ns-a neigh add 10.77.0.2 lladdr 02:00:00:00:0b:02 dev a0 &&
		ip -n $ns-b neigh add 10.77.0.1 lladdr 02:00:00:00:0a:01 dev b0
}

hosts() {
	for host in a b; do
		ip netns add $ns-$host || return 1
		# nothing shall be seen but what a test sends
		ip netns exec $ns-$host sh -c 'for f in /proc/sys/net/ipv6/conf/*/disable_ipv6; do
			echo 1 >$f; done' 2>/dev/null
		ip -n $ns-$host link set lo up
	done
	join
}

# What the kernel counted on b0 since it came to be.
counted() {
	$b cat /sys/class/net/b0/statistics/rx_packets /sys/class/net/b0/statistics/tx_packets |
		awk '{ n += $1 } END { print n }'
}

# watch [ARGUMENT...]: the monitor on b0, ready; on $lines lines, else 24.
watch() {
	term_open 80 "${lines:-24}" "$b" "$iptraf" -i b0 "$@"
	within 10 term_shows 'Packets captured'
}

# text FILE ARGUMENT...: the program without a screen, in the background, ready; its id in $pid.
text() {
	out=$1
	shift
	$b "$iptraf" "$@" >"$out" 2>"$tmp/err" &
	pid=$!
	within 10 has 1 started "$out"
}

# All that was sent is with its receivers: no processor has packets queued.
settled() {
	awk '$12 ~ /[1-9a-f]/ { exit 1 }' /proc/net/softnet_stat
}

# text_ends [PID]...: the instances that text started, or the last one; what was sent counts.
text_ends() {
	within 10 settled
	kill -TERM "${@:-$pid}"
	for one in "${@:-$pid}"; do reap "$one"; done
}

# serve PORT CONNECTIONS [FILE]: takes in what host a sends, and listens by now; its id in $server.
serve() {
	$b "$traffic" serve 10.77.0.2 "$1" "$2" >"${3:-/dev/null}" &
	server=$!
	within 10 $b grep -q "$(printf ':%04X 00000000:0000 0A' "$1")" /proc/net/tcp
}

captured() {
	term_text | sed -n 's/^ Packets captured: *\([0-9]*\) .*/\1/p'
}

dropped() {
	term_text | sed -n 's/.* Drops: *\([0-9]*\) .*/\1/p'
}

# All of COUNT packets are captured or, when the ring was full, counted as dropped.
accounted() {
	[ "$(($(captured) + $(dropped)))" -eq "$1" ]
}

accounts() {
	if within 10 accounted "$2"; then
		pass "$1"
	else
		equal "$1 ($(captured) captured, $(dropped) dropped)" "$2" "$(($(captured) + $(dropped)))"
	fi
}

if [ "$(id -u)" != 0 ]; then
	skip 'live tests' 'they need root' 40
	finish
elif ! hosts >"$tmp/hosts" 2>&1; then
	skip 'live tests' "no network namespaces: $(head -n 1 "$tmp/hosts")" 40
	finish
fi

. ./totals.sh
. ./facilities.sh
. ./links.sh
. ./bounds.sh
. ./privileges.sh
. ./statuses.sh
. ./walls.sh
. ./names.sh
. ./background.sh
. ./metrics.sh
finish
