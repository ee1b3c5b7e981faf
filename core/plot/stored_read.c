#include <cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plot/stored.h"
#include "plot/stored_fields.h"

enum {
    MOST_TEXT = 24 << 20, /* bytes of the whole; cJSON takes up to 32 times as much meanwhile */
    MOST_SIZE = 1 << 24,  /* rows, columns, numbers of a series: two multiplied still fit */
    MOST_STRUCTS = 20000  /* in one list */
};

/* ---- values ---- */

static dw_status refuse(const dw_record *record, const dw_field *field, const char *rule,
                        dw_error *err)
{
    return dw_fail(err, DW_EARG, "'%s' of %s must be %s", field->name, record->name, rule);
}

static bool whole(const cJSON *item, double most, double *out)
{
    if (!cJSON_IsNumber(item)) return false;
    *out = item->valuedouble;
    return *out >= 0 && *out <= most && *out == floor(*out);
}

static dw_status copy_text(const cJSON *item, char **slot, dw_error *err)
{
    const char *text = cJSON_GetStringValue(item);
    if (!text) return dw_fail(err, DW_EARG, "a text is missing in the stored figure");
    size_t n = strlen(text);
    if (dw_text_utf8_prefix(text, n) != n)
        return dw_fail(err, DW_EARG, "a text of the stored figure is not UTF-8");
    char *copy = dw_allocate(n + 1, 1, err);
    if (!copy) return DW_ENOMEM;
    memcpy(copy, text, n);
    free(*slot);
    *slot = copy;
    return DW_OK;
}

static dw_status read_letters(const dw_record *record, const dw_field *field, char *at,
                              const cJSON *item, dw_error *err)
{
    const char *text = cJSON_GetStringValue(item);
    size_t n = text ? strlen(text) : 0;
    if (!text || n >= (size_t)field->most || dw_text_utf8_prefix(text, n) != n)
        return refuse(record, field, "a short text", err);
    memcpy(at, text, n + 1);
    return DW_OK;
}

/* Reads n numbers with a space between them; false when it is anything else. */
static bool read_numbers(const char *text, double *out, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char *end;
        if (*text == ' ' || *text == '\0') return false;
        out[i] = strtod(text, &end);
        if (end == text || *end != (i + 1 < n ? ' ' : '\0')) return false;
        text = end + 1;
    }
    return true;
}

static size_t count_numbers(const char *text)
{
    size_t n = *text != '\0';
    for (; *text; text++) n += *text == ' ';
    return n;
}

static bool one_number(const cJSON *item, double *out)
{
    const char *text = cJSON_GetStringValue(item);
    return text && read_numbers(text, out, 1);
}

/* ---- series and texts ---- */

/* The length that is asked for, or the one that is there when the field counts itself. */
static dw_status settle_length(const dw_record *record, const dw_field *field, void *record_at,
                               size_t there, dw_error *err)
{
    if (!field->length) {
        *(size_t *)(void *)((char *)record_at + field->count) = there;
        return DW_OK;
    }
    size_t wanted = field->length(record_at);
    if (there == wanted) return DW_OK;
    return dw_fail(err, DW_EARG, "'%s' of %s must have %zu elements, has %zu", field->name,
                   record->name, wanted, there);
}

static dw_status read_series(const dw_record *record, const dw_field *field, void *record_at,
                             const cJSON *item, dw_error *err)
{
    double **slot = (double **)(void *)((char *)record_at + field->offset);
    const char *text = cJSON_GetStringValue(item);
    if (!text) return refuse(record, field, "numbers in a text", err);
    size_t n = count_numbers(text);
    dw_status status = settle_length(record, field, record_at, n, err);
    if (status) return status;
    *slot = dw_allocate(n, sizeof **slot, err);
    if (!*slot) return DW_ENOMEM;
    if (!read_numbers(text, *slot, n))
        return refuse(record, field, "numbers with a space between them", err);
    return DW_OK;
}

static dw_status read_texts(const dw_record *record, const dw_field *field, void *record_at,
                            const cJSON *item, dw_error *err)
{
    char ***slot = (char ***)(void *)((char *)record_at + field->offset);
    if (!cJSON_IsArray(item)) return refuse(record, field, "a list of texts", err);
    size_t n = (size_t)cJSON_GetArraySize(item);
    char **texts = dw_allocate(n, sizeof *texts, err);
    if (!texts) return DW_ENOMEM;
    dw_status status = settle_length(record, field, record_at, n, err);
    if (status) {
        free(texts);
        return status;
    }
    *slot = texts;
    const cJSON *element;
    cJSON_ArrayForEach(element, item) if (!status) status = copy_text(element, texts++, err);
    return status;
}

/* ---- structs ---- */

static dw_status read_record(const dw_record *record, void *at, const cJSON *object, dw_error *err);

static dw_status read_list(const dw_record *record, const dw_field *field, void *record_at,
                           const cJSON *item, dw_error *err)
{
    void **slot = (void **)(void *)((char *)record_at + field->offset);
    size_t *count = (size_t *)(void *)((char *)record_at + field->count);
    size_t size = field->kind == DW_FIELD_LIST ? field->record->size : sizeof(void *);
    if (!cJSON_IsArray(item)) return refuse(record, field, "a list", err);
    size_t n = (size_t)cJSON_GetArraySize(item);
    if (n > MOST_STRUCTS)
        return dw_fail(err, DW_EARG, "'%s' of %s are %zu; at most %d are read", field->name,
                       record->name, n, MOST_STRUCTS);
    *slot = dw_allocate(n, size, err);
    if (!*slot) return DW_ENOMEM;
    const cJSON *element;
    cJSON_ArrayForEach(element, item)
    {
        void *at = (char *)*slot + *count * size;
        if (field->kind == DW_FIELD_POINTERS) {
            at = *(void **)at = dw_allocate(1, field->record->size, err);
            if (!at) return DW_ENOMEM;
        }
        ++*count; /* before the reading, so that what was read is freed when the rest is wrong */
        dw_status status = read_record(field->record, at, element, err);
        if (status) return status;
    }
    return DW_OK;
}

