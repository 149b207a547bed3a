# shellcheck shell=sh
# Counting and comparing, for the shell tests; to be sourced.  Sets $tmp, a directory of its own
# that goes at the end.  V=1 names the tests that passed too.

passed=0 failed=0 skipped=0
tmp=$(mktemp -d)
# no settings of this machine
IPTRAF_WORK_PATH=$tmp/state
export IPTRAF_WORK_PATH
trap 'trap "" INT TERM HUP; cleanup; rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# What a test must undo even when it is broken off; a suite defines its own.
cleanup() {
	:
}

indent() {
	sed 's/^/        /' | head -n "${SHOW:-30}"
}

pass() {
	passed=$((passed + 1))
	[ -z "${V-}" ] || echo "  ok    $1"
}

# fail NAME [FILE]: FILE tells more.
fail() {
	failed=$((failed + 1))
	echo "  FAIL  $1"
	[ $# -lt 2 ] || indent <"$2"
}

# skip NAME WHY [COUNT]
skip() {
	skipped=$((skipped + ${3:-1}))
	echo "  skip  $1: $2"
}

# check NAME COMMAND...: it must succeed; what it prints is shown when it does not.
check() {
	what=$1
	shift
	if "$@" >"$tmp/check.out" 2>&1; then
		pass "$what"
	else
		fail "$what" "$tmp/check.out"
	fi
}

# silent NAME COMMAND...: it must print nothing, as a search for what must not be.
silent() {
	what=$1
	shift
	"$@" >"$tmp/silent.out" 2>&1
	if [ -s "$tmp/silent.out" ]; then
		fail "$what" "$tmp/silent.out"
	else
		pass "$what"
	fi
}

# equal NAME EXPECTED ACTUAL: two short texts.
equal() {
	if [ "$2" = "$3" ]; then
		pass "$1"
	else
		printf 'expected: %s\nis:       %s\n' "$2" "$3" >"$tmp/equal.out"
		fail "$1" "$tmp/equal.out"
	fi
}

# same NAME EXPECTED ACTUAL: two files.  UPDATE=1 stores what is as what is expected: look at it.
same() {
	[ -z "${UPDATE-}" ] || cp "$3" "$2"
	check "$1" diff -uN "$2" "$3"
}

# within SECONDS COMMAND...: asks again until the command succeeds.  It is the tries that are counted,
# 20 for a second, so that a machine that is slow or busy has longer; where much fails, fewer.
within() {
	tries=$(($1 * (failed < 5 ? 20 : 4)))
	shift
	until "$@"; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.05
	done
}

# has COUNT PATTERN FILE: so many of its lines, or more, have the pattern; for within.
has() {
	[ "$(grep -ac -- "$2" "$3" 2>/dev/null)" -ge "$1" ] 2>/dev/null
}

# reap PID: waits for a child, without what the shell says of a signal; its status in $rc.
reap() {
	wait "$1" 2>/dev/null
	rc=$?
}

# The last line of a suite, and its status.
finish() {
	line="$passed passed, $failed failed"
	[ "$skipped" -eq 0 ] || line="$line, $skipped skipped"
	echo "$line"
	[ "$failed" -eq 0 ]
	exit
}
