#include <math.h>
#include <string.h>

#include "sim/sim.h"
#include "sim/trap.h"

enum { MOST_CHOICES = 8, HUNDRED = 100 };

typedef struct redefine {
    dw_sim_common common;
    dw_trap trap;
    const char *symbol, *operation, *language;
    double value;
    int64_t operand, choices;
} redefine;

/* Values are counted in hundredths, so that every sum is exact. */
typedef struct constant {
    const char *name, *sign;
    int64_t usual;
} constant;

static const constant constants[] = {
    { "pi", "π", 314 },
    { "e", "e", 272 },
    { "phi", "φ", 162 },
    { "g", "g", 981 },
};
enum { CONSTANTS = sizeof constants / sizeof *constants };

static const char *const symbols[] = { "any", "pi", "e", "phi", "g", NULL };
static const char *const operations[] = { "any", "plus", "minus", "times", NULL };
enum { PLUS, MINUS, TIMES, OPERATIONS };

static const dw_option options[] = {
    DW_SIM_COMMON(redefine),
    DW_TRAP_OPTIONS(redefine),
    { "symbol", DW_CHOICE, offsetof(redefine, symbol), .choices = symbols,
      .doc = "what is redefined: pi (3.14), e (2.72), phi (1.62), g (9.81); any: drawn" },
    { "value", DW_NUMBER, offsetof(redefine, value), .min = -1e6, .max = 1e6, .flags = DW_OPTIONAL,
      .doc = "its new value, with at most two decimals; not given: a whole number of 10..99 is "
             "drawn" },
    { "operation", DW_CHOICE, offsetof(redefine, operation), .choices = operations,
      .doc = "what is asked for; any: drawn" },
    { "operand", DW_INTEGER, offsetof(redefine, operand), .min = 1, .max = 1e6,
      .flags = DW_OPTIONAL, .doc = "the other number; not given: 1..9 is drawn" },
    { "choices", DW_INTEGER, offsetof(redefine, choices), .def = 2, .min = 2, .max = MOST_CHOICES,
      .unit = "answers", .doc = "answers offered, the right one and the learned one among them" },
    { "language", DW_CHOICE, offsetof(redefine, language), .choices = dw_trap_languages,
      .flags = DW_LANGUAGE, .doc = "of the text that run:example shows" },
    { 0 },
};

typedef struct question {
    const constant *about;
    int64_t value, operand; /* what the prompt assigns, in hundredths; a whole number */
    int operation;
    int64_t answers[MOST_CHOICES];  /* in hundredths */
    size_t choices, right, learned; /* which answer the prompt asks for; which everybody knows */
} question;

static int index_of(const char *const *names, const char *name)
{
    int i = 0;
    while (strcmp(names[i], name) != 0) i++;
    return i;
}

static int64_t below(dw_stream *stream, int64_t n)
{
    return (int64_t)(dw_stream_bits(stream) % (uint64_t)n);
}

static int64_t compute(int64_t hundredths, int operation, int64_t operand)
{
    if (operation == TIMES) return hundredths * operand;
    return operation == PLUS ? hundredths + HUNDRED * operand : hundredths - HUNDRED * operand;
}

static bool is_offered(const question *q, size_t n, int64_t answer)
{
    for (size_t i = 0; i < n; i++)
        if (q->answers[i] == answer) return true;
    return false;
}

/* The answers offered, in random order: the right one first drawn, then the learned one where it
 * is another, then others near the right one. */
static void offer_answers(question *q, dw_stream *stream)
{
    int64_t right = compute(q->value, q->operation, q->operand);
    int64_t learned = compute(q->about->usual, q->operation, q->operand);
    size_t n = 0;
    q->answers[n++] = right;
    if (learned != right) q->answers[n++] = learned;
    while (n < q->choices) {
        int64_t other = right + HUNDRED * (below(stream, 41) - 20);
        if (!is_offered(q, n, other)) q->answers[n++] = other;
    }
    for (size_t i = n - 1; i > 0; i--) {
        size_t j = (size_t)below(stream, (int64_t)i + 1);
        int64_t kept = q->answers[i];
        q->answers[i] = q->answers[j];
        q->answers[j] = kept;
    }
    for (size_t i = 0; i < n; i++) {
        if (q->answers[i] == right) q->right = i;
        if (q->answers[i] == learned) q->learned = i;
    }
}

static question draw_question(const redefine *o, bool conflict, dw_stream *stream)
{
    int symbol = index_of(symbols, o->symbol), operation = index_of(operations, o->operation);
    question q = { .choices = (size_t)o->choices };
    q.about = &constants[symbol ? symbol - 1 : below(stream, CONSTANTS)];
    q.operation = operation ? operation - 1 : (int)below(stream, OPERATIONS);
    q.operand = o->operand > 0 ? o->operand : 1 + below(stream, 9);
    q.value = q.about->usual;
    if (conflict)
        q.value =
            isnan(o->value) ? HUNDRED * (10 + below(stream, 90)) : llround(HUNDRED * o->value);
    offer_answers(&q, stream);
    return q;
}

static size_t answer(const question *q, dw_mind mind, dw_stream *stream)
{
    if (mind == DW_MIND_SKILL) return q->right;
    if (mind == DW_MIND_TRAP) return q->learned;
    size_t at = 0; /* the first with 1 / c, else the second with 1 / (c - 1), and so on */
    while (at + 1 < q->choices &&
           !dw_stream_event(stream, dw_chance_make(1 / (double)(q->choices - at))))
        at++;
    return at;
}

