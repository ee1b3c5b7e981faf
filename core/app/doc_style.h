/* How the reference is written: one place for each form it takes. */
#ifndef DW_APP_DOC_STYLE_H
#define DW_APP_DOC_STYLE_H

#include "app/app.h"
#include "sim/sim.h"

typedef struct dw_doc_style {
    void (*library)(const dwl_library *library); /* what it is, and a line for each function */
    void (*function)(const dwl_library *library, const dwl_function *function);
    void (*sim)(const dw_sim *sim);
} dw_doc_style;

extern const dw_doc_style dw_doc_plain, dw_doc_markdown;

/* "default 8", "required", "may be left out"; nothing where there is no default. */
void dw_doc_default(const dw_option *option, dw_buffer *out);

/* How a call is written: "stats.quantile(x, p, options)". */
void dw_doc_usage(const dwl_library *library, const dwl_function *function, dw_buffer *out);

/* "sim", or "script" of the functions that stand alone. */
const char *dw_doc_title(const dwl_library *library);

/* One library, function, simulator or script by its name; complains when there is none. */
int dw_doc_show(const dw_home *home, const char *name, const dw_doc_style *style);

/* All of it as pages; as annotations that an editor's language server reads. */
void dw_doc_print_markdown(void);
void dw_doc_print_luacats(void);

#endif
