/* dunwu exercise: what a student does. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/exercise.h"
#include "base/file.h"

static const char *const languages[] = { "en", "zh-TW", NULL };

#define AT(field) offsetof(dw_exercise_options, field)

static const dw_option options[] = {
    { "from", DW_TEXT, AT(from), .unit = "DIR",
      .doc = "folder of exercises, or one exercise; dunwu's own when not given" },
    { "lang", DW_CHOICE, AT(lang), .choices = languages, .unit = "LANG",
      .doc = "language; that of the system when not given" },
    { "exercise", DW_TEXT, AT(exercise), .unit = "NAME",
      .doc = "of check: which one, when the file's first line does not say it" },
    { "seed", DW_INTEGER, AT(seed), .min = 0, .max = 0x1p53, .unit = "N", .doc = "of the check" },
    { "time", DW_NUMBER, AT(time), .min = 0.1, .max = 1e6, .unit = "SECONDS",
      .doc = "processor time that a check may take, 30 s unless given" },
    { "memory", DW_INTEGER, AT(memory), .min = 1, .max = 1e6, .unit = "MIB",
      .doc = "memory that the script may use, 512 unless given" },
    { 0 },
};

const char *dw_exercise_say(const dw_exercise_call *call, const char *en, const char *zh)
{
    return dw_say(call->options.lang, en, zh);
}

static int complain_of(const dw_error *err)
{
    return dw_complain(DW_EXIT_FAILED, "%s", err->text);
}

int dw_exercise_asked(const dw_exercise_call *c, const dw_exercise **out)
{
    char name[256];
    *out = dw_next_exercise(&c->list);
    if (c->count == 0) {
        if (!*out) printf("%s\n", dw_exercise_say(c, "All are passed.", "全部通過了。"));
        return DW_EXIT_DONE;
    }
    *out = NULL;
    snprintf(name, sizeof name, "%s", c->words[0]);
    size_t n = strlen(name);
    if (n > 4 && strcmp(name + n - 4, ".lua") == 0) name[n - 4] = '\0';
    return dw_exercises_find(&c->list, name, out);
}

static int list(dw_exercise_call *c)
{
    dw_show_exercises(&c->list, c->options.lang);
    return DW_EXIT_DONE;
}

/* ---- start ---- */

/* The first line names the exercise; the statement follows as a comment. */
static void write_start(const dw_exercise *exercise, const dw_buffer *starter, dw_buffer *out)
{
    dw_buffer_format(out, "-- exercise: %s\n--\n", exercise->name);
    for (const char *at = exercise->lesson.statement; *at;) {
        size_t n = strcspn(at, "\n");
        dw_buffer_format(out, n ? "-- %.*s\n" : "--\n", (int)n, at);
        at += n + (at[n] == '\n');
    }
    dw_buffer_add(out, "\n");
    dw_buffer_add_bytes(out, starter->text ? starter->text : "", starter->length);
}

static dw_status create(const char *path, const dw_buffer *text, dw_error *err)
{
    if (text->failed) return dw_fail(err, DW_ENOMEM, "no memory for '%s'", path);
    return dw_file_create(path, text->text, text->length, err);
}

int dw_exercise_start(const dw_exercise_call *c, const dw_exercise *exercise)
{
    char path[80];
    dw_error err;
    snprintf(path, sizeof path, "%s.lua", exercise->name);
    if (access(path, F_OK) == 0)
        return dw_complain(DW_EXIT_FAILED,
                           "'%s' is there already and stays as it is; check it with: dunwu "
                           "exercise check %s%s",
                           path, path, c->list.from);
    dw_buffer starter = { 0 }, text = { 0 };
    if (!dw_exercise_file(exercise, "starter.lua", &starter)) return DW_EXIT_FAILED;
    write_start(exercise, &starter, &text);
    dw_progress progress;
    dw_status made = create(path, &text, &err);
    if (!made) made = dw_progress_read(".", exercise->name, &progress, &err);
    progress.started = true;
    if (!made) made = dw_progress_write(".", exercise->name, &progress, &err);
    dw_buffer_free(&starter);
    dw_buffer_free(&text);
    if (made) return complain_of(&err);
    dw_show_exercise(exercise);
    printf(dw_exercise_say(c, "\n%s is made. Edit it, then   dunwu exercise check %s%s\n",
                           "\n已建立 %s。修改之後   dunwu exercise check %s%s\n"),
           path, path, c->list.from);
    return DW_EXIT_DONE;
}

static int start(dw_exercise_call *c)
{
    const dw_exercise *exercise;
    int status = dw_exercise_asked(c, &exercise);
    return status || !exercise ? status : dw_exercise_start(c, exercise);
}

static int watch(dw_exercise_call *c)
{
    const dw_exercise *exercise;
    int status = dw_exercise_asked(c, &exercise);
    return status || !exercise ? status : dw_exercise_watch(c, exercise);
}

/* ---- check ---- */

