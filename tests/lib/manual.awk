# The entries of a manual page that are marked as to be compared with `iptraf-ng --doc`: those
# between the comments `.\" doc: KIND` and `.\" doc: end`.  A line for each tag of .TP and .TQ:
# KIND, the tag, the paragraph behind it; tabs between.  KIND may be several words.

# An argument or more, without quotes; glued together or with blanks between, as the macro has it.
function arguments(s, glue,    out, word) {
	out = ""
	while (s != "") {
		sub(/^ +/, "", s)
		if (match(s, /^"[^"]*"/))
			word = substr(s, 2, RLENGTH - 2)
		else if (match(s, /^[^ ]+/))
			word = substr(s, 1, RLENGTH)
		else
			break
		s = substr(s, RLENGTH + 1)
		out = out (out == "" ? "" : glue) word
	}
	return out
}

# A line of text as it is read: no macro, no font, no escape.
function plain(s) {
	if (s ~ /^\.(B|I) /)
		s = arguments(substr(s, 4), " ")
	else if (s ~ /^\.(BR|BI|RB|RI|IR|IB) /)
		s = arguments(substr(s, 5), "")
	gsub(/\\f[BIPR]/, "", s)
	gsub(/\\-/, "-", s)
	gsub(/\\~/, " ", s)
	gsub(/\\[&|]/, "", s)
	gsub(/\\e/, "\\", s)
	return s
}

function put() {
	if (tag != "")
		print kind "\t" tag "\t" text
	tag = text = ""
}

/^\.\\" doc: / {
	put()
	kind = substr($0, 10)
	if (kind == "end")
		kind = ""
	next
}
kind == "" { next }
/^\.T[PQ]/ {
	put()
	next_is_tag = 1
	next
}
/^\.(PP|RS|RE|SH|SS)/ {
	put()
	next
}
next_is_tag {
	tag = plain($0)
	next_is_tag = 0
	next
}
{ text = text (text == "" ? "" : " ") plain($0) }
END { put() }
