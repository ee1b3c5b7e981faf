/* Results as lines: for the terminal, and as CSV. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "app/grade.h"

bool dw_row_passed(const dw_row *row)
{
    return !row->problem && dwl_verdict_passed(&row->verdict);
}

bool dw_row_kept(const dw_row *row)
{
    return !row->problem && row->seconds <= 0;
}

double dw_row_points(const dw_row *row, double of)
{
    double points = row->problem ? 0 : dwl_verdict_points(&row->verdict);
    return points < of ? points : of;
}

/* An address in a message, "table: 0x55d0c8", is another one in each run. */
static size_t address_length(const char *text)
{
    if (text[0] != '0' || text[1] != 'x') return 0;
    size_t n = 2;
    while (isxdigit((unsigned char)text[n])) n++;
    return n >= 8 ? n : 0;
}

static void add_line(const char *text, dw_buffer *out)
{
    while (*text) {
        size_t address = address_length(text), plain = strcspn(text, "\n0");
        if (address) {
            dw_buffer_add(out, "0x...");
            text += address;
        } else if (*text == '\n') {
            dw_buffer_add(out, " ");
            text++;
        } else {
            plain += plain == 0;
            dw_buffer_add_bytes(out, text, plain);
            text += plain;
        }
    }
}

void dw_row_message(const dw_row *row, const dw_grades *grades, dw_buffer *out)
{
    const dwl_verdict *verdict = &row->verdict;
    if (row->problem) {
        dw_buffer_add(out, row->problem);
        return;
    }
    if (verdict->late) { /* in which line time ran out is chance */
        dw_buffer_format(out,
                         dw_say(grades->language, "stopped after %g s (the time limit)",
                                "執行超過 %g 秒的時間限制，已停止"),
                         grades->time);
        return;
    }
    for (size_t i = 0; i < verdict->count; i++) {
        const dwl_item *item = &verdict->items[i];
        if (item->ok) continue;
        add_line(item->says, out);
        dw_buffer_add(out, dw_say(grades->language, ": ", "："));
        add_line(item->why, out);
        return;
    }
}

/* Also in full width, which spreadsheets in East Asia take for the same. */
static bool begins_formula(const char *text)
{
    static const char *const starts[] = { "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠" };
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (strncmp(text, starts[i], strlen(starts[i])) == 0) return true;
    return false;
}

/* A field that begins like a formula would be one in a spreadsheet. */
static void add_field(const char *text, dw_buffer *out)
{
    dw_buffer plain = { 0 };
    if (begins_formula(text)) dw_buffer_add(&plain, "'");
    dw_buffer_add(&plain, text);
    if (plain.failed) out->failed = true;
    dw_buffer_add_csv(out, plain.text ? plain.text : "");
    dw_buffer_free(&plain);
}

void dw_grades_csv(const dw_grades *grades, dw_buffer *out)
{
    char points[32], of[32];
    dw_text_number(grades->of, of);
    dw_buffer_add(out, "file,points,of,passed,message\n");
    for (size_t i = 0; i < grades->count; i++) {
        const dw_row *row = &grades->rows[i];
        dw_buffer message = { 0 };
        dw_text_number(dw_row_points(row, grades->of), points);
        dw_row_message(row, grades, &message);
        add_field(row->submission->shown, out);
        dw_buffer_format(out, ",%s,%s,%s,", points, of, dw_row_passed(row) ? "yes" : "no");
        add_field(message.text ? message.text : "", out);
        dw_buffer_add(out, "\n");
        if (message.failed) out->failed = true;
        dw_buffer_free(&message);
    }
}

static void print_row(const dw_row *row, const dw_grades *grades)
{
    char points[32], of[32];
    dw_buffer message = { 0 };
    dw_text_number(dw_row_points(row, grades->of), points);
    dw_text_number(grades->of, of);
    dw_row_message(row, grades, &message);
    printf("%s %4s / %-4s %s%s%s\n", dw_row_passed(row) ? "✓" : "✗", points, of,
           row->submission->shown, message.length ? "  " : "", message.text ? message.text : "");
    dw_buffer_free(&message);
}

void dw_grades_print(const dw_grades *grades)
{
    size_t passed = 0, kept = 0;
    for (size_t i = 0; i < grades->count; i++) {
        kept += dw_row_kept(&grades->rows[i]);
        passed += dw_row_passed(&grades->rows[i]);
        print_row(&grades->rows[i], grades);
    }
    printf(dw_say(grades->language, "%zu of %zu passed", "通過 %zu 份，共 %zu 份"), passed,
           grades->count);
    if (kept)
        printf(dw_say(grades->language, "; %zu were checked before (--fresh checks all)",
                      "；其中 %zu 份沿用先前的結果（--fresh 全部重新檢查）"),
               kept);
    printf("\n");
}
