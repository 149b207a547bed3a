# shellcheck shell=sh
# Two hosts in network namespaces of our own, joined by a veth pair, and the program on host b.  To
# be sourced first, in a folder beside this one; hosts() makes them.  Root only.

# pid files and logs of instances that run on this machine are none of ours
if [ -z "${own_run-}" ] && unshare -m true 2>/dev/null; then
	exec env own_run=1 unshare -m --propagation private sh "./${0##*/}" "$@"
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
	for host in a b p q m; do
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

# watch [ARGUMENT...]: the monitor on b0, ready; on $lines lines, else 24.
watch() {
	term_open 80 "${lines:-24}" "$b" "$iptraf" -i b0 "$@"
	within 10 term_shows 'Packets captured'
}

# text FILE ARGUMENT...: the program without a screen, in the background, ready; its id in $pid.
text() {
	out=$1
	shift
	: >"$out" # what an instance before it wrote
	$b "$iptraf" "$@" >"$out" 2>"$tmp/err" &
	pid=$!
	within 10 has 1 started "$out"
}
