/* What every file of the glue shares: how a function is declared, how its arguments are read, how
 * a failure of the core becomes a Lua error, and what belongs to one run of a script.
 *
 * A library is a list of dwl_function. The declaration of a function is read by the argument
 * reader (schema.c), by the error messages and by `dunwu doc`; nothing about an argument is
 * written twice. */
#ifndef DWL_GLUE_H
#define DWL_GLUE_H

#include <lauxlib.h>
#include <lua.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "array/array.h"
#include "base/env.h"
#include "base/option.h"
#include "base/status.h"
#include "base/text.h"

/* How a function takes its arguments. */
typedef enum dwl_form {
    DWL_POSITIONAL,   /* f(a, b, { option = ... }) */
    DWL_NAMED,        /* f { a = , b = } */
    DWL_METHOD,       /* object:f(a, b) */
    DWL_NAMED_METHOD, /* object:f { a = , b = } */
    DWL_FREE          /* reads its arguments itself */
} dwl_form;

typedef struct dwl_function {
    const char *name;
    lua_CFunction call;
    dwl_form form;
    const dw_option *arguments; /* in order, ends with { 0 }; NULL: none */
    const char *usage;          /* how a call is written, when the arguments do not say it */
    const char *returns, *doc, *formula, *source, *example;
} dwl_function;

/* A library: a global table of functions, or the methods of a kind of object. */
typedef struct dwl_library {
    const char *name, *doc;
    const dwl_function *functions; /* ends with { 0 } */
} dwl_library;

/* Every library and kind of object there is, ended by NULL: for doc, and to open them. */
extern const dwl_library *const dwl_libraries[];

/* ---- arguments: schema.c, and rule.c for their words ---- */

/* Inside a declared function: reads all arguments into the struct that its declaration describes,
 * or raises an error that names function, argument, rule and value. Series made from tables and
 * values of DW_ANY stay on the stack until the function ends. */
void dwl_arguments(lua_State *L, void *out);

/* The same for a table at an index, on behalf of `who`. */
void dwl_read_table(lua_State *L, int index, const char *who, const dw_option *list, void *out);

/* One value at an index against one option; out is the struct. */
void dwl_read_value(lua_State *L, int index, const char *who, const dw_option *option, void *out);

/* The default of a choice: the first, or the language of the run. */
const char *dwl_default_choice(lua_State *L, const dw_option *option);
/* Sets a field to its default; false when it has none. */
bool dwl_default_value(lua_State *L, const dw_option *option, void *out);

/* Pushes the value that a struct's field has, as a script would write it. */
void dwl_push_value(lua_State *L, const dw_option *option, const void *in);

/* What an option allows, in words: "a whole number in 1..4000". */
void dwl_describe_rule(const dw_option *option, dw_buffer *out);
/* What a script wrote, in words: -3, the text "x", a table. */
void dwl_describe_value(lua_State *L, int index, dw_buffer *out);

/* Inside a declared function: "stats.quantile", for messages. */
const char *dwl_who(lua_State *L);

/* Inside a method: its object, the first argument; a call without the colon is told so. */
void *dwl_self(lua_State *L, const char *kind);

