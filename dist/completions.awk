# Completions for bash, zsh and fish, made from --doc:
#   iptraf-ng --doc | awk -v shell=SHELL -f completions.awk
# What an argument is called there (IFACE, FILE, FIELDS) says what may stand for it.
BEGIN {
	FS = "\t"
	syslog = "daemon user local0 local1 local2 local3 local4 local5 local6 local7"
}

function add(list, word) {
	return list (list == "" ? "" : " ") word
}

# A row for the command line: its options, the kind of its argument, what it does.
function add_option(letters, arg, help) {
	options[++n] = letters
	helps[n] = help
	kinds[n] = kind_of(arg)
	words[n] = arg
	gsub(/[|]/, " ", words[n])
	for (i = split(letters, each, " "); i > 0; i--)
		all = add(all, each[i])
}

function kind_of(arg) {
	if (arg == "")
		return ""
	if (arg ~ /^IFACE/)
		return "iface"
	if (arg ~ /^FILE/)
		return "file"
	if (arg == "FIELDS")
		return "fields"
	if (arg == "NAME")
		return "filter"
	if (arg == "KEY=VALUE")
		return "setting"
	if (arg == "[FACILITY]")
		return "syslog"
	return arg ~ /^[a-z|]+$/ ? "words" : "any"
}

$1 == "facility" {
	gsub(/, /, " ", $3)
	add_option($3, $4, $5)
	option_of[$2] = $3
}
$1 == "option" { add_option($2 ($2 != "" && $3 != "" ? " " : "") $3 \
	($2 $3 != "" && $4 != "" ? " " : "") $4, $5, $6) }
$1 == "setting" {
	settings = add(settings, $2 "=")
	if ($3 == "yes" || $3 == "no")
		switches = add(switches, $2)
}
$1 == "report" { facility_of[$3] = add(facility_of[$3], $2) }
# of an endpoint the port is a field, too
function add_field(key) {
	m = split(facility_of[$2], f, " ")
	for (i = 1; i <= m; i++)
		if (!seen[f[i] " " key]++) {
			fields[f[i]] = add(fields[f[i]], key)
			field_help[f[i], key] = $7
		}
	if (!any_seen[key]++)
		any_field = add(any_field, key)
}
$1 == "field" {
	add_field($3)
	if ($4 != "")
		add_field($4)
	if ($5 == "endpoint") {
		add_field($3 "_port")
		add_field($4 "_port")
	}
}

function joined(list, mark) {
	gsub(/ /, mark, list)
	return list
}

