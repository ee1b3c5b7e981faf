#include "app/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/app.h"
#include "app/confine.h"

enum { LARGEST_RESULT = 64 << 20, SLICE_MS = 50, UNCONFINED = 125, NO_RESULT = 126 };

/* ---- in the child ---- */

static bool write_all(int descriptor, const char *bytes, size_t n)
{
    while (n) {
        ssize_t written = write(descriptor, bytes, n);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes += written;
        n -= (size_t)written;
    }
    return true;
}

/* Leaves 0, 1, 2 and one more open; that one gets the number 3. */
static int keep_one(int descriptor)
{
    if (descriptor != 3 && dup3(descriptor, 3, O_CLOEXEC) < 0) return -1;
    closefrom(4);
    return 3;
}

static bool redirect(int output)
{
    int nothing = open("/dev/null", O_RDONLY);
    return setpgid(0, 0) == 0 && nothing >= 0 && dup2(nothing, 0) >= 0 && dup2(output, 1) >= 0 &&
           dup2(output, 2) >= 0;
}

/* What the system refused is the result. */
static _Noreturn void refuse_to_live(const char *what, int result)
{
    char why[200];
    int n = snprintf(why, sizeof why, "%s: %s", what, strerror(errno));
    (void)write_all(result, why, (size_t)n < sizeof why ? (size_t)n : sizeof why - 1);
    _exit(UNCONFINED);
}

static _Noreturn void live(dw_child_work *work, void *context, const dw_child_limits *limits,
                           int output, int result, pid_t parent)
{
    /* without its parent nobody would end it */
    bool fine = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent;
    fine = fine && (!limits->captured || redirect(output));
    char lines[4096]; /* in order with standard error */
    if (limits->captured) setvbuf(stdout, lines, _IOLBF, sizeof lines);
    result = keep_one(result);
    if (result < 0) _exit(UNCONFINED);
    const char *refused = fine ? dw_confine(limits) : "a process of its own";
    if (refused) refuse_to_live(refused, result);
    dw_buffer said = { 0 };
    int status = work(context, &said);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        if (!limits->captured) perror("dunwu: cannot write the output");
        if (status == 0) status = DW_EXIT_FAILED;
    }
    if (said.failed || !write_all(result, said.text ? said.text : "", said.length))
        status = NO_RESULT;
    _exit(status);
}

/* ---- starting ---- */

static void close_pipe(int ends[2])
{
    for (int i = 0; i < 2; i++)
        if (ends[i] >= 0) close(ends[i]);
}

static dw_status no_child(int output[2], int result[2], dw_error *err)
{
    dw_status status = dw_fail(err, DW_EIO, "cannot start a process: %s", strerror(errno));
    close_pipe(output);
    close_pipe(result);
    return status;
}

dw_status dw_child_start(dw_child *child, dw_child_work *work, void *context,
                         const dw_child_limits *limits, dw_error *err)
{
    int output[2] = { -1, -1 }, result[2] = { -1, -1 };
    pid_t parent = getpid();
    fflush(stdout);
    signal(SIGCHLD, SIG_DFL); /* a program that started this one may have had it ignored */
    if (pipe2(result, O_CLOEXEC) != 0 || (limits->captured && pipe2(output, O_CLOEXEC) != 0))
        return no_child(output, result, err);
    pid_t process = fork();
    if (process < 0) return no_child(output, result, err);
    if (process == 0) live(work, context, limits, output[1], result[1], parent);
    if (limits->captured) {
        setpgid(process, process); /* both do: whoever comes first */
        close(output[1]);
        fcntl(output[0], F_SETFL, O_NONBLOCK);
    }
    close(result[1]);
    fcntl(result[0], F_SETFL, O_NONBLOCK);
    *child = (dw_child){ .limits = *limits,
                         .process = process,
                         .output_pipe = output[0],
                         .result_pipe = result[0],
                         .started = dw_now() };
    return DW_OK;
}

/* ---- ending ---- */

