#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "data/csv.h"
#include "data/published.h"
#include "data/table.h"

int dw_test_data(void);

static const char sample[] = "\xef\xbb\xbfname,size,\"note, quoted\"\r\n"
                             "small,1e7,\"says \"\"hi\"\"\"\r\n"
                             "\r\n"
                             "\xe5\xa4\xa7,-2.5,\"two\nlines\"\r\n"
                             "gap,,NA\r\n";

static dw_table *parsed(const char *text)
{
    dw_error err = { "" };
    dw_table *table;
    if (dw_table_parse("t.csv", text, strlen(text), &table, &err)) fail_msg("%s", err.text);
    return table;
}

static void assert_refused(const char *bytes, size_t n, const char *expected)
{
    dw_error err = { "" };
    dw_table *table;
    assert_int_equal(dw_table_parse("t.csv", bytes, n, &table, &err), DW_EARG);
    assert_null(table);
    assert_string_equal(err.text, expected);
}

static void a_table_is_read(void **state)
{
    (void)state;
    dw_table *table = parsed(sample);
    assert_int_equal(table->column_count, 3);
    assert_int_equal(table->rows, 3);
    assert_string_equal(table->columns[0].name, "name");
    assert_string_equal(table->columns[2].name, "note, quoted");
    assert_string_equal(table->columns[0].texts[1], "\xe5\xa4\xa7");
    assert_string_equal(table->columns[2].texts[0], "says \"hi\"");
    assert_string_equal(table->columns[2].texts[1], "two\nlines");
    assert_string_equal(table->columns[2].texts[2], "NA");
    assert_false(table->columns[1].is_text);
    assert_null(table->columns[1].texts);
    assert_true(table->columns[1].numbers[0] == 1e7 && table->columns[1].numbers[1] == -2.5);
    assert_true(isnan(table->columns[1].numbers[2]));
    assert_int_equal(dw_table_column(table, "size"), 1);
    assert_int_equal(dw_table_column(table, "Size"), -1);
    dw_table_free(table);
}

static void numbers_are_told_from_texts(void **state)
{
    (void)state;
    static const char *const numbers[] = { "1",     "-1.5", "+.5",  "5.",  "6e23", "1E-3", "  7 ",
                                           "\"8\"", "inf",  "-inf", "nan", "NaN",  "NA" };
    static const char *const texts[] = { "0x10",   "1e",       "e5",    ".",      "-",
                                         "1 2",    "Infinity", "1_000", "nan(7)", "4%",
                                         "\" 1\"", "+-1",      "1e+" };
    char text[64];
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        snprintf(text, sizeof text, "x\n%s\n", numbers[i]);
        dw_table *table = parsed(text);
        if (table->columns[0].is_text) fail_msg("'%s' became a text", numbers[i]);
        dw_table_free(table);
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        snprintf(text, sizeof text, "x\n%s\n", texts[i]);
        dw_table *table = parsed(text);
        if (!table->columns[0].is_text) fail_msg("'%s' became a number", texts[i]);
        dw_table_free(table);
    }
}

static void line_ends_of_any_system(void **state)
{
    (void)state;
    static const char *const same[] = { "a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4", "a,b\r1,2\r3,4\r",
                                        "\n\na,b\n\n1,2\n  \n3,4\n\n" };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        dw_table *table = parsed(same[i]);
        assert_int_equal(table->rows, 2);
        assert_true(table->columns[1].numbers[1] == 4);
        dw_table_free(table);
    }
}

static void a_header_alone_is_an_empty_table(void **state)
{
    (void)state;
    dw_table *table = parsed("a,b");
    assert_int_equal(table->rows, 0);
    assert_int_equal(table->column_count, 2);
    dw_table_free(table);
    dw_table_free(NULL);
}

