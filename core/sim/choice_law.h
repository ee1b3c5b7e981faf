/* Multiple choice: one of c answers is right, the model gives each a noisy score, and its
 * probabilities are the softmax of the scores. */
#ifndef DW_SIM_CHOICE_LAW_H
#define DW_SIM_CHOICE_LAW_H

#include <stddef.h>

typedef struct dw_choice_law {
    double right; /* chance that the right answer has the largest score; ties share */
    double brier; /* expected sum over the answers of (probability - whether right)^2, 0..2 */
} dw_choice_law;

/* The right answer's score has mean `lead` >= 0, the others' 0; all are normal and independent with
 * standard deviation `noise` in 0..DW_CHOICE_NOISE. choices >= 2. By quadrature, about 12 digits of
 * 1; noise 0 is exact. */
enum { DW_CHOICE_NOISE = 10 };
dw_choice_law dw_choice_law_of(size_t choices, double lead, double noise);

/* A lead that no noise allowed here overcomes. */
#define DW_CHOICE_SURE 800.0

#endif
