/* The script that a figure remembers, run once more. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "plot/recall.h"

enum { MOST_WORDS = DW_MOST_SETTINGS + 3 };

/* What the figure remembers, as words of a command line: `run` then checks all of it. */
typedef struct command {
    dw_buffer text; /* the words, a NUL after each */
    char *words[MOST_WORDS];
    size_t count;
    bool too_many;
} command;

static void add_word(command *line, const char *option, const char *value, size_t n)
{
    if (line->count++ >= MOST_WORDS) line->too_many = true;
    dw_buffer_format(&line->text, "--%s=", option);
    dw_buffer_add_bytes(&line->text, value, n);
    dw_buffer_add_bytes(&line->text, "", 1);
}

/* "steps = 8": the parameter as --set wants it; n bytes. A line of another form stays as it is, and
 * is then refused. */
static void add_setting(command *line, const char *parameter, size_t n)
{
    dw_buffer setting = { 0 };
    const char *end = parameter + n, *equals = strstr(parameter, " = ");
    bool fits = equals && equals < end;
    dw_buffer_add_bytes(&setting, parameter, fits ? (size_t)(equals - parameter) : n);
    if (fits) dw_buffer_add(&setting, "=");
    for (const char *c = fits ? equals + 3 : end; c < end; c++) { /* newlines were written as \n */
        bool escaped = *c == '\\' && c + 1 < end;
        if (escaped) c++;
        dw_buffer_add_bytes(&setting, escaped && *c == 'n' ? "\n" : c, 1);
    }
    add_word(line, "set", setting.text ? setting.text : "", setting.length);
    line->text.failed |= setting.failed;
    dw_buffer_free(&setting);
}

static void add_settings(command *line, const char *parameters)
{
    while (*parameters) {
        size_t n = strcspn(parameters, "\n");
        if (n) add_setting(line, parameters, n);
        parameters += n + (parameters[n] == '\n');
    }
}

static void add_part(command *line, const dw_memory *memory, const char *part, const char *option)
{
    const char *value = dw_memory_find(memory, part);
    if (value) add_word(line, option, value, strlen(value));
}

static void point_at_words(command *line)
{
    char *at = line->text.text;
    for (size_t i = 0; i < line->count; i++) {
        line->words[i] = at;
        at += strlen(at) + 1;
    }
}

static int run_line(const dw_home *home, const dw_script *script, command *line,
                    const dw_run_options *given)
{
    dw_run_options options = *given;
    dw_words words;
    const dw_verb verb = { .name = "a figure's memory", .options = dw_run_option_list };
    point_at_words(line);
    if (!dw_read_words(&verb, (int)line->count, line->words, &options, &words))
        return DW_EXIT_FAILED;
    if (given->theme) options.theme = given->theme;
    options.trust = false;
    dw_scenario_report report = { 0 };
    int status = dw_run_text(home, script, &options, &words, false, &report);
    if (status == DW_EXIT_DONE && report.figures == 0)
        status = dw_complain(DW_EXIT_FAILED, "the script of '%s' drew no figure", script->name);
    dw_buffer_free(&report.files);
    return status ? DW_EXIT_FAILED : DW_EXIT_DONE;
}

int dw_rerun(const dw_home *home, const char *path, const dw_memory *memory,
             const dw_run_options *options)
{
    const char *text = dw_memory_find(memory, "script");
    const char *parameters = dw_memory_find(memory, "parameters");
    if (!text) return dw_complain(DW_EXIT_FAILED, "'%s' does not remember its script", path);
    dw_run_options given = *options;
    command line = { 0 };
    add_part(&line, memory, "seed", "seed");
    add_part(&line, memory, "language", "lang");
    add_part(&line, memory, "theme", "theme");
    add_settings(&line, parameters ? parameters : "");
    int status;
    if (line.too_many)
        status = dw_complain(DW_EXIT_FAILED, "'%s' remembers too many parameters", path);
    else if (line.text.failed)
        status = dw_complain(DW_EXIT_FAILED, "no memory for the parameters of '%s'", path);
    else
        status = run_line(home, &(dw_script){ path, text, strlen(text), true }, &line, &given);
    dw_buffer_free(&line.text);
    return status;
}
