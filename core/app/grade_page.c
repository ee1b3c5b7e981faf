/* Results as one page of HTML that needs nothing else. What comes out of submissions is escaped,
 * and the page forbids scripts and foreign addresses to the browser, too. */
#include <stdio.h>
#include <string.h>

#include "app/grade.h"

static const char style[] =
    ":root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #b3261e }\n"
    "@media (prefers-color-scheme: dark) { :root { --good: #6fdd8b; --bad: #ff8a80 } }\n"
    "body { font: 17px/1.5 'Noto Sans', 'Noto Sans TC', 'Noto Sans CJK TC', sans-serif;\n"
    "  margin: 2rem auto; max-width: 80rem; padding: 0 1rem }\n"
    "h1 { margin-bottom: 0; line-height: 1.25 }\n"
    "table { border-collapse: collapse; width: 100%; margin-top: 1.5rem }\n"
    "th { text-align: left }\n"
    "thead th { border-bottom: 2px solid var(--line); padding: .3rem .6rem }\n"
    "td, tbody th { vertical-align: top; border-bottom: 1px solid var(--line);\n"
    "  padding: .5rem .6rem }\n"
    "tbody th { font-weight: 600; overflow-wrap: anywhere; min-width: 14rem; max-width: 20rem }\n"
    "tr > .n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }\n"
    ".class { width: auto; margin-top: .5rem } .class tbody th { font-weight: 400; max-width: none "
    "}\n"
    ".good { color: var(--good) } .bad { color: var(--bad) }\n"
    "ul { list-style: none; padding: 0; margin: .4rem 0 }\n"
    "td p, li, pre { overflow-wrap: anywhere; white-space: pre-wrap; margin: 0 }\n"
    "li p { margin: 0 0 0 1.5rem }\n"
    "pre { border-left: 3px solid var(--line); padding-left: .8rem; max-height: 20rem;\n"
    "  overflow: auto; font-size: 15px }\n"
    "summary { cursor: pointer; width: fit-content }\n"
    ".figure summary { list-style: none; cursor: zoom-in }\n"
    ".figure summary::-webkit-details-marker { display: none }\n"
    ".figure img { display: block; width: 15rem; border: 1px solid var(--line) }\n"
    ".figure[open] summary { position: fixed; inset: 0; width: auto; background: #000c;\n"
    "  display: grid; place-items: center; cursor: zoom-out }\n"
    ".figure[open] img { width: auto; max-width: 96vw; max-height: 96vh }\n"
    "@media screen and (max-width: 50rem) {\n"
    "  body { margin: 1rem auto }\n"
    "  table:not(.class) thead { display: none }\n"
    "  table:not(.class) tbody tr { display: grid; grid-template-columns: 1fr auto; gap: .2rem "
    ".8rem;\n"
    "    padding: .6rem 0; border-bottom: 1px solid var(--line) }\n"
    "  tbody th { min-width: 0; max-width: none }\n"
    "  table:not(.class) :is(td, tbody th) { border: 0; padding: 0 }\n"
    "  td.wide { grid-column: 1 / -1 }\n"
    "  td:empty, td.n ~ .n { display: none }\n"
    "  .figure img { width: 100% }\n"
    "}\n"
    "@media print {\n"
    "  body { font-size: 10pt; margin: 0; max-width: none; padding: 0 }\n"
    "  tr { break-inside: avoid }\n"
    "  details:not([open], .figure) { display: none }\n"
    "  table:not(.class) tbody th { min-width: 12em; max-width: 14em }\n"
    "  tr > .n ~ .n { display: none }\n"
    "  .figure img { width: 9em }\n"
    "  h2 { break-after: avoid }\n"
    "  .class { break-inside: avoid }\n"
    "}\n";

static void add_escaped(const char *text, dw_buffer *out)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            dw_buffer_add(out, "&amp;");
            break;
        case '<':
            dw_buffer_add(out, "&lt;");
            break;
        case '>':
            dw_buffer_add(out, "&gt;");
            break;
        case '"':
            dw_buffer_add(out, "&quot;");
            break;
        case '\'':
            dw_buffer_add(out, "&#39;");
            break;
        default:
            dw_buffer_add_bytes(out, text, 1);
        }
    }
}

/* Foreign text keeps its direction to itself. */
static void add_foreign(const char *text, dw_buffer *out)
{
    dw_buffer_add(out, "<bdi>");
    add_escaped(text, out);
    dw_buffer_add(out, "</bdi>");
}

