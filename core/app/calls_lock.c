/* seccomp: which calls of the kernel a process may make. All others fail as if the kernel did not
 * have them, for which the libraries have other ways. */
#include "app/confine.h"

#if defined(__linux__) && __has_include(<seccomp.h>)
#    include <errno.h>
#    include <linux/seccomp.h>
#    include <sched.h>
#    include <seccomp.h>
#    include <sys/ioctl.h>
#    include <sys/prctl.h>
#    include <unistd.h>

static const char *const allowed[] = {
    /* files that are open, or that Landlock lets it open */
    "read",
    "write",
    "readv",
    "writev",
    "pread64",
    "pwrite64",
    "open",
    "openat",
    "openat2",
    "close",
    "close_range",
    "lseek",
    "_llseek",
    "stat",
    "fstat",
    "lstat",
    "newfstatat",
    "fstatat64",
    "stat64",
    "fstat64",
    "lstat64",
    "statx",
    "statfs",
    "fstatfs",
    "access",
    "faccessat",
    "faccessat2",
    "readlink",
    "readlinkat",
    "getdents",
    "getdents64",
    "getcwd",
    "fcntl",
    "fcntl64",
    "dup",
    "dup2",
    "dup3",
    "poll",
    "ppoll",
    "select",
    "pselect6",
    "fsync",
    "fdatasync",
    "ftruncate",
    "fallocate",
    "fadvise64",
    "mkdir",
    "mkdirat",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "fchmod",
    "umask",
    /* memory */
    "brk",
    "mmap",
    "mmap2",
    "munmap",
    "mprotect",
    "mremap",
    "madvise",
    "membarrier",
    /* threads, and what they wait for */
    "futex",
    "futex_time64",
    "set_robust_list",
    "set_tid_address",
    "rseq",
    "sched_yield",
    "sched_getaffinity",
    "sched_setaffinity",
    "sched_getattr",
    "sched_getparam",
    "sched_getscheduler",
    "get_mempolicy",
    "getcpu",
    "exit",
    "exit_group",
    "gettid",
    "getpid",
    "getppid",
    "getpgrp",
    "getuid",
    "geteuid",
    "getgid",
    "getegid",
    "arch_prctl",
    /* signals to itself, clocks, limits */
    "rt_sigaction",
    "rt_sigprocmask",
    "rt_sigreturn",
    "sigreturn",
    "sigaltstack",
    "restart_syscall",
    "setitimer",
    "getitimer",
    "nanosleep",
    "clock_nanosleep",
    "clock_nanosleep_time64",
    "clock_gettime",
    "clock_gettime64",
    "clock_getres",
    "gettimeofday",
    "time",
    "times",
    "getrusage",
    "getrlimit",
    "ugetrlimit",
    "sysinfo",
    "uname",
    "getrandom",
};

static bool allow(scmp_filter_ctx filter, const char *name)
{
    int call = seccomp_syscall_resolve_name(name);
    return call < 0 || seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
}

static bool allow_when(scmp_filter_ctx filter, const char *name, unsigned argument,
                       scmp_datum_t value)
{
    const struct scmp_arg_cmp is = { argument, SCMP_CMP_EQ, value, 0 };
    int call = seccomp_syscall_resolve_name(name);
    return call < 0 || seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, is) == 0;
}

/* A thread yes, a process no; the flags of clone3 cannot be seen, and libraries then take clone. */
static bool allow_threads(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp is = { 0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD };
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, is) == 0;
}

static bool allow_some(scmp_filter_ctx filter)
{
    return allow_threads(filter) &&
           allow_when(filter, "tgkill", 0, (scmp_datum_t)getpid()) && /* abort */
           allow_when(filter, "prlimit64", 0, 0) && allow_when(filter, "prctl", 0, PR_SET_NAME) &&
           allow_when(filter, "ioctl", 1, TCGETS) && allow_when(filter, "ioctl", 1, TIOCGWINSZ);
}

bool dw_lock_calls(void)
{
    if (!dw_can_lock_calls()) return true;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
    bool fine = filter != NULL;
    for (size_t i = 0; fine && i < sizeof allowed / sizeof *allowed; i++)
        fine = allow(filter, allowed[i]);
    fine = fine && allow_some(filter);
    int loaded = fine ? seccomp_load(filter) : -EINVAL;
    errno = -loaded;
    if (filter) seccomp_release(filter);
    return loaded == 0;
}

bool dw_can_lock_calls(void)
{
    /* no filter at all: EFAULT tells that there could be one */
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL, 0, 0) != 0 && errno == EFAULT;
}
#else
bool dw_lock_calls(void)
{
    return true;
}

bool dw_can_lock_calls(void)
{
    return false;
}
#endif
