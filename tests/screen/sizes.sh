# shellcheck shell=sh
# Other sizes, and on the way from one to another (S5 of INVARIANTS.md).

for size in '132 43' '100 30' '60 20' '40 10'; do
	name=$(echo "$size" | tr ' ' x)
	# shellcheck disable=SC2086
	show $size
	screen_is "$name" "monitor-$name.txt"
	term_keys m
	screen_is "$name, sizes" "monitor-$name-sizes.txt"
	term_keys m s
	screen_is "$name, sort box" "monitor-$name-sort.txt"
done

term_open 39 9 "$iptraf" -r "$mix" -i all
screen_is 'too small' too-small.txt
term_size 80 24
screen_is 'grown out of it' monitor.txt

# held, whatever sizes come between
show 80 24
term_keys p
seen 'paused' ' held since '
term_size 10 3
seen 'paused: too small' '^10x3: at'
term_size 80 24
seen 'paused: grown out of it' 'Packets captured'
seen 'paused: still' ' held since '

# the same keys, with and without resizes between: the same screen at the end
env='env NO_COLOR=1'
show 80 24
term_keys w Right Left w Down m
screen_is 'keys' monitor-one-down.txt
bar_on 'keys: the bar' 10.1.2.2:53
show 80 24
term_keys w Right
term_size 200 60
term_keys Left
term_size 40 10
term_keys w
# where it is too small keys do nothing: they wait for the picture, or are waited for
seen 'keys between resizes: the upper window' 'entries ─* Active'
term_size 10 3
term_size 1 1
term_size 120 40
seen 'grown from 1x1' 'Packets captured'
term_keys Down m
seen 'keys between resizes: sizes' 'Pkt Size'
term_size 250 4
term_size 80 24
screen_is 'after resizes as from the start' monitor-one-down.txt
bar_on 'after resizes: the bar' 10.1.2.2:53
env=
for size in '200 60' '40 10' '120 40'; do
	name=$(echo "$size" | tr ' ' x)
	# shellcheck disable=SC2086
	show $size
	screen_is "$name" "monitor-$name.txt"
	show 80 24
	# shellcheck disable=SC2086
	term_size $size
	screen_is "resized to $name as from the start" "monitor-$name.txt"
done

# open boxes follow
show 132 43
term_keys s
seen 'sort box at 132x43' 'Select sort criterion'
term_size 60 20
screen_is 'the sort box follows' monitor-60x20-followed.txt
