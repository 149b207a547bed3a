#!/bin/bash
# What can be told from the text, and from the program as it was linked.
cd "$(dirname "$0")/.." || exit 1
. tests/lib/check.sh
export LC_ALL=C.UTF-8
iptraf=${IPTRAF:-./iptraf-ng}
read -ra cc <<<"${CC:-cc}" # it may be two words: ccache gcc
mapfile -t sources < <(find src tests -name '*.[ch]' | sort)
mapfile -t texts < <(find . -name .git -prune -o -path ./build -prune -o -type f \
	\( -name '*.[ch]' -o -name '*.sh' -o -name '*.md' -o -name '*.[58]' -o -name Makefile \
	-o -path ./.ci/run \) -print | sort)

# --- the include direction is the architecture; this is its only copy ---

folders='base sys config capture filter stats output ui run menu import'

allowed() {
	case $1 in
	base) echo 'base' ;;
	sys) echo 'base|sys' ;;
	config) echo 'base|sys|config' ;;
	capture) echo 'base|sys|config|capture' ;;
	filter) echo 'base|sys|config|capture|filter' ;;
	stats) echo 'base|sys|config|capture|filter|stats' ;;
	output) echo 'base|sys|config|capture|filter|stats|output' ;;
	ui) echo 'base|sys|config|capture|filter|stats|ui' ;;
	run) echo 'base|sys|config|capture|filter|stats|output|ui|run' ;;
	menu) echo 'base|sys|config|capture|filter|stats|output|ui|run|menu' ;;
	import) echo 'base|sys|config|capture|filter|import' ;;
	esac
}

wrong_way() {
	grep -rnE '^#include "[a-z_0-9]+/' "src/$1" | grep -vE "\"($(allowed "$1"))/"
	# main.c and cli.[ch] are on top
	grep -rnE '^#include "[a-z_0-9]+\.h"' "src/$1"
}

for dir in $folders; do
	silent "include direction of src/$dir" wrong_way "$dir"
done
# find gives the words
# shellcheck disable=SC2046
silent 'folders are those of the picture' \
	find src -mindepth 1 -type d $(printf -- '-not -name %s ' $folders)
silent 'only main.c and cli.[ch] are on top' \
	find src -maxdepth 1 -type f -not -name main.c -not -name 'cli.[ch]'
silent 'curses only in src/ui' \
	sh -c 'grep -rnE "curses\.h|panel\.h|\bterm\.h>" src --include="*.[ch]" | grep -v ^src/ui/'
silent 'libpcap only in src/capture' \
	sh -c 'grep -rn "pcap\.h>" src --include="*.[ch]" | grep -v ^src/capture/'
silent 'the name service switch is for src/sys/resolver*.c alone' \
	sh -c 'grep -rnE "\b(getaddrinfo|gethostby[a-z0-9_]*|getnameinfo|get(pw|gr|serv|proto)[a-z_]*) *\(" src --include="*.[ch]" |
		grep -v "^src/sys/resolver"'
silent 'libraries are loaded in src/capture/libpcap.c alone' \
	sh -c 'grep -rnE "\bdlopen *\(" src --include="*.[ch]" | grep -v "^src/capture/libpcap"'
# in code, not in comments: numbers of protocols, ethertypes and link types have names
numbers() {
	grep -rnE "$1" src --include='*.[ch]' | grep -vE "^$2:|^[^:]*:[0-9]+:[ \t]*(/?\*|//)" |
		sed 's,/\*.*\*/,,' | grep -E "$1"
}
silent 'ethertypes only in base/protocols.[ch]' numbers \
	'\b0x(0800|0?806|8035|86[Dd][Dd]|8100|8137|88[0-9A-Fa-f]{2}|9[1-3]00|600[0-7])\b' 'src/base/protocols\.[ch]'
silent 'numbers of IP protocols only in base/protocols.[ch]' numbers \
	'case (4[1347]|5[018]|60|8[89]|115|135|139|140):|proto(col)?\)? *[!=]= *[0-9]|rule_(has|set)_proto\([^()]*, *[0-9]|\{ *[0-9]+, *"(GRE|gre|OSPF|ospf|ICMPv6|icmpv6)"' \
	'src/base/protocols\.[ch]'
silent 'link types only in capture/links.[ch]' numbers '\b(ARPHRD|DLT)_[A-Z]' 'src/capture/links\.[ch]'
silent 'clocks are read in base/clock.c alone' \
	sh -c 'grep -rnE "\b(time|clock_gettime|gettimeofday|ftime) *\(" src --include="*.[ch]" |
		grep -vE "^src/base/clock.c:|^[^:]*:[0-9]+:[ \t]*(/?\*|//)"'