static bool ask(const void *given, bool conflict, dw_mind mind, dw_stream *stream)
{
    question q = draw_question(given, conflict, stream);
    return answer(&q, mind, stream) == q.right;
}

static dw_trap_task task_of(const redefine *o)
{
    return (dw_trap_task){ .key = "redefine",
                           .options = o,
                           .trap = &o->trap,
                           .chance = 1 / (double)o->choices,
                           .ask = ask };
}

static dw_status check(const void *given, dw_error *err)
{
    const redefine *o = given;
    if (isnan(o->value)) return DW_OK;
    double hundredths = HUNDRED * o->value;
    if (fabs(hundredths - round(hundredths)) > 1e-6)
        return dw_fail(err, DW_EDOMAIN, "'value' must have at most two decimals, got %.9g",
                       o->value);
    int symbol = index_of(symbols, o->symbol);
    for (int i = 0; i < CONSTANTS; i++)
        if ((symbol == 0 || symbol == i + 1) && llround(hundredths) == constants[i].usual)
            return dw_fail(err, DW_EDOMAIN, "'value' must be a new one; %s is %g anyway",
                           constants[i].name, o->value);
    return DW_OK;
}

static dw_status run(const void *given, dw_result *result, const dw_env *env, dw_error *err)
{
    dw_trap_task task = task_of(given);
    return dw_trap_run(&task, result, env, err);
}

/* ---- as text ---- */

static void show_value(int64_t hundredths, dw_buffer *out)
{
    dw_buffer_format(out, "%.12g", (double)hundredths / HUNDRED);
}

static void show_way(const question *q, int64_t value, const char *by, bool zh, dw_buffer *out)
{
    static const char *const signs[] = { "+", "−", "×" };
    dw_buffer_add(out, by);
    show_value(value, out);
    dw_buffer_format(out, " %s %lld = ", signs[q->operation], (long long)q->operand);
    show_value(compute(value, q->operation, q->operand), out);
    dw_buffer_add(out, zh ? "。\n" : ".\n");
}

static void show_question(const question *q, bool zh, dw_buffer *out)
{
    static const char *const signs[] = { "+", "−", "×" };
    dw_buffer_format(out, zh ? "把 %s 定義成 " : "Redefine %s as ", q->about->sign);
    show_value(q->value, out);
    dw_buffer_format(out, zh ? "。%s %s %lld 是多少？\n" : ". What is %s %s %lld?\n",
                     q->about->sign, signs[q->operation], (long long)q->operand);
    for (size_t i = 0; i < q->choices; i++) {
        dw_buffer_format(out, "%s(%c) ", i ? "   " : "", 'A' + (int)i);
        show_value(q->answers[i], out);
    }
    dw_buffer_add(out, "\n");
    show_way(q, q->value, zh ? "照題目：" : "By the prompt: ", zh, out);
    show_way(q, q->about->usual, zh ? "照背過的值：" : "By the learned value: ", zh, out);
}

static dw_status show(const void *given, size_t cell, int64_t trial, dw_buffer *out, dw_error *err)
{
    static const char *const minds[][2] = {
        { "goes by the prompt", "照題目" },
        { "goes by the learned value", "照背過的值" },
        { "guesses", "用猜的" },
    };
    const redefine *o = given;
    dw_trap_task task = task_of(o);
    dw_stream stream;
    bool conflict, zh = strcmp(o->language, "zh-TW") == 0;
    dw_mind mind;
    dw_status status = dw_trap_problem(&task, cell, trial, &stream, &conflict, &mind, err);
    if (status) return status;
    question q = draw_question(o, conflict, &stream);
    size_t said = answer(&q, mind, &stream);
    char size[32];
    dw_text_count(o->common.size.at[cell], 3, size);
    show_question(&q, zh, out);
    dw_buffer_format(out,
                     zh ? "%s 參數的模型%s，回答 " : "The model of %s parameters %s and answers ",
                     size, minds[mind][zh]);
    show_value(q.answers[said], out);
    const char *grade = said == q.right ? zh ? "：對。\n" : ": right.\n"
                        : zh            ? "：錯。\n"
                                        : ": wrong.\n";
    dw_buffer_add(out, grade);
    return DW_OK;
}

const dw_sim dw_sim_redefine = {
    .name = "redefine",
    .title = "let pi be 10: what everybody learned is a trap",
    .doc = "A prompt gives a well-known constant another value and asks for a small sum. The true "
           "skill takes the value of the prompt, the trap's skill the learned one, a guess one of "
           "the answers offered. With conflict below 1 some prompts assign the learned value "
           "itself. In the published results the task stays inverse; a U is the toy model's.",
    .formula = "T + (1 - T) (D (1 - conflict) + (1 - D) / choices)",
    .source = "Redefine Math: McKenzie et al. 2023, Inverse Scaling: When Bigger Isn't Better; "
              "Wei, Kim, Tay, Le 2022, Inverse Scaling Can Become U-Shaped",
    .example =
        "local run = sim.redefine { size = array.geomspace(1e7, 1e12, 12), symbol = \"pi\",\n"
        "                           value = 10, operation = \"plus\", operand = 1 }\n"
        "print(run:example(1))  -- 11, not 4.14",
    .options = options,
    .options_size = sizeof(redefine),
    .scores = dw_trap_scores,
    .check = check,
    .run = run,
    .show = show,
};
