# shellcheck shell=sh
# Exit statuses, and the one line that goes with each.

# status NAME STATUS TEXT COMMAND...
status() {
	name=$1 want=$2 text=$3
	shift 3
	timeout 60 "$@" >"$tmp/out" 2>"$tmp/err"
	equal "$name: status" "$want" $?
	check "$name: what it says" grep -q -- "$text" "$tmp/err"
	equal "$name: one line" 1 "$(wc -l <"$tmp/err")"
	equal "$name: and nothing else" 0 "$(wc -c <"$tmp/out")"
}

status 'unknown interface' 1 'nosuch0 does not exist.*b0.*lo' $b "$iptraf" -i nosuch0
ip -n $ns-b link set b0 down
status 'down interface' 1 'b0 is down.*lo' $b "$iptraf" -i b0
ip -n $ns-b link set b0 up
status 'unknown option' 2 '-y' "$iptraf" -y
status 'unknown long option' 2 '--nosuch' "$iptraf" --nosuch
status 'option without its argument' 2 '-i' "$iptraf" -i
status 'words that are no expression' 2 'expression: ' "$iptraf" -i all extra
status 'two facilities' 2 'one facility' "$iptraf" -i all -i lo
for t in 0 5x s -1 1.5h '5 m' 1000000d; do
	status "-t $t" 2 '-t: a time as 30s' "$iptraf" -i all -t "$t"
done
status 'an interface without -i' 2 'an interface is given by -i, as in -i b0; expression: ' \
	$b "$iptraf" b0
status 'an expression that is wrong, and no facility' 2 'expression: ' $b "$iptraf" tcp prot 80
status 'unknown setting' 2 'nosuch' "$iptraf" --set nosuch=1
status 'setting out of range' 2 'ring' "$iptraf" --set ring=0
status 'menu without a terminal' 2 'terminal' "$iptraf"
cp "$iptraf" "$tmp/plain" && chmod 755 "$tmp/plain"
status 'no privilege' 4 "sudo setcap cap_net_raw=ep $(realpath "$tmp")/plain" setpriv --reuid=65534 --clear-groups "$tmp/plain" -i lo
for option in -h --help -V -v --version; do
	setpriv --reuid=65534 --clear-groups "$tmp/plain" $option >"$tmp/out" 2>"$tmp/err"
	equal "$option for anyone: status" 0 $?
	check "$option for anyone: text" test -s "$tmp/out"
	silent "$option for anyone: no complaint" cat "$tmp/err"
done

# a reader that goes away ends it
ends_with_reader() {
	timeout 60 sh -c "{ $b '$iptraf' -i b0; echo \$? >'$tmp/rc'; } | head -n 1" >/dev/null
	[ -s "$tmp/rc" ]
}
check 'standard output closed: it ends' ends_with_reader
timeout 60 sh -c "{ $b '$iptraf' -g -j --interval 0.1 2>'$tmp/err'; echo \$? >'$tmp/rc'; } | head -n 1" >/dev/null
equal 'standard output closed: status' 0 "$(cat "$tmp/rc")"
silent 'standard output closed: nothing is reported' cat "$tmp/err"

# lost_of FILE: how many lines are reported as lost
lost_of_run() {
	sed -nE 's/^iptraf-ng: ([0-9]+) (log )?lines? lost$/\1/p' "$1"
}

if [ -w /dev/full ]; then
	for what in '-i b0 -j' '-i b0 --format ndjson' '-H b0 --format csv' -g '-g --format csv' '-g --format prometheus'; do
		# shellcheck disable=SC2086
		timeout 60 $b "$iptraf" $what --interval 0.2 --count 2 >/dev/full 2>"$tmp/err"
		equal "full disk, $what: status" 1 $?
		equal "full disk, $what: why, and how much" 2 \
			"$(grep -cE '^iptraf-ng: (log standard output: No space left on device|[0-9]+ lines? lost)$' "$tmp/err")"
	done
	timeout 60 $b "$iptraf" -g --interval 0.2 --count 2 -L /dev/full 2>"$tmp/err"
	equal 'full disk, a log: status' 1 $?
	timeout 60 $b "$iptraf" --foreground -g --interval 0.2 -t 1s -L /dev/full 2>"$tmp/err"
	equal 'full disk, a log of a service: status' 0 $?
	# more reports than find room
	good=$($b "$iptraf" -g --format csv --interval 0.1 --count 12 | wc -l)
	timeout 60 $b "$iptraf" -g --format csv --interval 0.1 --count 12 >/dev/full 2>"$tmp/err"
	equal 'full disk, many reports: each line is counted' "$good" "$(lost_of_run "$tmp/err")"
fi
