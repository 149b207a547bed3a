#!/bin/sh
# Completions in the real shells: what Tab makes of what is typed.
cd "$(dirname "$0")" || exit 1
. lib/check.sh
. lib/screen.sh
iptraf=$(realpath "${IPTRAF:-../iptraf-ng}")
made=$(cd .. && realpath -m "${B:-build}/completions")
export TZ=UTC

cleanup() {
	term_close
}

mkdir -p "$tmp/bin" "$tmp/zsh" "$tmp/home" "$tmp/state/filters"
cat >"$tmp/bin/iptraf-ng" <<-END
	#!/bin/sh
	export IPTRAF_WORK_PATH='$tmp/state'
	exec '$iptraf' "\$@"
END
chmod +x "$tmp/bin/iptraf-ng"
printf 'description the web\ninclude tcp to port 443\n' >"$tmp/state/filters/onlyweb"
: >"$tmp/capture.pcap"
cp "$made/zsh" "$tmp/zsh/_iptraf-ng"
cat >"$tmp/zsh/.zshrc" <<-END
	PS1='%% '
	PATH='$tmp/bin':\$PATH
	fpath=('$tmp/zsh' \$fpath)
	autoload -U compinit && compinit -u -d '$tmp/zsh/dump'
	cd '$tmp'
END
cat >"$tmp/bashrc" <<-END
	PS1='% '
	PATH='$tmp/bin':\$PATH
	. '$made/bash'
	bind 'set bell-style none'
	cd '$tmp'
END
mkdir -p "$tmp/home/fish"
cat >"$tmp/home/fish/config.fish" <<-END
	set fish_greeting
	function fish_prompt; echo '% '; end
	set -gx PATH '$tmp/bin' \$PATH
	source '$made/fish'
	cd '$tmp'
END

# shell NAME: opens it; false: it is not here.
shell() {
	command -v "$1" >/dev/null || return 1
	case $1 in
	bash) term_open 120 24 bash --noprofile --rcfile "$tmp/bashrc" -i ;;
	zsh) term_open 120 24 env ZDOTDIR="$tmp/zsh" HOME="$tmp/home" zsh -d -i ;;
	fish) term_open 120 24 env HOME="$tmp/home" XDG_CONFIG_HOME="$tmp/home" fish --private ;;
	esac
	within 20 term_shows '^%'
}

# tab TYPED EXPECTED: after Tab; the line is given up then.
tab() {
	term_keys -l -- "$1"
	within 10 term_shows "^% $1"
	term_keys Tab
	check "$shell: $1" within 10 term_shows "^% $2"
	term_keys C-u
	term_keys C-l
	within 10 only_prompt
}

only_prompt() {
	[ "$(term_text | grep .)" = % ]
}

silent 'all options are there' sh -c '
	"$1" --doc | awk -F"\t" "\$1 == \"option\" { print \$4 }" | grep . | while read -r option; do
		for shell in bash zsh; do
			grep -q -e "$option\b" "$2/$shell" || echo "$shell: $option"
		done
		grep -q -e "-l ${option#--}\b" "$2/fish" || echo "fish: $option"
	done' - "$iptraf" "$made"
for shell in bash zsh fish; do
	if ! command -v $shell >/dev/null; then
		skip "$shell" 'not here' 10
		continue
	fi
	check "$shell starts" shell $shell
	tab 'iptraf-ng --list' 'iptraf-ng --list-filters'
	tab 'iptraf-ng --format nd' 'iptraf-ng --format ndjson'
	tab 'iptraf-ng --format=pro' 'iptraf-ng --format=prometheus'
	tab 'iptraf-ng -i l' 'iptraf-ng -i lo'
	tab 'iptraf-ng --filter on' 'iptraf-ng --filter onlyweb'
	tab 'iptraf-ng --set reverse' 'iptraf-ng --set reverse-dns='
	tab 'iptraf-ng -r cap' 'iptraf-ng -r capture.pcap'
	tab 'iptraf-ng -g --fields bytes,nonip,pea' 'iptraf-ng -g --fields bytes,nonip,peak'
	tab 'iptraf-ng -z all --sort from,-tx_p' 'iptraf-ng -z all --sort from,-tx_packets'
	term_close
done
finish
