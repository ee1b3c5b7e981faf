#include "lua/verdict.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static void free_item(dwl_item *item)
{
    free((char *)item->key);
    free((char *)item->says);
    free((char *)item->why);
}

void dwl_verdict_free(dwl_verdict *verdict)
{
    for (size_t i = 0; i < verdict->count; i++) free_item(&verdict->items[i]);
    free(verdict->items);
    dw_buffer_free(&verdict->printed);
    dw_buffer_free(&verdict->figure);
    dw_buffer_free(&verdict->broken);
    *verdict = (dwl_verdict){ 0 };
}

dwl_item *dwl_verdict_find(const dwl_verdict *verdict, const char *key, bool field)
{
    for (size_t i = 0; i < verdict->count; i++)
        if (verdict->items[i].field == field && strcmp(verdict->items[i].key, key) == 0)
            return &verdict->items[i];
    return NULL;
}

static dwl_item *place_for(dwl_verdict *verdict, const dwl_item *like)
{
    dwl_item *item = dwl_verdict_find(verdict, like->key, like->field);
    if (item) {
        free_item(item);
        return item;
    }
    dwl_item *grown =
        dw_reallocate(verdict->items, verdict->count + 1, sizeof *verdict->items, NULL);
    if (!grown) return NULL;
    verdict->items = grown;
    return &grown[verdict->count++];
}

enum { LONGEST_TEXT = 2000 };

void dwl_verdict_plain(char *text)
{
    size_t n = strlen(text), valid = dw_text_utf8_prefix(text, n);
    for (size_t i = 0; i < n; i++) {
        size_t bytes = i >= valid ? 1 : text[i] == '\n' ? 0 : dw_text_steers(text + i);
        if (text[i] == '\t')
            text[i] = ' ';
        else
            memset(text + i, '?', bytes);
        if (i >= valid) valid = i + 1 + dw_text_utf8_prefix(text + i + 1, n - i - 1);
    }
}

/* A script's own message can hold anything. */
static char *plain_copy(const char *text)
{
    char *copy = strndup(text, LONGEST_TEXT);
    if (!copy) return NULL;
    if (strlen(text) > LONGEST_TEXT) dw_text_trim_utf8(copy);
    dwl_verdict_plain(copy);
    return copy;
}

void dwl_verdict_add(dwl_verdict *verdict, const dwl_item *given)
{
    dwl_item item = *given;
    item.key = plain_copy(given->key);
    item.says = plain_copy(given->says);
    item.why = plain_copy(given->ok ? "" : given->why);
    dwl_item *place = item.key && item.says && item.why ? place_for(verdict, &item) : NULL;
    if (place) {
        *place = item;
    } else {
        free_item(&item);
        verdict->failed = true;
    }
}

bool dwl_verdict_passed(const dwl_verdict *verdict)
{
    bool passed = verdict->count > 0 && !verdict->cut_short && !verdict->failed;
    for (size_t i = 0; i < verdict->count; i++) passed = passed && verdict->items[i].ok;
    return passed && verdict->broken.length == 0;
}

double dwl_verdict_points(const dwl_verdict *verdict)
{
    double sum = 0;
    for (size_t i = 0; i < verdict->count; i++)
        if (verdict->items[i].ok) sum += verdict->items[i].points;
    return sum;
}

double dwl_verdict_of(const dwl_verdict *verdict)
{
    double sum = 0;
    for (size_t i = 0; i < verdict->count; i++) sum += verdict->items[i].points;
    return sum;
}
