# shellcheck shell=bash
# As a service, under a systemd of our own: numbers 28 to 30.  It runs on this machine's files, under
# an overlay in memory, in namespaces; what it needs is systemd on the disk, not a running one.

box=$tmp/box root=$tmp/box/root
journal="journalctl --no-pager -o cat"

# Inside: the devices and mounts that systemd expects, two interfaces, and then systemd itself.
cat >"$tmp/boot" <<'END'
set -e
cd "$root"
mount -t proc proc proc
mount -t sysfs sys sys
umount -l sys/fs/cgroup 2>/dev/null || :
mount -t cgroup2 cgroup sys/fs/cgroup
mount -t tmpfs -o mode=755 dev dev
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
for d in 'null 1 3' 'zero 1 5' 'full 1 7' 'random 1 8' 'urandom 1 9' 'tty 5 0'; do
	set -- $d
	mknod -m 666 dev/$1 c $2 $3
done
ln -s /proc/self/fd dev/fd
mount -t tmpfs run run
mount -t tmpfs tmp tmp
ip link set lo up
ip link add eth0 type veth peer name far0
ip link add wlan0 type veth peer name far1
for i in eth0 far0 wlan0 far1; do
	ip link set $i up
done
ip addr add 10.77.1.2/24 dev eth0
# what is sent to it goes out
ip neigh add 10.77.1.1 lladdr 02:00:00:00:00:01 dev eth0
mkdir -p mnt
mount --make-rprivate /
pivot_root . mnt
cd /
umount -l mnt
export container=test
exec /usr/lib/systemd/systemd --log-target=journal --show-status=0 systemd.unit=usages.target \
	</dev/null >/run/boot.out 2>&1
END

# The files: this machine's, without its services, and what make install gives.
box_files() {
	mkdir "$box" && mount -t tmpfs none "$box" && mkdir "$box/up" "$box/work" "$root" &&
		mount -t overlay none -o "lowerdir=/,upperdir=$box/up,workdir=$box/work" "$root" || return
	rm -rf "$root"/etc/systemd/system/* "$root"/etc/systemd/network/* "$root"/etc/fstab \
		"$root"/var/log/journal "$root"/var/log/iptraf* "$root"/var/lib/iptraf-ng "$root"/usr/local/sbin/iptraf*
	mkdir -p "$root"/etc/systemd/journald.conf.d
	printf '[Unit]\nRequires=basic.target\nAfter=basic.target\nAllowIsolate=yes\n' \
		>"$root"/etc/systemd/system/usages.target
	printf '[Journal]\nStorage=volatile\nRateLimitBurst=0\n' >"$root"/etc/systemd/journald.conf.d/usages.conf
	# what has nothing to watch here, and only costs time
	for unit in systemd-udevd systemd-udev-trigger systemd-timesyncd systemd-hwdb-update ldconfig \
		systemd-binfmt systemd-pstore e2scrub_reap systemd-remount-fs systemd-random-seed \
		systemd-network-generator systemd-firstboot systemd-modules-load systemd-sysctl apparmor; do
		ln -s /dev/null "$root/etc/systemd/system/$unit.service"
	done
	rm -f "$root"/etc/resolv.conf
	echo 'nameserver 10.77.1.2' >"$root"/etc/resolv.conf
	sed -i 's/^hosts:.*/hosts: files dns/' "$root"/etc/nsswitch.conf
	make -s -C "$top" install DESTDIR="$root" PREFIX=/usr &&
		cp "$iptraf" "$root/usr/sbin/iptraf-ng" &&
		cp "$traffic" "$root/usr/local/bin/traffic" &&
		systemd-sysusers --root="$root" iptraf-ng.conf
}

box_init() {
	box_pid=$(pgrep -P "$box_outer")
	[ -n "$box_pid" ] && in_box systemctl is-active usages.target
}

# box_start: boots it; false, and why in $tmp/boot.out.
box_start() {
	box_files >"$tmp/boot.out" 2>&1 || return
	root=$root unshare -mCpfnui --kill-child bash "$tmp/boot" >>"$tmp/boot.out" 2>&1 &
	box_outer=$!
	within 40 box_init >/dev/null 2>&1 && return
	in_box sh -c 'cat /run/boot.out; systemctl --no-pager list-jobs; journalctl -n 20 --no-pager' \
		>>"$tmp/boot.out" 2>&1
	return 1
}

