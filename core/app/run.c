#include "app/app.h"

static int run(const dw_home *home, int count, char **given)
{
    dw_run_options options;
    dw_words words;
    dw_run_defaults(&options);
    if (!dw_read_words(&dw_verb_run, count, given, &options, &words)) return DW_EXIT_USAGE;
    if (words.help && words.plain_count == 0) {
        dw_show_verb(&dw_verb_run);
        return DW_EXIT_DONE;
    }
    if (words.plain_count != 1)
        return dw_complain(DW_EXIT_USAGE, "run takes one file, got %zu (see 'dunwu run --help')",
                           words.plain_count);
    dw_scenario_report report;
    int status = dw_run_scenario(home, words.plain[0], &options, &words, false, &report);
    dw_buffer_free(&report.files);
    return status;
}

const dw_verb dw_verb_run = {
    "run", "run FILE.lua [options]",
    "Runs a scenario. 'dunwu run FILE.lua --help' lists the script's own parameters.",
    dw_run_option_list, run
};
