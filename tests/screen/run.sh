#!/bin/sh
# Screens, compared with stored ones.  UPDATE=1 stores what is shown: then look at it.
cd "$(dirname "$0")" || exit 1
. ../lib/check.sh
. ../lib/screen.sh
iptraf=$(realpath "${IPTRAF:-../../iptraf-ng}")
mix=$(realpath ../replay/mix.pcap)
tunnels=$(realpath ../replay/tunnels.pcap)
others=$(realpath ../replay/others.pcap)
oncall=$(realpath ../replay/oncall.pcapng)
traffic=$(realpath -m "../../${B:-build}/tests/live/traffic")
shim=$(realpath -m "../../${B:-build}/tests/shim.so")
ns=iptraf-ng-s$$

cleanup() {
	term_close
	ip netns del $ns 2>/dev/null
}

# interfaces of its own, in a network namespace
in_ns="ip netns exec $ns"
have_ns() {
	[ "$(id -u)" = 0 ] && ip netns add $ns &&
		ip -n $ns link add wan0 type veth peer name lan7 &&
		ip -n $ns link add down0 type veth peer name down1 &&
		for i in lo wan0 lan7; do ip -n $ns link set $i up || return 1; done
}

# show COLUMNS LINES [ARGUMENT...]: the monitor over a capture.
show() {
	w=$1 h=$2
	shift 2
	term_open "$w" "$h" "${env-}" "$iptraf" -r "$mix" -i all "$@"
	within 10 term_shows 'end of file' || :
}

# facility COLUMNS LINES OPTION [ARGUMENT...]: another one over the same capture.
facility() {
	w=$1 h=$2
	shift 2
	term_open "$w" "$h" "${env-}" "$iptraf" -r "$mix" "$@"
	within 10 term_shows 'end of file' || :
}

# bar_on NAME TEXT: the line that has the text is the one in reverse (without colours).
bar_on() {
	check "$1" within 10 bar_is_on "$2"
}

bar_is_on() {
	term capture-pane -p -e | sed 's/─//g' | grep -E '\[([0-9]*;)*7m' | grep -v 'Packets captured' \
		>"$tmp/reverse"
	cat "$tmp/reverse"
	[ "$(wc -l <"$tmp/reverse")" = 1 ] && grep -q "$1" "$tmp/reverse"
}

if ! term_works; then
	fail 'tmux works here' "$tmp/screen"
	finish
fi

. ./monitor.sh
. ./details.sh
. ./facilities.sh
. ./find.sh
. ./oncall.sh
. ./mouse.sh
. ./rates.sh
. ./hosts.sh
. ./tcprates.sh
. ./sizes.sh
. ./terminals.sh
. ./menu.sh
. ./picker.sh
. ./latency.sh
. ./configure.sh
. ./filters.sh
. ./untouched.sh
. ./ends.sh
finish