/* Raises the core's failure as a Lua error with the script's line, after the function's name. */
int dwl_raise(lua_State *L, const dw_error *err);
/* The same for a sentence written here. */
int dwl_error(lua_State *L, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Makes a closure of a declared function (upvalue 1: its declaration, 2: its library) and pushes
 * it. */
void dwl_push_function(lua_State *L, const dwl_library *library, const dwl_function *function);
/* Pushes a new table of the library's functions that answers unknown names with an error. */
void dwl_push_library(lua_State *L, const dwl_library *library);
/* The same for libraries of one name, ended by NULL, as one table. One named "stats.fit" becomes
 * the field `fit` of a table of libraries named "stats". */
void dwl_push_libraries(lua_State *L, const dwl_library *const *parts);
/* Makes reading an unknown field of the table at the top an error that names what is near, and
 * adding one an error, too. As a text it is the names of its fields. */
void dwl_make_strict(lua_State *L, const char *owner);
/* The same, but for names that may be missing and are nil then: the fields of a table at the top,
 * above the one to be made strict. It is popped. */
void dwl_make_strict_but(lua_State *L, const char *owner);
/* Pushes that table of a table that was made strict, or nil. */
void dwl_push_strict_names(lua_State *L, int index);
/* The owner of a table that was made strict, NULL for others; the table keeps the text alive. */
const char *dwl_strict_owner(lua_State *L, int index);
/* Makes (once) and pushes the metatable of a kind of object: methods of the library, unknown names
 * are errors, closed to scripts. Metamethods are added by the caller when true comes back. */
bool dwl_new_kind(lua_State *L, const dwl_library *library);

/* Text scratch that a Lua error cannot leak: an empty buffer on the stack. */
dw_buffer *dwl_push_buffer(lua_State *L);
/* Replaces the buffer at the top of the stack by its text as a Lua string. */
void dwl_buffer_to_string(lua_State *L, dw_buffer *buffer);

/* ---- arrays: array.c ---- */

#define DWL_ARRAY "array"

enum { DWL_MOST_ELEMENTS = 1 << 27 }; /* of an array that a script asks for */

/* Pushes a new zeroed array; one-dimensional ones have rows == 1. */
dw_array *dwl_push_array(lua_State *L, size_t rows, size_t columns, bool is_matrix);
/* The same, for who sets every element at once. */
dw_array *dwl_push_unset_array(lua_State *L, size_t rows, size_t columns, bool is_matrix);
/* Pushes a copy of n numbers as a one-dimensional array. */
void dwl_push_series(lua_State *L, const double *x, size_t n);
/* The array at an index, or NULL. */
dw_array *dwl_to_array(lua_State *L, int index);
/* Reads an array or a table of numbers; a table is copied into a new array that is pushed. */
dw_series dwl_read_series(lua_State *L, int index, const char *who, const char *name);

/* ---- figures: plot.c; their axes keep them as user value 1: axes.c ---- */

#define DWL_FIGURE "figure"
#define DWL_AXES "axes"
#define DWL_THEME "theme"

/* ---- abilities: ability.c ---- */

#define DWL_ABILITY "ability"
struct dw_ability;
/* Reads an ability object, a number, an array of p, or a function of N that is called for each
 * size. May push values that have to stay. */
void dwl_read_ability(lua_State *L, int index, const char *who, const char *name, dw_series size,
                      struct dw_ability *out);

/* ---- tables of data: data.c ---- */

struct dw_table;
/* The table of data at an index, or NULL. */
struct dw_table *dwl_to_table(lua_State *L, int index);

/* sim.fit_published: sim_fit.c */
extern const dw_option dwl_fit_published_options[];
int dwl_fit_published(lua_State *L);

/* sim.families: sim_families.c */
extern const dw_option dwl_families_options[];
int dwl_sim_families(lua_State *L);

/* ---- one run: state.c ---- */

struct dw_sim;

typedef struct dwl_setting {
    const char *name, *value;
    bool used;
} dwl_setting;

struct dw_figure;

/* What belongs to one run of one script; hangs off the lua_State. */
typedef struct dwl_run {
    const char *script; /* its path, and what it says */
    const char *script_text;
    size_t script_length;
    int64_t seed;
    dw_env env;
    const char *language, *theme, *output;
    const char *home;      /* folder with scripts/ and core/data/published */
    const char *painter;   /* path of the module that lays out and paints */
    size_t memory;         /* bytes that the script may use; 0: no limit */
    const char *formats;   /* "png,svg,pdf" */
    dwl_setting *settings; /* of --set */
    size_t settings_count;
    bool list_parameters, csv, caption, trust;
    bool sealed;           /* the script reads no files of its own */
    struct dwl_pool *pool; /* memory that this state shares with others; NULL: none */
    bool in_trial;         /* a state that runs trials: no figures, no files, no print */
    /* said by the run */
    bool wrong_usage, listed_parameters, parameters_declared;
    size_t figures;
    size_t printed; /* bytes */
    size_t files;   /* that it wrote, or tried to */
    void (*saved)(struct dwl_run *run, const char *path);
    void (*warned)(struct dwl_run *run, const char *text);
    /* Gets a figure that is saved; then the script writes no files of its own. path: where its PNG
     * would be. May be NULL, and may raise. */
    void (*drawing)(lua_State *L, struct dw_figure *figure, const char *name, const char *path);
    /* Set: the run is only for what the script defines. It is told of each simulator, and the
     * script stops where it first runs one or writes a file: dwl_end_definitions. */
    void (*defined)(struct dwl_run *run, const struct dw_sim *sim);
    const void *defined_as;
    size_t defined_count;
    bool defined_all;
    void *context;
} dwl_run;

dwl_run *dwl_run_of(lua_State *L);

/* Before a simulator runs or a file is written: ends the script of a run that is for its
 * definitions only. */
void dwl_end_definitions(lua_State *L);

/* Remembers the text at the top ("steps = 8", a line for each parameter) for the figures, and pops
 * it; and pushes it ("" when the script declares none). */
void dwl_keep_parameters(lua_State *L);
void dwl_push_parameters(lua_State *L);

/* Memory that several states share, in bytes that are left. */
typedef struct dwl_pool {
    atomic_size_t left;
} dwl_pool;
/* What the script's own limit leaves; SIZE_MAX: there is none. */
size_t dwl_memory_left(lua_State *L);

/* A state with the libraries that a script sees, for this run; NULL and a message on failure. */
lua_State *dwl_new_state(dwl_run *run, dw_buffer *message);
void dwl_close_state(lua_State *L);
/* Runs the script of the run; what it returns is then at the top of the stack. On failure a message
 * with file and line is left in *message. */
bool dwl_run_script(lua_State *L, dw_buffer *message);
/* The error at the top, that a call of this status left, in words; pops it. */
void dwl_say_failure(lua_State *L, int status, dw_buffer *message);
/* Skips what editors and shells put before a script. */
const char *dwl_skip_marks(const char *text, const char *end);

/* ---- the libraries ---- */

/* Reads the declaration at the top of the stack, as of param, into an option whose default and
 * choices it says. What the option points to is in the declaration or stays on the stack. */
void dwl_declare_option(lua_State *L, const char *name, dw_option *option);

void dwl_open_array(lua_State *L);
void dwl_open_array_library(lua_State *L);
void dwl_open_ability(lua_State *L); /* pushes the library, for sim to keep */
void dwl_open_stats(lua_State *L);
void dwl_open_sim(lua_State *L);
void dwl_open_plot(lua_State *L);
void dwl_open_data(lua_State *L);
void dwl_open_script(lua_State *L);

extern const dwl_library dwl_array_library, dwl_array_methods, dwl_sim_library, dwl_ability_library,
    dwl_result_methods, dwl_plot_library, dwl_figure_methods, dwl_axes_methods, dwl_data_library,
    dwl_script_library, dwl_text_library, dwl_table_methods, dwl_check_methods;

#endif
