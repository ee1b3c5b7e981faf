/* Themes of a teacher's own: one of ours with other colours, fonts and sizes. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/figure.h"
#include "plot/theme.h"

/* WCAG 2.1: for texts, and for what a graphic needs to be understood. */
static const double least_of_text = 4.5, least_of_mark = 3;

static dw_status take_color(const char *what, const char *text, dw_color *out, dw_error *err)
{
    if (!text) return DW_OK;
    dw_color_choice choice;
    if (text[0] != '#' || dw_color_parse(text, &choice, NULL))
        return dw_fail(err, DW_EARG, "%s must be a color such as #0072b2, got '%s'", what, text);
    *out = dw_color_rgb(choice.rgb);
    return DW_OK;
}

static dw_status take_colors(const dw_theme_options *o, dw_theme *theme, dw_error *err)
{
    const struct {
        const char *what, *text;
        dw_color *out;
    } colors[] = { { "page", o->page, &theme->page }, { "text", o->text, &theme->text },
                   { "soft", o->soft, &theme->soft }, { "ticks", o->ticks, &theme->faint },
                   { "grid", o->grid, &theme->grid }, { "spine", o->spine, &theme->spine },
                   { "rule", o->rule, &theme->rule } };
    for (size_t i = 0; i < sizeof colors / sizeof *colors; i++) {
        dw_status status = take_color(colors[i].what, colors[i].text, colors[i].out, err);
        if (status) return status;
    }
    return DW_OK;
}

static dw_status take_palette(const dw_texts *palette, dw_theme *theme, dw_error *err)
{
    if (!palette->at) return DW_OK;
    if (palette->n < 1 || palette->n > DW_COLORS_MOST)
        return dw_fail(err, DW_EDOMAIN, "palette must have 1..%d colors, got %zu", DW_COLORS_MOST,
                       palette->n);
    theme->palette_count = palette->n;
    for (size_t i = 0; i < palette->n; i++) {
        char what[48];
        snprintf(what, sizeof what, "palette: color %zu", i + 1);
        dw_status status = take_color(what, palette->at[i], &theme->palette[i], err);
        if (status) return status;
    }
    return DW_OK;
}

static dw_status check_contrast(const dw_theme *theme, const char *what, dw_color color,
                                double least, dw_error *err)
{
    double contrast = dw_color_contrast(color, theme->page);
    if (contrast >= least) return DW_OK;
    return dw_fail(err, DW_EDOMAIN,
                   "%s has a contrast of %.1f on the page, which the last row cannot %s; at least "
                   "%g is needed",
                   what, contrast, least > 4 ? "read" : "see", least);
}

static dw_status check_contrasts(const dw_theme *theme, dw_error *err)
{
    dw_status status = check_contrast(theme, "text", theme->text, least_of_text, err);
    if (!status) status = check_contrast(theme, "soft", theme->soft, least_of_text, err);
    if (!status) status = check_contrast(theme, "ticks", theme->faint, least_of_text, err);
    if (!status) status = check_contrast(theme, "rule", theme->rule, least_of_mark, err);
    for (size_t i = 0; i < theme->palette_count && !status; i++) {
        char what[48];
        snprintf(what, sizeof what, "palette: color %zu", i + 1);
        status = check_contrast(theme, what, theme->palette[i], least_of_mark, err);
    }
    return status;
}

static dw_status take_sizes(const dw_theme_options *o, dw_theme *theme, dw_error *err)
{
    static const char *const names[] = { "title_px", "subtitle_px", "label_px", "tick_px",
                                         "small_px" };
    const double sizes[] = { o->title_px, o->subtitle_px, o->label_px, o->tick_px, o->small_px };
    for (int i = 0; i < DW_TEXT_KINDS; i++) {
        if (isnan(sizes[i]) || sizes[i] == 0) continue;
        if (!(sizes[i] >= DW_SIZE_LEAST && sizes[i] <= DW_SIZE_MOST))
            return dw_fail(err, DW_EDOMAIN, "%s must be in %d..%d, got %g", names[i], DW_SIZE_LEAST,
                           DW_SIZE_MOST, sizes[i]);
        theme->size_px[i] = sizes[i];
    }
    if (o->stroke != 0) theme->stroke = o->stroke;
    if (!(theme->stroke >= 0.25 && theme->stroke <= 4))
        return dw_fail(err, DW_EDOMAIN, "stroke must be in 0.25..4, got %g", theme->stroke);
    return DW_OK;
}

