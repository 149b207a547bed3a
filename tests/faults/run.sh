#!/bin/sh
# The state directory and its files in every bad shape: nothing is lost, nothing crashes, and one
# clear message says what and where.
cd "$(dirname "$0")" || exit 1
. ../lib/check.sh
. ../lib/screen.sh
iptraf=$(realpath "${IPTRAF:-../../iptraf-ng}")
mix=$(realpath ../replay/mix.pcap)
shim=$(realpath -m "../../${B:-build}/tests/shim.so")
state=$IPTRAF_WORK_PATH
conf=$state/iptraf-ng.conf

other() {
	tmux -u -L "iptraf-ng-test-$$-other" -f /dev/null "$@"
}

other_shows() {
	other capture-pane -p | grep -q "$1"
}

cleanup() {
	term_close
	other kill-server 2>/dev/null
	chmod -R u+rwx "$tmp" 2>/dev/null
}

fresh() {
	chmod -R u+rwx "$state" 2>/dev/null
	rm -rf "$state"
	mkdir "$state"
}

# says NAME LINES TEXT: at the start so many lines, one of them with the text; all else is well.
says() {
	"$iptraf" --dump-config >"$tmp/dump" 2>"$tmp/err"
	equal "$1: status" 0 $?
	equal "$1: all settings are there" "$settings" "$(wc -l <"$tmp/dump")"
	equal "$1: lines on standard error" "$2" "$(wc -l <"$tmp/err")"
	[ "$2" -eq 0 ] || check "$1: what and where" grep -qa -- "$3" "$tmp/err"
	[ "$2" -eq 0 ] || silent "$1: nothing raw" grep -aP '[^\x20-\x7e]' "$tmp/err"
}

# not_saved NAME WORD: a switch in the menu works, and a box says why it was not saved (lines break
# in it, so that one word is looked for).
not_saved() {
	term_open 80 24 "${in-}" "$iptraf" -u
	within 5 term_shows Configure
	term_keys o v
	seen "$1: a box" 'cannot save'
	seen "$1: why" "$2"
	term_keys Space
	seen "$1: it holds for this run" 'kbytes/s'
	term_keys x x
	within 5 term_ended
	equal "$1: ended well" 0 "$(cat "$tmp/rc")"
}

# saved NAME: a switch in the menu is saved.
saved() {
	term_open 80 24 "$iptraf" -u
	within 5 term_shows Configure
	term_keys o v
	seen "$1: switched" 'kbytes/s'
	check "$1: saved" within 5 grep -qa '^kbytes = yes$' "$conf"
	term_keys x x
	within 5 term_ended
	equal "$1: ended well" 0 "$(cat "$tmp/rc")"
}

# kept NAME: what was there still is, at the beginning of the file.
kept() {
	check "$1: nothing lost" cmp -n "$(wc -c <"$tmp/was")" "$tmp/was" "$conf"
}

fresh
settings=$("$iptraf" --dump-config | wc -l)
check 'there are settings' test "$settings" -gt 10

rm -rf "$state"
says 'no directory' 0
saved 'no directory'
equal 'no directory: made for its owner and group' 750 "$(stat -c %a "$state")"

fresh
echo 'tcp-timeout = 7' >"$conf"
chmod 500 "$state"
says 'read-only directory' 0
check 'read-only directory: read' grep -q '^tcp-timeout = 7 ' "$tmp/dump"
not_saved 'read-only directory' 'denied'

fresh
truncate -s 100M "$conf"
says '100 MB' 1 'iptraf-ng.conf: too large'
not_saved '100 MB' 'large'
equal '100 MB: ignored' 104857600 "$(stat -c %s "$conf")"

fresh
head -c 100000 /dev/zero >"$conf"
cp "$conf" "$tmp/was"
says 'NULs' 1 'iptraf-ng.conf:1: '
saved 'NULs'
kept 'NULs'

fresh
head -c 300000 /dev/urandom >"$conf"
echo >>"$conf"
echo 'ring = 64' >>"$conf"
cp "$conf" "$tmp/was"
says 'random bytes' 6 'more invalid lines'
check 'random bytes: the rest counts' grep -q '^ring = 64 ' "$tmp/dump"
saved 'random bytes'
kept 'random bytes'

