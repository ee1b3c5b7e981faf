#include "plot/words.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plot/fonts.h"
#include "plot/math.h"
#include "plot/theme.h"

#define BETWEEN_ITEMS " \xc2\xb7 " /* a middle dot */

/* Of a text that cannot fit anyway, no more than this is measured. */
enum { LONGEST_TEXT = 2000 };

struct dw_words {
    PangoFontMap *fonts;
    PangoContext *context;
    const char *cjk_language;
    char own_family[DW_FAMILY_BYTES], families[DW_FAMILY_BYTES + 64];
    PangoLanguage *language;
    bool few;           /* only the fonts that most figures need */
    GHashTable *widths; /* that were measured: weight, size and text -> double */
    bool latin_seen, cjk_seen, boxes_seen;
};

bool dw_text_is_cjk(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        if (*c >= 0xe3 && *c <= 0xed)
            return true; /* U+3000 .. U+DFFF */
        else if (*c == 0xf0 && (c[1] == 0xa0 || c[1] == 0xa1))
            return true;
    return false;
}

/* Texts are measured and painted without hinting: the same at every size and place. */
static void use_fonts(dw_words *words, PangoFontMap *fonts)
{
    if (words->context) g_object_unref(words->context);
    if (words->fonts) g_object_unref(words->fonts);
    words->fonts = fonts;
    words->context = pango_font_map_create_context(words->fonts);
    pango_context_set_language(words->context, words->language);
    pango_context_set_round_glyph_positions(words->context, FALSE);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(words->context, options);
    cairo_font_options_destroy(options);
}

dw_status dw_words_new(const char *language, const char *family, dw_words **out, dw_error *err)
{
    *out = dw_allocate(1, sizeof **out, err);
    if (!*out) return DW_ENOMEM;
    dw_words *words = *out;
    bool other_cjk = strncmp(language, "ja", 2) == 0 || strncmp(language, "ko", 2) == 0 ||
                     strcmp(language, "zh-CN") == 0 || strcmp(language, "zh-HK") == 0;
    words->cjk_language = other_cjk ? language : "zh-TW";
    snprintf(words->own_family, sizeof words->own_family, "%s", family);
    snprintf(words->families, sizeof words->families, "%s%s" DW_FONT_FAMILIES, family,
             *family ? ", " : "");
    words->language = pango_language_from_string(language);
    PangoFontMap *few = *family ? NULL : dw_fonts_few();
    words->few = few != NULL;
    words->widths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    use_fonts(words, few ? few : dw_fonts_all());
    return DW_OK;
}

const char *dw_words_families(const dw_words *words)
{
    return words->families;
}

void dw_words_free(dw_words *words)
{
    if (!words) return;
    g_hash_table_unref(words->widths);
    g_object_unref(words->context);
    g_object_unref(words->fonts);
    free(words);
}

static PangoFontDescription *describe(const char *families, double size_px, bool bold)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family(font, families);
    pango_font_description_set_absolute_size(font, size_px * PANGO_SCALE);
    pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    return font;
}

static void raise_span(PangoAttrList *list, const dw_math_span *span, double size_px)
{
    PangoAttribute *attributes[] = {
        pango_attr_size_new_absolute((int)(span->size * size_px * PANGO_SCALE)),
        pango_attr_rise_new((int)(span->rise * size_px * PANGO_SCALE)),
    };
    for (int i = 0; i < 2; i++) {
        attributes[i]->start_index = (guint)span->from;
        attributes[i]->end_index = (guint)span->to;
        pango_attr_list_insert(list, attributes[i]);
    }
}

static void set_attributes(dw_words *words, PangoLayout *layout, const dw_math *math,
                           double size_px)
{
    bool cjk = dw_text_is_cjk(pango_layout_get_text(layout));
    *(cjk ? &words->cjk_seen : &words->latin_seen) = true;
    if (!cjk && !math->span_count) return;
    PangoAttrList *list = pango_attr_list_new();
    if (cjk)
        pango_attr_list_insert(
            list, pango_attr_language_new(pango_language_from_string(words->cjk_language)));
    for (size_t i = 0; i < math->span_count; i++) raise_span(list, &math->spans[i], size_px);
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
}

static PangoLayout *try_text(dw_words *words, const dw_math *math, double size_px, bool bold)
{
    PangoLayout *layout = pango_layout_new(words->context);
    PangoFontDescription *font = describe(words->families, size_px, bold);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_text(layout, math->text.text ? math->text.text : "", -1);
    set_attributes(words, layout, math, size_px);
    return layout;
}