static void add_head(const dw_grades *grades, dw_buffer *out)
{
    dw_buffer_format(out,
                     "<!doctype html>\n<html lang=\"%s\">\n<meta charset=\"utf-8\">\n"
                     "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                     "img-src data:; style-src 'unsafe-inline'\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                     "<title>",
                     grades->language);
    add_escaped(grades->exercise->name, out);
    dw_buffer_add(out, dw_say(grades->language, ": ", "："));
    add_escaped(grades->exercise->lesson.title, out);
    dw_buffer_format(out, "</title>\n<style>\n%s</style>\n<h1>", style);
    add_escaped(grades->exercise->lesson.title, out);
    dw_buffer_add(out, "</h1>\n<p>");
}

static void add_summary(const dw_grades *grades, dw_buffer *out)
{
    size_t passed = 0;
    double sum = 0;
    char mean[32], of[32];
    for (size_t i = 0; i < grades->count; i++) {
        passed += dw_row_passed(&grades->rows[i]);
        sum += dw_row_points(&grades->rows[i], grades->of);
    }
    snprintf(mean, sizeof mean, "%.2f", sum / (double)grades->count);
    dw_text_number(grades->of, of);
    add_escaped(grades->exercise->name, out);
    dw_buffer_format(out,
                     dw_say(grades->language,
                            ": %zu submissions, %zu passed, %s of %s points on average. dunwu %s, "
                            "seed %lld.</p>\n",
                            "：共 %zu 份，通過 %zu 份，平均 %s 分（滿分 %s 分）。dunwu %s，"
                            "亂數種子 %lld。</p>\n"),
                     grades->count, passed, mean, of, DW_VERSION, (long long)grades->seed);
}

/* Told to those who hear the page, too. */
static void add_mark(bool good, const dw_grades *grades, dw_buffer *out)
{
    const char *means = good ? dw_say(grades->language, "right", "通過")
                             : dw_say(grades->language, "not right", "未通過");
    dw_buffer_format(out, "<span class=\"%s\" role=\"img\" aria-label=\"%s\">%s</span> ",
                     good ? "good" : "bad", means, good ? "✓" : "✗");
}

static void add_item(const dwl_item *item, const dw_grades *grades, dw_buffer *out)
{
    dw_buffer_add(out, "<li title=\"");
    add_escaped(item->key, out);
    dw_buffer_add(out, "\">");
    add_mark(item->ok, grades, out);
    add_foreign(item->says, out);
    if (!item->ok) {
        dw_buffer_add(out, "<p>");
        add_foreign(item->why, out);
        dw_buffer_add(out, "</p>");
    }
    dw_buffer_add(out, "</li>\n");
}

static void add_details(const dw_row *row, const dw_grades *grades, dw_buffer *out)
{
    const dwl_verdict *verdict = &row->verdict;
    if (verdict->count) {
        dw_buffer_format(out, "<details><summary>%s</summary>\n<ul>\n",
                         dw_say(grades->language, "all items", "所有項目"));
        for (size_t i = 0; i < verdict->count; i++) add_item(&verdict->items[i], grades, out);
        dw_buffer_add(out, "</ul></details>\n");
    }
    if (verdict->printed.length) {
        dw_buffer_format(out, "<details><summary>%s</summary><pre tabindex=\"0\">",
                         dw_say(grades->language, "printed", "印出的文字"));
        add_foreign(verdict->printed.text, out);
        dw_buffer_add(out, "</pre></details>\n");
    }
}

/* Only the digits of base64: whatever wrote it. A click, or the enter key, shows it large. */
static void add_picture(const dw_row *row, const dw_grades *grades, dw_buffer *out)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
    const dw_buffer *picture = &row->picture;
    if (picture->length == 0 || strspn(picture->text, digits) != picture->length) return;
    dw_buffer_format(out, "<details class=\"figure\"><summary><img alt=\"%s\" src=\"",
                     dw_say(grades->language, "the first figure", "第一張圖"));
    dw_buffer_add(out, "data:image/png;base64,");
    dw_buffer_add(out, picture->text);
    dw_buffer_add(out, "\"></summary></details>");
}

static void add_seconds(const dw_row *row, const dw_grades *grades, dw_buffer *out)
{
    if (dw_row_kept(row))
        dw_buffer_add(out, dw_say(grades->language, "kept", "先前結果"));
    else if (row->seconds >= 0.05)
        dw_buffer_format(out, dw_say(grades->language, "%.1f s", "%.1f 秒"), row->seconds);
    else if (row->seconds > 0)
        dw_buffer_add(out, dw_say(grades->language, "&lt; 0.1 s", "&lt; 0.1 秒"));
}

