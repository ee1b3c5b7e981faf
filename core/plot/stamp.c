#include "plot/stamp.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "plot/mark.h"

enum {
    FROM = 2000,        /* marks; fewer are painted one by one */
    FROM_DRAWN = 50000, /* in SVG and PDF, where a mark of its own stays sharp when enlarged */
    PLACES = 8,         /* of a stamp within a pixel, each way */
    LARGEST = 40,       /* pixels from the middle of a mark to its edge */
    LANES = 8,          /* columns of a stamp are a multiple of it */
    BLOCK = 1024
};

/* What a mark lets through of what is below, and how much ink it leaves; column by column. The
 * rest is the color of the page: the inside of a hollow mark. */
typedef struct stamps {
    int reach;               /* the middle's pixel is that many from the first row and column */
    int rows, columns, size; /* of one stamp */
    float *through, *ink;    /* PLACES * PLACES stamps; ink NULL: all that is not through */
} stamps;

/* Pixels of the panel and of what stands over its edge. */
typedef struct sheet {
    int x, y, width, height;
    float *through, *ink;
} sheet;

static void stamps_free(stamps *s)
{
    free(s->through);
    free(s->ink);
}

static void sheet_free(sheet *s)
{
    free(s->through);
    free(s->ink);
}

static bool stamps_allocate(stamps *s, const dw_style *style, int reach)
{
    s->reach = reach;
    s->rows = 2 * s->reach + 1;
    s->columns = (s->rows + LANES - 1) / LANES * LANES;
    s->size = s->rows * s->columns;
    size_t n = (size_t)(PLACES * PLACES * s->size);
    s->through = dw_allocate(n, sizeof(float), NULL);
    if (!style->filled) s->ink = dw_allocate(n, sizeof(float), NULL);
    return s->through && (style->filled || s->ink);
}

/* Of a mark in pure red on pure green: red is ink, green the page inside of it. */
static void take_pixel(stamps *s, size_t at, uint32_t pixel, double alpha)
{
    double ink = (pixel >> 16 & 255) / 255.0, page = (pixel >> 8 & 255) / 255.0;
    if (ink < 1) page *= (1 - alpha * ink) / (1 - ink);
    s->through[at] = (float)(1 - alpha * ink - page);
    if (s->ink) s->ink[at] = (float)(alpha * ink);
}

static void take_stamp(stamps *s, int place, cairo_surface_t *image, double alpha)
{
    cairo_surface_flush(image);
    const unsigned char *pixels = cairo_image_surface_get_data(image);
    int stride = cairo_image_surface_get_stride(image);
    for (int y = 0; y < s->rows; y++) {
        const uint32_t *row = (const uint32_t *)(const void *)(pixels + y * stride);
        for (int x = 0; x < s->columns; x++)
            take_pixel(s, (size_t)(place * s->size + y * s->columns + x), row[x], alpha);
    }
}

static bool stamps_paint(stamps *s, const dw_style *style)
{
    const dw_color red = { 1, 0, 0 }, green = { 0, 1, 0 };
    dw_style plain = *style;
    plain.color = red;
    plain.alpha = 1;
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, s->columns, s->rows);
    cairo_t *cr = cairo_create(image);
    for (int place = 0; place < PLACES * PLACES; place++) {
        cairo_set_operator(cr, CAIRO_OPERATOR_CLEAR);
        cairo_paint(cr);
        cairo_set_operator(cr, CAIRO_OPERATOR_OVER);
        dw_mark_paint(cr, &plain, s->reach + (place % PLACES + 0.5) / PLACES,
                      s->reach + ((double)(place / PLACES) + 0.5) / PLACES, green);
        take_stamp(s, place, image, style->alpha);
    }
    bool fine = cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cr);
    cairo_surface_destroy(image);
    return fine;
}

static bool is_empty(const stamps *s, int row, int column)
{
    for (int place = 0; place < PLACES * PLACES; place++)
        if (s->through[place * s->size + row * s->columns + column] < 1) return false;
    return true;
}

