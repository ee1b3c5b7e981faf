/* A table: named columns of equal length, each of numbers or of texts. csv.h reads one from a
 * file, published.h the ones that come with the program. */
#ifndef DW_DATA_TABLE_H
#define DW_DATA_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

typedef struct dw_column {
    char *name; /* not empty, unlike every other column's */
    bool is_text;
    double *numbers; /* rows of them, NaN where a cell was empty; NULL in a column of texts */
    char **texts;    /* rows of them, UTF-8, "" where empty; NULL in a column of numbers */
} dw_column;

/* All that a table points to belongs to it: copy what shall outlive it. */
typedef struct dw_table {
    dw_column *columns;
    size_t column_count, rows;
    char *bytes; /* the names and texts */
} dw_table;

/* Frees the table and all that it holds. NULL is fine. */
void dw_table_free(dw_table *table);

/* How many bytes it holds, about. */
size_t dw_table_weigh(const dw_table *table);

/* The place of the column of that name (upper and lower case differ), counted from 0, or -1. */
ptrdiff_t dw_table_column(const dw_table *table, const char *name);

/* The same, but failing with DW_EARG and a sentence that offers the nearest name. */
dw_status dw_table_need(const dw_table *table, const char *name, size_t *column, dw_error *err);

/* A condition on a row: the named column equals (or differs from) the text or, where text is NULL,
 * the number. NaN equals nothing. */
typedef struct dw_where {
    const char *column;
    const char *text;
    double number;
    bool differs;
} dw_where;

/* A new table, *kept, of the rows that meet all n conditions, in their order; maybe none. Fails
 * with DW_EARG on an unknown column and where a text is asked of numbers or a number of texts.
 * The caller frees *kept; it is NULL on failure. */
dw_status dw_table_filter(const dw_table *table, const dw_where *conditions, size_t n,
                          dw_table **kept, dw_error *err);

#endif
