/* Columns: where they are at every width, and that they agree with the fields of their tables. */
#include "unit.h"
#include "engines.h"

#include <ctype.h>

#include "stats/conns.h"
#include "stats/hosts.h"
#include "stats/iftotals.h"
#include "stats/services.h"
#include "stats/stations.h"
#include "stats/tcpstate.h"
#include "ui/columns.h"

static const struct columns *const all[] = { &columns_conns,	 &columns_flows,
					     &columns_iftotals,	 &columns_services,
					     &columns_all_ports, &columns_stations,
					     &columns_hosts,	 &columns_networks,
					     &columns_vlans };

#define ALL (sizeof(all) / sizeof(all[0]))

static struct column column[COLUMNS_MAX];
static size_t columns;

static void fit(unsigned mode, int cols)
{
	columns = columns_fit(&columns_conns, mode, cols, column);
}

static const struct column *find(const char *key)
{
	for (size_t i = 0; i < columns; i++)
		if (strcmp(column[i].field->key, key) == 0)
			return &column[i];
	return NULL;
}

static void expect(const char *key, int title_x, int x)
{
	const struct column *c = find(key);

	assert_non_null(c);
	assert_int_equal(c->title_x, title_x);
	assert_int_equal(c->x, x);
}

static void eighty(void **state)
{
	(void)state;
	fit(CONNS_COUNTS, 80);
	assert_int_equal(columns, 6);
	expect("src", 1, 2);
	expect("partial", 47, 46);
	expect("packets", 47, 47);
	expect("bytes", 59, 56);
	expect("flags", 65, 66);
	expect("iface", 70, 71);
	assert_int_equal(find("iface")->w, 8);
	assert_null(find("mac"));
	fit(CONNS_SIZES, 80);
	expect("size", 45, 45);
	expect("window", 56, 56);
	fit(CONNS_MAC, 80);
	assert_true(find("mac")->w >= 17);
}

static void wider(void **state)
{
	(void)state;
	fit(CONNS_COUNTS, 91);
	assert_null(find("rate"));
	fit(CONNS_COUNTS, 92);
	expect("rate", 44, 45);
	fit(CONNS_COUNTS, 132);
	expect("packets", 77, 77);
	expect("bytes", 97, 94);
	expect("flags", 107, 108);
	expect("iface", 115, 116);
	fit(CONNS_COUNTS, 400);
	expect("src", 1, 2);
	expect("iface", 350, 351);
}

/* What must be readable on the smallest screen: who, how much, in which state. */
/* The graph of the interfaces: behind the last column of counts, where the screen is wide. */
static void what_wide_screens_add(void **state)
{
	size_t narrow = columns_fit(&columns_iftotals, IFTOTALS_COUNTS, 99, column);

	(void)state;
	columns = columns_fit(&columns_iftotals, IFTOTALS_COUNTS, 100, column);
	assert_int_equal(columns, narrow + 1);
	assert_int_equal(column[columns - 1].x, column[columns - 2].x + 15);
	assert_int_equal(column[columns - 1].x + column[columns - 1].w, 99);
	assert_true(column[columns - 1].w >= 5);
	columns_fit(&columns_iftotals, IFTOTALS_COUNTS, 200, column);
	assert_true(column[columns - 1].w >= 20);
}

static void forty(void **state)
{
	(void)state;
	fit(CONNS_COUNTS, 40);
	assert_int_equal(columns, 3);
	assert_true(find("src")->w >= 21);
	assert_true(find("bytes")->w >= 9);
	assert_true(find("flags")->w >= 4);
}

static void none_overlap_at_any_width(void **state)
{
	static const unsigned modes[] = { CONNS_COUNTS, CONNS_MAC, CONNS_SIZES };

	(void)state;
	for (int cols = 40; cols <= 400; cols++)
		for (size_t m = 0; m < 3; m++) {
			fit(modes[m], cols);
			assert_true(columns >= 2);
			for (size_t i = 1; i < columns; i++) {
				assert_true(column[i].w >= column[i].def->width);
				assert_true(column[i].x > column[i - 1].x);
				assert_true(column[i].title_x >= column[i - 1].title_x);
			}
			assert_true(column[0].w >= 21);
			assert_true(column[columns - 1].x + column[columns - 1].w <= cols - 1);
		}
}

