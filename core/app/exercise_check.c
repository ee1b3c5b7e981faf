/* dunwu exercise check: one file of a student. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/exercise.h"
#include "app/scratch.h"
#include "base/file.h"

enum { LARGEST_SCRIPT = 1 << 20 };

static int complain_of(const dw_error *err)
{
    return dw_complain(DW_EXIT_FAILED, "%s", err->text);
}

/* The folder of a file, where its progress is kept. */
static void folder_of(const char *file, char folder[4200])
{
    const char *slash = strrchr(file, '/');
    snprintf(folder, 4200, "%.*s", slash ? (int)(slash - file) + 1 : 1, slash ? file : ".");
}

static int keep_pass(const char *file, const dw_exercise *exercise, bool passed)
{
    char folder[4200];
    dw_error err;
    dw_progress progress;
    folder_of(file, folder);
    if (dw_progress_read(folder, exercise->name, &progress, &err)) return complain_of(&err);
    bool same = progress.started && progress.passed >= passed;
    progress.started = true;
    progress.passed = progress.passed || passed;
    if (!same && dw_progress_write(folder, exercise->name, &progress, &err))
        return complain_of(&err);
    return DW_EXIT_DONE;
}

static int exercise_of(const dw_exercise_call *c, const char *file, const dw_buffer *text,
                       const dw_exercise **out)
{
    char name[64];
    if (c->options.exercise) return dw_exercises_find(&c->list, c->options.exercise, out);
    if (dw_exercise_named_in(text->text ? text->text : "", text->length, name))
        return dw_exercises_find(&c->list, name, out);
    return dw_complain(
        DW_EXIT_USAGE,
        dw_say(c->options.lang,
               "the first line of '%s' is not '-- exercise: NAME'; give --exercise NAME",
               "「%s」的第一行不是「-- exercise: 名稱」；請補上，或加 --exercise 名稱"),
        file);
}

/* A sign of life after half a second, on a terminal. */
static void wait_for(dw_child *child, const char *language)
{
    dw_child *const all[] = { child };
    double start = dw_now();
    bool shown = false, terminal = isatty(STDERR_FILENO);
    while (dw_child_wait(all, 1, 0.1) == 1) {
        double seconds = dw_now() - start;
        if (!terminal || seconds < 0.5) continue;
        fprintf(stderr, dw_say(language, "\r  checking, %.0f s\033[K", "\r  檢查中，%.0f 秒\033[K"),
                seconds);
        shown = true;
    }
    if (shown) fprintf(stderr, "\r\033[K");
}

/* False when there is no verdict, which was then complained about. */
static bool judge_text(const dw_exercise_call *c, const dw_exercise *exercise,
                       const dw_script *script, dwl_verdict *verdict)
{
    dw_judge judge = { .home = c->home,
                       .exercise = exercise,
                       .language = c->options.lang,
                       .seed = c->options.seed,
                       .memory = c->options.memory,
                       .time = c->options.time,
                       .draws = dw_script_draws(script) };
    dw_scratch scratch;
    dw_error err;
    *verdict = (dwl_verdict){ 0 };
    if (!dw_judge_open(&judge)) return false;
    dw_listen_to_interrupts();
    if (dw_scratch_make(&scratch, &err)) {
        dw_judge_close(&judge);
        complain_of(&err);
        return false;
    }
    dw_case one = { .judge = &judge, .script = *script, .folder = scratch.path };
    dw_buffer picture = { 0 };
    if (dw_case_open(&one, &err)) {
        dw_buffer_add(&verdict->broken, err.text);
    } else {
        wait_for(&one.child, c->options.lang);
        if (one.child.output.length) { /* said by the exercise, not by the script */
            dwl_verdict_plain(one.child.output.text);
            fputs(one.child.output.text, stderr);
        }
        dw_case_close(&one, verdict, &picture);
    }
    dw_buffer_free(&picture);
    dw_scratch_remove(&scratch);
    dw_judge_close(&judge);
    if (verdict->broken.length) dw_complain(DW_EXIT_FAILED, "%s", verdict->broken.text);
    return verdict->broken.length == 0;
}

static int check_text(const dw_exercise_call *c, const char *file, const dw_buffer *text)
{
    const dw_exercise *exercise;
    int status = exercise_of(c, file, text, &exercise);
    if (status) return status;
    const dw_script script = { file, text->text ? text->text : "", text->length, true };
    dwl_verdict verdict;
    bool judged = judge_text(c, exercise, &script, &verdict);
    bool passed = judged && dwl_verdict_passed(&verdict);
    if (judged) dw_show_verdict(exercise, &verdict, c->options.lang, c->list.from);
    dwl_verdict_free(&verdict);
    status = judged ? keep_pass(file, exercise, passed) : DW_EXIT_FAILED;
    return passed && status == DW_EXIT_DONE ? DW_EXIT_DONE : DW_EXIT_FAILED;
}

int dw_exercise_check(const dw_exercise_call *c, const char *file)
{
    dw_buffer text = { 0 };
    dw_error err;
    bool there = dw_file_read(file, LARGEST_SCRIPT, &text, &err) == DW_OK;
    int status = there ? check_text(c, file, &text) : complain_of(&err);
    dw_buffer_free(&text);
    return status;
}
