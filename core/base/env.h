/* What a long computation may use and whom it asks: handed in by the caller, never global. */
#ifndef DW_BASE_ENV_H
#define DW_BASE_ENV_H

#include <stdbool.h>

typedef struct dw_env {
    int threads;                                      /* 0: as many as the machine has */
    bool (*stop)(void *context);                      /* asked often; true: give up. May be NULL */
    void (*progress)(void *context, double fraction); /* 0..1, from one thread. May be NULL */
    void *context;
} dw_env;

static inline bool dw_env_stops(const dw_env *env)
{
    return env && env->stop && env->stop(env->context);
}

#endif
