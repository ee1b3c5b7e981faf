/* dunwu grade: a folder of handed-in scripts, each in a process of its own. */
#include "app/grade.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/scratch.h"
#include "base/file.h"
#include "base/memory.h"

enum { MOST_PLACES = 256 };

typedef struct grade_options {
    const char *from, *lang, *exercise, *csv, *html;
    int64_t seed, memory, threads;
    double time;
    bool fresh;
} grade_options;

static const char *const languages[] = { "en", "zh-TW", NULL };

#define AT(field) offsetof(grade_options, field)

static const dw_option options[] = {
    { "exercise", DW_TEXT, AT(exercise), .unit = "NAME", .doc = "which exercise; required" },
    { "from", DW_TEXT, AT(from), .unit = "DIR",
      .doc = "folder of exercises, or one exercise; dunwu's own when not given" },
    { "csv", DW_TEXT, AT(csv), .unit = "FILE", .doc = "write a row for each submission" },
    { "html", DW_TEXT, AT(html), .unit = "FILE",
      .doc = "write a page with points, messages, figures, seconds" },
    { "threads", DW_INTEGER, AT(threads), .max = MOST_PLACES, .unit = "N",
      .doc = "submissions at a time; 0: as many as there are cores" },
    { "time", DW_NUMBER, AT(time), .min = 0.1, .max = 1e6, .unit = "SECONDS",
      .doc = "processor time for the check of one submission, 30 s unless given" },
    { "memory", DW_INTEGER, AT(memory), .min = 1, .max = 1e6, .unit = "MIB",
      .doc = "memory that one submission may use, 512 unless given" },
    { "lang", DW_CHOICE, AT(lang), .choices = languages, .unit = "LANG",
      .doc = "language; that of the system when not given" },
    { "seed", DW_INTEGER, AT(seed), .max = 0x1p53, .unit = "N", .doc = "of the checks" },
    { "fresh", DW_BOOLEAN, AT(fresh),
      .doc = "check all again; otherwise what was checked before is not checked again" },
    { 0 },
};

/* Where one submission at a time is checked. */
typedef struct place {
    dw_case one;
    dw_row *row; /* NULL: free */
    char folder[4400];
    dw_buffer text, identity;
} place;

typedef struct session {
    const dw_home *home;
    grade_options options;
    dw_judge judge;
    dw_submissions submissions;
    dw_grades grades;
    dw_scratch scratch;
    place *places;
    size_t place_count, next, done;
    double start, shown;
    bool bar;
    dw_error err; /* of a process that could not be started */
} session;

/* ---- what the user sees meanwhile ---- */

static void clear_bar(session *s)
{
    if (s->bar) fprintf(stderr, "\r\033[K");
    s->bar = false;
}

static void show_bar(session *s)
{
    static const char full[] = "##############################";
    double t = dw_now(), share = (double)s->done / (double)s->grades.count;
    if (!isatty(STDERR_FILENO) || t - s->start < 0.5 || t - s->shown < 0.1) return;
    int filled = (int)(30 * share);
    fprintf(stderr, "\r  [%.*s%*s] %zu / %zu", filled, full, 30 - filled, "", s->done,
            s->grades.count);
    if (s->done) fprintf(stderr, ", %.0f s left", (t - s->start) * (1 - share) / share);
    fprintf(stderr, "\033[K");
    s->shown = t;
    s->bar = true;
}

static void tell_skipped(const char *shown)
{
    fprintf(stderr, "dunwu: skipped '%s': no .lua file\n", shown);
}

/* ---- one submission ---- */

static void empty_place(place *p)
{
    dw_buffer_free(&p->text);
    dw_buffer_free(&p->identity);
    p->row = NULL;
}

static void finish_row(session *s, dw_row *row)
{
    row->done = true;
    s->done++;
}

/* The script's name in messages: without the folder. */
static const char *name_of(const dw_submission *submission)
{
    const char *slash = strrchr(submission->shown, '/');
    return slash ? slash + 1 : submission->shown;
}

/* Starts the next submission in a free place, or finishes it when it needs no process. False when
 * no process could be started. */
static bool begin(session *s, place *p)
{
    dw_row *row = &s->grades.rows[s->next++];
    if (!dw_submission_read(&s->submissions, row->submission, s->options.lang, &p->text,
                            &row->problem)) {
        finish_row(s, row);
        return true;
    }
    p->row = row;
    p->one = (dw_case){ .judge = &s->judge,
                        .script = { name_of(row->submission), p->text.text, p->text.length, true },
                        .paints = s->options.html != NULL,
                        .folder = p->folder };
    dw_store_identity(&p->one, &p->identity);
    if (!s->options.fresh && dw_store_find(&p->identity, &row->verdict, &row->picture)) {
        finish_row(s, row);
        empty_place(p);
        return true;
    }
    dw_error err;
    bool fine = dw_folder_make(p->folder, &err) == DW_OK && dw_case_open(&p->one, &err) == DW_OK;
    if (fine) return true;
    s->err = err;
    empty_place(p);
    return false;
}

