/* What the exercise.lua of a folder says: title, statement, hints, and the function that checks. */
#ifndef DWL_LESSON_H
#define DWL_LESSON_H

#include "lua/glue.h"

/* Texts in the language of the run. Owns them; start from { 0 }, free with dwl_lesson_free. */
typedef struct dwl_lesson {
    char *title, *statement, *level;
    int64_t order;
    char **hints;
    size_t hint_count;
} dwl_lesson;

/* Runs the exercise and reads its table. False and a message that names file and field. */
bool dwl_lesson_read(dwl_run *run, dwl_lesson *lesson, dw_buffer *message);
void dwl_lesson_free(dwl_lesson *lesson);

/* Checks the exercise's table at an index and pushes its function `check`. May raise. */
void dwl_lesson_push_check(lua_State *L, int index);

/* A text in several languages, { en = ..., ["zh-TW"] = ... }, as an option's group; */
typedef struct dwl_words {
    const char *en, *zh_tw;
} dwl_words;
extern const dw_option dwl_words_options[];
/* the one in the language of the run, or else the one that there is. Raises when there is none. */
const char *dwl_words_choose(lua_State *L, const dwl_words *words, const char *who,
                             const char *name);

#endif
