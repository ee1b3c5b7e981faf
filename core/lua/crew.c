#include "lua/crew.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#include "lua/pack.h"
#include "lua/rng.h"
#include "lua/watch.h"
#include "sim/job.h"

enum { MOST_THREADS = 256, LARGE_PACK = 1 << 15 };
static const double largest_score = 1e150; /* its square is a number still */

/* ---- one trial ---- */

/* Raises the error that the scores on the stack deserve. Upvalue 1: how many there should be. */
static int refuse_scores(lua_State *L)
{
    int given = lua_gettop(L), wanted = (int)lua_tointeger(L, lua_upvalueindex(1));
    if (given == 0) return luaL_error(L, "a trial returned no score");
    if (given > DW_TRIALS_SCORES)
        return luaL_error(L, "a trial returned %d scores; at most %d are kept", given,
                          DW_TRIALS_SCORES);
    if (wanted && given != wanted)
        return luaL_error(L, "a trial returned %d score%s, not %d", given, given == 1 ? "" : "s",
                          wanted);
    for (int i = 1; i <= given; i++) {
        if (lua_isboolean(L, i)) continue;
        if (lua_type(L, i) != LUA_TNUMBER)
            luaL_error(L, "score %d of a trial must be a number, true or false, got %s", i,
                       lua_isnil(L, i) ? "nothing (nil)" : luaL_typename(L, i));
        if (!(fabs(lua_tonumber(L, i)) <= largest_score)) {
            char got[32];
            dw_text_number(lua_tonumber(L, i), got);
            luaL_error(L, "score %d of a trial must be a number in -1e150..1e150, got %s", i, got);
        }
    }
    return 0;
}

/* The values above base as scores; false when something is wrong with them. Raises nothing. */
static bool take_scores(lua_State *L, int base, size_t *count, double *score)
{
    int given = lua_gettop(L) - base;
    if (given < 1 || given > DW_TRIALS_SCORES || (*count && *count != (size_t)given)) return false;
    for (int i = 0; i < given; i++) {
        int type = lua_type(L, base + 1 + i);
        if (type != LUA_TNUMBER && type != LUA_TBOOLEAN) return false;
        score[i] = type == LUA_TNUMBER ? lua_tonumber(L, base + 1 + i)
                                       : (double)lua_toboolean(L, base + 1 + i);
        if (!(fabs(score[i]) <= largest_score)) return false;
    }
    *count = (size_t)given;
    lua_settop(L, base);
    return true;
}

/* Where the error happened, added to it. Upvalues: trial, x, seed, number for `only`. */
static int add_place(lua_State *L)
{
    char x[32];
    dw_text_number(lua_tonumber(L, lua_upvalueindex(2)), x);
    const char *text = lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : NULL;
    if (!text)
        text = lua_pushfstring(L, "an error that is no text but %s%s", lua_isnil(L, 1) ? "" : "a ",
                               luaL_typename(L, 1));
    lua_pushfstring(L, "%s (trial %I of x = %s, seed %I; only = %I runs it alone)", text,
                    lua_tointeger(L, lua_upvalueindex(1)), x, lua_tointeger(L, lua_upvalueindex(3)),
                    lua_tointeger(L, lua_upvalueindex(4)));
    return 1;
}

/* One trial in one state: where its function and arguments are on the stack. */
typedef struct place {
    lua_State *L;
    int function, rng, settings;
    dw_stream *stream;
} place;

/* The error at the top, or the scores above base: one message with the place in the end. */
static void complain(const place *at, const dwl_trial *trial, size_t cell, int64_t number, int base,
                     size_t count, int status)
{
    lua_State *L = at->L;
    if (status == LUA_OK) {
        int given = lua_gettop(L) - base;
        lua_pushinteger(L, (lua_Integer)count);
        lua_pushcclosure(L, refuse_scores, 1);
        lua_insert(L, base + 1);
        lua_pcall(L, given, 0, 0);
    }
    lua_pushinteger(L, number + 1);
    lua_pushnumber(L, trial->x.at[cell]);
    lua_pushinteger(L, trial->seed);
    lua_pushinteger(L, (int64_t)cell * trial->trials + number + 1);
    lua_pushcclosure(L, add_place, 4);
    lua_insert(L, -2);
    lua_pcall(L, 1, 1, 0);
}

