/* The reference as annotations of LuaCATS, which the Lua language server reads: editors then
 * complete names and options, show their texts, and mark wrong ones. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "app/doc_style.h"
#include "lua/description.h"

/* ---- names of types ---- */

/* The class of an object is dunwu.NAME, with _ for what is no letter. */
static void print_class(const char *name)
{
    printf("dunwu.");
    for (const char *c = name; *c; c++) putchar(isalnum((unsigned char)*c) || *c == '.' ? *c : '_');
}

/* What a text about returned values begins with, and the type that this is. */
static const struct {
    const char *words, *type;
} returned[] = {
    { "a number, or an array", "number|dunwu.array" },
    { "a number, its standard error", "number, number" },
    { "a number", "number" },
    { "the number of", "integer" },
    { "a whole number", "integer" },
    { "low, high; arrays", "number|dunwu.array, number|dunwu.array" },
    { "low, high", "number, number" },
    { "an array", "dunwu.array" },
    { "a new array", "dunwu.array" },
    { "the number, and", "number, number?, number?" },
    { "a matrix", "dunwu.array" },
    { "adjusted p, an array", "dunwu.array" },
    { "a chance, or as many", "number|dunwu.array" },
    { "the response at x", "number|dunwu.array" },
    { "the coefficient, and", "number, table" },
    { "decades, low, high", "number, number, number" },
    { "the size or nil, a sentence", "number?, string, table" },
    { "temperature, se", "dunwu.recalibration" },
    { "slope, intercept, se", "dunwu.recalibration" },
    { "by block from", "dunwu.recalibration" },
    { "a theme", "dunwu.theme" },
    { "the text", "string" },
    { "the number", "number" },
    { "options of", "table" },
    { "fit.steps", "table" },
    { "a text", "string" },
    { "true or false", "boolean" },
    { "a fit", "dunwu.fit" },
    { "a test", "dunwu.test" },
    { "a distribution of vectors", "dunwu.vector_distribution" },
    { "a distribution", "dunwu.distribution" },
    { "an ability", "dunwu.ability" },
    { "a run", "dunwu.run" },
    { "a figure", "dunwu.figure" },
    { "the axes", "dunwu.axes" },
    { "axes", "dunwu.axes" },
    { "a table of data", "dunwu.table_of_data" },
    { "a table of names", "string[]" },
    { "a list of texts", "string[]" },
    { "a plain Lua table", "number[]" },
    { "a table", "table" },
    { "a list", "table" },
    { "{", "table" },
};

static const char *type_returned(const char *text)
{
    for (size_t i = 0; i < sizeof returned / sizeof *returned; i++)
        if (strncmp(text, returned[i].words, strlen(returned[i].words)) == 0)
            return returned[i].type;
    return "any";
}

static void print_choices(const dw_option *option)
{
    for (const char *const *choice = option->choices; *choice; choice++)
        printf("%s\"%s\"", choice == option->choices ? "" : "|", *choice);
    if (option->flags & DW_OR_BOOLEAN) printf("|boolean");
}

/* owner: the class that a nested table's class is named after. */
static void print_type(const char *owner, const dw_option *option)
{
    static const char *const types[] = {
        [DW_NUMBER] = "number",
        [DW_INTEGER] = "integer",
        [DW_BOOLEAN] = "boolean",
        [DW_TEXT] = "string",
        [DW_SERIES] = "number[]|dunwu.array",
        [DW_TEXTS] = "string[]",
        [DW_ABILITY] = "dunwu.ability|number|number[]|dunwu.array|fun(size: number): number",
        [DW_FUNCTION] = "function",
        [DW_THEME] = "dunwu.theme|\"light\"|\"dark\"|\"print\"",
        [DW_ANY] = "any",
    };
    if (option->kind == DW_CHOICE) {
        print_choices(option);
    } else if (option->kind == DW_GROUP) {
        printf("%s.%s", owner, option->name);
    } else {
        printf("%s%s", types[option->kind], option->flags & DW_OR_NUMBER ? "|number" : "");
    }
}

/* ---- options ---- */

/* Text of one line; comments of annotations end with it. */
static void print_line(const char *text)
{
    for (const char *c = text; *c; c++) putchar(*c == '\n' ? ' ' : *c);
}

static void print_meaning(const dw_option *option)
{
    dw_buffer text = { 0 };
    dwl_describe_rule(option, &text);
    if (option->unit) dw_buffer_format(&text, " (%s)", option->unit);
    dw_buffer_add(&text, "; ");
    size_t before = text.length;
    dw_doc_default(option, &text);
    if (text.length == before && before >= 2) text.text[text.length = before - 2] = '\0';
    print_line(option->doc ? option->doc : "");
    printf("%s", option->doc ? "; " : "");
    print_line(text.text ? text.text : "");
    printf("\n");
    dw_buffer_free(&text);
}

