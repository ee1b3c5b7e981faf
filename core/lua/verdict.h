/* What a check found: the items that were asked for, which of them hold, and why not. */
#ifndef DWL_VERDICT_H
#define DWL_VERDICT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* Texts are in the language of the check. */
typedef struct dwl_item {
    const char *key, *says, *why; /* why: what is wrong; "" when it holds */
    double points;
    bool ok;
    bool field; /* about the form of what the script returns, not about what it is worth */
} dwl_item;

/* Start from { 0 }, free with dwl_verdict_free. */
typedef struct dwl_verdict {
    dwl_item *items;
    size_t count;
    bool late;         /* the time limit ended it */
    bool cut_short;    /* later items were not looked at */
    bool failed;       /* an item could not be kept: no memory */
    dw_buffer printed; /* by the script's first run */
    dw_buffer figure;  /* path of the figure that was painted, "" when none was */
    dw_buffer broken;  /* what is wrong with the exercise itself; then the items mean nothing */
} dwl_verdict;

void dwl_verdict_free(dwl_verdict *verdict);
/* Adds an item, or changes the one of the same key and kind. The texts are copied. */
void dwl_verdict_add(dwl_verdict *verdict, const dwl_item *item);
/* Makes a text one that steers no terminal and is valid UTF-8, in place. */
void dwl_verdict_plain(char *text);
/* NULL: there is no such item. */
dwl_item *dwl_verdict_find(const dwl_verdict *verdict, const char *key, bool field);
/* Everything that was asked for holds. */
bool dwl_verdict_passed(const dwl_verdict *verdict);
double dwl_verdict_points(const dwl_verdict *verdict);
double dwl_verdict_of(const dwl_verdict *verdict);

#endif
