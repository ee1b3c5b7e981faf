/* Editing of a line on a terminal: a module of its own (core/app/module), loaded by the one verb
 * that needs it, since it brings a library along. */
#ifndef DW_APP_EDITOR_H
#define DW_APP_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

enum { DW_EDITOR_VERSION = 1 };

typedef enum dw_line_end {
    DW_LINE_WHOLE,
    DW_LINE_DROPPED, /* by Ctrl-C: what was typed of the chunk is to be forgotten */
    DW_LINE_NONE     /* there are no more */
} dw_line_end;

/* What may stand from a byte of the line on instead of what is there. */
typedef struct dw_completion {
    size_t from;
    char *names; /* one after another, each with its NUL; free it */
    size_t count;
    const char *after; /* behind a name that is the only one */
} dw_completion;

typedef struct dw_editor_hooks {
    void *context;
    bool (*interrupted)(void);
    void (*complete)(void *context, const char *line, size_t n, dw_completion *out);
} dw_editor_hooks;

typedef struct dw_editor {
    int version;
    void (*start)(const dw_editor_hooks *hooks); /* they stay the caller's */
    /* *line: free it; several lines when they came by a paste or out of the history. */
    dw_line_end (*read)(const char *prompt, char **line);
    void (*remember)(const char *text); /* for the key "up" */
} dw_editor;

typedef const dw_editor *dw_editor_function(void);
#define DW_EDITOR_SYMBOL "dw_editor_of_module"

#endif
