#include "plot/stored.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plot/stored_fields.h"

/* ---- values ---- */

/* A decimal of at most six places is short to read and to store; x is one when the division, which
 * rounds as strtod does, gives x again. All other numbers are faster and no longer in hexadecimal.
 */
static void add_number(dw_buffer *out, double x)
{
    char text[40];
    if (fabs(x) < 1e9 && nearbyint(x * 1e6) / 1e6 == x)
        dw_buffer_add_bytes(out, text, (size_t)snprintf(text, sizeof text, "%.*g", DBL_DIG, x));
    else if (isnan(x)) /* without the sign that printf may show */
        dw_buffer_add(out, "nan");
    else
        dw_buffer_add_bytes(out, text, (size_t)snprintf(text, sizeof text, "%a", x));
}

static void add_numbers(dw_buffer *out, const double *numbers, size_t n)
{
    dw_buffer_add(out, "\"");
    for (size_t i = 0; i < n; i++) {
        if (i) dw_buffer_add(out, " ");
        add_number(out, numbers[i]);
    }
    dw_buffer_add(out, "\"");
}

static void add_text(dw_buffer *out, const char *text)
{
    dw_buffer_add(out, "\"");
    for (const char *at = text; *at;) {
        size_t plain = 0;
        while ((unsigned char)at[plain] >= 0x20 && at[plain] != '"' && at[plain] != '\\') plain++;
        dw_buffer_add_bytes(out, at, plain);
        at += plain;
        if (!*at) break;
        if (*at == '"' || *at == '\\')
            dw_buffer_format(out, "\\%c", *at);
        else
            dw_buffer_format(out, "\\u%04x", *at);
        at++;
    }
    dw_buffer_add(out, "\"");
}

static void add_texts(dw_buffer *out, char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        dw_buffer_add(out, i ? "," : "[");
        add_text(out, texts[i]);
    }
    dw_buffer_add(out, n ? "]" : "[]");
}

/* ---- structs ---- */

static void add_record(dw_buffer *out, const dw_record *record, const void *at);

/* Whether the field is as dw_allocate leaves it; a group never is. */
static bool is_left_out(const dw_field *field, const char *at)
{
    switch (field->kind) {
    case DW_FIELD_NUMBER:
        return *(const double *)(const void *)at == 0 &&
               !signbit(*(const double *)(const void *)at);
    case DW_FIELD_FLAG:
        return !*(const bool *)at;
    case DW_FIELD_WHOLE:
    case DW_FIELD_CHOICE:
    case DW_FIELD_NAME:
        return *(const int *)(const void *)at == 0 && field->kind != DW_FIELD_NAME;
    case DW_FIELD_RGB:
        return *(const uint32_t *)(const void *)at == 0;
    case DW_FIELD_SIZE:
        return *(const size_t *)(const void *)at == 0;
    case DW_FIELD_TEXT:
        return !**(char *const *)(const void *)at;
    case DW_FIELD_LETTERS:
        return !*at;
    case DW_FIELD_GROUP:
        return false;
    default:
        return !*(void *const *)(const void *)at;
    }
}

static void add_list(dw_buffer *out, const dw_field *field, const char *list, size_t n)
{
    dw_buffer_add(out, "[");
    for (size_t i = 0; i < n; i++) {
        if (i) dw_buffer_add(out, ",");
        const void *at = field->kind == DW_FIELD_LIST ? list + i * field->record->size
                                                      : ((void *const *)(const void *)list)[i];
        add_record(out, field->record, at);
    }
    dw_buffer_add(out, "]");
}

/* A number that is no series stands in quotes where JSON has no such number. */
static void add_single(dw_buffer *out, double x)
{
    add_numbers(out, &x, 1);
}

static void add_value(dw_buffer *out, const dw_field *field, const void *record_at)
{
    const void *at = (const char *)record_at + field->offset;
    switch (field->kind) {
    case DW_FIELD_NUMBER:
        add_single(out, *(const double *)at);
        break;
    case DW_FIELD_FLAG:
        dw_buffer_add(out, "true");
        break;
    case DW_FIELD_WHOLE:
    case DW_FIELD_CHOICE:
        dw_buffer_format(out, "%d", *(const int *)at);
        break;
    case DW_FIELD_NAME:
        add_text(out, field->name_of(*(const int *)at));
        break;
    case DW_FIELD_RGB:
        dw_buffer_format(out, "%lu", (unsigned long)*(const uint32_t *)at);
        break;
    case DW_FIELD_SIZE:
        dw_buffer_format(out, "%zu", *(const size_t *)at);
        break;
    case DW_FIELD_TEXT:
    case DW_FIELD_LABEL:
        add_text(out, *(char *const *)at);
        break;
    case DW_FIELD_LETTERS:
        add_text(out, at);
        break;
    case DW_FIELD_NUMBERS:
        add_numbers(out, *(double *const *)at, dw_field_length(field, record_at));
        break;
    case DW_FIELD_TEXTS:
        add_texts(out, *(char *const *const *)at, dw_field_length(field, record_at));
        break;
    case DW_FIELD_GROUP:
        add_record(out, field->record, at);
        break;
    case DW_FIELD_MAYBE:
        add_record(out, field->record, *(void *const *)at);
        break;
    case DW_FIELD_LIST:
    case DW_FIELD_POINTERS:
        add_list(out, field, *(char *const *)at, dw_field_length(field, record_at));
        break;
    }
}

static void add_record(dw_buffer *out, const dw_record *record, const void *at)
{
    const char *mark = "{";
    for (const dw_field *field = record->fields; field->name; field++) {
        if (is_left_out(field, (const char *)at + field->offset)) continue;
        dw_buffer_format(out, "%s\"%s\":", mark, field->name);
        mark = ",";
        add_value(out, field, at);
    }
    dw_buffer_add(out, mark[0] == '{' ? "{}" : "}");
}

dw_status dw_stored_write(const dw_figure *figure, dw_buffer *out, dw_error *err)
{
    add_record(out, &dw_figure_record, figure);
    return out->failed ? dw_fail(err, DW_ENOMEM, "no memory to store the figure") : DW_OK;
}
