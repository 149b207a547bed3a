# shellcheck shell=sh
# Terminals and locales that can do less.

colours() {
	term capture-pane -p -e | grep -cE '\[[0-9;]*(3[0-7]|4[0-7])[;m]'
}

env='env LC_ALL=C'
show 80 24
screen_is "the terminal's own lines without a UTF-8 locale" monitor-acs.txt
env='env LC_ALL=C TERM=mach'
show 80 24
screen_is 'ASCII where it has none' monitor-ascii.txt
env=
show 80 24
check 'in colour' test "$(colours)" -gt 0
env='env NO_COLOR=1'
show 80 24
screen_is 'NO_COLOR: the same text' monitor.txt
equal 'NO_COLOR: no colour' 0 "$(colours)"
env='env NO_COLOR='
show 80 24
check 'NO_COLOR set to nothing: in colour' test "$(colours)" -gt 0
env=
show 80 24 --set color=no
equal 'color=no: no colour' 0 "$(colours)"

# themes: all but the classic one leave the background to the terminal
backgrounds() {
	term capture-pane -p -e | grep -cE '\[([0-9;]*;)?4[0-7][;m]'
}

has_no_background() {
	[ "$(backgrounds)" = 0 ]
}

has_background() {
	! has_no_background
}

show 80 24
check 'classic: its own background' test "$(backgrounds)" -gt 0
for theme in dark light; do
	show 80 24 --set theme=$theme
	screen_is "$theme: the same text" monitor.txt
	check "$theme: in colour" test "$(colours)" -gt 0
	equal "$theme: the background of the terminal" 0 "$(backgrounds)"
done
show 80 24 --set theme=mono
equal 'mono: no colour' 0 "$(colours)"
env='env NO_COLOR=1'
show 80 24 --set theme=dark
equal 'NO_COLOR before a theme' 0 "$(colours)"
env=
show 80 24 --set theme=dark --set color=no
equal 'color=no before a theme' 0 "$(colours)"

env='env TERM=vt100'
show 80 24
screen_is 'vt100' monitor.txt
equal 'vt100: no colour' 0 "$(colours)"

# no screen on these: the log's lines instead
for env in 'env TERM=dumb' 'env -u TERM' 'env TERM=' 'env TERM=no-such-terminal'; do
	show 80 24 --set connections=100
	ends "$env" 0
	check "$env: text" term_shows 'IP traffic monitor stopped'
done
env=
