#!/usr/bin/env python3
"""Judges what --format writes: formats.py PROGRAM SCHEMA-DIRECTORY CAPTURE...

JSON and NDJSON are read by Python's parser and checked against the schemas, CSV by its csv module;
the same rows must be in all three, and the totals those of the text and of the metrics.  Prints what is wrong, and at
the end how many runs were judged.
"""
import csv
import io
import json
import multiprocessing
import os
import re
import subprocess
import sys

import jsonschema

FACILITIES = {'conns': ['-i', 'all'], 'iftotals': ['-g'], 'ifdetail': ['-d', 'all'],
              'sizes': ['-z', 'all'], 'services': ['-s', 'all'], 'stations': ['-l', 'all'], 'hosts': ['-H', 'all']}
RUNS = [*FACILITIES.items(), *((name, [*FACILITIES[name], '--tunnels']) for name in ('conns', 'hosts'))]
ALL = ['--set', 'show-arp=yes', '--set', 'show-rarp=yes', '--set', 'show-non-ip=yes',
       '--set', 'mac-addresses=yes']
program, schemas, captures = sys.argv[1], sys.argv[2], sys.argv[3:]
complaints = []  # of the capture that is being judged


def complain(what, why):
    complaints.append(f'{what}: {why}')


def run(capture, *args):
    done = subprocess.run([program, '-r', capture, *args, *ALL], capture_output=True, timeout=60)
    return done.returncode, done.stdout.decode('utf-8')


def validator(name):
    with open(f'{schemas}/iptraf-ng.{name}.1.json', encoding='utf-8') as f:
        schema = json.load(f)
    kind = jsonschema.Draft202012Validator
    kind.check_schema(schema)
    return kind(schema)


def read(text):
    """As a strict reader does: no key twice, no NaN."""
    def members(pairs):
        keys = [key for key, _ in pairs]
        if len(keys) != len(set(keys)):
            raise ValueError('a key is twice in an object')
        return dict(pairs)

    def refuse(word):
        raise ValueError(word)
    return json.loads(text, object_pairs_hook=members, parse_constant=refuse)


def as_csv(value):
    if value is None:
        return ''
    if isinstance(value, bool):
        return str(int(value))
    return str(value)


def shown(text):
    """CSV cannot show every character."""
    return re.sub('[^ -~]', '?', text)


# of each row: a pattern of the classic report, the table, the fields that its numbers are
PAIR = r'(\d+) packets, (\d+) bytes'
TEXTS = {
    'iftotals': [(r'^.*: (\d+) total, (\d+) IP, (\d+) non-IP, (\d+) IP checksum errors', 'interfaces',
                  ['packets', 'ipv4', 'nonip', 'badip'])],
    'sizes': [(r'^(\d+) to (\d+):\t+ *(\d+)\t *(\d+)$', 'sizes',
               ['from', 'to', 'rx_packets', 'tx_packets'])],
    'services': [(r'^(?:TCP|UDP)/(\d+): ' + PAIR + ' total,.*; ' + PAIR + ' incoming,.*; ' + PAIR + ' outgoing',
                  'services', ['port', 'packets', 'bytes', 'packets_to', 'bytes_to', 'packets_from', 'bytes_from'])],
    'stations': [(r'^\tIncoming total ' + PAIR + r'; (\d+) IP packets', 'stations',
                  ['packets_in', 'bytes_in', 'ip_in']),
                 (r'^\tOutgoing total ' + PAIR + r'; (\d+) IP packets', 'stations',
                  ['packets_out', 'bytes_out', 'ip_out'])],
    'hosts': [(r'^\tIncoming ' + PAIR, 'hosts', ['packets_in', 'bytes_in']),
              (r'^\tOutgoing ' + PAIR, 'hosts', ['packets_out', 'bytes_out'])],
    'ifdetail': [(r'^[^:\t]*: \t?' + PAIR + '$', 'detail', ['packets', 'bytes']),
                 (r'^\t\(incoming: ' + PAIR + '; outgoing: ' + PAIR + r'\)$', 'detail',
                  ['rx_packets', 'rx_bytes', 'tx_packets', 'tx_bytes'])],
    'conns': [],
}
DETAIL_LINES = ('total', 'ipv4', 'ipv6', 'tcp', 'udp', 'icmp', 'otherip', 'nonip', 'broadcast')


def judge_text(what, name, text, document):
    """The numbers of the classic report."""
    for pattern, table, fields in TEXTS[name]:
        found = [[int(n) for n in numbers] for numbers in re.findall(pattern, text, re.M)]
        rows = document[table]
        if name == 'hosts':
            rows = rows + document['networks']
        if name == 'sizes':
            rows = [row for row in rows if row['to'] is not None]
        if name == 'ifdetail':
            rows = [row for row in rows if row['protocol'] in DETAIL_LINES]
            if fields[0] == 'rx_packets':
                rows = [row for row in rows if row['protocol'] != 'broadcast']
        if found != [[row[field] for field in fields] for row in rows]:
            complain(what, f'{", ".join(fields)} of {table} are not those of the text')


