#include "app/confine.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#ifdef _OPENMP
#    include <omp.h>
#endif

enum { STACK_BYTES = 8 << 20 };

/* Only downwards: what the user set before stays. */
static bool set_limit(int what, rlim_t soft, rlim_t hard)
{
    struct rlimit limit;
    if (getrlimit((__rlimit_resource_t)what, &limit) != 0) return false;
    if (hard < limit.rlim_max) limit.rlim_max = hard;
    if (soft < limit.rlim_cur) limit.rlim_cur = soft;
    if (limit.rlim_cur > limit.rlim_max) limit.rlim_cur = limit.rlim_max;
    return setrlimit((__rlimit_resource_t)what, &limit) == 0;
}

#ifndef __SANITIZE_ADDRESS__
/* Bytes of private memory that can be written: what RLIMIT_DATA counts. */
static size_t data_now(void)
{
    FILE *stream = fopen("/proc/self/statm", "r");
    if (!stream) return 0;
    unsigned long pages = 0;
    int n = fscanf(stream, "%*u %*u %*u %*u %*u %lu", &pages);
    fclose(stream);
    return n == 1 ? pages * (size_t)sysconf(_SC_PAGESIZE) : 0;
}

static size_t stack_of_thread(void)
{
    struct rlimit limit;
    bool known = getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
    return known ? limit.rlim_cur : STACK_BYTES;
}

static bool limit_memory(const dw_child_limits *limits)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t threads = (size_t)(limits->threads > 0 ? limits->threads : cores > 0 ? cores : 1);
    size_t bytes = data_now() + threads * (stack_of_thread() + STACK_BYTES);
    if (__builtin_add_overflow(bytes, limits->memory, &bytes)) return true;
    return set_limit(RLIMIT_DATA, bytes, bytes);
}
#else
/* The sanitizer's own memory would be counted. */
static bool limit_memory(const dw_child_limits *limits)
{
    return limits->memory > 0;
}
#endif

static bool set_limits(const dw_child_limits *limits)
{
    bool fine = set_limit(RLIMIT_CORE, 0, 0);
    if (limits->cpu_seconds > 0) {
        rlim_t seconds = (rlim_t)ceil(limits->cpu_seconds);
        fine = fine && set_limit(RLIMIT_CPU, seconds, seconds + 1);
    }
    if (limits->memory) fine = fine && limit_memory(limits);
    if (limits->file_bytes)
        fine = fine && set_limit(RLIMIT_FSIZE, limits->file_bytes, limits->file_bytes);
    if (limits->open_files) {
        rlim_t n = (rlim_t)limits->open_files;
        fine = fine && set_limit(RLIMIT_NOFILE, n, n);
    }
    return fine;
}

/* LLVM's OpenMP, of a program built by clang, makes a file in /dev/shm when it starts, so that a
 * second copy in the process is found out, and ends the process when it may not. It has to start
 * before; the file is removed at once, since a child that is killed would leave it there. */
static void start_openmp(void)
{
#ifdef KMP_VERSION_MAJOR
    char name[64];
    (void)omp_get_max_threads();
    snprintf(name, sizeof name, "/__KMP_REGISTERED_LIB_%d_%d", (int)getpid(), (int)getuid());
    shm_unlink(name);
#endif
}

const char *dw_confine(const dw_child_limits *limits)
{
    if (limits->confined) start_openmp();
    if (!set_limits(limits)) return "limits";
    if (!limits->confined) return NULL;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return "no new rights";
    if (!dw_lock_folders(limits->readable, limits->writable)) return "Landlock";
    return dw_lock_calls() ? NULL : "seccomp";
}
