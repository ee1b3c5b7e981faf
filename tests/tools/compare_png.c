/* Compares two pictures as an eye does.
 *
 *     compare_png [--mean M] [--block B] [--difference FILE] GOT WANTED
 *     compare_png --shrink FACTOR IN OUT
 *
 * Both pictures are laid on white, brought to one size (GOT may be a whole number of times as large
 * as WANTED), blurred, which forgives another anti-aliasing but no lost stroke, and turned into
 * Oklab (lightness and two opponent colours, times 100, so that 2 is just visible). The distance is
 * averaged over the picture and over each block of 16 x 16 pixels. Exits 0 when neither the mean
 * nor the worst block is above its limit (0.1 and 4), 1 when one is, 2 when something else is
 * wrong. The difference shows what was wanted, what was got, and where they differ, one below the
 * other. */
#include <math.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 16, BLUR = 1 };

typedef struct picture {
    size_t width, height;
    float *at; /* three numbers a pixel: sRGB 0..1, or Oklab */
} picture;

typedef struct limits {
    double mean, block;
    const char *difference;
} tolerance;

static void die(const char *what, const char *name)
{
    fprintf(stderr, "compare_png: %s: %s\n", name, what);
    exit(2);
}

static picture picture_new(size_t width, size_t height)
{
    picture p = { width, height, calloc(width * height * 3, sizeof(float)) };
    if (!p.at) die("no memory", "picture");
    return p;
}

static picture picture_read(const char *name)
{
    png_image image = { .version = PNG_IMAGE_VERSION };
    png_color white = { 255, 255, 255 };
    if (!png_image_begin_read_from_file(&image, name)) die(image.message, name);
    image.format = PNG_FORMAT_RGB;
    picture p = picture_new(image.width, image.height);
    png_bytep bytes = malloc(PNG_IMAGE_SIZE(image));
    if (!bytes) die("no memory", name);
    if (!png_image_finish_read(&image, &white, bytes, 0, NULL)) die(image.message, name);
    for (size_t i = 0; i < p.width * p.height * 3; i++) p.at[i] = (float)bytes[i] / 255.0f;
    free(bytes);
    return p;
}

static void picture_write(const picture *p, const char *name)
{
    png_image image = { .version = PNG_IMAGE_VERSION,
                        .width = (png_uint_32)p->width,
                        .height = (png_uint_32)p->height,
                        .format = PNG_FORMAT_RGB };
    png_bytep bytes = malloc(p->width * p->height * 3);
    if (!bytes) die("no memory", name);
    for (size_t i = 0; i < p->width * p->height * 3; i++)
        bytes[i] = (png_byte)lroundf(fminf(fmaxf(p->at[i], 0), 1) * 255);
    if (!png_image_write_to_file(&image, name, 0, bytes, 0, NULL)) die(image.message, name);
    free(bytes);
}

static picture picture_shrink(picture p, size_t factor)
{
    picture small = picture_new(p.width / factor, p.height / factor);
    float share = 1.0f / (float)(factor * factor);
    for (size_t y = 0; y < small.height * factor; y++)
        for (size_t x = 0; x < small.width * factor; x++)
            for (size_t c = 0; c < 3; c++)
                small.at[3 * (y / factor * small.width + x / factor) + c] +=
                    share * p.at[3 * (y * p.width + x) + c];
    free(p.at);
    return small;
}

/* ---- as the eye sees it ---- */

static float light(float c)
{
    return c <= 0.04045f ? c / 12.92f : powf((c + 0.055f) / 1.055f, 2.4f);
}

/* Björn Ottosson, "A perceptual color space for image processing", 2020. */
static void to_oklab(float *at)
{
    float r = light(at[0]), g = light(at[1]), b = light(at[2]);
    float l = cbrtf(0.4122214708f * r + 0.5363325363f * g + 0.0514459929f * b);
    float m = cbrtf(0.2119034982f * r + 0.6806995451f * g + 0.1073969566f * b);
    float s = cbrtf(0.0883024619f * r + 0.2817188376f * g + 0.6299787005f * b);
    at[0] = 100 * (0.2104542553f * l + 0.7936177850f * m - 0.0040720468f * s);
    at[1] = 100 * (1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s);
    at[2] = 100 * (0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s);
}

static size_t clamp(size_t at, long step, size_t n)
{
    long moved = (long)at + step;
    return moved < 0 ? 0 : moved >= (long)n ? n - 1 : (size_t)moved;
}

