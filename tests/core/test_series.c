/* Decks, and series of pictures. */
#include "picture.h"

#include "base/file.h"
#include "plot/frames.h"

/* ---- series ---- */

static void layers_appear_in_their_order(void **state)
{
    (void)state;
    dw_figure *figure = build_up();
    size_t steps[6];
    const size_t wanted[6] = { 0, 1, 1, 2, 0, 3 }; /* the band comes with the second line */
    assert_int_equal(dw_frames_plan(figure, false, steps), 4);
    assert_memory_equal(steps, wanted, sizeof wanted);
    assert_int_equal(dw_frames_plan(figure, true, steps), 5);
    assert_int_equal(steps[0], 1);
    dw_figure_free(figure);
    dw_axes *axes;
    figure = figure_of(NULL, &axes);
    assert_int_equal(dw_frames_plan(figure, false, steps), 1);
    dw_figure_free(figure);
}

static void texts_belong_to_their_layers(void **state)
{
    (void)state;
    const struct {
        const char *text;
        int layer;
    } rows[] = {
        { "Layers", DW_NO_LAYER }, { "first", 0 }, { "second", 2 }, { "rule", 3 }, { "a note", 5 }
    };
    dw_figure *figure = build_up();
    dw_sheet sheet;
    assert_int_equal(dw_sheet_make(figure, &sheet, NULL), DW_OK);
    size_t found = 0;
    for (size_t t = 0; t < sheet.layout->text_count; t++) {
        const dw_text_box *text = &sheet.layout->texts[t];
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            if (strcmp(text->text, rows[i].text) != 0) continue;
            assert_int_equal(text->layer, rows[i].layer);
            found++;
        }
        if (text->role == DW_ROLE_X_TICK) assert_int_equal(text->layer, DW_NO_LAYER);
    }
    assert_int_equal(found, 5);
    dw_sheet_free(&sheet);
    dw_figure_free(figure);
}

/* ---- animated PNG ---- */

