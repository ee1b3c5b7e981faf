/* The reference, printed from the declarations that also check the arguments. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/doc_style.h"
#include "lua/description.h"

enum { WIDTH = 92 };

/* Words of a text, wrapped; each new line starts at the given column. */
static void print_wrapped(const char *text, int column, int at)
{
    while (*text) {
        int n = (int)strcspn(text, " ");
        if (at + n > WIDTH && at > column) {
            printf("\n%*s", column, "");
            at = column;
        }
        printf("%.*s", n, text);
        at += n;
        text += n;
        if (*text == ' ') {
            text++;
            printf(" ");
            at++;
        }
    }
    printf("\n");
}

static void print_part(const char *title, const char *text)
{
    if (!text) return;
    printf("%-9s", title);
    print_wrapped(text, 9, 9);
}

void dw_doc_default(const dw_option *option, dw_buffer *out)
{
    char number[32];
    if (option->flags & DW_REQUIRED) {
        dw_buffer_add(out, "required");
    } else if (option->flags & DW_SEED) {
        dw_buffer_add(out, "default: the seed of the run");
    } else if (option->flags & DW_LANGUAGE) {
        dw_buffer_add(out, "default: the language of the run");
    } else if (option->flags & DW_OPTIONAL) {
        dw_buffer_add(out, "may be left out");
    } else if (option->kind == DW_NUMBER || option->kind == DW_INTEGER) {
        dw_text_number(option->def, number);
        dw_buffer_format(out, "default %s", number);
    } else if (option->kind == DW_BOOLEAN) {
        dw_buffer_format(out, "default %s", option->def != 0 ? "true" : "false");
    } else if (option->kind == DW_CHOICE) {
        dw_buffer_format(out, "default '%s'", option->choices[0]);
    } else if (option->text) {
        dw_buffer_format(out, "default %s", option->text);
    }
}

static void add_default(const dw_option *option, dw_buffer *text)
{
    dw_buffer word = { 0 };
    dw_doc_default(option, &word);
    if (word.length) dw_buffer_format(text, "; %s", word.text);
    dw_buffer_free(&word);
}

static void print_options(const dw_option *list, int indent)
{
    for (const dw_option *option = list; option && option->name; option++) {
        if (option->kind == DW_LIST) {
            print_options(option->group, indent);
            continue;
        }
        dw_buffer text = { 0 };
        dw_buffer_format(&text, "%s; ", option->doc ? option->doc : "");
        dwl_describe_rule(option, &text);
        if (option->unit) dw_buffer_format(&text, " (%s)", option->unit);
        add_default(option, &text);
        int used = printf("%*s%-14s ", indent, "", option->name);
        if (text.text) print_wrapped(text.text, indent + 15, used);
        dw_buffer_free(&text);
        if (option->group) print_options(option->group, indent + 4);
    }
}

/* The names of a list of arguments; returns what stands before the next one. */
static const char *add_names(const dw_option *list, bool named, const char *comma, dw_buffer *out)
{
    for (const dw_option *a = list; a && a->name; a++) {
        if (a->kind == DW_LIST) {
            comma = add_names(a->group, named, comma, out);
            continue;
        }
        dw_buffer_format(out, "%s%s%s", comma, a->name, named ? " =" : "");
        comma = ", ";
    }
    return comma;
}

void dw_doc_usage(const dwl_library *library, const dwl_function *function, dw_buffer *out)
{
    if (function->usage) {
        dw_buffer_add(out, function->usage);
        return;
    }
    bool method = function->form == DWL_METHOD || function->form == DWL_NAMED_METHOD;
    bool named = function->form == DWL_NAMED || function->form == DWL_NAMED_METHOD;
    const char *between = !library->name[0] ? "" : method ? ":" : ".";
    dw_buffer_format(out, "%s%s%s%s", library->name, between, function->name, named ? " { " : "(");
    add_names(function->arguments, named, "", out);
    dw_buffer_add(out, named ? " }" : ")");
}

const char *dw_doc_title(const dwl_library *library)
{
    return library->name[0] ? library->name : "script";
}

static void print_usage(const dwl_library *library, const dwl_function *function)
{
    dw_buffer text = { 0 };
    dw_doc_usage(library, function, &text);
    printf("%s\n", text.text ? text.text : "");
    dw_buffer_free(&text);
}

static void print_example(const char *example)
{
    if (!example) return;
    printf("example\n");
    while (*example) {
        int n = (int)strcspn(example, "\n");
        printf("    %.*s\n", n, example);
        example += n + (example[n] == '\n');
    }
}

static void print_function(const dwl_library *library, const dwl_function *function)
{
    print_usage(library, function);
    printf("         ");
    print_wrapped(function->doc ? function->doc : "", 9, 9);
    print_options(function->arguments, 4);
    print_part("returns", function->returns);
    print_part("formula", function->formula);
    print_part("source", function->source);
    print_example(function->example);
}

static void print_sim(const dw_sim *sim)
{
    const char *title = sim->title ? sim->title : "";
    printf("sim.%s { %s = , ... }%s%s\n", sim->name, sim->options->name, *title ? ": " : "", title);
    printf("         ");
    print_wrapped(sim->doc ? sim->doc : "", 9, 9);
    printf("options\n");
    print_options(sim->options, 4);
    printf("returns  run.size .seed .trials .chance .settings, and scores with\n"
           "         .mean .low .high .theory .method (arrays over size; 95 %% interval)\n");
    for (const dw_score_info *score = sim->scores; score->name; score++)
        printf("    %-14s %s%s\n", score->name, score->doc,
               score == sim->scores ? "; run.mean is short for its mean" : "");
    if (sim->outcomes) printf("    %-14s list of shares; each has .label\n", "outcomes");
    for (const dw_extra *extra = sim->extras; extra && extra->name; extra++)
        printf("    %-14s %s\n", extra->name, extra->doc);
    print_part("formula", sim->formula);
    print_part("source", sim->source);
    print_example(sim->example);
}

