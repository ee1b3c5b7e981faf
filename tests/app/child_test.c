/* What the system refuses to a child, tried by C code in it; what a parent learns of its end.
 *   child_test FOLDER     prints TAP; FOLDER is made and used for what is written */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/app.h"
#include "app/child.h"
#include "app/confine.h"

#if __has_include(<seccomp.h>)
#    include <seccomp.h>
#endif

/* What scenario.c has for the program. */
bool dw_interrupted(void)
{
    return false;
}

bool dw_interrupted_alone(void)
{
    return false;
}

double dw_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int count, failures;
static char folder[2000], readable[2100], writable[2100], closed[2200];

static void check(bool fine, const char *name, const char *why)
{
    printf("%s %d - %s\n", fine ? "ok" : "not ok", ++count, name);
    if (!fine) {
        failures++;
        printf("# %s\n", why);
    }
}

/* ---- what a child tries; 0: it was refused ---- */

static bool can_read(const char *path)
{
    int file = open(path, O_RDONLY);
    char byte;
    bool can = file >= 0 && read(file, &byte, 1) >= 0;
    if (file >= 0) close(file);
    return can;
}

static bool can_write(const char *in, const char *name)
{
    char path[2300];
    snprintf(path, sizeof path, "%s/%s", in, name);
    int file = open(path, O_WRONLY | O_CREAT, 0666);
    bool can = file >= 0 && write(file, "x", 1) == 1;
    if (file >= 0) close(file);
    return can;
}

static int reads_elsewhere(void *context, dw_buffer *result)
{
    (void)context, (void)result;
    return can_read("/etc/passwd") || can_read(closed) || can_read("/proc/self/environ") ||
           can_read("/proc/1/cmdline") || can_read("/root") || can_read("/");
}

static int reads_through_link(void *context, dw_buffer *result)
{
    (void)context, (void)result;
    char path[2300];
    snprintf(path, sizeof path, "%s/link", readable);
    return can_read(path);
}

static int writes_elsewhere(void *context, dw_buffer *result)
{
    (void)context, (void)result;
    char path[2300];
    snprintf(path, sizeof path, "%s/file", readable);
    return can_write(readable, "new") || can_write(folder, "new") || can_write("/tmp", "new") ||
           truncate(path, 0) == 0 || unlink(path) == 0 || chmod(path, 0777) == 0 ||
           mkdir("/tmp/new_of_child_test", 0777) == 0;
}

static int makes_links(void *context, dw_buffer *result)
{
    (void)context, (void)result;
    char path[2300];
    snprintf(path, sizeof path, "%s/made", writable);
    return symlink("/etc/passwd", path) == 0 || link(closed, path) == 0 ||
           mkfifo(path, 0666) == 0 || mknod(path, S_IFCHR | 0666, 0) == 0;
}

static int starts_processes(void *context, dw_buffer *result)
{
    (void)context, (void)result;
    char *const words[] = { "true", NULL };
    pid_t process = fork();
    if (process == 0) _exit(0);
    return process > 0 || vfork() > 0 || system("true") == 0 || popen("true", "r") != NULL ||
           execv("/bin/true", words) == 0;
}

static int talks(void *context, dw_buffer *result)
{
    (void)context, (void)result;
    int pair[2];
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0 ||
           socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0;
}

static int disturbs_others(void *context, dw_buffer *result)
{
    (void)context, (void)result;
    pid_t parent = getppid();
    return kill(parent, 0) == 0 || kill(-1, 0) == 0 || ptrace(PTRACE_ATTACH, parent, 0, 0) == 0 ||
           setpriority(PRIO_PROCESS, (id_t)parent, 19) == 0 || setpgid(0, parent) == 0 ||
           setsid() >= 0;
}

static int gains_rights(void *context, dw_buffer *result)
{
    (void)context, (void)result;
    struct rlimit more = { RLIM_INFINITY, RLIM_INFINITY };
    return setuid(0) == 0 || setgid(0) == 0 || chroot(readable) == 0 ||
           prctl(PR_SET_SECCOMP, 0, 0, 0, 0) == 0 || prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0 ||
           setrlimit(RLIMIT_FSIZE, &more) == 0;
}

