#include "sim/bets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sim/sim.h"
#include "sim/trap.h"

enum { MOST_OUTCOMES = 16, STAKES = 20, STAKE = 5 };

typedef struct bets {
    dw_sim_common common;
    dw_trap trap;
    dw_series probabilities, gains;
    const char *language;
} bets;

static const dw_option options[] = {
    DW_SIM_COMMON(bets),
    DW_TRAP_OPTIONS(bets),
    { "probabilities", DW_SERIES, offsetof(bets, probabilities), .max = 1, .flags = DW_OPTIONAL,
      .doc = "of the outcomes of one bet that is asked about every time, as { 0.94, 0.06 }; not "
             "given: every problem is another bet with two outcomes" },
    { "gains", DW_SERIES, offsetof(bets, gains), .min = -1e9, .max = 1e9, .flags = DW_OPTIONAL,
      .unit = "money", .doc = "what each outcome of that bet brings, as { -50, 5 }" },
    { "language", DW_CHOICE, offsetof(bets, language), .choices = dw_trap_languages,
      .flags = DW_LANGUAGE, .doc = "of the text that run:example shows" },
    { 0 },
};

static const dw_extra extras[] = {
    { "expected", "expected gain of the given bet", .once = true },
    { "sd", "standard deviation of the gain of the given bet", .once = true },
    { "win", "chance to win the given bet", .once = true },
    { 0 },
};

/* A bet that was taken, and what came out. */
typedef struct bet {
    double probability[MOST_OUTCOMES], gain[MOST_OUTCOMES];
    size_t outcomes, came;
} bet;

dw_bet_value dw_bet_judge(const double *probability, const double *gain, size_t n)
{
    dw_bet_value value = { 0, 0, 0 };
    double square = 0;
    for (size_t i = 0; i < n; i++) {
        value.expected += probability[i] * gain[i];
        if (gain[i] > 0) value.win += probability[i];
    }
    for (size_t i = 0; i < n; i++)
        square += probability[i] * (gain[i] - value.expected) * (gain[i] - value.expected);
    value.sd = sqrt(square);
    return value;
}

static bool is_good(const bet *b)
{
    return dw_bet_judge(b->probability, b->gain, b->outcomes).expected > 0;
}

/* Whether outcome i contradicts the expected value. */
static bool contradicts(const bet *b, size_t i)
{
    return (b->gain[i] > 0) != is_good(b);
}

/* The chance of outcomes that contradict the expected value, or of those that don't. */
static double chance_of(const bet *b, bool conflict)
{
    double sum = 0;
    for (size_t i = 0; i < b->outcomes; i++)
        if (contradicts(b, i) == conflict) sum += b->probability[i];
    return sum;
}

static bet given_bet(const bets *o)
{
    bet b = { .outcomes = o->gains.n };
    memcpy(b.probability, o->probabilities.at, b.outcomes * sizeof *b.probability);
    memcpy(b.gain, o->gains.at, b.outcomes * sizeof *b.gain);
    return b;
}

/* What came out of the given bet, among the outcomes that conflict or those that don't. */
static void play_given(bet *b, bool conflict, dw_stream *stream)
{
    double left = chance_of(b, conflict);
    for (size_t i = 0; i < b->outcomes; i++) {
        if (contradicts(b, i) != conflict || b->probability[i] == 0) continue;
        b->came = i;
        if (dw_stream_event(stream, dw_chance_make(fmin(1, b->probability[i] / left)))) return;
        left -= b->probability[i];
        if (left <= 0) return;
    }
}

static double draw_stake(dw_stream *stream)
{
    return STAKE * (1 + (double)(dw_stream_bits(stream) % STAKES));
}

/* Bets are drawn and played until one is not even and came out as wanted. */
static bet draw_bet(bool conflict, dw_stream *stream)
{
    for (;;) {
        int percent = 1 + (int)(dw_stream_bits(stream) % 99);
        double lost = draw_stake(stream), won = draw_stake(stream);
        bet b = { .probability = { (100 - percent) / 100.0, percent / 100.0 },
                  .gain = { -lost, won },
                  .outcomes = 2 };
        b.came = dw_stream_event(stream, dw_chance_make(percent / 100.0));
        bool even = (100 - percent) * lost == percent * won;
        if (!even && contradicts(&b, b.came) == conflict) return b;
    }
}