/* A station's first column is its address in the line above: of no width. */
static void expect_none_overlap(const struct columns *c, unsigned mode, int cols)
{
	columns = columns_fit(c, mode, cols, column);
	assert_true(columns >= 2);
	for (size_t k = 1; k < columns; k++) {
		assert_true(column[k].w >= column[k].def->width);
		assert_true(!column[k - 1].def->width || column[k].x > column[k - 1].x);
	}
	assert_true(column[columns - 1].x + column[columns - 1].w <= cols - 1);
}

static bool has_set(const struct columns *c, unsigned mode)
{
	for (const struct column_def *d = c->def; d->key; d++)
		if (d->mode & mode)
			return true;
	return mode == 1;
}

static void none_overlap_in_any_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < ALL; i++)
		for (unsigned mode = 1; mode <= 16; mode *= 2)
			for (int cols = 40; cols <= 400 && has_set(all[i], mode); cols++) {
				expect_none_overlap(all[i], mode, cols);
				expect_none_overlap(all[i], mode | COLUMNS_SEEN, cols);
			}
}

/* The more room, the more columns. */
static void none_lost_by_widening(void **state)
{
	size_t before = 0;

	(void)state;
	for (int cols = 40; cols <= 132; cols++) {
		fit(CONNS_COUNTS, cols);
		assert_true(columns >= before);
		before = columns;
	}
}

/* Sorting by what a table does not have would sort by nothing. */
static void keys_are_fields(void **state)
{
	(void)state;
	for (size_t i = 0; i < ALL; i++)
		for (const struct column_def *d = all[i]->def; d->key; d++)
			if (!field_find(all[i]->table->fields, d->key, NULL))
				fail_msg("%s has no field %s", all[i]->table->name, d->key);
}

static void keys_of_fields_are_unique(void **state)
{
	(void)state;
	for (size_t i = 0; i < ALL; i++)
		for (const struct field *f = all[i]->table->fields; f->key; f++) {
			unsigned way = 2;

			assert_ptr_equal(field_find(all[i]->table->fields, f->key, &way), f);
			assert_int_equal(way, 0);
			if (!f->key_back)
				continue;
			assert_int_equal(all[i]->table->ways, 2);
			assert_ptr_equal(field_find(all[i]->table->fields, f->key_back, &way), f);
			assert_int_equal(way, 1);
		}
}

static void sort_letters_are_unique(void **state)
{
	(void)state;
	for (size_t i = 0; i < ALL; i++) {
		bool seen[128] = { false };

		for (const struct column_def *d = all[i]->def; d->key; d++) {
			if (!d->sortkey)
				continue;
			assert_true(islower((unsigned char)d->sortkey));
			assert_non_null(d->sortname);
			if (seen[(int)d->sortkey])
				fail_msg("%s: %c twice", all[i]->table->name, d->sortkey);
			seen[(int)d->sortkey] = true;
		}
	}
}

/* What a column that writes its value itself makes of a row; NULL: it leaves it to the type. */
static const char *cell(const struct columns *c, const void *e, unsigned way, const char *key)
{
	const struct reading r = reading(c->table, e);
	static char buf[64];
	struct row row;

	assert_true(table_read(&r, 0, &row));
	row.way = way;
	for (const struct column_def *d = c->def; d->key; d++)
		if (strcmp(d->key, key) == 0)
			return d->text(c->table, &row, buf, sizeof(buf)) ? buf : NULL;
	fail();
	return NULL;
}

