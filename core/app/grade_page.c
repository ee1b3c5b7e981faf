/* Results as one page of HTML that needs nothing else. What comes out of submissions is escaped,
 * and the page forbids scripts and foreign addresses to the browser, too. */
#include <stdio.h>
#include <string.h>

#include "app/grade.h"

static const char style[] =
    ":root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #b3261e }\n"
    "@media (prefers-color-scheme: dark) { :root { --good: #6fdd8b; --bad: #ff8a80 } }\n"
    "body { font: 17px/1.5 'Noto Sans', 'Noto Sans TC', 'Noto Sans CJK TC', sans-serif;\n"
    "  margin: 2rem auto; max-width: 76rem; padding: 0 1rem }\n"
    "h1 { margin-bottom: 0 }\n"
    "table { border-collapse: collapse; width: 100%; margin-top: 1.5rem }\n"
    "th { text-align: left; border-bottom: 2px solid var(--line); padding: .3rem .6rem }\n"
    "td { vertical-align: top; border-bottom: 1px solid var(--line); padding: .5rem .6rem }\n"
    "th.n, td.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }\n"
    ".file { font-weight: 600; overflow-wrap: anywhere; min-width: 9rem }\n"
    ".good { color: var(--good) } .bad { color: var(--bad) }\n"
    "ul { list-style: none; padding: 0; margin: .4rem 0 }\n"
    "li, pre { overflow-wrap: anywhere; white-space: pre-wrap; margin: 0 }\n"
    "li p { margin: 0 0 0 1.5rem }\n"
    "pre { border-left: 3px solid var(--line); padding-left: .8rem; max-height: 20rem;\n"
    "  overflow: auto; font-size: 15px }\n"
    "img { width: 22rem; max-width: 100%; height: auto; border: 1px solid var(--line) }\n"
    "summary { cursor: pointer }\n";

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
                     "<meta name=\"viewport\" content=\"width=device-width\">\n<title>",
                     grades->language);
    add_escaped(grades->exercise->name, out);
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
                            "seed %lld。</p>\n"),
                     grades->count, passed, mean, of, DW_VERSION, (long long)grades->seed);
}

static void add_item(const dwl_item *item, dw_buffer *out)
{
    dw_buffer_add(out, "<li title=\"");
    add_escaped(item->key, out);
    dw_buffer_format(out, "\"><span class=\"%s</span> ", item->ok ? "good\">✓" : "bad\">✗");
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
        for (size_t i = 0; i < verdict->count; i++) add_item(&verdict->items[i], out);
        dw_buffer_add(out, "</ul></details>\n");
    }
    if (verdict->printed.length) {
        dw_buffer_format(out, "<details><summary>%s</summary><pre>",
                         dw_say(grades->language, "printed", "印出的文字"));
        add_foreign(verdict->printed.text, out);
        dw_buffer_add(out, "</pre></details>\n");
    }
}

/* Only the digits of base64: whatever wrote it. */
static void add_picture(const dw_row *row, dw_buffer *out)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
    const dw_buffer *picture = &row->picture;
    if (picture->length == 0 || strspn(picture->text, digits) != picture->length) return;
    dw_buffer_add(out, "<img loading=\"lazy\" alt=\"\" src=\"data:image/png;base64,");
    dw_buffer_add(out, picture->text);
    dw_buffer_add(out, "\">");
}

static void add_row(const dw_row *row, const dw_grades *grades, dw_buffer *out)
{
    char points[32], of[32];
    dw_buffer message = { 0 };
    dw_row_message(row, grades, &message);
    dw_text_number(dw_row_points(row, grades->of), points);
    dw_text_number(grades->of, of);
    dw_buffer_add(out, "<tr><td class=\"file\">");
    add_foreign(row->submission->shown, out);
    dw_buffer_format(out, "</td><td class=\"n\"><span class=\"%s</span> %s / %s</td><td>",
                     dw_row_passed(row) ? "good\">✓" : "bad\">✗", points, of);
    add_foreign(message.text ? message.text : "", out);
    add_details(row, grades, out);
    dw_buffer_add(out, "</td><td>");
    add_picture(row, out);
    if (row->seconds > 0)
        dw_buffer_format(out, "</td><td class=\"n\">%.1f s</td></tr>\n", row->seconds);
    else
        dw_buffer_format(out, "</td><td class=\"n\">%s</td></tr>\n",
                         !dw_row_kept(row) ? "" : dw_say(grades->language, "kept", "先前結果"));
    if (message.failed) out->failed = true;
    dw_buffer_free(&message);
}

void dw_grades_page(const dw_grades *grades, dw_buffer *out)
{
    static const char *const columns[][3] = { { "", "file", "檔案" },
                                              { "n", "points", "分數" },
                                              { "", "what is wrong", "問題" },
                                              { "", "figure", "圖" },
                                              { "n", "time", "時間" } };
    add_head(grades, out);
    add_summary(grades, out);
    dw_buffer_add(out, "<table>\n<tr>");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        dw_buffer_format(out, "<th class=\"%s\">%s</th>", columns[i][0],
                         dw_say(grades->language, columns[i][1], columns[i][2]));
    dw_buffer_add(out, "</tr>\n");
    for (size_t i = 0; i < grades->count; i++) add_row(&grades->rows[i], grades, out);
    dw_buffer_add(out, "</table>\n</html>\n");
}
