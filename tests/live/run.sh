#!/bin/sh
# The monitor on real interfaces: two test hosts in network namespaces of our own, joined by a veth
# pair.  The program runs on host b; traffic.c sends what is needed.  Root only.
cd "$(dirname "$0")" || exit 1

. ../lib/hosts.sh
shim=$(realpath -m "../../${B:-build}/tests/shim.so")

# shim_reads FILE NUMBER: what is in a file of the shim's from now on; it stays the same file.
shim_reads() {
	python3 -c 'import struct, sys
with open(sys.argv[1], "ab") as f: f.truncate(8)
with open(sys.argv[1], "r+b") as f: f.write(struct.pack("=q", int(sys.argv[2])))' "$1" "$2"
}

# What the kernel counted on b0 since it came to be.
counted() {
	$b cat /sys/class/net/b0/statistics/rx_packets /sys/class/net/b0/statistics/tx_packets |
		awk '{ n += $1 } END { print n }'
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
. ./hostmon.sh
. ./tunnels.sh
. ./health.sh
. ./links.sh
. ./bounds.sh
. ./clock.sh
. ./leaks.sh
. ./privileges.sh
. ./statuses.sh
. ./walls.sh
. ./names.sh
. ./background.sh
. ./metrics.sh
. ./data.sh
. ./formats.sh
finish
