#include "plot/fonts.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

/* Where Debian and its like have them. */
#define LATIN "/usr/share/fonts/truetype/noto"
#define CJK "/usr/share/fonts/opentype/noto"

/* The folders' caches are those that fontconfig keeps anyway. */
static const char settings[] =
    "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"urn:fontconfig:fonts.dtd\"><fontconfig>"
    "<dir>" LATIN "</dir><dir>" CJK "</dir>"
    "<cachedir>/var/cache/fontconfig</cachedir><cachedir prefix=\"xdg\">fontconfig</cachedir>"
    "<selectfont><acceptfont>"
    "<glob>*/NotoSans-Regular.ttf</glob><glob>*/NotoSans-Bold.ttf</glob>"
    "<glob>*/NotoSansCJK-Regular.ttc</glob><glob>*/NotoSansCJK-Bold.ttc</glob>"
    "</acceptfont><rejectfont><glob>*</glob></rejectfont></selectfont></fontconfig>";

static bool is_usual_machine(void)
{
    static const char *const files[] = { LATIN "/NotoSans-Regular.ttf", LATIN "/NotoSans-Bold.ttf",
                                         CJK "/NotoSansCJK-Regular.ttc",
                                         CJK "/NotoSansCJK-Bold.ttc" };
    static const char *const wishes[] = { "FONTCONFIG_FILE", "FONTCONFIG_PATH",
                                          "FONTCONFIG_SYSROOT" };
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++)
        if (getenv(wishes[i])) return false;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (access(files[i], R_OK)) return false;
    return true;
}

static PangoFontMap *map_of(FcConfig *config)
{
    PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (map) pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
    FcConfigDestroy(config); /* the map keeps it */
    return map;
}

PangoFontMap *dw_fonts_few(void)
{
    if (!is_usual_machine()) return NULL;
    FcConfig *config = FcConfigCreate();
    if (!config) return NULL;
    bool fine = FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)settings, FcTrue) &&
                FcConfigBuildFonts(config);
    const FcFontSet *found = fine ? FcConfigGetFonts(config, FcSetSystem) : NULL;
    /* As the current one it keeps pango from having all fonts looked up in a thread. */
    if (!found || found->nfont < 4 || !FcConfigSetCurrent(config)) {
        FcConfigDestroy(config);
        return NULL;
    }
    return map_of(config);
}

PangoFontMap *dw_fonts_all(void)
{
    FcConfig *config = FcInitLoadConfigAndFonts();
    return config ? map_of(config) : pango_cairo_font_map_new();
}

static void offer(FcStrList *list, void (*each)(void *context, const char *path), void *context)
{
    const FcChar8 *path;
    if (!list) return;
    while ((path = FcStrListNext(list))) each(context, (const char *)path);
    FcStrListDone(list);
}

void dw_fonts_paths(void (*each)(void *context, const char *path), void *context)
{
    /* on an unusual machine all fonts will be looked up: what that finds is kept now */
    FcConfig *config = is_usual_machine() ? FcInitLoadConfig() : FcInitLoadConfigAndFonts();
    if (!config) return;
    offer(FcConfigGetConfigDirs(config), each, context);
    offer(FcConfigGetFontDirs(config), each, context);
    offer(FcConfigGetCacheDirs(config), each, context);
    offer(FcConfigGetConfigFiles(config), each, context);
    FcConfigDestroy(config);
}