static void print_library(const dwl_library *library)
{
    print_wrapped(library->doc, 0, 0);
    for (const dwl_function *function = library->functions; function->name; function++) {
        const dw_sim *sim = dwl_sim_of(library, function);
        const char *line = sim ? sim->title : function->doc;
        printf("  %-18s ", function->name);
        print_wrapped(line, 21, 21);
    }
}

const dw_doc_style dw_doc_plain = { print_library, print_function, print_sim };

static void print_all(void)
{
    for (const dwl_library *const *library = dwl_libraries; *library; library++) {
        printf("\n%s\n", dw_doc_title(*library));
        print_library(*library);
    }
    printf("\n'dunwu doc NAME' tells all of one: a library, a function, a simulator.\n");
}

static bool is_named(const char *name, const char *library, const char *function)
{
    size_t n = strlen(library);
    if (strcmp(name, function) == 0) return true;
    return n && strncmp(name, library, n) == 0 && (name[n] == '.' || name[n] == ':') &&
           strcmp(name + n + 1, function) == 0;
}

/* Everything of that name: "stats", "stats.wilson", "array:sum", "wilson", "sim.multistep". */
static int print_named(const char *name, const dw_doc_style *style, dw_nearest *nearest)
{
    int found = 0;
    for (const dwl_library *const *at = dwl_libraries; *at; at++) {
        const dwl_library *library = *at;
        dw_nearest_offer(nearest, library->name);
        if (strcmp(name, library->name) == 0) {
            printf("%s", found++ ? "\n" : "");
            style->library(library);
        }
        for (const dwl_function *function = library->functions; function->name; function++) {
            dw_nearest_offer(nearest, function->name);
            if (!is_named(name, library->name, function->name)) continue;
            printf("%s", found++ ? "\n" : "");
            const dw_sim *sim = dwl_sim_of(library, function);
            if (sim)
                style->sim(sim);
            else
                style->function(library, function);
        }
    }
    return found;
}

/* ---- simulators that a script defines ---- */

static void print_defined(dwl_run *run, const dw_sim *sim)
{
    const dw_doc_style *style = run->defined_as;
    style->sim(sim);
    printf("\n");
}

static bool is_script(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && strcmp(name + n - 4, ".lua") == 0;
}

static int print_script(const dw_home *home, const char *file, const dw_doc_style *style)
{
    dw_run_options options;
    dw_words words = { 0 };
    dw_scenario_report report;
    dw_run_defaults(&options);
    options.time = 30;
    options.defined = print_defined;
    options.defined_as = style;
    int status = dw_run_scenario(home, file, &options, &words, true, &report);
    dw_buffer_free(&report.files);
    return status;
}

/* ---- the verb ---- */

typedef struct doc_options {
    bool markdown, luacats;
} doc_options;

static const dw_option option_list[] = {
    { "markdown", DW_BOOLEAN, offsetof(doc_options, markdown), .doc = "as pages in Markdown" },
    { "luacats", DW_BOOLEAN, offsetof(doc_options, luacats),
      .doc = "as annotations that editors read (Lua language server)" },
    { 0 },
};

int dw_doc_show(const dw_home *home, const char *name, const dw_doc_style *style)
{
    if (is_script(name)) return print_script(home, name, style);
    const char *dot = strpbrk(name, ".:");
    dw_nearest nearest = { .given = dot ? dot + 1 : name };
    char hint[96];
    if (print_named(name, style, &nearest)) return DW_EXIT_DONE;
    const char *colon = strchr(name, ':'); /* ax:line: before it stands the script's own name */
    if (colon && print_named(colon + 1, style, &nearest)) return DW_EXIT_DONE;
    return dw_complain(DW_EXIT_USAGE, "there is nothing named '%s'%s; 'dunwu doc' lists all", name,
                       dw_nearest_hint(&nearest, hint));
}

static int doc(const dw_home *home, int count, char **given)
{
    dw_words words;
    doc_options options = { 0 };
    if (!dw_read_words(&dw_verb_doc, count, given, &options, &words)) return DW_EXIT_USAGE;
    if (words.help) {
        dw_show_verb(&dw_verb_doc);
        return DW_EXIT_DONE;
    }
    if (words.plain_count > 1) return dw_complain(DW_EXIT_USAGE, "doc takes one name");
    if (options.luacats && (options.markdown || words.plain_count))
        return dw_complain(DW_EXIT_USAGE, "'--luacats' writes all in one, and stands alone");
    const dw_doc_style *style = options.markdown ? &dw_doc_markdown : &dw_doc_plain;
    if (words.plain_count) return dw_doc_show(home, words.plain[0], style);
    if (options.luacats)
        dw_doc_print_luacats();
    else if (options.markdown)
        dw_doc_print_markdown();
    else
        print_all();
    return DW_EXIT_DONE;
}

const dw_verb dw_verb_doc = {
    "doc", "doc [NAME | FILE.lua] [options]",
    "The reference of a library, a function or a simulator: fields, formula, source, example. Of a "
    "script: the simulators that it defines before it runs one.",
    option_list, doc
};
