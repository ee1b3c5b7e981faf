/* Lines from a terminal, edited when the module for that is there, or from anything else. */
#ifndef DW_APP_LINE_H
#define DW_APP_LINE_H

#include <stdio.h>

#include "app/app.h"
#include "app/editor.h"

typedef struct dw_lines {
    const dw_editor *editor; /* NULL: plain */
    bool prompts;            /* somebody types */
} dw_lines;

/* Standard input. On a terminal without the module a note says so. */
void dw_lines_open(dw_lines *lines, const dw_home *home, const dw_editor_hooks *hooks);

/* Appends a line, or several, with the newline, to text. */
dw_line_end dw_lines_read(dw_lines *lines, const char *prompt, dw_buffer *text);

#endif