/* ---- what a child may do; 0: all of it worked ---- */

static void *add_one(void *number)
{
    ++*(int *)number;
    return NULL;
}

static int works(void *context, dw_buffer *result)
{
    (void)context;
    char path[2300];
    snprintf(path, sizeof path, "%s/file", readable);
    pthread_t thread;
    int number = 1;
    bool fine = can_read(path) && can_write(writable, "new") && can_read("/usr/lib/os-release") &&
                can_read("/dev/urandom") && malloc(1 << 20) != NULL &&
                pthread_create(&thread, NULL, add_one, &number) == 0 &&
                pthread_join(thread, NULL) == 0 && number == 2;
    dw_buffer_add(result, fine ? "all of it" : strerror(errno));
    return !fine;
}

static int fails(void *context, dw_buffer *result)
{
    (void)context;
    dw_buffer_add(result, "a reason");
    return 3;
}

static int says_much(void *context, dw_buffer *result)
{
    (void)context;
    for (int i = 0; i < 100000; i++) dw_buffer_add(result, "0123456789");
    return 0;
}

static int computes(void *context, dw_buffer *result)
{
    (void)context, (void)result;
    for (volatile int i = 0; i >= 0; i = (i + 1) & 0xffff) continue;
    return 0;
}

static int sleeps(void *context, dw_buffer *result)
{
    (void)context, (void)result;
    while (pause()) continue;
    return 0;
}

#ifndef __SANITIZE_ADDRESS__
static int eats(void *context, dw_buffer *result)
{
    (void)context;
    for (size_t i = 0; i < 4096; i++) {
        char *block = malloc(1 << 20);
        if (!block) {
            dw_buffer_format(result, "%zu", i);
            return 4;
        }
        memset(block, 1, 1 << 20);
    }
    return 0;
}

static int eats_and_aborts(void *context, dw_buffer *result)
{
    eats(context, result);
    abort();
}
#endif

static int floods(void *context, dw_buffer *result)
{
    (void)context, (void)result;
    while (puts("and so on") >= 0) continue;
    return 0;
}

static int speaks(void *context, dw_buffer *result)
{
    (void)context, (void)result;
    puts("one");
    fputs("two\n", stderr);
    puts("three");
    return getchar() == EOF ? 0 : 1;
}

static int writes_a_large_file(void *context, dw_buffer *result)
{
    (void)context, (void)result;
    char path[2300], block[4096] = "";
    snprintf(path, sizeof path, "%s/large", writable);
    signal(SIGXFSZ, SIG_IGN);
    int file = open(path, O_WRONLY | O_CREAT, 0666);
    for (int i = 0; i < 1000; i++)
        if (write(file, block, sizeof block) < 0) return errno == EFBIG ? 5 : 6;
    return 0;
}

static int opens_many_files(void *context, dw_buffer *result)
{
    (void)context, (void)result;
    for (int i = 0; i < 1000; i++)
        if (open("/dev/null", O_RDONLY) < 0) return errno == EMFILE ? 5 : 6;
    return 0;
}

static int crashes(void *context, dw_buffer *result)
{
    (void)context, (void)result;
    signal(SIGSEGV, SIG_DFL);
    return raise(SIGSEGV);
}

static int leaves_others(void *context, dw_buffer *result)
{
    (void)context;
    pid_t other = fork();
    if (other == 0)
        for (;;) pause();
    dw_buffer_format(result, "%d", (int)other);
    return 0;
}

/* ---- the tests ---- */

static const dw_child_limits captured = { .captured = true, .wall_seconds = 20 };

static dw_child_limits confined(void)
{
    static const char *list[2];
    list[0] = readable;
    return (dw_child_limits){ .captured = true,
                              .wall_seconds = 20,
                              .file_bytes = 1 << 20,
                              .confined = true,
                              .readable = list,
                              .writable = writable };
}