fresh
mkdir "$conf"
says 'a directory' 1 'iptraf-ng.conf: not a regular file'
not_saved 'a directory' 'regular'
check 'a directory: ignored' test -d "$conf"

fresh
echo 'kbytes = no' >"$tmp/elsewhere"
ln -s "$tmp/elsewhere" "$conf"
says 'a link' 1 'a link, not a regular file'
not_saved 'a link' 'link'
equal 'a link: nothing is written through it' 'kbytes = no' "$(cat "$tmp/elsewhere")"
check 'a link: ignored' test -L "$conf"

fresh
mkfifo "$conf"
says 'a pipe' 1 'iptraf-ng.conf: not a regular file'

fresh
rmdir "$state"
echo file >"$state"
says 'a file for a directory' 1 'Not a directory'
not_saved 'a file for a directory' 'directory'
rm "$state"

fresh
printf '80\nmany\n' >"$state/ports"
printf '02:00:00:00:00:01 one\nnobody two\n' >"$state/ethers"
"$iptraf" -r "$mix" -s all >/dev/null 2>"$tmp/err"
check 'a bad line of ports' grep -q '/ports:2: a port or a range' "$tmp/err"
check 'a bad line of ethers' grep -q '/ethers:2: a MAC address' "$tmp/err"

fresh
echo 'some settings of another program' >"$state/iptraf.cfg"
says 'an odd file of version 1.2' 1 'iptraf.cfg: not as iptraf-ng 1.2 writes it'
check 'an odd file of version 1.2: ignored' test -s "$state/iptraf.cfg"

# --- a disk without room, in a mount namespace of its own ---

in_full="unshare -m --propagation private $tmp/full"
cat >"$tmp/full" <<END
#!/bin/sh
mount -t tmpfs -o size=64k none "$state" || exit 77
echo 'tcp-timeout = 7' >"$conf"
head -c 1000000 /dev/zero >"$state/fill" 2>/dev/null
"\$@"
rc=\$?
cp "$conf" "$tmp/after"
ls -A "$state" >"$tmp/left"
exit \$rc
END
chmod +x "$tmp/full"
fresh
if [ "$(id -u)" = 0 ] && $in_full true 2>/dev/null; then
	in=$in_full not_saved 'full disk' 'space'
	equal 'full disk: the old file is whole' 'tcp-timeout = 7' "$(cat "$tmp/after")"
	silent 'full disk: no half file' grep '\.new$' "$tmp/left"
else
	skip 'full disk' 'needs root and mount namespaces' 6
fi

# --- two instances, one state ---

fresh
term_open 80 24 "sh -c '$iptraf -u'"
within 5 term_shows Configure
term_keys o r
within 5 term_shows 'Reverse DNS lookups:         On'
printf 'ring = 64\nby hand\n' >>"$conf"
term_keys v
within 5 grep -q kbytes "$conf"
equal 'what another wrote meanwhile stays' 'reverse-dns = yes,ring = 64,by hand,kbytes = yes' \
	"$(tail -n +2 "$conf" | paste -sd,)"
term_keys x x
fresh
term_open 80 24 "$iptraf" -u
other new-session -d -x 80 -y 24 "$iptraf" -u
within 5 term_shows Configure
within 5 other_shows Configure
for i in 1 2 3 4 5 6 7 8 9; do
	other send-keys o r s m x &
	term_keys o p v l x
	wait
done
printf 'kbytes\nlogging\nmac-addresses\npromiscuous\nreverse-dns\nservice-names\n' >"$tmp/all"
all_yes() {
	sed -n 's/ = yes$//p' "$conf" | sort | cmp -s - "$tmp/all"
}
check 'two at once: what each has saved is there' within 5 all_yes
silent 'two at once: nothing is left behind' sh -c "ls -A '$state' | grep -v '^iptraf-ng.conf$\|^.lock$'"
. ./memory.sh
finish