BOTH = PAIR + r', avg flow rate.*; opposite direction (\d+) packets[,;] (\d+) bytes'
OWN, ALL_SUMS = ['packets', 'bytes'], ['packets', 'bytes', 'packets_back', 'bytes_back']
EVENTS = {'first': ('; first packet', []), 'fin': ('; FIN sent; ' + PAIR, OWN),
          'fin_acked': ('; FIN acknowleged$', []), 'reset': ('; Connection reset; ' + BOTH, ALL_SUMS),
          'timeout': (' timed out, ' + BOTH, ALL_SUMS), 'evicted': (' evicted: .*, ' + BOTH, ALL_SUMS),
          'mac': (': new source MAC address ', []), 'active': ('; active; .*; ' + PAIR, OWN),
          'packet': (r'; (\d+) bytes; ', ['length'])}


def judge_log(what, text, lines):
    """A line of the classic log for each event, with the same numbers."""
    events = [line for line in lines if line['type'] in EVENTS]
    logged = [line for line in text.splitlines() if '; ******** ' not in line]
    if len(logged) != len(events):
        complain(what, f'{len(events)} events, {len(logged)} lines in the log')
    for line, event in zip(logged, events):
        pattern, fields = EVENTS[event['type']]
        found = re.search(pattern, line)
        if not found or [int(n) for n in found.groups()] != [event[field] for field in fields]:
            complain(what, f'logged is {line}, the event is {event}'[:300])


METRICS = {'interfaces': 'interface', 'detail': 'protocol', 'services': 'service',
           'all_ports': 'port', 'stations': 'station', 'hosts': 'host', 'networks': 'network', 'vlans': 'vlan'}
SAMPLE = re.compile(r'(\w+)\{((?:\w+="(?:[^"\\]|\\["\\n])*",?)*)\} (\d+)')


def judge_metrics(what, text, document):
    """No series twice, and the sum of each field is that of the rows."""
    sums, series = {}, set()
    for line in text.splitlines():
        if line.startswith('# '):
            continue
        found = SAMPLE.fullmatch(line)
        if not found:
            complain(what, f'metrics: {line}')
            continue
        name, labels, value = found.groups()
        if (name, labels) in series:
            complain(what, f'metrics: twice: {name} {labels}')
        series.add((name, labels))
        way = re.search(r'\bdirection="(\w+)"', labels)
        name = name.replace('_total', '_' + way.group(1) if way else '')
        sums[name] = sums.get(name, 0) + int(value)
    for table, metric in METRICS.items():
        for key in ('bytes', 'packets', 'bytes_in', 'packets_out', 'bytes_to', 'packets_from'):
            rows = document.get(table)
            name = f'iptraf_ng_{metric}_{key}'
            of_link = {'bytes_in': 'rx_bytes', 'packets_out': 'tx_packets'}.get(key)
            field = of_link if rows and of_link in rows[0] else key
            if rows and name in sums and sums[name] != sum(row[field] for row in rows):
                complain(what, f'metrics: {name} is not the sum of the rows')
    if sums['iptraf_ng_captured_packets'] != document['captured']:
        complain(what, 'metrics: other packets captured')


def judge_events(what, lines):
    """What the last event of a connection or flow says is what its row has."""
    rows = {line['flow']: line for line in lines if line['type'] in ('connections', 'flows')}
    for event in lines:
        if 'flow' not in event or event['type'] in ('connections', 'flows'):
            continue
        row = rows.get(event['flow'])
        if row is None:
            continue
        if event['community_id'] != row['community_id']:
            complain(what, 'an event and its row have different Community IDs')
        if {event['src'], event['dst']} != {row['src'], row['dst']}:
            complain(what, 'an event and its row have different addresses')
        for key in ('vlan', 'tunnel', 'tunnel_id'):
            if event[key] != row[key]:
                complain(what, f'an event and its row have another {key}')
        ends = [row['tunnel_src'], row['tunnel_dst']]
        if event['src'] != row['src'] or event['src_port'] != row['src_port']:
            ends.reverse()
        if [event['tunnel_src'], event['tunnel_dst']] != ends:
            complain(what, 'an event and its row are in different tunnels')


def lines_of(what, text):
    lines = [read(line) for line in text.splitlines()]
    for line in lines:
        for error in validators['ndjson.' + line['type']].iter_errors(line):
            complain(what, f'ndjson: {line["type"]}: {error.message}'[:300])
    judge_events(what, lines)
    return lines