/* Runs it; it must end so, with this status and this in its result. */
static void expect(const char *name, dw_child_work *work, dw_child_limits limits, dw_child_end end,
                   int status, const char *said)
{
    dw_child child;
    dw_error err;
    if (dw_child_run(&child, work, NULL, &limits, &err)) {
        check(false, name, err.text);
        return;
    }
    char why[400];
    const char *result = child.result.text ? child.result.text : "";
    dw_buffer sentence = { 0 };
    dw_child_explain(&child, &sentence);
    snprintf(why, sizeof why, "end %d, status %d, %s; result '%.100s'; output '%.100s'",
             (int)child.end, child.status, sentence.text, result,
             child.output.text ? child.output.text : "");
    bool fine = child.end == end && (status < 0 || child.status == status) &&
                (!said || strcmp(said, result) == 0);
    check(fine, name, why);
    dw_buffer_free(&sentence);
    dw_child_free(&child);
}

static void try_what_is_refused(void)
{
    if (dw_can_lock_folders()) {
        expect("no file elsewhere is read", reads_elsewhere, confined(), DW_CHILD_DONE, 0, NULL);
        expect("nor through a link", reads_through_link, confined(), DW_CHILD_DONE, 0, NULL);
        expect("nothing elsewhere is written", writes_elsewhere, confined(), DW_CHILD_DONE, 0,
               NULL);
        expect("no link, pipe or device is made", makes_links, confined(), DW_CHILD_DONE, 0, NULL);
    }
    if (dw_can_lock_calls()) {
        expect("no process is started", starts_processes, confined(), DW_CHILD_DONE, 0, NULL);
        expect("there is no network", talks, confined(), DW_CHILD_DONE, 0, NULL);
        expect("nobody is disturbed", disturbs_others, confined(), DW_CHILD_DONE, 0, NULL);
        expect("no rights are gained", gains_rights, confined(), DW_CHILD_DONE, 0, NULL);
    }
    expect("all else works", works, confined(), DW_CHILD_DONE, 0, "all of it");
    expect("without being confined, too", works, captured, DW_CHILD_DONE, 0, "all of it");
}

static void try_ends(void)
{
    dw_child_limits limits = captured;
    expect("a failure and its reason", fails, captured, DW_CHILD_FAILED, 3, "a reason");
    expect("a long result", says_much, captured, DW_CHILD_DONE, 0, NULL);
    expect("a crash", crashes, captured, DW_CHILD_KILLED, -1, "");
    limits.wall_seconds = 0.3;
    expect("the time limit, asleep", sleeps, limits, DW_CHILD_TIME, -1, "");
    expect("the time limit, at work", computes, limits, DW_CHILD_TIME, -1, "");
    limits = captured;
    limits.cpu_seconds = 1;
    expect("the limit on the processor's time", computes, limits, DW_CHILD_TIME, -1, "");
    limits = captured;
    limits.output = 1000;
    expect("too much output", floods, limits, DW_CHILD_OUTPUT, -1, "");
    limits = confined();
    expect("a file that is too large", writes_a_large_file, limits, DW_CHILD_FAILED, 5, "");
    limits.open_files = 20;
    expect("too many open files", opens_many_files, limits, DW_CHILD_FAILED, 5, "");
#ifndef __SANITIZE_ADDRESS__
    limits.memory = (size_t)64 << 20;
    limits.threads = 1;
    expect("too much memory", eats, limits, DW_CHILD_FAILED, 4, NULL);
    expect("an end for want of memory", eats_and_aborts, limits, DW_CHILD_MEMORY, -1, "");
#endif
}

static void try_output(void)
{
    dw_child child;
    dw_error err;
    if (dw_child_run(&child, speaks, NULL, &captured, &err)) return check(false, "run", err.text);
    const char *said = child.output.text ? child.output.text : "";
    check(strcmp(said, "one\ntwo\nthree\n") == 0, "output in its order", said);
    check(child.end == DW_CHILD_DONE, "there is no input", "it read something");
    dw_child_free(&child);
}

