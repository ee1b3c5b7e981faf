/* Exercises on disk, how far a student is, and the check of one script. */
#ifndef DW_APP_CLASSROOM_H
#define DW_APP_CLASSROOM_H

#include "app/app.h"
#include "app/child.h"
#include "app/reach.h"
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
    char from[4300]; /* " --from DIR", for the commands that are shown; "" for dunwu's own */
} dw_exercises;

/* All exercises of a folder (NULL: dunwu's own), in their order; a folder that is itself an
 * exercise gives that one. Fails when there is none. */
dw_status dw_exercises_read(const dw_home *home, const char *from, const char *language,
                            dw_exercises *list, dw_error *err);
void dw_exercises_free(dw_exercises *list);
/* Reads the table of an exercise, in a process of its own, or says what is broken: lesson.c is the
 * reader, lessons.c the process. */
void dw_lesson_load(const dw_home *home, const char *language, dw_exercise *exercise);
/* The exercise of that name. Complains and gives an exit status when there is none (wrong usage) or
 * it is broken (failed). */
int dw_exercises_find(const dw_exercises *list, const char *name, const dw_exercise **out);
/* A file of the exercise, "starter.lua", in full. Complains when it cannot be read. */
bool dw_exercise_file(const dw_exercise *exercise, const char *file, dw_buffer *text);

/* "-- exercise: NAME" in the first line of a script; false when it says no such thing. */
bool dw_exercise_named_in(const char *text, size_t length, char name[64]);

/* zh-TW where the system's language is Chinese, en elsewhere. */
const char *dw_system_language(void);
/* The one of two texts that a language asks for. */
const char *dw_say(const char *language, const char *en, const char *zh)
    __attribute__((format_arg(2), format_arg(3)));

/* ---- the check of a script, in a process of its own: judge.c ---- */

typedef struct dw_judge {
    const dw_home *home;
    const dw_exercise *exercise;
    const char *language;
    int64_t seed, memory; /* MiB */
    double time;          /* seconds of processor time for all of the check */
    bool draws;           /* scripts may need fonts, if only to lay a figure out */
    dw_buffer text;       /* exercise.lua, read by dw_judge_open */
    dw_reach reach;       /* what all its cases may read */
} dw_judge;

/* Complains when the exercise cannot be read. */
bool dw_judge_open(dw_judge *judge);
void dw_judge_close(dw_judge *judge);

/* One script before the judge. The texts must stay until it is closed. */
typedef struct dw_case {
    const dw_judge *judge;
    dw_script script;
    bool paints;        /* its first figure */
    const char *folder; /* all that it may write into */
    dw_child child;
} dw_case;

/* Starts the process; then wait for case->child. */
dw_status dw_case_open(dw_case *one, dw_error *err);
/* What came of it, when the process has ended; frees the process. picture: the figure as PNG in
 * base64. verdict->broken says when there is no verdict: the exercise is broken, or Ctrl-C. */
void dw_case_close(dw_case *one, dwl_verdict *verdict, dw_buffer *picture);

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
/* from: as in dw_exercises. */
void dw_show_verdict(const dw_exercise *exercise, const dwl_verdict *verdict, const char *language,
                     const char *from);
/* Whether it was passed in the current folder. */
bool dw_exercise_passed(const dw_exercise *exercise);
/* The first exercise that has not been passed; NULL: all are. */
const dw_exercise *dw_next_exercise(const dw_exercises *list);

#endif
