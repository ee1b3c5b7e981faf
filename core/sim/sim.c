#include "sim/sim.h"

#include <string.h>

#define DW_SIM(name) extern const dw_sim dw_sim_##name;
#include "sim/sim_list.h"
#undef DW_SIM

#define DW_SIM(name) &dw_sim_##name,
const dw_sim *const dw_sims[] = {
#include "sim/sim_list.h"
    NULL,
};
#undef DW_SIM

const dw_sim *dw_sim_find(const char *name)
{
    for (const dw_sim *const *sim = dw_sims; *sim; sim++)
        if (strcmp((*sim)->name, name) == 0) return *sim;
    return NULL;
}

/* FNV-1a: the numbers stay the same when the list is reordered. */
uint64_t dw_sim_key(const char *name)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (const char *c = name; *c; c++) hash = (hash ^ (unsigned char)*c) * 0x100000001b3u;
    return hash;
}