function quoted(s) {
	gsub(/'/, "'\\''", s)
	return "'" s "'"
}

# --- bash ---

function bash(  k, f) {
	print "# bash completion for iptraf-ng, made from `iptraf-ng --doc`"
	print ""
	print "_iptraf_ng_ifaces()\n{\n\tlocal dir\n\tfor dir in /sys/class/net/*/; do"
	print "\t\tdir=${dir%/}\n\t\tprintf '%s\\n' \"${dir##*/}\"\n\tdone\n\techo all\n}\n"
	print "# The fields of the facility that is named, or all."
	print "_iptraf_ng_fields()\n{\n\tlocal word\n\tfor word; do\n\t\tcase $word in"
	for (f in option_of)
		print "\t\t" joined(option_of[f], "|") ") echo " quoted(fields[f]) "; return ;;"
	print "\t\tesac\n\tdone\n\techo " quoted(any_field) "\n}\n"
	print "_iptraf_ng()\n{"
	print "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} head"
	print "\tlocal IFS=$' \\t\\n'\n\tCOMPREPLY=()"
	print "\t# --option=value comes in three words"
	print "\tif [[ $cur == = ]]; then\n\t\tcur=\n\telif [[ $prev == = ]]; then"
	print "\t\tprev=${COMP_WORDS[COMP_CWORD-2]}\n\tfi"
	print "\tcase $prev in"
	for (k = 1; k <= n; k++)
		if (kinds[k] != "")
			print "\t" joined(options[k], "|") ")\n\t\t" bash_action(k)
	print "\t" joined(switches, "|") ")\n\t\tCOMPREPLY=($(compgen -W 'yes no' -- \"$cur\"))\n\t\treturn ;;"
	print "\tesac"
	print "\tCOMPREPLY=($(compgen -W " quoted(all) " -- \"$cur\"))\n}"
	print "complete -F _iptraf_ng iptraf-ng iptraf"
}

function bash_action(k,  word) {
	if (kinds[k] == "iface")
		return "COMPREPLY=($(compgen -W \"$(_iptraf_ng_ifaces)\" -- \"$cur\"))\n\t\treturn ;;"
	if (kinds[k] == "file")
		return "compopt -o filenames\n\t\tCOMPREPLY=($(compgen -f -- \"$cur\"))\n\t\treturn ;;"
	if (kinds[k] == "fields")
		return "head=${cur%\"${cur##*,}\"}\n\t\tcur=${cur##*,}\n" \
			"\t\t[[ $cur == -* ]] && head=$head- cur=${cur#-}\n\t\tcompopt -o nospace\n" \
			"\t\tCOMPREPLY=($(compgen -P \"$head\" -W \"$(_iptraf_ng_fields \"${COMP_WORDS[@]}\")\" -- \"$cur\"))\n" \
			"\t\treturn ;;"
	if (kinds[k] == "filter")
		return "COMPREPLY=($(compgen -W \"$(iptraf-ng --list-filters 2>/dev/null | sed 's/ .*//')\" -- \"$cur\"))\n" \
			"\t\t[[ $cur == */* ]] && compopt -o filenames && COMPREPLY=($(compgen -f -- \"$cur\"))\n\t\treturn ;;"
	if (kinds[k] == "setting")
		return "compopt -o nospace\n\t\tCOMPREPLY=($(compgen -W " quoted(settings) " -- \"$cur\"))\n\t\treturn ;;"
	if (kinds[k] == "syslog")
		return "COMPREPLY=($(compgen -W " quoted(syslog " " all) " -- \"$cur\"))\n\t\treturn ;;"
	if (kinds[k] == "words")
		return "COMPREPLY=($(compgen -W " quoted(words[k]) " -- \"$cur\"))\n\t\treturn ;;"
	return "return ;;"
}

# --- zsh ---

function zsh(  k, f, each, m, i, spec, help) {
	print "#compdef iptraf-ng iptraf"
	print "# zsh completion for iptraf-ng, made from `iptraf-ng --doc`"
	print ""
	print "_iptraf_ng_ifaces() {\n\tlocal -a names=(/sys/class/net/*(-/N:t) all)"
	print "\tcompadd -a names\n}\n"
	print "_iptraf_ng_fields() {\n\tlocal word list=" quoted(any_field)
	print "\tfor word in $words; do\n\t\tcase $word in"
	for (f in option_of)
		print "\t\t(" joined(option_of[f], "|") ") list=" quoted(fields[f]) " ;;"
	print "\t\tesac\n\tdone\n\tcompset -P '*,'\n\tcompset -P '-'\n\tcompadd -S '' -- ${=list}\n}\n"
	print "_iptraf_ng_filters() {\n\tlocal -a names=(${(f)\"$(iptraf-ng --list-filters 2>/dev/null | sed 's/ .*//')\"})"
	print "\tcompadd -a names\n\t_files\n}\n"
	print "_iptraf_ng_settings() {\n\tif compset -P '*='; then\n\t\tcompadd yes no\n\telse"
	print "\t\tcompadd -S '' -- " settings "\n\tfi\n}\n"
	# a message about it would keep a lone match from being inserted
	print "_iptraf_ng_words() {\n\treturn 1\n}\n"
	printf "_arguments -s"
	for (k = 1; k <= n; k++) {
		m = split(options[k], each, " ")
		help = helps[k]
		gsub(/[][]/, "", help)
		for (i = 1; i <= m; i++) {
			spec = each[i]
			if (kinds[k] != "" && kinds[k] != "syslog")
				spec = spec (each[i] ~ /^--/ ? "=" : "+")
			spec = spec "[" help "]"
			if (kinds[k] != "" && kinds[k] != "syslog")
				spec = spec ":" words[k] ":" zsh_action(k)
			printf " \\\n\t%s", quoted(spec)
		}
	}
	print " \\\n\t'*:expression:_iptraf_ng_words'"
}

function zsh_action(k) {
	if (kinds[k] == "file")
		return "_files"
	if (kinds[k] == "words")
		return "(" words[k] ")"
	if (kinds[k] == "any")
		return " "
	return "_iptraf_ng_" kinds[k] (kinds[k] ~ /s$/ ? "" : "s")
}

# --- fish ---

# With what it shows beside each; else that would be the help of the option.
function fish_fields(f,  m, i, each, list) {
	m = split(fields[f], each, " ")
	for (i = 1; i <= m; i++)
		list = add(list, each[i] "\\t" fish_quoted(field_help[f, each[i]]))
	return list
}

function fish(  k, f, m, i, each, line) {
	print "# fish completion for iptraf-ng, made from `iptraf-ng --doc`"
	print ""
	print "function __iptraf_ng_ifaces\n    for dir in /sys/class/net/*/\n        printf '%s\\tinterface\\n' (basename $dir)\n    end\n    printf 'all\\tall interfaces\\n'\nend\n"
	print "function __iptraf_ng_filters\n    iptraf-ng --list-filters 2>/dev/null | string replace -r ' .*' ''\nend\n"
	print "# The fields of the facility that is named, or all, behind those that are typed."
	print "function __iptraf_ng_fields\n    set -l list " any_field
	print "    for word in (commandline -opc)\n        switch $word"
	for (f in option_of)
		print "            case " fish_list(option_of[f]) "\n                set list " fish_fields(f)
	print "        end\n    end"
	print "    set -l head (commandline -ct | string replace -r '^--[a-z]+=' '' | string replace -r '[^,-]*$' '')"
	print "    for word in $list\n        echo \"$head$word\"\n    end\nend\n"
	print "for program in iptraf-ng iptraf"
	for (k = 1; k <= n; k++) {
		line = "    complete -c $program"
		m = split(options[k], each, " ")
		for (i = 1; i <= m; i++)
			line = line (each[i] ~ /^--/ ? " -l " substr(each[i], 3) : " -s " substr(each[i], 2))
		line = line fish_action(k) " -d " fish_quoted(helps[k])
		print line
	}
	print "end"
}

function fish_list(list) {
	gsub(/-/, "\\-", list)
	return list
}

function fish_quoted(s) {
	gsub(/'/, "\\'", s)
	return "'" s "'"
}

function fish_action(k) {
	if (kinds[k] == "" || kinds[k] == "syslog")
		return " -f"
	if (kinds[k] == "file")
		return " -r -F"
	if (kinds[k] == "words")
		return " -x -a " fish_quoted(words[k])
	if (kinds[k] == "setting")
		return " -x -a " fish_quoted(settings)
	if (kinds[k] == "any")
		return " -x"
	return " -x -a '(__iptraf_ng_" kinds[k] (kinds[k] ~ /s$/ ? "" : "s") ")'"
}

END {
	if (shell == "bash")
		bash()
	else if (shell == "zsh")
		zsh()
	else
		fish()
}
