# shellcheck shell=sh
# The list of interfaces: rates, state, finding by typing; in a namespace with interfaces of its own.

picker_ns() {
	[ "$(id -u)" = 0 ] && ip netns add $ns && ip -n $ns link set lo up || return 1
	for i in 1 2 3 4 5 6 7 8; do
		ip -n $ns link add "br-lan$i" type veth peer name "xdsl$i" || return 1
		ip netns exec $ns sh -c "echo 1 >/proc/sys/net/ipv6/conf/br-lan$i/disable_ipv6
			echo 1 >/proc/sys/net/ipv6/conf/xdsl$i/disable_ipv6" || return 1
		[ $i = 8 ] && continue
		ip -n $ns link set "br-lan$i" up && ip -n $ns link set "xdsl$i" up || return 1
	done
	ip -n $ns addr add 10.9.0.1/24 dev br-lan1 &&
		ip -n $ns neigh add 10.9.0.2 lladdr 02:00:00:00:00:01 dev br-lan1
}

if ! picker_ns 2>/dev/null; then
	ip netns del $ns 2>/dev/null
	skip 'the list of interfaces' 'needs root and network namespaces' 9
	return
fi
term_open 80 24 "$in_ns" "$iptraf"
within 10 term_shows Configure
term_keys m
screen_is 'the list of interfaces, 80x24' picker-many.txt
term_size 100 40
term_keys x
within 10 term_shows_not 'Select Interface'
term_keys m
screen_is 'the list, 100x40: all of it, and what is down' picker-many-100x40.txt
term_keys n 5
screen_is 'typed: the bar is on the first that has it' picker-typed.txt
term_keys Down BSpace
check 'Down: what was typed is over' within 10 term_shows_not '─ n5 ─\|└ n5'
term_keys l -
seen 'no name has it: it is not taken' '└ l ─'
term_size 80 24
term_keys BSpace x d
term_keys b r - l a n 7 Enter
seen 'Enter opens what was found' 'Statistics for br-lan7 '
term_keys q m d s l 2
seen 'typed again' '└ dsl2 ─'
term_keys Escape
check 'Esc: nothing is typed any more' within 10 term_shows_not '└ dsl2'
check 'and the list is there' term_shows 'Select Interface'
while ip netns exec $ns "$traffic" udp 10.9.0.2 65000 20 1000 2>"$tmp/traffic"; do
	sleep 0.2
done &
seen 'the rate of an interface under traffic' ' br-lan1 *[0-9][0-9]*[kM]│'
seen 'and of all' ' All interfaces *[0-9][0-9]*[kM]│'
term_keys x
kill $! # the rates of the interface were kept meanwhile
seen 'back in the menu' Configure
term_size 100 30
term_keys d
check 'no more traffic' within 10 term_shows_not 'br-lan1 *[0-9][0-9]*[kM]│'
term_keys b r - l a n 1 Enter
seen 'the interface' 'Statistics for br-lan1 '
check 'nothing was counted yet' term_shows 'UDP: *0 *0 '
seen 'its graph has what was before' '[⣿⢸⡇⣇⣸]'
term_size 80 24
term_keys x x
ends 'Exit after the list' 0
ip netns del $ns