/* Rows (columns) that no stamp touches, from the first on; as many stand at the end. */
static int empty_margin(const stamps *s)
{
    int margin = 0;
    for (; margin < s->reach; margin++)
        for (int i = 0; i < s->rows; i++) {
            int last = s->rows - 1 - margin;
            if (!is_empty(s, margin, i) || !is_empty(s, last, i) || !is_empty(s, i, margin) ||
                !is_empty(s, i, last))
                return margin;
        }
    return margin;
}

/* Painted twice: with room enough for every shape, then no larger than the shape needs. */
static bool stamps_new(stamps *s, const dw_style *style)
{
    double stroke = style->filled ? 0 : fmin(style->width, 0.5 * style->radius);
    int reach = (int)fmin(ceil(1.55 * style->radius + stroke) + 1, LARGEST + 1);
    if (reach > LARGEST) return false;
    if (!stamps_allocate(s, style, reach) || !stamps_paint(s, style)) return false;
    reach -= empty_margin(s);
    stamps_free(s);
    *s = (stamps){ 0 };
    return stamps_allocate(s, style, reach) && stamps_paint(s, style);
}

static bool sheet_new(sheet *out, const dw_box *box, double zoom, const stamps *s)
{
    int room = s->columns + 2;
    out->x = (int)floor(box->x * zoom) - room;
    out->y = (int)floor(box->y * zoom) - room;
    out->width = (int)ceil((box->x + box->w) * zoom) + room - out->x;
    out->height = (int)ceil((box->y + box->h) * zoom) + room - out->y;
    size_t n = (size_t)out->width * (size_t)out->height;
    out->through = dw_allocate(n, sizeof(float), NULL);
    if (s->ink) out->ink = dw_allocate(n, sizeof(float), NULL);
    if (!out->through || (s->ink && !out->ink)) return false;
    for (size_t i = 0; i < n; i++) out->through[i] = 1;
    return true;
}

/* Never quite nothing: what is left after a thousand marks would be a denormal number, and slow. */
static void stamp_through(float *restrict to, const float *restrict stamp)
{
#pragma omp simd
    for (int k = 0; k < LANES; k++) to[k] = to[k] * stamp[k] + 1e-30f;
}

static void stamp_ink(float *restrict to, const float *restrict stamp,
                      const float *restrict through)
{
#pragma omp simd
    for (int k = 0; k < LANES; k++) to[k] = to[k] * through[k] + stamp[k];
}

static void stamp_at(const sheet *to, const stamps *s, double x, double y)
{
    int px = (int)((x - to->x) * PLACES), py = (int)((y - to->y) * PLACES);
    size_t place = (size_t)(py % PLACES * PLACES + px % PLACES) * (size_t)s->size;
    size_t at =
        (size_t)(py / PLACES - s->reach) * (size_t)to->width + (size_t)(px / PLACES - s->reach);
    size_t width = (size_t)to->width, columns = (size_t)s->columns;
    const float *through = s->through + place, *end = through + s->size;
    float *left = to->through + at;
    for (; through < end; through += columns, left += width)
        for (size_t k = 0; k < columns; k += LANES) stamp_through(left + k, through + k);
    if (!s->ink) return;
    const float *ink = s->ink + place;
    float *inked = to->ink + at;
    for (through -= s->size; through < end; through += columns, ink += columns, inked += width)
        for (size_t k = 0; k < columns; k += LANES) stamp_ink(inked + k, ink + k, through + k);
}

static void stamp_all(const sheet *to, const stamps *s, const dw_panel *panel,
                      const dw_layer *layer, double zoom)
{
    const dw_box *b = &panel->box;
    double x[BLOCK], y[BLOCK];
    for (size_t from = 0; from < layer->n; from += BLOCK) {
        size_t n = layer->n - from < BLOCK ? layer->n - from : BLOCK;
        dw_scale_map_all(&panel->x, layer->x + from, n, x);
        dw_scale_map_all(&panel->y, layer->y + from, n, y);
        for (size_t i = 0; i < n; i++)
            if (x[i] >= b->x - 1 && x[i] <= b->x + b->w + 1 && y[i] >= b->y - 1 &&
                y[i] <= b->y + b->h + 1)
                stamp_at(to, s, x[i] * zoom, y[i] * zoom);
    }
}

