/* Landlock: which files a process may open, decided by the kernel. Its header is often older than
 * the kernel that runs, so what is needed of it is written here. */
#include "app/confine.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#    include <sys/syscall.h>

/* The same numbers on every architecture. */
enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446 };
enum { ASK_VERSION = 1, PATH_BENEATH = 1 };

enum access {
    WRITE_FILE = 1 << 1,
    READ_FILE = 1 << 2,
    READ_FOLDER = 1 << 3,
    REMOVE_FILE = 1 << 5,
    MAKE_FOLDER = 1 << 7,
    MAKE_FILE = 1 << 8,
    TRUNCATE = 1 << 14,
    READ = READ_FILE | READ_FOLDER,
    WRITE = READ | WRITE_FILE | REMOVE_FILE | MAKE_FOLDER | MAKE_FILE | TRUNCATE,
    OF_FILES = WRITE_FILE | READ_FILE | TRUNCATE /* rights that a plain file can have */
};

typedef struct ruleset {
    uint64_t files, network, scopes;
} ruleset;

typedef struct __attribute__((packed)) rule {
    uint64_t access;
    int32_t parent;
} rule;

/* Everything that a version of Landlock can refuse, and how long its struct is. */
static ruleset all_of(long version, size_t *size)
{
    static const unsigned rights[] = { 0, 13, 14, 15, 15, 16 };
    ruleset all = { .files = ((uint64_t)1 << rights[version < 5 ? version : 5]) - 1 };
    *size = sizeof all.files;
    if (version >= 4) {
        all.network = 3; /* bind, connect */
        *size = 2 * sizeof all.files;
    }
    if (version >= 6) {
        all.scopes = 3; /* abstract sockets, signals to those outside */
        *size = sizeof all;
    }
    return all;
}

static long version_here(void)
{
    return syscall(CREATE_RULESET, NULL, 0, ASK_VERSION);
}

/* What is not there needs no rule. */
static void allow(int set, uint64_t known, const char *path, uint64_t access)
{
    struct stat there;
    int descriptor = open(path, O_PATH | O_CLOEXEC);
    if (descriptor < 0) return;
    bool is_folder = fstat(descriptor, &there) == 0 && S_ISDIR(there.st_mode);
    rule r = { .access = access & known & (is_folder ? WRITE : OF_FILES), .parent = descriptor };
    (void)syscall(ADD_RULE, set, PATH_BENEATH, &r, 0); /* refused: the path stays closed */
    close(descriptor);
}

bool dw_lock_folders(const char *const *readable, const char *writable)
{
    /* libraries, fonts, the number of cores */
    static const char *const system[] = {
        "/lib",
        "/lib64",
        "/usr/lib",
        "/usr/lib64",
        "/usr/share",
        "/usr/local/lib",
        "/usr/local/share",
        "/etc/ld.so.cache",
        "/etc/fonts",
        "/nix/store",
        "/var/cache/fontconfig",
        "/sys/devices/system/cpu",
        "/dev/null",
        "/dev/urandom",
        NULL,
    };
    long version = version_here();
    if (version < 1) return true;
    size_t size;
    ruleset all = all_of(version, &size);
    int set = (int)syscall(CREATE_RULESET, &all, size, 0);
    if (set < 0) return false;
    for (const char *const *path = system; *path; path++) allow(set, all.files, *path, READ);
    for (const char *const *path = readable; path && *path; path++)
        allow(set, all.files, *path, READ);
    if (writable) allow(set, all.files, writable, WRITE);
    bool fine = syscall(RESTRICT_SELF, set, 0) == 0;
    close(set);
    return fine;
}

bool dw_can_lock_folders(void)
{
    return version_here() >= 1;
}
#else
bool dw_lock_folders(const char *const *readable, const char *writable)
{
    (void)readable;
    (void)writable;
    return true;
}

bool dw_can_lock_folders(void)
{
    return false;
}
#endif
