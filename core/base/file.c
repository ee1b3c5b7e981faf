#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

static dw_status failed(dw_error *err, const char *doing, const char *path)
{
    return dw_fail(err, DW_EIO, "cannot %s '%s': %s", doing, path, strerror(errno));
}

static void forget(dw_output *output)
{
    free(output->target);
    free(output->beside);
    *output = (dw_output){ 0 };
}

/* A new file's ordinary permissions, which mkstemp narrows to the owner. */
static void widen_permissions(int descriptor)
{
    mode_t mask = umask(0);
    umask(mask);
    (void)!fchmod(descriptor, 0666 & ~mask);
}

static char *name_beside(const char *path, dw_error *err)
{
    const char *slash = strrchr(path, '/');
    size_t folder = slash ? (size_t)(slash - path) + 1 : 0;
    size_t room = folder + sizeof ".dunwu-XXXXXX" + 24;
    char *beside = dw_allocate(room, 1, err);
    if (!beside) return NULL;
    memcpy(beside, path, folder);
    snprintf(beside + folder, room - folder, ".dunwu-%ld-XXXXXX", (long)getpid());
    return beside;
}

dw_status dw_output_open(dw_output *output, const char *path, dw_error *err)
{
    *output = (dw_output){ 0 };
    struct stat there;
    if (stat(path, &there) == 0 && !S_ISREG(there.st_mode))
        return dw_fail(err, DW_EIO, "cannot write '%s': it is there and is not a plain file", path);
    output->target = strdup(path);
    output->beside = name_beside(path, err);
    if (!output->target || !output->beside) {
        forget(output);
        return dw_fail(err, DW_ENOMEM, "no memory for the file name '%s'", path);
    }
    int descriptor = mkstemp(output->beside);
    if (descriptor < 0) {
        dw_status status = failed(err, "write", path);
        forget(output);
        return status;
    }
    widen_permissions(descriptor);
    output->stream = fdopen(descriptor, "wb");
    if (output->stream) return DW_OK;
    dw_status status = failed(err, "write", path);
    close(descriptor);
    unlink(output->beside);
    forget(output);
    return status;
}

dw_status dw_output_commit(dw_output *output, dw_error *err)
{
    bool fine = fflush(output->stream) == 0 && !ferror(output->stream) &&
                fsync(fileno(output->stream)) == 0;
    int reason = errno;
    if (fclose(output->stream) != 0 && fine) {
        fine = false;
        reason = errno;
    }
    if (fine && rename(output->beside, output->target) != 0) {
        fine = false;
        reason = errno;
    }
    dw_status status = DW_OK;
    if (!fine) {
        unlink(output->beside);
        errno = reason;
        status = failed(err, "write", output->target);
    }
    forget(output);
    return status;
}

void dw_output_discard(dw_output *output)
{
    if (!output->stream) return;
    fclose(output->stream);
    unlink(output->beside);
    forget(output);
}

void dw_output_sweep(const char *folder, long process)
{
    char start[40], path[4400];
    int n = snprintf(start, sizeof start, ".dunwu-%ld-", process);
    DIR *names = opendir(folder);
    if (!names) return;
    for (const struct dirent *entry; (entry = readdir(names));) {
        if (strncmp(entry->d_name, start, (size_t)n) != 0) continue;
        snprintf(path, sizeof path, "%.4096s/%s", folder, entry->d_name);
        unlink(path);
    }
    closedir(names);
}

dw_status dw_file_write(const char *path, const void *bytes, size_t n, dw_error *err)
{
    dw_output output;
    dw_status status = dw_output_open(&output, path, err);
    if (status) return status;
    if (fwrite(bytes, 1, n, output.stream) != n) {
        status = failed(err, "write", path);
        dw_output_discard(&output);
        return status;
    }
    return dw_output_commit(&output, err);
}

dw_status dw_stream_read(FILE *stream, const char *name, size_t most, dw_buffer *text,
                         dw_error *err)
{
    struct stat there;
    if (fstat(fileno(stream), &there) == 0 && S_ISDIR(there.st_mode))
        return dw_fail(err, DW_EIO, "cannot read '%s': it is a folder", name);
    char block[16384];
    size_t n;
    dw_status status = DW_OK;
    while (!status && (n = fread(block, 1, sizeof block, stream)) > 0) {
        dw_buffer_add_bytes(text, block, n);
        if (text->length > most)
            status = dw_fail(err, DW_EIO, "'%s' is larger than %zu bytes", name, most);
    }
    if (!status && ferror(stream)) status = failed(err, "read", name);
    if (!status && text->failed) status = dw_fail(err, DW_ENOMEM, "no memory to read '%s'", name);
    return status;
}

dw_status dw_file_create(const char *path, const void *bytes, size_t n, dw_error *err)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0) return dw_fail(err, DW_EIO, "cannot make '%s': %s", path, strerror(errno));
    FILE *stream = fdopen(file, "w");
    bool fine = stream && fwrite(bytes, 1, n, stream) == n;
    if (stream ? fclose(stream) != 0 : close(file) != 0) fine = false;
    if (fine) return DW_OK;
    int why = errno;
    unlink(path);
    return dw_fail(err, DW_EIO, "cannot write '%s': %s", path, strerror(why));
}

dw_status dw_file_read(const char *path, size_t most, dw_buffer *text, dw_error *err)
{
    FILE *stream = fopen(path, "rb");
    if (!stream) return failed(err, "read", path);
    dw_status status = dw_stream_read(stream, path, most, text, err);
    fclose(stream);
    return status;
}

dw_status dw_folder_make(const char *path, dw_error *err)
{
    if (!path[0]) return dw_fail(err, DW_EIO, "the name of the folder is empty");
    char *part = strdup(path);
    if (!part) return dw_fail(err, DW_ENOMEM, "no memory for the folder name '%s'", path);
    dw_status status = DW_OK;
    for (char *c = part + 1; !status && part[0]; c++) {
        if (*c != '/' && *c != '\0') continue;
        char kept = *c;
        *c = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            status = failed(err, "make the folder", part);
        *c = kept;
        if (!kept) break;
    }
    struct stat there;
    if (!status && (stat(path, &there) != 0 || !S_ISDIR(there.st_mode)))
        status = dw_fail(err, DW_EIO, "cannot make the folder '%s': it is there as a file", path);
    free(part);
    return status;
}
