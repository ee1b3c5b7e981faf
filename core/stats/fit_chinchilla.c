#include "stats/fit_chinchilla.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#ifdef _OPENMP
#    include <omp.h>
#endif

#include "base/memory.h"

enum { E, A, B, ALPHA, BETA }; /* of the model; the search has a, b, e, alpha, beta */

/* ---- the model ---- */

static dw_status chinchilla_value(void *context, const double *b, const double *const *x, size_t n,
                                  double *out, dw_error *err)
{
    (void)context, (void)err;
    for (size_t i = 0; i < n; i++)
        out[i] = log(b[E] + b[A] * pow(x[0][i], -b[ALPHA]) + b[B] * pow(x[1][i], -b[BETA]));
    return DW_OK;
}

static dw_status chinchilla_jacobian(void *context, const double *b, const double *const *x,
                                     size_t n, double *out, dw_error *err)
{
    (void)context, (void)err;
    for (size_t i = 0; i < n; i++, out += DW_LOGSUM) {
        double u = pow(x[0][i], -b[ALPHA]), v = pow(x[1][i], -b[BETA]);
        double loss = b[E] + b[A] * u + b[B] * v;
        out[E] = 1 / loss;
        out[A] = u / loss;
        out[B] = v / loss;
        out[ALPHA] = -b[A] * u * log(x[0][i]) / loss;
        out[BETA] = -b[B] * v * log(x[1][i]) / loss;
    }
    return DW_OK;
}

dw_model dw_chinchilla_model(void)
{
    return (dw_model){ .parameters = DW_LOGSUM,
                       .predictors = 2,
                       .value = chinchilla_value,
                       .jacobian = chinchilla_jacobian,
                       .link = DW_LINK_EXP,
                       .positive = 1u << E | 1u << A | 1u << B };
}

static void to_params(const double *theta, double *params)
{
    params[E] = exp(theta[2]);
    params[A] = exp(theta[0]);
    params[B] = exp(theta[1]);
    params[ALPHA] = theta[3];
    params[BETA] = theta[4];
}

static void from_params(const double *params, double *theta)
{
    theta[0] = log(params[A]);
    theta[1] = log(params[B]);
    theta[2] = log(params[E]);
    theta[3] = params[ALPHA];
    theta[4] = params[BETA];
}

/* ---- the grid ---- */

typedef struct end_point {
    double theta[DW_LOGSUM], objective;
    int number, steps;
} end_point;

typedef struct grid {
    dw_logsum data;
    end_point *ends;
    const dw_env *env;
    atomic_bool stopped;
} grid;

static void start_of(int number, double *theta)
{
    theta[1] = 5 * (number % 6);
    theta[0] = 5 * (number / 6 % 6);
    theta[2] = -1 + 0.5 * (number / 36 % 5);
    theta[4] = 0.5 * (number / 180 % 5);
    theta[3] = 0.5 * (number / 900 % 5);
}

enum { ROUGH_STEPS = 400, FINE_STEPS = 4000, FINISHED = 48 };

static const double rough_gain = 1e-5, fine_gain = 1e-13;

static void descend(end_point *end, const dw_logsum *data, bool fine)
{
    end->objective = dw_logsum_minimize(data, end->theta, fine ? fine_gain : rough_gain,
                                        fine ? FINE_STEPS : ROUGH_STEPS, &end->steps);
    if (isnan(end->objective)) end->objective = INFINITY;
}

/* Starts that end at one value stay in the order of the grid. */
static int compare_ends(const void *a, const void *b)
{
    const end_point *x = a, *y = b;
    if (x->objective != y->objective) return x->objective < y->objective ? -1 : 1;
    return x->number - y->number;
}

static int threads_of(const dw_env *env)
{
#ifdef _OPENMP
    return env && env->threads > 0 ? env->threads : omp_get_max_threads();
#else
    (void)env;
    return 1;
#endif
}

static void descend_all(grid *all, int count, bool fine)
{
    int threads = threads_of(all->env);
    (void)threads;
#ifdef _OPENMP
#    pragma omp parallel for num_threads(threads) schedule(dynamic, 4)
#endif
    for (int k = 0; k < count; k++) {
        if (dw_env_stops(all->env)) atomic_store(&all->stopped, true);
        if (!atomic_load(&all->stopped)) descend(&all->ends[k], &all->data, fine);
    }
}

