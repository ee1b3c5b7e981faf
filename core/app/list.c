#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "base/file.h"
#include "data/published.h"
#include "sim/sim.h"

typedef struct list_options {
    const char *lang;
} list_options;

static const char *const languages[] = { "en", "zh-TW", NULL };

static const dw_option option_list[] = {
    { "lang", DW_CHOICE, offsetof(list_options, lang), .choices = languages, .unit = "LANG",
      .doc = "language of the scenarios' findings" },
    { 0 },
};

static bool has_chinese(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] >= 0x80) return true;
    return false;
}

/* A script's head comment begins with its finding: a line in English, "--[[ Why a network ...", and
 * a line in Chinese; English where there is no other. n: bytes of it. */
static const char *find_finding(const char *script, bool chinese, size_t *n)
{
    *n = 0;
    if (strncmp(script, "--[[", 4) != 0) return "";
    const char *english = script + 4 + strspn(script + 4, " ");
    *n = strcspn(english, "\r\n");
    const char *next = english + *n + strspn(english + *n, "\r\n ");
    size_t length = strcspn(next, "\r\n");
    if (!chinese || strncmp(next, "SHOWS", 5) == 0 || !has_chinese(next, length)) return english;
    *n = length;
    return next;
}

static void show_script(const char *path, bool chinese)
{
    dw_buffer text = { 0 };
    const char *name = strrchr(path, '/') + 1, *finding = "";
    size_t n = 0;
    if (dw_file_read(path, 1 << 20, &text, NULL) == DW_OK && text.text)
        finding = find_finding(text.text, chinese, &n);
    printf("  %-22.*s %.*s\n", (int)strlen(name) - 4, name, (int)n, finding);
    dw_buffer_free(&text);
}

static int show_scripts(const dw_home *home, bool chinese)
{
    char folder[4200];
    snprintf(folder, sizeof folder, "%s/scripts", home->folder);
    dw_files files;
    dw_error err;
    if (dw_scripts_in(folder, &files, &err)) return dw_complain(DW_EXIT_FAILED, "%s", err.text);
    printf("%s (dunwu run scripts/NAME.lua)\n", chinese ? "場景" : "scenarios");
    for (size_t i = 0; i < files.count; i++) show_script(files.paths[i], chinese);
    dw_files_free(&files);
    return DW_EXIT_DONE;
}

static int show_tables(const dw_home *home, bool chinese)
{
    char folder[4200];
    snprintf(folder, sizeof folder, "%s/core/data/published", home->folder);
    dw_table *index;
    dw_error err;
    if (dw_published_names(folder, &index, &err))
        return dw_complain(DW_EXIT_FAILED, "%s", err.text);
    ptrdiff_t name = dw_table_column(index, "name"), title = dw_table_column(index, "title");
    printf("\n%s (data.published \"NAME\")\n", chinese ? "已發表的數據表" : "published tables");
    for (size_t i = 0; i < index->rows && name >= 0 && title >= 0; i++)
        printf("  %-22s %s\n", index->columns[name].texts[i], index->columns[title].texts[i]);
    dw_table_free(index);
    return DW_EXIT_DONE;
}

static int list(const dw_home *home, int count, char **given)
{
    list_options options = { languages[0] };
    dw_words words;
    if (!dw_read_words(&dw_verb_list, count, given, &options, &words)) return DW_EXIT_USAGE;
    if (words.help) {
        dw_show_verb(&dw_verb_list);
        return DW_EXIT_DONE;
    }
    if (words.plain_count) return dw_complain(DW_EXIT_USAGE, "list takes no words");
    bool chinese = strcmp(options.lang, languages[0]) != 0;
    int status = show_scripts(home, chinese);
    printf("\n%s (dunwu doc sim.NAME)\n", chinese ? "模擬器" : "simulators");
    for (int i = 0; dw_sims[i]; i++) printf("  %-22s %s\n", dw_sims[i]->name, dw_sims[i]->title);
    return status ? status : show_tables(home, chinese);
}

const dw_verb dw_verb_list = { "list", "list [--lang LANG]",
                               "The scenarios, simulators and published tables that there are.",
                               option_list, list };
