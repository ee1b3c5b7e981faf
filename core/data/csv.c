#include "data/csv.h"

#include <csv.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

/* The cells of all rows, header first, stand in `cells` one behind the other, each with a NUL. */
typedef struct reader {
    const char *name;
    dw_error *err;
    dw_status status;
    dw_buffer cells;
    size_t columns, rows; /* rows without the header */
    size_t cell;          /* cells seen of this row */
    size_t line, row_line;
    bool between; /* no part of the next row was seen */
} reader;

static size_t digits(const char **s)
{
    size_t n = strspn(*s, "0123456789");
    *s += n;
    return n;
}

/* strtod alone would take hexadecimal, "nan(7)" and leading blanks. */
static bool is_decimal(const char *s)
{
    if (*s == '+' || *s == '-') s++;
    size_t n = digits(&s);
    if (*s == '.') {
        s++;
        n += digits(&s);
    }
    if (n == 0) return false;
    if (*s == 'e' || *s == 'E') {
        s++;
        if (*s == '+' || *s == '-') s++;
        if (digits(&s) == 0) return false;
    }
    return *s == '\0';
}

static bool is_one_of(const char *s, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(s, *words) == 0) return true;
    return false;
}

static bool is_missing(const char *s)
{
    return is_one_of(s, (const char *const[]){ "", "NA", "nan", "NaN", NULL });
}

static bool is_infinite(const char *s)
{
    return is_one_of(s, (const char *const[]){ "inf", "+inf", "-inf", NULL });
}

static bool is_number(const char *s)
{
    return is_missing(s) || is_decimal(s) || is_infinite(s);
}

static double number(const char *s)
{
    if (is_missing(s)) return NAN;
    if (is_infinite(s)) return s[0] == '-' ? -INFINITY : INFINITY;
    return strtod(s, NULL);
}

/* The name of a column of the header, "" while there is none. */
static const char *column_name(const reader *r, size_t column)
{
    if (column >= r->columns) return "";
    const char *name = r->cells.text;
    for (; column > 0; column--) name += strlen(name) + 1;
    return name;
}

static dw_status fail_at_cell(reader *r, size_t line, const char *what)
{
    const char *name = column_name(r, r->cell);
    if (!*name)
        return dw_fail(r->err, DW_EARG, "%s:%zu: column %zu: %s", r->name, line, r->cell + 1, what);
    return dw_fail(r->err, DW_EARG, "%s:%zu: column %zu ('%.60s'): %s", r->name, line, r->cell + 1,
                   name, what);
}

static dw_status take_header(reader *r, size_t cells)
{
    if (cells > DW_CSV_COLUMNS)
        return dw_fail(r->err, DW_EARG, "%s:%zu: %zu columns, the most are %d", r->name,
                       r->row_line, cells, DW_CSV_COLUMNS);
    const char *name = r->cells.text;
    for (size_t j = 0; j < cells; j++, name += strlen(name) + 1) {
        if (!*name)
            return dw_fail(r->err, DW_EARG, "%s:%zu: column %zu has no name in the header", r->name,
                           r->row_line, j + 1);
        const char *earlier = r->cells.text;
        for (size_t i = 0; i < j; i++, earlier += strlen(earlier) + 1)
            if (strcmp(earlier, name) == 0)
                return dw_fail(r->err, DW_EARG,
                               "%s:%zu: columns %zu and %zu are both named '%.100s'", r->name,
                               r->row_line, i + 1, j + 1, name);
    }
    r->columns = cells;
    return DW_OK;
}

static void on_cell(void *bytes, size_t n, void *context)
{
    reader *r = context;
    dw_buffer_add_bytes(&r->cells, bytes, n);
    dw_buffer_add_bytes(&r->cells, "", 1);
    r->cell++;
}

static void on_row(int terminator, void *context)
{
    (void)terminator;
    reader *r = context;
    size_t cells = r->cell;
    r->between = true;
    r->cell = 0;
    if (r->status) return;
    if (r->cells.failed)
        r->status = dw_fail(r->err, DW_ENOMEM, "no memory to read '%s'", r->name);
    else if (r->columns == 0)
        r->status = take_header(r, cells);
    else if (cells != r->columns)
        r->status =
            dw_fail(r->err, DW_EARG, "%s:%zu: the row ends at column %zu, the header at %zu",
                    r->name, r->row_line, cells, r->columns);
    else
        r->rows++;
}

/* The bytes up to the end of the line, that end included: LF, CR LF or CR. */
static size_t line_length(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '\n') return i + 1;
        if (s[i] == '\r') return i + 1 < n && s[i + 1] == '\n' ? i + 2 : i + 1;
    }
    return n;
}

static bool is_blank(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strchr(" \t\r\n", s[i])) return false;
    return true;
}

static dw_status check_bytes(const char *name, const char *bytes, size_t n, dw_error *err)
{
    size_t good = dw_text_utf8_prefix(bytes, n);
    const char *nul = memchr(bytes, '\0', good);
    if (nul) good = (size_t)(nul - bytes);
    if (good == n) return DW_OK;
    size_t line = 1, at = 0;
    for (;;) {
        size_t length = line_length(bytes + at, n - at);
        if (at + length > good) break;
        at += length;
        line++;
    }
    return dw_fail(err, DW_EARG, "%s:%zu: byte %zu of the line is %s", name, line, good - at + 1,
                   nul ? "NUL" : "not valid UTF-8");
}

