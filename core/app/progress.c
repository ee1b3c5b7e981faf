/* .dunwu-progress in the student's folder: { "NAME": { "started": true, ... }, ... } */
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/classroom.h"
#include "base/file.h"

enum { LARGEST_FILE = 1 << 20, PATH_LENGTH = 4400 };

static void path_of(const char *folder, char path[PATH_LENGTH])
{
    snprintf(path, PATH_LENGTH, "%s/.dunwu-progress", folder);
}

/* *all is NULL when there is no file. */
static dw_status read_all(const char *path, cJSON **all, dw_error *err)
{
    dw_buffer text = { 0 };
    *all = NULL;
    if (access(path, F_OK) != 0 && errno == ENOENT) return DW_OK;
    dw_status status = dw_file_read(path, LARGEST_FILE, &text, err);
    if (!status) *all = cJSON_ParseWithLength(text.text ? text.text : "", text.length);
    dw_buffer_free(&text);
    if (!status && !cJSON_IsObject(*all)) {
        cJSON_Delete(*all);
        *all = NULL;
        status = dw_fail(err, DW_EIO, "'%s' is damaged; remove it to begin anew", path);
    }
    return status;
}

dw_status dw_progress_read(const char *folder, const char *name, dw_progress *progress,
                           dw_error *err)
{
    char path[PATH_LENGTH];
    cJSON *all;
    *progress = (dw_progress){ 0 };
    path_of(folder, path);
    dw_status status = read_all(path, &all, err);
    if (status) return status;
    const cJSON *one = cJSON_GetObjectItemCaseSensitive(all, name);
    const cJSON *hints = cJSON_GetObjectItemCaseSensitive(one, "hints");
    progress->started = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(one, "started"));
    progress->passed = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(one, "passed"));
    if (cJSON_IsNumber(hints) && hints->valueint > 0) progress->hints = hints->valueint;
    cJSON_Delete(all);
    return DW_OK;
}

static char *print_with(cJSON *all, const char *name, const dw_progress *progress)
{
    cJSON_DeleteItemFromObjectCaseSensitive(all, name);
    cJSON *one = cJSON_AddObjectToObject(all, name);
    bool fine = cJSON_AddBoolToObject(one, "started", progress->started) &&
                cJSON_AddBoolToObject(one, "passed", progress->passed) &&
                cJSON_AddNumberToObject(one, "hints", progress->hints);
    return fine ? cJSON_Print(all) : NULL;
}

dw_status dw_progress_write(const char *folder, const char *name, const dw_progress *progress,
                            dw_error *err)
{
    char path[PATH_LENGTH];
    cJSON *all;
    path_of(folder, path);
    dw_status status = read_all(path, &all, err);
    if (status) return status;
    if (!all) all = cJSON_CreateObject();
    char *text = all ? print_with(all, name, progress) : NULL;
    status = text ? dw_file_write(path, text, strlen(text), err)
                  : dw_fail(err, DW_ENOMEM, "no memory for '%s'", path);
    cJSON_free(text);
    cJSON_Delete(all);
    return status;
}