silent 'the clock is asked for above the folders alone' \
	sh -c 'grep -rnE "\bclock_read *\(" src/*/ --include="*.[ch]" | grep -vE "^src/(base/clock|sys/|run/)"'
silent 'engines are named in the facility table alone' \
	sh -c 'grep -rnE "&engine_" src --include="*.[ch]" | grep -v ^src/run/facilities.c:'
silent 'engines are given what they need' \
	grep -rnE 'config/(ethers|ports)\.h|sysinfo|names_load|\bf?open *\(' src/stats
equal 'one doupdate' 1 "$(grep -rhE '\bdoupdate *\(' src --include='*.c' | wc -l)"
silent 'no refresh beside it' \
	grep -rnE '\b(w?refresh|prefresh|(mv)?w?getch|wgetn?str) *\(stdscr|\b(refresh|wrefresh|prefresh) *\(' \
	src --include='*.c'

# --- what is banned ---

silent 'no unbounded string calls' \
	grep -nwE '(strcpy|stpcpy|strcat|sprintf|vsprintf|strncpy|strncat|gets|atoi|atol|atoll|atof|alloca) *\(' \
	"${sources[@]}"
silent 'the environment is read in sys/env.c alone' \
	sh -c 'grep -rnE "getenv *\(" src --include="*.[ch]" | grep -vE "^src/sys/env\.c:|[a-z]_getenv *\(3|as getenv\(3|getenv\(3\)"'
silent 'no typedef of structs' grep -nE '^typedef struct' "${sources[@]}"

# --- form ---

too_long() {
	wc -l "${sources[@]}" | awk '$2 != "total" && $1 > 600'
}

too_wide() {
	for f in "${sources[@]}"; do
		# wc -L counts columns, a tab to the next multiple of eight
		[ "$(wc -L <"$f")" -le 100 ] || echo "$f: $(wc -L <"$f") columns"
	done
}

silent 'files under 600 lines' too_long
silent 'lines up to 100 columns' too_wide
silent 'no white space at the ends of lines' grep -nE '[[:blank:]]$' "${texts[@]}"
silent 'no carriage returns' grep -lP '\r' "${texts[@]}"
silent 'no word of where it was made' \
	grep -nE 'share[d]/|/wor[k]/|/root[/]|/tmp/la[b]' "${texts[@]}"

# --- each header stands alone ---

flags=(-std=gnu11 -D_GNU_SOURCE -Isrc -Wall -Wextra)
read -ra curses < <("${PKG_CONFIG:-pkg-config}" --cflags ncursesw 2>/dev/null)
for h in $(find src -name '*.h' | sort); do
	check "$h alone" "${cc[@]}" "${flags[@]}" "${curses[@]}" -fsyntax-only -x c -include "$h" /dev/null
	silent "$h is guarded" sh -c 'grep -q "^#ifndef.*_H$\|^#pragma once" "$1" || echo "$1"' - "$h"
done

# --- the tables of system calls are for other machines too ---

if command -v aarch64-linux-gnu-gcc >/dev/null; then
	for f in seccomp seccomp_tables sandbox landlock; do
		check "src/sys/$f.c for arm64" \
			aarch64-linux-gnu-gcc "${flags[@]}" -Werror -fsyntax-only "src/sys/$f.c"
	done
else
	skip 'tables of system calls for arm64' 'no cross compiler here' 4
fi

# --- the program as it was linked ---

hardened() {
	local head dyn seg sym
	head=$(readelf -hW "$iptraf") dyn=$(readelf -dW "$iptraf")
	seg=$(readelf -lW "$iptraf") sym=$(nm -D "$iptraf")
	check 'linked as PIE' grep -q 'Type:.*DYN' <<<"$head"
	check 'PIE flag' grep -q 'FLAGS_1.*PIE' <<<"$dyn"
	check 'bound at start' grep -q 'BIND_NOW\|FLAGS.*NOW' <<<"$dyn"
	check 'read-only after relocation' grep -q GNU_RELRO <<<"$seg"
	check 'stack is no code' grep -q 'GNU_STACK.* RW ' <<<"$seg"
	check 'stack protector' grep -q __stack_chk_fail <<<"$sym"
	check 'fortified calls' grep -q '_chk' <<<"$sym"
	silent 'no unbounded call came in by linking' \
		grep -wE 'strcpy|stpcpy|strcat|sprintf|vsprintf|gets|scanf|__strcpy_chk|__strcat_chk|__sprintf_chk|__vsprintf_chk' <<<"$sym"
	silent 'linked with libc, ncurses and libcap alone' \
		sh -c 'grep NEEDED | grep -vE "\[(ld-|lib(c|m|dl|pthread|ncursesw?|tinfow?|cap)\.)"' <<<"$dyn"
	silent 'no run path' grep -E 'RPATH|RUNPATH' <<<"$dyn"
}

