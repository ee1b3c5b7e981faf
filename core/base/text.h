/* Text: a growing buffer, numbers as people write them, the nearest of some names. */
#ifndef DW_BASE_TEXT_H
#define DW_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/* A growing, always NUL-terminated text. Start from { 0 }; dw_buffer_free when done. After a
 * failed append `failed` is set, the text stays as it was, and further appends do nothing: check
 * once at the end. */
typedef struct dw_buffer {
    char *text;
    size_t length, capacity;
    bool failed;
} dw_buffer;

void dw_buffer_add(dw_buffer *buffer, const char *text);
void dw_buffer_add_bytes(dw_buffer *buffer, const char *bytes, size_t n);
void dw_buffer_format(dw_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void dw_buffer_free(dw_buffer *buffer);
/* One field of a CSV row, quoted where RFC 4180 asks for it. */
void dw_buffer_add_csv(dw_buffer *buffer, const char *field);

/* Cuts a broken UTF-8 sequence from the end of a text that was shortened. */
void dw_text_trim_utf8(char *text);
/* The number of bytes of the longest valid UTF-8 prefix of text[0..n): n when all is valid. */
size_t dw_text_utf8_prefix(const char *text, size_t n);
/* The number of bytes of the character that valid UTF-8 starts with when it steers what shows it: a
 * control character, or one that turns the direction of writing ("gpj.exe" shown as "exe.jpg"); 0
 * when it does not. */
size_t dw_text_steers(const char *text);

/* A short decimal that reads back as x ("0.1", "1e+20", "nan"); out holds 32 bytes. */
void dw_text_number(double x, char out[32]);
/* A count as people say it: 10M, 1.5B, 175B, 1T, 350K; below 1000 as it is, from 10^15 on with a
 * power of ten. At most `digits` significant digits. out holds 32 bytes. */
void dw_text_count(double x, int digits, char out[32]);
/* A whole number with commas between the thousands: 100,000. out holds 32 bytes. */
void dw_text_thousands(double x, char out[32]);

/* Restricted Damerau-Levenshtein distance in bytes, at most 255; names over 63 bytes give 255. */
unsigned dw_text_distance(const char *a, const char *b);

/* The nearest name to `given`, or NULL when none is near enough to be meant. Call once for each
 * candidate with the same state, started from { given }. */
typedef struct dw_nearest {
    const char *given;
    const char *best;
    unsigned distance;
} dw_nearest;
void dw_nearest_offer(dw_nearest *nearest, const char *candidate);
/* " (did you mean 'best'?)" or "" when nothing was near. out holds 96 bytes. */
const char *dw_nearest_hint(const dw_nearest *nearest, char out[96]);

#endif