static void try_left_process(void)
{
    dw_child child;
    dw_error err;
    if (dw_child_run(&child, leaves_others, NULL, &captured, &err))
        return check(false, "run", err.text);
    pid_t other = child.result.text ? (pid_t)atoi(child.result.text) : 0;
    bool gone = false;
    for (int i = 0; other > 0 && !gone && i < 1000; i++) { /* init has to reap it */
        char path[64], state = 'Z';
        snprintf(path, sizeof path, "/proc/%d/stat", (int)other);
        FILE *stream = fopen(path, "r");
        if (stream && fscanf(stream, "%*d %*s %c", &state) != 1) state = 'Z';
        if (stream) fclose(stream);
        gone = state == 'Z';
        nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
    }
    check(gone, "whom a child leaves behind is ended", "it lives");
    dw_child_free(&child);
}

static void try_many(void)
{
    enum { MANY = 40 };
    static dw_child children[MANY];
    dw_child *list[MANY];
    dw_child_work *const kinds[] = { fails, says_much, crashes, sleeps };
    dw_child_limits limits = captured;
    limits.wall_seconds = 1;
    dw_error err;
    int left = 0, right = 0;
    for (int i = 0; i < MANY; i++) {
        list[i] = &children[i];
        if (dw_child_start(list[i], kinds[i % 4], NULL, &limits, &err)) list[i] = NULL;
        left += list[i] != NULL;
    }
    check(left == MANY, "forty at a time", err.text);
    static const dw_child_end ends[] = { DW_CHILD_FAILED, DW_CHILD_DONE, DW_CHILD_KILLED,
                                         DW_CHILD_TIME };
    for (size_t at; left > 0 && (at = dw_child_wait(list, MANY, 30)) < MANY; left--)
        right += list[at]->end == ends[at % 4];
    for (int i = 0; i < MANY; i++)
        if (list[i]) dw_child_free(list[i]);
    check(right == MANY, "each of them has its own end", "another end");
    check(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD, "none is left", "some are");
}

/* ---- a kernel that lacks it ---- */

#if __has_include(<seccomp.h>)
static bool forget_the_new(void)
{
    const struct scmp_arg_cmp is = { 0, SCMP_CMP_EQ, PR_SET_SECCOMP, 0 };
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool fine = filter && seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), 444, 0) == 0 &&
                seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1, is) == 0 &&
                seccomp_load(filter) == 0;
    if (filter) seccomp_release(filter);
    return fine;
}

static void try_old_kernel(void)
{
    if (!forget_the_new()) return;
    check(!dw_can_lock_folders() && !dw_can_lock_calls(), "an old kernel is known", "it is not");
    expect("work on an old kernel", works, confined(), DW_CHILD_DONE, 0, "all of it");
    dw_child_limits limits = captured;
    limits.wall_seconds = 0.3;
    expect("limits on an old kernel", computes, limits, DW_CHILD_TIME, -1, "");
}
#else
static void try_old_kernel(void) {}
#endif

static bool make_folders(const char *name)
{
    char path[2300];
    snprintf(folder, sizeof folder, "%s", name);
    snprintf(readable, sizeof readable, "%s/readable", folder);
    snprintf(writable, sizeof writable, "%s/writable", folder);
    snprintf(closed, sizeof closed, "%s/closed", folder);
    mkdir(folder, 0777);
    mkdir(readable, 0777);
    mkdir(writable, 0777);
    snprintf(path, sizeof path, "%s/link", readable);
    unlink(path);
    return can_write(folder, "closed") && can_write(readable, "file") && symlink(closed, path) == 0;
}

int main(int n, char **words)
{
    if (n != 2 || !make_folders(words[1])) {
        printf("not ok 1 - usage: child_test FOLDER\n");
        return 1;
    }
    try_what_is_refused();
    try_ends();
    try_output();
    try_left_process();
    try_many();
    try_old_kernel();
    printf("1..%d\n", count);
    return failures > 0;
}
