#include "base/below.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef O_PATH
#    define O_PATH O_RDONLY
#endif

/* The next part of a name, copied; *name moves behind it. */
static bool next_part(const char **name, char part[NAME_MAX + 1])
{
    size_t n = strcspn(*name, "/");
    if (n > NAME_MAX) return false;
    memcpy(part, *name, n);
    part[n] = '\0';
    *name += n;
    while (**name == '/') ++*name;
    return true;
}

static bool is_link(int folder, const char *part)
{
    struct stat there;
    return fstatat(folder, part, &there, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(there.st_mode);
}

static dw_status refuse(int folder, const char *part, const char *name, dw_error *err)
{
    int reason = errno;
    if (is_link(folder, part))
        return dw_fail(err, DW_EIO, "'%s' is not read: '%s' is a symbolic link", name, part);
    return dw_fail(err, DW_EIO, "cannot read '%s': %s", name, strerror(reason));
}

/* Takes the place of *folder, which it closes. */
static dw_status enter(int *folder, const char *part, const char *name, dw_error *err)
{
    int next = openat(*folder, part, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (next < 0) return refuse(*folder, part, name, err);
    close(*folder);
    *folder = next;
    return DW_OK;
}

/* A pipe or a device is opened without waiting, and then refused. */
static dw_status open_last(int folder, const char *part, const char *name, FILE **stream,
                           dw_error *err)
{
    int file = openat(folder, part, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file < 0) return refuse(folder, part, name, err);
    struct stat there;
    bool is_plain = fstat(file, &there) == 0 && S_ISREG(there.st_mode);
    if (is_plain && (*stream = fdopen(file, "rb"))) return DW_OK;
    dw_status status =
        is_plain ? dw_fail(err, DW_EIO, "cannot read '%s': %s", name, strerror(errno))
        : S_ISDIR(there.st_mode) ? dw_fail(err, DW_EIO, "cannot read '%s': it is a folder", name)
                                 : dw_fail(err, DW_EIO, "'%s' is not a plain file", name);
    close(file);
    return status;
}

dw_status dw_below_open(const char *folder, const char *name, FILE **stream, dw_error *err)
{
    char part[NAME_MAX + 1];
    const char *rest = name;
    *stream = NULL;
    if (name[0] == '/' || name[0] == '\0')
        return dw_fail(err, DW_EIO, "'%s' is not below the folder", name);
    int at = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (at < 0) return dw_fail(err, DW_EIO, "cannot read '%s': %s", name, strerror(errno));
    dw_status status = DW_OK;
    while (!status && !*stream) {
        if (!next_part(&rest, part))
            status = dw_fail(err, DW_EIO, "cannot read '%s': %s", name, strerror(ENAMETOOLONG));
        else if (strcmp(part, "..") == 0)
            status = dw_fail(err, DW_EIO, "'%s' is not below the folder", name);
        else if (*rest)
            status = enter(&at, part, name, err);
        else
            status = open_last(at, part, name, stream, err);
    }
    close(at);
    return status;
}