static void add_row(const dw_row *row, const dw_grades *grades, dw_buffer *out)
{
    char points[32], of[32];
    dw_buffer message = { 0 };
    dw_row_message(row, grades, &message);
    dw_text_number(dw_row_points(row, grades->of), points);
    dw_text_number(grades->of, of);
    dw_buffer_add(out, "<tr><th scope=\"row\">");
    add_foreign(row->submission->shown, out);
    dw_buffer_add(out, "</th><td class=\"n\">");
    add_mark(dw_row_passed(row), grades, out);
    dw_buffer_format(out, "%s / %s</td><td class=\"wide\">", points, of);
    if (message.length) {
        dw_buffer_add(out, "<p>");
        add_foreign(message.text, out);
        dw_buffer_add(out, "</p>");
    }
    add_details(row, grades, out);
    dw_buffer_add(out, "</td><td class=\"wide\">");
    add_picture(row, grades, out);
    dw_buffer_add(out, "</td><td class=\"n\">");
    add_seconds(row, grades, out);
    dw_buffer_add(out, "</td></tr>\n");
    if (message.failed) out->failed = true;
    dw_buffer_free(&message);
}

typedef struct column {
    const char *kind, *english, *chinese;
} column;

static void add_columns(const column *columns, size_t n, const dw_grades *grades, dw_buffer *out)
{
    dw_buffer_add(out, "<thead><tr>");
    for (size_t i = 0; i < n; i++)
        dw_buffer_format(out, "<th scope=\"col\" class=\"%s\">%s</th>", columns[i].kind,
                         dw_say(grades->language, columns[i].english, columns[i].chinese));
    dw_buffer_add(out, "</tr></thead>\n<tbody>\n");
}

static void add_rows(const dw_grades *grades, dw_buffer *out)
{
    static const column columns[] = { { "", "file", "檔案" },
                                      { "n", "points", "分數" },
                                      { "", "what the check found", "檢查結果" },
                                      { "", "figure", "圖" },
                                      { "n", "time", "時間" } };
    dw_buffer_add(out, "<table>\n");
    add_columns(columns, sizeof columns / sizeof *columns, grades, out);
    for (size_t i = 0; i < grades->count; i++) add_row(&grades->rows[i], grades, out);
    dw_buffer_add(out, "</tbody></table>\n");
}

/* ---- what the class can do ---- */

/* A check may end early: the verdict with the most items has seen all. */
static const dwl_verdict *longest_verdict(const dw_grades *grades)
{
    const dwl_verdict *longest = &grades->rows[0].verdict;
    for (size_t i = 1; i < grades->count; i++)
        if (grades->rows[i].verdict.count > longest->count) longest = &grades->rows[i].verdict;
    return longest;
}

static size_t count_right(const dw_grades *grades, const dwl_item *like)
{
    size_t right = 0;
    for (size_t i = 0; i < grades->count; i++) {
        const dwl_item *item = dwl_verdict_find(&grades->rows[i].verdict, like->key, like->field);
        right += item && item->ok;
    }
    return right;
}

static void add_class(const dw_grades *grades, dw_buffer *out)
{
    static const column columns[] = { { "", "what was asked for", "題目的要求" },
                                      { "n", "right", "做對的份數" } };
    const dwl_verdict *all = longest_verdict(grades);
    if (all->count == 0) return;
    dw_buffer_format(out, "<h2>%s</h2>\n<table class=\"class\">\n",
                     dw_say(grades->language, "The class", "全班"));
    add_columns(columns, sizeof columns / sizeof *columns, grades, out);
    for (size_t i = 0; i < all->count; i++) {
        dw_buffer_add(out, "<tr><th scope=\"row\">");
        add_foreign(all->items[i].says, out);
        dw_buffer_format(out, "</th><td class=\"n\">%zu / %zu</td></tr>\n",
                         count_right(grades, &all->items[i]), grades->count);
    }
    dw_buffer_add(out, "</tbody></table>\n");
}

void dw_grades_page(const dw_grades *grades, dw_buffer *out)
{
    add_head(grades, out);
    add_summary(grades, out);
    add_rows(grades, out);
    add_class(grades, out);
    dw_buffer_add(out, "</html>\n");
}
