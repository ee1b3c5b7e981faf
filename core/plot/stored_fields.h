/* How the structs of the model are stored: one dw_field for each of their fields. Private to the
 * files stored*.c. */
#ifndef DW_PLOT_STORED_FIELDS_H
#define DW_PLOT_STORED_FIELDS_H

#include "plot/figure.h"

typedef enum dw_field_kind {
    DW_FIELD_NUMBER,  /* double */
    DW_FIELD_WHOLE,   /* int, 0..most */
    DW_FIELD_SIZE,    /* size_t */
    DW_FIELD_RGB,     /* uint32_t, 0..0xffffff */
    DW_FIELD_FLAG,    /* bool */
    DW_FIELD_CHOICE,  /* an enum, 0..most, stored as its number: new names go to the enum's end */
    DW_FIELD_NAME,    /* an enum with a function that names it */
    DW_FIELD_TEXT,    /* char *, "" when left out */
    DW_FIELD_LABEL,   /* char *, NULL when left out */
    DW_FIELD_LETTERS, /* char[most], "" when left out */
    DW_FIELD_NUMBERS, /* double *, NULL when left out; as many as `length` says */
    DW_FIELD_TEXTS,   /* char **, the same */
    DW_FIELD_GROUP,   /* a struct within the struct */
    DW_FIELD_MAYBE,   /* a pointer to a struct, NULL when left out */
    DW_FIELD_LIST,    /* a pointer to structs */
    DW_FIELD_POINTERS /* a pointer to pointers to structs, none of them NULL */
} dw_field_kind;

typedef struct dw_record dw_record;

typedef struct dw_field {
    const char *name;
    dw_field_kind kind;
    size_t offset;
    int most;
    const char *(*name_of)(int value); /* of DW_FIELD_NAME */
    size_t (*length)(const void *at);  /* of numbers and texts; NULL: counted */
    size_t count;                      /* offset of the size_t that counts; else 0 */
    const dw_record *record;           /* of groups, pointers and lists */
} dw_field;

struct dw_record {
    const char *name; /* for messages: "a layer" */
    size_t size;
    const dw_field *fields; /* end with { 0 }; those that count come before what they count */
    /* What the other parts of the model rely on; may be NULL. */
    dw_status (*check)(const void *at, dw_error *err);
};

/* Ends with fields of the figure's own; everything else hangs off it. */
extern const dw_record dw_figure_record;

/* stored_check.c */
dw_status dw_stored_check_figure(const void *at, dw_error *err);
dw_status dw_stored_check_theme(const void *at, dw_error *err);
dw_status dw_stored_check_axes(const void *at, dw_error *err);
dw_status dw_stored_check_inset(const void *at, dw_error *err);
dw_status dw_stored_check_axis(const void *at, dw_error *err);
dw_status dw_stored_check_layer(const void *at, dw_error *err);
dw_status dw_stored_check_cells(const void *at, dw_error *err);

/* How many numbers or texts the field has, of the struct at `at`. */
size_t dw_field_length(const dw_field *field, const void *at);

#endif
