#include "app/saves.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

enum { SETTLE_MS = 60 }; /* an editor may write a file in several steps */

dw_status dw_saves_open(dw_saves *saves, const char *folder, dw_error *err)
{
    saves->count = 0;
    saves->descriptor = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    bool fine = saves->descriptor >= 0 &&
                inotify_add_watch(saves->descriptor, folder, IN_CLOSE_WRITE | IN_MOVED_TO) >= 0;
    if (fine) return DW_OK;
    int why = errno;
    dw_saves_close(saves);
    return dw_fail(err, DW_EIO, "cannot watch the folder '%s': %s", folder, strerror(why));
}

void dw_saves_close(dw_saves *saves)
{
    if (saves->descriptor >= 0) close(saves->descriptor);
    saves->descriptor = -1;
}

static void add_name(dw_saves *saves, const char *name)
{
    for (size_t i = 0; i < saves->count; i++)
        if (strcmp(saves->names[i], name) == 0) return;
    if (saves->count == DW_MOST_SAVES) return;
    snprintf(saves->names[saves->count++], sizeof saves->names[0], "%s", name);
}

static void read_events(dw_saves *saves)
{
    union {
        struct inotify_event event;
        char bytes[8192];
    } block;
    ssize_t n;
    while ((n = read(saves->descriptor, &block, sizeof block)) > 0) {
        for (ssize_t at = 0; at < n;) {
            struct inotify_event event;
            memcpy(&event, block.bytes + at, sizeof event);
            if (event.len) add_name(saves, block.bytes + at + sizeof event);
            at += (ssize_t)(sizeof event + event.len);
        }
    }
}

const char *dw_saves_wait(dw_saves *saves, double seconds)
{
    struct pollfd one = { .fd = saves->descriptor, .events = POLLIN };
    if (saves->count == 0 && poll(&one, 1, (int)(1000 * seconds)) > 0) {
        nanosleep(&(struct timespec){ .tv_nsec = SETTLE_MS * 1000000L }, NULL);
        read_events(saves);
    }
    return saves->count ? saves->names[--saves->count] : NULL;
}

void dw_saves_forget(dw_saves *saves)
{
    read_events(saves);
    saves->count = 0;
}