/* A result that depends on how busy the machine was is not kept. */
static bool lasts(const dwl_verdict *verdict, dw_child_end end)
{
    return end == DW_CHILD_DONE && !verdict->late && verdict->broken.length == 0;
}

/* The check did not cope with what this submission returned: the teacher has to look at both. */
static void say_broken(session *s, dw_row *row)
{
    dw_buffer text = { 0 };
    dw_buffer_format(&text,
                     dw_say(s->options.lang, "the check itself failed: %s", "檢查程式本身出錯：%s"),
                     row->verdict.broken.text);
    dwl_verdict_free(&row->verdict);
    if (text.failed) dw_buffer_free(&text);
    row->problem = text.text ? text.text : strdup("the check itself failed");
    dwl_verdict_plain(row->problem);
}

static void end(session *s, place *p)
{
    dw_row *row = p->row;
    dw_child_end how = p->one.child.end;
    row->seconds = p->one.child.seconds;
    dw_case_close(&p->one, &row->verdict, &row->picture);
    dw_folder_remove(p->folder);
    if (lasts(&row->verdict, how)) dw_store_keep(&p->identity, &row->verdict, &row->picture);
    if (dw_interrupted()) {
        empty_place(p);
        return;
    }
    if (row->verdict.broken.length) say_broken(s, row);
    finish_row(s, row);
    empty_place(p);
}

/* ---- all of them ---- */

static bool goes_on(const session *s)
{
    return s->err.text[0] == '\0' && !dw_interrupted();
}

static void fill_places(session *s)
{
    for (size_t i = 0; i < s->place_count; i++)
        while (!s->places[i].row && s->next < s->grades.count && goes_on(s))
            if (!begin(s, &s->places[i])) return;
}

/* Waits for one that runs to end; false when none runs. */
static bool end_one(session *s)
{
    dw_child *children[MOST_PLACES];
    size_t running = 0;
    for (size_t i = 0; i < s->place_count; i++) {
        children[i] = s->places[i].row ? &s->places[i].one.child : NULL;
        running += s->places[i].row != NULL;
    }
    if (running == 0) return false;
    size_t i = dw_child_wait(children, s->place_count, 0.1);
    if (i < s->place_count) end(s, &s->places[i]);
    return true;
}

static void run_all(session *s)
{
    s->start = dw_now();
    do {
        fill_places(s);
        show_bar(s);
    } while (end_one(s));
    clear_bar(s);
}

/* Checks the exercise's own solution, and waits for it. */
static dw_status run_solution(session *s, const dw_buffer *text, dw_row *row, dw_error *err)
{
    place *p = &s->places[0];
    p->one = (dw_case){
        .judge = &s->judge,
        .script = { "solution.lua", text->text ? text->text : "", text->length, true },
        .folder = p->folder,
    };
    dw_status status = dw_folder_make(p->folder, err);
    if (!status) status = dw_case_open(&p->one, err);
    dw_child *child = &p->one.child;
    while (!status && dw_child_wait(&child, 1, 1) == 1) continue;
    if (!status) dw_case_close(&p->one, &row->verdict, &row->picture);
    dw_folder_remove(p->folder);
    return status;
}

static int refuse_solution(const session *s, const dw_row *row)
{
    dw_buffer message = { 0 };
    if (row->verdict.broken.length)
        return dw_complain(DW_EXIT_FAILED, "%s", row->verdict.broken.text);
    dw_row_message(row, &s->grades, &message);
    dw_complain(DW_EXIT_FAILED, "the exercise's own solution does not pass: %s",
                message.text ? message.text : "");
    dw_buffer_free(&message);
    return DW_EXIT_FAILED;
}

/* The solution is checked first: it says how many points there are, and that the check works. */
static int check_solution(session *s)
{
    dw_buffer text = { 0 };
    dw_row row = { 0 };
    dw_error err;
    if (!dw_exercise_file(s->judge.exercise, "solution.lua", &text)) return DW_EXIT_FAILED;
    int status = DW_EXIT_DONE;
    if (run_solution(s, &text, &row, &err))
        status = dw_complain(DW_EXIT_FAILED, "%s", err.text);
    else if (!dwl_verdict_passed(&row.verdict))
        status = refuse_solution(s, &row);
    s->grades.of = dwl_verdict_of(&row.verdict);
    dwl_verdict_free(&row.verdict);
    dw_buffer_free(&row.picture);
    dw_buffer_free(&text);
    return status;
}

/* ---- the results ---- */

static int write_file(const char *path, const dw_buffer *text)
{
    dw_error err;
    if (text->failed) return dw_complain(DW_EXIT_FAILED, "no memory for '%s'", path);
    if (dw_file_write(path, text->text ? text->text : "", text->length, &err))
        return dw_complain(DW_EXIT_FAILED, "%s", err.text);
    return DW_EXIT_DONE;
}