static void broken_files_are_refused_with_their_place(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        { "", "t.csv: the file is empty, a header row was expected" },
        { "\n \r\n", "t.csv: the file is empty, a header row was expected" },
        { "\xef\xbb\xbf", "t.csv: the file is empty, a header row was expected" },
        { "a,,c\n1,2,3\n", "t.csv:1: column 2 has no name in the header" },
        { "\na,b,a\n", "t.csv:2: columns 1 and 3 are both named 'a'" },
        { "a,b\n1,2\n\n3\n", "t.csv:4: the row ends at column 1, the header at 2" },
        { "a,b\n1,2,3\n", "t.csv:2: the row ends at column 3, the header at 2" },
        { "a,b\n\"x\ny\",1\n\"p\nq\"\n", "t.csv:4: the row ends at column 1, the header at 2" },
        { "a,b\r\n1,x\"y\r\n",
          "t.csv:2: column 2 ('b'): a quotation mark that does not belong here" },
        { "a,b\n1,\"x\"y\n",
          "t.csv:2: column 2 ('b'): a quotation mark that does not belong here" },
        { "a,b\n1,\"x\n2,3\n", "t.csv:2: column 2 ('b'): a quoted cell without an end" },
        { "a,\"b", "t.csv:1: column 2: a quoted cell without an end" },
        { "a,b\n1,\xff\n", "t.csv:2: byte 3 of the line is not valid UTF-8" },
        { "a\r\n1\r\n\xe5\xa4", "t.csv:3: byte 1 of the line is not valid UTF-8" },
        { "a,b\n1,2\n3,1e999\n", "t.csv: row 2, column 2 ('b'): 1e999 is too large a number" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_refused(rows[i][0], strlen(rows[i][0]), rows[i][1]);
    assert_refused("a\n1\0", 5, "t.csv:2: byte 2 of the line is NUL");
    assert_refused("\xff\xfe\x61\0", 4, "t.csv:1: byte 1 of the line is not valid UTF-8");
}

/* Reads what is there of a table, so that a sanitizer sees a cell that is not. */
static void touch(const dw_table *table)
{
    size_t seen = 0;
    for (size_t j = 0; j < table->column_count; j++) {
        const dw_column *column = &table->columns[j];
        seen += strlen(column->name);
        for (size_t i = 0; i < table->rows; i++)
            seen += column->is_text ? strlen(column->texts[i]) : column->numbers[i] > 0;
    }
    assert_true(seen > 0);
}

/* The bytes stand in a block of exactly their length, so that reading past them is seen. */
static void try_bytes(const char *bytes, size_t n)
{
    char *block = malloc(n ? n : 1);
    assert_non_null(block);
    memcpy(block, bytes, n);
    dw_error err = { "" };
    dw_table *table;
    dw_status status = dw_table_parse("t.csv", block, n, &table, &err);
    free(block);
    assert_true((status == DW_OK) == (table != NULL));
    assert_true(status == DW_OK || strncmp(err.text, "t.csv:", 6) == 0);
    if (table) touch(table);
    dw_table_free(table);
}

static void no_truncation_and_no_wrong_byte_crashes(void **state)
{
    (void)state;
    static const char wrong[] = { '\0', '"', ',', '\n', '\r', '\xff', '\xe5', ' ', '9' };
    char bytes[sizeof sample];
    size_t n = sizeof sample - 1;
    for (size_t i = 0; i <= n; i++) try_bytes(sample, i);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < sizeof wrong; k++) {
            memcpy(bytes, sample, n);
            bytes[i] = wrong[k];
            try_bytes(bytes, n);
            try_bytes(bytes, i + 1);
        }
}

static void noise_does_not_crash(void **state)
{
    (void)state;
    static const char letters[] = "ab1,,\"\"\n\n\r. e-";
    uint64_t x = 1;
    char bytes[40];
    for (int trial = 0; trial < 20000; trial++) {
        size_t n = (size_t)trial % sizeof bytes;
        for (size_t i = 0; i < n; i++) {
            x = x * 6364136223846793005u + 1442695040888963407u;
            bytes[i] = letters[(x >> 33) % (sizeof letters - 1)];
        }
        try_bytes(bytes, n);
    }
}

static void too_many_columns_and_large_cells(void **state)
{
    (void)state;
    dw_buffer text = { 0 };
    for (int i = 0; i < DW_CSV_COLUMNS; i++) dw_buffer_format(&text, "%sc%d", i ? "," : "", i);
    dw_table *table = parsed(text.text);
    assert_int_equal(table->column_count, DW_CSV_COLUMNS);
    dw_table_free(table);
    dw_buffer_add(&text, ",one_more");
    assert_refused(text.text, text.length, "t.csv:1: 4097 columns, the most are 4096");
    dw_buffer_free(&text);
    dw_buffer_add(&text, "a\n");
    for (int i = 0; i < 200000; i++) dw_buffer_add(&text, "12345678 ");
    table = parsed(text.text);
    assert_int_equal(strlen(table->columns[0].texts[0]), 9 * 200000 - 1);
    dw_table_free(table);
    dw_buffer_free(&text);
}

