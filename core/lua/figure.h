/* What the files of the glue share about figures: plot.c makes and lays out, figure_save.c saves,
 * figure_series.c makes decks and series of frames. */
#ifndef DWL_FIGURE_H
#define DWL_FIGURE_H

#include "lua/glue.h"
#include "plot/figure.h"

/* A figure in Lua. The figure comes first: a pointer to the box is one to it. */
typedef struct dwl_figure_box {
    dw_figure *figure; /* NULL once it is closed */
    size_t charged;    /* see dwl_charge */
} dwl_figure_box;

/* The figure at an index; raises when it is none, or closed. */
dw_figure *dwl_to_figure(lua_State *L, int index);

/* Reads the arguments of a function that takes "name" or one table of options: into out. */
void dwl_name_or_table(lua_State *L, int index, const dw_option *list, void *out);
/* The text formats that a script asks for: each must be among those allowed (NULL-ended). */
void dwl_check_formats(lua_State *L, dw_texts formats, const char *const *allowed);

/* Tells the run of a file, and of the warning, if any. */
void dwl_tell_saved(lua_State *L, const char *path, const dw_error *warning);

/* Methods of a figure, with their options. */
int dwl_figure_save(lua_State *L);
int dwl_figure_frames(lua_State *L);
extern const dw_option dwl_save_options[], dwl_frames_options[];
/* plot.deck */
int dwl_plot_deck(lua_State *L);
extern const dw_option dwl_deck_options[];

#endif