static void kill_all(const dw_child *child)
{
    if (child->limits.captured) kill(-child->process, SIGKILL);
    kill(child->process, SIGKILL);
}

static void end_as(dw_child *child, dw_child_end end)
{
    if (child->end != DW_CHILD_RUNS) return;
    child->end = end;
    kill_all(child);
}

/* Reads what is there, at most `most` bytes in all; false at the end of the stream. */
static bool drain(int descriptor, dw_buffer *into, size_t most, bool *too_much)
{
    char block[16384];
    for (;;) {
        ssize_t n = read(descriptor, block, sizeof block);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return errno == EAGAIN;
        if (n == 0) return false;
        size_t room = most > into->length ? most - into->length : 0;
        dw_buffer_add_bytes(into, block, (size_t)n < room ? (size_t)n : room);
        if ((size_t)n > room) {
            *too_much = true;
            return true;
        }
    }
}

static void drain_pipes(dw_child *child)
{
    bool too_much = false;
    size_t most = child->limits.output ? child->limits.output : SIZE_MAX;
    if (child->output_pipe >= 0 && !drain(child->output_pipe, &child->output, most, &too_much)) {
        close(child->output_pipe);
        child->output_pipe = -1;
    }
    if (child->result_pipe >= 0 &&
        !drain(child->result_pipe, &child->result, LARGEST_RESULT, &too_much)) {
        close(child->result_pipe);
        child->result_pipe = -1;
    }
    if (too_much) end_as(child, DW_CHILD_OUTPUT);
}

/* Glib ends the process when there is no memory, and a system that is short of it picks a victim.
 */
static bool looks_like_memory(const dw_child *child, int signal)
{
    bool most = child->limits.memory && child->peak_bytes > child->limits.memory / 4 * 3;
    return most && (signal == SIGKILL || signal == SIGABRT || signal == SIGTRAP);
}

static dw_child_end end_of_signal(const dw_child *child, int signal)
{
    if (child->interrupted > 0) return DW_CHILD_INTERRUPTED;
    if (signal == SIGXCPU) return DW_CHILD_TIME;
    bool old = child->limits.cpu_seconds > 0 && child->seconds > child->limits.cpu_seconds;
    if (signal == SIGKILL && old) return DW_CHILD_TIME;
    return looks_like_memory(child, signal) ? DW_CHILD_MEMORY : DW_CHILD_KILLED;
}

static void read_end(dw_child *child, int how)
{
    child->signal = WIFSIGNALED(how) ? WTERMSIG(how) : 0;
    child->status = WIFEXITED(how) ? WEXITSTATUS(how) : DW_EXIT_FAILED;
    if (child->end != DW_CHILD_RUNS) return;
    if (child->signal)
        child->end = end_of_signal(child, child->signal);
    else
        child->end = child->status == 0       ? DW_CHILD_DONE
                     : child->interrupted > 0 ? DW_CHILD_INTERRUPTED
                                              : DW_CHILD_FAILED;
}

/* True once it ended; then all of it is gone and all that it said is here. */
static bool reap(dw_child *child)
{
    siginfo_t info = { 0 };
    int failed = waitid(P_PID, (id_t)child->process, &info, WEXITED | WNOHANG | WNOWAIT);
    if (failed ? errno == EINTR : info.si_pid == 0) return false;
    child->seconds = dw_now() - child->started;
    /* whom it left behind; until the next call its number belongs to nobody else */
    if (child->limits.captured) kill(-child->process, SIGKILL);
    int how = 0;
    struct rusage usage = { 0 };
    while (wait4(child->process, &how, 0, &usage) < 0 && errno == EINTR) continue;
    child->peak_bytes = (size_t)usage.ru_maxrss << 10;
    drain_pipes(child);
    read_end(child, how);
    child->gone = true;
    return true;
}

/* ---- waiting ---- */

static const double PATIENCE = 0.15; /* seconds, for a child that is told to stop */

