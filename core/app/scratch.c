#include "app/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char start_of_name[] = "dunwu-check-";

enum { YOUNG = 60 }; /* seconds in which a folder may have no lock yet */

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status, (void)kind, (void)where;
    remove(path);
    return 0;
}

void dw_folder_remove(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

static const char *temporary_folder(void)
{
    const char *given = getenv("TMPDIR");
    return given && given[0] == '/' && strlen(given) < 4000 ? given : "/tmp";
}

/* A folder of ours that nobody holds a lock on was left by a program that was killed. */
static void remove_if_left(const char *path)
{
    struct stat there;
    int lock = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (lock < 0) return;
    bool ours = fstat(lock, &there) == 0 && there.st_uid == geteuid();
    bool left = ours && time(NULL) - there.st_mtime > YOUNG && flock(lock, LOCK_EX | LOCK_NB) == 0;
    if (left) dw_folder_remove(path);
    close(lock);
}

static void remove_left(const char *folder)
{
    DIR *all = opendir(folder);
    if (!all) return;
    for (const struct dirent *entry; (entry = readdir(all));) {
        char path[4400];
        if (strncmp(entry->d_name, start_of_name, sizeof start_of_name - 1) != 0) continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        remove_if_left(path);
    }
    closedir(all);
}

dw_status dw_scratch_make(dw_scratch *scratch, dw_error *err)
{
    const char *folder = temporary_folder();
    remove_left(folder);
    snprintf(scratch->path, sizeof scratch->path, "%s/%sXXXXXX", folder, start_of_name);
    if (!mkdtemp(scratch->path))
        return dw_fail(err, DW_EIO, "cannot make a folder in '%s': %s", folder, strerror(errno));
    scratch->lock = open(scratch->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (scratch->lock >= 0 && flock(scratch->lock, LOCK_EX) == 0) return DW_OK;
    int why = errno;
    dw_scratch_remove(scratch);
    return dw_fail(err, DW_EIO, "cannot lock '%s': %s", scratch->path, strerror(why));
}

void dw_scratch_remove(dw_scratch *scratch)
{
    dw_folder_remove(scratch->path);
    if (scratch->lock >= 0) close(scratch->lock);
    scratch->lock = -1;
}
