# shellcheck shell=sh
# The IP traffic monitor at 80x24, key by key.

show 80 24
screen_is 'first screen' monitor.txt
term_keys m
screen_is 'M: sizes' monitor-sizes.txt
term_keys m
screen_is 'M again: counts' monitor.txt

# the bar and scrolling, upper window
term_keys Down Down Down
screen_is 'bar: third line down' monitor-bar.txt
term_keys End
screen_is 'End' monitor-end.txt
term_keys Up
screen_is 'Up' monitor-end-up.txt
term_keys Home
screen_is 'Home' monitor.txt
term_keys NPage
screen_is 'PgDn' monitor-page.txt
term_keys PPage
screen_is 'PgUp' monitor.txt
term_keys Space
screen_is 'space is PgDn' monitor-page.txt
term_keys -
screen_is 'minus is PgUp' monitor.txt

# the bar itself
env='env NO_COLOR=1'
show 80 24
bar_on 'bar at first' 10.1.1.2:40002
term_keys Down Down
bar_on 'bar: two down' fd00:1::3:40003
term_keys End
bar_on 'bar: End' fd00:2::f:22
term_keys Up Up
bar_on 'bar: up again' 10.1.2.14:443
env=

# sorting
show 80 24
term_keys s
screen_is 'sort box' monitor-sort.txt
term_keys n
screen_is 'any other key: no sort' monitor.txt
term_keys S p
screen_is 'sorted by packets' monitor-by-packets.txt
term_keys s B
screen_is 'sorted by bytes' monitor-by-bytes.txt

# lower window
for key in w Tab F6; do
	show 80 24
	term_keys $key
	screen_is "$key: lower window" monitor-lower.txt
done
term_keys Right
screen_is 'Right' monitor-lower-right.txt
term_keys Left
screen_is 'Left' monitor-lower.txt
term_keys Home
screen_is 'lower window, Home' monitor-lower-top.txt
term_keys Down
screen_is 'lower window, Down' monitor-lower-down.txt
term_keys NPage
screen_is 'lower window, PgDn' monitor-lower-page.txt
term_keys End
screen_is 'lower window, End' monitor-lower.txt
term_keys m W
screen_is 'M in the lower window does nothing; back in the upper one' monitor.txt

# flushing, in both cases of both letters
for key in f F c C; do
	show 80 24
	term_keys $key
	screen_is "$key: flushed" monitor-flushed.txt
done
for key in l L C-l; do
	term_spoil 'written by another program'
	seen "$key: spoilt" 'written by another program'
	term_keys $key
	screen_is "$key: redrawn" monitor-flushed.txt
done

# with MAC addresses M has three modes
show 80 24 --set mac-addresses=yes
screen_is 'with MAC addresses' monitor-with-macs.txt
term_keys m
screen_is 'M: MAC addresses' monitor-macs.txt
term_keys m
screen_is 'M: sizes, with MAC addresses' monitor-with-macs-sizes.txt
term_keys m
screen_is 'M: counts, with MAC addresses' monitor-with-macs.txt

# every kind of packet, and what of it is shown
term_open 132 43 "$iptraf" -r "$others" -i all --set show-arp=yes --set show-rarp=yes \
	--set show-non-ip=yes
seen 'other packets' 'end of file'
term_keys w Home
screen_is 'other packets, first' others-first.txt
term_keys NPage
screen_is 'other packets, second page' others-second.txt
term_keys End
screen_is 'other packets, last' others-last.txt
