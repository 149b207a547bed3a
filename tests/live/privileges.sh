# shellcheck shell=sh
# No privilege is left while anything is parsed (P1, P2 of INVARIANTS.md).

status_of() {
	awk -v f="$1:" '$1 == f { print $2 }' "/proc/$2/status"
}

# The resolvers' processes on host b, by their directories in /proc.
helpers() {
	for helper in $(ip netns pids $ns-b); do
		! grep -qx iptraf-ng-names "/proc/$helper/comm" 2>/dev/null || echo "/proc/$helper"
	done
}

# powerless NAME PID: neither now nor by anything it might execute.
powerless() {
	for task in /proc/"$2"/task/* $(helpers); do
		equal "$1: Seccomp of a thread" 2 "$(awk '$1 == "Seccomp:" { print $2 }' "$task/status")"
		equal "$1: NoNewPrivs of a thread" 1 "$(awk '$1 == "NoNewPrivs:" { print $2 }' "$task/status")"
		for set in CapInh CapPrm CapEff CapAmb; do
			equal "$1: $set of a thread" 0000000000000000 \
				"$(awk -v f=$set: '$1 == f { print $2 }' "$task/status")"
		done
	done
	check "$1: there is a resolver's process" test -n "$(helpers)"
}

watch
powerless 'on a screen' "$(term_pid)"
equal 'on a screen: CapBnd' 0000000000000000 "$(status_of CapBnd "$(term_pid)")"
term_open 80 24 "$b" "$iptraf"
seen 'menu' 'IP traffic monitor'
powerless 'in the menu' "$(term_pid)"
term_keys m Enter
seen 'menu: the monitor without privilege' 'No TCP entries'
$a ping -q -c 2 -i 0.02 10.77.0.2 >/dev/null
seen 'menu: it captures' 'echo req'
term_close
text "$tmp/text" -i b0
powerless 'as text' $pid
text_ends

# a file capability is enough, and it is given up as well
install -m 755 "$iptraf" "$tmp/iptraf-ng"
chmod 755 "$tmp"
if setcap cap_net_raw=ep "$tmp/iptraf-ng" 2>/dev/null; then
	$b setpriv --reuid=65534 --regid=65534 --clear-groups "$tmp/iptraf-ng" -i b0 >"$tmp/text" 2>"$tmp/err" &
	pid=$!
	within 10 has 1 started "$tmp/text"
	powerless 'with a file capability' "$pid"
	$a ping -q -c 2 -i 0.02 10.77.0.2 >/dev/null
	text_ends
	equal 'with a file capability it captures' 2 "$(grep -c 'echo req' "$tmp/text")"
else
	skip 'file capability' 'none to be had on this file system'
fi

# P2: sockets alone between the start of libc and the drop
if strace -f -o "$tmp/trace" "$iptraf" -V >/dev/null 2>&1; then
	# of the program itself; its resolver's process has a test of its own
	first=$(awk 'NR == 1 { print $1 }' "$tmp/trace")
	grep "^$first " "$tmp/trace" | grep -v resumed >"$tmp/trace.main"
	sed -n '/socket(AF_PACKET/,/capset(/p' "$tmp/trace.main" | sed 's/^[0-9]* *//; s/(.*//' | sort -u >"$tmp/calls"
	silent 'before the drop: nothing but sockets and capabilities' \
		grep -vxE 'socket|socketpair|clone|clone3|vfork|rt_sigprocmask|set_robust_list|bind|setsockopt|getsockname|fcntl|prctl|capget|capset|getpid|gettid|mmap|brk|munmap|getrandom|sendto|close|openat|newfstatat|fstat|read|get(res)?[ug]id|gete[ug]id' "$tmp/calls"
	silent 'before the drop: no file but those of libc and of /proc' \
		sh -c 'sed "/capset(/q" "$1" | grep -E "open(at)?\(" | grep -vE "ld.so|/lib|/proc/|ENOENT|/usr/lib|\"/dev/null\""' - "$tmp/trace.main"
	equal 'one packet socket' 1 "$(grep -c 'socket(AF_PACKET' "$tmp/trace")"
else
	skip 'strace' 'not here, or not allowed' 3
fi