/* The mean of a square around each pixel. */
static picture blurred(const picture *p)
{
    picture soft = picture_new(p->width, p->height);
    float share = 1.0f / ((2 * BLUR + 1) * (2 * BLUR + 1));
    for (size_t y = 0; y < p->height; y++)
        for (size_t x = 0; x < p->width; x++)
            for (long dy = -BLUR; dy <= BLUR; dy++)
                for (long dx = -BLUR; dx <= BLUR; dx++) {
                    size_t from = clamp(y, dy, p->height) * p->width + clamp(x, dx, p->width);
                    for (size_t c = 0; c < 3; c++)
                        soft.at[3 * (y * p->width + x) + c] += share * p->at[3 * from + c];
                }
    return soft;
}

static picture seen(const picture *p)
{
    picture lab = blurred(p);
    for (size_t i = 0; i < p->width * p->height; i++) to_oklab(lab.at + 3 * i);
    return lab;
}

static double distance(const picture *a, const picture *b, size_t i)
{
    double sum = 0;
    for (size_t c = 0; c < 3; c++) {
        double d = (double)a->at[3 * i + c] - (double)b->at[3 * i + c];
        sum += d * d;
    }
    return sqrt(sum);
}

/* ---- the verdict ---- */

typedef struct verdict {
    double mean, block;
    size_t x, y; /* of the worst block */
} verdict;

static double block_mean(const picture *a, const picture *b, size_t left, size_t top)
{
    double sum = 0, n = 0;
    for (size_t y = top; y < top + BLOCK && y < a->height; y++)
        for (size_t x = left; x < left + BLOCK && x < a->width; x++, n++)
            sum += distance(a, b, y * a->width + x);
    return sum / n;
}

static verdict judge(const picture *a, const picture *b)
{
    verdict v = { 0 };
    for (size_t i = 0; i < a->width * a->height; i++) v.mean += distance(a, b, i);
    v.mean /= (double)(a->width * a->height);
    /* Blocks overlap by half, so that no defect hides between two. */
    for (size_t y = 0; y < a->height; y += BLOCK / 2)
        for (size_t x = 0; x < a->width; x += BLOCK / 2) {
            double mean = block_mean(a, b, x, y);
            if (mean > v.block) v = (verdict){ v.mean, mean, x, y };
        }
    return v;
}

static void write_difference(const picture *got, const picture *wanted, const picture *a,
                             const picture *b, const char *name)
{
    size_t n = got->width * got->height * 3;
    picture all = picture_new(got->width, 3 * got->height);
    memcpy(all.at, wanted->at, n * sizeof(float));
    memcpy(all.at + n, got->at, n * sizeof(float));
    for (size_t i = 0; i < n / 3; i++) {
        float d = fminf((float)distance(a, b, i) / 10, 1);
        float shade[3] = { 1, 1 - d, 1 - d };
        memcpy(all.at + 2 * n + 3 * i, shade, sizeof shade);
    }
    picture_write(&all, name);
    free(all.at);
}

static int compare(const char *got_name, const char *wanted_name, const tolerance *limits)
{
    picture got = picture_read(got_name), wanted = picture_read(wanted_name);
    size_t factor = got.width / wanted.width;
    if (factor < 1 || got.width != factor * wanted.width || got.height != factor * wanted.height) {
        fprintf(stderr, "compare_png: %s is %zu x %zu, %s is %zu x %zu\n", got_name, got.width,
                got.height, wanted_name, wanted.width, wanted.height);
        return 1;
    }
    got = picture_shrink(got, factor);
    picture a = seen(&got), b = seen(&wanted);
    verdict v = judge(&a, &b);
    int differs = !(v.mean <= limits->mean && v.block <= limits->block);
    printf("mean %.4f (at most %g), worst block %.3f (at most %g) at %zu, %zu\n", v.mean,
           limits->mean, v.block, limits->block, v.x, v.y);
    if (differs && limits->difference) write_difference(&got, &wanted, &a, &b, limits->difference);
    free(a.at);
    free(b.at);
    free(got.at);
    free(wanted.at);
    return differs;
}

static int shrink(const char *factor, const char *in, const char *out)
{
    picture small = picture_shrink(picture_read(in), (size_t)atoi(factor));
    picture_write(&small, out);
    free(small.at);
    return 0;
}

int main(int count, char **words)
{
    tolerance limits = { 0.1, 4, NULL };
    if (count == 5 && strcmp(words[1], "--shrink") == 0 && atoi(words[2]) > 0)
        return shrink(words[2], words[3], words[4]);
    int at = 1;
    for (; at + 1 < count && strncmp(words[at], "--", 2) == 0; at += 2) {
        if (strcmp(words[at], "--mean") == 0)
            limits.mean = atof(words[at + 1]);
        else if (strcmp(words[at], "--block") == 0)
            limits.block = atof(words[at + 1]);
        else if (strcmp(words[at], "--difference") == 0)
            limits.difference = words[at + 1];
        else
            die("no such option", words[at]);
    }
    if (count - at != 2)
        die("usage: [--mean M] [--block B] [--difference FILE] GOT WANTED", "words");
    return compare(words[at], words[at + 1], &limits);
}