box_stop() {
	if [ -n "${box_outer-}" ]; then
		kill -KILL "$box_outer" 2>/dev/null
		reap "$box_outer"
	fi
	umount -l "$root" "$box" 2>/dev/null
	box_outer=''
}

in_box() {
	nsenter -t "$box_pid" -m -p -n -u -i -C env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		LC_ALL=C.UTF-8 HOME=/root "$@"
}

# box_has COUNT PATTERN FILE: as has; a file inside.
box_has() {
	[ "$(in_box grep -ac -- "$2" "$3" 2>/dev/null)" -ge "$1" ] 2>/dev/null
}

state_of() {
	in_box systemctl show -P "$2" "$1"
}

# is UNIT PROPERTY VALUE: for within.
is() {
	[ "$(state_of "$1" "$2")" = "$3" ]
}

# says UNIT TEXT: the journal of a unit has it; for within.
says() {
	in_box $journal -u "$1" >"$tmp/journal"
	grep -q -- "$2" "$tmp/journal"
}

send() {
	in_box traffic udp 10.77.1.1 53 "$1" 100 >/dev/null 2>&1
}

status_of() {
	in_box sed -n "s/^$2:[[:space:]]*//p" "/proc/$(state_of "$1" MainPID)/status"
}

# --- the unit that everyone writes ---

as_everyone_writes_it() {
	in_box sh -c 'cat >/etc/systemd/system/monitor.service' <<-'END'
		[Unit]
		Description=iptraf monitor
		After=network.target

		[Service]
		Type=simple
		ExecStart=/usr/sbin/iptraf-ng -B -L /var/log/iptraf-monitor.log -f daemon
		Restart=always
		RestartSec=10
		User=root

		[Install]
		WantedBy=multi-user.target
	END
	check 'Type=simple: enabled and started' in_box sh -c \
		'systemctl daemon-reload && systemctl enable --now monitor 2>&1'
	check 'Type=simple: the log begins' within 10 box_has 1 'monitor started' /var/log/iptraf-monitor.log
	send 3
	check 'Type=simple: the log continues' within 10 box_has 3 '; UDP; eth0; ' /var/log/iptraf-monitor.log
	check 'Type=simple: status' in_box sh -c 'systemctl status --no-pager monitor | grep "active (running)"'
	equal 'Type=simple: no restart' 0 "$(state_of monitor NRestarts)"
	equal 'Type=simple: it is one process and that of names' 2 \
		"$(in_box sh -c 'wc -l </sys/fs/cgroup/system.slice/monitor.service/cgroup.procs')"
	check 'Type=simple: journalctl follows it' within 10 says monitor 'IP traffic monitor started'
	check 'Type=simple: stopped' in_box systemctl stop monitor
	check 'Type=simple: the log ends' within 5 box_has 1 'monitor stopped' /var/log/iptraf-monitor.log
	equal 'Type=simple: it ended well' success "$(state_of monitor Result)"
	in_box systemctl disable monitor >/dev/null 2>&1
}

# --- the unit that is installed ---

installed() {
	log=/var/log/iptraf-ng/ip_traffic.log
	# logs and settings of the time when root ran it
	in_box sh -c 'umask 027; mkdir -p /var/log/iptraf-ng /var/lib/iptraf-ng; echo old >/var/log/iptraf-ng/ip_traffic.log
		echo flow-timeout = 60 >/var/lib/iptraf-ng/iptraf-ng.conf'
	check 'the unit: started' in_box systemctl start iptraf-ng
	equal 'the unit: it has said that it is ready' 'active Capturing' \
		"$(state_of iptraf-ng ActiveState) $(state_of iptraf-ng StatusText)"
	check 'the unit: it has a user of its own' test "$(status_of iptraf-ng Uid | cut -f 1)" = "$(in_box id -u iptraf-ng)"
	check 'the unit: no capability is left' test "$(status_of iptraf-ng CapEff)$(status_of iptraf-ng CapPrm)$(status_of iptraf-ng CapAmb)" = \
		000000000000000000000000000000000000000000000000
	equal 'the unit: sandboxed' 2 "$(status_of iptraf-ng Seccomp)"
	check 'the unit: it continues the log that root began' box_has 1 'monitor started' $log
	send 3
	check 'the unit: reload' in_box systemctl reload iptraf-ng
	check 'the unit: what is open is logged, a flow and not its packets' within 10 \
		box_has 1 '; UDP; eth0; active; from .* 3 packets, 384 bytes$' $log
	equal 'the unit: no line for a packet of UDP' 0 "$(in_box grep -c '; UDP; eth0; [0-9]* bytes' $log)"
	check 'the unit: active after that' within 5 is iptraf-ng ActiveState active
}