static bet make_bet(const bets *o, bool conflict, dw_stream *stream)
{
    if (!o->gains.at) return draw_bet(conflict, stream);
    bet b = given_bet(o);
    play_given(&b, conflict, stream);
    return b;
}

/* Was it right to take the bet? */
static bool answer(const bet *b, dw_mind mind, dw_stream *stream)
{
    if (mind == DW_MIND_SKILL) return is_good(b);
    if (mind == DW_MIND_TRAP) return b->gain[b->came] > 0;
    return dw_stream_event(stream, dw_chance_make(0.5));
}

static bool ask(const void *given, bool conflict, dw_mind mind, dw_stream *stream)
{
    bet b = make_bet(given, conflict, stream);
    return answer(&b, mind, stream) == is_good(&b);
}

static dw_trap_task task_of(const bets *o)
{
    return (
        dw_trap_task){ .key = "bets", .options = o, .trap = &o->trap, .chance = 0.5, .ask = ask };
}

static dw_status check(const void *given, dw_error *err)
{
    const bets *o = given;
    size_t n = o->gains.n;
    if (!o->gains.at && !o->probabilities.at) return DW_OK;
    if (n != o->probabilities.n || n < 1 || n > MOST_OUTCOMES)
        return dw_fail(err, DW_EARG,
                       "a bet has 1..%d outcomes with as many 'probabilities' as 'gains', got %zu "
                       "and %zu",
                       MOST_OUTCOMES, o->probabilities.n, n);
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += o->probabilities.at[i];
    if (fabs(sum - 1) > 1e-9)
        return dw_fail(err, DW_EDOMAIN, "'probabilities' must add up to 1, got %.12g", sum);
    bet b = given_bet(o);
    dw_bet_value value = dw_bet_judge(b.probability, b.gain, n);
    double most = 0;
    for (size_t i = 0; i < n; i++) most = fmax(most, fabs(b.gain[i]));
    if (fabs(value.expected) <= 1e-12 * most)
        return dw_fail(err, DW_EDOMAIN, "the expected value of the bet must not be 0");
    if (o->trap.conflict > 0 && chance_of(&b, true) == 0)
        return dw_fail(err, DW_EDOMAIN,
                       "no outcome of the bet contradicts its expected value %g; 'conflict' must "
                       "be 0",
                       value.expected);
    if (o->trap.conflict < 1 && chance_of(&b, false) == 0)
        return dw_fail(err, DW_EDOMAIN,
                       "every outcome of the bet contradicts its expected value %g; 'conflict' "
                       "must be 1",
                       value.expected);
    return DW_OK;
}

static dw_status run(const void *given, dw_result *result, const dw_env *env, dw_error *err)
{
    const bets *o = given;
    dw_trap_task task = task_of(o);
    if (o->gains.at && result->extras) {
        dw_bet_value value = dw_bet_judge(o->probabilities.at, o->gains.at, o->gains.n);
        *result->extras[0] = value.expected;
        *result->extras[1] = value.sd;
        *result->extras[2] = value.win;
    }
    return dw_trap_run(&task, result, env, err);
}

/* ---- as text ---- */

static void show_bet(const bet *b, bool zh, dw_buffer *out)
{
    dw_buffer_add(out, zh ? "有人下了一注：" : "Somebody took this bet: ");
    for (size_t i = 0; i < b->outcomes; i++) {
        const char *what = b->gain[i] < 0 ? zh ? "輸" : "lose" : zh ? "贏" : "win";
        if (zh)
            dw_buffer_format(out, "%s%.6g%% 的機率%s %g 元", i ? "，" : "", 100 * b->probability[i],
                             what, fabs(b->gain[i]));
        else
            dw_buffer_format(out, "%s%.6g%% of the time you %s %g", i ? ", " : "",
                             100 * b->probability[i], what, fabs(b->gain[i]));
    }
    double gain = b->gain[b->came];
    if (zh)
        dw_buffer_format(out, "。結果%s了 %g 元。\n這一注該下嗎？\n", gain < 0 ? "輸" : "贏",
                         fabs(gain));
    else
        dw_buffer_format(out, ". They %s %g.\nWas it right to take the bet?\n",
                         gain < 0 ? "lost" : "won", fabs(gain));
}

