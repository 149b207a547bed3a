# shellcheck shell=sh
# Finding entries, and showing only those.

show 80 24
term_keys / 4 4 3
screen_is 'find: the prompt' find-prompt.txt
term_keys Enter
screen_is 'find: the first that matches' find-first.txt
term_keys n
screen_is 'find: the next' find-next.txt
term_keys N
screen_is 'find: and back' find-back.txt
term_keys '\'
screen_is 'only what matches' find-only.txt
term_keys Escape
screen_is 'Esc shows all again' find-ended.txt
term_keys Escape
ends 'and leaves when there is nothing to end' 0
show 80 24
term_keys '\' s t a t e : r e s e t Enter
seen 'by a field that is not shown as it is called' 'state:reset 1-1 of 1 '
seen 'the entry' '10.1.1.5:40005'
term_keys / n o n e
seen 'nothing is found' 'not found'
term_keys C-u n o n e :
seen 'what is wrong with it' "no field 'none' here"
term_keys Enter
seen 'and still is when it is to be accepted' "/none:  *no field 'none' here  *Esc-cancel"
term_keys Escape
check 'cancelled' within 10 term_shows_not 'no field'
seen 'what was looked for before still is' 'state:reset 1-1 of 1 '
term_keys Escape
check 'until Esc ends it' within 10 term_shows_not 'state:reset'
term_keys n x y z Enter
seen 'N without a pattern asks for one' ' /xyz not found '

# what is invalid is not taken for what was typed until then
not_taken() {
	for size in '80 24' '100 30' '40 12'; do
		# shellcheck disable=SC2086
		show $size
		term_keys '\'
		term_keys -l "$1"
		term_keys Enter
		seen "$1 is not taken, $size" "$2"
		term_keys Escape
		check "$1 is cancelled, $size" within 10 term_shows_not '\\'
	done
}
not_taken 'foo:1' "^ .foo:1   no field 'foo' here"
not_taken 'vlan:x' '^ .vlan:x   vlan: what number?'
not_taken 'vlan:' '^ .vlan:   vlan: what number?'
not_taken 'proto:arp' "^ .proto:arp   no field 'proto' here"
not_taken 'state:bogus' "^ .state:bogus   no state 'bogus': o"
env='env NO_COLOR=1'
show 80 24
term_keys '\' 4 4 3 Enter
seen 'only some' ' .443 1-2 of 2 '
term_keys Down
bar_on 'the bar is on a row' 'fd00:2::9:443 '
term_keys / x : Escape
bar_on 'cancelled: the bar is on its row' 'fd00:2::9:443 '
seen 'cancelled: only what was looked for before' ' .443 1-2 of 2 '
env=
show 40 12
term_keys e
seen 'a name has room on a narrow screen' '^ Write to: connections.txt   Esc-cancel'
term_keys x y
seen 'and is marked where it is cut' '^ Write to: …nections.txtxy   Esc-cancel'

show 80 24
term_keys '\' q q BSpace BSpace
seen 'all again when the text is deleted' '10.1.1.2:40002'
term_keys Enter / 4 4 3 Enter
screen_is 'and what is looked for then is found' find-first.txt

# what is held is searched, too
env='env TZ=UTC'
show 80 24
term_keys p '\' p o r t : 5 3 Enter
screen_is 'held, only some' find-held.txt
term_keys '\'
seen 'and all that is held again' ' 11 entries  /port:53 ─'
env=

for size in '40 12' '132 43'; do
	name=$(echo "$size" | tr ' ' x)
	# shellcheck disable=SC2086
	show $size
	term_keys '\' 1 0 . 1 . 2 . Enter
	screen_is "only what matches, $name" "find-only-$name.txt"
done

# every list
facility 80 24 -s all
term_keys / h t t p s Enter
screen_is 'services: by name' find-services.txt
term_open 80 24 "$iptraf" -r "$(realpath ../replay/crowd.pcap)" -s all
seen 'services: what A would list, between time and drops' \
	'Time: .*:.. A: +42240 bytes Drops: '
term_keys / n o s u c h Enter
seen 'services: what is searched for' ' /nosuch not found ───'
facility 80 24 -l all
term_keys '\' 0 2 : 0 0 Enter
screen_is 'stations: by what a MAC address begins with' find-stations.txt
facility 80 24 -g
term_keys '\' p c a p Enter
screen_is 'interfaces' find-general.txt
facility 80 24 -H all
term_keys '\' 1 0 . 1 . 2 . 0 / 2 8 Enter
screen_is 'hosts: of a network' find-hosts.txt
show 80 24
term_keys u w '\' u d p Space '!' f d 0 0 : : Enter
screen_is 'flows: some, but no others' find-flows.txt

# a row to the clipboard: read back through tmux, which takes it when it is told to
show 80 24
term set -s set-clipboard on
term_keys / 4 4 3 Enter y
seen 'copied' '^ Copied'
copied() {
	[ "$(term show-buffer 2>/dev/null)" = "$1" ]
}
check 'the whole row, in one line' within 10 copied \
	'fd00:1::9:40009  =  21  4500  DONE  pcap0  fd00:2::9:443  =  19  8880  -PA-  pcap0'

