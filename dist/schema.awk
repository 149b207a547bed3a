# JSON Schemas (draft 2020-12) of what --format json and ndjson write, made from --doc:
#   iptraf-ng --doc | awk -v dir=DIRECTORY -f schema.awk
# An incompatible change of a document goes with a new version, here and in output/json.c.
BEGIN {
	FS = "\t"
	version = 1
	count = "{\"type\": \"integer\", \"minimum\": 0}"
	time = "{\"type\": \"string\", \"format\": \"date-time\", \"pattern\": " \
		"\"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{6}Z$\"}"
	maybe_text = "{\"type\": [\"string\", \"null\"]}"
	maybe_count = "{\"type\": [\"integer\", \"null\"], \"minimum\": 0}"
	maybe_port = "{\"type\": [\"integer\", \"null\"], \"minimum\": 0, \"maximum\": 65535}"
	maybe_mac = "{\"type\": [\"string\", \"null\"], \"pattern\": \"^[0-9a-f]{2}(:[0-9a-f]{2}){5}$\"}"
}

function quoted(s) {
	gsub(/["\\]/, "\\\\&", s)
	return "\"" s "\""
}

# "KEY": {"description": HELP, ...}
function member(key, schema, help) {
	if (help != "")
		schema = "{\"description\": " quoted(help) ", " substr(schema, 2)
	return quoted(key) ": " schema
}

function add(list, item) {
	return list (list == "" ? "" : ",\n    ") item
}

function add_field(table, key, type, help) {
	if (type == "endpoint") {
		fields[table] = add(fields[table], member(key, maybe_text, help))
		fields[table] = add(fields[table], member(key "_port", maybe_port))
		return
	}
	if (type == "text" || type == "address")
		schema = maybe_text
	else if (type == "MAC")
		schema = maybe_mac
	else if (type == "yes or no")
		schema = "{\"type\": [\"boolean\", \"null\"]}"
	else
		schema = maybe_count
	fields[table] = add(fields[table], member(key, schema, help))
}

$1 == "facility" { facility[++facilities] = $2; help[$2] = $5 }
$1 == "report" { tables[$2] = tables[$2] " " $3 }
$1 == "table" { table[++n_tables] = $2; table_help[$2] = $3 }
$1 == "field" {
	add_field($2, $3, $5, $7)
	if ($4 != "")
		add_field($2, $4, $5, $7 ", of the other direction")
}

# An object with exactly these members; those of `needed` are always there.
function object(members, needed) {
	return "{\"type\": \"object\", \"additionalProperties\": false,\n   \"required\": [" needed \
		"],\n   \"properties\": {\n    " members "}}"
}

function head(  h) {
	h = add(h, member("time", time, "of the report"))
	h = add(h, member("start", time, "of the run"))
	h = add(h, member("duration_ms", count))
	h = add(h, member("interface", maybe_text, "null: all"))
	h = add(h, member("filter", maybe_text, "null: none"))
	h = add(h, member("captured", count, "packets"))
	h = add(h, member("dropped", count, "packets, by the kernel"))
	h = add(h, member("evicted", count, "rows of full tables"))
	return add(h, member("lost_lines", count, "of the output"))
}

function keys_of(members,  m, n, list, i, key) {
	n = split(members, m, ",\n    ")
	for (i = 1; i <= n; i++) {
		key = m[i]
		sub(/:.*/, "", key)
		list = list (list == "" ? "" : ", ") key
	}
	return list
}

function begin(name, title) {
	file = dir "/iptraf-ng." name "." version ".json"
	printf "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n" \
		" \"$id\": \"urn:iptraf-ng:%s:%d\",\n \"title\": %s,\n", name, version, quoted(title) >file
}

function document(f,  n, t, i, members) {
	begin(f, help[f] ", a report")
	members = member("schema", "{\"const\": \"iptraf-ng." f "/" version "\"}")
	members = add(members, head())
	needed = keys_of(members)
	n = split(tables[f], t, " ")
	for (i = 1; i <= n; i++)
		members = add(members, member(t[i], "{\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/" \
			t[i] "\"}}", table_help[t[i]]))
	print " \"allOf\": [" object(members, needed) "],\n \"$defs\": {" >file
	for (i = 1; i <= n; i++)
		print (i > 1 ? "," : "") "  " quoted(t[i]) ": " object(fields[t[i]], "") >file
	print " }\n}" >file
	close(file)
}

# --- the lines of NDJSON ---

function line(type, members, optional) {
	members = add(member("type", "{\"const\": \"" type "\"}"), members)
	return quoted(type) ": " object(members (optional == "" ? "" : ",\n    " optional), keys_of(members))
}

function endpoints(length_type,  m) {
	m = add(m, member("src", maybe_text))
	m = add(m, member("src_port", maybe_port))
	m = add(m, member("dst", maybe_text))
	m = add(m, member("dst_port", maybe_port))
	return add(m, member("length", length_type, "IP bytes, or of another network layer"))
}

function place(  m) {
	m = member("interface", maybe_text)
	m = add(m, member("vlan", maybe_count))
	m = add(m, member("tunnel", "{\"enum\": [\"gre\", \"vxlan\", \"geneve\", \"ipip\", \"other\", null]}"))
	m = add(m, member("tunnel_id", maybe_count, "VNI, or key of GRE"))
	m = add(m, member("tunnel_src", maybe_text, "outer address, of the tunnel\047s end where src is"))
	return add(m, member("tunnel_dst", maybe_text))
}

function event(  m) {
	m = member("time", time)
	m = add(m, member("flow", "{\"type\": \"string\", \"pattern\": \"^[0-9a-f]{16}$\"}"))
	m = add(m, member("community_id", maybe_text))
	m = add(m, place())
	m = add(m, member("proto", "{\"enum\": [\"TCP\", \"UDP\"]}"))
	m = add(m, endpoints(maybe_count))
	m = add(m, member("packets", count))
	m = add(m, member("bytes", count))
	m = add(m, member("packets_back", count))
	m = add(m, member("bytes_back", count))
	m = add(m, member("duration_ms", count))
	return add(m, member("src_mac", maybe_mac))
}

# Of an event that ends a connection.
function ending(  m) {
	m = member("ended", "{\"enum\": [\"fin\", \"reset\", \"timeout\", \"evicted\"]}")
	m = add(m, member("ended_by", "{\"enum\": [\"src\", \"dst\", null]}"))
	m = add(m, member("rtt_us", maybe_count, "of the whole path, smoothed"))
	m = add(m, member("retransmitted", count))
	return add(m, member("retransmitted_back", count))
}

function packet(  m) {
	m = member("time", time)
	m = add(m, member("community_id", maybe_text))
	m = add(m, place())
	m = add(m, member("proto", maybe_text))
	m = add(m, member("detail", maybe_text))
	m = add(m, endpoints(count))
	m = add(m, member("ip_protocol", maybe_count))
	m = add(m, member("ethertype", maybe_count))
	m = add(m, member("icmp_type", maybe_count))
	m = add(m, member("icmp_code", maybe_count))
	m = add(m, member("src_mac", maybe_mac))
	return add(m, member("dst_mac", maybe_mac))
}

function mark(  m) {
	m = member("schema", "{\"const\": \"iptraf-ng.ndjson/" version "\"}")
	m = add(m, member("time", time))
	m = add(m, member("facility", "{\"type\": \"string\"}"))
	return add(m, member("filter", maybe_text))
}

function losses(  m) {
	m = member("time", time)
	m = add(m, member("dropped", count))
	m = add(m, member("evicted", count))
	m = add(m, member("lost_lines", count))
	return add(m, member("left_out_lines", count))
}

function ndjson(  defs, refs, n, types, i) {
	defs = line("start", mark()) ",\n  " line("stop", mark()) ",\n  " line("reopened", mark())
	defs = defs ",\n  " line("losses", losses()) ",\n  " line("report", head())
	defs = defs ",\n  " line("packet", packet())
	defs = defs ",\n  " line("first", add(event(), member("syn", "{\"type\": \"boolean\"}")))
	defs = defs ",\n  " line("mac", add(event(), member("src_mac_before", maybe_mac)))
	n = split("fin fin_acked active flow", types, " ")
	for (i = 1; i <= n; i++)
		defs = defs ",\n  " line(types[i], event())
	n = split("closed reset timeout evicted", types, " ")
	for (i = 1; i <= n; i++)
		defs = defs ",\n  " line(types[i], add(event(), ending()))
	for (i = 1; i <= n_tables; i++)
		defs = defs ",\n  " line(table[i], member("time", time), fields[table[i]])
	begin("ndjson", "a line of NDJSON")
	n = split("start stop reopened losses report packet first mac fin fin_acked closed reset timeout evicted active flow", \
		types, " ")
	for (i = 1; i <= n_tables; i++)
		types[++n] = table[i]
	for (i = 1; i <= n; i++)
		refs = refs (i > 1 ? ", " : "") "{\"$ref\": \"#/$defs/" types[i] "\"}"
	print " \"oneOf\": [" refs "],\n \"$defs\": {\n  " defs "\n }\n}" >file
	close(file)
}

END {
	for (i_facility = 1; i_facility <= facilities; i_facility++)
		document(facility[i_facility])
	ndjson()
}
