/* The list of exercises, one exercise, what a check found: for people in front of a terminal. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/classroom.h"

/* Green, red and grey on a terminal, unless NO_COLOR is set. */
static const char *color(const char *code)
{
    const char *none = getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) && !(none && none[0]) ? code : "";
}

static const char *green(void)
{
    return color("\033[32m");
}

static const char *red(void)
{
    return color("\033[31m");
}

static const char *plain(void)
{
    return color("\033[0m");
}

static dw_progress progress_of(const dw_exercise *exercise)
{
    dw_progress progress;
    dw_progress_read(".", exercise->name, &progress, NULL);
    return progress;
}

bool dw_exercise_passed(const dw_exercise *exercise)
{
    return progress_of(exercise).passed;
}

const dw_exercise *dw_next_exercise(const dw_exercises *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (!dw_exercise_passed(&list->at[i]) && list->at[i].broken.length == 0)
            return &list->at[i];
    return NULL;
}

static const char *level_name(const char *level, const char *language)
{
    if (strcmp(level, "easy") == 0) return dw_say(language, "easy  ", "易");
    if (strcmp(level, "hard") == 0) return dw_say(language, "hard  ", "難");
    return dw_say(language, "medium", "中");
}

static void show_line(const dw_exercise *exercise, int widest, const char *language)
{
    dw_progress progress = progress_of(exercise);
    if (progress.passed)
        printf("  %s✓%s ", green(), plain());
    else
        printf("  %s ", progress.started ? "…" : "·");
    if (exercise->broken.length)
        printf("%-*s  %s%s%s\n", widest, exercise->name, red(), exercise->broken.text, plain());
    else
        printf("%-*s  %s  %s\n", widest, exercise->name,
               level_name(exercise->lesson.level, language), exercise->lesson.title);
}

static void show_next(const dw_exercises *list, const char *language)
{
    const dw_exercise *next = dw_next_exercise(list);
    if (!next) {
        printf("%s\n", dw_say(language, "All are passed. Well done!", "全部通過，太棒了！"));
        return;
    }
    if (progress_of(next).started)
        printf(dw_say(language, "Next: edit %s.lua, then   dunwu exercise check %s.lua%s\n",
                      "下一步：修改 %s.lua，然後   dunwu exercise check %s.lua%s\n"),
               next->name, next->name, list->from);
    else
        printf(dw_say(language, "Next:   dunwu exercise start %s%s\n",
                      "下一步：   dunwu exercise start %s%s\n"),
               next->name, list->from);
}

void dw_show_exercises(const dw_exercises *list, const char *language)
{
    int passed = 0, widest = 0;
    for (size_t i = 0; i < list->count; i++) {
        passed += progress_of(&list->at[i]).passed;
        if (widest < (int)strlen(list->at[i].name)) widest = (int)strlen(list->at[i].name);
    }
    printf(
        dw_say(language, "Exercises: %d of %zu passed\n\n", "練習題：已通過 %d 題，共 %zu 題\n\n"),
        passed, list->count);
    for (size_t i = 0; i < list->count; i++) show_line(&list->at[i], widest, language);
    printf("\n");
    show_next(list, language);
}

void dw_show_exercise(const dw_exercise *exercise)
{
    const char *statement = exercise->lesson.statement;
    size_t n = strlen(statement);
    printf("%s\n\n%s%s", exercise->lesson.title, statement,
           n && statement[n - 1] == '\n' ? "" : "\n");
}

/* The first lines of a text, each behind an indent; what is left of it. */
static const char *print_indented(const char *text, const char *indent, size_t most)
{
    for (size_t line = 0; *text && line < most; line++) {
        size_t n = strcspn(text, "\n");
        printf("%s%.*s\n", indent, (int)n, text);
        text += n + (text[n] == '\n');
    }
    return text;
}

/* The verdict stays in sight below what the script printed. */
static void show_printed(const char *text, const char *language)
{
    enum { MOST_LINES = 40 };
    printf("%s\n", dw_say(language, "Your script printed:", "你的程式印出："));
    text = print_indented(text, "  | ", MOST_LINES);
    if (*text)
        printf("  %s\n", dw_say(language, "(and more, which 'dunwu run' shows)",
                                "（還有更多，用 dunwu run 可以看到）"));
}

static void show_item(const dwl_item *item)
{
    printf("  %s%s%s %s\n", item->ok ? green() : red(), item->ok ? "✓" : "✗", plain(), item->says);
    if (!item->ok) print_indented(item->why, "      ", SIZE_MAX);
}

void dw_show_verdict(const dw_exercise *exercise, const dwl_verdict *verdict, const char *language,
                     const char *from)
{
    if (verdict->printed.length) show_printed(verdict->printed.text, language);
    printf("%s\n", exercise->lesson.title);
    for (size_t i = 0; i < verdict->count; i++) show_item(&verdict->items[i]);
    if (dwl_verdict_passed(verdict)) {
        printf("%s%s%s ", green(), dw_say(language, "Passed.", "通過！"), plain());
        printf(dw_say(language, "Compare with   dunwu exercise solution %s%s\n",
                      "可以對照解答：   dunwu exercise solution %s%s\n"),
               exercise->name, from);
        return;
    }
    if (verdict->cut_short)
        printf("  %s\n", dw_say(language, "(the check stopped here)", "（檢查到此為止）"));
    printf(dw_say(language, "Not yet. For a hint   dunwu exercise hint %s%s\n",
                  "還沒通過。需要提示：   dunwu exercise hint %s%s\n"),
           exercise->name, from);
}
