/* One script against one exercise. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/classroom.h"
#include "lua/checker.h"

static bool too_late(void *context)
{
    return dw_interrupted() || dw_now() > *(const double *)context;
}

static dwl_run make_run(const dw_judge *judge, const dw_script *script, double *deadline)
{
    return (dwl_run){ .script = script->name,
                      .script_text = script->text,
                      .script_length = script->length,
                      .seed = judge->seed,
                      .env = { 1, too_late, NULL, deadline },
                      .language = judge->language,
                      .theme = "light",
                      .output = "plots",
                      .home = judge->home->folder,
                      .painter = judge->home->painter,
                      .memory = (size_t)judge->memory << 20,
                      .formats = "png",
                      .sealed = true };
}

bool dw_judge_script(const dw_judge *judge, const dw_script *script, dwl_verdict *verdict)
{
    *verdict = (dwl_verdict){ 0 };
    dw_buffer text = { 0 };
    if (!dw_exercise_file(judge->exercise, "exercise.lua", &text)) return false;
    char path[4400];
    snprintf(path, sizeof path, "%s/exercise.lua", judge->exercise->folder);
    double deadline = dw_now() + judge->time;
    const dw_script own = { path, text.text ? text.text : "", text.length, true };
    dwl_run exercise = make_run(judge, &own, &deadline), run = make_run(judge, script, &deadline);
    dwl_check check = { .script = &run, .verdict = verdict };
    dwl_check_script(&exercise, &check);
    dw_buffer_free(&text);
    if (dw_interrupted()) return dw_complain(DW_EXIT_FAILED, "stopped (Ctrl-C)"), false;
    if (verdict->broken.length == 0 && !verdict->failed) return true;
    dw_complain(DW_EXIT_FAILED, "%s",
                verdict->broken.length ? verdict->broken.text : "not enough memory");
    return false;
}
