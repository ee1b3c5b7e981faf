#include "plot/words.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Of a text that cannot fit anyway, no more than this is measured. */
enum { LONGEST_TEXT = 2000 };

struct dw_words {
    PangoFontMap *fonts;
    PangoContext *context;
    const char *cjk_language;
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

dw_status dw_words_new(const char *language, dw_words **out, dw_error *err)
{
    *out = dw_allocate(1, sizeof **out, err);
    if (!*out) return DW_ENOMEM;
    dw_words *words = *out;
    bool other_cjk = strncmp(language, "ja", 2) == 0 || strncmp(language, "ko", 2) == 0 ||
                     strcmp(language, "zh-CN") == 0 || strcmp(language, "zh-HK") == 0;
    words->cjk_language = other_cjk ? language : "zh-TW";
    words->fonts = pango_cairo_font_map_new();
    words->context = pango_font_map_create_context(words->fonts);
    pango_context_set_language(words->context, pango_language_from_string(language));
    pango_context_set_round_glyph_positions(words->context, FALSE);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(words->context, options);
    cairo_font_options_destroy(options);
    return DW_OK;
}

void dw_words_free(dw_words *words)
{
    if (!words) return;
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

static PangoLayout *set_text(dw_words *words, const char *text, size_t n, double size_px, bool bold)
{
    PangoLayout *layout = pango_layout_new(words->context);
    PangoFontDescription *font = describe(DW_FONT_FAMILIES, size_px, bold);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_text(layout, text, (int)n);
    if (dw_text_is_cjk(text)) {
        PangoAttrList *list = pango_attr_list_new();
        pango_attr_list_insert(
            list, pango_attr_language_new(pango_language_from_string(words->cjk_language)));
        pango_layout_set_attributes(layout, list);
        pango_attr_list_unref(list);
        words->cjk_seen = true;
    } else
        words->latin_seen = true;
    return layout;
}

void *dw_words_line(dw_words *words, const char *text, double size_px, bool bold)
{
    PangoLayout *layout = set_text(words, text, strlen(text), size_px, bold);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    return layout;
}

static double width_of(PangoLayout *layout)
{
    PangoRectangle logical;
    pango_layout_get_extents(layout, NULL, &logical);
    return (double)logical.width / PANGO_SCALE;
}

double dw_words_width(dw_words *words, const char *text, double size_px, bool bold)
{
    PangoLayout *layout = dw_words_line(words, text, size_px, bold);
    double width = width_of(layout);
    if (pango_layout_get_unknown_glyphs_count(layout) > 0) words->boxes_seen = true;
    g_object_unref(layout);
    return width;
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

static char *copy_part(const char *text, size_t n, const char *end)
{
    char *copy = dw_allocate(n + strlen(end) + 1, 1, NULL);
    if (!copy) return NULL;
    memcpy(copy, text, n);
    while (n > 0 && strchr(" \n\r\t", copy[n - 1])) n--;
    strcpy(copy + n, end);
    for (char *c = copy; *c; c++)
        if ((unsigned char)*c < 32) *c = ' ';
    return copy;
}

static size_t letter_before(const char *text, size_t at)
{
    while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80) at--;
    return at;
}

/* The longest beginning of text that fits with an ellipsis. */
static char *cut(dw_words *words, const char *text, double size_px, bool bold, double width_px)
{
    size_t fits = 0, fails = strlen(text) + 1;
    while (fails - fits > 1) {
        size_t middle = (fits + fails) / 2;
        char *tried = copy_part(text, letter_before(text, middle), "…");
        if (!tried) return NULL;
        if (dw_words_width(words, tried, size_px, bold) <= width_px)
            fits = middle;
        else
            fails = middle;
        free(tried);
    }
    return copy_part(text, letter_before(text, fits), "…");
}

static void take_line(dw_words *words, char *line, double size_px, bool bold, dw_lines *out)
{
    if (!line) return;
    double width = dw_words_width(words, line, size_px, bold);
    if (width > out->width) out->width = width;
    out->at[out->n++] = line;
}

void dw_words_break(dw_words *words, const char *text, double size_px, bool bold, double width_px,
                    size_t most, dw_lines *out)
{
    *out = (dw_lines){ .cut = false };
    size_t n = strlen(text);
    if (n > LONGEST_TEXT) n = letter_before(text, LONGEST_TEXT);
    char *part = copy_part(text, n, "");
    if (!part) return;
    memcpy(part, text, strlen(part)); /* with its newlines */
    PangoLayout *layout = set_text(words, part, strlen(part), size_px, bold);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    int count = lines_at(layout, width_px);
    if (count > 1 && (size_t)count <= most) balance(layout, width_px, count);
    out->cut = (size_t)count > most || n < strlen(text);
    for (int i = 0; i < count && out->n < most; i++) {
        const PangoLayoutLine *line = pango_layout_get_line_readonly(layout, i);
        const char *start = part + line->start_index;
        bool rest = out->cut && out->n + 1 == most;
        char *copy = rest ? cut(words, start, size_px, bold, width_px)
                          : copy_part(start, (size_t)line->length, "");
        take_line(words, copy, size_px, bold, out);
    }
    g_object_unref(layout);
    free(part);
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
    bool latin = words->latin_seen && !has_family(words, "Noto Sans");
    bool cjk = words->cjk_seen && !has_family(words, "Noto Sans CJK TC");
    const char *both = latin && cjk ? " and " : "";
    if (latin || cjk)
        dw_fail(warning, DW_OK,
                "not installed: %s%s%s, so texts look different%s (on Debian: apt install %s%s%s)",
                latin ? "Noto Sans" : "", both, cjk ? "Noto Sans CJK TC" : "",
                words->boxes_seen ? " and some letters are boxes" : "",
                latin ? "fonts-noto-core" : "", *both ? " " : "", cjk ? "fonts-noto-cjk" : "");
    else if (words->boxes_seen)
        dw_fail(warning, DW_OK,
                "no installed font has some letters of the figure; they are boxes "
                "(on Debian: apt install fonts-noto-core fonts-noto-cjk)");
}
