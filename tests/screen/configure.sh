# shellcheck shell=sh
# The Configure menu, its dialogs, and what they leave in the files.

state=$IPTRAF_WORK_PATH

# saved NAME FILE LINES: what follows the first line of a file of the state directory.
saved() {
	within 10 has_lines "$2" "$3" || :
	equal "$1" "$3" "$(lines_of "$2")"
}

lines_of() {
	tail -n +2 "$state/$1" 2>&1 | paste -sd,
}

has_lines() {
	[ "$(lines_of "$1")" = "$2" ]
}

# gone NAME TEXT: it is no longer on the screen.
gone() {
	check "$1" within 10 term_shows_not "$2"
}

rm -rf "$state"
term_open 80 24 "$iptraf" -u
within 10 term_shows Configure
term_keys o
screen_is 'configure' configure.txt
term_keys r V Up Up Up
term_keys Enter
screen_is 'configure: three switches' configure-switched.txt
saved 'switches are saved' iptraf-ng.conf 'reverse-dns = yes,kbytes = yes,promiscuous = yes'
term_keys r
seen 'configure: back again' 'Reverse DNS lookups:        Off'
saved 'on its line' iptraf-ng.conf 'reverse-dns = no,kbytes = yes,promiscuous = yes'
term_keys t
screen_is 'timers' timers.txt
term_keys Down Enter
screen_is 'timers: a value' timers-value.txt
term_keys 7 x 7 BSpace BSpace 8 Enter
gone 'timers: accepted' 'Enter value'
seen 'timers: it is shown' ' 78 mins'
term_keys p 9 9 9 9 9 9 Enter
screen_is 'timers: out of range' timers-range.txt
term_keys Space C-u 5
gone 'timers: the message' 'Press a key'
term_keys C-x
gone 'timers: Ctrl+X' 'Enter value'
seen 'timers: Ctrl+X changes nothing' ' 0 mins'
term_keys p 5
seen 'timers: a field again' 'Enter value'
term_keys Escape
gone 'timers: Esc' 'Enter value'
term_keys s 3 Enter
seen 'timers: seconds' ' 3 secs'
term_keys x a
screen_is 'ports' ports.txt
term_keys 8 0 8 0 Enter
gone 'ports: one' 'next field'
term_keys a 6 0 0 0 Tab 5 Enter
screen_is 'ports: no range' ports-no-range.txt
term_keys Space C-u 6 0 0 1 Enter
gone 'ports: a range' 'next field'
saved 'ports are saved' ports '8080,6000-6001'
term_keys d
screen_is 'ports: the list' ports-list.txt
term_keys Down Enter
gone 'ports: picked' 'Select Port'
saved 'a range is deleted' ports 8080
term_keys e
screen_is 'descriptions' hosts.txt
term_keys a
screen_is 'descriptions: a new one' hosts-add.txt
term_keys 0 2 0 a B C 0 0 0 1 f Enter
seen 'descriptions: no address' 'MAC address expected'
term_keys Space f Down x Up Up y BTab BSpace f Tab
term_keys -l ' ä2'
term_keys Enter
gone 'descriptions: accepted' 'next field'
saved 'a description is saved' ethers '02:0a:bc:00:01:ff xy ä2'
term_keys a 2 : 2 : 2 : 2 : 2 : 2 Tab t w o Enter
gone 'descriptions: a second' 'next field'
term_keys e
screen_is 'descriptions: the list' hosts-list.txt
term_keys End Enter
screen_is 'descriptions: to edit' hosts-edit.txt
term_keys Tab C-u n e w Enter
gone 'descriptions: edited' 'next field'
saved 'it is edited' ethers '02:0a:bc:00:01:ff xy ä2,02:02:02:02:02:02 new'
term_keys d Enter
gone 'descriptions: picked' 'Address'
saved 'one is deleted' ethers '02:02:02:02:02:02 new'
term_keys x f a 2 : 2 : 2 : 2 : 2 : 3 Tab r i n g Enter
gone 'descriptions: of FDDI' 'next field'
saved 'FDDI has its own' fddi.ethers '02:02:02:02:02:03 ring'
term_keys x
term_size 40 10
screen_is 'configure, 40x10' configure-40x10.txt
term_keys a
screen_is 'ports, 40x10' ports-40x10.txt
term_keys Tab 7
screen_is 'ports, 40x10, second field' ports-40x10-second.txt
term_size 60 15
screen_is 'ports, 60x15' ports-60x15.txt
term_size 132 43
screen_is 'ports, 132x43' ports-132x43.txt
term_keys C-x
term_size 60 15
screen_is 'configure, 60x15' configure-60x15.txt
term_size 132 43
term_keys t
screen_is 'timers, 132x43' timers-132x43.txt
term_size 80 24
screen_is 'timers, 80x24 again' timers-again.txt
term_keys x x x
ends 'Exit after Configure' 0
printf 'nonsense\nkbytes = no\n' >"$state/iptraf-ng.conf"
rm "$state/ports"
mkdir "$state/ports"
term_open 80 24 "$iptraf" -u
seen 'what is wrong is reported before the screen' Configure
term_keys o v
seen 'beside a bad line' 'kbytes/s'
equal 'the bad line stays' 'nonsense,kbytes = yes' "$(paste -sd, "$state/iptraf-ng.conf")"
term_keys a 7 Enter
seen 'a message when it cannot be saved' 'cannot save'
term_keys Space x x
ends 'after that' 0
seen 'a bad line is named' "iptraf-ng.conf:1: KEY = VALUE expected"
seen 'a directory is named' 'cannot read .*/ports: not a regular file'
rm -rf "$state"
# themes: seen at once
term_open 80 24 "$iptraf" -u
within 10 term_shows Configure
term_keys o Down Down Down
seen 'a letter without a line is named' '(H: Colours of the screens'
term_keys h
check 'the next theme, at once' within 10 has_no_background
saved 'it is saved' iptraf-ng.conf 'theme = dark'
term_keys h h
saved 'and the ones after it' iptraf-ng.conf 'theme = mono'
term_keys h
check 'round to the classic one' within 10 has_background
term_size 100 30
screen_is 'a line of its own, 100x30' configure-100x30.txt
term_keys Down Enter
check 'by Enter' within 10 has_no_background
rm -rf "$state"
# what is changed counts for what is started next
if ! have_ns 2>/dev/null; then
	skip 'configured, then started' 'needs root and network namespaces' 26
	return
