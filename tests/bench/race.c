/* Runs commands in turns and prints how their times compare.
 *
 *     race ROUNDS WIDTH HEIGHT < commands
 *
 * A line of `commands` is NAME, tab, the PNG it writes, tab, the command with its arguments apart
 * by blanks (no shell reads it). Each round runs every command once, so that what else the machine
 * does meets all of them alike. The first command is what the others are compared with: a ratio is
 * their median over its median, of the time that passed and of the time on processors (which other
 * work disturbs less). `middle half` is how far apart the quartiles are. One round before the first
 * is not counted. A run counts only when it ends well and has newly written a PNG of the page's
 * size; a command whose first run does not is named and left out. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_RUNNERS = 16, MOST_ROUNDS = 1000, MOST_WORDS = 64 };

typedef struct runner {
    char line[4096];
    const char *name, *output;
    char *words[MOST_WORDS];
    double seconds[MOST_ROUNDS], cpu[MOST_ROUNDS]; /* cpu: what it kept a core busy */
    int left_out;
} runner;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double busy(const struct rusage *u)
{
    return (double)(u->ru_utime.tv_sec + u->ru_stime.tv_sec) +
           1e-6 * (double)(u->ru_utime.tv_usec + u->ru_stime.tv_usec);
}

static double own_work(void)
{
    struct rusage u;
    getrusage(RUSAGE_CHILDREN, &u);
    return busy(&u);
}

/* Seconds of work of all cores so far; 0 where the system does not say. */
static double all_work(void)
{
    double user = 0, nice = 0, system = 0;
    FILE *stat = fopen("/proc/stat", "r");
    if (!stat) return 0;
    if (fscanf(stat, "cpu %lf %lf %lf", &user, &nice, &system) != 3) user = nice = system = 0;
    fclose(stat);
    return (user + nice + system) / (double)sysconf(_SC_CLK_TCK);
}

static unsigned big_endian(const unsigned char *b)
{
    return (unsigned)b[0] << 24 | (unsigned)b[1] << 16 | (unsigned)b[2] << 8 | b[3];
}

static int is_picture(const char *path, unsigned width, unsigned height)
{
    unsigned char head[24] = { 0 };
    FILE *file = fopen(path, "rb");
    if (!file) return 0;
    size_t n = fread(head, 1, sizeof head, file);
    fclose(file);
    return n == sizeof head && memcmp(head, "\x89PNG\r\n\x1a\n", 8) == 0 &&
           big_endian(head + 16) == width && big_endian(head + 20) == height;
}

static void become(char *const *words)
{
    if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr)) _exit(126);
    execvp(words[0], words);
    _exit(127);
}

/* The time of a run, or -1 when it does not count. */
static double run(const runner *r, unsigned width, unsigned height, double *cpu)
{
    struct rusage used;
    unlink(r->output);
    double start = now();
    pid_t child = fork();
    if (child == 0) become(r->words);
    int status;
    if (child < 0 || wait4(child, &status, 0, &used) != child) return -1;
    *cpu = busy(&used);
    double seconds = now() - start;
    int fine = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return fine && is_picture(r->output, width, height) ? seconds : -1;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int read_runner(runner *r)
{
    if (!fgets(r->line, sizeof r->line, stdin)) return 0;
    r->line[strcspn(r->line, "\n")] = '\0';
    char *rest = r->line;
    r->name = strsep(&rest, "\t");
    r->output = strsep(&rest, "\t");
    int n = 0;
    for (char *word; n < MOST_WORDS - 1 && (word = strsep(&rest, " "));)
        if (*word) r->words[n++] = word;
    return n > 0;
}

static void show(const runner *r, const runner *base, int rounds)
{
    const double *s = r->seconds;
    double median = s[rounds / 2], low = s[rounds / 4], high = s[rounds - 1 - rounds / 4];
    printf("| %s | %.1f | %.0f %% | %.1f | %.1f | %.1f |\n", r->name, 1e3 * median,
           100 * (high - low) / median, median / base->seconds[rounds / 2],
           1e3 * r->cpu[rounds / 2], r->cpu[rounds / 2] / base->cpu[rounds / 2]);
}

int main(int count, char **given)
{
    static runner runners[MOST_RUNNERS];
    int rounds = count == 4 ? atoi(given[1]) : 0, n = 0;
    if (rounds < 1 || rounds > MOST_ROUNDS) {
        fprintf(stderr, "usage: race ROUNDS WIDTH HEIGHT < commands\n");
        return 2;
    }
    unsigned width = (unsigned)atoi(given[2]), height = (unsigned)atoi(given[3]);
    while (n < MOST_RUNNERS && read_runner(&runners[n])) n++;
    double begun = 0, work = 0, own = 0;
    for (int round = -1; round < rounds; round++) {
        if (round == 0) begun = now(), work = all_work(), own = own_work();
        for (int i = 0; i < n; i++) {
            runner *r = &runners[i];
            if (r->left_out) continue;
            double cpu, seconds = run(r, width, height, &cpu);
            if (seconds < 0) {
                fprintf(stderr, "%s: %s\n", r->name,
                        round < 0 ? "left out: not here, or no picture" : "failed");
                if (round >= 0 || i == 0) return 1;
                r->left_out = 1;
            } else if (round >= 0)
                r->seconds[round] = seconds, r->cpu[round] = cpu;
        }
    }
    double foreign = (all_work() - work - (own_work() - own)) / (now() - begun);
    for (int i = 0; i < n; i++) {
        qsort(runners[i].seconds, (size_t)rounds, sizeof(double), by_size);
        qsort(runners[i].cpu, (size_t)rounds, sizeof(double), by_size);
    }
    printf("%d rounds; meanwhile other work held %.1f cores\n\n", rounds,
           foreign > 0 ? foreign : 0);
    printf("| program | median ms | middle half | / %s | processor ms | / %s |\n", runners[0].name,
           runners[0].name);
    printf("| --- | ---: | ---: | ---: | ---: | ---: |\n");
    for (int i = 0; i < n; i++)
        if (!runners[i].left_out) show(&runners[i], &runners[0], rounds);
    return 0;
}