static void files_are_read_up_to_a_limit(void **state)
{
    (void)state;
    char path[] = "/tmp/dunwu-test-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, "a\n123\n", 6), 6);
    close(descriptor);
    dw_error err;
    dw_table *table;
    assert_int_equal(dw_table_read(path, &table, &err), DW_OK);
    assert_true(table->columns[0].numbers[0] == 123);
    dw_table_free(table);
    assert_int_equal(dw_table_read_most(path, 5, &table, &err), DW_EIO);
    assert_null(table);
    assert_non_null(strstr(err.text, "larger than 5 bytes"));
    unlink(path);
    assert_int_equal(dw_table_read(path, &table, &err), DW_EIO);
    assert_null(table);
}

static void rows_are_filtered(void **state)
{
    (void)state;
    dw_table *table = parsed("family,size\nA,1\nB,1\nA,2\nA,\n"), *kept;
    dw_where both[] = { { .column = "family", .text = "A" }, { .column = "size", .number = 2 } };
    assert_int_equal(dw_table_filter(table, both, 1, &kept, NULL), DW_OK);
    assert_int_equal(kept->rows, 3);
    assert_true(kept->columns[1].numbers[1] == 2 && isnan(kept->columns[1].numbers[2]));
    dw_table_free(kept);
    assert_int_equal(dw_table_filter(table, both, 2, &kept, NULL), DW_OK);
    dw_where nothing = { .column = "size", .number = NAN };
    dw_table *none;
    assert_int_equal(dw_table_filter(table, &nothing, 1, &none, NULL), DW_OK);
    dw_table_free(table);
    assert_int_equal(kept->rows, 1);
    assert_string_equal(kept->columns[0].texts[0], "A");
    assert_string_equal(kept->columns[1].name, "size");
    assert_int_equal(none->rows, 0);
    dw_table_free(kept);
    dw_table_free(none);
}

static void wrong_conditions_are_named(void **state)
{
    (void)state;
    static const struct {
        dw_where where;
        const char *message;
    } rows[] = {
        { { .column = "famly", .text = "A" },
          "the table has no column 'famly' (did you mean 'family'?)" },
        { { .column = "family", .number = 3 },
          "the column 'family' holds texts and was compared with 3" },
        { { .column = "size", .text = "1" },
          "the column 'size' holds numbers and was compared with '1'" },
    };
    dw_table *table = parsed("family,size\nA,1\n"), *kept;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dw_error err;
        assert_int_equal(dw_table_filter(table, &rows[i].where, 1, &kept, &err), DW_EARG);
        assert_null(kept);
        assert_string_equal(err.text, rows[i].message);
    }
    dw_table_free(table);
}

static const char *published_folder(void)
{
    static char folder[4096];
    const char *home = getenv("DUNWU_HOME");
    snprintf(folder, sizeof folder, "%s/core/data/published", home ? home : ".");
    return folder;
}

static dw_table *published(const char *name)
{
    dw_error err = { "" };
    dw_table *table;
    if (dw_published(published_folder(), name, true, &table, &err)) fail_msg("%s", err.text);
    return table;
}

static void check_conventions(const char *name)
{
    static const char *const texts[] = { "kind", "source" };
    dw_table *table = published(name);
    assert_true(table->rows > 0);
    for (size_t j = 0; j < 2; j++) {
        ptrdiff_t place = dw_table_column(table, texts[j]);
        if (place < 0 || !table->columns[place].is_text) fail_msg("%s: no '%s'", name, texts[j]);
        for (size_t i = 0; i < table->rows; i++)
            if (!*table->columns[place].texts[i]) fail_msg("%s: row %zu: no %s", name, i, texts[j]);
    }
    ptrdiff_t place = dw_table_column(table, "accuracy");
    for (size_t i = 0; place >= 0 && i < table->rows; i++) {
        double accuracy = table->columns[place].numbers[i];
        assert_true(accuracy >= 0 && accuracy <= 1);
    }
    dw_table_free(table);
}