static int write_results(const session *s)
{
    dw_buffer csv = { 0 }, page = { 0 };
    int status = DW_EXIT_DONE;
    dw_grades_print(&s->grades);
    if (s->options.csv) {
        dw_grades_csv(&s->grades, &csv);
        status = write_file(s->options.csv, &csv);
    }
    if (s->options.html && !status) {
        dw_grades_page(&s->grades, &page);
        status = write_file(s->options.html, &page);
    }
    dw_buffer_free(&csv);
    dw_buffer_free(&page);
    return status;
}

static int grade_in(session *s)
{
    dw_error err;
    for (size_t i = 0; i < s->place_count; i++)
        snprintf(s->places[i].folder, sizeof s->places[i].folder, "%s/%zu", s->scratch.path, i);
    int status = check_solution(s);
    if (status) return status;
    s->grades.rows = dw_allocate(s->grades.count, sizeof *s->grades.rows, &err);
    if (!s->grades.rows) return dw_complain(DW_EXIT_FAILED, "%s", err.text);
    for (size_t i = 0; i < s->grades.count; i++)
        s->grades.rows[i].submission = &s->submissions.at[i];
    run_all(s);
    dw_store_tidy();
    if (s->err.text[0]) return dw_complain(DW_EXIT_FAILED, "%s", s->err.text);
    if (dw_interrupted())
        return dw_complain(DW_EXIT_FAILED,
                           "stopped (Ctrl-C); %zu of %zu are graded and kept: the same command "
                           "goes on from there",
                           s->done, s->grades.count);
    return write_results(s);
}

static void free_rows(session *s)
{
    for (size_t i = 0; s->grades.rows && i < s->grades.count; i++) {
        dwl_verdict_free(&s->grades.rows[i].verdict);
        dw_buffer_free(&s->grades.rows[i].picture);
        free(s->grades.rows[i].problem);
    }
    free(s->grades.rows);
}

static int grade_with(session *s)
{
    long cores = s->options.threads ? (long)s->options.threads : sysconf(_SC_NPROCESSORS_ONLN);
    dw_error err;
    s->place_count = cores < 1 ? 1 : cores > MOST_PLACES ? MOST_PLACES : (size_t)cores;
    s->places = dw_allocate(s->place_count, sizeof *s->places, &err);
    if (!s->places) return dw_complain(DW_EXIT_FAILED, "%s", err.text);
    dw_listen_to_interrupts();
    dw_tell_what_is_missing();
    int status;
    if (dw_scratch_make(&s->scratch, &err)) {
        status = dw_complain(DW_EXIT_FAILED, "%s", err.text);
    } else {
        status = grade_in(s);
        dw_scratch_remove(&s->scratch);
    }
    free_rows(s);
    free(s->places);
    return status;
}

static int grade_folder(session *s, const char *folder)
{
    dw_exercises list;
    dw_error err;
    const grade_options *o = &s->options;
    const dw_exercise *exercise = NULL;
    if (dw_exercises_read(s->home, o->from, o->lang, &list, &err))
        return dw_complain(DW_EXIT_FAILED, "%s", err.text);
    int status = dw_exercises_find(&list, o->exercise, &exercise);
    s->judge = (dw_judge){ .home = s->home,
                           .exercise = exercise,
                           .language = o->lang,
                           .seed = o->seed,
                           .memory = o->memory,
                           .time = o->time,
                           .draws = true };
    if (!status && dw_submissions_find(folder, o->lang, tell_skipped, &s->submissions, &err))
        status = dw_complain(DW_EXIT_FAILED, "%s", err.text);
    if (!status && s->submissions.count == 0)
        status = dw_complain(DW_EXIT_FAILED, "there is no .lua file in '%s'", folder);
    s->grades = (dw_grades){ .exercise = exercise,
                             .language = o->lang,
                             .seed = o->seed,
                             .time = o->time,
                             .count = s->submissions.count };
    if (!status) status = dw_judge_open(&s->judge) ? grade_with(s) : DW_EXIT_FAILED;
    dw_judge_close(&s->judge);
    dw_submissions_free(&s->submissions);
    dw_exercises_free(&list);
    return status;
}

static int grade(const dw_home *home, int count, char **given)
{
    session s = { .home = home,
                  .options = {
                      .lang = dw_system_language(), .seed = 1, .memory = 512, .time = 30 } };
    dw_words words;
    if (!dw_read_words(&dw_verb_grade, count, given, &s.options, &words)) return DW_EXIT_USAGE;
    if (words.help) {
        dw_show_verb(&dw_verb_grade);
        return DW_EXIT_DONE;
    }
    if (words.plain_count != 1)
        return dw_complain(DW_EXIT_USAGE, "grade takes one folder, got %zu", words.plain_count);
    if (!s.options.exercise)
        return dw_complain(DW_EXIT_USAGE,
                           "grade needs --exercise NAME; 'dunwu exercise' lists all");
    return grade_folder(&s, words.plain[0]);
}

const dw_verb dw_verb_grade = {
    "grade", "grade DIR --exercise NAME",
    "Checks a folder of handed-in scripts, each in its own limited process.", options, grade
};
