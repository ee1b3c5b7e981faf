/* The published numbers that come with the program: one CSV file a table in the folder
 * core/data/published, and index.csv that lists them. A new table is a file NAME.csv (NAME of
 * small letters and _) and one row of the index.
 *
 * Conventions of the tables: one fact a row; accuracies and probabilities in 0..1; sizes as counts
 * of parameters (`params`, missing where undisclosed) beside the label people use (`size_label`);
 * `kind` tells how the number was read, `source` is a citation fit for the foot of a slide, `note`
 * what a reader should know before trusting it. Kinds: exact (printed in the source), approx (read
 * from the marks of a figure; `err` is the reading error, in the unit of the value), derived
 * (computed from exact numbers), memory (from memory, not read again: left out unless asked for),
 * definition and pointer (a formula or statement, another table). "(via notes)" in a source: the
 * number was read in somebody's notes that quote the paper. Values that are no number stand in
 * `statement` or `formula`. */
#ifndef DW_DATA_PUBLISHED_H
#define DW_DATA_PUBLISHED_H

#include "base/status.h"
#include "data/table.h"

/* The table of that name, without the rows of kind `memory` unless `with_memory`. `folder` is the
 * folder with index.csv. Fails with DW_EARG and the names that there are when the index has no
 * such name. The caller frees *table; it is NULL on failure. */
dw_status dw_published(const char *folder, const char *name, bool with_memory, dw_table **table,
                       dw_error *err);

/* The index: the columns of texts `name`, `title` and `source`, one row a table, in the order of
 * the file. The caller frees *index; it is NULL on failure. */
dw_status dw_published_names(const char *folder, dw_table **index, dw_error *err);

#endif