static uint32_t level(float ink, float of_ink, float page, float of_page, uint32_t most)
{
    uint32_t value = (uint32_t)(255 * (ink * of_ink + page * of_page) + 0.5f);
    return value < most ? value : most;
}

static void develop(const sheet *from, cairo_surface_t *image, dw_color ink, dw_color page)
{
    const float i[] = { (float)ink.r, (float)ink.g, (float)ink.b };
    const float p[] = { (float)page.r, (float)page.g, (float)page.b };
    unsigned char *pixels = cairo_image_surface_get_data(image);
    int stride = cairo_image_surface_get_stride(image);
    for (int y = 0; y < from->height; y++) {
        uint32_t *row = (uint32_t *)(void *)(pixels + y * stride);
        const float *through = from->through + (size_t)y * (size_t)from->width;
        const float *inked = from->ink ? from->ink + (size_t)y * (size_t)from->width : NULL;
        for (int x = 0; x < from->width; x++) {
            float covered = 1 - through[x], left = inked ? inked[x] : covered;
            if (covered <= 0) continue;
            uint32_t a = (uint32_t)(255 * covered + 0.5f);
            row[x] = a << 24;
            for (int k = 0; k < 3; k++)
                row[x] |= level(left, i[k], fmaxf(covered - left, 0), p[k], a) << (16 - 8 * k);
        }
    }
    cairo_surface_mark_dirty(image);
}

static bool paint_sheet(const dw_painter *p, const sheet *from, double zoom, const dw_style *style)
{
    cairo_surface_t *image =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, from->width, from->height);
    bool fine = !cairo_surface_status(image);
    if (fine) {
        develop(from, image, style->color, p->layout->theme->page);
        cairo_save(p->cr);
        cairo_scale(p->cr, 1 / zoom, 1 / zoom);
        cairo_set_source_surface(p->cr, image, from->x, from->y);
        cairo_pattern_set_filter(cairo_get_source(p->cr), CAIRO_FILTER_NEAREST);
        cairo_paint(p->cr);
        cairo_restore(p->cr);
    }
    cairo_surface_destroy(image);
    return fine;
}

/* Pixels of the file in a unit of the page; 2 where the file has none. 0: turned or not alike in
 * both directions. */
static double zoom_of(const dw_painter *p, bool is_image)
{
    cairo_matrix_t m;
    cairo_get_matrix(p->cr, &m);
    if (!is_image) return 2;
    return m.xx == m.yy && m.xy == 0 && m.yx == 0 && m.x0 == floor(m.x0) && m.y0 == floor(m.y0)
               ? m.xx
               : 0;
}

bool dw_paint_stamps(const dw_painter *p, const dw_panel *panel, const dw_layer *layer,
                     const dw_style *style)
{
    bool is_image = cairo_surface_get_type(cairo_get_target(p->cr)) == CAIRO_SURFACE_TYPE_IMAGE;
    double zoom = zoom_of(p, is_image);
    if (layer->n < (is_image ? FROM : FROM_DRAWN) || !(zoom > 0)) return false;
    dw_style zoomed = *style;
    zoomed.radius *= zoom;
    zoomed.width *= zoom;
    stamps s = { 0 };
    sheet to = { 0 };
    bool fine = stamps_new(&s, &zoomed) && sheet_new(&to, &panel->box, zoom, &s);
    if (fine) {
        stamp_all(&to, &s, panel, layer, zoom);
        fine = paint_sheet(p, &to, zoom, style);
    }
    sheet_free(&to);
    stamps_free(&s);
    return fine;
}
