#include "CChafa.h"
#include <chafa.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// GLib may define these as macros around the functions.
#undef g_string_free

#define FUNCTIONS(F) \
    F(chafa_canvas_config_new) F(chafa_canvas_config_unref) F(chafa_canvas_config_set_geometry) \
    F(chafa_canvas_config_set_pixel_mode) F(chafa_canvas_config_set_canvas_mode) \
    F(chafa_canvas_config_set_cell_geometry) F(chafa_canvas_config_set_symbol_map) \
    F(chafa_canvas_config_set_transparency_threshold) F(chafa_symbol_map_new) \
    F(chafa_symbol_map_unref) F(chafa_symbol_map_add_by_tags) F(chafa_canvas_new) \
    F(chafa_canvas_unref) F(chafa_canvas_draw_all_pixels) F(chafa_canvas_print) \
    F(chafa_term_db_get_default) F(chafa_term_db_get_fallback_info) F(chafa_term_info_unref) \
    F(g_string_free)

static struct {
#define F(name) __typeof__(&name) name;
    FUNCTIONS(F)
#undef F
} table;

static char failure[256];
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void start(void) {
    void *library = dlopen("libchafa.so.0", RTLD_LAZY | RTLD_LOCAL);
    if (!library) {
        snprintf(
            failure, sizeof failure,
            "libchafa, which draws images on the terminal, is missing: `apt-get install libchafa0`");
        return;
    }
#define F(name) \
    if (!(table.name = (__typeof__(&name))dlsym(library, #name))) { \
        snprintf(failure, sizeof failure, "libchafa is too old: it has no " #name); \
        return; \
    }
    FUNCTIONS(F)
#undef F
}

const char *imgflow_chafa_start(void) {
    pthread_once(&once, start);
    return *failure ? failure : NULL;
}

char *imgflow_chafa_draw(
    const uint8_t *rgba, int width, int height, int columns, int rows,
    enum imgflow_chafa_mode mode, int colors, int cell_width, int cell_height, size_t *count) {
    static const ChafaPixelMode modes[] = {CHAFA_PIXEL_MODE_SYMBOLS, CHAFA_PIXEL_MODE_SIXELS};
    // One image at a time: drawing is short, and the library keeps tables of its own.
    pthread_mutex_lock(&lock);
    ChafaCanvasConfig *config = table.chafa_canvas_config_new();
    ChafaSymbolMap *symbols = table.chafa_symbol_map_new();
    table.chafa_symbol_map_add_by_tags(symbols, CHAFA_SYMBOL_TAG_SPACE);
    table.chafa_symbol_map_add_by_tags(symbols, CHAFA_SYMBOL_TAG_VHALF);
    table.chafa_canvas_config_set_symbol_map(config, symbols);
    table.chafa_canvas_config_set_geometry(config, columns, rows);
    table.chafa_canvas_config_set_cell_geometry(config, cell_width, cell_height);
    table.chafa_canvas_config_set_pixel_mode(config, modes[mode]);
    table.chafa_canvas_config_set_canvas_mode(
        config,
        colors > 256 ? CHAFA_CANVAS_MODE_TRUECOLOR
        : colors > 16 ? CHAFA_CANVAS_MODE_INDEXED_240
                      : CHAFA_CANVAS_MODE_INDEXED_16);
    ChafaCanvas *canvas = table.chafa_canvas_new(config);
    table.chafa_canvas_draw_all_pixels(
        canvas, CHAFA_PIXEL_RGBA8_UNASSOCIATED, rgba, width, height, width * 4);
    ChafaTermInfo *info =
        table.chafa_term_db_get_fallback_info(table.chafa_term_db_get_default());
    GString *text = table.chafa_canvas_print(canvas, info);
    char *copy = NULL;
    if (text) {
        copy = malloc(text->len + 1);
        if (copy) {
            memcpy(copy, text->str, text->len);
            copy[text->len] = 0;
            *count = text->len;
        }
        table.g_string_free(text, TRUE);
    }
    table.chafa_term_info_unref(info);
    table.chafa_canvas_unref(canvas);
    table.chafa_symbol_map_unref(symbols);
    table.chafa_canvas_config_unref(config);
    pthread_mutex_unlock(&lock);
    return copy;
}