bool dw_theme_family_is(const char *family)
{
    bool plain = strlen(family) < DW_FAMILY_BYTES;
    for (const char *c = family; *c && plain; c++)
        plain = (unsigned char)*c >= 128 || isalnum((unsigned char)*c) || strchr(" -_.", *c);
    return plain;
}

static dw_status take_family(const char *family, dw_theme *theme, dw_error *err)
{
    if (!family || !*family) return DW_OK;
    if (!dw_theme_family_is(family))
        return dw_fail(err, DW_EARG,
                       "family must be the name of one font, of letters, digits and spaces, got "
                       "'%.100s'",
                       family);
    snprintf(theme->family, sizeof theme->family, "%s", family);
    return DW_OK;
}

dw_status dw_theme_make(const dw_theme_options *options, dw_theme *out, dw_error *err)
{
    const dw_theme *base = dw_theme_find(options->base ? options->base : "light");
    if (!base)
        return dw_fail(err, DW_EARG, "base must be light, dark or print, got '%s'", options->base);
    dw_theme theme = *base;
    dw_status status = take_colors(options, &theme, err);
    if (!status) status = take_palette(&options->palette, &theme, err);
    if (!status) status = take_family(options->family, &theme, err);
    if (!status) status = take_sizes(options, &theme, err);
    if (!status) status = check_contrasts(&theme, err);
    if (!status) *out = theme;
    return status;
}

static const char *const bases[] = { "light", "dark", "print", NULL };

#define AT(field) offsetof(dw_theme_options, field)
#define COLOR(name, what)                                                                          \
    {                                                                                              \
#        name, DW_TEXT, AT(name), .doc = what                                                      \
    }
#define SIZE(name, what)                                                                           \
    {                                                                                              \
#        name, DW_NUMBER, AT(name), .min = DW_SIZE_LEAST, .max = DW_SIZE_MOST,                     \
                                    .flags = DW_OPTIONAL, .unit = "px", .doc = what                \
    }

const dw_option dw_theme_option_list[] = {
    { "base", DW_CHOICE, AT(base), .choices = bases, .flags = DW_OPTIONAL,
      .doc = "the theme that has all that is not said here; the run's (--theme) when not given" },
    COLOR(page, "#rrggbb of the page"),
    COLOR(text, "#rrggbb of titles, labels, legends"),
    COLOR(soft, "#rrggbb of subtitle and footer"),
    COLOR(ticks, "#rrggbb of the numbers at the axes"),
    COLOR(grid, "#rrggbb of the lines behind the data"),
    COLOR(spine, "#rrggbb of the lines along the axes"),
    COLOR(rule, "#rrggbb of grey layers: hline, vline, span"),
    { "palette", DW_TEXTS, AT(palette),
      .doc = "1..16 colors #rrggbb of the layers, in their order; names such as blue stay the "
             "base's" },
    { "family", DW_TEXT, AT(family),
      .doc = "an installed font; letters that it lacks are in Noto Sans and Noto Sans CJK TC" },
    SIZE(title_px, "size of the title on a page of 1600 x 900"),
    SIZE(subtitle_px, "size of the subtitle"),
    SIZE(label_px, "size of the axes' labels and of names at the ends of lines"),
    SIZE(tick_px, "size of the numbers at the axes"),
    SIZE(small_px, "size of legends, notes and the footer"),
    { "stroke", DW_NUMBER, AT(stroke), .def = 1, .min = 0.25, .max = 4,
      .doc = "how many times as wide as usual lines and marks are" },
    { 0 }
};
