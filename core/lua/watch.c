#include "lua/watch.h"

#include <lauxlib.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "lua/glue.h"

enum { PAUSE_NS = 10000000, STACK_BYTES = 256 << 10, RARELY = 10000 };

static _Thread_local dwl_inside *volatile innermost;

static void enter(dwl_inside *inside, lua_State *L, const dw_env *env)
{
    *inside = (dwl_inside){ L, env, innermost };
    atomic_signal_fence(memory_order_seq_cst); /* a signal finds it whole */
    innermost = inside;
}

void dwl_enter(dwl_inside *inside, lua_State *L)
{
    enter(inside, L, NULL);
}

void dwl_leave(const dwl_inside *inside)
{
    innermost = inside->outer;
    atomic_signal_fence(memory_order_seq_cst);
}

/* Once stopped, every further instruction raises again, so that no pcall can swallow it. */
static void ask_to_stop(lua_State *L, lua_Debug *debug)
{
    (void)debug;
    if (!dw_env_stops(&dwl_run_of(L)->env)) {
        if (lua_gethookcount(L) == 1) lua_sethook(L, NULL, 0, 0); /* another state was meant */
        return;
    }
    lua_sethook(L, ask_to_stop, LUA_MASKCOUNT, 1);
    luaL_where(L, 0); /* the function that was running */
    lua_pushliteral(L, "stopped");
    lua_concat(L, 2);
    lua_error(L);
}

static void on_signal(int signal)
{
    (void)signal;
    for (const dwl_inside *at = innermost; at; at = at->outer)
        lua_sethook(at->L, ask_to_stop, LUA_MASKCOUNT, 1);
}

void dwl_wake(pthread_t thread)
{
    pthread_kill(thread, SIGURG);
}

/* ---- the thread that looks ---- */

static struct timespec soon(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_nsec += PAUSE_NS;
    if (t.tv_nsec < 1000000000) return t;
    return (struct timespec){ t.tv_sec + 1, t.tv_nsec - 1000000000 };
}

static void *keep_looking(void *context)
{
    dwl_watch *w = context;
    pthread_mutex_lock(&w->mutex);
    while (!w->done) {
        const struct timespec next = soon();
        pthread_cond_timedwait(&w->over, &w->mutex, &next);
        if (!w->done) w->look(w->context);
    }
    pthread_mutex_unlock(&w->mutex);
    return NULL;
}

/* It gets no signals: they are for those who run scripts. */
static bool start_thread(dwl_watch *w)
{
    pthread_attr_t attributes;
    sigset_t all, before;
    if (pthread_attr_init(&attributes) != 0) return false;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool fine = pthread_attr_setstacksize(&attributes, STACK_BYTES) == 0 &&
                pthread_create(&w->thread, &attributes, keep_looking, w) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return fine;
}

static void free_locks(dwl_watch *w)
{
    pthread_cond_destroy(&w->over);
    pthread_mutex_destroy(&w->mutex);
}

bool dwl_watch_start(dwl_watch *watch, void (*look)(void *context), void *context)
{
    struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
    pthread_condattr_t monotonic;
    *watch = (dwl_watch){ .look = look, .context = context };
    sigemptyset(&action.sa_mask);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&watch->mutex, NULL);
    pthread_cond_init(&watch->over, &monotonic);
    pthread_condattr_destroy(&monotonic);
    sigaction(SIGURG, &action, &watch->before);
    if (start_thread(watch)) return true;
    sigaction(SIGURG, &watch->before, NULL);
    free_locks(watch);
    return false;
}

void dwl_watch_end(dwl_watch *watch)
{
    pthread_mutex_lock(&watch->mutex);
    watch->done = true;
    pthread_cond_signal(&watch->over);
    pthread_mutex_unlock(&watch->mutex);
    pthread_join(watch->thread, NULL);
    sigaction(SIGURG, &watch->before, NULL);
    free_locks(watch);
}

/* ---- a call that is watched ---- */

typedef struct caller {
    const dw_env *env;
    pthread_t thread;
} caller;

static void look_after(void *context)
{
    const caller *c = context;
    if (dw_env_stops(c->env)) dwl_wake(c->thread);
}

/* One who is watched already looks after this state, too. */
static bool is_watched(const dw_env *env)
{
    for (const dwl_inside *at = innermost; at; at = at->outer)
        if (at->env && at->env->stop == env->stop && at->env->context == env->context) return true;
    return false;
}

/* Lua tells no line where a function of C, as table.sort, does what a value cannot: that of who
 * called it. */
static int add_line(lua_State *L)
{
    const char *message = lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : "";
    if (strncmp(message, "attempt to ", 11) != 0) return 1;
    lua_Debug at;
    for (int level = 1; lua_getstack(L, level, &at); level++) {
        lua_getinfo(L, "Sl", &at);
        if (at.currentline <= 0) continue;
        lua_pushfstring(L, "%s:%d: %s", at.short_src, at.currentline, message);
        return 1;
    }
    return 1;
}

int dwl_watched_call(lua_State *L, int given, int wanted)
{
    const dw_env *env = &dwl_run_of(L)->env;
    caller self = { env, pthread_self() };
    dwl_watch watch;
    dwl_inside inside;
    bool starts = env->stop && !is_watched(env);
    bool started = starts && dwl_watch_start(&watch, look_after, &self);
    if (starts && !started) lua_sethook(L, ask_to_stop, LUA_MASKCOUNT, RARELY); /* slower */
    enter(&inside, L, env);
    int handler = lua_gettop(L) - given;
    lua_pushcfunction(L, add_line);
    lua_insert(L, handler);
    int status = lua_pcall(L, given, wanted, handler);
    lua_remove(L, handler);
    dwl_leave(&inside);
    if (started) dwl_watch_end(&watch);
    return status;
}
