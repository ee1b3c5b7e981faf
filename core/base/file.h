/* Files written whole or not at all: bytes go to a new file beside the target, which takes the
 * target's place by rename only after all of them reached the disk. Whatever goes wrong before
 * that, the earlier file is as it was and the new one is gone. */
#ifndef DW_BASE_FILE_H
#define DW_BASE_FILE_H

#include <stdio.h>

#include "base/status.h"
#include "base/text.h"

typedef struct dw_output {
    FILE *stream; /* write here */
    char *target, *beside;
} dw_output;

/* Opens a new file beside path. Every open output ends in exactly one commit or discard. */
dw_status dw_output_open(dw_output *output, const char *path, dw_error *err);
/* Flushes, syncs, renames. On failure the new file is removed. */
dw_status dw_output_commit(dw_output *output, dw_error *err);
/* Removes the new file. */
void dw_output_discard(dw_output *output);

/* Removes the new files that a process which was killed has left in a folder. */
void dw_output_sweep(const char *folder, long process);

/* The three in one, for bytes that are ready. */
dw_status dw_file_write(const char *path, const void *bytes, size_t n, dw_error *err);
/* The same for a file that was not there; one that is there stays as it is, and it fails. */
dw_status dw_file_create(const char *path, const void *bytes, size_t n, dw_error *err);
/* The whole file, at most `most` bytes, appended to text (empty at start). */
dw_status dw_file_read(const char *path, size_t most, dw_buffer *text, dw_error *err);
/* The same for what is left of a stream, whose name is for messages. */
dw_status dw_stream_read(FILE *stream, const char *name, size_t most, dw_buffer *text,
                         dw_error *err);
/* Makes a folder and those above it. */
dw_status dw_folder_make(const char *path, dw_error *err);

#endif