# all rows to a file
log=$tmp/log
env="env TZ=UTC IPTRAF_LOG_PATH=$log"
show 80 24
term_keys '\' 4 4 3 Enter e
seen 'write: a name is asked for, and the directory shown' "Write to $log/connections.txt"
term_keys Enter
seen 'write: done' "^ Written to $log/connections.txt"
seen 'write: what is looked for is still on the border' ' .443 1-2 of 2 ─'
cat >"$tmp/expected" <<END
TCP connections, 2 of them, Tue Nov 14 22:13:22 2023, only 443
TCP Connections (Source Host:Port)            Packets     Bytes Flag Iface
fd00:1::9:40009                             =        21      4500 DONE pcap0
fd00:2::9:443                               =        19      8880 -PA- pcap0
10.1.1.14:40014                             =        24      7120 --A- pcap0
10.1.2.14:443                               =        23      7080 -PA- pcap0
END
check 'write: what the list shows' cmp "$tmp/expected" "$log/connections.txt"
term_keys Escape
seen "write: all again" "11 entries"
term_keys e Enter
seen 'write: it asks before it overwrites' 'connections.txt exists'
seen 'write: and says below what the keys do' '^ Y-overwrite it  Any other key-cancel'
term_keys n
check 'write: not overwritten' cmp "$tmp/expected" "$log/connections.txt"
term_keys e Enter y
whole() {
	[ "$(wc -l <"$log/connections.txt")" = 24 ]
}
check 'write: overwritten' within 10 whole
term_keys e C-u . . / x Enter
seen 'write: in the log directory alone' 'a name without /'
term_keys Space
ln -s "$tmp/elsewhere" "$log/link"
chmod 777 "$log"
term_keys e C-u l i n k Enter
seen 'write: no links where others may write' 'link: '
term_keys Space
check 'write: nothing elsewhere' test ! -e "$tmp/elsewhere"
facility 80 24 -l all
term_keys w C-u s Enter
seen 'write: another list' "^ Written to $log/s"
check 'write: with its headings' grep -q '^Ethernet HW addr: 02:00:00:00:00:01 on pcap0$' "$log/s"
facility 80 24 -H all
term_keys k w C-u h Enter
seen 'write: hosts' "^ Written to $log/h"
check 'write: the unit of rates' grep -q ' <B/s .* B/s> ' "$log/h"
env=

# held and only some: both notes stay on the border; the message goes with the next key
env="env TZ=UTC IPTRAF_LOG_PATH=$log"
for size in '80 24' '100 30' '40 12'; do
	# shellcheck disable=SC2086
	show $size
	term_keys '\' p o r t : 4 4 3 Enter p
	seen "held, $size" 'port:443 1-. of 2 '
	[ "$size" = '40 12' ] || seen "since when, $size" 'of 2 .* held since 22:13:2. '
	term_keys e C-u t x Enter
	seen "written, $size" '^ Written to .*tx$'
	seen "and still what was looked for, $size" 'port:443 1-. of 2 '
	term_keys Escape
	check "the message is gone, $size" within 10 term_shows_not 'Written'
	term_keys y
	seen "another message, $size" '^ Copied'
	term_keys p
	check "and that one with any key, $size" within 10 term_shows_not 'Copied'
	rm -f "$log/tx"
done
env=

# the packets of the lower window
term_open 80 24 "$iptraf" -r "$others" -i all --set show-arp=yes --set show-rarp=yes \
	--set show-non-ip=yes
seen 'other packets' 'end of file'
term_keys w / a r p Enter
screen_is 'packets: the first that matches' find-packets.txt
term_keys n n n n
screen_is 'packets: the fifth' find-packets-next.txt
term_keys n n n
screen_is 'packets: the first again' find-packets-again.txt
term_keys N
screen_is 'packets: and the last, backwards' find-packets-back.txt
term_keys '\'
screen_is 'packets: only what matches' find-packets-only.txt
term_keys / n o n e
seen 'packets: nothing is found' 'not found'
term_keys C-u n o n e :
seen 'packets: what is wrong with it' "no field 'none' here"
term_keys Escape
check 'packets: cancelled' within 10 term_shows_not 'no field'
screen_is 'packets: what was looked for before still is' find-packets-only.txt
term_keys Escape
check 'packets: until Esc ends it' within 10 term_shows_not '\\arp'
term_keys p '\' s i z e : '>' 1 0 0 Enter
seen 'packets: held, by a field' 'size:>100 1-5 of 9 '
term_keys Escape
check 'packets: Esc ends the search' within 10 term_shows_not 'size:'
term_keys Escape
ends 'packets: and leaves then' 0

# they are what is copied and written while their window is active
env="env TZ=UTC IPTRAF_LOG_PATH=$log"
show 80 24
term set -s set-clipboard on
term_keys w y
check 'packets: the newest is copied' within 10 copied \
	'UDP (248 bytes) from fd00:1111:2222:3333:4444:5555:6666:7777:65000 to fd00:aaaa:bbbb:cccc:dddd:eeee:ffff:1:514 on pcap0'
seen 'packets: it is told' '^ Copied'
term_keys Home y
check 'packets: and what the bar is moved to' within 10 copied \
	'UDP (58 bytes) from 10.1.1.1:5001 to 10.1.2.1:53 on pcap0'
term_keys Escape
check 'packets: the next key takes the message away' within 10 term_shows_not '^ Copied'
term_keys '\' o s p f Enter e
seen 'packets: a name' "Write to $log/packets.txt"
term_keys Enter
seen 'packets: written' "^ Written to $log/packets.txt"
cat >"$tmp/expected" <<END
the last packets of all else than TCP, 1 of them, Tue Nov 14 22:13:22 2023, only ospf
OSPFv2 hlo (a=5 r=192.0.2.1) (64 bytes) from 10.1.1.1 to 224.0.0.5 on pcap0
END
check 'packets: those that are shown' cmp "$tmp/expected" "$log/packets.txt"
term_keys w e
seen 'TCP connections, while theirs is' "Write to $log/connections.txt"
term_keys Escape
show 80 24
term set -s set-clipboard on
term_keys u w y
check 'flows, while theirs is' within 10 copied \
	'10.1.1.1  10.1.2.1:53  UDP  58  0  0  0s'
env=
