#!/usr/bin/env python3
"""Judges what --format writes: formats.py PROGRAM SCHEMA-DIRECTORY CAPTURE...

JSON and NDJSON are read by Python's parser and checked against the schemas, CSV by its csv module;
the same rows must be in all three, and the totals those of the text and of the metrics.  Prints what is wrong, and at
the end how many runs were judged.
"""
import csv
import io
import json
import re
import subprocess
import sys

import jsonschema

FACILITIES = {'conns': ['-i', 'all'], 'iftotals': ['-g'], 'ifdetail': ['-d', 'all'],
              'sizes': ['-z', 'all'], 'services': ['-s', 'all'], 'stations': ['-l', 'all'], 'hosts': ['-H', 'all']}
ALL = ['--set', 'show-arp=yes', '--set', 'show-rarp=yes', '--set', 'show-non-ip=yes',
       '--set', 'mac-addresses=yes']
program, schemas, captures = sys.argv[1], sys.argv[2], sys.argv[3:]
wrong = judged = 0


def complain(what, why):
    global wrong
    wrong += 1
    print(f'{what}: {why}')


def run(capture, *args):
    done = subprocess.run([program, '-r', capture, *args, *ALL], capture_output=True, timeout=60)
    return done.returncode, done.stdout


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


def judge_text(what, name, text, document):
    """Totals of the classic report."""
    numbers = {'services': (r'^(?:TCP|UDP)/\d+: (\d+) packets, (\d+) bytes total', 'services'),
               'stations': (r'^\tIncoming total (\d+) packets, (\d+) bytes', 'stations'),
               'hosts': (r'^\tIncoming (\d+) packets, (\d+) bytes', 'hosts')}
    if name == 'ifdetail':
        found = re.search(r'^Total: +\t(\d+) packets, (\d+) bytes', text, re.M)
        row = next(row for row in document['detail'] if row['protocol'] == 'total')
        if [row['packets'], row['bytes']] != [int(n) for n in found.groups()]:
            complain(what, 'the total is not that of the text')
    if name == 'iftotals':
        found = [int(n) for n in re.findall(r'^.*: (\d+) total, \d+ IP', text, re.M)]
        if found != [row['packets'] for row in document['interfaces']]:
            complain(what, 'packets are not those of the text')
    if name in numbers:
        pattern, table = numbers[name]
        found = [tuple(map(int, n)) for n in re.findall(pattern, text, re.M)]
        tail = '' if name == 'services' else '_in'
        rows = document[table] + document.get('networks', [])
        if found != [(row['packets' + tail], row['bytes' + tail]) for row in rows]:
            complain(what, 'rows are not those of the text')


METRICS = {'interfaces': 'interface', 'detail': 'protocol', 'services': 'service',
           'all_ports': 'port', 'stations': 'station', 'hosts': 'host', 'networks': 'network'}
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


def judge_events(what, lines, document):
    """What the last event of a connection says is what its row has."""
    rows = {row['flow']: row for row in document['connections']}
    for event in lines:
        if event['type'] not in ('first', 'fin', 'fin_acked', 'closed', 'reset', 'timeout'):
            continue
        row = rows.get(event['flow'])
        if row is None:
            continue
        if event['community_id'] != row['community_id']:
            complain(what, 'an event and its row have different Community IDs')
        if {event['src'], event['dst']} != {row['src'], row['dst']}:
            complain(what, 'an event and its row have different addresses')


def judge(capture, name, validators):
    global judged
    args, what = FACILITIES[name], f'{capture} {name}'
    status, text = run(capture, *args)
    json_status, data = run(capture, *args, '--format', 'json')
    if json_status != status:
        return complain(what, f'status {json_status}, as text {status}')
    if not data:  # no packet at all: no run
        return None
    document = read(data.decode('utf-8'))
    for error in validators[name].iter_errors(document):
        complain(what, f'json: {error.json_path}: {error.message}'[:300])
    judge_text(what, name, text.decode('utf-8'), document)

    judge_metrics(what, run(capture, *args, '--format', 'prometheus', '--set',
                            'metrics-rows=3')[1].decode('utf-8'), document)

    lines = [read(line) for line in
             run(capture, *args, '--format', 'ndjson')[1].decode('utf-8').splitlines()]
    for line in lines:
        for error in validators['ndjson.' + line['type']].iter_errors(line):
            complain(what, f'ndjson: {line["type"]}: {error.message}'[:300])
    tables = [key for key, value in document.items() if isinstance(value, list)]
    for table in tables:
        rows = [{k: v for k, v in line.items() if k not in ('type', 'time')}
                for line in lines if line['type'] == table]
        if rows != document[table]:
            complain(what, f'ndjson: rows of {table} are not those of the document')
    if name == 'conns':
        judge_events(what, lines, document)

    sheet = run(capture, *args, '--format', 'csv')[1].decode('utf-8')
    records = list(csv.reader(io.StringIO(sheet, newline=''), strict=True))
    if len(sheet.splitlines()) != len(records):
        complain(what, 'csv: a record is not a line')
    rows = document[tables[0]]
    if len(records) != len(rows) + 1:
        complain(what, f'csv: {len(records) - 1} rows, {len(rows)} in the document')
    for row, record in zip(rows, records[1:]):
        want = [document['time'], *[shown(as_csv(value)) for value in row.values()]]
        if records[0] != ['time', *row] or [shown(value) for value in record] != want:
            complain(what, f'csv: {record} is not {want}'[:300])
    judged += 1
    return None


def main():
    validators = {name: validator(name) for name in FACILITIES}
    ndjson = validator('ndjson')
    # a line is judged by its own type alone: that says what is wrong, and is quicker
    for kind in ndjson.schema['$defs']:
        validators['ndjson.' + kind] = ndjson.evolve(
            schema={'$ref': f'#/$defs/{kind}', '$defs': ndjson.schema['$defs']})
    for capture in captures:
        for name in FACILITIES:
            try:
                judge(capture, name, validators)
            except (ValueError, KeyError, csv.Error, subprocess.TimeoutExpired) as error:
                complain(f'{capture} {name}', f'{type(error).__name__}: {error}')
    print(f'{judged} runs judged, {wrong} wrong', file=sys.stderr)


main()
