/* Runs a program as on a Linux before Landlock, openat2 and seccomp's filters, or on one that has
 * them but refuses to take a filter away from the system's files.
 *     older_kernel PROGRAM WORD...             none of them is there
 *     older_kernel --refuses PROGRAM WORD...   Landlock is there and fails
 * Status 77: this system cannot pretend. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { CANNOT = 77 };

#if __has_include(<seccomp.h>)
#    include <seccomp.h>

enum { LANDLOCK_CREATE = 444, LANDLOCK_RESTRICT = 446, OPENAT2 = 437 };

static bool hide_all(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp is = { 0, SCMP_CMP_EQ, PR_SET_SECCOMP, 0 };
    const uint32_t missing = SCMP_ACT_ERRNO(ENOSYS), wrong = SCMP_ACT_ERRNO(EINVAL);
    return seccomp_rule_add(filter, missing, LANDLOCK_CREATE, 0) == 0 &&
           seccomp_rule_add(filter, missing, OPENAT2, 0) == 0 &&
           seccomp_rule_add(filter, missing, SCMP_SYS(seccomp), 0) == 0 &&
           seccomp_rule_add(filter, wrong, SCMP_SYS(prctl), 1, is) == 0;
}

static bool pretend(bool refuses)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool fine = filter != NULL;
    if (refuses)
        fine = fine && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), LANDLOCK_RESTRICT, 0) == 0;
    else
        fine = fine && hide_all(filter);
    fine = fine && seccomp_load(filter) == 0;
    if (filter) seccomp_release(filter);
    return fine;
}
#else
static bool pretend(bool refuses)
{
    (void)refuses;
    return false;
}
#endif

int main(int count, char **words)
{
    bool refuses = count > 1 && strcmp(words[1], "--refuses") == 0;
    char **program = words + 1 + refuses;
    if (!program[0] || !pretend(refuses)) return CANNOT;
    execvp(program[0], program);
    perror(program[0]);
    return 1;
}