/* False: it failed, and a message is at the top of its stack. */
static bool run_one(const place *at, const dwl_trial *trial, size_t cell, int64_t number,
                    size_t *count, double *score)
{
    lua_State *L = at->L;
    dwl_inside inside;
    int base = lua_gettop(L);
    *at->stream = dw_stream_make((uint64_t)trial->seed, trial->key, cell, (uint64_t)number);
    lua_pushvalue(L, at->function);
    lua_pushvalue(L, at->rng);
    lua_pushnumber(L, trial->x.at[cell]);
    if (trial->settings) lua_pushvalue(L, at->settings);
    dwl_enter(&inside, L);
    int status = lua_pcall(L, trial->settings ? 3 : 2, LUA_MULTRET, 0);
    dwl_leave(&inside);
    if (status == LUA_OK && take_scores(L, base, count, score)) return true;
    complain(at, trial, cell, number, base, *count, status);
    return false;
}

/* ---- the states ---- */

typedef struct worker {
    lua_State *L;
    place at;
    dwl_run run;
    struct crew *crew;
    atomic_llong item;       /* what it works on; -1: nothing so far */
    int64_t ended, compared; /* items so far; how many there were when its copies were compared */
    _Atomic(pthread_t) thread;
} worker;

typedef struct crew {
    const dwl_trial *trial;
    dw_trials trials;
    dwl_pool pool;
    const dw_env *env; /* of the script's state */
    dw_buffer pack;    /* { trial = , settings = } */
    worker *workers;
    int count;
    bool seldom; /* the copies are large: they are not compared after every item */
    dwl_watch watch;
} crew;

static bool worker_stops(void *context)
{
    const worker *w = context;
    return dw_env_stops(w->crew->env) ||
           atomic_load(&w->crew->trials.failed) < atomic_load(&w->item);
}

enum { RNG = 1, FUNCTION, SETTINGS, LIVE, PRISTINE, HELD = PRISTINE };

static int prepare(lua_State *L)
{
    worker *w = lua_touserdata(L, 1);
    lua_settop(L, 0);
    w->at = (place){ .L = L, .function = FUNCTION, .rng = RNG, .settings = SETTINGS };
    w->at.stream = dwl_push_rng(L);
    dwl_unpack(L, &w->crew->pack); /* rng live packed */
    lua_getfield(L, -1, "trial");
    lua_insert(L, FUNCTION);
    lua_getfield(L, -1, "settings");
    lua_insert(L, SETTINGS);
    lua_pop(L, 1); /* rng function settings live */
    dwl_unpack(L, &w->crew->pack);
    lua_pop(L, 1);
    return HELD;
}

static void hire(crew *c, worker *w, const dwl_run *run, dw_buffer *message)
{
    w->crew = c;
    w->run = *run;
    w->run.env = (dw_env){ .threads = 1, .stop = worker_stops, .context = w };
    w->run.memory = 0;
    w->run.pool = run->memory ? &c->pool : NULL;
    w->run.in_trial = w->run.parameters_declared = true;
    w->run.trust = false;
    atomic_store(&w->item, -1);
    w->ended = w->compared = 0;
    w->L = dwl_new_state(&w->run, message);
    if (!w->L) return;
    lua_pushcfunction(w->L, prepare);
    lua_pushlightuserdata(w->L, w);
    if (lua_pcall(w->L, 1, HELD, 0) == LUA_OK) return;
    dw_buffer_add(message, lua_type(w->L, -1) == LUA_TSTRING ? lua_tostring(w->L, -1) : "failed");
}

static void dismiss(crew *c)
{
    for (int i = 0; i < c->count; i++)
        if (c->workers[i].L) dwl_close_state(c->workers[i].L);
    c->count = 0;
    dw_buffer_free(&c->pack);
}

static int crew_gc(lua_State *L)
{
    dismiss(lua_touserdata(L, 1));
    return 0;
}

static crew *push_crew(lua_State *L, const dwl_trial *trial, int threads)
{
    crew *c = lua_newuserdatauv(L, sizeof *c, 1);
    memset(c, 0, sizeof *c);
    lua_newtable(L);
    lua_pushcfunction(L, crew_gc);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    c->trial = trial;
    c->env = &dwl_run_of(L)->env;
    c->workers = lua_newuserdatauv(L, (size_t)threads * sizeof *c->workers, 0);
    memset(c->workers, 0, (size_t)threads * sizeof *c->workers);
    lua_setiuservalue(L, -2, 1);
    atomic_store(&c->trials.failed, INT64_MAX);
    return c;
}

