/* dunwu exercise watch: a check on each save. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/exercise.h"
#include "app/saves.h"
#include "base/file.h"

static const double patience = 0.1; /* seconds until Ctrl-C is seen */

/* The exercise that a saved file is of: its first line or its name says it. */
static const dw_exercise *exercise_of(const dw_exercise_call *c, const char *file)
{
    char name[64] = "";
    dw_buffer text = { 0 };
    size_t n = strlen(file);
    if (file[0] == '.' || n < 5 || strcmp(file + n - 4, ".lua") != 0) return NULL;
    if (dw_file_read(file, 1 << 20, &text, NULL) == DW_OK && text.text)
        dw_exercise_named_in(text.text, text.length, name);
    dw_buffer_free(&text);
    for (size_t i = 0; i < c->list.count; i++)
        if (strcmp(c->list.at[i].name, name) == 0) return &c->list.at[i];
    return NULL;
}

static void check_saved(const dw_exercise_call *c, const char *file)
{
    if (isatty(STDOUT_FILENO)) printf("\033[H\033[2J"); /* a clean screen */
    dw_exercise_check(c, file);
    printf("\n");
    fflush(stdout);
}

/* The file of the exercise, made when it is not there. */
static int take_up(const dw_exercise_call *c, dw_saves *saves, const dw_exercise *exercise)
{
    char file[80];
    snprintf(file, sizeof file, "%s.lua", exercise->name);
    int status = DW_EXIT_DONE;
    if (access(file, F_OK) == 0)
        check_saved(c, file);
    else
        status = dw_exercise_start(c, exercise);
    dw_saves_forget(saves); /* it was not the student who saved */
    if (!status && !dw_interrupted())
        printf(dw_exercise_say(c, "Watching: save %s to have it checked; Ctrl-C ends.\n",
                               "監看中：儲存 %s 就會檢查；按 Ctrl-C 結束。\n"),
               file);
    fflush(stdout);
    return status;
}

static int watch(const dw_exercise_call *c, dw_saves *saves, const dw_exercise *now)
{
    int status = take_up(c, saves, now);
    while (!status && !dw_interrupted()) {
        const dw_exercise *next = dw_next_exercise(&c->list);
        if (!next) {
            printf("%s\n", dw_exercise_say(c, "All are passed. Well done!", "全部通過，太棒了！"));
            return DW_EXIT_DONE;
        }
        if (dw_exercise_passed(now) && next != now) {
            now = next;
            status = take_up(c, saves, now);
            continue;
        }
        const char *file = dw_saves_wait(saves, patience);
        const dw_exercise *saved = file ? exercise_of(c, file) : NULL;
        if (saved) check_saved(c, file);
    }
    if (dw_interrupted()) printf("\n%s\n", dw_exercise_say(c, "Stopped watching.", "結束監看。"));
    return status;
}

int dw_exercise_watch(const dw_exercise_call *c, const dw_exercise *first)
{
    dw_saves saves;
    dw_error err;
    if (dw_saves_open(&saves, ".", &err)) return dw_complain(DW_EXIT_FAILED, "%s", err.text);
    dw_listen_to_interrupts();
    int status = watch(c, &saves, first);
    dw_saves_close(&saves);
    return status;
}
