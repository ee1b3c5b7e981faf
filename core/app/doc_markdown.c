/* The reference as pages in Markdown. */
#include <stdio.h>
#include <string.h>

#include "app/doc_style.h"
#include "lua/description.h"

/* A text in a cell of a table, or in a line: characters that Markdown reads are escaped. */
static void print_text(const char *text)
{
    for (const char *c = text; *c; c++) {
        if (*c == '\n')
            printf(" ");
        else
            printf(strchr("|*_<>[]`", *c) ? "\\%c" : "%c", *c);
    }
}

static void print_cell(const char *text)
{
    print_text(text);
    printf(" | ");
}

static void print_option(const char *prefix, const dw_option *option)
{
    dw_buffer rule = { 0 }, otherwise = { 0 };
    dwl_describe_rule(option, &rule);
    if (option->unit) dw_buffer_format(&rule, " (%s)", option->unit);
    dw_doc_default(option, &otherwise);
    const char *shown = otherwise.text ? otherwise.text : "";
    if (strncmp(shown, "default", 7) == 0) shown += shown[7] == ':' ? 9 : 8;
    printf("| `%s%s` | ", prefix, option->name);
    print_cell(rule.text ? rule.text : "");
    print_cell(shown);
    print_text(option->doc ? option->doc : "");
    printf(" |\n");
    dw_buffer_free(&rule);
    dw_buffer_free(&otherwise);
}

/* Fields of an option that is a table are written options.field. */
static void print_rows(const char *prefix, const dw_option *list)
{
    for (const dw_option *option = list; option->name; option++) {
        if (option->kind == DW_LIST) {
            print_rows(prefix, option->group);
            continue;
        }
        print_option(prefix, option);
        if (option->kind != DW_GROUP) continue;
        char inner[128];
        snprintf(inner, sizeof inner, "%.60s%.60s.", prefix, option->name);
        print_rows(inner, option->group);
    }
}

static void print_options(const char *title, const dw_option *list)
{
    if (!list || !list->name) return;
    printf("| %s | takes | default | |\n| --- | --- | --- | --- |\n", title);
    print_rows("", list);
    printf("\n");
}

static void print_part(const char *title, const char *text)
{
    if (!text) return;
    printf("**%s:** ", title);
    print_text(text);
    printf("\n\n");
}

static void print_paragraph(const char *text)
{
    if (!text) return;
    print_text(text);
    printf("\n\n");
}

static void print_example(const char *example)
{
    if (example) printf("```lua\n%s\n```\n\n", example);
}

static void print_function(const dwl_library *library, const dwl_function *function)
{
    dw_buffer usage = { 0 };
    const char *name = library->name;
    bool method = function->form == DWL_METHOD || function->form == DWL_NAMED_METHOD;
    printf("### %s%s%s\n\n", name, !name[0] ? "" : method ? ":" : ".", function->name);
    dw_doc_usage(library, function, &usage);
    printf("```lua\n%s\n```\n\n", usage.text ? usage.text : "");
    dw_buffer_free(&usage);
    print_paragraph(function->doc);
    print_options("argument", function->arguments);
    print_part("Returns", function->returns);
    print_part("Formula", function->formula);
    print_part("Source", function->source);
    print_example(function->example);
}

static void print_scores(const dw_sim *sim)
{
    printf("| score | |\n| --- | --- |\n");
    for (const dw_score_info *score = sim->scores; score->name; score++) {
        printf("| `%s` | ", score->name);
        print_text(score->doc);
        printf("%s |\n", score == sim->scores ? "; `run.mean` is short for its mean" : "");
    }
    if (sim->outcomes) printf("| `outcomes` | list of shares; each has `.label` |\n");
    for (const dw_extra *extra = sim->extras; extra && extra->name; extra++) {
        printf("| `%s` | ", extra->name);
        print_text(extra->doc);
        printf(" |\n");
    }
    printf(
        "\nEach score has `.mean`, `.low`, `.high`, `.theory` (arrays over size; 95 %% interval) "
        "and `.method`; the run has `.size`, `.seed`, `.trials`, `.chance`, `.settings`.\n\n");
}

static void print_sim(const dw_sim *sim)
{
    printf("### sim.%s\n\n", sim->name);
    print_paragraph(sim->title);
    print_paragraph(sim->doc);
    print_options("option", sim->options);
    print_scores(sim);
    print_part("Formula", sim->formula);
    print_part("Source", sim->source);
    print_example(sim->example);
}

static void print_library(const dwl_library *library)
{
    printf("## %s\n\n", dw_doc_title(library));
    print_paragraph(library->doc);
    for (const dwl_function *function = library->functions; function->name; function++) {
        const dw_sim *sim = dwl_sim_of(library, function);
        if (sim)
            print_sim(sim);
        else
            print_function(library, function);
    }
}

const dw_doc_style dw_doc_markdown = { print_library, print_function, print_sim };

void dw_doc_print_markdown(void)
{
    printf("# dunwu %s: the reference\n\n", DW_VERSION);
    printf(
        "Written by `dunwu doc --markdown` from the declarations that also check every call.\n\n");
    for (const dwl_library *const *library = dwl_libraries; *library; library++)
        print_library(*library);
}
