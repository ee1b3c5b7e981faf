#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "lua/painter.h"

typedef struct inspect_options {
    const char *only;
} inspect_options;

static const char *const parts[] = { "script", "parameters", "seed", "version", "data", NULL };

static const dw_option option_list[] = {
    { "only", DW_CHOICE, offsetof(inspect_options, only), .choices = parts, .flags = DW_OPTIONAL,
      .unit = "PART", .doc = "nothing but this part, as it is" },
    { 0 },
};

/* The part's name: "dunwu:script" is the script. */
static const char *part_of(const char *key)
{
    return strncmp(key, "dunwu:", 6) == 0 ? key + 6 : key;
}

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

static int print_all(const char *path, const dw_memory *memory)
{
    printf("%s: %u x %u pixels", path, memory->width_px, memory->height_px);
    if (memory->dpi > 0) printf(", %.0f dpi", memory->dpi);
    printf("\n");
    for (size_t i = 0; i < memory->count; i++) {
        printf("\n== %s\n", part_of(memory->texts[i].key));
        print_text(memory->texts[i].text);
    }
    if (memory->count == 0) printf("it remembers nothing\n");
    return DW_EXIT_DONE;
}

static int print_part(const char *path, const dw_memory *memory, const char *only)
{
    for (size_t i = 0; i < memory->count; i++) {
        if (strcmp(part_of(memory->texts[i].key), only) != 0) continue;
        print_text(memory->texts[i].text);
        return DW_EXIT_DONE;
    }
    return dw_complain(DW_EXIT_FAILED, "'%s' does not remember its %s", path, only);
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
    int status = options.only ? print_part(path, &memory, options.only) : print_all(path, &memory);
    painter->memory_free(&memory);
    return status;
}

const dw_verb dw_verb_inspect = {
    "inspect", "inspect FIG.png [--only PART]",
    "What a figure remembers: script, parameters, seed, version, and the drawn data as CSV.",
    option_list, inspect
};
