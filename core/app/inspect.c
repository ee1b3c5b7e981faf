#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "lua/painter.h"

typedef struct inspect_options {
    const char *only;
} inspect_options;

static const char *const parts[] = { "script", "parameters", "seed",   "version", "language",
                                     "theme",  "data",       "figure", NULL };

static const dw_option option_list[] = {
    { "only", DW_CHOICE, offsetof(inspect_options, only), .choices = parts, .flags = DW_OPTIONAL,
      .unit = "PART", .doc = "nothing but this part, as it is" },
    { 0 },
};

/* Control characters of a strange file do not reach the terminal. */
static void print_text(const char *text)
{
    for (const char *c = text; *c; c++) {
        unsigned char byte = (unsigned char)*c;
        bool plain = (byte >= 0x20 && byte != 0x7f) || byte == '\n' || byte == '\t';
        putchar(plain ? byte : '?');
    }
    size_t n = strlen(text);
    if (n == 0 || text[n - 1] != '\n') putchar('\n');
}

/* The drawn numbers, out of the stored figure. */
static dw_status print_data(const dw_plot_backend *painter, const char *stored, dw_error *err)
{
    dw_figure *figure;
    dw_buffer table = { 0 };
    dw_status status = painter->stored_read(stored, &figure, err);
    if (status) return status;
    status = dw_figure_csv(figure, &table, err);
    if (!status) print_text(table.text);
    dw_buffer_free(&table);
    dw_figure_free(figure);
    return status;
}

static int print_all(const dw_plot_backend *painter, const char *path, const dw_memory *memory)
{
    printf("%s: %u x %u pixels", path, memory->width_px, memory->height_px);
    if (memory->dpi > 0) printf(", %.0f dpi", memory->dpi);
    printf("\n");
    dw_error err;
    dw_status status = DW_OK;
    bool remembers = false;
    for (size_t i = 0; i < memory->count; i++) {
        const dw_recalled *text = &memory->texts[i];
        const char *part = dw_memory_part(text->key);
        remembers |= part != NULL;
        bool figure = part && strcmp(part, "figure") == 0;
        printf("\n== %s\n", figure ? "data" : part ? part : text->key);
        if (!figure)
            print_text(text->text);
        else if (!status)
            status = print_data(painter, text->text, &err);
    }
    if (!remembers) printf("\nit remembers nothing of how it was made\n");
    return status ? dw_complain(DW_EXIT_FAILED, "'%s': %s", path, err.text) : DW_EXIT_DONE;
}

static int print_part(const dw_plot_backend *painter, const char *path, const dw_memory *memory,
                      const char *only)
{
    dw_error err;
    const char *text = dw_memory_find(memory, only), *stored = dw_memory_find(memory, "figure");
    if (text) {
        print_text(text);
        return DW_EXIT_DONE;
    }
    if (strcmp(only, "data") != 0 || !stored)
        return dw_complain(DW_EXIT_FAILED, "'%s' does not remember its %s", path, only);
    if (print_data(painter, stored, &err) == DW_OK) return DW_EXIT_DONE;
    return dw_complain(DW_EXIT_FAILED, "'%s': %s", path, err.text);
}

static int inspect(const dw_home *home, int count, char **given)
{
    inspect_options options = { 0 };
    dw_words words;
    if (!dw_read_words(&dw_verb_inspect, count, given, &options, &words)) return DW_EXIT_USAGE;
    if (words.help) {
        dw_show_verb(&dw_verb_inspect);
        return DW_EXIT_DONE;
    }
    if (words.plain_count != 1)
        return dw_complain(DW_EXIT_USAGE, "inspect takes one PNG file, got %zu", words.plain_count);
    const char *path = words.plain[0];
    dw_memory memory;
    dw_error err;
    const dw_plot_backend *painter = dwl_load_painter(home->painter, &err);
    if (!painter || painter->recall(path, &memory, &err))
        return dw_complain(DW_EXIT_FAILED, "%s", err.text);
    int status = options.only ? print_part(painter, path, &memory, options.only)
                              : print_all(painter, path, &memory);
    painter->memory_free(&memory);
    return status;
}

const dw_verb dw_verb_inspect = {
    "inspect", "inspect FIG.png [--only PART]",
    "What a figure remembers: script, parameters, seed, version, and the drawn data as CSV.",
    option_list, inspect
};
