#!/bin/sh
# From a fresh clone to the program on the screen, or to its tests.
#   ./setup.sh run [ARGUMENT...]   installs what is missing, builds, opens the program
#   ./setup.sh check               installs what is missing, tests' tools too, runs every test;
#                                  Prometheus is unpacked into build/ (Debian), not installed
# What is there already is left alone; with nothing missing, no network is needed.
set -eu
top=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
manager='' missing='' packages='' updated=''
case ${B:=build} in
/*) prometheus=$B/prometheus ;;
*) prometheus=$top/$B/prometheus ;;
esac

die() {
	echo "setup.sh: $*" >&2
	exit 1
}

# --- how to tell that something is there ---

has_cmd() {
	command -v "$1" >/dev/null 2>&1
}

has_lib() {
	"${PKG_CONFIG:-pkg-config}" --exists "$1" 2>/dev/null
}

has_module() {
	python3 -c "import $1" 2>/dev/null
}

builds() {
	printf '#include <stdio.h>\n#include <linux/if_packet.h>\nint main(void) { return 0; }\n' \
		>"$scratch/try.c"
	${CC:-cc} "$@" -o "$scratch/try" "$scratch/try.c" >/dev/null 2>&1
}

# --- what is needed: name, test, packages of apt, dnf, pacman, zypper and apk (-: has none) ---

tools() {
	need 'a C compiler' builds 'gcc libc6-dev' 'gcc glibc-devel kernel-headers' \
		'gcc linux-api-headers' 'gcc glibc-devel linux-glibc-devel' \
		'gcc musl-dev linux-headers'
	need make 'has_cmd make' make make make make make
	need pkg-config "has_cmd ${PKG_CONFIG:-pkg-config}" pkg-config pkgconf-pkg-config \
		pkgconf pkg-config pkgconf
}

libraries() {
	need ncursesw 'has_lib ncursesw' libncurses-dev ncurses-devel ncurses ncurses-devel \
		ncurses-dev
	need libcap 'has_lib libcap' libcap-dev libcap-devel libcap libcap-devel libcap-dev
	need libpcap 'has_lib libpcap' libpcap-dev libpcap-devel libpcap libpcap-devel libpcap-dev
	need /etc/protocols 'test -e /etc/protocols -o -e /usr/etc/protocols' \
		netbase setup iana-etc netcfg alpine-baselayout-data
}

for_tests() {
	need cmocka 'has_lib cmocka' libcmocka-dev libcmocka-devel cmocka libcmocka-devel cmocka-dev
	need sanitizers 'builds -fsanitize=address,undefined' - 'libasan libubsan' - - -
	need tmux 'has_cmd tmux' tmux tmux tmux tmux tmux
	need ip 'has_cmd ip' iproute2 iproute iproute2 iproute2 iproute2
	need ping 'has_cmd ping' iputils-ping iputils iputils iputils iputils
	need groff 'has_cmd groff' groff-base groff-base groff groff groff
	need readelf 'has_cmd readelf' binutils binutils binutils binutils binutils
	need setpriv 'has_cmd setpriv' util-linux util-linux util-linux util-linux setpriv
	need setsid 'has_cmd setsid' util-linux util-linux util-linux util-linux setsid
	need timeout 'has_cmd timeout' coreutils coreutils coreutils coreutils coreutils
	need pkill 'has_cmd pkill' procps procps-ng procps-ng procps procps
	need /usr/bin/time 'test -x /usr/bin/time' time time time time -
	need jq 'has_cmd jq' jq jq jq jq jq
	need python3-jsonschema 'has_module jsonschema' python3-jsonschema \
		python3-jsonschema python-jsonschema python3-jsonschema py3-jsonschema
	need zsh 'has_cmd zsh' zsh zsh zsh zsh zsh
	need fish 'has_cmd fish' fish fish fish fish fish
	need strace 'has_cmd strace' strace strace strace strace strace
}

# --- installing ---

find_manager() {
	for manager in apt-get dnf pacman zypper apk; do
		has_cmd "$manager" && return
	done
	manager=''
}

need() {
	name=$1 there=$2
	shift 2
	$there && return
	missing="$missing${missing:+, }$name"
	case $manager in
	apt-get) package=$1 ;;
	dnf) package=$2 ;;
	pacman) package=$3 ;;
	zypper) package=$4 ;;
	apk) package=$5 ;;
	*) package=- ;;
	esac
	[ "$package" = - ] || packages="$packages $package"
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif has_cmd sudo; then
		sudo "$@"
	else
		die "neither root nor sudo: as root, run: $*"
	fi
}

install_packages() {
	case $manager in
	apt-get)
		# a stale list would ask for packages that the mirror has no more
		[ -n "$updated" ] || as_root apt-get update -qq || true
		as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
			--no-install-recommends "$@" ;;
	dnf) as_root dnf install -y "$@" ;;
	pacman) as_root pacman -S --needed --noconfirm "$@" ;;
	zypper) as_root zypper --non-interactive install "$@" ;;
	apk) as_root apk add "$@" ;;
	esac
	updated=1
}

# Sees to it that all that a list needs is there.
provide() {
	missing='' packages=''
	"$1"
	[ -n "$missing" ] || return 0
	[ -n "$manager" ] || die "missing: $missing; install it by hand (no package manager known)"
	if [ -n "$packages" ]; then
		echo "setup.sh: missing: $missing; installing:$packages"
		# the list is words
		# shellcheck disable=SC2086
		install_packages $packages </dev/null
		missing='' packages=''
		"$1"
	fi
	# what has no package here is optional
	[ -z "$packages" ] || die "still missing: $missing"
	[ -z "$missing" ] || echo "setup.sh: not to be had here, done without: $missing"
}

# --- Prometheus: its packages would start services, so the programs alone are unpacked ---

has_prometheus() {
	PATH=$PATH:$prometheus/usr/bin
	has_cmd prometheus && has_cmd promtool && has_cmd prometheus-node-exporter
}

download_prometheus() {
	set -- prometheus prometheus-node-exporter
	# in Debian 12 it is part of prometheus
	! apt-cache show promtool 2>/dev/null | grep -q . || set -- "$@" promtool
	timeout 60 apt-get download -qq -o Acquire::Retries=0 "$@"
}

# As install_packages does; but this one need not be, and asks for no password.
refresh_lists() {
	[ -z "$updated" ] || return
	if [ "$(id -u)" = 0 ]; then
		timeout 60 apt-get update -qq
	else
		timeout 60 sudo -n apt-get update -qq
	fi
}

unpack_prometheus() {
	[ "$manager" = apt-get ] || return
	mkdir "$scratch/prometheus"
	cd "$scratch/prometheus"
	download_prometheus >log 2>&1 ||
		{ refresh_lists >log 2>&1 && download_prometheus >log 2>&1; } || return
	for package in *.deb; do
		dpkg -x "$package" root || return
	done
	mkdir -p "${prometheus%/*}"
	rm -rf "$prometheus"
	mv root "$prometheus"
	has_prometheus
}

get_prometheus() {
	(has_prometheus || unpack_prometheus) ||
		echo 'setup.sh: not to be had here, done without: Prometheus'
}

build() {
	make -C "$top" -j"$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)" "$@"
}

run_program() {
	provide tools
	provide libraries
	build
	rm -rf "$scratch"
	if [ "$(id -u)" != 0 ] && has_cmd sudo; then
		exec sudo "$top/iptraf-ng" "$@"
	fi
	exec "$top/iptraf-ng" "$@"
}

run_tests() {
	provide tools
	provide libraries
	provide for_tests
	get_prometheus &
	build
	wait
	build check
}

find_manager
case ${1-} in
run)
	shift
	run_program "$@" ;;
check) run_tests ;;
*)
	sed -n '2,6s/^# //p' "$0" >&2
	exit 2 ;;
esac
