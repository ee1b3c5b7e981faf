#include "app/line.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* NULL when the module, or what it needs, is not there. */
static const dw_editor *load_editor(const char *path)
{
    void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL); /* kept until the program ends */
    dw_editor_function *find;
    if (!module) return NULL;
    *(void **)&find = dlsym(module, DW_EDITOR_SYMBOL);
    const dw_editor *editor = find ? find() : NULL;
    return editor && editor->version == DW_EDITOR_VERSION ? editor : NULL;
}

void dw_lines_open(dw_lines *lines, const dw_home *home, const dw_editor_hooks *hooks)
{
    *lines = (dw_lines){ .prompts = isatty(STDIN_FILENO) };
    if (!lines->prompts) return;
    lines->editor = load_editor(home->editor);
    if (lines->editor)
        lines->editor->start(hooks);
    else
        fprintf(stderr, "dunwu: note: no history and no completion: cannot load %s\n",
                home->editor);
}

static dw_line_end read_plain(dw_lines *lines, const char *prompt, dw_buffer *text)
{
    char *line = NULL;
    size_t room = 0;
    if (lines->prompts) printf("%s", prompt);
    fflush(stdout);
    ssize_t n = getline(&line, &room, stdin);
    if (n > 0) dw_buffer_add_bytes(text, line, (size_t)n);
    if (n > 0 && line[n - 1] != '\n') dw_buffer_add(text, "\n");
    free(line);
    if (n > 0) return DW_LINE_WHOLE;
    bool dropped = lines->prompts && ferror(stdin) && errno == EINTR;
    clearerr(stdin);
    if (lines->prompts) printf("\n");
    return dropped ? DW_LINE_DROPPED : DW_LINE_NONE;
}

dw_line_end dw_lines_read(dw_lines *lines, const char *prompt, dw_buffer *text)
{
    char *line;
    if (!lines->editor) return read_plain(lines, prompt, text);
    dw_line_end end = lines->editor->read(prompt, &line);
    if (end != DW_LINE_WHOLE) return end;
    dw_buffer_add(text, line);
    dw_buffer_add(text, "\n");
    free(line);
    return end;
}