static void print_option_class(const char *name, const dw_option *list);

static void print_inner_classes(const char *owner, const dw_option *list)
{
    for (const dw_option *option = list; option && option->name; option++) {
        char name[256];
        if (option->kind == DW_LIST) print_inner_classes(owner, option->group);
        if (option->kind != DW_GROUP) continue;
        snprintf(name, sizeof name, "%.120s.%.120s", owner, option->name);
        print_option_class(name, option->group);
    }
}

static void print_fields(const char *owner, const dw_option *list)
{
    for (const dw_option *option = list; option->name; option++) {
        if (option->kind == DW_LIST) {
            print_fields(owner, option->group);
            continue;
        }
        printf("---@field %s%s ", option->name, option->flags & DW_REQUIRED ? "" : "?");
        print_type(owner, option);
        printf(" ");
        print_meaning(option);
    }
}

static void print_option_class(const char *name, const dw_option *list)
{
    print_inner_classes(name, list);
    printf("---@class (exact) %s\n", name);
    print_fields(name, list);
    printf("\n");
}

/* ---- functions ---- */

static void print_comment(const char *title, const char *text)
{
    if (!text) return;
    printf("---%s", title);
    print_line(text);
    printf("\n---\n");
}

static void print_example(const char *example)
{
    if (!example) return;
    printf("---```lua\n");
    while (*example) {
        int n = (int)strcspn(example, "\n");
        printf("---%.*s\n", n, example);
        example += n + (example[n] == '\n');
    }
    printf("---```\n");
}

static bool has_self(const dwl_function *function)
{
    return function->form == DWL_METHOD || function->form == DWL_NAMED_METHOD;
}

static const char *argument_name(const dw_option *option)
{
    static const char *const words[] = { "end", "function", "repeat", "in", "not", "or", "and" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], option->name) == 0) return "value";
    return option->name;
}

static void print_parameters(const char *owner, const dw_option *list)
{
    for (const dw_option *option = list; option && option->name; option++) {
        printf("---@param %s%s ", argument_name(option), option->flags & DW_REQUIRED ? "" : "?");
        print_type(owner, option);
        printf(" ");
        print_meaning(option);
    }
}

static void print_argument_names(const dw_option *list)
{
    for (const dw_option *option = list; option && option->name; option++)
        printf("%s%s", option == list ? "" : ", ", argument_name(option));
}

static void print_head(const char *variable, const dwl_function *function)
{
    printf("function %s%s%s(", variable,
           !*variable           ? ""
           : has_self(function) ? ":"
                                : ".",
           function->name);
}

static void print_returned(const char *text)
{
    if (!text || strcmp(text, "nothing") == 0) return;
    printf("---@return %s # ", type_returned(text));
    print_line(text);
    printf("\n");
}

/* variable: what the function is a field of. */
static void print_function(const char *variable, const dwl_function *function)
{
    char owner[256];
    bool named = function->form == DWL_NAMED || function->form == DWL_NAMED_METHOD;
    snprintf(owner, sizeof owner, "dunwu.options.%.100s%s%.100s", variable, *variable ? "." : "",
             function->name);
    if (named)
        print_option_class(owner, function->arguments);
    else
        print_inner_classes(owner, function->arguments);
    print_comment("", function->doc);
    print_comment("Formula: ", function->formula);
    print_comment("Source: ", function->source);
    print_example(function->example);
    if (named)
        printf("---@param options %s\n", owner);
    else if (function->form == DWL_FREE)
        printf("---@param ... any\n");
    else
        print_parameters(owner, function->arguments);
    print_returned(function->returns);
    print_head(variable, function);
    if (named)
        printf("options");
    else if (function->form == DWL_FREE)
        printf("...");
    else
        print_argument_names(function->arguments);
    printf(") end\n\n");
}

/* ---- simulators ---- */

static void print_run_class(const dw_sim *sim)
{
    printf("---@class dunwu.run.%s: dunwu.run\n", sim->name);
    for (const dw_score_info *score = sim->scores; score->name; score++) {
        printf("---@field %s dunwu.score ", score->name);
        print_line(score->doc);
        printf("\n");
    }
    if (sim->outcomes) printf("---@field outcomes dunwu.score[] shares; each has .label\n");
    for (const dw_extra *extra = sim->extras; extra && extra->name; extra++) {
        printf("---@field %s dunwu.array ", extra->name);
        print_line(extra->doc);
        printf("\n");
    }
    printf("\n");
}

