#!/bin/bash
# The ways in which people use the program, run as they write them, with shorter times: at a prompt,
# in scripts, as a service, on its log, on the screen.  A machine of our own: network, process ids,
# /run and /var are apart from those of this one; eth0 and wlan0 are veths.  Root only.
# N="13 16" runs these parts alone.
cd "$(dirname "$0")" || exit 1
if [ -z "${own_machine-}" ]; then
	if ! [ "$(id -u)" = 0 ] || ! unshare -mnpf --mount-proc true 2>/dev/null; then
		echo '  skip  usages: they need root, and namespaces'
		echo '0 passed, 0 failed, 37 skipped'
		exit 0
	fi
	exec env own_machine=1 unshare -mnpf --mount-proc --propagation private --kill-child ./run.sh
fi
. ../lib/check.sh
. ../lib/screen.sh
top=$(cd ../.. && pwd)
iptraf=$(realpath "${IPTRAF:-$top/iptraf-ng}")
traffic=$(cd "$top" && realpath -m "${B:-build}/tests/live/traffic")
log=/var/log/iptraf-ng

cleanup() {
	term_close
	[ -z "${box_outer-}" ] || box_stop
}

# eth0 and wlan0, each with a host at its other end that is asked by ping and sent UDP.
machine() {
	mount -t tmpfs none /run && mkdir -p /run/netns /var/lib || return
	for dir in /var/log /var/lib /mnt; do
		mount -t tmpfs none $dir || return
	done
	ip netns add far && ip link set lo up || return
	for f in /proc/sys/net/ipv6/conf/*/disable_ipv6; do echo 1 >"$f"; done 2>/dev/null
	local n=0 name
	for name in eth0 wlan0; do
		n=$((n + 1))
		ip link add $name type veth peer name far$n netns far &&
			ip addr add 10.77.$n.2/24 dev $name && ip link set $name up &&
			ip -n far addr add 10.77.$n.1/24 dev far$n && ip -n far link set far$n up ||
			return
	done
	ip route add default via 10.77.1.1
}

# It is found by its two names; make install gives both.
install_program() {
	make -s -C "$top" install DESTDIR="$tmp/installed" PREFIX=/usr >/dev/null 2>&1
	# what was given to be tested, whatever else make would build
	cp "$iptraf" "$tmp/installed/usr/sbin/iptraf-ng"
	PATH=$tmp/installed/usr/sbin:$PATH
	# the user's files are those of a new user
	unset IPTRAF_WORK_PATH IPTRAF_LOG_PATH
	HOME=$tmp/home LC_ALL=C.UTF-8
	mkdir "$HOME"
	export PATH HOME
}

# Something to see on both interfaces, all the time.
noise() {
	ping -q -i 0.2 10.77.1.1 >/dev/null &
	ping -q -i 0.2 10.77.2.1 >/dev/null &
	while :; do
		"$traffic" udp 10.77.1.1 53 2 100
		sleep 0.3
	done >/dev/null 2>&1 &
}

# wanted NUMBER: this part is to be run.
wanted() {
	[ -z "${N-}" ] || [[ " $N " == *" $1 "* ]]
}

# Only those of the monitor that still run.
running() {
	pgrep -x 'iptraf(-ng)?' | while read -r pid; do
		grep -q '^State:	[^ZX]' "/proc/$pid/status" 2>/dev/null && echo "$pid"
	done
}

none_runs() {
	[ -z "$(running)" ]
}

# none_left NAME: nothing that was started for it still runs.
none_left() {
	if within 5 none_runs; then
		pass "$1: nothing is left running"
	else
		ps -ef >"$tmp/left"
		fail "$1: nothing is left running" "$tmp/left"
		pkill -KILL -x 'iptraf(-ng)?'
	fi
}

# script NAME: standard input is run by bash, as a script from a file, at most 60 seconds; its output
# in $tmp/out and $tmp/err, its status in $rc, the seconds that it took in $took.
script() {
	cat >"$tmp/script"
	local began=$EPOCHREALTIME
	timeout -k 5 60 bash "$tmp/script" <"${input:-/dev/null}" >"$tmp/out" 2>"$tmp/err"
	rc=$?
	took=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%d", b - a + 0.5 }')
	equal "$1: status" "${want:-0}" $rc
}

# at_terminal NAME: the same as a script of bash on a terminal.
at_terminal() {
	cat >"$tmp/script"
	term_open 160 90 bash "$tmp/script"
	within 30 term_ended || { term_text >"$tmp/screen"; fail "$1: it does not end" "$tmp/screen"; }
	term_text >"$tmp/screen"
	equal "$1: status" "${want:-0}" "$(cat "$tmp/rc")"
	check "$1: the terminal is as it was" cmp "$tmp/stty.before" "$tmp/stty.after"
}

# complete NAME FILE: a log with its start, something in it, and its stop.
complete() {
	check "$1: starts" has 1 'IP traffic monitor started' "$2"
	check "$1: has packets" has 1 '; ICMP; ' "$2"
	check "$1: stops" has 1 'IP traffic monitor stopped' "$2"
}

# covers NAME FILE SECONDS: from its start line to its stop line, a second more or less.
covers() {
	local from to
	from=$(sed -n 's/^\(.*\); \*.* started.*/\1/p' "$2" | head -n 1)
	to=$(sed -n 's/^\(.*\); \*.* stopped.*/\1/p' "$2" | tail -n 1)
	local s=$(($(date -d "$to" +%s) - $(date -d "$from" +%s)))
	check "$1: covers $3 seconds, not $s" test $s -ge $(($3 - 1)) -a $s -le $(($3 + 2))
}

machine >"$tmp/machine" 2>&1 || { fail 'a machine to try on' "$tmp/machine"; finish; }
install_program
noise

. ./prompt.sh
. ./scripts.sh
. ./reading.sh
. ./screens.sh
. ./service.sh
finish
