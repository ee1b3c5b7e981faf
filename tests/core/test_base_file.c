/* Files: written whole or not at all. */
#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

int dw_test_base_file(void);

static char folder[] = "/tmp/dunwu-base-XXXXXX";

static const char *path_of(const char *name)
{
    static char path[2][256];
    static int turn;
    turn = !turn;
    snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
    return path[turn];
}

static void assert_holds(const char *path, const char *expected)
{
    dw_buffer text = { 0 };
    assert_int_equal(dw_file_read(path, 1 << 20, &text, NULL), DW_OK);
    assert_string_equal(text.text ? text.text : "", expected);
    dw_buffer_free(&text);
}

/* New files that were neither renamed nor removed. */
static int leftovers(void)
{
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    int n = 0;
    for (struct dirent *entry; (entry = readdir(listing));)
        n += strncmp(entry->d_name, ".dunwu-", 7) == 0;
    closedir(listing);
    return n;
}

static void a_file_is_written_and_replaced(void **state)
{
    (void)state;
    dw_error err = { "" };
    const char *path = path_of("file");
    assert_int_equal(dw_file_write(path, "first", 5, &err), DW_OK);
    assert_holds(path, "first");
    dw_output output;
    assert_int_equal(dw_output_open(&output, path, &err), DW_OK);
    fputs("second", output.stream);
    fflush(output.stream);
    assert_holds(path, "first"); /* not before the commit */
    assert_int_equal(dw_output_commit(&output, &err), DW_OK);
    assert_holds(path, "second");
    assert_int_equal(dw_output_open(&output, path, &err), DW_OK);
    fputs("third", output.stream);
    dw_output_discard(&output);
    dw_output_discard(&output); /* twice does no harm */
    assert_holds(path, "second");
    assert_int_equal(dw_file_write(path, "", 0, &err), DW_OK);
    assert_holds(path, "");
    assert_int_equal(leftovers(), 0);
    struct stat there;
    mode_t mask = umask(022);
    assert_int_equal(dw_file_write(path_of("mode"), "x", 1, &err), DW_OK);
    umask(mask);
    assert_int_equal(stat(path_of("mode"), &there), 0);
    assert_int_equal(there.st_mode & 0777, 0644);
}

/* Writes more than the system lets a file grow, in blocks of the given size. */
static dw_status write_too_much(const char *path, size_t block, dw_error *err)
{
    static char bytes[1 << 16];
    struct rlimit old, small;
    getrlimit(RLIMIT_FSIZE, &old);
    small = old;
    small.rlim_cur = 20000;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    dw_output output;
    dw_status status = DW_OK;
    if (block == sizeof bytes) {
        status = dw_file_write(path, bytes, sizeof bytes, err);
    } else {
        status = dw_output_open(&output, path, err);
        for (size_t at = 0; !status && at + block <= sizeof bytes; at += block)
            (void)!fwrite(bytes + at, 1, block, output.stream);
        if (!status) status = dw_output_commit(&output, err);
    }
    setrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, handler);
    return status;
}

static void a_failed_write_keeps_the_old_file(void **state)
{
    (void)state;
    static const size_t blocks[] = { 1 << 16, 1000, 1 };
    const char *path = path_of("precious");
    assert_int_equal(dw_file_write(path, "old", 3, NULL), DW_OK);
    for (size_t i = 0; i < 3; i++) {
        dw_error err = { "" };
        assert_int_equal(write_too_much(path, blocks[i], &err), DW_EIO);
        assert_non_null(strstr(err.text, "cannot write '"));
        assert_non_null(strstr(err.text, strerror(EFBIG)));
        assert_holds(path, "old");
        assert_int_equal(leftovers(), 0);
    }
}

static void what_cannot_be_written_is_said(void **state)
{
    (void)state;
    dw_error err = { "" };
    assert_int_equal(dw_file_write(folder, "x", 1, &err), DW_EIO);
    assert_non_null(strstr(err.text, "not a plain file"));
    assert_int_equal(dw_file_write("/dev/full", "x", 1, &err), DW_EIO);
    assert_non_null(strstr(err.text, "not a plain file"));
    assert_int_equal(dw_file_write(path_of("no/such/file"), "x", 1, &err), DW_EIO);
    assert_non_null(strstr(err.text, strerror(ENOENT)));
    /* The target becomes a folder while the output is open: the rename fails. */
    dw_output output;
    assert_int_equal(dw_output_open(&output, path_of("taken"), &err), DW_OK);
    assert_int_equal(mkdir(path_of("taken"), 0777), 0);
    assert_int_equal(dw_output_commit(&output, &err), DW_EIO);
    assert_int_equal(leftovers(), 0);
}

static void reading_says_what_is_wrong(void **state)
{
    (void)state;
    dw_error err = { "" };
    dw_buffer text = { 0 };
    const char *path = path_of("ten");
    assert_int_equal(dw_file_write(path, "0123456789", 10, NULL), DW_OK);
    assert_int_equal(dw_file_read(path, 10, &text, &err), DW_OK);
    assert_string_equal(text.text, "0123456789");
    dw_buffer_free(&text);
    assert_int_equal(dw_file_read(path, 9, &text, &err), DW_EIO);
    assert_non_null(strstr(err.text, "larger than 9 bytes"));
    dw_buffer_free(&text);
    assert_int_equal(dw_file_read(path_of("missing"), 9, &text, &err), DW_EIO);
    assert_non_null(strstr(err.text, strerror(ENOENT)));
    assert_int_equal(dw_file_read(folder, 9, &text, &err), DW_EIO);
    assert_non_null(strstr(err.text, "it is a folder"));
    dw_buffer_free(&text);
}

static void folders_are_made_with_those_above(void **state)
{
    (void)state;
    dw_error err = { "" };
    struct stat there;
    assert_int_equal(dw_folder_make(path_of("a/b//c/"), &err), DW_OK);
    assert_int_equal(stat(path_of("a/b/c"), &there), 0);
    assert_true(S_ISDIR(there.st_mode));
    assert_int_equal(dw_folder_make(path_of("a/b"), &err), DW_OK);
    assert_int_equal(dw_folder_make("/", &err), DW_OK);
    assert_int_equal(dw_file_write(path_of("a/file"), "x", 1, NULL), DW_OK);
    assert_int_equal(dw_folder_make(path_of("a/file"), &err), DW_EIO);
    assert_non_null(strstr(err.text, "it is there as a file"));
    assert_int_equal(dw_folder_make(path_of("a/file/b"), &err), DW_EIO);
    assert_non_null(strstr(err.text, strerror(ENOTDIR)));
    assert_int_equal(dw_folder_make("", &err), DW_EIO);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const inside[] = { "a/file", "a/b/c", "a/b",      "a",  "file",
                                          "mode",   "taken", "precious", "ten" };
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) remove(path_of(inside[i]));
    return rmdir(folder);
}

int dw_test_base_file(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_written_and_replaced),
        cmocka_unit_test(a_failed_write_keeps_the_old_file),
        cmocka_unit_test(what_cannot_be_written_is_said),
        cmocka_unit_test(reading_says_what_is_wrong),
        cmocka_unit_test(folders_are_made_with_those_above),
    };
    return cmocka_run_group_tests_name("base, files", tests, make_folder, remove_folder);
}