static void print_sim(const dw_sim *sim)
{
    char owner[256];
    snprintf(owner, sizeof owner, "dunwu.options.sim.%.100s", sim->name);
    print_option_class(owner, sim->options);
    print_run_class(sim);
    print_comment("", sim->title);
    print_comment("", sim->doc);
    print_comment("Formula: ", sim->formula);
    print_comment("Source: ", sim->source);
    print_example(sim->example);
    printf("---@param options %s\n---@return dunwu.run.%s\nfunction sim.%s(options) end\n\n", owner,
           sim->name, sim->name);
}

/* ---- libraries ---- */

/* Whether a library's functions are methods of a kind of object, not fields of a global. */
static bool is_object(const dwl_library *library)
{
    static const char *const objects[] = { "fit", "recalibration", "table of data" };
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++)
        if (strcmp(library->name, objects[i]) == 0) return true;
    const dwl_function *first = library->functions;
    return first->name && has_self(first);
}

/* The variable of a kind of object: names of globals are taken by libraries. */
static void object_variable(const dwl_library *library, char out[80])
{
    size_t n = (size_t)snprintf(out, 80, "%.60s_object", library->name);
    for (size_t i = 0; i < n; i++)
        if (!isalnum((unsigned char)out[i])) out[i] = '_';
}

static bool came_before(const dwl_library *const *at)
{
    for (const dwl_library *const *before = dwl_libraries; before < at; before++)
        if (strcmp((*before)->name, (*at)->name) == 0 && !is_object(*before)) return true;
    return false;
}

/* How a library is called itself, where it is. */
static void print_overload(const dwl_library *library)
{
    if (strcmp(library->name, "array") == 0)
        printf("---@overload fun(numbers: number[]|number[][]|dunwu.array): dunwu.array\n");
    if (strcmp(library->name, "text") == 0)
        printf("---@overload fun(texts: { en: string, [\"zh-TW\"]: string? }): string\n");
}

static void print_operators(const dwl_library *library)
{
    static const char *const operators[] = { "add", "sub", "mul", "div", "idiv", "mod", "pow" };
    if (strcmp(library->name, "array") != 0) return;
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        printf("---@operator %s(number|dunwu.array): dunwu.array\n", operators[i]);
    printf("---@operator unm: dunwu.array\n---@operator len: integer\n");
    printf("---@field [integer] number\n");
}

static void print_library(const dwl_library *const *at)
{
    const dwl_library *library = *at;
    char variable[80];
    if (is_object(library)) {
        object_variable(library, variable);
        print_comment("", library->doc);
        printf("---@class ");
        print_class(library->name);
        printf("\n");
        print_operators(library);
        printf("local %s = {}\n\n", variable);
    } else {
        snprintf(variable, sizeof variable, "%s", library->name);
        if (*variable && !came_before(at)) {
            print_comment("", library->doc);
            print_overload(library);
            printf("%s = {}\n\n", variable);
        }
    }
    for (const dwl_function *function = library->functions; function->name; function++) {
        const dw_sim *sim = dwl_sim_of(library, function);
        if (sim)
            print_sim(sim);
        else
            print_function(variable, function);
    }
}

void dw_doc_print_luacats(void)
{
    printf("---@meta dunwu\n\n"
           "-- Written by `dunwu doc --luacats` (dunwu %s). Let the Lua language server read it: "
           "put it\n-- into a folder that `workspace.library` of its settings names.\n\n",
           DW_VERSION);
    printf("---@class dunwu.score\n---@field mean dunwu.array\n---@field low dunwu.array\n"
           "---@field high dunwu.array\n---@field theory dunwu.array\n---@field method string\n"
           "---@field label string\n\n");
    printf("---@class dunwu.ability\n---@overload fun(size: number): number\n"
           "---@overload fun(size: number[]|dunwu.array): dunwu.array\n\n");
    printf("---@class dunwu.theme\n\n---@class dunwu.test\n---@field p number\n\n");
    for (const dwl_library *const *library = dwl_libraries; *library; library++)
        print_library(library);
    printf("---@class dunwu.run\n---@field size dunwu.array\n---@field settings table\n"
           "---@field name string\n---@field seed integer\n---@field trials integer\n"
           "---@field chance number\n---@field mean dunwu.array\n---@field low dunwu.array\n"
           "---@field high dunwu.array\n---@field theory dunwu.array\n---@field method string\n");
}
