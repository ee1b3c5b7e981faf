#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"

/* *base grows by where the struct lies that the option's offset counts from. */
static const dw_option *find_option(const dw_option *option, const char *name, size_t n,
                                    size_t *base)
{
    for (; option && option->name; option++) {
        if (option->kind != DW_LIST) {
            if (strlen(option->name) == n && strncmp(option->name, name, n) == 0) return option;
            continue;
        }
        const dw_option *inner = find_option(option->group, name, n, base);
        if (!inner) continue;
        *base += option->offset;
        return inner;
    }
    return NULL;
}

static void offer_options(dw_nearest *nearest, const dw_option *option)
{
    for (; option && option->name; option++) {
        if (option->kind == DW_LIST)
            offer_options(nearest, option->group);
        else
            dw_nearest_offer(nearest, option->name);
    }
}

static bool refuse_option(const dw_verb *verb, const char *word)
{
    char given[64], hint[96], help[96];
    snprintf(given, sizeof given, "%.*s", (int)strcspn(word, "="), word);
    dw_nearest nearest = { .given = given };
    offer_options(&nearest, verb->options);
    dw_nearest_offer(&nearest, "help");
    if (nearest.best) snprintf(hint, sizeof hint, "; did you mean '--%s'?", nearest.best);
    size_t base = 0;
    bool sets = find_option(verb->options, "set", 3, &base) != NULL;
    snprintf(help, sizeof help,
             sets ? "; a script's parameter is --set %s=VALUE" : "; see 'dunwu %s --help'",
             sets ? given : verb->name);
    dw_complain(DW_EXIT_USAGE, "%s has no option '--%s'%s", verb->name, given,
                nearest.best ? hint : help);
    return false;
}

static bool refuse_value(const dw_option *option, const char *value)
{
    dw_buffer rule = { 0 };
    dwl_describe_rule(option, &rule);
    dw_complain(DW_EXIT_USAGE, "'--%s' must be %s, got '%s'", option->name,
                rule.text ? rule.text : "", value);
    dw_buffer_free(&rule);
    return false;
}

static bool read_number(const dw_option *option, const char *value, void *at)
{
    char *end;
    double x = strtod(value, &end);
    bool fits = *value && !*end && isfinite(x) && x >= option->min && x <= option->max;
    if ((option->flags & DW_ABOVE_MIN) && x <= option->min) fits = false;
    if (option->kind == DW_INTEGER && x != floor(x)) fits = false;
    if (!fits) return refuse_value(option, value);
    if (option->kind == DW_INTEGER)
        *(int64_t *)at = (int64_t)x;
    else
        *(double *)at = x;
    return true;
}

static bool read_option(const dw_option *option, const char *value, void *at)
{
    switch (option->kind) {
    case DW_NUMBER:
    case DW_INTEGER:
        return read_number(option, value, at);
    case DW_TEXT:
        *(const char **)at = value;
        return true;
    case DW_CHOICE:
        for (const char *const *choice = option->choices; *choice; choice++)
            if (strcmp(*choice, value) == 0) {
                *(const char **)at = *choice;
                return true;
            }
        return refuse_value(option, value);
    default:
        return false;
    }
}

static bool read_setting(dw_words *rest, char *word)
{
    char *equals = strchr(word, '=');
    if (!equals || equals == word) {
        dw_complain(DW_EXIT_USAGE, "'--set' takes NAME=VALUE, got '%s'", word);
        return false;
    }
    if (rest->settings_count == DW_MOST_SETTINGS) {
        dw_complain(DW_EXIT_USAGE, "more than %d '--set'", DW_MOST_SETTINGS);
        return false;
    }
    *equals = '\0';
    rest->settings[rest->settings_count++] = (dwl_setting){ .name = word, .value = equals + 1 };
    return true;
}

/* --name, --name VALUE or --name=VALUE; *i moves on when the value is the next word. */
static bool read_word(const dw_verb *verb, int count, char **words, int *i, void *out,
                      dw_words *rest)
{
    char *name = words[*i] + 2, *equals = strchr(name, '=');
    if (strcmp(name, "help") == 0) return rest->help = true;
    size_t base = 0, n = equals ? (size_t)(equals - name) : strlen(name);
    const dw_option *option = find_option(verb->options, name, n, &base);
    if (!option) return refuse_option(verb, name);
    void *at = (char *)out + base + option->offset;
    if (option->kind == DW_BOOLEAN) {
        if (equals) return refuse_value(option, equals + 1);
        *(bool *)at = true;
        return true;
    }
    char *value = equals ? equals + 1 : *i + 1 < count ? words[++*i] : NULL;
    if (!value) {
        dw_complain(DW_EXIT_USAGE, "'--%s' needs a value", option->name);
        return false;
    }
    if (strcmp(option->name, "set") == 0) return read_setting(rest, value);
    return read_option(option, value, at);
}

bool dw_read_words(const dw_verb *verb, int count, char **words, void *out, dw_words *rest)
{
    *rest = (dw_words){ 0 };
    for (int i = 0; i < count; i++) {
        if (strcmp(words[i], "-h") == 0) {
            rest->help = true;
        } else if (words[i][0] == '-' && words[i][1] == '-' && words[i][2]) {
            if (!read_word(verb, count, words, &i, out, rest)) return false;
        } else if (words[i][0] == '-' && words[i][1]) {
            return refuse_option(verb, words[i] + 1);
        } else if (rest->plain_count < sizeof rest->plain / sizeof *rest->plain) {
            rest->plain[rest->plain_count++] = words[i];
        } else {
            dw_complain(DW_EXIT_USAGE, "too many words");
            return false;
        }
    }
    return true;
}

static void show_options(const dw_option *option);

static void show_option(const dw_option *option)
{
    if (option->kind == DW_LIST) {
        show_options(option->group);
        return;
    }
    dw_buffer rule = { 0 };
    if (option->kind == DW_BOOLEAN)
        printf("  --%-18s %s\n", option->name, option->doc);
    else {
        char left[64];
        snprintf(left, sizeof left, "%s %s", option->name, option->unit ? option->unit : "VALUE");
        if (option->kind != DW_TEXT) dwl_describe_rule(option, &rule);
        printf("  --%-18s %s%s%s\n", left, option->doc, rule.text ? ": " : "",
               rule.text ? rule.text : "");
    }
    dw_buffer_free(&rule);
}

static void show_options(const dw_option *option)
{
    for (; option && option->name; option++) show_option(option);
}

void dw_show_verb(const dw_verb *verb)
{
    printf("usage: dunwu %s\n\n%s\n", verb->usage, verb->doc);
    if (verb->options && verb->options->name) printf("\n");
    show_options(verb->options);
}