fi
ip -n $ns addr add 10.9.0.1/24 dev wan0
ip -n $ns neigh add 10.9.0.2 lladdr 02:00:00:00:00:01 dev wan0
while ip netns exec $ns "$traffic" udp 10.9.0.2 65000 1 100 2>"$tmp/traffic"; do
	sleep 0.2
done &
term_open 80 24 "$in_ns" "$iptraf"
within 10 term_shows Configure
term_keys o v a 1 0 2 4 Tab 6 5 5 3 5 Enter e a 2 : 0 : 0 : 0 : 0 : 1 Tab g a t e Enter
gone 'a port and a description' 'next field'
term_keys x x l Enter
seen 'the description of a station' '02:00:00:00:00:01 (gate)'
term_keys x d End Enter
seen 'rates in kilobytes' 'kBps'
term_keys x b p End Enter
seen 'a port that was added' 'UDP/65000'
term_keys x x x
ends 'after what was started' 0
rm -rf "$state"
term_open 80 24 "$in_ns" "$iptraf" -s wan0
seen 'how much other ports carry' 'A: +[1-9][0-9]*k* bytes '
term_keys a
seen 'all ports' 'entries, all'
gone 'nothing is hidden then' ' A: '
term_keys q
ends 'the service monitor' 0
# what keys change for one run, and no count is lost
term_open 80 24 "$in_ns" "$iptraf" -d wan0
within 10 term_shows 'UDP: *[1-9][0-9]'
term_keys k
seen 'K: rates in kilobytes' 'kBps'
seen 'the counts are kept' 'UDP: *[1-9][0-9]'
promiscuity() {
	ip -n $ns -d link show wan0 | grep -q "promiscuity $1"
}
term_keys i
check 'I: promiscuous mode' within 10 promiscuity 1
seen 'and it is shown' 'promiscuous mode on'
term_keys i
check 'I: no longer' within 10 promiscuity 0
term_keys v d q
ends 'after these keys' 0
equal 'no setting is saved' '' "$(ls "$state" 2>/dev/null)"
ip netns del $ns
wait $!
rm -rf "$state"
