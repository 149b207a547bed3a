"""Packets and bytes of a report in each format: sums.py FACILITY TEXT JSON NDJSON CSV METRICS

A line for each: FORMAT PACKETS BYTES.  Of several reports the last counts.
"""
import csv
import json
import re
import sys

facility, *paths = sys.argv[1:]
# the table; the fields that add up to all packets and bytes; which of its rows; the metric
TABLES = {
    'iftotals': ('interfaces', ['rx_packets', 'tx_packets'], ['rx_bytes', 'tx_bytes'], ('iface', 'b0'), 'interface'),
    'ifdetail': ('detail', ['rx_packets', 'tx_packets'], ['rx_bytes', 'tx_bytes'], ('protocol', 'total'), 'protocol'),
    'sizes': ('sizes', ['rx_packets', 'tx_packets'], [], None, 'packet_size_bytes_count'),
    'services': ('services', ['packets'], ['bytes'], None, 'service'),
    'stations': ('stations', ['packets_out'], ['bytes_out'], None, 'station'),
    'hosts': ('hosts', ['packets_out'], ['bytes_out'], None, 'host'),
    'conns': ('connections', ['packets', 'packets_back'], ['bytes', 'bytes_back'], None, None),
}
# of the classic report: packets and bytes
PAIR = r'(\d+) packets, (\d+) bytes'
TEXTS = {'iftotals': r'^b0: (\d+) total()', 'ifdetail': r'^Total: +\t' + PAIR, 'sizes': r'^\d+ to \d+:\t+ *(\d+)\t *(\d+)',
         'services': r'^[A-Z]+/\d+: ' + PAIR + ' total', 'stations': r'^\tOutgoing total ' + PAIR,
         'hosts': r'^\tOutgoing ' + PAIR}
table, packets, sizes, only, metric = TABLES[facility]


def read(path):
    with open(path, encoding='utf-8', newline='') as f:
        return f.read()


def total(rows):
    rows = [row for row in rows if not only or row[only[0]] == only[1]]
    return [sum(int(row[field]) for row in rows for field in fields) for fields in (packets, sizes)]


def of_text(text):
    text = text[text.rfind('generated'):].split('*** Networks')[0]
    found = re.findall(TEXTS[facility], text, re.M)
    if facility == 'sizes':
        return [sum(int(n) for pair in found for n in pair), 0]
    return [sum(int(pair[i] or 0) for pair in found) for i in (0, 1)]


def of_json(text):
    at, decoder = 0, json.JSONDecoder()
    while at < len(text):
        document, at = decoder.raw_decode(text, at)
        at += len(text[at:]) - len(text[at:].lstrip())
    return total(document[table])


def of_ndjson(text):
    rows = []
    for line in map(json.loads, text.splitlines()):
        if line['type'] == 'report':
            rows = []
        elif line['type'] == table:
            rows.append(line)
    return total(rows)


def of_csv(text):
    rows = list(csv.DictReader(text.splitlines()))
    return total(row for row in rows if row['time'] == rows[-1]['time'])


def of_metrics(text):
    def sum_of(name):
        found = re.findall(rf'^iptraf_ng_{name}{{(.*)}} (\d+)$', text, re.M)
        if facility == 'iftotals':
            found = [one for one in found if 'interface="b0"' in one[0]]
        if facility == 'ifdetail':
            found = [one for one in found if 'protocol="total"' in one[0]]
        if facility in ('stations', 'hosts'):
            found = [one for one in found if 'direction="out"' in one[0]]
        return sum(int(value) for _, value in found)
    if facility == 'sizes':
        return [sum_of(metric), 0]
    return [sum_of(f'{metric}_packets_total'), sum_of(f'{metric}_bytes_total')]


for path, name, read_it in zip(paths, ('text', 'json', 'ndjson', 'csv', 'metrics'),
                               (of_text, of_json, of_ndjson, of_csv, of_metrics)):
    # the IP traffic monitor logs events alone, and has no metrics of connections
    if facility == 'conns' and name in ('text', 'metrics'):
        continue
    print(name, *read_it(read(path)))