static bool is_ascii(const char *text)
{
    while (*text > 0) text++;
    return !*text;
}

/* With all fonts from the first letter on that the few do not have. */
static PangoLayout *set_text(dw_words *words, const dw_math *math, double size_px, bool bold)
{
    PangoLayout *layout = try_text(words, math, size_px, bold);
    bool sure = !words->few || is_ascii(pango_layout_get_text(layout));
    if (sure || pango_layout_get_unknown_glyphs_count(layout) == 0) return layout;
    g_object_unref(layout);
    words->few = false;
    use_fonts(words, dw_fonts_all());
    return try_text(words, math, size_px, bold);
}

void *dw_words_line(dw_words *words, const char *text, double size_px, bool bold)
{
    dw_math math;
    dw_math_read(text, &math);
    PangoLayout *layout = set_text(words, &math, size_px, bold);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    dw_math_free(&math);
    return layout;
}

static double width_of(PangoLayout *layout)
{
    PangoRectangle logical;
    pango_layout_get_extents(layout, NULL, &logical);
    return (double)logical.width / PANGO_SCALE;
}

static double measure(dw_words *words, const char *text, double size_px, bool bold)
{
    PangoLayout *layout = dw_words_line(words, text, size_px, bold);
    double width = width_of(layout);
    if (pango_layout_get_unknown_glyphs_count(layout) > 0) words->boxes_seen = true;
    g_object_unref(layout);
    return width;
}

/* A layout asks for the same widths many times. */
double dw_words_width(dw_words *words, const char *text, double size_px, bool bold)
{
    char *key = g_strdup_printf("%d %a %s", bold, size_px, text);
    double *known = g_hash_table_lookup(words->widths, key);
    if (known) {
        g_free(key);
        return *known;
    }
    known = g_new(double, 1);
    *known = measure(words, text, size_px, bold);
    g_hash_table_insert(words->widths, key, known);
    return *known;
}

static int lines_at(PangoLayout *layout, double width_px)
{
    pango_layout_set_width(layout, (int)(fmin(fmax(width_px, 1), 1e5) * PANGO_SCALE));
    return pango_layout_get_line_count(layout);
}

/* The smallest width with the same number of lines: they come out evenly filled. */
static void balance(PangoLayout *layout, double width_px, int count)
{
    double narrow = 0.4 * width_px, wide = width_px;
    while (wide - narrow > 4) {
        double middle = (narrow + wide) / 2;
        if (lines_at(layout, middle) > count)
            narrow = middle;
        else
            wide = middle;
    }
    lines_at(layout, wide);
}

static size_t letter_before(const char *text, size_t at)
{
    while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80) at--;
    return at;
}

/* Letters from..to of a text on one line, without the space at their end. */
static char *copy_part(const dw_math *math, size_t from, size_t to, const char *end)
{
    const char *text = math->text.text;
    while (to > from && strchr(" \n\r\t", text[to - 1])) to--;
    char *part = dw_math_part(math, from, to, end);
    for (char *c = part; c && *c; c++)
        if (strchr("\n\r\t", *c)) *c = ' ';
    return part;
}

/* The longest beginning of what stands from `from` on that fits with an ellipsis. */
static char *cut(dw_words *words, const dw_math *math, size_t from, double size_px, bool bold,
                 double width_px)
{
    size_t fits = from, fails = math->text.length + 1;
    while (fails - fits > 1) {
        size_t middle = (fits + fails) / 2;
        char *tried = copy_part(math, from, letter_before(math->text.text, middle), "…");
        if (!tried) return NULL;
        if (dw_words_width(words, tried, size_px, bold) <= width_px)
            fits = middle;
        else
            fails = middle;
        free(tried);
    }
    return copy_part(math, from, letter_before(math->text.text, fits), "…");
}

static void take_line(dw_words *words, char *line, double size_px, bool bold, dw_lines *out)
{
    if (!line) return;
    double width = dw_words_width(words, line, size_px, bold);
    if (width > out->width) out->width = width;
    out->at[out->n++] = line;
}

/* Reads a text up to LONGEST_TEXT; false when it is cut there. */
static bool read_start(const char *text, dw_math *math)
{
    if (strlen(text) <= LONGEST_TEXT) {
        dw_math_read(text, math);
        return true;
    }
    char start[LONGEST_TEXT + 1];
    size_t n = letter_before(text, LONGEST_TEXT);
    memcpy(start, text, n);
    start[n] = '\0';
    dw_math_read(start, math);
    return false;
}