static dw_status search_grid(grid *all, dw_error *err)
{
    for (int k = 0; k < DW_CHINCHILLA_STARTS; k++) {
        all->ends[k] = (end_point){ .number = k };
        start_of(k, all->ends[k].theta);
    }
    descend_all(all, DW_CHINCHILLA_STARTS, false);
    qsort(all->ends, DW_CHINCHILLA_STARTS, sizeof *all->ends, compare_ends);
    if (!atomic_load(&all->stopped)) descend_all(all, FINISHED, true);
    if (atomic_load(&all->stopped)) return dw_fail(err, DW_ESTOP, "stopped");
    qsort(all->ends, FINISHED, sizeof *all->ends, compare_ends);
    return DW_OK;
}

/* ---- checks ---- */

static dw_status check_positive(const dw_points *points, dw_error *err)
{
    static const char *const names[] = { "N", "D" };
    for (size_t k = 0; k < 2; k++) {
        size_t different = 0;
        for (size_t i = 0; i < points->n; i++) {
            if (!(points->x[k][i] > 0))
                return dw_fail(err, DW_EDOMAIN, "%s must be above 0, got %g at point %zu", names[k],
                               points->x[k][i], i + 1);
            different += points->x[k][i] != points->x[k][0];
        }
        if (different == 0)
            return dw_fail(err, DW_EARG, "%s is constant (%g); its exponent cannot be fitted",
                           names[k], points->x[k][0]);
    }
    return DW_OK;
}

/* ---- the fit ---- */

/* Another search from there, with nothing learned so far, finds nothing better. */
static bool is_settled(const dw_logsum *data, const end_point *best)
{
    double theta[DW_LOGSUM];
    int steps = 0;
    memcpy(theta, best->theta, sizeof theta);
    double again = dw_logsum_minimize(data, theta, fine_gain, FINE_STEPS, &steps);
    return steps < FINE_STEPS && best->objective - again <= 1e-9 * best->objective;
}

static void take_best(dw_fit *fit, const grid *all, double delta)
{
    const end_point *best = &all->ends[0];
    size_t near = 0, steps = 0;
    for (int k = 0; k < DW_CHINCHILLA_STARTS; k++) steps += (size_t)all->ends[k].steps;
    for (int k = 0; k < FINISHED; k++)
        near += all->ends[k].objective <= best->objective * (1 + 1e-4);
    to_params(best->theta, fit->params);
    fit->objective = best->objective * delta;
    fit->iterations = fit->evaluations = steps;
    fit->starts = DW_CHINCHILLA_STARTS;
    fit->converged = is_settled(&all->data, best);
    if (fit->converged)
        dw_fit_say(fit, "converged; %zu of the best %d of %d starts end there", near, FINISHED,
                   DW_CHINCHILLA_STARTS);
    else
        dw_fit_say(fit, "did not converge: the best of %d starts still moves",
                   DW_CHINCHILLA_STARTS);
}

dw_status dw_fit_chinchilla(dw_fit *fit, const dw_points *points, double delta, double level,
                            const dw_env *env, dw_error *err)
{
    grid all = { .env = env };
    dw_status status = dw_fit_check_points(points, DW_LOGSUM, NULL, err);
    if (!status) status = check_positive(points, err);
    if (!status && !(delta > 0 && isfinite(delta)))
        status = dw_fail(err, DW_EDOMAIN, "delta must be above 0, got %g", delta);
    if (status) return status;
    all.ends = dw_allocate(DW_CHINCHILLA_STARTS, sizeof *all.ends, err);
    if (!all.ends) return DW_ENOMEM;
    status = dw_logsum_make(&all.data, points, delta, err);
    if (!status) status = search_grid(&all, err);
    if (!status) {
        take_best(fit, &all, delta);
        fit->level = level;
        dw_model model = dw_chinchilla_model();
        status = dw_fit_describe(fit, &model, points, DW_LOSS_HUBER, delta, err);
    }
    dw_logsum_free(&all.data);
    free(all.ends);
    return status;
}

dw_status dw_fit_chinchilla_again(void *delta, const dw_points *points, double *params, bool *fine,
                                  dw_error *err)
{
    dw_logsum data;
    double theta[DW_LOGSUM];
    int steps = 0;
    dw_status status = dw_logsum_make(&data, points, *(const double *)delta, err);
    if (status) return status;
    from_params(params, theta);
    double objective = dw_logsum_minimize(&data, theta, 1e-11, FINE_STEPS, &steps);
    *fine = isfinite(objective);
    to_params(theta, params);
    dw_logsum_free(&data);
    return DW_OK;
}
