/* A scenario to start from: short, commented, and it runs. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "base/file.h"

typedef struct new_options {
    const char *lang;
} new_options;

static const char *const languages[] = { "en", "zh-TW", NULL };

static const dw_option option_list[] = {
    { "lang", DW_CHOICE, offsetof(new_options, lang), .choices = languages, .unit = "LANG",
      .doc = "language of the comments" },
    { 0 },
};

/* What is said in two languages, around code that is the same in both. @ is the figure's name. */
typedef struct part {
    const char *en, *zh;
} part;

static const part parts[] = {
    { "--[[ The skill grows smoothly; the score jumps\n"
      "SHOWS   what the figure shows, in a sentence\n"
      "TRY     --set steps=1, then 4, then 32\n"
      "NOTICE  what one should see ]]\n"
      "\n"
      "-- What may be changed from outside: dunwu run FILE.lua --set steps=4\n",
      "--[[ 能力慢慢變強，分數突然跳起來\n"
      "SHOWS   這張圖說明什麼，一句話\n"
      "TRY     --set steps=1，再試 4，再試 32\n"
      "NOTICE  應該看到什麼 ]]\n"
      "\n"
      "-- 可以從外面改的參數：dunwu run 檔名.lua --set steps=4\n" },
    { "local p = param {\n"
      "  steps  = { 8, min = 1, max = 128, integer = true, doc = \"steps a problem needs, all of "
      "them\" },\n"
      "  trials = { 1000, min = 10, max = 1e9, integer = true, doc = \"problems simulated for "
      "each size\" },\n"
      "}\n"
      "\n",
      "local p = param {\n"
      "  steps  = { 8, min = 1, max = 128, integer = true, doc = \"一題需要幾個步驟，全對才算對\" "
      "},\n"
      "  trials = { 1000, min = 10, max = 1e9, integer = true, doc = \"每個大小模擬幾題\" },\n"
      "}\n"
      "\n" },
    { "-- The toy model. `dunwu list` shows the others, `dunwu doc sim.multistep` all of this "
      "one.\n",
      "-- 玩具模型。dunwu list 列出所有模型，dunwu doc sim.multistep 是這一個的完整說明。\n" },
    { "local size = array.geomspace(1e7, 5e11, 24)\n"
      "local run  = sim.multistep { size = size, steps = p.steps, trials = p.trials }\n"
      "print(run)\n"
      "\n",
      NULL },
    { "-- The figure. Say the finding in the title, and how it was made in the footer.\n",
      "-- 圖。標題寫出發現，頁尾寫出做法。\n" },
    { "local fig = plot.figure {\n"
      "  title  = text { en = \"The skill grows smoothly; the score jumps\",\n"
      "                  [\"zh-TW\"] = \"能力慢慢變強，分數突然跳起來\" },\n"
      "  footer = text { en = \"Toy model: multistep · \" .. p.steps .. \" steps · seed \" .. "
      "run.seed,\n"
      "                  [\"zh-TW\"] = \"玩具模型：multistep · \" .. p.steps .. \" 個步驟 · "
      "亂數種子 \" .. run.seed },\n"
      "}\n"
      "local ax = fig:axes {\n"
      "  x = { label = text { en = \"model size (parameters)\", [\"zh-TW\"] = "
      "\"模型大小（參數量）\" }, scale = \"log\" },\n"
      "  y = { label = text { en = \"share right\", [\"zh-TW\"] = \"正確率\" }, percent = true, "
      "min "
      "= 0, max = 1 },\n"
      "}\n",
      NULL },
    { "-- What was simulated, with 95 % intervals as bands. run.exact.theory is the closed form.\n",
      "-- 模擬的結果，色帶是 95 % 信賴區間。run.exact.theory 是理論公式的值。\n" },
    { "ax:band(size, run.exact.low, run.exact.high)\n"
      "ax:line(size, run.exact.mean, { label = text { en = \"final answer\", [\"zh-TW\"] = "
      "\"最終答案\" } })\n"
      "ax:line(size, run.partial.mean, { label = text { en = \"single steps\", [\"zh-TW\"] = "
      "\"單一步驟\" } })\n"
      "fig:save \"@\"\n",
      NULL },
};

/* The file's name without folders and ending; true when a figure may be named so. */
static bool stem_of(const char *path, char stem[128])
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t n = strlen(name);
    if (n < 5 || n > 100 || strcmp(name + n - 4, ".lua") != 0 || name[0] == '.') return false;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)name[i] < 0x20 || name[i] == 0x7f || strchr("\"\\", name[i]))
            return false;
    snprintf(stem, 128, "%.*s", (int)n - 4, name);
    return dw_text_utf8_prefix(stem, strlen(stem)) == strlen(stem);
}

static void write_scenario(const char *stem, bool chinese, dw_buffer *out)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *text = chinese && parts[i].zh ? parts[i].zh : parts[i].en;
        const char *name = strchr(text, '@');
        if (!name)
            dw_buffer_add(out, text);
        else
            dw_buffer_format(out, "%.*s%s%s", (int)(name - text), text, stem, name + 1);
    }
}

static int make(const char *path, bool chinese)
{
    char stem[128];
    if (!stem_of(path, stem))
        return dw_complain(DW_EXIT_USAGE,
                           "'%s' must be the name of a file that ends with .lua and does not start "
                           "with a dot",
                           path);
    if (access(path, F_OK) == 0)
        return dw_complain(DW_EXIT_FAILED, "'%s' is there already and stays as it is", path);
    dw_buffer text = { 0 };
    dw_error err;
    write_scenario(stem, chinese, &text);
    dw_status status = text.failed ? dw_fail(&err, DW_ENOMEM, "not enough memory")
                                   : dw_file_create(path, text.text, text.length, &err);
    dw_buffer_free(&text);
    if (status) return dw_complain(DW_EXIT_FAILED, "%s", err.text);
    printf(chinese ? "已建立 %s。執行：dunwu run %s --lang zh-TW\n"
                   : "%s is made. Run it: dunwu run %s\n",
           path, path);
    return DW_EXIT_DONE;
}

static int new_scenario(const dw_home *home, int count, char **given)
{
    (void)home;
    new_options options = { languages[0] };
    dw_words words;
    if (!dw_read_words(&dw_verb_new, count, given, &options, &words)) return DW_EXIT_USAGE;
    if (words.help) {
        dw_show_verb(&dw_verb_new);
        return DW_EXIT_DONE;
    }
    if (words.plain_count != 1)
        return dw_complain(DW_EXIT_USAGE, "new takes one file, got %zu", words.plain_count);
    return make(words.plain[0], strcmp(options.lang, languages[0]) != 0);
}

const dw_verb dw_verb_new = { "new", "new FILE.lua [--lang LANG]",
                              "A commented scenario to start from; a file that is there stays as "
                              "it is.",
                              option_list, new_scenario };
