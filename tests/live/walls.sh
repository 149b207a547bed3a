# shellcheck shell=sh
# The first lines of the program: what the caller left behind does not count (P5, P6).

# A signal during the first call of the program itself waits for the loop.
if strace -o "$tmp/trace" true 2>/dev/null; then
	for signal in USR1 TERM; do
		timeout -s KILL 3 $b strace -f -o "$tmp/trace" -e trace=socket \
			-e inject=socket:signal=SIG$signal:when=1 "$iptraf" -i b0 >"$tmp/text" 2>"$tmp/err"
		equal "$signal before anything else: status" \
			"$([ $signal = TERM ] && echo 0 || echo 137)" $?
		check "$signal before anything else: it started" has 1 started "$tmp/text"
	done
else
	skip 'signals before anything else' 'no strace here, or not allowed' 4
fi

# what was open, and the masks of the caller
: >"$tmp/inherited"
cat >"$tmp/hostile" <<-'END'
	import os, signal, sys
	fd = os.open(sys.argv[1], os.O_RDWR)
	for i in range(3, 100):
	    if i != fd:
	        os.dup2(fd, i)
	    os.set_inheritable(i, True)
	os.umask(0)
	signal.pthread_sigmask(signal.SIG_SETMASK, {signal.SIGTERM, signal.SIGCHLD, signal.SIGTSTP})
	os.execv(sys.argv[2], sys.argv[2:])
END
if command -v python3 >/dev/null; then
	rm -rf "$tmp/logs6"
	IPTRAF_LOG_PATH=$tmp/logs6 $b python3 "$tmp/hostile" "$tmp/inherited" "$iptraf" -i b0 -L x.log \
		>"$tmp/text" 2>"$tmp/err" &
	pid=$!
	check 'hostile start: it starts' within 10 has 1 started "$tmp/logs6/x.log"
	silent 'hostile start: nothing is inherited' \
		sh -c 'ls -l /proc/$1/fd | grep "$2"' - $pid "$tmp/inherited"
	equal 'hostile start: umask' 0077 "$(status_of Umask $pid)"
	equal 'hostile start: mode of the log' 640 "$(stat -c %a "$tmp/logs6/x.log")"
	equal 'hostile start: mode of its directory' 750 "$(stat -c %a "$tmp/logs6")"
	kill -TERM $pid
	reap $pid
	equal 'hostile start: TERM is heard' 0 $rc
else
	skip 'hostile start' 'no python3 here' 6
fi
(umask 077 && exec $b "$iptraf" -i b0 -L "$tmp/narrow.log" >/dev/null 2>&1) &
pid=$!
within 10 has 1 started "$tmp/narrow.log"
equal 'umask 077: mode of the log' 640 "$(stat -c %a "$tmp/narrow.log")"
kill -TERM $pid
reap $pid

# a set-user-ID program works for the user who starts it, and with files of that user alone
install -m 4755 "$iptraf" "$tmp/set-id"
chmod 755 "$tmp"
mkdir -p "$tmp/roots" && chmod 700 "$tmp/roots"
as_user="setpriv --reuid=65534 --regid=65534 --clear-groups"
IPTRAF_LOG_PATH=$tmp/roots $b $as_user "$tmp/set-id" -i b0 >"$tmp/text" 2>"$tmp/err" &
pid=$!
if within 10 has 1 started "$tmp/text"; then
	equal 'set-id: user ids' '65534 65534 65534 65534' \
		"$(awk '$1 == "Uid:" { print $2, $3, $4, $5 }' /proc/$pid/status)"
	powerless 'set-id' $pid
	kill -TERM $pid
	reap $pid
	IPTRAF_LOG_PATH=$tmp/roots $b $as_user "$tmp/set-id" -i b0 -L mine.log >/dev/null 2>"$tmp/err" &
	pid=$!
	sleep 0.1
	kill -TERM $pid 2>/dev/null
	reap $pid
	silent 'set-id: no file of root is written' ls "$tmp/roots"
else
	skip 'set-id' "it does not start: $(head -n 1 "$tmp/err")" 9
	kill -TERM $pid 2>/dev/null
	reap $pid
fi
# a pipe of the shell is no leftover
if [ -e /dev/fd/0 ]; then
	# shellcheck disable=SC2016
	check 'a capture file from a process substitution' bash -c '"$1" -r <(cat ../replay/mix.pcap) -z all | grep -q "^Packet Size"' - "$iptraf"
fi
# without libpcap it starts, and says in one line what is missing
lib=$(ldconfig -p 2>/dev/null | sed -n 's/.*libpcap\.so\.[0-9.]* .*=> //p' | head -n 1)
cat >"$tmp/without" <<-'END'
	mount --bind /dev/null "$1" || exit 77
	shift
	exec "$@"