static void connection_cells(void **state)
{
	void *e = begin(&engine_conns);
	struct pkt p = udp(5000, 80), back = reversed(p);

	(void)state;
	p.ipproto = back.ipproto = IPPROTO_TCP;
	p.tcpflags = TCP_ACK;
	back.tcpflags = TCP_SYN;
	back.smac = NULL;
	feed(&engine_conns, e, &p);
	feed(&engine_conns, e, &back);
	assert_string_equal(cell(&columns_conns, e, 0, "partial"), ">");
	assert_string_equal(cell(&columns_conns, e, 1, "partial"), "=");
	assert_null(cell(&columns_conns, e, 0, "mac"));
	assert_string_equal(cell(&columns_conns, e, 1, "mac"), "N/A");
	assert_null(cell(&columns_conns, e, 0, "flags"));
	p.tcpflags = TCP_FIN | TCP_ACK;
	feed(&engine_conns, e, &p);
	assert_string_equal(cell(&columns_conns, e, 0, "flags"), "DONE");
	assert_null(cell(&columns_conns, e, 1, "flags"));
	back.tcpflags = TCP_ACK;
	feed(&engine_conns, e, &back);
	assert_string_equal(cell(&columns_conns, e, 0, "flags"), "CLOS");
	back.tcpflags = TCP_RST;
	feed(&engine_conns, e, &back);
	assert_string_equal(cell(&columns_conns, e, 0, "flags"), "RSET");
	assert_string_equal(cell(&columns_conns, e, 1, "flags"), "RSET");
	end(&engine_conns, e);
}

static void idle_connection_cells(void **state)
{
	void *e = begin(&engine_conns);
	struct pkt p = udp(5000, 80);

	(void)state;
	p.ipproto = IPPROTO_TCP;
	p.tcpflags = TCP_SYN;
	feed(&engine_conns, e, &p);
	now.mono_ms += 15 * 60000 + 1;
	engine_conns.tick(e, &now);
	assert_string_equal(cell(&columns_conns, e, 0, "flags"), "TMOU");
	end(&engine_conns, e);
}

static void other_cells(void **state)
{
	void *e = begin(&engine_services);
	struct pkt p = udp(5000, 53);

	(void)state;
	feed(&engine_services, e, &p);
	assert_string_equal(cell(&columns_services, e, 0, "port"), "UDP/53");
	assert_string_equal(cell(&columns_all_ports, e, 0, "port"), "UDP/53");
	end(&engine_services, e);
	e = begin(&engine_iftotals);
	feed(&engine_iftotals, e, &p);
	assert_null(cell(&columns_iftotals, e, 0, "rate"));
	end(&engine_iftotals, e);
}

static const char *name_of_a(const uint8_t mac[6])
{
	return mac[5] == 0xa ? "a box" : NULL;
}

static void station_headings(void **state)
{
	const struct engine_env env = { .set = &set, .station_name = name_of_a };
	void *e = begin(&engine_stations);
	struct reading r = reading(&stations_table, e);
	struct pkt p = udp(1, 2);
	struct row row;
	char text[80];

	(void)state;
	engine_stations.fini(e);
	memset(e, 0, engine_stations.size);
	assert_int_equal(engine_stations.init(e, &env), 0);
	feed(&engine_stations, e, &p);
	assert_true(table_read(&r, 0, &row));
	columns_stations.heading(&stations_table, &row, 50, text, sizeof(text));
	assert_string_equal(text, "Ethernet HW addr: 02:00:00:00:00:0a (a box) on if1");
	columns_stations.heading(&stations_table, &row, 49, text, sizeof(text));
	assert_string_equal(text, "02:00:00:00:00:0a on if1: a box");
	assert_true(table_read(&r, 1, &row));
	columns_stations.heading(&stations_table, &row, 42, text, sizeof(text));
	assert_string_equal(text, "Ethernet HW addr: 02:00:00:00:00:0b on if1");
	columns_stations.heading(&stations_table, &row, 37, text, sizeof(text));
	assert_string_equal(text, "02:00:00:00:00:0b on if1");
	end(&engine_stations, e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(eighty),
		cmocka_unit_test(wider),
		cmocka_unit_test(what_wide_screens_add),
		cmocka_unit_test(forty),
		cmocka_unit_test(none_overlap_at_any_width),
		cmocka_unit_test(none_overlap_in_any_table),
		cmocka_unit_test(none_lost_by_widening),
		cmocka_unit_test(keys_are_fields),
		cmocka_unit_test(keys_of_fields_are_unique),
		cmocka_unit_test(sort_letters_are_unique),
		cmocka_unit_test(connection_cells),
		cmocka_unit_test(idle_connection_cells),
		cmocka_unit_test(other_cells),
		cmocka_unit_test(station_headings),
	};

	return cmocka_run_group_tests_name("columns", tests, NULL, NULL);
}
