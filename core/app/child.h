/* A C function in a process of its own, limited by the system: what it does, eats or breaks ends
 * with that process.
 *
 *     static int work(void *context, dw_buffer *result) { ...; return 0; }
 *
 *     dw_child_limits limits = { .wall_seconds = 30, .cpu_seconds = 30, .memory = 512 << 20,
 *                                .output = 1 << 16, .captured = true,
 *                                .readable = folders, .writable = "out" };
 *     dw_child child;
 *     if (dw_child_start(&child, work, context, &limits, &err)) ...
 *     dw_child *all[] = { &child };
 *     while (dw_child_wait(all, 1, 0.1) == 1) show_progress();
 *     switch (child.end) ...   child.status, child.result, child.output, child.seconds
 *     dw_child_free(&child);
 *
 * One process may have many children at a time. It must have no other threads (so no simulation
 * of its own before) when it starts one; all calls come from the thread that started the first. */
#ifndef DW_APP_CHILD_H
#define DW_APP_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/status.h"
#include "base/text.h"

/* Zero and NULL mean: no limit, none. */
typedef struct dw_child_limits {
    double wall_seconds; /* then it is killed with all of its process group */
    double cpu_seconds;  /* of all of its threads together; whole seconds, rounded up */
    size_t memory;       /* bytes more than it has at the start */
    size_t output;       /* bytes of standard output and error together, when captured */
    size_t file_bytes;   /* of one file that it writes */
    int open_files;
    int threads;   /* that it may start; each has its stack besides `memory` */
    bool captured; /* standard output and error go to `output`; it is a process group of its
                      own, and its standard input is empty. Otherwise it shares the
                      terminal and its process group. */
    /* The system's Landlock and seccomp, where the kernel has them: besides what the program and
     * its libraries need, it reads below these folders only (ended by NULL) and writes below one;
     * it starts no process, has no network, signals nobody. Not confined: all as its parent may. */
    bool confined;
    const char *const *readable;
    const char *writable; /* must be there */
} dw_child_limits;

typedef enum dw_child_end {
    DW_CHILD_RUNS,
    DW_CHILD_DONE,       /* the function returned 0 */
    DW_CHILD_FAILED,     /* the function returned another status, or something called exit */
    DW_CHILD_TIME,       /* the limit on time, of either kind */
    DW_CHILD_MEMORY,     /* ended for want of memory; a function that copes with NULL FAILED */
    DW_CHILD_OUTPUT,     /* it wrote more than it may */
    DW_CHILD_KILLED,     /* by a signal: see `signal` */
    DW_CHILD_INTERRUPTED /* Ctrl-C */
} dw_child_end;

typedef struct dw_child {
    dw_child_end end;
    int status, signal;
    double seconds;   /* from start to end */
    dw_buffer output; /* what it wrote, when captured; at most limits.output bytes */
    dw_buffer result; /* what the function left in its buffer; empty unless it returned */
    pid_t process;    /* its number; another may have it once this one has ended */
    /* the rest is child.c's own */
    dw_child_limits limits;
    bool gone;
    int output_pipe, result_pipe;
    double started, interrupted; /* when; 0: not */
    size_t peak_bytes;
} dw_child;

/* Runs in the child. What it appends to *result reaches the parent when it returns; its value is
 * the status, 0..255. */
typedef int dw_child_work(void *context, dw_buffer *result);

/* Starts a child; *child needs no initial value and must stay in place until it is freed. Fails
 * when the system has no process or pipe left; there is then nothing to free. What is in the
 * buffer of stdout is written first, so that it does not come twice. */
dw_status dw_child_start(dw_child *child, dw_child_work *work, void *context,
                         const dw_child_limits *limits, dw_error *err);

/* Serves the children (NULLs and those that ended are passed over) until one that ran ends or so
 * many seconds passed; gives its index, or n when none ended. After Ctrl-C (dw_interrupted) those
 * that are captured are killed; the others are told, and killed when they do not end soon. */
size_t dw_child_wait(dw_child *const *children, size_t n, double seconds);

/* The two in one, for one child; fails only as start does. */
dw_status dw_child_run(dw_child *child, dw_child_work *work, void *context,
                       const dw_child_limits *limits, dw_error *err);

/* Why it ended, as a sentence without a stop: "stopped after 30 s (the time limit)". */
void dw_child_explain(const dw_child *child, dw_buffer *out);

/* Kills it when it still runs. */
void dw_child_free(dw_child *child);

#endif
