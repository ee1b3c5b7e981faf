#include "lua/lesson.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "lua/watch.h"

enum { MOST_HINTS = 20 };

static const char *const levels[] = { "easy", "medium", "hard", NULL };

const dw_option dwl_words_options[] = {
    { "en", DW_TEXT, offsetof(dwl_words, en), .doc = "English" },
    { "zh-TW", DW_TEXT, offsetof(dwl_words, zh_tw), .doc = "Traditional Chinese of Taiwan" },
    { 0 },
};

typedef struct table {
    int64_t order;
    const char *level;
    dwl_words title, statement;
    int hints, check; /* indices on the stack */
} table;

#define AT(field) offsetof(table, field)
#define WORDS DW_GROUP, .group = dwl_words_options, .flags = DW_REQUIRED

static const dw_option table_options[] = {
    { .name = "title",
      .kind = WORDS,
      .offset = AT(title),
      .doc = "one line, as { en = \"...\", [\"zh-TW\"] = \"...\" }" },
    { .name = "statement",
      .kind = WORDS,
      .offset = AT(statement),
      .doc = "what to do and what the script must return" },
    { .name = "hints",
      .kind = DW_ANY,
      .offset = AT(hints),
      .doc = "a list of texts like title, from vague to near" },
    { .name = "check",
      .kind = DW_FUNCTION,
      .offset = AT(check),
      .flags = DW_REQUIRED,
      .doc = "called with what runs the student's script" },
    { .name = "level",
      .kind = DW_CHOICE,
      .offset = AT(level),
      .choices = levels,
      .doc = "how hard it is" },
    { .name = "order",
      .kind = DW_INTEGER,
      .offset = AT(order),
      .def = 1000,
      .min = 0,
      .max = 1e6,
      .doc = "its place in the list" },
    { 0 },
};

const char *dwl_words_choose(lua_State *L, const dwl_words *words, const char *who,
                             const char *name)
{
    bool chinese = strcmp(dwl_run_of(L)->language, "zh-TW") == 0;
    const char *text = chinese && words->zh_tw ? words->zh_tw
                       : words->en             ? words->en
                                               : words->zh_tw;
    if (!text) luaL_error(L, "%s: '%s' needs a text for 'en' or 'zh-TW'", who, name);
    return text;
}

static void keep_text(lua_State *L, char **at, const char *text)
{
    *at = strdup(text);
    if (!*at) luaL_error(L, "not enough memory");
}

static void read_hints(lua_State *L, const char *who, int hints, dwl_lesson *lesson)
{
    if (!lua_istable(L, hints))
        luaL_error(L, "%s: 'hints' must be a list of texts { { en = ... }, ... }, got a %s", who,
                   luaL_typename(L, hints));
    size_t n = lua_rawlen(L, hints);
    if (n > MOST_HINTS) luaL_error(L, "%s: 'hints' holds more than %d", who, MOST_HINTS);
    lesson->hints = dw_allocate(n, sizeof *lesson->hints, NULL);
    if (!lesson->hints) luaL_error(L, "not enough memory");
    for (size_t i = 0; i < n; i++) {
        dwl_words words;
        const char *name = lua_pushfstring(L, "hints[%d]", (int)i + 1);
        const char *place = lua_pushfstring(L, "%s: %s", who, name);
        if (lua_rawgeti(L, hints, (lua_Integer)i + 1) != LUA_TTABLE)
            luaL_error(L, "%s must be { en = ..., [\"zh-TW\"] = ... }, got a %s", place,
                       luaL_typename(L, -1));
        dwl_read_table(L, -1, place, dwl_words_options, &words);
        keep_text(L, &lesson->hints[i], dwl_words_choose(L, &words, who, name));
        lesson->hint_count++;
    }
}

/* The table at the index, read against its declaration. */
static void read_table(lua_State *L, int index, table *out)
{
    const char *who = dwl_run_of(L)->script;
    if (!lua_istable(L, index))
        luaL_error(L, "%s: an exercise must end with: return { title = ..., check = ... }", who);
    dwl_read_table(L, index, who, table_options, out);
}

void dwl_lesson_push_check(lua_State *L, int index)
{
    table t;
    read_table(L, index, &t);
    lua_pushvalue(L, t.check);
}

/* Arguments: the table, the lesson. */
static int read_lesson(lua_State *L)
{
    dwl_lesson *lesson = lua_touserdata(L, 2);
    const char *who = dwl_run_of(L)->script;
    table t;
    read_table(L, 1, &t);
    keep_text(L, &lesson->title, dwl_words_choose(L, &t.title, who, "title"));
    keep_text(L, &lesson->statement, dwl_words_choose(L, &t.statement, who, "statement"));
    keep_text(L, &lesson->level, t.level);
    lesson->order = t.order;
    if (t.hints) read_hints(L, who, t.hints, lesson);
    return 0;
}

bool dwl_lesson_read(dwl_run *run, dwl_lesson *lesson, dw_buffer *message)
{
    lua_State *L = dwl_new_state(run, message);
    if (!L) return false;
    bool fine = dwl_run_script(L, message);
    if (fine) {
        lua_pushcfunction(L, read_lesson);
        lua_insert(L, -2);
        lua_pushlightuserdata(L, lesson);
        fine = dwl_watched_call(L, 2, 0) == LUA_OK;
        if (!fine) dw_buffer_add(message, lua_isstring(L, -1) ? lua_tostring(L, -1) : "failed");
    }
    dwl_close_state(L);
    return fine;
}

void dwl_lesson_free(dwl_lesson *lesson)
{
    for (size_t i = 0; i < lesson->hint_count; i++) free(lesson->hints[i]);
    free(lesson->hints);
    free(lesson->title);
    free(lesson->statement);
    free(lesson->level);
    *lesson = (dwl_lesson){ 0 };
}
