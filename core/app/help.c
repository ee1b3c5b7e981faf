#include "app/help.h"

#include <stdio.h>
#include <string.h>

#include "app/doc_style.h"
#include "lua/session.h"
#include "lua/show_value.h"

static bool is_chinese(const char *language)
{
    return strcmp(language, "zh-TW") == 0;
}

void dw_help_greet(const char *language)
{
    printf(is_chinese(language)
               ? "dunwu %s。輸入 help 看說明，Tab 補全名稱，exit 或 Ctrl-D 結束。\n"
               : "dunwu %s. Type help for help; Tab completes; exit or Ctrl-D ends.\n",
           DW_VERSION);
}

static const char english[] =
    "Type Lua. An expression shows its value, and _ is the last one; a local stays for the next\n"
    "lines. Lines of a scenario may be pasted.\n"
    "\n"
    "  sim.cot { steps = 8 }   runs a simulator\n"
    "  help \"sim.cot\"          all of one: a library, a function, a simulator; help(f), too\n"
    "  Tab                     completes names, options, choices, names of files\n"
    "  Up, Ctrl-R              what was typed before\n"
    "  Ctrl-C                  drops the line; stops what runs\n"
    "  exit, Ctrl-D            ends\n"
    "\n"
    "Libraries\n";

static const char chinese[] =
    "這裡輸入 Lua。運算式會顯示結果，_ 是上一個結果；local 變數在後面幾行都能用。\n"
    "可以直接貼上一段場景的程式。\n"
    "\n"
    "  sim.cot { steps = 8 }   執行一個模擬器\n"
    "  help \"sim.cot\"          單一項目的說明：函式庫、函式、模擬器；也可以寫 help(f)\n"
    "  Tab                     補全名稱、選項、選項的值、檔名\n"
    "  ↑、Ctrl-R               之前輸入過的內容\n"
    "  Ctrl-C                  放棄這一行；停止執行中的程式\n"
    "  exit、Ctrl-D            結束\n"
    "\n"
    "函式庫\n";

void dw_help_show(const char *language)
{
    fputs(is_chinese(language) ? chinese : english, stdout);
    for (const dwl_library *const *at = dwl_libraries; *at; at++) {
        const dwl_library *library = *at;
        bool is_global = library->functions->form != DWL_METHOD &&
                         library->functions->form != DWL_NAMED_METHOD && library->name[0] &&
                         !strpbrk(library->name, ". ");
        bool again = false;
        for (const dwl_library *const *before = dwl_libraries; before < at; before++)
            again = again || strcmp((*before)->name, library->name) == 0;
        if (!is_global || again) continue;
        int n = (int)strcspn(library->doc, ".:");
        printf("  %-12s %.*s\n", library->name, n, library->doc);
    }
}

/* What a value is called in the reference, at the top of the stack; NULL: it is not in there. */
static const char *push_name(lua_State *L, int index)
{
    const dwl_function *function;
    if (lua_type(L, index) == LUA_TSTRING) return lua_pushvalue(L, index), lua_tostring(L, -1);
    const dwl_library *library = dwl_declared_in(L, index, &function);
    if (library)
        return library->name[0] ? lua_pushfstring(L, "%s.%s", library->name, function->name)
                                : lua_pushstring(L, function->name);
    for (const dwl_library *const *at = dwl_libraries; *at; at++) {
        lua_pushglobaltable(L);
        lua_pushstring(L, (*at)->name);
        lua_rawget(L, -2);
        bool is = lua_rawequal(L, -1, index);
        lua_pop(L, 2);
        luaL_getmetatable(L, (*at)->name);
        bool of_kind = lua_getmetatable(L, index) && lua_rawequal(L, -1, -2);
        lua_settop(L, lua_gettop(L) - 1);
        if (is || of_kind) return lua_pushstring(L, (*at)->name);
    }
    return NULL;
}

/* help, help "sim.cot", help(sim.cot), help(fig). Upvalues: home, language. */
static int help(lua_State *L)
{
    const dw_home *home = lua_touserdata(L, lua_upvalueindex(1));
    const char *const *language = lua_touserdata(L, lua_upvalueindex(2));
    lua_settop(L, 1);
    const char *name = lua_isnil(L, 1) ? NULL : push_name(L, 1);
    fflush(stdout);
    if (lua_isnil(L, 1))
        dw_help_show(*language);
    else if (name)
        dw_doc_show(home, name, &dw_doc_plain);
    else
        return luaL_error(L, "help: there is nothing to say of a %s; help \"sim.cot\" takes a name",
                          luaL_typename(L, 1));
    fflush(stdout);
    return 0;
}

void dw_help_open(lua_State *L, const dw_home *home, const char *const *language)
{
    static const char *const names[] = { "help", "doc", NULL };
    for (const char *const *name = names; *name; name++) {
        lua_pushlightuserdata(L, (void *)home);
        lua_pushlightuserdata(L, (void *)language);
        lua_pushcclosure(L, help, 2);
        dwl_session_set(L, *name);
    }
}