/* A word that is no file but an exercise's name means its file. */
static int check(dw_exercise_call *c)
{
    char own[80];
    const char *file = c->count ? c->words[0] : NULL;
    const dw_exercise *next = file ? NULL : dw_next_exercise(&c->list);
    if (!file && !next) {
        printf("%s\n", dw_exercise_say(c, "All are passed.", "全部通過了。"));
        return DW_EXIT_DONE;
    }
    snprintf(own, sizeof own, "%.70s.lua", file ? file : next->name);
    if (!file || (access(file, F_OK) != 0 && access(own, F_OK) == 0)) file = own;
    return dw_exercise_check(c, file);
}

/* ---- hint, solution ---- */

static int hint(dw_exercise_call *c)
{
    const dw_exercise *exercise;
    int status = dw_exercise_asked(c, &exercise);
    if (status || !exercise) return status;
    int count = (int)exercise->lesson.hint_count;
    dw_progress progress;
    dw_error err;
    if (dw_progress_read(".", exercise->name, &progress, &err)) return complain_of(&err);
    bool more = progress.hints < count;
    for (int i = more ? progress.hints : 0; i < (more ? progress.hints + 1 : count); i++)
        printf(dw_exercise_say(c, "Hint %d of %d: %s\n", "提示 %d（共 %d 個）：%s\n"), i + 1, count,
               exercise->lesson.hints[i]);
    if (!more) printf("%s\n", dw_exercise_say(c, "There are no more hints.", "沒有更多提示了。"));
    progress.hints++;
    if (more && dw_progress_write(".", exercise->name, &progress, &err)) return complain_of(&err);
    return DW_EXIT_DONE;
}

static int solution(dw_exercise_call *c)
{
    if (c->count == 0) return dw_complain(DW_EXIT_USAGE, "solution of which exercise?");
    const dw_exercise *exercise;
    int status = dw_exercise_asked(c, &exercise);
    if (status) return status;
    dw_progress progress;
    dw_error err;
    if (dw_progress_read(".", exercise->name, &progress, &err)) return complain_of(&err);
    if (!progress.passed)
        return dw_complain(DW_EXIT_FAILED,
                           dw_exercise_say(c,
                                           "the solution of '%s' is shown when your own has passed",
                                           "你的程式通過之後才會顯示「%s」的解答"),
                           exercise->name);
    dw_buffer text = { 0 };
    if (!dw_exercise_file(exercise, "solution.lua", &text)) return DW_EXIT_FAILED;
    fwrite(text.text ? text.text : "", 1, text.length, stdout);
    dw_buffer_free(&text);
    return DW_EXIT_DONE;
}

/* ---- the verb ---- */

static const struct action {
    const char *name, *usage, *doc;
    int (*run)(dw_exercise_call *);
} actions[] = {
    { "list", "list", "all exercises, which have passed, what is next; the same without a word",
      list },
    { "start", "start [NAME]", "makes NAME.lua here, with the task in it; the next when not named",
      start },
    { "check", "check [FILE]", "says what is right, what is not, and why", check },
    { "hint", "hint [NAME]", "one more hint each time", hint },
    { "solution", "solution NAME", "shown when your own has passed", solution },
    { "watch", "watch [NAME]", "checks on every save, and goes on to the next exercise", watch },
};

static void show_help(void)
{
    dw_show_verb(&dw_verb_exercise);
    printf("\n");
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        printf("  exercise %-16s %s\n", actions[i].usage, actions[i].doc);
}

static int refuse_action(const char *given)
{
    char hint_text[96];
    dw_nearest nearest = { .given = given };
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        dw_nearest_offer(&nearest, actions[i].name);
    return dw_complain(DW_EXIT_USAGE,
                       "exercise cannot '%s'%s; it can list, start, check, hint, solution, watch",
                       given, dw_nearest_hint(&nearest, hint_text));
}

static int act(dw_exercise_call *c, const char *name)
{
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (strcmp(actions[i].name, name) != 0) continue;
        dw_error err;
        if (c->count > 1) return dw_complain(DW_EXIT_USAGE, "exercise %s takes one word", name);
        if (dw_exercises_read(c->home, c->options.from, c->options.lang, &c->list, &err))
            return complain_of(&err);
        int status = actions[i].run(c);
        dw_exercises_free(&c->list);
        return status;
    }
    return refuse_action(name);
}

static int exercise(const dw_home *home, int count, char **given)
{
    dw_exercise_call c = {
        .home = home,
        .options = { .lang = dw_system_language(), .seed = 1, .memory = 512, .time = 30 }
    };
    dw_words words;
    if (!dw_read_words(&dw_verb_exercise, count, given, &c.options, &words)) return DW_EXIT_USAGE;
    if (words.help) {
        show_help();
        return DW_EXIT_DONE;
    }
    c.words = words.plain + 1;
    c.count = words.plain_count ? words.plain_count - 1 : 0;
    return act(&c, words.plain_count ? words.plain[0] : "list");
}

const dw_verb dw_verb_exercise = {
    "exercise", "exercise [ACTION]",
    "The classroom: list, start NAME, check FILE, hint NAME, solution NAME, watch.", options,
    exercise
};
