#include "plot/colormap.h"

#include <math.h>

/* Sixth-degree fit by M. Zucker; the highest power first. */
static const double fit[3][7] = {
    { -5.435455855934631, 4.776384997670288, 6.228269936347081, -4.634230498983486,
      -0.3308618287255563, 0.1050930431085774, 0.2777273272234177 },
    { 4.645852612178535, -13.74514537774601, 14.17993336680509, -5.799100973351585,
      0.214847559468213, 1.404613529898575, 0.005407344544966578 },
    { 26.3124352495832, -65.35303263337234, 56.69055260068105, -19.33244095627987,
      0.09509516302823659, 1.384590162594685, 0.3340998053353061 },
};

static double horner(const double *powers, double t)
{
    double sum = 0;
    for (int i = 0; i < 7; i++) sum = sum * t + powers[i];
    return fmin(fmax(sum, 0), 1);
}

dw_color dw_viridis(double t)
{
    t = t > 0 ? fmin(t, 1) : 0;
    return (dw_color){ horner(fit[0], t), horner(fit[1], t), horner(fit[2], t) };
}