# Number 30: logrotate, by hand where there is none.
rotated() {
	in_box mv $log $log.1
	in_box systemctl reload iptraf-ng
	check 'rotation: a new log' within 10 box_has 1 'Logfile reopened' $log
	if in_box sh -c 'command -v logrotate' >/dev/null; then
		check 'logrotate' in_box logrotate -f /etc/logrotate.d/iptraf-ng
		check 'logrotate: a new log' within 10 box_has 1 'Logfile reopened' $log
	fi
	in_box sh -c "gzip -c $log.1 >/tmp/old.gz && find /var/log/iptraf-ng -name '*.1' -mtime +30 -delete"
	check 'what root can read it can read' in_box setpriv --bounding-set=-all --inh-caps=-all sh -c \
		'ls /var/log/iptraf-ng && touch /var/log/iptraf-ng/x && cat /var/lib/iptraf-ng/iptraf-ng.conf'
}

# Names in a filter resolve, and the last known addresses serve when they do not.
with_names() {
	command -v python3 >/dev/null || { skip 'names under the unit' 'no python3 here' 4; return; }
	in_box sh -c 'cat >/tmp/dns' <../lib/dns.py
	in_box sh -c 'printf "description web\ninclude udp to peer.example.org\n" >/var/lib/iptraf-ng/filters/web
		echo "filter = web" >>/var/lib/iptraf-ng/iptraf-ng.conf'
	in_box sh -c 'python3 /tmp/dns 10.77.1.2 10.77.1.1 >/tmp/dns.out 2>&1 & echo $! >/tmp/dns.pid'
	check 'a name server' within 10 box_has 1 listens /tmp/dns.out
	check 'names: started' in_box systemctl restart iptraf-ng
	check 'names: known' within 5 box_has 1 'known peer.example.org 10.77.1.1' /var/lib/iptraf-ng/filters/web
	in_box sh -c 'kill $(cat /tmp/dns.pid)'
	check 'names, the server is down: started' in_box systemctl restart iptraf-ng
	check 'names, the server is down: it is reported' within 5 says iptraf-ng 'its last known addresses are used'
	check 'names: root reads what was written down' in_box setpriv --bounding-set=-all --inh-caps=-all \
		cat /var/lib/iptraf-ng/filters/web
	equal 'names, the server is down: no restart' 0 "$(state_of iptraf-ng NRestarts)"
}

stopped() {
	check 'the unit: stopped' in_box systemctl stop iptraf-ng
	check 'the unit: the log ends' box_has 1 'monitor stopped' $log
	equal 'the unit: it ended well' success "$(state_of iptraf-ng Result)"
	check 'one interface: started' in_box systemctl start iptraf-ng@wlan0
	check 'one interface: its log' box_has 1 'monitor started' /var/log/iptraf-ng/ip_traffic-wlan0.log
	check 'one interface: stopped' in_box systemctl stop iptraf-ng@wlan0
	silent 'nothing was refused' in_box sh -c "$journal | grep -i 'iptraf.*\(denied\|not permitted\|not allowed\)'"
}

if wanted 28 || wanted 29 || wanted 30; then
	if ! [ -x /usr/lib/systemd/systemd ] || ! command -v systemd-sysusers >/dev/null; then
		skip 'services' 'no systemd here' 30
	elif ! box_start; then
		skip "services: $(tail -n 1 "$tmp/boot.out" | cut -c 1-100)" 'systemd does not start here' 30
		[ -z "${V-}" ] || cat "$tmp/boot.out"
	else
		as_everyone_writes_it
		installed
		rotated
		with_names
		stopped
	fi
	box_stop
fi
