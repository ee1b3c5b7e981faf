#include "app/record.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* ---- writing ---- */

void dw_base64(const void *start, size_t n, dw_buffer *out)
{
    const unsigned char *bytes = start;
    static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        size_t left = n - i;
        unsigned b = bytes[i], c = left > 1 ? bytes[i + 1] : 0, d = left > 2 ? bytes[i + 2] : 0;
        const char four[4] = { digit[b >> 2], digit[(b & 3) << 4 | c >> 4],
                               left > 1 ? digit[(c & 15) << 2 | d >> 6] : '=',
                               left > 2 ? digit[d & 63] : '=' };
        dw_buffer_add_bytes(out, four, 4);
    }
}

static bool add_item(cJSON *items, const dwl_item *item)
{
    cJSON *one = cJSON_CreateObject();
    cJSON_AddItemToArray(items, one);
    return cJSON_AddStringToObject(one, "key", item->key) &&
           cJSON_AddStringToObject(one, "says", item->says) &&
           cJSON_AddStringToObject(one, "why", item->why) &&
           cJSON_AddNumberToObject(one, "points", item->points) &&
           cJSON_AddBoolToObject(one, "ok", item->ok) &&
           cJSON_AddBoolToObject(one, "field", item->field);
}

/* Printed by a script: any bytes. */
static char *plain(const dw_buffer *printed)
{
    char *text = strndup(printed->text ? printed->text : "", printed->length);
    if (text) dwl_verdict_plain(text);
    return text;
}

static char *print_verdict(const dwl_verdict *verdict, const char *picture)
{
    cJSON *all = cJSON_CreateObject();
    char *printed = plain(&verdict->printed), *text = NULL;
    cJSON *items = cJSON_AddArrayToObject(all, "items");
    bool fine =
        items && printed && cJSON_AddStringToObject(all, "printed", printed) &&
        cJSON_AddStringToObject(all, "broken", verdict->broken.text ? verdict->broken.text : "") &&
        cJSON_AddBoolToObject(all, "cut_short", verdict->cut_short) &&
        cJSON_AddBoolToObject(all, "late", verdict->late) &&
        cJSON_AddStringToObject(all, "picture", picture);
    for (size_t i = 0; fine && i < verdict->count; i++) fine = add_item(items, &verdict->items[i]);
    if (fine) text = cJSON_PrintUnformatted(all);
    free(printed);
    cJSON_Delete(all);
    return text;
}

void dw_record_write(const dwl_verdict *verdict, const char *picture, dw_buffer *out)
{
    char *text = verdict->failed ? NULL : print_verdict(verdict, picture);
    if (text)
        dw_buffer_add(out, text);
    else
        out->failed = true;
    cJSON_free(text);
}

/* ---- reading ---- */

/* NULL unless it is a text. */
static const char *text_of(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static bool flag_of(const cJSON *object, const char *name)
{
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static bool read_item(const cJSON *one, dwl_verdict *verdict)
{
    const char *key = text_of(one, "key"), *says = text_of(one, "says"), *why = text_of(one, "why");
    const cJSON *points = cJSON_GetObjectItemCaseSensitive(one, "points");
    bool fits = key && says && why && cJSON_IsNumber(points) && points->valuedouble >= 0 &&
                points->valuedouble <= 1e6;
    if (fits)
        dwl_verdict_add(verdict, &(dwl_item){ key, says, why, points->valuedouble,
                                              flag_of(one, "ok"), flag_of(one, "field") });
    return fits;
}

static bool read_all(const cJSON *all, dwl_verdict *verdict, dw_buffer *picture)
{
    const cJSON *items = cJSON_GetObjectItemCaseSensitive(all, "items"), *one;
    const char *printed = text_of(all, "printed"), *broken = text_of(all, "broken");
    const char *base64 = text_of(all, "picture");
    if (!cJSON_IsArray(items) || !printed || !broken || !base64) return false;
    cJSON_ArrayForEach(one, items) if (!read_item(one, verdict)) return false;
    dw_buffer_add(&verdict->printed, printed);
    dw_buffer_add(&verdict->broken, broken);
    dw_buffer_add(picture, base64);
    verdict->cut_short = flag_of(all, "cut_short");
    verdict->late = flag_of(all, "late");
    return !verdict->failed && !verdict->printed.failed && !verdict->broken.failed &&
           !picture->failed;
}

bool dw_record_read(const char *text, size_t length, dwl_verdict *verdict, dw_buffer *picture)
{
    cJSON *all = cJSON_ParseWithLength(text, length);
    *verdict = (dwl_verdict){ 0 };
    *picture = (dw_buffer){ 0 };
    bool fine = read_all(all, verdict, picture);
    cJSON_Delete(all);
    if (fine) return true;
    dwl_verdict_free(verdict);
    dw_buffer_free(picture);
    return false;
}
