/* One script against one exercise, in a process that the system limits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/classroom.h"
#include "app/record.h"
#include "base/file.h"
#include "lua/checker.h"

enum { LARGEST_PICTURE = 1 << 20, LARGEST_OUTPUT = 16 << 10 };

/* The limit on time is one of processor time, so that a busy machine fails nobody; scripts cannot
 * sleep. Inside Lua it is found first, with a line: the process gets some more. */
static const double more_seconds = 0.5, wall_factor = 5, wall_more = 10;
static const size_t more_bytes = (size_t)512 << 20;

bool dw_judge_open(dw_judge *judge)
{
    judge->text = (dw_buffer){ 0 };
    judge->reach = (dw_reach){ 0 };
    dw_reach_add_own(&judge->reach, judge->home, judge->draws);
    dw_reach_add(&judge->reach, judge->exercise->folder);
    return dw_exercise_file(judge->exercise, "exercise.lua", &judge->text);
}

void dw_judge_close(dw_judge *judge)
{
    dw_buffer_free(&judge->text);
    dw_reach_free(&judge->reach);
}

/* ---- in the child ---- */

static bool too_late(void *context)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    double seconds = (double)used.tv_sec + 1e-9 * (double)used.tv_nsec;
    return dw_interrupted() || seconds > *(const double *)context;
}

static dwl_run make_run(const dw_case *one, const dw_script *script, double *limit,
                        const char *output)
{
    const dw_judge *judge = one->judge;
    return (dwl_run){ .script = script->name,
                      .script_text = script->text,
                      .script_length = script->length,
                      .seed = judge->seed,
                      .env = { 1, too_late, NULL, limit },
                      .language = judge->language,
                      .theme = "light",
                      .output = output,
                      .home = judge->home->folder,
                      .painter = judge->home->painter,
                      .memory = (size_t)judge->memory << 20,
                      .formats = "png",
                      .sealed = script->sealed };
}

static void read_picture(const dwl_verdict *verdict, dw_buffer *base64)
{
    dw_buffer bytes = { 0 };
    if (verdict->figure.length == 0) return;
    if (dw_file_read(verdict->figure.text, LARGEST_PICTURE, &bytes, NULL) == DW_OK)
        dw_base64(bytes.text, bytes.length, base64);
    dw_buffer_free(&bytes);
}

static int work(void *context, dw_buffer *result)
{
    dw_case *one = context;
    const dw_judge *judge = one->judge;
    char path[4400], output[4400];
    snprintf(path, sizeof path, "%s/exercise.lua", judge->exercise->folder);
    snprintf(output, sizeof output, "%s/out", one->folder);
    const char *text = judge->text.text ? judge->text.text : "";
    const dw_script own = { path, text, judge->text.length, false };
    double limit = judge->time;
    dwl_run exercise = make_run(one, &own, &limit, output);
    dwl_run script = make_run(one, &one->script, &limit, output);
    dwl_verdict verdict = { 0 };
    dwl_check check = { .script = &script, .verdict = &verdict, .paints = one->paints };
    dwl_check_script(&exercise, &check);
    dw_buffer picture = { 0 };
    read_picture(&verdict, &picture);
    dw_record_write(&verdict, picture.text ? picture.text : "", result);
    return 0;
}

/* ---- in the parent ---- */

dw_status dw_case_open(dw_case *one, dw_error *err)
{
    const dw_judge *judge = one->judge;
    const dw_child_limits limits = {
        .wall_seconds = wall_factor * judge->time + wall_more,
        .cpu_seconds = judge->time + more_seconds,
        .memory = ((size_t)judge->memory << 20) + more_bytes,
        .output = LARGEST_OUTPUT,
        .file_bytes = (size_t)64 << 20,
        .open_files = 64,
        .threads = 8,
        .captured = true,
        .confined = true,
        .readable = (const char *const *)judge->reach.paths,
        .writable = one->folder,
    };
    return dw_child_start(&one->child, work, one, &limits, err);
}

/* The process did not live to say what it found. */
static void explain_end(const dw_case *one, dwl_verdict *verdict)
{
    const dw_judge *judge = one->judge;
    const char *says =
        dw_say(judge->language, "the script runs and returns a table", "程式能執行並回傳一個表格");
    dw_buffer why = { 0 };
    switch (one->child.end) {
    case DW_CHILD_TIME:
        dw_buffer_format(&why,
                         dw_say(judge->language, "stopped after %g s (the time limit)",
                                "執行超過 %g 秒的時間限制，已停止"),
                         judge->time);
        verdict->late = true;
        break;
    case DW_CHILD_MEMORY:
        dw_buffer_format(&why,
                         dw_say(judge->language, "stopped: it needs more than %lld MiB of memory",
                                "需要的記憶體超過 %lld MiB，已停止"),
                         (long long)judge->memory);
        break;
    default:
        dw_buffer_add(&why, dw_say(judge->language,
                                   "it broke the process that ran it: ", "執行它的程序中斷了："));
        dw_child_explain(&one->child, &why);
    }
    dwl_verdict_add(verdict, &(dwl_item){ "runs", says, why.text ? why.text : "", 0, false, true });
    verdict->cut_short = true;
    dw_buffer_free(&why);
}

void dw_case_close(dw_case *one, dwl_verdict *verdict, dw_buffer *picture)
{
    dw_child *child = &one->child;
    *verdict = (dwl_verdict){ 0 };
    *picture = (dw_buffer){ 0 };
    if (child->end == DW_CHILD_INTERRUPTED || dw_interrupted())
        dw_buffer_add(&verdict->broken, "stopped (Ctrl-C)");
    else if (child->end != DW_CHILD_DONE)
        explain_end(one, verdict);
    else if (!dw_record_read(child->result.text ? child->result.text : "", child->result.length,
                             verdict, picture))
        dw_buffer_add(&verdict->broken, "the check ended without a result");
    dw_child_free(child);
}
