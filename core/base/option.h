/* The declaration of an option: written once, read by everything that needs to know of it - the
 * check of a script's table, the error message, `dunwu doc`, editor annotations.
 *
 * A list of options describes the fields of one plain C struct and ends with { 0 }. Core code
 * declares lists beside the struct; core/lua/schema.c is the only reader of scripts' values.
 *
 *     typedef struct walk { int64_t steps; double drift; } walk;
 *     const dw_option walk_options[] = {
 *         { "steps", DW_INTEGER, offsetof(walk, steps), .def = 1000, .min = 1, .max = 1e7,
 *           .doc = "number of steps" },
 *         { "drift", DW_NUMBER, offsetof(walk, drift), .min = -1, .max = 1,
 *           .unit = "per step", .doc = "mean of one step" },
 *         { 0 } };
 */
#ifndef DW_BASE_OPTION_H
#define DW_BASE_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The kind says what a script may write and which C type the field has. */
typedef enum dw_kind {
    DW_NUMBER = 1, /* double */
    DW_INTEGER,    /* int64_t; a whole number, 3.0 counts as one */
    DW_BOOLEAN,    /* bool */
    DW_TEXT,       /* const char *; NULL when not given and no default */
    DW_CHOICE,     /* const char *; one of `choices`, the default first */
    DW_SERIES,     /* dw_series; an array or a table of numbers */
    DW_TEXTS,      /* dw_texts; a table of texts */
    DW_ABILITY,    /* dw_ability of sim/ability.h */
    DW_GROUP,      /* a nested struct with options of its own; the field is the struct itself */
    DW_FUNCTION,   /* int; index of a script function on the Lua stack, 0 when not given */
    DW_THEME,      /* const dw_theme * of plot/theme.h; a name or an object; NULL when not given */
    DW_ANY,        /* int; index of any value on the Lua stack, 0 when not given */
    DW_LIST        /* no option: all of `group`, as if they stood here; of a nested struct */
} dw_kind;

/* n doubles that somebody else owns. at is NULL when the option was not given. */
typedef struct dw_series {
    const double *at;
    size_t n;
    bool scalar; /* written as a bare number */
} dw_series;

/* n texts that somebody else owns. */
typedef struct dw_texts {
    const char *const *at;
    size_t n;
} dw_texts;

enum {
    DW_REQUIRED = 1 << 0,
    DW_ABOVE_MIN = 1 << 1,   /* min itself is not allowed */
    DW_BELOW_MAX = 1 << 2,   /* max itself is not allowed */
    DW_OPTIONAL = 1 << 3,    /* without a default: a number is then NAN, an integer -1 */
    DW_GAPS = 1 << 4,        /* a series that may hold NaN, a gap */
    DW_INFINITE = 1 << 5,    /* infinities are allowed */
    DW_MAYBE_EMPTY = 1 << 6, /* a series or list of texts of no elements is allowed */
    DW_OR_NUMBER = 1 << 7,   /* a series that may be written as one number */
    DW_SEED = 1 << 8,        /* an integer whose default is the seed of the run */
    DW_INCREASING = 1 << 9,  /* a series in which each element is larger than the one before */
    DW_OR_BOOLEAN = 1 << 10, /* a choice that may be written as false, the first, or true, the
                              * second */
    DW_LANGUAGE = 1 << 11    /* a choice whose default is the language of the run */
};

typedef struct dw_option {
    const char *name;
    dw_kind kind;
    size_t offset;
    double def;                 /* number, integer, boolean (0 or 1) */
    double min, max;            /* of numbers, integers, and each element of a series; 0, 0: any */
    const char *text;           /* default of a text or an ability (as the doc writes it) */
    const char *const *choices; /* NULL-ended */
    const struct dw_option *group;
    unsigned flags;
    const char *unit;
    const char *doc;
    const void *preset; /* default of an ability: a dw_ability */
} dw_option;

#endif
