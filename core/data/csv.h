/* Reading CSV: text in UTF-8, cells separated by commas, the first row the names of the columns.
 *
 * A byte order mark and line ends of any system are accepted; blank lines are skipped; blanks
 * around a cell that is not quoted do not count. A column is of numbers when every cell of it is a
 * number or missing, else of texts. A number is written as 12, -0.5, .5 or 6e23 (never hexadecimal,
 * never by the customs of a country); inf and -inf are infinite; an empty cell, NA, nan and NaN are
 * missing and become NaN. Quotes around a cell do not matter for this.
 *
 * Everything else fails with a sentence that names the file and, where it can, the line and the
 * column: no header, a header cell that is empty or repeated, a row with more or fewer cells than
 * the header, broken quotes, bytes that are not UTF-8 or NUL, a number too large for a double
 * (DW_EARG); a file that cannot be read or is too large (DW_EIO); DW_ENOMEM. */
#ifndef DW_DATA_CSV_H
#define DW_DATA_CSV_H

#include <stddef.h>

#include "base/status.h"
#include "data/table.h"

enum {
    DW_CSV_BYTES = 256 << 20, /* the largest file that dw_table_read takes */
    DW_CSV_COLUMNS = 4096
};

/* Reads a file. The caller frees *table; it is NULL on failure. */
dw_status dw_table_read(const char *path, dw_table **table, dw_error *err);
/* The same for files of at most `most` bytes. */
dw_status dw_table_read_most(const char *path, size_t most, dw_table **table, dw_error *err);
/* Reads n bytes that are neither changed nor kept; `name` stands for the file in messages. */
dw_status dw_table_parse(const char *name, const char *bytes, size_t n, dw_table **table,
                         dw_error *err);

#endif
