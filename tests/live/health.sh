# shellcheck shell=sh
# Retransmissions and round trips as the kernels at both ends count them, over a line with known
# delay and loss: hosts p and q, and the line between them in a namespace of its own.

lossy=$(dirname "$traffic")/lossy

line_up() {
	for host in p q m; do
		ip netns add $ns-$host || return 1
		ip netns exec $ns-$host sh -c 'for f in /proc/sys/net/ipv6/conf/*/disable_ipv6; do
			echo 1 >$f; done' 2>/dev/null
	done
	for host in p q; do
		ip -n $ns-m link add x$host type veth peer name ${host}0 netns $ns-$host &&
			ip -n $ns-m link set x$host up || return 1
	done
	ip -n $ns-p addr add 10.78.0.1/24 dev p0 && ip -n $ns-q addr add 10.78.0.2/24 dev q0 &&
		ip -n $ns-p link set p0 up && ip -n $ns-q link set q0 up || return 1
	ip netns exec $ns-m "$lossy" line xp xq 20 1 0.5 >"$tmp/line" 2>&1 &
	within 10 has 1 ready "$tmp/line"
}

# rows_of HOST: of each connection the port of host p, what p and what q sent again, and the round
# trip of what p and what q sent.
rows_of() {
	python3 - "$tmp/health-$1" <<-'END'
		import json, sys
		for c in json.load(open(sys.argv[1], encoding='utf-8'))['connections']:
		    if c['packets'] + c['packets_back'] < 20:
		        continue
		    back = '_back' if c['src'] == '10.78.0.2' else ''
		    forth = '' if back else '_back'
		    print(c['dst_port'] if back else c['src_port'],
		          *(c[key + way] for key in ('retransmitted', 'rtt_us') for way in (back, forth)))
	END
}

# judge HOST COLUMN: of each connection within 2 % of what the host's kernel counted, or one; the
# sum within 2 %.
judge() {
	rows_of "$1" | sort >"$tmp/ours-$1"
	sort "$tmp/kernel-$1" | command join - "$tmp/ours-$1" >"$tmp/both-$1"
	cat "$tmp/both-$1"
	awk -v c="$2" -v n="$connections" '
		function off(a, b) { return a > b ? a - b : b - a }
		off($2, $c) > 1 && off($2, $c) > $2 * .02 { print "port", $1; bad = 1 }
		{ kernel += $2; ours += $c }
		END {
			if (NR != n) print NR, "connections"
			if (!kernel) print "none lost: the line does not lose"
			exit bad || NR != n || !kernel || off(kernel, ours) > kernel * .02
		}' "$tmp/both-$1"
}

# judge_rtt HOST COLUMN: within 10 % of that of the line, 40 ms; where the machine is so busy that
# the line is slower, at most what the host's kernel measured and a quarter.
judge_rtt() {
	cat "$tmp/both-$1"
	awk -v c="$2" '$c < 39000 || ($c > 44000 && $c > $3 * 1.25) { bad = 1 } END { exit bad || !NR }' \
		"$tmp/both-$1"
}

# health NAME CONNECTIONS BYTES
health() {
	connections=$2
	for host in p q; do
		ip netns exec $ns-$host "$iptraf" -i ${host}0 --format json -L "$tmp/health-$host" \
			>"$tmp/monitor-$host" 2>&1 &
		eval "monitor_$host=\$!"
		within 10 [ -e "$tmp/health-$host" ]
	done
	ip netns exec $ns-q "$lossy" serve 10.78.0.2 7000 "$2" "$3" >"$tmp/kernel-q" 2>&1 &
	server=$!
	within 10 ip netns exec $ns-q grep -q ':1B58 00000000:0000 0A' /proc/net/tcp
	ip netns exec $ns-p "$lossy" meet 10.78.0.2 7000 "$2" "$3" >"$tmp/kernel-p" 2>&1 &
	client=$!
	within 60 has "$2" . "$tmp/kernel-p"
	within 10 has "$2" . "$tmp/kernel-q"
	kill -TERM "$monitor_p" "$monitor_q"
	reap "$monitor_p"
	reap "$monitor_q"
	for pid in $(pgrep -P "$server,$client") "$server" "$client"; do
		kill "$pid"
	done
	reap "$server"
	reap "$client"
	check "$1: sent again, at one end" judge p 4
	check "$1: sent again, at the other" judge q 5
	rm -f "$tmp"/health-?
}

if ! line_up >"$tmp/line.up" 2>&1; then
	skip 'health of connections' "no line: $(head -n 1 "$tmp/line.up")" 6
elif ! python3 -c '' 2>/dev/null; then
	skip 'health of connections' 'no python3' 6
else
	health 'one connection' 1 6000000
	check 'one connection: round trip, at one end' judge_rtt p 6
	check 'one connection: round trip, at the other' judge_rtt q 7
	health 'eight connections at once' 8 1000000
fi
