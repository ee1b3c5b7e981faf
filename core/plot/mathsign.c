/* The names of signs in math. */
#include <string.h>

#include "plot/mathsign.h"

static const struct {
    const char *name, *sign;
} signs[] = {
    { "alpha", "α" },   { "beta", "β" },  { "gamma", "γ" },      { "delta", "δ" },
    { "epsilon", "ε" }, { "zeta", "ζ" },  { "eta", "η" },        { "theta", "θ" },
    { "iota", "ι" },    { "kappa", "κ" }, { "lambda", "λ" },     { "mu", "μ" },
    { "nu", "ν" },      { "xi", "ξ" },    { "pi", "π" },         { "rho", "ρ" },
    { "sigma", "σ" },   { "tau", "τ" },   { "upsilon", "υ" },    { "phi", "φ" },
    { "chi", "χ" },     { "psi", "ψ" },   { "omega", "ω" },      { "Gamma", "Γ" },
    { "Delta", "Δ" },   { "Theta", "Θ" }, { "Lambda", "Λ" },     { "Xi", "Ξ" },
    { "Pi", "Π" },      { "Sigma", "Σ" }, { "Phi", "Φ" },        { "Psi", "Ψ" },
    { "Omega", "Ω" },   { "times", "×" }, { "cdot", "·" },       { "pm", "±" },
    { "le", "≤" },      { "leq", "≤" },   { "ge", "≥" },         { "geq", "≥" },
    { "ne", "≠" },      { "neq", "≠" },   { "approx", "≈" },     { "sim", "∼" },
    { "propto", "∝" },  { "to", "→" },    { "rightarrow", "→" }, { "leftarrow", "←" },
    { "infty", "∞" },   { "sum", "∑" },   { "prod", "∏" },       { "sqrt", "√" },
    { "partial", "∂" }, { "nabla", "∇" }, { "in", "∈" },         { "ell", "ℓ" },
    { "ldots", "…" },   { "circ", "°" },  { "log", "log" },      { "ln", "ln" },
    { "exp", "exp" },   { "min", "min" }, { "max", "max" },
};

static const char *const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ";
static const char *const raised_means = "0123456789+-n";

const char *dw_math_sign(const char *name, size_t n)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strlen(signs[i].name) == n && memcmp(signs[i].name, name, n) == 0) return signs[i].sign;
    return NULL;
}

static size_t letter_bytes(const char *text)
{
    size_t n = 1;
    while (((unsigned char)text[n] & 0xc0) == 0x80) n++;
    return n;
}

char dw_math_lower(const char *text, size_t *n)
{
    const char *means = raised_means;
    *n = letter_bytes(text);
    for (const char *at = raised; *at; at += letter_bytes(at), means++)
        if (letter_bytes(at) == *n && memcmp(at, text, *n) == 0) return *means;
    return '\0';
}

const char *dw_math_raise(char letter, size_t *n)
{
    const char *at = raised;
    for (const char *means = raised_means; *means; means++, at += letter_bytes(at))
        if (*means == letter) {
            *n = letter_bytes(at);
            return at;
        }
    return NULL;
}
