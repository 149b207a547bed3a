# shellcheck shell=sh
# Names: no name server holds anything up or is believed blindly, and for filters the last known
# addresses serve (B4, B5).

names_state=$tmp/names-state
names_etc=/etc/netns/$ns-b

# dns ANSWER: a name server on host a; "silent" never answers.
dns() {
	[ -z "${dns-}" ] || { kill $dns; reap $dns; }
	: >"$tmp/dns.out"
	$a python3 ../lib/dns.py 10.77.0.1 "$1" >"$tmp/dns.out" 2>&1 &
	dns=$!
	within 10 has 1 listens "$tmp/dns.out"
}

# named [ARGUMENT...]: the monitor as text, with the filter; its id in $pid.
named() {
	$b env IPTRAF_WORK_PATH="$names_state" "$iptraf" -i b0 --filter web "$@" >"$tmp/text" 2>"$tmp/err" &
	pid=$!
}

ended() {
	! kill -0 $pid 2>/dev/null
}

# ends_soon NAME: TERM, and half a second.
ends_soon() {
	kill -TERM $pid
	tries=0
	until ended || [ $tries -ge 10 ]; do
		tries=$((tries + 1))
		sleep 0.05
	done
	if ended; then
		reap $pid
		equal "$1: TERM ends it within half a second" 0 $rc
	else
		fail "$1: TERM ends it within half a second"
		kill -KILL $pid
		reap $pid
	fi
}

if ! command -v python3 >/dev/null || ! mkdir -p "$names_etc"; then
	skip 'names in filters' 'no python3 here' 12
else
	echo 'nameserver 10.77.0.1' >"$names_etc/resolv.conf"
	mkdir -p "$names_state/filters"
	printf 'description web\ninclude icmp from peer.example.org # theirs\ninclude icmp to peer.example.org\n' \
		>"$names_state/filters/web"

	dns silent
	named
	sleep 0.5 # it asks, and waits
	ends_soon 'no answer, nothing known'
	named
	check 'no answer, nothing known: it starts' within 10 has 1 started "$tmp/text"
	check 'no answer, nothing known: it is reported' \
		grep -q 'peer.example.org: no name server answers; its rules match nothing' "$tmp/err"
	ends_soon 'no answer, nothing known, started'

	dns 10.77.0.1
	named
	check 'an answer: it starts' within 10 has 1 started "$tmp/text"
	silent 'an answer: nothing is reported' cat "$tmp/err"
	$a ping -q -c 2 -i 0.02 10.77.0.2 >/dev/null
	check 'an answer: what matches is there' within 10 has 4 'echo r' "$tmp/text"
	ends_soon 'an answer'
	equal 'an answer: it is kept' 'known peer.example.org 10.77.0.1' \
		"$(grep known "$names_state/filters/web")"
	equal 'an answer: the rest of the file stays' 3 \
		"$(grep -c '^description web$\|^include icmp .* # theirs$\|^include icmp to' "$names_state/filters/web")"

	dns silent
	named
	check 'no answer: it starts with what is known' within 10 has 1 started "$tmp/text"
	check 'no answer: it is reported' \
		grep -q 'peer.example.org: no name server answers; its last known addresses are used' "$tmp/err"
	$a ping -q -c 2 -i 0.02 10.77.0.2 >/dev/null
	check 'no answer: what matches is there' within 10 has 4 'echo r' "$tmp/text"
	ends_soon 'no answer'

	# expressions: the same
	express() {
		$b env IPTRAF_WORK_PATH="$names_state" "$iptraf" -i b0 -F "$@" >"$tmp/text" 2>"$tmp/err" &
		pid=$!
	}
	express 'src host peer2.example.org'
	sleep 0.5 # it asks, and waits
	ends_soon 'expression, no answer, nothing known'
	express 'src host peer2.example.org'
	reap $pid
	equal 'expression, no answer, nothing known: status' 2 $rc
	check 'expression, no answer, nothing known: it is reported' grep -qx \
		'iptraf-ng: expression: peer2.example.org: no name server answers, and no address of it is known' "$tmp/err"
	dns 10.77.0.1
	express 'icmp and (src host peer2.example.org or port http)'
	check 'expression, an answer: it starts' within 10 has 1 started "$tmp/text"
	silent 'expression, an answer: nothing is reported' cat "$tmp/err"
	$a ping -q -c 2 -i 0.02 10.77.0.2 >/dev/null
	check 'expression, an answer: what matches is there' within 10 has 2 'echo req' "$tmp/text"
	ends_soon 'expression, an answer'
	equal 'expression, an answer: and nothing else' 0 "$(grep -c 'echo rply' "$tmp/text")"
	dns silent
	express 'src host peer2.example.org'
	check 'expression, no answer: it starts with what is known' within 10 has 1 started "$tmp/text"
	check 'expression, no answer: it is reported' \
		grep -q 'peer2.example.org: no name server answers; its last known addresses are used' "$tmp/err"
	ends_soon 'expression, no answer'

	term_open 80 24 "$b" env IPTRAF_WORK_PATH="$names_state" "$iptraf" -i b0 --filter web
	check 'no answer: the screen is there at once' within 2 term_shows 'Packets captured'
	term_keys q
	ends 'no answer, on a screen' 0
	# names of addresses: odd answers, each to another address
	hosts='11 12 13 14 15 16 17 18 19 20 21 22 23 24'
	dns odd
	$a sh -c 'for i in "$@"; do ip addr add 10.77.0.$i/24 dev a0; done' - $hosts
	# pings: one from each of them
	pings() {
		$a sh -c 'for i in "$@"; do ping -q -c 1 -I 10.77.0.$i 10.77.0.2; done >/dev/null' - $hosts
	}
	shown() {
		seen "odd names: $1" "$2"
	}
	term_open 132 40 "$b" "$iptraf" -H b0 --set reverse-dns=yes
	within 10 term_shows ' 0 hosts '
	pings
	shown 'one as it should be' good.example.org
	shown 'one that comes late' late.example.org
	for i in 12 13 15 16 18 19 20 21 23 24; do
		shown "the address of 10.77.0.$i instead" "^[^0-9]*10\.77\.0\.$i "
	done
	shown 'one that is too long' ' aaaaaaaa'
	term_shows 'forged\|red\|title\|8\.8\.8\.8\|lines' && fail 'odd names: nothing else' "$tmp/screen" ||
		pass 'odd names: nothing else'
	kill -TERM "$(term_pid)"
	ends 'odd names' 0

	# questions that no one answers hold up neither keys nor the end
	dns silent
	term_open 132 40 "$b" "$iptraf" -H b0 --set reverse-dns=yes
	within 10 term_shows ' 0 hosts '
	pings
	seen 'silent: addresses are shown' '10\.77\.0\.24 '
	term_keys s a
	check 'silent: keys are answered' within 1 term_shows '^┌↑Host'
	kill -TERM "$(term_pid)"
	check 'silent: TERM ends it at once' within 1 term_ended
	(sleep 0.3; pings) &
	check 'silent: TERM under keys that never end' $b python3 ../lib/keys.py 1 m "$iptraf" -H b0 --set reverse-dns=yes
	reap $!
	text "$tmp/text" -i b0 --set reverse-dns=yes
	pings
	ends_soon 'silent, text'
	kill $dns
	reap $dns
	rm -rf "$names_etc"
fi