def judge_rows(what, lines, document):
    for table in tables_of(document):
        rows = [{k: v for k, v in line.items() if k not in ('type', 'time')}
                for line in lines if line['type'] == table]
        if rows != document[table]:
            complain(what, f'ndjson: rows of {table} are not those of the document')


def judge_csv(what, sheet, document):
    records = list(csv.reader(io.StringIO(sheet, newline=''), strict=True))
    if len(sheet.splitlines()) != len(records):
        complain(what, 'csv: a record is not a line')
    rows = document[tables_of(document)[0]]
    if len(records) != len(rows) + 1:
        complain(what, f'csv: {len(records) - 1} rows, {len(rows)} in the document')
    for row, record in zip(rows, records[1:]):
        want = [document['time'], *[shown(as_csv(value)) for value in row.values()]]
        if records[0] != ['time', *row] or [shown(value) for value in record] != want:
            complain(what, f'csv: {record} is not {want}'[:300])


def documents_of(text):
    """JSON documents, one behind the other."""
    at, documents = 0, []
    while text[at:].strip():
        document, n = json.JSONDecoder().raw_decode(text[at:].lstrip())
        at += len(text[at:]) - len(text[at:].lstrip()) + n
        documents.append(document)
    return documents


def judge_choice(what, name, document, run_it):
    """Some rows and fields, in an order; and reports on the way."""
    table = tables_of(document)[0]
    key = next((key for key in ('packets', 'packets_in', 'rx_packets')
                if document[table] and key in document[table][0]), None)
    if key:
        chosen = read(run_it('--format', 'json', '--top', '3', f'--sort=-{key}', '--fields', key))
        best = sorted((row[key] for row in document[table]), reverse=True)[:3]
        if chosen[table] != [{key: value} for value in best]:
            complain(what, f'--top, --sort and --fields: {chosen[table]} is not {best}'[:300])
    several = documents_of(run_it('--format', 'json', '--interval', '0.1', '--count', '3'))
    if not 1 <= len(several) <= 3:
        complain(what, f'--count 3: {len(several)} reports')
    for one in several:
        for error in validators[name].iter_errors(one):
            complain(what, f'--interval: {error.json_path}: {error.message}'[:300])
    if [one['time'] for one in several] != sorted(one['time'] for one in several):
        complain(what, '--interval: time goes back')


def tables_of(document):
    return [key for key, value in document.items() if isinstance(value, list)]


def judge(capture, name, args):
    """Whether there was something to judge."""
    what = f'{capture} {name}'
    status, text = run(capture, *args)
    json_status, data = run(capture, *args, '--format', 'json')
    if json_status != status:
        complain(what, f'status {json_status}, as text {status}')
    if json_status != status or not data:  # no packet at all: no run
        return False
    document = read(data)
    for error in validators[name].iter_errors(document):
        complain(what, f'json: {error.json_path}: {error.message}'[:300])
    judge_text(what, name, text, document)
    judge_metrics(what, run(capture, *args, '--format', 'prometheus', '--set',
                            'metrics-rows=3')[1], document)
    lines = lines_of(what, run(capture, *args, '--format', 'ndjson')[1])
    judge_rows(what, lines, document)
    if name == 'conns':
        judge_log(what, text, lines)
        lines_of(what, run(capture, *args, '--format', 'ndjson', '--set', 'log-udp=flows')[1])
    judge_csv(what, run(capture, *args, '--format', 'csv')[1], document)
    judge_choice(what, name, document, lambda *more: run(capture, *args, *more)[1])
    return True


def judge_capture(capture):
    """How many of its runs were judged, and what is wrong."""
    complaints.clear()
    judged = 0
    for name, args in RUNS:
        try:
            judged += judge(capture, name, args)
        except (ValueError, KeyError, csv.Error, subprocess.TimeoutExpired) as error:
            complain(f'{capture} {name}', f'{type(error).__name__}: {error}')
    return judged, list(complaints)


validators = {name: validator(name) for name in FACILITIES}
ndjson = validator('ndjson')
# a line is judged by its own type alone: that says what is wrong, and is quicker
for kind in ndjson.schema['$defs']:
    validators['ndjson.' + kind] = ndjson.evolve(
        schema={'$ref': f'#/$defs/{kind}', '$defs': ndjson.schema['$defs']})
# the program mostly waits for its own threads: more judges than processors
with multiprocessing.Pool(4 * len(os.sched_getaffinity(0))) as pool:
    total = wrong = 0
    for judged, why in pool.imap(judge_capture, captures):
        total += judged
        wrong += len(why)
        print(*why, sep='\n', end='\n' if why else '')
print(f'{total} runs judged, {wrong} wrong', file=sys.stderr)