/* A text of items, as a footer of sources: two lines broken between items, where both fit, rather
 * than within one; the dot there is left out. */
static bool break_items(dw_words *words, const dw_math *math, double size_px, bool bold,
                        double width_px, dw_lines *out)
{
    const char *text = math->text.text;
    dw_lines best = { .width = HUGE_VAL };
    if (strchr(text, '\n')) return false; /* broken where its author wants it */
    for (const char *dot = strstr(text, BETWEEN_ITEMS); dot; dot = strstr(dot + 1, BETWEEN_ITEMS)) {
        size_t after = (size_t)(dot - text) + strlen(BETWEEN_ITEMS);
        dw_lines tried = { .n = 0 };
        take_line(words, copy_part(math, 0, (size_t)(dot - text), ""), size_px, bold, &tried);
        take_line(words, copy_part(math, after, math->text.length, ""), size_px, bold, &tried);
        bool better = tried.n == 2 && tried.width <= width_px && tried.width < best.width;
        dw_lines worse = better ? best : tried;
        if (better) best = tried;
        dw_lines_free(&worse);
    }
    if (best.n) *out = best;
    return best.n > 0;
}

static void break_math(dw_words *words, const dw_math *math, double size_px, bool bold,
                       double width_px, size_t most, dw_lines *out)
{
    PangoLayout *layout = set_text(words, math, size_px, bold);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    int count = lines_at(layout, width_px);
    if (count == 2 && most >= 2 && !out->cut &&
        break_items(words, math, size_px, bold, width_px, out)) {
        g_object_unref(layout);
        return;
    }
    if (count > 1 && (size_t)count <= most) balance(layout, width_px, count);
    out->cut = out->cut || (size_t)count > most;
    for (int i = 0; i < count && out->n < most; i++) {
        const PangoLayoutLine *line = pango_layout_get_line_readonly(layout, i);
        size_t start = (size_t)line->start_index, end = start + (size_t)line->length;
        bool rest = out->cut && out->n + 1 == most;
        char *copy = rest ? cut(words, math, start, size_px, bold, width_px)
                          : copy_part(math, start, end, "");
        take_line(words, copy, size_px, bold, out);
    }
    g_object_unref(layout);
}

void dw_words_break(dw_words *words, const char *text, double size_px, bool bold, double width_px,
                    size_t most, dw_lines *out)
{
    dw_math math;
    *out = (dw_lines){ .cut = !read_start(text, &math) };
    if (math.text.text) break_math(words, &math, size_px, bold, width_px, most, out);
    dw_math_free(&math);
}

void dw_lines_free(dw_lines *lines)
{
    for (size_t i = 0; i < lines->n; i++) free(lines->at[i]);
    *lines = (dw_lines){ .n = 0 };
}

static bool has_family(const dw_words *words, const char *family)
{
    PangoFontDescription *asked = describe(family, 16, false);
    PangoFont *font = pango_font_map_load_font(words->fonts, words->context, asked);
    pango_font_description_free(asked);
    if (!font) return false;
    PangoFontDescription *got = pango_font_describe(font);
    const char *name = pango_font_description_get_family(got);
    bool same = name && strcmp(name, family) == 0;
    pango_font_description_free(got);
    g_object_unref(font);
    return same;
}

void dw_words_missing(const dw_words *words, dw_error *warning)
{
    if (!warning) return;
    warning->text[0] = '\0';
    if (words->few) return; /* and they had every letter */
    bool latin = words->latin_seen && !has_family(words, "Noto Sans");
    bool cjk = words->cjk_seen && !has_family(words, "Noto Sans CJK TC");
    const char *both = latin && cjk ? " and " : "";
    if (latin || cjk)
        dw_fail(warning, DW_OK,
                "not installed: %s%s%s, so texts look different%s (on Debian: apt install %s%s%s)",
                latin ? "Noto Sans" : "", both, cjk ? "Noto Sans CJK TC" : "",
                words->boxes_seen ? " and some letters are boxes" : "",
                latin ? "fonts-noto-core" : "", *both ? " " : "", cjk ? "fonts-noto-cjk" : "");
    else if (*words->own_family && !has_family(words, words->own_family))
        dw_fail(warning, DW_OK,
                "not installed: %s, the theme's font, so texts are in Noto Sans (fc-list : family "
                "lists what there is)",
                words->own_family);
    else if (words->boxes_seen)
        dw_fail(warning, DW_OK,
                "no installed font has some letters of the figure; they are boxes "
                "(on Debian: apt install fonts-noto-core fonts-noto-cjk)");
}
