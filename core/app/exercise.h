/* What the actions of `dunwu exercise` share. */
#ifndef DW_APP_EXERCISE_H
#define DW_APP_EXERCISE_H

#include "app/classroom.h"

typedef struct dw_exercise_options {
    const char *from, *lang, *exercise;
    int64_t seed, memory;
    double time;
} dw_exercise_options;

/* One call of the verb. */
typedef struct dw_exercise_call {
    const dw_home *home;
    dw_exercise_options options;
    dw_exercises list;
    char **words;
    size_t count; /* of words after the action */
} dw_exercise_call;

/* The one of two texts in the language of the call. */
const char *dw_exercise_say(const dw_exercise_call *call, const char *en, const char *zh)
    __attribute__((format_arg(2), format_arg(3)));

/* The exercise that the call's word names, "steps" or "steps.lua"; the next one when there is no
 * word. Gives an exit status; *out is NULL when there is nothing to do. */
int dw_exercise_asked(const dw_exercise_call *call, const dw_exercise **out);

/* Makes the student's file, which must not be there. */
int dw_exercise_start(const dw_exercise_call *call, const dw_exercise *exercise);
/* Checks a file, shows what was found, remembers a pass. */
int dw_exercise_check(const dw_exercise_call *call, const char *file);
/* Checks on each save until all exercises have passed or Ctrl-C is pressed. */
int dw_exercise_watch(const dw_exercise_call *call, const dw_exercise *first);

#endif
