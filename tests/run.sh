#!/bin/sh
# Every test, the fast ones first; the live ones and the usages, which mostly wait, run beside the
# others and are shown last.  A part that fails does not stop the others.  The last line is the sum:
# N passed, N failed, N skipped.  `make check` builds all that is needed before.
cd "$(dirname "$0")/.." || exit 1
B=${B:-build}
export B
limit=1800 # seconds for a part; long, as the machine may be busy
tmp=$(mktemp -d)
passed=0 failed=0 skipped=0 beside='' now=''

# Each part is a session of its own: what it leaves running is not ours, and a signal that ends
# this script is passed on, so that each cleans up before the end.
stop() {
	trap '' INT TERM HUP
	# shellcheck disable=SC2086
	kill -TERM $beside $now 2>/dev/null
	wait
	exit 130
}
trap 'rm -rf "$tmp"' EXIT
trap stop INT TERM HUP

# Adds up a part's closing line, or cmocka's.
tally() {
	awk '
	/^[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$/ { p = $1; f = $3; s = $5 + 0 }
	/^\[  PASSED  \] [0-9]+ test/  { p += $4 }
	/^\[  SKIPPED \] [0-9]+ test/  { s += $4 }
	/^\[  FAILED  \] [0-9]+ test/  { f += $4 }
	END { print p + 0, f + 0, s + 0 }' "$1"
}

# start NAME COMMAND...: in the background; its process id in $!.
start() {
	out=$tmp/$1.out
	shift
	setsid timeout -k 60 $limit "$@" </dev/null >"$out" 2>&1 &
}

# show NAME PID: waits for it, shows what it printed, and adds it up.
show() {
	wait "$2" 2>/dev/null
	rc=$? out=$tmp/$1.out
	${quiet:-cat} "$out"
	read -r p f s <<-END
		$(tally "$out")
	END
	if [ "$rc" -ne 0 ] && [ "$f" -eq 0 ]; then
		echo "  FAIL  $1: ended with status $rc$([ "$rc" -ne 124 ] || echo ', time over')"
		f=1
	elif [ "$p" -eq 0 ] && [ "$f" -eq 0 ] && [ "$s" -eq 0 ]; then
		echo "  FAIL  $1: ran no test"
		f=1
	fi
	[ -z "$quiet" ] || [ "$rc" -ne 0 ] || echo "$p passed, $f failed"
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

# part NAME COMMAND...
part() {
	echo "== $1"
	start "$@"
	now=$!
	show "$1" $now
	now=''
}

quiet=
start live tests/live/run.sh
live=$!
start usages tests/usages/run.sh
usages=$!
beside="$live $usages"
part lint tests/lint.sh
quiet='grep -v -e ^\[.RUN -e ^\[.......OK -e ^\[=='
for t in "$B"/unit/test_*; do
	[ ! -x "$t" ] || part "${t##*/}" "$t"
done
quiet=
part fuzz tests/fuzz.sh
part faults tests/faults/run.sh
part replay tests/replay/run.sh
part formats tests/replay/formats.sh
part metrics tests/metrics/run.sh
part completions tests/completions.sh
part screen tests/screen/run.sh
part threads tests/threads.sh
echo '== live'
show live $live
echo '== usages'
show usages $usages

echo
echo "$passed passed, $failed failed$([ "$skipped" -eq 0 ] || echo ", $skipped skipped")"
[ "$failed" -eq 0 ]
