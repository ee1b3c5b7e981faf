/* The reference, printed from the declarations that also check the arguments. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "sim/sim.h"

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

static void add_default(const dw_option *option, dw_buffer *text)
{
    char number[32];
    if (option->flags & DW_REQUIRED) {
        dw_buffer_add(text, "; required");
    } else if (option->flags & DW_SEED) {
        dw_buffer_add(text, "; default: the seed of the run");
    } else if (option->flags & DW_OPTIONAL) {
        dw_buffer_add(text, "; may be left out");
    } else if (option->kind == DW_NUMBER || option->kind == DW_INTEGER) {
        dw_text_number(option->def, number);
        dw_buffer_format(text, "; default %s", number);
    } else if (option->kind == DW_BOOLEAN) {
        dw_buffer_format(text, "; default %s", option->def != 0 ? "true" : "false");
    } else if (option->kind == DW_CHOICE) {
        dw_buffer_format(text, "; default '%s'", option->choices[0]);
    } else if (option->text) {
        dw_buffer_format(text, "; default %s", option->text);
    }
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
static const char *print_names(const dw_option *list, bool named, const char *comma)
{
    for (const dw_option *a = list; a && a->name; a++) {
        if (a->kind == DW_LIST) {
            comma = print_names(a->group, named, comma);
            continue;
        }
        printf("%s%s%s", comma, a->name, named ? " =" : "");
        comma = ", ";
    }
    return comma;
}

static void print_usage(const dwl_library *library, const dwl_function *function)
{
    if (function->usage) {
        printf("%s\n", function->usage);
        return;
    }
    bool method = function->form == DWL_METHOD || function->form == DWL_NAMED_METHOD;
    bool named = function->form == DWL_NAMED || function->form == DWL_NAMED_METHOD;
    printf("%s%s%s%s", library->name,
           !library->name[0] ? ""
           : method          ? ":"
                             : ".",
           function->name, named ? " { " : "(");
    print_names(function->arguments, named, "");
    printf("%s\n", named ? " }" : ")");
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
    printf("sim.%s { size = , ... }: %s\n", sim->name, sim->title);
    printf("         ");
    print_wrapped(sim->doc, 9, 9);
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
        const dw_sim *sim = library == &dwl_sim_library ? dw_sim_find(function->name) : NULL;
        const char *line = sim ? sim->title : function->doc;
        printf("  %-18s ", function->name);
        print_wrapped(line, 21, 21);
    }
}

static void print_all(void)
{
    for (const dwl_library *const *library = dwl_libraries; *library; library++) {
        printf("\n%s\n", (*library)->name[0] ? (*library)->name : "script");
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
static int print_named(const char *name, dw_nearest *nearest)
{
    int found = 0;
    for (const dwl_library *const *at = dwl_libraries; *at; at++) {
        const dwl_library *library = *at;
        dw_nearest_offer(nearest, library->name);
        if (strcmp(name, library->name) == 0) {
            printf("%s", found++ ? "\n" : "");
            print_library(library);
        }
        for (const dwl_function *function = library->functions; function->name; function++) {
            dw_nearest_offer(nearest, function->name);
            if (!is_named(name, library->name, function->name)) continue;
            printf("%s", found++ ? "\n" : "");
            const dw_sim *sim = library == &dwl_sim_library ? dw_sim_find(function->name) : NULL;
            if (sim)
                print_sim(sim);
            else
                print_function(library, function);
        }
    }
    return found;
}

static int doc(const dw_home *home, int count, char **given)
{
    (void)home;
    dw_words words;
    if (!dw_read_words(&dw_verb_doc, count, given, NULL, &words)) return DW_EXIT_USAGE;
    if (words.help) {
        dw_show_verb(&dw_verb_doc);
        return DW_EXIT_DONE;
    }
    if (words.plain_count > 1) return dw_complain(DW_EXIT_USAGE, "doc takes one name");
    if (words.plain_count == 0) {
        print_all();
        return DW_EXIT_DONE;
    }
    const char *name = words.plain[0], *dot = strpbrk(name, ".:");
    dw_nearest nearest = { .given = dot ? dot + 1 : name };
    char hint[96];
    if (print_named(name, &nearest)) return DW_EXIT_DONE;
    return dw_complain(DW_EXIT_USAGE, "there is nothing named '%s'%s; 'dunwu doc' lists all", name,
                       dw_nearest_hint(&nearest, hint));
}

const dw_verb dw_verb_doc = {
    "doc", "doc [NAME]",
    "The reference of a library, a function or a simulator: fields, formula, source, example.",
    NULL, doc
};