static void hire_all(lua_State *L, crew *c, int threads)
{
    lua_createtable(L, 0, 2);
    lua_pushvalue(L, c->trial->function);
    lua_setfield(L, -2, "trial");
    if (c->trial->settings) {
        lua_pushvalue(L, c->trial->settings);
        lua_setfield(L, -2, "settings");
    }
    dwl_pack(L, -1, "", &c->pack);
    c->seldom = c->pack.length > LARGE_PACK;
    lua_pop(L, 1);
    atomic_store(&c->pool.left, dwl_memory_left(L));
    dw_buffer *message = dwl_push_buffer(L);
    for (int i = 0; i < threads; i++) {
        c->count = i + 1;
        hire(c, &c->workers[i], dwl_run_of(L), message);
        if (message->length) dwl_error(L, "%s", message->text);
    }
    lua_pop(L, 1);
}

/* ---- stopping ---- */

static void look_after(void *context)
{
    crew *c = context;
    for (int i = 0; i < c->count; i++) {
        worker *w = &c->workers[i];
        if (atomic_load(&w->item) >= 0 && worker_stops(w)) dwl_wake(atomic_load(&w->thread));
    }
}

static void start_watch(lua_State *L, crew *c)
{
    if (!dwl_watch_start(&c->watch, look_after, c)) dwl_error(L, "no thread could be started");
}

/* ---- working ---- */

static void begin(worker *w, int64_t item)
{
    if (atomic_load_explicit(&w->item, memory_order_relaxed) == item) return;
    atomic_store(&w->thread, pthread_self());
    atomic_store(&w->item, item);
}

static bool worker_trial(void *context, int thread, int64_t item, size_t cell, int64_t number,
                         double *score)
{
    crew *c = context;
    worker *w = &c->workers[thread];
    size_t count = c->trials.scores;
    begin(w, item);
    return run_one(&w->at, c->trial, cell, number, &count, score);
}

static int check_changes(lua_State *L)
{
    if (!dwl_pack_changed(L, 1, 2)) return 0;
    return luaL_error(
        L,
        "a trial changes '%s', which it got from outside; trials know nothing of each "
        "other: make it inside, or return it as a score",
        lua_tostring(L, -1));
}

/* False: a trial of this worker has changed what it got. */
static bool is_clean(worker *w)
{
    lua_pushcfunction(w->L, check_changes);
    lua_pushvalue(w->L, LIVE);
    lua_pushvalue(w->L, PRISTINE);
    return lua_pcall(w->L, 2, 0, 0) == LUA_OK;
}

/* Large copies are compared after the items 1, 2, 4, 7, 11, 17, 26, ... of a worker: each time half
 * as many again. */
static bool worker_end(void *context, int thread, int64_t item)
{
    crew *c = context;
    worker *w = &c->workers[thread];
    (void)item;
    w->ended++;
    if (c->seldom && w->ended <= w->compared + w->compared / 2) return true;
    w->compared = w->ended;
    return is_clean(w);
}

/* What was not compared at the end of the last items is compared now. */
static void check_all(crew *c)
{
    for (int i = 0; i < c->count; i++) {
        worker *w = &c->workers[i];
        if (atomic_load(&c->trials.failed) < INT64_MAX || w->compared == w->ended) continue;
        if (!is_clean(w)) atomic_store(&c->trials.failed, atomic_load(&w->item));
    }
}

/* Raises the error of the first trial that failed. */
static void raise_first(lua_State *L, crew *c)
{
    long long first = atomic_load(&c->trials.failed);
    if (first == INT64_MAX) return;
    const char *text = "a trial failed";
    for (int i = 0; i < c->count; i++) {
        lua_State *of = c->workers[i].L;
        if (atomic_load(&c->workers[i].item) != first || lua_gettop(of) <= HELD) continue;
        if (lua_type(of, -1) == LUA_TSTRING) text = lua_tostring(of, -1);
    }
    text = lua_pushstring(L, text);
    dismiss(c);
    luaL_error(L, "%s: %s", dwl_who(L), text);
}