END
if [ -n "$lib" ] && "$iptraf" -r ../replay/mix.pcap -z all >/dev/null 2>&1; then
	# shellcheck disable=SC2016
	status 'no libpcap, -r' 1 'libpcap' unshare -m sh "$tmp/without" "$lib" "$iptraf" -r ../replay/mix.pcap -z all
	status 'no libpcap, -F' 1 'libpcap' unshare -m sh "$tmp/without" "$lib" "$iptraf" -z lo -F tcp
	check 'no libpcap: the rest works' unshare -m sh "$tmp/without" "$lib" "$iptraf" -h
else
	skip 'without libpcap' 'it is not here' 9
fi

# --- P3: what a debugger in the running program could do is refused ---

walls=$(dirname "$traffic")/walls

# refused NAME MODE ATTEMPT [ARGUMENT]: by an error, or by SIGSYS and a line that has the call.
refused() {
	name=$1
	shift
	# a shell of its own, which reports there how its child ended
	sh -c '"$@"; exit $?' - $b "$walls" "$@" </dev/null >/dev/null 2>"$tmp/err"
	rc=$?
	if [ $rc = 0 ] || { [ $rc = 159 ] && grep -q '^iptraf-ng: system call [0-9]* is not allowed' "$tmp/err"; }; then
		pass "$name"
	else
		cp "$tmp/err" "$tmp/refused"
		echo "status $rc" >>"$tmp/refused"
		fail "$name" "$tmp/refused"
	fi
}

# possible NAME MODE ATTEMPT [ARGUMENT]: it can be done, so that a refusal means something.
possible() {
	name=$1
	shift
	$b "$walls" "$@" </dev/null >/dev/null 2>&1
	equal "$name" 3 $?
}

nobody_helps() {
	[ -z "$(helpers)" ]
}

frames() {
	$a cat /sys/class/net/a0/statistics/rx_packets
}

if [ -x "$walls" ]; then
	rm -rf "$tmp/wl" "$tmp/ws" && mkdir "$tmp/wl" "$tmp/ws"
	IPTRAF_LOG_PATH=$tmp/wl IPTRAF_WORK_PATH=$tmp/ws
	export IPTRAF_LOG_PATH
	index=$($b cat /sys/class/net/b0/ifindex)
	ours='execve fork socket packet-socket exec-memory exec-protect ptrace tgkill kill unshare io-uring tiocsti chmod other-fsuid'
	for mode in text screen menu background; do
		possible "walls, $mode: it lives behind them" $mode nothing
		possible "walls, $mode: files are opened as who started it" $mode own-fsuid
		for what in $ours; do
			refused "walls, $mode: $what" $mode $what
		done
		before=$(frames)
		for what in write writev sendto sendmsg copy dup ring; do
			refused "walls, $mode: a frame by $what" $mode send-$what "$index"
		done
		within 10 settled
		equal "walls, $mode: the peer sees no frame" "$before" "$(frames)"
	done
	before=$(frames)
	possible 'without walls a frame is sent' open send-write "$index"
	check 'without walls the peer sees it' within 10 sh -c "[ \"\$($a cat /sys/class/net/a0/statistics/rx_packets)\" -gt $before ]"
	if [ "$("$walls" version)" -ge 1 ]; then
		for mode in text menu background; do
			refused "walls, $mode: /etc/passwd is not written" $mode write-file /etc/passwd
			refused "walls, $mode: /etc/shadow is not read" $mode read-file /etc/shadow
			refused "walls, $mode: no file in /etc" $mode create-file /etc/iptraf-ng-test
			refused "walls, $mode: no file elsewhere" $mode create-file "$tmp/elsewhere"
			refused "walls, $mode: no memory of others" $mode read-file /proc/1/mem
		done
		possible 'walls: a log can be made' background create-file "$tmp/wl/new"
		possible 'walls: settings can be saved' menu create-file "$tmp/ws/new"
		refused 'walls, resolver: /etc/shadow is not read' resolver read-file /etc/shadow
		refused 'walls, resolver: nothing is written' resolver create-file "$tmp/elsewhere"
		possible 'walls, resolver: name servers are found' resolver read-file /etc/hosts
	else
		skip 'walls of files' 'this kernel has no Landlock' 20
	fi
	for what in execve fork packet-socket ptrace tgkill kill unshare io-uring tiocsti chmod; do
		refused "walls, resolver: $what" resolver $what
	done
	unset IPTRAF_LOG_PATH
	IPTRAF_WORK_PATH=$tmp/state
fi

# the resolver's process: nobody, out of the terminal's session, and gone with the program
watch
helper=$(helpers)
equal "resolver: user" '65534 65534' "$(awk '$1 == "Uid:" { print $2, $3 }' "$helper/status")"
silent 'resolver: it has neither the packet socket nor the terminal' \
	sh -c 'ls -l "$1/fd" | grep -vE "/dev/null|socket:|^total"' - "$helper"
equal 'resolver: one socket' 1 "$(ls -l "$helper/fd" | grep -c socket:)"
kill -KILL "$(term_pid)"
check 'resolver: gone with a program that is killed' within 1 nobody_helps
term_close