static void obey_interrupt(dw_child *child)
{
    if (!dw_interrupted()) return;
    bool first = child->interrupted == 0;
    if (first) child->interrupted = dw_now();
    if (child->limits.captured || dw_now() - child->interrupted > PATIENCE)
        end_as(child, DW_CHILD_INTERRUPTED);
    else if (first && dw_interrupted_alone())
        kill(child->process, SIGINT);
}

/* True when it ended. */
static bool serve(dw_child *child)
{
    obey_interrupt(child);
    drain_pipes(child);
    double limit = child->limits.wall_seconds;
    if (limit > 0 && dw_now() - child->started > limit) end_as(child, DW_CHILD_TIME);
    return reap(child);
}

/* Until one of them says something, but not for long: an end is no event of a pipe. */
static void doze(dw_child *const *children, size_t n, double seconds)
{
    enum { MOST = 128 };
    struct pollfd ends[MOST];
    nfds_t count = 0;
    int ms = seconds < 1e-3 * SLICE_MS ? (int)(1e3 * seconds) : SLICE_MS;
    for (size_t i = 0; i < n && count + 2 <= MOST; i++) {
        if (!children[i] || children[i]->gone) continue;
        int pipes[] = { children[i]->output_pipe, children[i]->result_pipe };
        for (int k = 0; k < 2; k++)
            if (pipes[k] >= 0) ends[count++] = (struct pollfd){ .fd = pipes[k], .events = POLLIN };
        if (children[i]->result_pipe < 0 && ms > 1) ms = 1; /* it is about to end */
    }
    poll(ends, count, ms);
}

size_t dw_child_wait(dw_child *const *children, size_t n, double seconds)
{
    double end = dw_now() + seconds;
    for (;;) {
        for (size_t i = 0; i < n; i++)
            if (children[i] && !children[i]->gone && serve(children[i])) return i;
        double left = end - dw_now();
        if (left <= 0) return n;
        doze(children, n, left);
    }
}

dw_status dw_child_run(dw_child *child, dw_child_work *work, void *context,
                       const dw_child_limits *limits, dw_error *err)
{
    dw_status status = dw_child_start(child, work, context, limits, err);
    if (status) return status;
    while (dw_child_wait(&child, 1, 3600) != 0) continue;
    return DW_OK;
}

void dw_child_explain(const dw_child *child, dw_buffer *out)
{
    const dw_child_limits *limits = &child->limits;
    switch (child->end) {
    case DW_CHILD_RUNS:
        dw_buffer_add(out, "still running");
        break;
    case DW_CHILD_DONE:
        dw_buffer_add(out, "done");
        break;
    case DW_CHILD_FAILED:
        if (child->status == UNCONFINED && child->result.length)
            dw_buffer_format(out, "not run: the system refused to limit it (%s)",
                             child->result.text);
        else
            dw_buffer_format(out, "failed with status %d", child->status);
        break;
    case DW_CHILD_TIME:
        dw_buffer_format(out, "stopped after %.3g s (the time limit)", child->seconds);
        break;
    case DW_CHILD_MEMORY:
        dw_buffer_format(out, "ended for want of memory; it may use %zu MiB", limits->memory >> 20);
        break;
    case DW_CHILD_OUTPUT:
        dw_buffer_format(out, "stopped: it wrote more than %zu bytes", limits->output);
        break;
    case DW_CHILD_KILLED:
        dw_buffer_format(out, "killed by signal %d (%s)%s", child->signal, strsignal(child->signal),
                         child->signal == SIGKILL ? ", as a system short of memory does" : "");
        break;
    case DW_CHILD_INTERRUPTED:
        dw_buffer_add(out, "stopped (Ctrl-C)");
        break;
    }
}

void dw_child_free(dw_child *child)
{
    if (!child->gone) {
        kill_all(child);
        while (waitpid(child->process, NULL, 0) < 0 && errno == EINTR) continue;
    }
    int pipes[] = { child->output_pipe, child->result_pipe };
    close_pipe(pipes);
    dw_buffer_free(&child->output);
    dw_buffer_free(&child->result);
    child->gone = true;
    child->output_pipe = child->result_pipe = -1;
}
