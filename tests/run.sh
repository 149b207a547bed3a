#!/bin/sh
# Every test, the fast ones first.  A part that fails does not stop the others.  The last line
# is the sum: N passed, N failed, N skipped.  `make check` builds all that is needed before.
cd "$(dirname "$0")/.." || exit 1
B=${B:-build}
export B
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM HUP
passed=0 failed=0 skipped=0

# Adds up a part's closing line, or cmocka's.
tally() {
	awk '
	/^[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$/ { p = $1; f = $3; s = $5 + 0 }
	/^\[  PASSED  \] [0-9]+ test/  { p += $4 }
	/^\[  SKIPPED \] [0-9]+ test/  { s += $4 }
	/^\[  FAILED  \] [0-9]+ test/  { f += $4 }
	END { print p + 0, f + 0, s + 0 }' "$1"
}

# part NAME SECONDS COMMAND...
part() {
	name=$1 limit=$2
	shift 2
	echo "== $name"
	{
		timeout -k 10 "$limit" "$@" </dev/null
		echo $? >"$tmp/rc"
	} 2>&1 | tee "$tmp/out" | ${quiet:-cat}
	rc=$(cat "$tmp/rc")
	read -r p f s <<-END
		$(tally "$tmp/out")
	END
	if [ "$rc" -ne 0 ] && [ "$f" -eq 0 ]; then
		echo "  FAIL  $name: ended with status $rc$([ "$rc" -ne 124 ] || echo ', time over')"
		f=1
	elif [ "$p" -eq 0 ] && [ "$f" -eq 0 ] && [ "$s" -eq 0 ]; then
		echo "  FAIL  $name: ran no test"
		f=1
	fi
	[ -z "$quiet" ] || [ "$rc" -ne 0 ] || echo "$p passed, $f failed"
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

quiet=
part lint 60 tests/lint.sh
quiet='grep -v -e ^\[.RUN -e ^\[.......OK -e ^\[=='
for t in "$B"/unit/test_*; do
	[ ! -x "$t" ] || part "unit: $(basename "$t")" 60 "$t"
done
quiet=
part fuzz 60 tests/fuzz.sh
part faults 120 tests/faults/run.sh
part replay 120 tests/replay/run.sh
part screen 180 tests/screen/run.sh
part live 300 tests/live/run.sh

echo
echo "$passed passed, $failed failed$([ "$skipped" -eq 0 ] || echo ", $skipped skipped")"
[ "$failed" -eq 0 ]
