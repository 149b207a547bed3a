# shellcheck shell=sh
# What is counted and logged is the same whatever keys a screen gets: half of a capture, every key,
# the other half; the log equals that of a run without a screen.

# every setting that a key changes is another one in the end; the picture is not paused
keys='s b s b u r m g m f c a Down NPage Home End Right Left p p l'
# twenty stations, of which the last one sends most; more than a source hands over at once
cp ../replay/crowd.pcap "$tmp/long.pcap"
for n in 1 2 3; do
	tail -c +25 "$tmp/long.pcap" >"$tmp/more"
	cat "$tmp/more" >>"$tmp/long.pcap"
done
half=$(($(wc -c <"$tmp/long.pcap") / 2))

# The first half is read: it is logged, and the screen does not change any more.
half_shown() {
	term_text >"$tmp/screen"
	has 1 started "$tmp/keys.log" || return 1
	cmp -s "$tmp/screen" "$tmp/before" && return 0
	cp "$tmp/screen" "$tmp/before"
	return 1
}

# touched NAME OPTION...: the logs are equal to the byte.
touched() {
	name=$1
	shift
	rm -f "$tmp/pipe" "$tmp/go" "$tmp/plain.log" "$tmp/keys.log" "$tmp/before"
	mkfifo "$tmp/pipe"
	"$iptraf" -r "$tmp/long.pcap" "$@" --interval 1 -L "$tmp/plain.log" </dev/null >"$tmp/out" 2>&1
	equal "untouched, $name: status" 0 $?
	check "untouched, $name: there is a log" test -s "$tmp/plain.log"
	{
		head -c "$half" "$tmp/long.pcap"
		within 60 test -e "$tmp/go"
		tail -c +$((half + 1)) "$tmp/long.pcap"
	} >"$tmp/pipe" &
	writer=$!
	term_open 80 24 "$iptraf" -r "$tmp/pipe" "$@" --interval 1 -L "$tmp/keys.log"
	check "untouched, $name: half is read" within 10 half_shown
	# W writes where there is no other window
	for key in $keys $([ "$name" != conns ] || echo w w); do
		term_keys "$key"
	done
	term_keys '?'
	seen "untouched, $name: every key has arrived" 'show the keys'
	term_keys n
	: >"$tmp/go"
	seen "untouched, $name: the other half" 'end of file'
	reap $writer
	term_keys x
	within 10 term_ended
	same "untouched, $name: the log" "$tmp/plain.log" "$tmp/keys.log"
}

touched conns -i all
touched general -g
touched detailed -d all
touched sizes -z all
touched services -s all
touched stations -l all
touched hosts -H all