if [ -x "$iptraf" ]; then
	hardened
else
	fail "$iptraf is not built"
fi

# --- the units, and the file for logrotate ---

mkdir "$tmp/sbin" && cp "$iptraf" "$tmp/sbin/iptraf-ng"
make -s units B="$tmp" SBINDIR="$tmp/sbin"
if command -v systemd-analyze >/dev/null; then
	for u in iptraf-ng.service iptraf-ng@.service; do
		silent "$u verified" systemd-analyze verify --man=no "$tmp/dist/$u"
		check "$u is exposed below 2.0" \
			systemd-analyze security --offline=yes --threshold=19 "$tmp/dist/$u"
	done
else
	skip 'units verified' 'no systemd-analyze here' 4
fi
if command -v logrotate >/dev/null; then
	cp dist/iptraf-ng.logrotate "$tmp/rotate" && chmod 644 "$tmp/rotate"
	check 'logrotate takes its file' logrotate -d -s "$tmp/state" "$tmp/rotate"
	silent 'logrotate has nothing to say against it' \
		sh -c 'logrotate -d -s "$1/state" "$1/rotate" 2>&1 | grep -i "^error"' - "$tmp"
else
	skip 'logrotate' 'not here' 2
fi

# --- what must hold: tests cite it by name, it names the tests ---

unknown_names() {
	grep -hoE '\([A-Z][0-9](, [A-Z][0-9])*( of INVARIANTS\.md)?\)' tests/*/*.sh tests/unit/*.c |
		grep -oE '\b[A-Z][0-9]\b' | sort -u |
		comm -23 - <(sed -nE 's/^\| ([A-Z][0-9]) \|.*/\1/p' tests/INVARIANTS.md | sort -u)
}

missing_tests() {
	grep -oE '\b([a-z]+/)?[a-z_]+\.(sh|c)\b' tests/INVARIANTS.md | sort -u |
		while read -r test; do
			[ -e "tests/$test" ] || echo "$test"
		done
}
silent 'tests cite what tests/INVARIANTS.md has' unknown_names
silent 'tests/INVARIANTS.md names tests that there are' missing_tests

# --- the manual ---

