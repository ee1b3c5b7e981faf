/* A verdict as JSON: how it comes out of the process that checked, and how grade keeps it. */
#ifndef DW_APP_RECORD_H
#define DW_APP_RECORD_H

#include "lua/verdict.h"

/* Appends the verdict. picture: a PNG in base64, "" when there is none. */
void dw_record_write(const dwl_verdict *verdict, const char *picture, dw_buffer *out);
void dw_base64(const void *bytes, size_t n, dw_buffer *out);

/* Reads it back. picture gets the base64 text, "" when there is none. False when it is no such
 * thing; *verdict is then empty. */
bool dw_record_read(const char *text, size_t length, dwl_verdict *verdict, dw_buffer *picture);

#endif
