#include "plot/theme.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plot/figure.h"

#define C(hex)                                                                                     \
    {                                                                                              \
        ((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex)&255) / 255.0               \
    }

/* Both of a theme that is not a teacher's own. */
#define COLORS(...)                                                                                \
    .palette = { __VA_ARGS__ }, .palette_count = DW_PALETTE, .named = { __VA_ARGS__ }
#define SIZES                                                                                      \
    .size_px = { [DW_TEXT_TITLE] = 42,                                                             \
                 [DW_TEXT_SUBTITLE] = 27,                                                          \
                 [DW_TEXT_LABEL] = 26,                                                             \
                 [DW_TEXT_TICK] = 24,                                                              \
                 [DW_TEXT_SMALL] = 22 },                                                           \
    .stroke = 1

/* Palettes after Okabe and Ito (2008), moved until tests/core/test_theme.c was content: any two of
 * the first six are apart for normal, deuteranope and protanope eyes, and all stand out from the
 * page. Those of print differ in lightness, too. */
static const dw_theme themes[] = {
    { "light", C(0xffffff), C(0x171b21), C(0x5f6772), C(0x5f6772), C(0xe4e7eb), C(0xa9b0b9),
      C(0x6b737e),
      COLORS(C(0x0572b5), C(0xb04f00), C(0x1a9f71), C(0xc7779d), C(0xc68516), C(0x0a9bdf),
             C(0x5d3996), C(0x20262e)),
      SIZES },
    { "dark", C(0x14171b), C(0xf3f5f7), C(0xa3abb6), C(0x98a1ad), C(0x2a2f36), C(0x59616c),
      C(0x98a1ad),
      COLORS(C(0x19b0f9), C(0xdf7b51), C(0x40c792), C(0xe19cbc), C(0xfab330), C(0x90deff),
             C(0xa58ec4), C(0xf3f5f7)),
      SIZES },
    { "print", C(0xffffff), C(0x000000), C(0x333333), C(0x333333), C(0xd9d9d9), C(0x555555),
      C(0x444444),
      COLORS(C(0x0b305a), C(0x6d2d09), C(0x0b644e), C(0xaf6a81), C(0x966004), C(0x0d9cd7),
             C(0x5d3aa0), C(0x000000)),
      SIZES, .grey_safe = true },
};

static const char *const color_names[] = { "blue", "vermillion", "green", "pink", "orange",
                                           "sky",  "purple",     "ink",   NULL };

const dw_theme *dw_theme_find(const char *name)
{
    for (size_t i = 0; i < sizeof themes / sizeof *themes; i++)
        if (strcmp(themes[i].name, name) == 0) return &themes[i];
    return NULL;
}

dw_color dw_color_rgb(uint32_t rgb)
{
    return (dw_color)C(rgb);
}

static double linear_light(double c)
{
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(dw_color c)
{
    return 0.2126 * linear_light(c.r) + 0.7152 * linear_light(c.g) + 0.0722 * linear_light(c.b);
}

double dw_color_contrast(dw_color a, dw_color b)
{
    double x = luminance(a), y = luminance(b);
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

dw_color dw_color_mix(dw_color a, dw_color b, double toward_b)
{
    double keep = 1 - toward_b;
    return (dw_color){ keep * a.r + toward_b * b.r, keep * a.g + toward_b * b.g,
                       keep * a.b + toward_b * b.b };
}

dw_color dw_color_readable(const dw_theme *theme, dw_color color, double least)
{
    dw_color mixed = color;
    for (int i = 1; i <= 20 && dw_color_contrast(mixed, theme->page) < least; i++)
        mixed = dw_color_mix(color, theme->text, i / 20.0);
    return mixed;
}

static bool is_hex_color(const char *name)
{
    if (name[0] != '#' || strlen(name) != 7) return false;
    for (const char *c = name + 1; *c; c++)
        if (!isxdigit((unsigned char)*c)) return false;
    return true;
}

dw_status dw_color_parse(const char *name, dw_color_choice *out, dw_error *err)
{
    *out = (dw_color_choice){ .kind = DW_COLOR_SLOT };
    if (is_hex_color(name)) {
        out->kind = DW_COLOR_RGB;
        out->rgb = (uint32_t)strtoul(name + 1, NULL, 16);
        return DW_OK;
    }
    if (strcmp(name, "grey") == 0 || strcmp(name, "gray") == 0) {
        out->kind = DW_COLOR_GREY;
        return DW_OK;
    }
    char *end;
    long number = isdigit((unsigned char)name[0]) ? strtol(name, &end, 10) : 0;
    if (number >= 1 && number <= DW_COLORS_MOST && !*end) {
        out->slot = (int)number - 1;
        return DW_OK;
    }
    out->kind = DW_COLOR_NAMED;
    dw_nearest nearest = { name, NULL, 0 };
    for (int i = 0; color_names[i]; i++) {
        out->slot = i;
        if (strcmp(name, color_names[i]) == 0) return DW_OK;
        dw_nearest_offer(&nearest, color_names[i]);
    }
    char hint[96];
    return dw_fail(err, DW_EARG,
                   "unknown color '%s'%s; there are blue, vermillion, green, pink, orange, sky, "
                   "purple, ink, 1..16, grey and #rrggbb",
                   name, dw_nearest_hint(&nearest, hint));
}