static uint32_t number_at(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static uint32_t checksum(const unsigned char *at, size_t n)
{
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < n; i++) {
        crc ^= at[i];
        for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

static void write_number(unsigned char *at, uint32_t x)
{
    for (int i = 0; i < 4; i++) at[i] = (unsigned char)(x >> (24 - 8 * i));
}

static void add_chunk(dw_buffer *out, const char *type, const unsigned char *data, uint32_t n)
{
    unsigned char head[8], tail[4];
    write_number(head, n);
    memcpy(head + 4, type, 4);
    size_t from = out->length + 4;
    dw_buffer_add_bytes(out, (const char *)head, 8);
    dw_buffer_add_bytes(out, (const char *)data, n);
    write_number(tail, checksum((const unsigned char *)out->text + from, n + 4));
    dw_buffer_add_bytes(out, (const char *)tail, 4);
}

/* What a program that plays the file has in hand. */
typedef struct player {
    const unsigned char *header;  /* of IHDR */
    const unsigned char *control; /* of the last fcTL */
    uint32_t sequence, pictures, seen;
    dw_buffer one; /* the picture that is being read, as a plain PNG */
    unsigned char *canvas;
    bool data;
} player;

static void begin_picture(player *p, const unsigned char *control)
{
    unsigned char header[13];
    p->control = control;
    assert_int_equal(number_at(control), p->sequence++);
    memcpy(header, p->header, 13);
    memcpy(header, control + 4, 8);
    p->one.length = 0;
    dw_buffer_add_bytes(&p->one, "\211PNG\r\n\032\n", 8);
    add_chunk(&p->one, "IHDR", header, 13);
    p->data = false;
}

static void end_picture(player *p)
{
    if (!p->control) return;
    add_chunk(&p->one, "IEND", NULL, 0);
    FILE *stream = fmemopen(p->one.text, p->one.length, "rb");
    picture patch = read_stream(stream);
    fclose(stream);
    int width = (int)number_at(p->header), height = (int)number_at(p->header + 4);
    int left = (int)number_at(p->control + 12), top = (int)number_at(p->control + 16);
    assert_true(left + patch.width <= width && top + patch.height <= height);
    for (int y = 0; y < patch.height; y++)
        memcpy(p->canvas + 4 * ((top + y) * width + left), patch.rgba + 4 * y * patch.width,
               4 * (size_t)patch.width);
    free(patch.rgba);
    p->seen++;
}

static void take_chunk(player *p, const unsigned char *at, uint32_t n)
{
    const unsigned char *data = at + 8;
    if (memcmp(at + 4, "acTL", 4) == 0) {
        assert_false(p->data);
        p->pictures = number_at(data);
        assert_int_equal(number_at(data + 4), 1);
    } else if (memcmp(at + 4, "fcTL", 4) == 0) {
        assert_int_equal(n, 26);
        assert_int_equal(data[20] << 8 | data[21], 250); /* 0.25 s */
        assert_int_equal(data[22] << 8 | data[23], 1000);
        end_picture(p);
        begin_picture(p, data);
    } else if (memcmp(at + 4, "IDAT", 4) == 0) {
        assert_non_null(p->control);
        assert_int_equal(p->seen, 0);
        add_chunk(&p->one, "IDAT", data, n);
        p->data = true;
    } else if (memcmp(at + 4, "fdAT", 4) == 0) {
        assert_int_equal(number_at(data), p->sequence++);
        assert_true(p->seen > 0);
        add_chunk(&p->one, "IDAT", data + 4, n - 4);
    }
}

/* Plays the file to its last picture. */
static uint32_t play(const unsigned char *file, size_t length, unsigned char *canvas)
{
    player p = { .canvas = canvas };
    const unsigned char *at = file + 8, *end = file + length;
    p.header = at + 8;
    while (at < end) {
        uint32_t n = number_at(at);
        assert_true(n <= (size_t)(end - at) - 12);
        assert_int_equal(checksum(at + 4, n + 4), number_at(at + 8 + n));
        take_chunk(&p, at, n);
        at += 12 + n;
    }
    assert_memory_equal(end - 8, "IEND", 4);
    end_picture(&p);
    assert_int_equal(p.seen, p.pictures);
    dw_buffer_free(&p.one);
    return p.seen;
}

static void an_animation_ends_with_the_figure(void **state)
{
    (void)state;
    dw_error err = { "" };
    for (int clear = 0; clear < 2; clear++) {
        dw_figure *figure = build_up();
        figure->output_clear = clear;
        dw_frames frames = { .format = "apng", .delay_s = 0.25, .axes_first = clear };
        size_t count;
        dw_status status = dw_frames_save(figure, &frames, path_of("a"), &count, NULL, &err);
        if (status) fail_msg("%s", err.text);
        dw_buffer file = { 0 };
        dw_file_read(path_of("a.apng"), 1 << 24, &file, NULL);
        picture whole = save_and_read(figure);
        size_t bytes = 4 * (size_t)whole.width * (size_t)whole.height;
        unsigned char *canvas = calloc(bytes, 1);
        assert_int_equal(play((unsigned char *)file.text, file.length, canvas), count);
        assert_int_equal(count, 4 + clear);
        assert_memory_equal(canvas, whole.rgba, bytes);
        free(canvas);
        free(whole.rgba);
        dw_buffer_free(&file);
        dw_figure_free(figure);
    }
}

static void every_picture_of_a_series_is_saved(void **state)
{
    (void)state;
    dw_figure *figure = build_up();
    size_t count;
    dw_error err = { "" };
    dw_frames frames = { .format = "png" };
    assert_int_equal(dw_frames_save(figure, &frames, path_of("s"), &count, NULL, &err), DW_OK);
    assert_int_equal(count, 4);
    picture whole = save_and_read(figure);
    size_t before = SIZE_MAX, bytes = 4 * (size_t)whole.width * (size_t)whole.height;
    for (size_t i = 1; i <= count; i++) {
        char name[16];
        snprintf(name, sizeof name, "s-%zu.png", i);
        FILE *stream = fopen(path_of(name), "rb");
        assert_non_null(stream);
        picture p = read_stream(stream);
        size_t other = 0;
        for (size_t b = 0; b < bytes; b++) other += p.rgba[b] != whole.rgba[b];
        assert_true(other < before); /* nearer to the whole figure */
        assert_true(i < count ? other > 0 : other == 0);
        before = other;
        free(p.rgba);
        fclose(stream);
        unlink(path_of(name));
    }
    frames.format = "gif";
    assert_int_equal(dw_frames_save(figure, &frames, path_of("s"), &count, NULL, &err), DW_EARG);
    frames.format = "apng";
    assert_int_equal(dw_frames_save(figure, &frames, "/dev/null/s", &count, NULL, &err), DW_EIO);
    free(whole.rgba);
    dw_figure_free(figure);
}

/* ---- decks ---- */

static void a_deck_is_whole_or_not_at_all(void **state)
{
    (void)state;
    dw_figure *figure = build_up();
    const dw_figure *figures[] = { figure, figure, figure };
    dw_error err = { "" };
    assert_int_equal(dw_deck_save(figures, 3, NULL, path_of("d.pdf"), NULL, &err), DW_OK);
    dw_buffer first = { 0 }, again = { 0 };
    dw_file_read(path_of("d.pdf"), 1 << 24, &first, NULL);
    figure->output_scale = 100; /* cannot be laid out: the file stays as it was */
    assert_int_equal(dw_deck_save(figures, 3, NULL, path_of("d.pdf"), NULL, &err), DW_EDOMAIN);
    assert_int_equal(dw_deck_save(figures, 0, NULL, path_of("d.pdf"), NULL, &err), DW_EARG);
    dw_file_read(path_of("d.pdf"), 1 << 24, &again, NULL);
    assert_int_equal(first.length, again.length);
    assert_memory_equal(first.text, "%PDF-1.", 7);
    dw_buffer_free(&first);
    dw_buffer_free(&again);
    dw_figure_free(figure);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const names[] = { "p.png", "a.apng", "d.pdf" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) unlink(path_of(names[i]));
    return rmdir(folder); /* fails when something was left behind */
}

int dw_test_series(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layers_appear_in_their_order),
        cmocka_unit_test(texts_belong_to_their_layers),
        cmocka_unit_test(an_animation_ends_with_the_figure),
        cmocka_unit_test(every_picture_of_a_series_is_saved),
        cmocka_unit_test(a_deck_is_whole_or_not_at_all),
    };
    return cmocka_run_group_tests_name("series", tests, make_folder, remove_folder);
}
