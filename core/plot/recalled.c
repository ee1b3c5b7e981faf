/* What was recalled, once it is read; needs no libpng. */
#include <stdlib.h>
#include <string.h>

#include "plot/recall.h"

void dw_memory_free(dw_memory *memory)
{
    for (size_t i = 0; i < memory->count; i++) {
        free(memory->texts[i].key);
        free(memory->texts[i].text);
    }
    free(memory->texts);
    *memory = (dw_memory){ 0 };
}

const char *dw_memory_part(const char *key)
{
    return strncmp(key, "dunwu:", 6) == 0 ? key + 6 : NULL;
}

const char *dw_memory_find(const dw_memory *memory, const char *part)
{
    for (size_t i = 0; i < memory->count; i++) {
        const char *own = dw_memory_part(memory->texts[i].key);
        if (own && strcmp(own, part) == 0) return memory->texts[i].text;
    }
    return NULL;
}
