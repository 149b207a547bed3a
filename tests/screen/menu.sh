# shellcheck shell=sh
# The menu, the list of interfaces and About; in a network namespace with interfaces of its own.

if ! have_ns 2>/dev/null; then
	skip 'menu' 'needs root and network namespaces' 26
	return
fi
term_open 80 24 "$in_ns" "$iptraf"
screen_is 'menu' menu.txt
ticks() {
	awk '{ print $14 + $15 }' "/proc/$(term_pid)/stat"
}
used=$(ticks)
sleep 1
check 'menu: no spinning' test $(($(ticks) - used)) -lt 10
term_keys Down
screen_is 'menu: one down' menu-general.txt
term_keys Down
screen_is 'menu: two down' menu-detailed.txt
term_keys Up Up Up
screen_is 'menu: up from the first, to the last' menu-hosts.txt
term_keys Up
screen_is 'menu: and to the last that the original has' menu-exit.txt
term_keys Down Down
screen_is 'menu: round to the first' menu.txt
term_keys End
screen_is 'menu: End' menu-hosts.txt
term_keys Home
screen_is 'menu: Home' menu.txt
term_keys NPage
screen_is 'menu: PgDn' menu-hosts.txt
term_keys PPage
screen_is 'menu: PgUp' menu.txt
term_keys Down Down Down Enter
screen_is 'the submenu' menu-breakdown.txt
term_keys Up
screen_is 'the submenu: its last' menu-breakdown-exit.txt
term_keys Enter
screen_is 'back from the submenu' menu-statistical.txt
term_keys Enter
seen 'the submenu again' 'By packet size'
term_keys '?'
seen 'the keys of menus' 'highlighted letter  *run that item at once'
term_keys Escape
check 'Esc closes the page' within 10 term_shows_not 'highlighted letter'
term_keys Escape
check 'Esc closes the submenu' within 10 term_shows_not 'By packet size *│'
term_keys '?'
seen 'the keys once more' 'highlighted letter'
term_keys x
check 'the page is closed' within 10 term_shows_not 'highlighted letter'
term_keys Escape
term_size 100 24
check 'the menu follows' within 10 term_shows_not '^                      │ About'
term_size 80 24
screen_is 'Esc leaves the main menu open' menu-statistical.txt
# on a busy machine Esc may still be unread, and the letter one with Alt, which is none
about() {
	term_keys a
	within 2 term_shows 'An IP traffic monitor for the console'
}
within 10 about
screen_is 'About by its letter' about.txt
term_keys x
term_keys M
screen_is 'the list of interfaces, by a capital' picker.txt
term_keys Down Down
screen_is 'the list, two down' picker-down.txt
term_keys End
screen_is 'the list, End' picker-end.txt
term_keys '?'
seen 'the keys of lists' 'letters, figures  *move the bar'
term_keys x
screen_is 'the list again' picker-end.txt
term_keys Escape
seen 'Esc closes the list' 'About'
term_size 40 10
screen_is 'menu, 40x10' menu-40x10.txt
term_keys m
screen_is 'the list, 40x10' picker-40x10.txt
term_size 80 24
screen_is 'the list follows' picker.txt
term_keys Down Enter
seen 'the monitor by Enter' 'No TCP entries'
title() {
	term capture-pane -p | sed -n 1p | grep -q "IP traffic monitor on lan7, $(uname -n) *$"
}
check 'the title line: what, where, and on which machine' within 10 title
term_keys q
seen 'Q: back in the menu' 'About'
term_keys m Enter
seen 'on all interfaces' 'No TCP entries'
ip -n $ns link set lan7 down
term_keys x
seen 'X: back in the menu again' 'About'
term_keys m
screen_is 'the list without what is down' picker-two.txt
term_keys C-x x
ends 'Exit by its letter' 0
ip netns del $ns
