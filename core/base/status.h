/* Status and message: how every function of the core says that it failed.
 *
 * A function that can fail returns a dw_status and takes a dw_error last. On DW_OK the error is
 * untouched; otherwise it holds one sentence that names the input, the rule and the value. The
 * core never prints and never exits. */
#ifndef DW_BASE_STATUS_H
#define DW_BASE_STATUS_H

typedef enum dw_status {
    DW_OK = 0,
    DW_EARG,     /* an argument of the wrong form: empty, lengths differ, unknown name */
    DW_EDOMAIN,  /* a value outside its range, or not finite */
    DW_ENOMEM,   /* no memory, or a size that overflows */
    DW_EIO,      /* a file could not be read or written */
    DW_ENUMERIC, /* a numerical method did not reach its goal */
    DW_ESTOP     /* the caller asked to stop (Ctrl-C, a time limit) */
} dw_status;

typedef struct dw_error {
    char text[512];
} dw_error;

/* Writes the sentence (printf-like, cut to fit at a UTF-8 boundary) and returns the status, so
 * that a check is one line. err may be NULL. */
dw_status dw_fail(dw_error *err, dw_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