/* How many scores the first trial returns. */
static void probe(lua_State *L, crew *c)
{
    double score[DW_TRIALS_SCORES];
    worker *w = &c->workers[0];
    start_watch(L, c);
    begin(w, 0);
    bool fine = run_one(&w->at, c->trial, 0, 0, &c->trials.scores, score) && worker_end(c, 0, 0);
    dwl_watch_end(&c->watch);
    if (!fine) atomic_store(&c->trials.failed, 0);
    raise_first(L, c);
}

static int threads_for(lua_State *L, const dwl_trial *trial)
{
    dw_trials all = { .cells = trial->x.n, .scores = 1, .trials = trial->trials };
    double items = (double)dw_trials_chunks(&all) * (double)trial->x.n;
    int threads = dw_job_threads(&dwl_run_of(L)->env);
    if (threads > MOST_THREADS) threads = MOST_THREADS;
    return items < threads ? (int)items : threads;
}

void dwl_check_tally_room(lua_State *L, size_t x, size_t tallies, size_t scores)
{
    enum { ARRAYS = 5 }; /* mean, low, high, theory, se */
    size_t numbers = tallies * sizeof(dw_tally) / sizeof(double) + ARRAYS * scores;
    if (x > DWL_MOST_ELEMENTS / numbers)
        dwl_error(L, "'x' has %zu numbers, and a run needs %zu for each: at most %zu fit", x,
                  numbers, DWL_MOST_ELEMENTS / numbers);
}

static void run_all(lua_State *L, crew *c, dw_tally *tallies)
{
    dw_error err;
    start_watch(L, c);
    dw_status status = dw_trials_run(&c->trials, tallies, c->env, &err);
    if (!status) check_all(c);
    dwl_watch_end(&c->watch);
    if (!status) return;
    dismiss(c);
    dwl_raise(L, &err);
}

/* Copies that were compared seldom do not tell which fault came first: so once more, with new
 * states, up to there. */
static void find_first(lua_State *L, crew *c, int threads, dw_tally *tallies)
{
    if (!c->seldom || atomic_load(&c->trials.failed) == INT64_MAX) return;
    dismiss(c);
    hire_all(L, c, threads);
    c->seldom = false;
    run_all(L, c, tallies);
}

dw_tally *dwl_crew_run(lua_State *L, dwl_trial *trial, size_t *stride)
{
    if (dwl_run_of(L)->in_trial) dwl_error(L, "cannot be called inside a trial");
    int threads = threads_for(L, trial), top = lua_gettop(L);
    crew *c = push_crew(L, trial, threads);
    hire_all(L, c, threads);
    c->trials = (dw_trials){ .cells = trial->x.n,
                             .scores = trial->scores,
                             .trials = trial->trials,
                             .threads = threads,
                             .trial = worker_trial,
                             .end = worker_end,
                             .context = c };
    atomic_store(&c->trials.failed, INT64_MAX);
    probe(L, c);
    trial->scores = c->trials.scores;
    size_t each = (size_t)dw_trials_chunks(&c->trials) * trial->scores;
    dwl_check_tally_room(L, trial->x.n, each, trial->scores);
    dw_tally *tallies = lua_newuserdatauv(L, trial->x.n * each * sizeof *tallies, 0);
    run_all(L, c, tallies);
    find_first(L, c, threads, tallies);
    raise_first(L, c);
    dismiss(c);
    lua_remove(L, top + 1);
    *stride = each;
    return tallies;
}

void dwl_crew_only(lua_State *L, dwl_trial *trial, int64_t number, dw_tally *tallies)
{
    double score[DW_TRIALS_SCORES];
    int top = lua_gettop(L);
    place at = { .L = L, .function = trial->function, .rng = top + 1, .settings = trial->settings };
    at.stream = dwl_push_rng(L);
    if (!run_one(&at, trial, (size_t)((number - 1) / trial->trials), (number - 1) % trial->trials,
                 &trial->scores, score))
        luaL_error(L, "%s: %s", dwl_who(L), lua_tostring(L, -1));
    for (size_t s = 0; s < trial->scores; s++) dw_tally_add(&tallies[s], score[s]);
    lua_settop(L, top);
}
