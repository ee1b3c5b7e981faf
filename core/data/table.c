#include "data/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static dw_status condition_fits(const dw_column *column, const dw_where *condition, dw_error *err)
{
    if (column->is_text == (condition->text != NULL)) return DW_OK;
    if (column->is_text)
        return dw_fail(err, DW_EARG, "the column '%s' holds texts and was compared with %g",
                       column->name, condition->number);
    return dw_fail(err, DW_EARG, "the column '%s' holds numbers and was compared with '%s'",
                   column->name, condition->text);
}

static dw_status cross_out(const dw_table *table, const dw_where *condition, bool *keep,
                           dw_error *err)
{
    size_t place;
    dw_status status = dw_table_need(table, condition->column, &place, err);
    if (status) return status;
    const dw_column *column = &table->columns[place];
    status = condition_fits(column, condition, err);
    for (size_t i = 0; !status && i < table->rows; i++) {
        bool equal = column->is_text ? strcmp(column->texts[i], condition->text) == 0
                                     : column->numbers[i] == condition->number;
        keep[i] = keep[i] && equal != condition->differs;
    }
    return status;
}

/* The bytes that the names and the kept texts take. */
static size_t bytes_of(const dw_table *table, const bool *keep)
{
    size_t n = 0;
    for (size_t j = 0; j < table->column_count; j++) {
        const dw_column *column = &table->columns[j];
        n += strlen(column->name) + 1;
        for (size_t i = 0; column->is_text && i < table->rows; i++)
            if (keep[i]) n += strlen(column->texts[i]) + 1;
    }
    return n;
}

static char *put(char **end, const char *text)
{
    size_t n = strlen(text) + 1;
    char *copy = memcpy(*end, text, n);
    *end += n;
    return copy;
}

/* False: no memory. */
static bool copy_column(const dw_column *from, const bool *keep, size_t rows, dw_column *to,
                        size_t kept_rows, char **end, dw_error *err)
{
    to->name = put(end, from->name);
    to->is_text = from->is_text;
    if (from->is_text)
        to->texts = dw_allocate(kept_rows, sizeof *to->texts, err);
    else
        to->numbers = dw_allocate(kept_rows, sizeof *to->numbers, err);
    if (!to->texts && !to->numbers) return false;
    for (size_t i = 0, k = 0; i < rows; i++) {
        if (!keep[i]) continue;
        if (from->is_text)
            to->texts[k++] = put(end, from->texts[i]);
        else
            to->numbers[k++] = from->numbers[i];
    }
    return true;
}

static dw_table *copy_rows(const dw_table *table, const bool *keep, dw_error *err)
{
    dw_table *copy = dw_allocate(1, sizeof *copy, err);
    if (!copy) return NULL;
    for (size_t i = 0; i < table->rows; i++) copy->rows += keep[i];
    copy->bytes = dw_allocate(bytes_of(table, keep), 1, err);
    copy->columns = dw_allocate(table->column_count, sizeof *copy->columns, err);
    bool fine = copy->bytes && copy->columns;
    if (copy->columns) copy->column_count = table->column_count;
    char *end = copy->bytes;
    for (size_t j = 0; fine && j < table->column_count; j++)
        fine = copy_column(&table->columns[j], keep, table->rows, &copy->columns[j], copy->rows,
                           &end, err);
    if (fine) return copy;
    dw_table_free(copy);
    return NULL;
}

void dw_table_free(dw_table *table)
{
    if (!table) return;
    for (size_t j = 0; j < table->column_count; j++) {
        free(table->columns[j].numbers);
        free(table->columns[j].texts);
    }
    free(table->columns);
    free(table->bytes);
    free(table);
}

size_t dw_table_weigh(const dw_table *table)
{
    size_t bytes = sizeof *table + table->column_count * sizeof *table->columns;
    for (size_t i = 0; i < table->column_count; i++) {
        const dw_column *column = &table->columns[i];
        bytes += strlen(column->name) + 1;
        bytes += table->rows * (column->is_text ? sizeof(char *) : sizeof(double));
        for (size_t k = 0; column->is_text && k < table->rows; k++)
            bytes += strlen(column->texts[k]) + 1;
    }
    return bytes;
}

ptrdiff_t dw_table_column(const dw_table *table, const char *name)
{
    for (size_t j = 0; j < table->column_count; j++)
        if (strcmp(table->columns[j].name, name) == 0) return (ptrdiff_t)j;
    return -1;
}

dw_status dw_table_need(const dw_table *table, const char *name, size_t *column, dw_error *err)
{
    ptrdiff_t place = dw_table_column(table, name);
    if (place >= 0) {
        *column = (size_t)place;
        return DW_OK;
    }
    dw_nearest nearest = { .given = name };
    for (size_t j = 0; j < table->column_count; j++)
        dw_nearest_offer(&nearest, table->columns[j].name);
    char hint[96];
    return dw_fail(err, DW_EARG, "the table has no column '%.100s'%s", name,
                   dw_nearest_hint(&nearest, hint));
}

dw_status dw_table_filter(const dw_table *table, const dw_where *conditions, size_t n,
                          dw_table **kept, dw_error *err)
{
    *kept = NULL;
    bool *keep = dw_allocate(table->rows, sizeof *keep, err);
    if (!keep) return DW_ENOMEM;
    memset(keep, true, table->rows * sizeof *keep);
    dw_status status = DW_OK;
    for (size_t i = 0; !status && i < n; i++) status = cross_out(table, &conditions[i], keep, err);
    if (!status) {
        *kept = copy_rows(table, keep, err);
        if (!*kept) status = DW_ENOMEM;
    }
    free(keep);
    return status;
}
