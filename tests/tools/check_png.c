/* check_png FILE WIDTH HEIGHT PIXELS_PER_METER SCRIPT: reads a figure back with libpng. Exits 0
 * when it is a whole PNG of that size and resolution, says sRGB, is not of one colour, and carries
 * the script and the other texts. */
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int complain(const char *file, const char *what)
{
    fprintf(stderr, "%s: %s\n", file, what);
    return 1;
}

static const char *find_text(png_structp png, png_infop info, const char *key)
{
    png_textp texts;
    int n = png_get_text(png, info, &texts, NULL);
    for (int i = 0; i < n; i++)
        if (strcmp(texts[i].key, key) == 0) return texts[i].text;
    return NULL;
}

static int check_texts(const char *file, png_structp png, png_infop info, const char *script)
{
    static const char *const keys[] = { "Title",         "Description", "Software",
                                        "dunwu:version", "dunwu:seed",  "dunwu:parameters",
                                        "dunwu:figure" };
    char text[1 << 16];
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *found = find_text(png, info, keys[i]);
        if (!found || !found[0]) return complain(file, keys[i]);
    }
    FILE *stream = fopen(script, "rb");
    if (!stream) return complain(script, "cannot be read");
    text[fread(text, 1, sizeof text - 1, stream)] = '\0';
    fclose(stream);
    const char *kept = find_text(png, info, "dunwu:script");
    if (!kept || strcmp(kept, text) != 0) return complain(file, "does not carry its script");
    return 0;
}

static int check_pixels(const char *file, png_structp png, png_infop info)
{
    png_bytepp rows = png_get_rows(png, info);
    size_t row = png_get_rowbytes(png, info), other = 0;
    for (png_uint_32 y = 0; y < png_get_image_height(png, info); y++)
        for (size_t x = 0; x < row; x++) other += rows[y][x] != rows[0][x % 3];
    return other > 1000 ? 0 : complain(file, "is empty");
}

static int check(const char *file, png_structp png, png_infop info, char **expected)
{
    png_uint_32 x, y;
    int unit, intent;
    if (png_get_image_width(png, info) != (png_uint_32)atoi(expected[0]) ||
        png_get_image_height(png, info) != (png_uint_32)atoi(expected[1]))
        return complain(file, "has another size");
    if (!png_get_pHYs(png, info, &x, &y, &unit) || unit != PNG_RESOLUTION_METER ||
        x != (png_uint_32)atoi(expected[2]) || y != x)
        return complain(file, "has another resolution");
    if (!png_get_sRGB(png, info, &intent)) return complain(file, "does not say sRGB");
    return check_pixels(file, png, info) || check_texts(file, png, info, expected[3]);
}

int main(int count, char **words)
{
    if (count != 6) return complain("check_png", "takes FILE WIDTH HEIGHT PIXELS_PER_METER SCRIPT");
    FILE *stream = fopen(words[1], "rb");
    if (!stream) return complain(words[1], "cannot be read");
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info || setjmp(png_jmpbuf(png))) return complain(words[1], "is no whole PNG");
    png_init_io(png, stream);
    png_read_png(png, info, PNG_TRANSFORM_IDENTITY, NULL);
    int status = check(words[1], png, info, words + 2);
    png_destroy_read_struct(&png, &info, NULL);
    fclose(stream);
    return status;
}
