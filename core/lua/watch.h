/* Ending a script that runs too long. A state that asked by itself whether to stop would run less
 * than half as fast. So nobody asks: a thread of its own looks every few milliseconds and, when it
 * is time, wakes the thread that runs the script by a signal, whose handler sets Lua's hook, the
 * one thing that may be done to a state from there. */
#ifndef DWL_WATCH_H
#define DWL_WATCH_H

#include <lua.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>

#include "base/env.h"

/* ---- what a thread runs ---- */

/* A state or coroutine that this thread is in, and what it was entered from: a hook belongs to one
 * coroutine. Lives on the C stack between enter and leave; no error may jump over leave. */
typedef struct dwl_inside {
    lua_State *L;
    const dw_env *env; /* that is looked after; NULL: not for this one */
    struct dwl_inside *outer;
} dwl_inside;

void dwl_enter(dwl_inside *inside, lua_State *L);
void dwl_leave(const dwl_inside *inside);

/* lua_pcall without a handler, whose end the run's env decides, too: once that says stop, every
 * further instruction raises "stopped". Calls may nest; other states may be called from it. */
int dwl_watched_call(lua_State *L, int given, int wanted);

/* Replaces what enters a coroutine by functions that note so; for every state. */
void dwl_open_coroutine(lua_State *L);

/* ---- who looks ---- */

typedef struct dwl_watch {
    void (*look)(void *context); /* called by the thread that looks */
    void *context;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t over;
    bool done;
    struct sigaction before;
} dwl_watch;

/* False: no thread could be started. */
bool dwl_watch_start(dwl_watch *watch, void (*look)(void *context), void *context);
void dwl_watch_end(dwl_watch *watch);

/* Everything that a thread is in asks whether to stop, from now on. From any thread; while a watch
 * is on. To be repeated until it stopped: a signal can come between two steps of Lua's. */
void dwl_wake(pthread_t thread);

#endif