static void every_published_table_reads(void **state)
{
    (void)state;
    dw_error err = { "" };
    dw_table *index;
    if (dw_published_names(published_folder(), &index, &err)) fail_msg("%s", err.text);
    assert_true(index->rows > 0);
    for (size_t i = 0; i < index->rows; i++) check_conventions(index->columns[0].texts[i]);
    dw_table_free(index);
}

static void chain_of_thought_has_its_printed_numbers(void **state)
{
    (void)state;
    dw_table *table = published("chain_of_thought"), *palm;
    dw_where where[] = { { .column = "family", .text = "PaLM" },
                         { .column = "prompting", .text = "chain of thought" },
                         { .column = "source",
                           .text = "Wei et al. 2022, Chain-of-Thought Prompting, Table 2" },
                         { .column = "task", .text = "GSM8K" } };
    assert_int_equal(table->rows, 555);
    assert_int_equal(dw_table_filter(table, where, 4, &palm, NULL), DW_OK);
    assert_int_equal(palm->rows, 3);
    const double *params = palm->columns[dw_table_column(palm, "params")].numbers;
    const double *accuracy = palm->columns[dw_table_column(palm, "accuracy")].numbers;
    assert_true(params[2] == 540e9 && accuracy[2] == 0.569 && accuracy[0] == 0.041);
    dw_table_free(palm);
    where[0].text = "Codex";
    assert_int_equal(dw_table_filter(table, where, 4, &palm, NULL), DW_OK);
    assert_true(isnan(palm->columns[dw_table_column(palm, "params")].numbers[0]));
    dw_table_free(palm);
    dw_table_free(table);
}

static void unknown_tables_are_refused(void **state)
{
    (void)state;
    dw_error err;
    dw_table *table;
    assert_int_equal(dw_published(published_folder(), "chain_of_thougth", false, &table, &err),
                     DW_EARG);
    assert_null(table);
    assert_non_null(strstr(err.text, "there is no published table 'chain_of_thougth' (did you mean "
                                     "'chain_of_thought'?); there are: "));
    assert_int_equal(dw_published(published_folder(), "../published/index", false, &table, &err),
                     DW_EARG);
    assert_int_equal(dw_published(published_folder(), "", false, &table, &err), DW_EARG);
    assert_int_equal(dw_published("/nowhere", "chain_of_thought", false, &table, &err), DW_EIO);
    assert_null(table);
}

static void assert_index_refused(const char *content, const char *expected)
{
    char folder[] = "/tmp/dunwu-test-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/index.csv", folder);
    assert_int_equal(dw_file_write(path, content, strlen(content), NULL), DW_OK);
    dw_error err;
    dw_table *index;
    assert_int_equal(dw_published_names(folder, &index, &err), DW_EARG);
    assert_null(index);
    assert_non_null(strstr(err.text, expected));
    unlink(path);
    rmdir(folder);
}

static void a_broken_index_is_refused(void **state)
{
    (void)state;
    assert_index_refused("name,title\na,b\n", "a column 'source' of texts is missing");
    assert_index_refused("name,title,source\n1,b,c\n", "a column 'name' of texts is missing");
    assert_index_refused("name,title,source\n../x,b,c\n",
                         "row 1: a name is of small letters and _, got '../x'");
}

int dw_test_data(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_is_read),
        cmocka_unit_test(numbers_are_told_from_texts),
        cmocka_unit_test(line_ends_of_any_system),
        cmocka_unit_test(a_header_alone_is_an_empty_table),
        cmocka_unit_test(broken_files_are_refused_with_their_place),
        cmocka_unit_test(no_truncation_and_no_wrong_byte_crashes),
        cmocka_unit_test(noise_does_not_crash),
        cmocka_unit_test(too_many_columns_and_large_cells),
        cmocka_unit_test(files_are_read_up_to_a_limit),
        cmocka_unit_test(rows_are_filtered),
        cmocka_unit_test(wrong_conditions_are_named),
        cmocka_unit_test(every_published_table_reads),
        cmocka_unit_test(chain_of_thought_has_its_printed_numbers),
        cmocka_unit_test(unknown_tables_are_refused),
        cmocka_unit_test(a_broken_index_is_refused),
    };
    return cmocka_run_group_tests_name("data", tests, NULL, NULL);
}
