# shellcheck shell=sh
# Out of memory: allocations fail in turn, one alone or all from it on.  The program continues without,
# or says one line and ends; it does not crash, and the terminal is as it was (Z3 of INVARIANTS.md).

# counted ARGUMENT...: how many allocations a run makes.
counted() {
	head -c 8 /dev/zero >"$tmp/count"
	env LD_PRELOAD="$shim" SHIM_COUNT="$tmp/count" "$iptraf" "$@" >/dev/null 2>&1
	od -An -t u8 "$tmp/count" | tr -d ' '
}

# The dynamic linker gave up, not the program (glibc: data of a thread, on first use).
linker_ended() {
	[ "$rc" = 127 ] && grep -q 'cannot allocate memory for thread-local data' "$tmp/err"
}

# starved NAME STEP KIND ARGUMENT...: each STEPth allocation; KIND ",1": that one alone.
starved() {
	name=$1 step=$2 kind=$3
	shift 3
	last=$(counted "$@")
	check "$name: allocations are counted" test "$last" -gt 50
	n=1
	: >"$tmp/odd"
	while [ "$n" -le "$last" ]; do
		timeout -s KILL 20 env LD_PRELOAD="$shim" SHIM_ALLOC="$n$kind" "$iptraf" "$@" \
			>/dev/null 2>"$tmp/err"
		rc=$?
		[ $rc -le 2 ] && { [ $rc = 0 ] || [ -s "$tmp/err" ]; } || linker_ended ||
			echo "allocation $n$kind: status $rc, $(head -n 1 "$tmp/err")" >>"$tmp/odd"
		n=$((n + step))
	done
	silent "$name" cat "$tmp/odd"
}

started_or_ended() {
	term_ended || term_shows 'end of file'
}

if [ -e "$shim" ]; then
	fresh
	starved 'memory: text, all from one on' 13 '' -r "$mix" -i all
	starved 'memory: text, one alone' 13 ,1 -r "$mix" -i all
	starved 'memory: a report as JSON' 17 '' -r "$mix" -s all --format json
	starved 'memory: an expression, one alone' 3 ,1 -r ../replay/link-raw.pcap -z all -F 'tcp and port http'
	# with a screen
	for n in 60 120 180 240 250 255 260 300 340 350 360 362 365 370 375 380 385 390; do
		term_open 80 24 env LD_PRELOAD="$shim" SHIM_ALLOC=$n "$iptraf" -r "$mix" -i all
		within 5 started_or_ended
		term_keys q
		check "memory: screen, all from $n on: it ends" within 5 term_ended
		check "memory: screen, all from $n on: no crash" test "$(cat "$tmp/rc")" -le 2
		check "memory: screen, all from $n on: the terminal" cmp "$tmp/stty.before" "$tmp/stty.after"
	done
	term_close
else
	skip 'out of memory' 'make check builds tests/shim.so' 8
fi
