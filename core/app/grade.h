/* The parts of `dunwu grade`. */
#ifndef DW_APP_GRADE_H
#define DW_APP_GRADE_H

#include "app/classroom.h"

/* ---- what was handed in: submissions.c ---- */

/* One script of the folder. */
typedef struct dw_submission {
    char *name;    /* below the folder: "amy.lua", "bob/solution.lua" */
    char *shown;   /* the same without bytes that steer a terminal or a table */
    char *problem; /* why it is not run, in the language of the run; NULL: it is */
} dw_submission;

typedef struct dw_submissions {
    char *folder;
    dw_submission *at;
    size_t count;
} dw_submissions;

/* The submissions of a folder in the order of their names' bytes: each .lua file, and each folder,
 * which stands for the one .lua file in it. What is neither is told to `skipped`. */
dw_status dw_submissions_find(const char *folder, const char *language,
                              void (*skipped)(const char *shown), dw_submissions *list,
                              dw_error *err);
void dw_submissions_free(dw_submissions *list);
/* Reads one; follows no links, waits for no pipe. False: *problem says why, free it. */
bool dw_submission_read(const dw_submissions *list, const dw_submission *one, const char *language,
                        dw_buffer *text, char **problem);

/* ---- results: grade.c ---- */

typedef struct dw_row {
    const dw_submission *submission;
    dwl_verdict verdict; /* empty when there is a problem */
    char *problem;       /* NULL: it was checked */
    dw_buffer picture;   /* PNG in base64 */
    double seconds;      /* 0: kept from an earlier run */
    bool done;
} dw_row;

typedef struct dw_grades {
    const dw_exercise *exercise;
    const char *language;
    int64_t seed;
    double time, of; /* of: points of the solution */
    dw_row *rows;
    size_t count;
} dw_grades;

double dw_row_points(const dw_row *row, double of);
bool dw_row_passed(const dw_row *row);
/* It was checked in an earlier run. */
bool dw_row_kept(const dw_row *row);
/* The first thing that is wrong, on one line, the same on each run; "" when nothing is. */
void dw_row_message(const dw_row *row, const dw_grades *grades, dw_buffer *out);

/* file, points, of, passed, message: grade_table.c */
void dw_grades_csv(const dw_grades *grades, dw_buffer *out);
void dw_grades_print(const dw_grades *grades);
/* grade_page.c */
void dw_grades_page(const dw_grades *grades, dw_buffer *out);

/* ---- results of earlier runs: grade_store.c ---- */

/* All that a result depends on, so that it can be compared byte by byte. */
void dw_store_identity(const dw_case *one, dw_buffer *identity);
/* False when there is no result of exactly this identity. */
bool dw_store_find(const dw_buffer *identity, dwl_verdict *verdict, dw_buffer *picture);
/* Keeps one; what cannot be kept is only slower next time. */
void dw_store_keep(const dw_buffer *identity, const dwl_verdict *verdict, const dw_buffer *picture);
/* Removes results that were not asked for in 90 days. */
void dw_store_tidy(void);

#endif