static void show_expected(const bet *b, bool zh, dw_buffer *out)
{
    dw_buffer_add(out, zh ? "看期望值：" : "By its expected value: ");
    for (size_t i = 0; i < b->outcomes; i++)
        dw_buffer_format(out, b->gain[i] < 0 ? "%s%g × (%g)" : "%s%g × %g", i ? " + " : "",
                         b->probability[i], b->gain[i]);
    char number[32];
    double expected = dw_bet_judge(b->probability, b->gain, b->outcomes).expected;
    snprintf(number, sizeof number, "%.6g", expected);
    dw_buffer_format(out, zh ? " = %s，%s。\n" : " = %s: %s.\n", number,
                     expected > 0 ? zh ? "該下" : "yes"
                     : zh         ? "不該下"
                                  : "no");
}

static void show_outcome(const bet *b, bool zh, dw_buffer *out)
{
    bool won = b->gain[b->came] > 0;
    if (zh)
        dw_buffer_format(out, "看結果：%s了 %g 元，%s。\n", won ? "贏" : "輸",
                         fabs(b->gain[b->came]), won ? "該下" : "不該下");
    else
        dw_buffer_format(out, "By how it turned out: %s %g: %s.\n", won ? "won" : "lost",
                         fabs(b->gain[b->came]), won ? "yes" : "no");
}

static dw_status show(const void *given, size_t cell, int64_t trial, dw_buffer *out, dw_error *err)
{
    static const char *const minds[][2] = {
        { "goes by the expected value", "看期望值" },
        { "goes by how it turned out", "看結果" },
        { "guesses", "用猜的" },
    };
    const bets *o = given;
    dw_trap_task task = task_of(o);
    dw_stream stream;
    bool conflict, zh = strcmp(o->language, "zh-TW") == 0;
    dw_mind mind;
    dw_status status = dw_trap_problem(&task, cell, trial, &stream, &conflict, &mind, err);
    if (status) return status;
    bet b = make_bet(o, conflict, &stream);
    bool yes = answer(&b, mind, &stream), right = yes == is_good(&b);
    char size[32];
    dw_text_count(o->common.size.at[cell], 3, size);
    show_bet(&b, zh, out);
    show_expected(&b, zh, out);
    show_outcome(&b, zh, out);
    if (zh)
        dw_buffer_format(out, "%s 參數的模型%s，回答「%s」：%s。\n", size, minds[mind][1],
                         yes ? "該下" : "不該下", right ? "對" : "錯");
    else
        dw_buffer_format(out, "The model of %s parameters %s and answers %s: %s.\n", size,
                         minds[mind][0], yes ? "yes" : "no", right ? "right" : "wrong");
    return DW_OK;
}

const dw_sim dw_sim_bets = {
    .name = "bets",
    .title = "was it right to take the bet? the outcome is a trap",
    .doc = "A bet with probabilities and stakes was taken; the problem tells how it turned out and "
           "asks whether taking it was right. That depends on the expected value alone. The true "
           "skill computes it, the trap's skill looks at the outcome, a guess is right half of the "
           "time. The stakes are whole multiples of 5 up to 100, the chance to win is a whole "
           "percentage; bets of expected value 0 are never asked about. With conflict = 1 every "
           "outcome contradicts the expected value.",
    .formula = "T + (1 - T) (D (1 - conflict) + (1 - D) / 2); expected = sum of p g; "
               "sd^2 = sum of p (g - expected)^2",
    .source = "hindsight neglect: McKenzie et al. 2023, Inverse Scaling: When Bigger Isn't Better; "
              "Wei, Kim, Tay, Le 2022, Inverse Scaling Can Become U-Shaped",
    .example = "local run = sim.bets { size = array.geomspace(1e7, 1e12, 12),\n"
               "                       probabilities = { 0.94, 0.06 }, gains = { -50, 5 } }\n"
               "print(run.expected[1])  --> -46.7\n"
               "print(run:example(1))",
    .options = options,
    .options_size = sizeof(bets),
    .scores = dw_trap_scores,
    .extras = extras,
    .check = check,
    .run = run,
    .show = show,
};
