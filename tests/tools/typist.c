/* Types on a terminal of its own what standard input says, a line each, and reads what comes back:
 *     type TEXT    with \n, \t, \e, \xNN, \\
 *     see TEXT     waits until that came since the last one that was seen
 *     unseen TEXT  has not come since then
 *     within MILLISECONDS TEXT   like see, and it must not take longer
 *     size ROWS COLUMNS
 *     signal NUMBER
 * Then it waits for the end. Prints everything that came; its status is the program's, 99 when
 * something was not to be seen, 97 when the system gives no terminals. usage: typist COMMAND... */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SECONDS = 20, MOST = 8 << 20 };

static char came[MOST];
static size_t length, seen;
static int terminal;
static pid_t child;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void fail(const char *line)
{
    fwrite(came, 1, length, stdout);
    printf("\n--- not so: %s\n", line);
    kill(child, SIGKILL);
    exit(99);
}

/* False at the end. */
static int take(int milliseconds)
{
    struct pollfd input = { .fd = terminal, .events = POLLIN };
    if (poll(&input, 1, milliseconds) <= 0) return 1;
    ssize_t n = read(terminal, came + length, length < MOST - 1 ? MOST - 1 - length : 0);
    if (n <= 0) return 0;
    length += (size_t)n;
    return 1;
}

static void type(const char *text)
{
    for (; *text; text++) {
        char c = *text;
        if (c == '\\' && text[1]) {
            c = *++text;
            if (c == 'n') c = '\r'; /* the key Enter */
            if (c == 't') c = '\t';
            if (c == 'e') c = 27;
            if (c == 'x') {
                char digits[3] = { text[1], text[1] ? text[2] : '\0', '\0' };
                c = (char)strtol(digits, NULL, 16);
                text += strlen(digits);
            }
        }
        while (write(terminal, &c, 1) != 1)
            if (!take(10)) return;
        take(0);
    }
}

static void see(const char *text, double limit, const char *line)
{
    double start = now();
    for (int more = 1;;) {
        char *at = memmem(came + seen, length - seen, text, strlen(text));
        if (at) {
            seen = (size_t)(at - came) + strlen(text);
            return;
        }
        if (!more || now() - start > limit) fail(line);
        more = take(20);
    }
}

static void obey(char *line)
{
    int rows, columns, number, skip = 0;
    line[strcspn(line, "\n")] = '\0';
    if (strncmp(line, "type ", 5) == 0) {
        type(line + 5);
    } else if (strncmp(line, "see ", 4) == 0) {
        see(line + 4, SECONDS, line);
    } else if (strncmp(line, "unseen ", 7) == 0) {
        if (memmem(came + seen, length - seen, line + 7, strlen(line + 7))) fail(line);
    } else if (sscanf(line, "within %d %n", &number, &skip) == 1) {
        see(line + skip, number / 1000.0, line);
    } else if (sscanf(line, "size %d %d", &rows, &columns) == 2) {
        struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };
        ioctl(terminal, TIOCSWINSZ, &size);
    } else if (sscanf(line, "signal %d", &number) == 1) {
        kill(child, number);
    } else if (line[0]) {
        fail(line);
    }
}

int main(int count, char **words)
{
    char line[65536];
    struct winsize size = { .ws_row = 40, .ws_col = 100 };
    if (count < 2) return 99;
    child = forkpty(&terminal, NULL, NULL, &size);
    if (child < 0) return 97;
    if (child == 0) {
        execvp(words[1], words + 1);
        _exit(98);
    }
    while (fgets(line, sizeof line, stdin)) obey(line);
    double start = now();
    int status = 0;
    while (take(20) && now() - start < SECONDS) continue;
    fwrite(came, 1, length, stdout);
    for (int i = 0; i < 100 && waitpid(child, &status, WNOHANG) == 0; i++) usleep(20000);
    kill(child, SIGKILL);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
