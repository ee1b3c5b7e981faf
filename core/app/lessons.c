/* The table of an exercise, read in a process that the system limits: an exercise is a script, too,
 * and may come from anywhere. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/classroom.h"
#include "base/file.h"
#include "base/memory.h"

enum { LARGEST_FILE = 1 << 20 };

static const double longest_reading = 2; /* seconds */
static const size_t most_memory = (size_t)256 << 20;

/* ---- in the child ---- */

typedef struct reading {
    const dw_home *home;
    const char *path, *language;
    const dw_buffer *text;
} reading;

static bool too_late(void *context)
{
    return dw_interrupted() || dw_now() > *(const double *)context;
}

static char *print_lesson(const dwl_lesson *lesson)
{
    cJSON *all = cJSON_CreateObject();
    cJSON *hints = cJSON_AddArrayToObject(all, "hints");
    bool fine = hints && cJSON_AddStringToObject(all, "title", lesson->title) &&
                cJSON_AddStringToObject(all, "statement", lesson->statement) &&
                cJSON_AddStringToObject(all, "level", lesson->level) &&
                cJSON_AddNumberToObject(all, "order", (double)lesson->order);
    for (size_t i = 0; fine && i < lesson->hint_count; i++)
        fine = cJSON_AddItemToArray(hints, cJSON_CreateString(lesson->hints[i]));
    char *text = fine ? cJSON_PrintUnformatted(all) : NULL;
    cJSON_Delete(all);
    return text;
}

/* Leaves the lesson as JSON (status 0), or what is broken (status 1). */
static int work(void *context, dw_buffer *result)
{
    const reading *r = context;
    double deadline = dw_now() + longest_reading;
    dwl_run run = { .script = r->path,
                    .script_text = r->text->text ? r->text->text : "",
                    .script_length = r->text->length,
                    .seed = 1,
                    .env = { 1, too_late, NULL, &deadline },
                    .language = r->language,
                    .theme = "light",
                    .output = ".",
                    .home = r->home->folder,
                    .painter = r->home->painter,
                    .memory = most_memory,
                    .formats = "png" };
    dwl_lesson lesson = { 0 };
    if (!dwl_lesson_read(&run, &lesson, result)) return 1;
    char *text = print_lesson(&lesson);
    dw_buffer_add(result, text ? text : "");
    return text ? 0 : 1;
}

/* ---- in the parent ---- */

static char *text_of(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    char *copy = text ? strdup(text) : NULL;
    if (copy) dwl_verdict_plain(copy);
    return copy;
}

static bool read_hints(const cJSON *hints, dwl_lesson *lesson)
{
    const cJSON *one;
    int n = cJSON_GetArraySize(hints);
    lesson->hints = dw_allocate((size_t)n, sizeof *lesson->hints, NULL);
    if (!lesson->hints) return false;
    cJSON_ArrayForEach(one, hints)
    {
        const char *text = cJSON_GetStringValue(one);
        char *copy = text ? strdup(text) : NULL;
        if (!copy) return false;
        dwl_verdict_plain(copy);
        lesson->hints[lesson->hint_count++] = copy;
    }
    return true;
}

static bool read_lesson(const dw_buffer *text, dwl_lesson *lesson)
{
    cJSON *all = cJSON_ParseWithLength(text->text ? text->text : "", text->length);
    const cJSON *order = cJSON_GetObjectItemCaseSensitive(all, "order");
    lesson->title = text_of(all, "title");
    lesson->statement = text_of(all, "statement");
    lesson->level = text_of(all, "level");
    lesson->order = cJSON_IsNumber(order) ? (int64_t)order->valuedouble : 0;
    bool fine = lesson->title && lesson->statement && lesson->level &&
                read_hints(cJSON_GetObjectItemCaseSensitive(all, "hints"), lesson);
    cJSON_Delete(all);
    return fine;
}

static void take_result(const char *path, const dw_child *child, dw_exercise *exercise)
{
    if (child->end == DW_CHILD_DONE && read_lesson(&child->result, &exercise->lesson)) return;
    dwl_lesson_free(&exercise->lesson);
    if (child->result.length && child->end == DW_CHILD_FAILED) {
        dw_buffer_add_bytes(&exercise->broken, child->result.text, child->result.length);
        dwl_verdict_plain(exercise->broken.text);
        return;
    }
    dw_buffer_format(&exercise->broken, "%s: ", path);
    dw_child_explain(child, &exercise->broken);
}

void dw_lesson_load(const dw_home *home, const char *language, dw_exercise *exercise)
{
    char path[4400];
    snprintf(path, sizeof path, "%s/exercise.lua", exercise->folder);
    dw_buffer text = { 0 };
    dw_error err;
    dw_child child;
    dw_reach reach = { 0 };
    dw_reach_add_own(&reach, home, false);
    dw_reach_add(&reach, exercise->folder);
    reading r = { home, path, language, &text };
    const dw_child_limits limits = {
        .wall_seconds = 4 * longest_reading,
        .cpu_seconds = longest_reading + 0.5,
        .memory = 2 * most_memory,
        .output = 1 << 16,
        .file_bytes = 1 << 16,
        .open_files = 32,
        .threads = 8,
        .captured = true,
        .confined = true,
        .readable = (const char *const *)reach.paths,
    };
    bool started = dw_file_read(path, LARGEST_FILE, &text, &err) == DW_OK &&
                   dw_child_run(&child, work, &r, &limits, &err) == DW_OK;
    if (started) {
        take_result(path, &child, exercise);
        dw_child_free(&child);
    } else {
        dw_buffer_add(&exercise->broken, err.text);
    }
    dw_reach_free(&reach);
    dw_buffer_free(&text);
}