for page in man/*.[58]; do
	silent "$page without a warning" groff -mandoc -Tutf8 -ww -z "$page"
	if man --version 2>/dev/null | grep -q '^man 2'; then
		silent "$page without a warning of man" \
			sh -c 'man --warnings -E UTF-8 -l -Tutf8 -Z "$1" >/dev/null' - "$page"
	fi
done

# What the program has, and the marked entries of the manual: neither may be ahead.  Both sides are
# brought to lines of the same form, by kind.
"$iptraf" --doc >"$tmp/doc" 2>&1
for page in iptraf-ng.8 iptraf-ng.conf.5 iptraf-ng-output.5; do
	awk -f tests/lib/manual.awk "man/$page" >"$tmp/$page.entries"
done

# rows KIND AWK: of the program; the tag that the manual should have.
rows() {
	awk -F'\t' -v kind="$1" '$1 == kind { '"$2"' }' "$tmp/doc"
}

# tags PAGE KIND: of the manual; an entry may be for several.
tags() {
	awk -F'\t' -v kind="$2" '$1 == kind { gsub(/, /, "\n", $2); print $2 }' "$tmp/$1.entries"
}

# compare NAME, with $tmp/program and $tmp/manual.
compare() {
	check "the program has $1" test -s "$tmp/program"
	check "the manual has the $1 of the program, and no others (-: of the program)" \
		diff -U0 "$tmp/program" "$tmp/manual"
}

# as `-r, --read FILE`
rows facility 'gsub(/, /, "\n", $3); print $3 ($4 == "" ? "" : " " $4)' >"$tmp/program"
tags iptraf-ng.8 facilities >"$tmp/manual"
compare facilities
rows option '
	out = ""
	for (i = 2; i <= 4; i++)
		if ($i != "")
			out = out (out == "" ? "" : ", ") $i
	print out ($5 == "" ? "" : " " $5)' >"$tmp/program"
awk -F'\t' '$1 == "options" { print $2 }' "$tmp/iptraf-ng.8.entries" >"$tmp/manual"
compare options

# the synopsis has each by one of its names
synopsis() {
	sed -n '/^\.SH SYNOPSIS/,/^\.SH DESCRIPTION/p' man/iptraf-ng.8 | sed 's/\\-/-/g' |
		grep -oE -- '(^|[^-A-Za-z])--?[A-Za-z][a-z-]*' | grep -oE -- '-.*' | sort -u
}
{
	rows facility 'gsub(/, /, "\n", $3); print $3'
	rows option 'print $2; print $3; print $4'
} | grep . | sort -u >"$tmp/words"
synopsis >"$tmp/manual"
silent 'the synopsis has no option that the program has not' comm -13 "$tmp/words" "$tmp/manual"
unknown_long() {
	grep -v systemctl man/*.[58] | sed 's/\\-/-/g' |
		grep -oE -- '(^|[^-A-Za-z])--[a-z][a-z-]*' | grep -oE -- '--.*' | sort -u |
		comm -13 "$tmp/words" -
}
silent 'no long option in the text that the program has not' unknown_long
missing() {
	awk -F'\t' 'NR == FNR { has[$1]; next }
		$1 == "facility" { split($3, name, ", ") }
		$1 == "facility" && !(name[1] in has) { print $3 }
		$1 == "option" && !($2 in has) && !($4 in has) { print $2, $4 }' "$tmp/manual" "$tmp/doc"
}
silent 'the synopsis has every option' missing

# as `ring (32 MiB; 1 to 1024)`; the file's own page has the help of the table too
setting='
	value = $3 ($4 == "" ? "" : " " $4) ($5 == "" ? "" : "; " $5 " to " $6)
	tag = $2 " (" value ")"'
rows setting "$setting; print tag" >"$tmp/program"
tags iptraf-ng.8 settings >"$tmp/manual"
compare settings
rows setting "$setting"'; print tag ": " toupper(substr($7, 1, 1)) substr($7, 2) "."' >"$tmp/program"
awk -F'\t' '$1 == "settings" { print $2 ": " $3 }' "$tmp/iptraf-ng.conf.5.entries" >"$tmp/manual"
compare 'settings of the file'

# tables, and their fields as `packets, packets_back (packets)`
rows table 'print $2 ": " toupper(substr($3, 1, 1)) substr($3, 2) "."' >"$tmp/program"
awk -F'\t' '$1 == "tables" { print $2 ": " $3 }' "$tmp/iptraf-ng-output.5.entries" >"$tmp/manual"
compare tables
rows field '
	tag = $3 ($4 == "" ? "" : ", " $4) " (" ($6 == "" ? $5 : $6) ")"
	print $2, tag ": " toupper(substr($7, 1, 1)) substr($7, 2) "."' >"$tmp/program"
awk -F'\t' '$1 ~ /^fields / {
	n = split($1, table, " ")
	for (i = 2; i <= n; i++)
		print table[i], $2 ": " $3
}' "$tmp/iptraf-ng-output.5.entries" >"$tmp/manual"
sort -o "$tmp/program" "$tmp/program"
sort -o "$tmp/manual" "$tmp/manual"
compare fields

# An entry may be of several keys, for several screens: `keys services stations`.
# by_screen KIND: "SCREEN KEY" for each
by_screen() {
	awk -F'\t' -v kind="$1" '
	$1 ~ "^" kind " " {
		n = split($1, screen, " ")
		m = split($2, key, ", ")
		for (i = 2; i <= n; i++)
			for (j = 1; j <= m; j++)
				print screen[i], key[j]
	}' "$tmp/iptraf-ng.8.entries" | sort -u
}
rows key 'print $2, $3' | sort -u >"$tmp/program"
by_screen keys >"$tmp/manual"
compare keys
rows menu 'print $2, $3' | sort >"$tmp/program"
by_screen menu >"$tmp/manual"
compare menus
silent 'no menu has a letter twice' uniq -d "$tmp/program"

rows signal 'print $2' >"$tmp/program"
tags iptraf-ng.8 signals >"$tmp/manual"
compare signals
rows status 'print $2' >"$tmp/program"
tags iptraf-ng.8 statuses >"$tmp/manual"
compare 'exit statuses'
finish
