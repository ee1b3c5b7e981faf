#include "data/published.h"

#include <string.h>

#include "base/text.h"
#include "data/csv.h"

/* Only such a name can become part of a path. */
static bool is_plain(const char *name)
{
    return *name && name[strspn(name, "abcdefghijklmnopqrstuvwxyz_")] == '\0';
}

static dw_status read_file(const char *folder, const char *name, dw_table **table, dw_error *err)
{
    dw_buffer path = { 0 };
    dw_buffer_format(&path, "%s/%s.csv", folder, name);
    dw_status status = path.failed ? dw_fail(err, DW_ENOMEM, "no memory for a file name")
                                   : dw_table_read(path.text, table, err);
    dw_buffer_free(&path);
    return status;
}

static dw_status check_index(const char *folder, const dw_table *index, dw_error *err)
{
    static const char *const needed[] = { "name", "title", "source" };
    for (size_t j = 0; j < sizeof needed / sizeof *needed; j++) {
        ptrdiff_t column = dw_table_column(index, needed[j]);
        if (column < 0 || !index->columns[column].is_text)
            return dw_fail(err, DW_EARG, "%s/index.csv: a column '%s' of texts is missing", folder,
                           needed[j]);
    }
    char *const *names = index->columns[dw_table_column(index, "name")].texts;
    for (size_t i = 0; i < index->rows; i++)
        if (!is_plain(names[i]))
            return dw_fail(err, DW_EARG,
                           "%s/index.csv: row %zu: a name is of small letters and _, got '%.60s'",
                           folder, i + 1, names[i]);
    return DW_OK;
}

static dw_status unknown(const dw_table *index, const char *name, dw_error *err)
{
    char *const *names = index->columns[dw_table_column(index, "name")].texts;
    dw_nearest nearest = { .given = name };
    dw_buffer list = { 0 };
    for (size_t i = 0; i < index->rows; i++) {
        dw_nearest_offer(&nearest, names[i]);
        dw_buffer_format(&list, "%s%s", i ? ", " : "", names[i]);
    }
    char hint[96];
    dw_status status =
        dw_fail(err, DW_EARG, "there is no published table '%.60s'%s; there are: %s", name,
                dw_nearest_hint(&nearest, hint), list.text ? list.text : "none");
    dw_buffer_free(&list);
    return status;
}

dw_status dw_published_names(const char *folder, dw_table **index, dw_error *err)
{
    dw_status status = read_file(folder, "index", index, err);
    if (status) return status;
    status = check_index(folder, *index, err);
    if (!status) return DW_OK;
    dw_table_free(*index);
    *index = NULL;
    return status;
}

/* Takes the rows of kind `memory` out of *table. */
static dw_status forget(dw_table **table, dw_error *err)
{
    if (dw_table_column(*table, "kind") < 0) return DW_OK;
    const dw_where memory = { .column = "kind", .text = "memory", .differs = true };
    dw_table *known;
    dw_status status = dw_table_filter(*table, &memory, 1, &known, err);
    dw_table_free(*table);
    *table = known;
    return status;
}

dw_status dw_published(const char *folder, const char *name, bool with_memory, dw_table **table,
                       dw_error *err)
{
    *table = NULL;
    dw_table *index;
    dw_status status = dw_published_names(folder, &index, err);
    if (status) return status;
    char *const *names = index->columns[dw_table_column(index, "name")].texts;
    size_t i = 0;
    while (i < index->rows && strcmp(names[i], name) != 0) i++;
    if (i < index->rows)
        status = read_file(folder, name, table, err);
    else
        status = unknown(index, name, err);
    dw_table_free(index);
    return status || with_memory ? status : forget(table, err);
}
