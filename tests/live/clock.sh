# shellcheck shell=sh
# Steps of the wall clock: nothing is timed out, no report is left out or doubled, no time is wrong
# but the date of lines (T1).

if [ -e "$shim" ] && command -v python3 >/dev/null; then
	shim_reads "$tmp/clock" 0
	$b env LD_PRELOAD="$shim" SHIM_CLOCK="$tmp/clock" "$iptraf" -z b0 --interval 1 >"$tmp/reports" 2>"$tmp/err" &
	reporter=$!
	serve 5077 1
	$b env LD_PRELOAD="$shim" SHIM_CLOCK="$tmp/clock" "$iptraf" -i b0 --set tcp-timeout=1 >"$tmp/text" 2>"$tmp/err" &
	pid=$!
	within 10 has 1 started "$tmp/text"
	$a "$traffic" send 10.77.0.2 5077 1000000000000 &
	sender=$!
	check 'clock: a connection' within 10 has 1 'first packet' "$tmp/text"
	for step in 86400 -86400 7200 -7200; do
		shim_reads "$tmp/clock" "$step"
		seen=$(grep -c '^Running time' "$tmp/reports")
		check "clock: $step s: reports continue" within 10 has $((seen + 2)) '^Running time' "$tmp/reports"
	done
	kill -TERM $reporter
	reap $reporter
	sed -n 's/^Running time: \([0-9]*\) seconds$/\1/p' "$tmp/reports" >"$tmp/seconds"
	silent 'clock: one report a second, in order' \
		awk 'NR > 1 && $1 - last != 1 && $1 != last { print last, $1 } { last = $1 }' "$tmp/seconds"
	kill $sender
	reap $sender
	reap $server
	text_ends
	silent 'clock: nothing was timed out' grep -i 'timed out\|timeout' "$tmp/text"
	check 'clock: the date of lines is that of the clock' \
		grep -q "$(date -d '-2 hours' '+%a %b %e %H:%M')\|$(date -d '-121 minutes' '+%a %b %e %H:%M')" "$tmp/text"
else
	skip 'steps of the clock' 'make check builds tests/shim.so; python3' 8
fi
