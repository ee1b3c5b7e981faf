/* Words broken into lines, in both languages and mixed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "plot/math.h"
#include "plot/words.h"

int dw_test_words(void);

static const char *const texts[] = {
    "模型愈來愈大時，能力慢慢變強；可是分數呢？分數（答對的比例）在某一刻突然跳起來，這就是「頓悟」"
    "。",
    "使用 GPT-4（OpenAI，2023）與 LLaMA、PaLM 等模型，在 10^{12} 個參數以下時：正確率約為 25 %。",
    "「湧現」是什麼？是真的，還是只是量尺造成的假象！我們來看、來算、來畫；然後再下結論。",
    "表情😀與罕見字𠮷、𡃁、龘，還有 α_N、日本語の文字、한국어，都要能排在同一行裡。",
    "The score（分數）jumps, but the skill 能力 grows smoothly: 「頓悟」is what one sees, not what "
    "is.",
};
enum { TEXTS = sizeof texts / sizeof *texts };

/* Rules that every printer in Taiwan keeps. */
static const char *const never_first[] = {
    "，", "。", "、", "；", "：", "？", "！", "）", "」", "%"
};
static const char *const never_last[] = { "（", "「" };

static bool begins(const char *line, const char *mark)
{
    return strncmp(line, mark, strlen(mark)) == 0;
}

static bool ends(const char *line, const char *mark)
{
    size_t n = strlen(line), m = strlen(mark);
    return n >= m && strcmp(line + n - m, mark) == 0;
}

static void check_line(const char *line, double width)
{
    for (size_t i = 0; i < sizeof never_first / sizeof *never_first; i++)
        if (begins(line, never_first[i])) fail_msg("a line begins '%s' at %g px", line, width);
    for (size_t i = 0; i < sizeof never_last / sizeof *never_last; i++)
        if (ends(line, never_last[i])) fail_msg("a line ends '%s' at %g px", line, width);
}

static void lines_keep_punctuation(void **state)
{
    (void)state;
    dw_words *words;
    assert_int_equal(dw_words_new("zh-TW", "", &words, NULL), DW_OK);
    for (int t = 0; t < TEXTS; t++)
        for (double width = 300; width < 1500; width += 37) {
            dw_lines lines;
            dw_words_break(words, texts[t], 30, false, width, DW_LINES_MOST, &lines);
            assert_true(lines.n >= 1);
            dw_buffer all = { 0 };
            for (size_t i = 0; i < lines.n; i++) {
                dw_buffer plain = { 0 };
                dw_math_plain(lines.at[i], &plain);
                check_line(plain.text, width);
                assert_true(dw_words_width(words, lines.at[i], 30, false) <= width);
                dw_buffer_add(&all, plain.text);
                dw_buffer_free(&plain);
            }
            if (!lines.cut) /* nothing is lost but spaces at the ends of lines */
                assert_true(all.length + lines.n > strlen(texts[t]) - strlen("10^{12}"));
            dw_buffer_free(&all);
            dw_lines_free(&lines);
        }
    dw_words_free(words);
}

/* Rare letters and emoji: no boxes where the usual fonts are. */
static void letters_are_found(void **state)
{
    (void)state;
    dw_words *words;
    dw_error warning;
    assert_int_equal(dw_words_new("zh-TW", "", &words, NULL), DW_OK);
    dw_words_width(words, texts[0], 30, false);
    dw_words_missing(words, &warning);
    bool installed = !warning.text[0];
    dw_words_width(words, "罕見字𠮷、龘 日本語 한국어 α_N", 30, false);
    dw_words_missing(words, &warning);
    if (installed) assert_string_equal(warning.text, "");
    dw_words_width(words, "\xf3\xb0\x80\x80", 30, false); /* of no font */
    dw_words_missing(words, &warning);
    assert_true(warning.text[0]);
    dw_words_free(words);
}

int dw_test_words(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_keep_punctuation),
        cmocka_unit_test(letters_are_found),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
