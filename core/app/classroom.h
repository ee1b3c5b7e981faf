/* Exercises on disk, how far a student is, and the check of one script. */
#ifndef DW_APP_CLASSROOM_H
#define DW_APP_CLASSROOM_H

#include "app/app.h"
#include "lua/lesson.h"
#include "lua/verdict.h"

/* ---- exercises: exercises.c ---- */

/* A folder with exercise.lua; the folder's name is the exercise's. */
typedef struct dw_exercise {
    char name[64], folder[4200];
    dwl_lesson lesson; /* empty when it is broken */
    dw_buffer broken;  /* what is wrong with its exercise.lua */
} dw_exercise;

typedef struct dw_exercises {
    dw_exercise *at;
    size_t count;
} dw_exercises;

/* All exercises of a folder (NULL: dunwu's own), in their order; a folder that is itself an
 * exercise gives that one. Fails when there is none. */
dw_status dw_exercises_read(const dw_home *home, const char *from, const char *language,
                            dw_exercises *list, dw_error *err);
void dw_exercises_free(dw_exercises *list);
/* The exercise of that name; complains and gives NULL when there is none or it is broken. */
dw_exercise *dw_exercises_find(dw_exercises *list, const char *name);
/* A file of the exercise, "starter.lua", in full. Complains when it cannot be read. */
bool dw_exercise_file(const dw_exercise *exercise, const char *file, dw_buffer *text);

/* "-- exercise: NAME" in the first line of a script; false when it says no such thing. */
bool dw_exercise_named_in(const char *text, size_t length, char name[64]);

/* zh-TW where the system's language is Chinese, en elsewhere. */
const char *dw_system_language(void);
/* The one of two texts that a language asks for. */
const char *dw_say(const char *language, const char *en, const char *zh)
    __attribute__((format_arg(2), format_arg(3)));

/* ---- the check of one script: judge.c ---- */

typedef struct dw_judge {
    const dw_home *home;
    const dw_exercise *exercise;
    const char *language;
    int64_t seed, memory; /* MiB */
    double time;          /* seconds for all of the check */
} dw_judge;

/* Runs the check on a script. False when there is no verdict, which was then complained about:
 * the exercise itself is broken, or Ctrl-C. */
bool dw_judge_script(const dw_judge *judge, const dw_script *script, dwl_verdict *verdict);

/* ---- how far the student is: progress.c ---- */

/* What .dunwu-progress says of one exercise. */
typedef struct dw_progress {
    bool started, passed;
    int hints; /* that were shown */
} dw_progress;

/* Reads the file of a folder; nothing is started when there is no such file. */
dw_status dw_progress_read(const char *folder, const char *name, dw_progress *progress,
                           dw_error *err);
/* Changes what the file says of one exercise; written whole or not at all. */
dw_status dw_progress_write(const char *folder, const char *name, const dw_progress *progress,
                            dw_error *err);

/* ---- what is shown: exercise_show.c ---- */

void dw_show_exercises(const dw_exercises *list, const char *language);
void dw_show_exercise(const dw_exercise *exercise);
void dw_show_verdict(const dw_exercise *exercise, const dwl_verdict *verdict, const char *language);
/* The first exercise that has not been passed; NULL: all are. */
const dw_exercise *dw_next_exercise(const dw_exercises *list);

#endif