static dw_status parse_failed(reader *r, struct csv_parser *parser, size_t line, const char *what)
{
    if (r->status) return r->status;
    if (csv_error(parser) == CSV_EPARSE) return fail_at_cell(r, line, what);
    return dw_fail(r->err, DW_ENOMEM, "no memory to read '%s'", r->name);
}

/* libcsv gets one line at a time, so that the number of the line is known to the callbacks. */
static dw_status read_lines(reader *r, struct csv_parser *parser, const char *bytes, size_t n)
{
    while (n > 0) {
        size_t length = line_length(bytes, n);
        r->line++;
        if (r->between && !is_blank(bytes, length)) {
            r->row_line = r->line;
            r->between = false;
        }
        if (csv_parse(parser, bytes, length, on_cell, on_row, r) != length)
            return parse_failed(r, parser, r->line, "a quotation mark that does not belong here");
        if (r->status) return r->status;
        bytes += length;
        n -= length;
    }
    if (csv_fini(parser, on_cell, on_row, r) != 0)
        return parse_failed(r, parser, r->row_line, "a quoted cell without an end");
    return r->status;
}

static dw_status read_rows(reader *r, const char *bytes, size_t n)
{
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return dw_fail(r->err, DW_ENOMEM, "no memory to read '%s'", r->name);
    csv_set_blk_size(&parser, 4096);
    dw_status status = read_lines(r, &parser, bytes, n);
    csv_free(&parser);
    if (!status && r->columns == 0)
        status =
            dw_fail(r->err, DW_EARG, "%s: the file is empty, a header row was expected", r->name);
    return status;
}

static void find_kinds(const dw_table *table, const char *cell)
{
    for (size_t i = 0; i < table->rows; i++)
        for (size_t j = 0; j < table->column_count; j++, cell += strlen(cell) + 1)
            if (!table->columns[j].is_text) table->columns[j].is_text = !is_number(cell);
}

static dw_status make_room(dw_table *table, dw_error *err)
{
    for (size_t j = 0; j < table->column_count; j++) {
        dw_column *column = &table->columns[j];
        if (column->is_text)
            column->texts = dw_allocate(table->rows, sizeof *column->texts, err);
        else
            column->numbers = dw_allocate(table->rows, sizeof *column->numbers, err);
        if (!column->texts && !column->numbers) return DW_ENOMEM;
    }
    return DW_OK;
}

static dw_status fill(const reader *r, dw_table *table, char *cell)
{
    for (size_t i = 0; i < table->rows; i++)
        for (size_t j = 0; j < table->column_count; j++, cell += strlen(cell) + 1) {
            dw_column *column = &table->columns[j];
            if (column->is_text) {
                column->texts[i] = cell;
                continue;
            }
            column->numbers[i] = number(cell);
            if (isinf(column->numbers[i]) && !is_infinite(cell))
                return dw_fail(r->err, DW_EARG,
                               "%s: row %zu, column %zu ('%.60s'): %.40s is too large a number",
                               r->name, i + 1, j + 1, column->name, cell);
        }
    return DW_OK;
}

static dw_status build(const reader *r, dw_table *table)
{
    table->columns = dw_allocate(r->columns, sizeof *table->columns, r->err);
    if (!table->columns) return DW_ENOMEM;
    table->column_count = r->columns;
    table->rows = r->rows;
    char *cell = table->bytes;
    for (size_t j = 0; j < r->columns; j++, cell += strlen(cell) + 1) table->columns[j].name = cell;
    find_kinds(table, cell);
    dw_status status = make_room(table, r->err);
    return status ? status : fill(r, table, cell);
}

dw_status dw_table_parse(const char *name, const char *bytes, size_t n, dw_table **table,
                         dw_error *err)
{
    *table = NULL;
    if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        n -= 3;
    }
    dw_status status = n ? check_bytes(name, bytes, n, err) : DW_OK;
    if (status) return status;
    reader r = { .name = name, .err = err, .between = true };
    status = read_rows(&r, bytes, n);
    dw_table *made = status ? NULL : dw_allocate(1, sizeof *made, err);
    if (!made) {
        dw_buffer_free(&r.cells);
        return status ? status : DW_ENOMEM;
    }
    made->bytes = r.cells.text;
    status = build(&r, made);
    if (status)
        dw_table_free(made);
    else
        *table = made;
    return status;
}

dw_status dw_table_read_most(const char *path, size_t most, dw_table **table, dw_error *err)
{
    *table = NULL;
    dw_buffer text = { 0 };
    dw_status status = dw_file_read(path, most, &text, err);
    if (!status) status = dw_table_parse(path, text.text, text.length, table, err);
    dw_buffer_free(&text);
    return status;
}

dw_status dw_table_read(const char *path, dw_table **table, dw_error *err)
{
    return dw_table_read_most(path, DW_CSV_BYTES, table, err);
}
