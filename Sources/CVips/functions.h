// The functions of libvips and GLib that are used, each opened by its name with its own type.
#pragma once
#include <gmodule.h>
#include <stdbool.h>
#include <vips/vips.h>

// GLib may define these as macros around the functions.
#undef g_object_ref
#undef g_free

// Part of libvips, and declared by its own headers only next to what is deprecated.
VipsImage *vips_image_new_mode(const char *filename, const char *mode);

#define IMGFLOW_FUNCTIONS(F) \
    F(vips_init) F(vips_version) F(g_module_open) F(g_module_make_resident) \
    F(vips_error_buffer_copy) F(vips_error_clear) F(vips_block_untrusted_set) \
    F(vips_operation_block_set) F(vips_cache_set_max) F(vips_cache_set_max_mem) \
    F(vips_cache_set_max_files) F(vips_concurrency_set) F(vips_concurrency_get) \
    F(g_object_unref) F(g_free) F(g_strfreev) F(g_log_set_default_handler) \
    F(vips_image_get_width) F(vips_image_get_height) F(vips_image_get_bands) \
    F(vips_image_get_format) F(vips_image_get_interpretation) F(vips_image_hasalpha) \
    F(vips_image_get_typeof) F(vips_image_get_orientation) F(vips_image_get_fields) \
    F(vips_image_remove) F(vips_image_set_blob_copy) F(vips_image_get_blob) F(vips_blob_get_type) \
    F(vips_image_set_int) F(vips_image_set_string) \
    F(vips_array_double_new) F(vips_area_unref) \
    F(vips_image_new_from_buffer) F(vips_image_new_from_memory_copy) F(vips_image_copy_memory) \
    F(vips_image_write_to_memory) F(vips_rawsave) F(vips_image_new_from_file_raw) F(vips_format_sizeof) \
    F(vips_image_get) F(vips_image_set) F(vips_image_get_xres) F(vips_image_get_yres) F(g_value_unset) \
    F(vips_pngsave_buffer) F(vips_jpegsave_buffer) \
    F(vips_webpsave_buffer) F(vips_tiffsave_buffer) F(vips_gifsave_buffer) \
    F(vips_heifsave_buffer) \
    F(vips_copy) F(vips_cast) F(vips_icc_transform) F(vips_colourspace) F(vips_flatten) \
    F(vips_premultiply) F(vips_unpremultiply) F(vips_autorot) F(vips_rot) F(vips_flip) \
    F(vips_resize) F(vips_extract_area) F(vips_insert) F(vips_replicate) F(vips_embed) F(vips_extract_band) F(vips_bandjoin) \
    F(vips_bandjoin_const) F(vips_add) F(vips_subtract) F(vips_multiply) F(vips_bandrank) \
    F(vips_linear) F(vips_invert) F(vips_relational_const) F(vips_math2_const) \
    F(vips_bandmean) F(vips_ifthenelse) F(vips_avg) F(vips_min) F(vips_max) \
    F(vips_smartcrop) F(vips_linecache) F(vips_zoom) \
    F(vips_xyz) F(vips_perlin) F(vips_gaussnoise) \
    F(vips_black) F(vips_text) F(vips_image_iskilled) F(vips_rotate) F(vips_interpolate_new) \
    F(vips_image_set_progress) F(vips_image_set_kill) F(g_signal_connect_data) F(g_object_ref) \
    F(vips_image_new) F(vips_image_new_mode) F(vips_image_write) F(vips_image_pipelinev) F(vips_image_generate) F(vips_start_one) F(vips_stop_one) \
    F(vips_region_prepare) F(vips_region_region) F(vips_region_copy) F(vips_error) F(g_object_set_data_full) \
    F(g_object_set_data) F(g_object_get_data)

struct imgflow_functions {
#define F(name) __typeof__(&name) name;
    IMGFLOW_FUNCTIONS(F)
#undef F
};

/// Filled by `imgflow_vips_start`.
extern struct imgflow_functions imgflow_table;

/// Held while a pipeline is built or let go, not while pixels are made. Orc, which compiles the inner loops
/// of libvips 8.14, takes its lock for that and none to free them (0.4.33): two images that end on two
/// threads at the same time would spoil its list.
void imgflow_building(void);
void imgflow_built(void);

/// What led to many pixels was parsed, planned and built, and is needed no more.
void imgflow_give_back_before(VipsImage *image);

/// Called before pixels are made: a reference to the image, or to a copy of it that is interrupted when the
/// sign that this thread heeds goes up.
VipsImage *imgflow_begin(VipsImage *image);

/// Whether all lines of what `imgflow_begin` gave could be made, of those that were asked for. Asked when the work on
/// it has ended, whatever libvips said.
bool imgflow_is_whole(VipsImage *begun);

/// Lets an image's pixels be made on as many threads as are its part of the processor's.
void imgflow_share_threads(VipsImage *image);

/// Called with what was made of what `imgflow_begin` gave, or NULL; takes that back.
VipsImage *imgflow_made(VipsImage *image, VipsImage *begun);

/// Takes back a reference, from any thread.
void imgflow_unref(void *object);

#define V(name) imgflow_table.name