static dw_status read_maybe(const dw_field *field, void *at, const cJSON *item, dw_error *err)
{
    void **slot = at;
    *slot = dw_allocate(1, field->record->size, err);
    if (!*slot) return DW_ENOMEM;
    return read_record(field->record, *slot, item, err);
}

static int number_of_name(const dw_field *field, const char *given)
{
    const char *name;
    for (int i = 0; given && (name = field->name_of(i)); i++)
        if (strcmp(name, given) == 0) return i;
    return -1;
}

static dw_status read_plain(const dw_record *record, const dw_field *field, void *at,
                            const cJSON *item, dw_error *err)
{
    double x = 0;
    int named;
    switch (field->kind) {
    case DW_FIELD_NUMBER:
        return one_number(item, at) ? DW_OK : refuse(record, field, "a number in a text", err);
    case DW_FIELD_FLAG:
        if (!cJSON_IsBool(item)) return refuse(record, field, "true or false", err);
        *(bool *)at = cJSON_IsTrue(item);
        return DW_OK;
    case DW_FIELD_NAME:
        named = number_of_name(field, cJSON_GetStringValue(item));
        if (named < 0) return refuse(record, field, "a name that this dunwu knows", err);
        *(int *)at = named;
        return DW_OK;
    case DW_FIELD_WHOLE:
    case DW_FIELD_CHOICE:
        if (!whole(item, field->most, &x)) break;
        *(int *)at = (int)x;
        return DW_OK;
    case DW_FIELD_RGB:
        if (!whole(item, 0xffffff, &x)) break;
        *(uint32_t *)at = (uint32_t)x;
        return DW_OK;
    default: /* a size */
        if (!whole(item, MOST_SIZE, &x)) break;
        *(size_t *)at = (size_t)x;
        return DW_OK;
    }
    return refuse(record, field, "a whole number in its range", err);
}

static dw_status read_field(const dw_record *record, const dw_field *field, void *record_at,
                            const cJSON *item, dw_error *err)
{
    void *at = (char *)record_at + field->offset;
    switch (field->kind) {
    case DW_FIELD_TEXT:
    case DW_FIELD_LABEL:
        return copy_text(item, at, err);
    case DW_FIELD_LETTERS:
        return read_letters(record, field, at, item, err);
    case DW_FIELD_NUMBERS:
        return read_series(record, field, record_at, item, err);
    case DW_FIELD_TEXTS:
        return read_texts(record, field, record_at, item, err);
    case DW_FIELD_GROUP:
        return read_record(field->record, at, item, err);
    case DW_FIELD_MAYBE:
        return read_maybe(field, at, item, err);
    case DW_FIELD_LIST:
    case DW_FIELD_POINTERS:
        return read_list(record, field, record_at, item, err);
    default:
        return read_plain(record, field, at, item, err);
    }
}

static const dw_field *find_field(const dw_record *record, const char *name)
{
    const dw_field *field = record->fields;
    while (field->name && strcmp(field->name, name) != 0) field++;
    return field->name ? field : NULL;
}

static dw_status check_names(const dw_record *record, const cJSON *object, dw_error *err)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, object)
    {
        if (!find_field(record, item->string))
            return dw_fail(err, DW_EARG, "%s has '%.60s', which this dunwu does not know",
                           record->name, item->string);
        if (cJSON_GetObjectItemCaseSensitive(object, item->string) != item)
            return dw_fail(err, DW_EARG, "%s has '%s' twice", record->name, item->string);
    }
    return DW_OK;
}

static dw_status read_record(const dw_record *record, void *at, const cJSON *object, dw_error *err)
{
    if (!cJSON_IsObject(object)) return dw_fail(err, DW_EARG, "%s is missing", record->name);
    dw_status status = check_names(record, object, err);
    for (const dw_field *field = record->fields; field->name && !status; field++) {
        const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, field->name);
        if (item) {
            status = read_field(record, field, at, item, err);
        } else if (field->kind == DW_FIELD_TEXT) {
            char **slot = (char **)(void *)((char *)at + field->offset);
            if (!(*slot = dw_allocate(1, 1, err))) status = DW_ENOMEM;
        }
    }
    return !status && record->check ? record->check(at, err) : status;
}

/* ---- the whole ---- */

static dw_status read_figure(const cJSON *object, dw_figure **out, dw_error *err)
{
    dw_error why = { "" };
    dw_figure *figure = dw_allocate(1, sizeof *figure, err);
    if (!figure) return DW_ENOMEM;
    dw_status status = read_record(&dw_figure_record, figure, object, &why);
    if (!status) {
        *out = figure;
        return DW_OK;
    }
    dw_figure_free(figure);
    return dw_fail(err, status, "the stored figure: %s", why.text);
}

dw_status dw_stored_read(const char *text, dw_figure **out, dw_error *err)
{
    *out = NULL;
    size_t n = strlen(text);
    if (n > MOST_TEXT)
        return dw_fail(err, DW_EARG, "the stored figure is %zu bytes; at most %d are read", n,
                       MOST_TEXT);
    cJSON *object = cJSON_ParseWithLengthOpts(text, n + 1, NULL, true);
    if (!object) return dw_fail(err, DW_EARG, "the stored figure is no JSON");
    dw_status status = read_figure(object, out, err);
    cJSON_Delete(object);
    return status;
}
