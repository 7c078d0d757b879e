#include "CVips.h"
#include "functions.h"
#include <malloc.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/// Runs a call that fills `out` and returns 0, and gives `out` or NULL.
#define MADE(call) \
    VipsImage *out = NULL; \
    imgflow_building(); \
    const int made = (call); \
    imgflow_built(); \
    return made == 0 ? out : NULL

char *imgflow_vips_take_error(void) {
    char *text = V(vips_error_buffer_copy)();
    char *copy = text ? strdup(text) : NULL;
    V(g_free)(text);
    return copy;
}

void imgflow_vips_release(VipsImage *image) { imgflow_unref(image); }

// Facts

int imgflow_vips_width(VipsImage *image) { return V(vips_image_get_width)(image); }
int imgflow_vips_height(VipsImage *image) { return V(vips_image_get_height)(image); }
int imgflow_vips_bands(VipsImage *image) { return V(vips_image_get_bands)(image); }
bool imgflow_vips_has_alpha(VipsImage *image) { return V(vips_image_hasalpha)(image); }

int imgflow_vips_band_bytes(VipsImage *image) {
    return (int)V(vips_format_sizeof)(V(vips_image_get_format)(image));
}

bool imgflow_vips_is_8_bit(VipsImage *image) {
    return V(vips_image_get_format)(image) == VIPS_FORMAT_UCHAR;
}

bool imgflow_vips_is_8_or_16_bit(VipsImage *image) {
    return imgflow_vips_is_8_bit(image)
        || V(vips_image_get_format)(image) == VIPS_FORMAT_USHORT;
}

bool imgflow_vips_is_colorimetric(VipsImage *image) {
    switch (V(vips_image_get_interpretation)(image)) {
    case VIPS_INTERPRETATION_LAB:
    case VIPS_INTERPRETATION_LABQ:
    case VIPS_INTERPRETATION_LABS:
    case VIPS_INTERPRETATION_XYZ: return true;
    default: return false;
    }
}

bool imgflow_vips_is_srgb8(VipsImage *image) {
    VipsInterpretation space = V(vips_image_get_interpretation)(image);
    return imgflow_vips_is_8_bit(image)
        && (space == VIPS_INTERPRETATION_sRGB || space == VIPS_INTERPRETATION_RGB);
}

bool imgflow_vips_is_cmyk(VipsImage *image) {
    return V(vips_image_get_interpretation)(image) == VIPS_INTERPRETATION_CMYK;
}

bool imgflow_vips_has_profile(VipsImage *image) {
    return V(vips_image_get_typeof)(image, VIPS_META_ICC_NAME) != 0;
}

int imgflow_vips_depth(VipsImage *image) {
    static const char name[] = "imgflow-depth";
    void *known = V(g_object_get_data)((GObject *)image, name);
    if (known) return (int)(intptr_t)known;
    int depth = 1;
    for (GSList *from = image->upstream; from; from = from->next)
        depth = VIPS_MAX(depth, 1 + imgflow_vips_depth(from->data));
    V(g_object_set_data)((GObject *)image, name, (void *)(intptr_t)depth);
    return depth;
}

double imgflow_vips_resolution(VipsImage *image) {
    // One pixel a millimeter is what libvips gives an image whose file says nothing.
    const double across = V(vips_image_get_xres)(image);
    return across > 0 && across != 1.0 ? across * 25.4 : 0;
}

VipsImage *imgflow_vips_with_resolution(VipsImage *image, double dpi) {
    VipsImage *out = NULL;
    if (V(vips_copy)(image, &out, "xres", dpi / 25.4, "yres", dpi / 25.4, NULL) != 0) return NULL;
    V(vips_image_set_string)(out, VIPS_META_RESOLUTION_UNIT, "in");
    return out;
}

int imgflow_vips_orientation(VipsImage *image) { return V(vips_image_get_orientation)(image); }

// In and out

/// CIELAB of 8 bits comes packed, its fourth byte the last bits of the others: no alpha, and no number to
/// compute with.
static VipsImage *unpacked(VipsImage *image) {
    if (!image || image->Coding != VIPS_CODING_LABQ) return image;
    VipsImage *out = NULL;
    const int code = V(vips_colourspace)(image, &out, VIPS_INTERPRETATION_sRGB, NULL);
    imgflow_unref(image);
    return code == 0 ? out : NULL;
}

/// The alpha of 16-bit CIELAB comes as its own bits, signed; libvips counts alpha there to 255.
static VipsImage *with_counted_alpha(VipsImage *image) {
    if (!image || image->Type != VIPS_INTERPRETATION_LABS || image->Bands != 4
        || image->BandFmt != VIPS_FORMAT_SHORT)
        return image;
    VipsImage *lab = NULL, *bits = NULL, *alpha = NULL, *share = NULL, *counted = NULL, *out = NULL;
    double factor = 255.0 / 65535.0, nothing = 0;
    if (V(vips_extract_band)(image, &lab, 0, "n", 3, NULL) == 0
        && V(vips_extract_band)(image, &bits, 3, NULL) == 0
        && V(vips_copy)(bits, &alpha, "format", VIPS_FORMAT_USHORT, "interpretation",
                        VIPS_INTERPRETATION_GREY16, NULL) == 0
        && V(vips_linear)(alpha, &share, &factor, &nothing, 1, NULL) == 0
        && V(vips_cast)(share, &counted, VIPS_FORMAT_SHORT, NULL) == 0) {
        VipsImage *parts[] = {lab, counted};
        if (V(vips_bandjoin)(parts, &out, 2, NULL)) out = NULL;
    }
    imgflow_unref(lab);
    imgflow_unref(bits);
    imgflow_unref(alpha);
    imgflow_unref(share);
    imgflow_unref(counted);
    imgflow_unref(image);
    return out;
}

/// A loader may lend what belongs to it: libvips 8.14 gives the profile of an AVIF or HEIC so, and frees it
/// with the loader, while images that were made of its own go on. Each is given a copy.
static VipsImage *with_own_metadata(VipsImage *image) {
    image = with_counted_alpha(unpacked(image));
    if (!image) return NULL;
    const GType blob = V(vips_blob_get_type)();
    gchar **fields = V(vips_image_get_fields)(image);
    for (gchar **field = fields; field && *field; field++) {
        const void *bytes = NULL;
        size_t count = 0;
        if (V(vips_image_get_typeof)(image, *field) == blob
            && V(vips_image_get_blob)(image, *field, &bytes, &count) == 0)
            V(vips_image_set_blob_copy)(image, *field, bytes, count);
    }
    V(g_strfreev)(fields);
    return image;
}

static VipsFailOn failing(bool is_strict) {
    return is_strict ? VIPS_FAIL_ON_WARNING : VIPS_FAIL_ON_ERROR;
}

VipsImage *imgflow_vips_load(const void *bytes, size_t count, int orientation, bool is_strict) {
    VipsImage *image = with_own_metadata(V(vips_image_new_from_buffer)(
        bytes, count, "", "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", failing(is_strict), NULL));
    if (image) V(vips_image_set_int)(image, VIPS_META_ORIENTATION, orientation);
    return image;
}

bool imgflow_vips_is_broken(VipsImage *image) { return V(vips_image_iskilled)(image); }

VipsImage *imgflow_vips_load_page(const void *bytes, size_t count, int orientation, int page) {
    VipsImage *image = with_own_metadata(V(vips_image_new_from_buffer)(
        bytes, count, "", "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR, "page", page,
        NULL));
    if (image) V(vips_image_set_int)(image, VIPS_META_ORIENTATION, orientation);
    return image;
}

VipsImage *imgflow_vips_load_shrunk(
    const void *bytes, size_t count, int orientation, bool is_strict, int shrink) {
    VipsImage *image = with_own_metadata(V(vips_image_new_from_buffer)(
        bytes, count, "", "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", failing(is_strict),
        "shrink", shrink, NULL));
    if (image) V(vips_image_set_int)(image, VIPS_META_ORIENTATION, orientation);
    return image;
}

VipsImage *imgflow_vips_from_memory(
    const void *bytes, size_t count, int width, int height, int bands) {
    VipsImage *raw =
        V(vips_image_new_from_memory_copy)(bytes, count, width, height, bands, VIPS_FORMAT_UCHAR);
    if (!raw) return NULL;
    VipsImage *out = imgflow_vips_as_srgb(raw);
    imgflow_unref(raw);
    return out;
}

VipsImage *imgflow_vips_from_floats(const float *values, int width, int height) {
    return V(vips_image_new_from_memory_copy)(
        values, sizeof *values * width * height, width, height, 1, VIPS_FORMAT_FLOAT);
}

static bool is_large(VipsImage *image) {
    return V(vips_image_get_width)(image) > 500000 / V(vips_image_get_height)(image);
}

/// Once a second at most, so that it takes no time of many images.
static void give_back(VipsImage *image, atomic_long *second) {
    struct timespec time;
    if (!is_large(image) || clock_gettime(CLOCK_MONOTONIC_COARSE, &time) != 0) return;
    const long now = time.tv_sec + 1;
    if (atomic_exchange(second, now) == now) return;
    imgflow_give_back_code();
    malloc_trim(0);
}

void imgflow_give_back_before(VipsImage *image) {
    static atomic_long second;
    give_back(image, &second);
}

/// What the pixels took is not held next to what comes after them.
static void end(VipsImage *image) {
    static atomic_long second;
    give_back(image, &second);
}

VipsImage *imgflow_vips_in_memory(VipsImage *image) {
    VipsImage *begun = imgflow_begin(image);
    return imgflow_made(V(vips_image_copy_memory)(begun), begun);
}

void *imgflow_vips_pixels(VipsImage *image, size_t *count) {
    return V(vips_image_write_to_memory)(image, count);
}

void imgflow_vips_free(void *bytes) { V(g_free)(bytes); }

/// Runs a saver of `begun` that fills `bytes`, and gives them or NULL.
#define SAVED(call) \
    void *bytes = NULL; \
    VipsImage *begun = imgflow_begin(image); \
    const bool is_saved = (call) == 0 && imgflow_is_whole(begun); \
    end(image); \
    imgflow_unref(begun); \
    if (is_saved) return bytes; \
    V(g_free)(bytes); \
    return NULL

void *imgflow_vips_save_png(VipsImage *image, ImgflowEncoding how, size_t *count) {
    // Differences from the pixel on the left compress in less time to less: a photograph by a quarter, one
    // with alpha by half. Flat graphics, small in any case, take a third more.
    if (how.palette_bits > 0) {
        SAVED(V(vips_pngsave_buffer)(
            begun, &bytes, count, "compression", 9, "interlace", (gboolean)how.is_progressive,
            "palette", TRUE, "bitdepth", how.palette_bits, NULL));
    }
    SAVED(V(vips_pngsave_buffer)(
        begun, &bytes, count, "compression", how.effort, "filter",
        how.palette_bits < 0 ? VIPS_FOREIGN_PNG_FILTER_NONE : VIPS_FOREIGN_PNG_FILTER_SUB,
        "interlace", (gboolean)how.is_progressive, NULL));
}

static VipsForeignSubsample subsampling(ImgflowEncoding how) {
    switch (how.chroma) {
    case 1: return VIPS_FOREIGN_SUBSAMPLE_OFF;
    case 2: return VIPS_FOREIGN_SUBSAMPLE_ON;
    default: return VIPS_FOREIGN_SUBSAMPLE_AUTO;
    }
}

void *imgflow_vips_save_jpeg(VipsImage *image, ImgflowEncoding how, size_t *count) {
    // Codes that are fitted to the image make a file some 3 % smaller, and are only known when all
    // of it is there, 6 bytes a pixel: a large one would take several times the memory and twice as long.
    SAVED(V(vips_jpegsave_buffer)(
        begun, &bytes, count, "Q", how.quality, "optimize_coding",
        (gboolean)(how.effort > 5 || !is_large(image)), "interlace", (gboolean)how.is_progressive,
        "subsample_mode", subsampling(how), NULL));
}

void *imgflow_vips_save_webp(VipsImage *image, ImgflowEncoding how, size_t *count) {
    SAVED(V(vips_webpsave_buffer)(
        begun, &bytes, count, "Q", how.quality, "effort", how.effort, "lossless",
        (gboolean)how.is_lossless, NULL));
}

void *imgflow_vips_save_tiff(VipsImage *image, size_t *count) {
    SAVED(V(vips_tiffsave_buffer)(
        begun, &bytes, count, "compression", VIPS_FOREIGN_TIFF_COMPRESSION_DEFLATE, "predictor",
        VIPS_FOREIGN_TIFF_PREDICTOR_HORIZONTAL, "resunit", VIPS_FOREIGN_TIFF_RESUNIT_INCH, NULL));
}

void *imgflow_vips_save_gif(VipsImage *image, ImgflowEncoding how, size_t *count) {
    SAVED(V(vips_gifsave_buffer)(begun, &bytes, count, "effort", how.effort, NULL));
}

void *imgflow_vips_save_heif(
    VipsImage *image, bool av1, ImgflowEncoding how, size_t *count) {
    SAVED(V(vips_heifsave_buffer)(
        begun, &bytes, count, "Q", how.quality, "bitdepth", 8, "effort", how.effort, "lossless",
        (gboolean)how.is_lossless, "subsample_mode", subsampling(how), "compression",
        av1 ? VIPS_FOREIGN_HEIF_COMPRESSION_AV1 : VIPS_FOREIGN_HEIF_COMPRESSION_HEVC, NULL));
}

// Metadata

VipsImage *imgflow_vips_without_metadata(VipsImage *image, bool keeps_profile) {
    VipsImage *out = NULL;
    if (V(vips_copy)(image, &out, NULL) != 0) return NULL;
    gchar **fields = V(vips_image_get_fields)(out);
    for (gchar **field = fields; field && *field; field++)
        if (!keeps_profile || strcmp(*field, VIPS_META_ICC_NAME) != 0)
            V(vips_image_remove)(out, *field);
    V(g_strfreev)(fields);
    return out;
}

VipsImage *imgflow_vips_without_field(VipsImage *image, const char *start) {
    VipsImage *out = NULL;
    if (V(vips_copy)(image, &out, NULL) != 0) return NULL;
    gchar **fields = V(vips_image_get_fields)(out);
    for (gchar **field = fields; field && *field; field++)
        if (strncmp(*field, start, strlen(start)) == 0) V(vips_image_remove)(out, *field);
    V(g_strfreev)(fields);
    return out;
}

bool imgflow_vips_has_field(VipsImage *image, const char *name) {
    return V(vips_image_get_typeof)(image, name) != 0;
}

const void *imgflow_vips_blob(VipsImage *image, const char *name, size_t *count) {
    const void *bytes = NULL;
    *count = 0;
    if (!imgflow_vips_has_field(image, name)) return NULL;
    return V(vips_image_get_blob)(image, name, &bytes, count) == 0 ? bytes : NULL;
}

VipsImage *imgflow_vips_with_blob(
    VipsImage *image, const char *name, const void *bytes, size_t count) {
    VipsImage *out = NULL;
    if (V(vips_copy)(image, &out, NULL) != 0) return NULL;
    V(vips_image_set_blob_copy)(out, name, bytes, count);
    return out;
}

// Color

VipsImage *imgflow_vips_profile_to_srgb(VipsImage *image) {
    MADE(V(vips_icc_transform)(
        image, &out, "srgb", "embedded", TRUE, "input_profile",
        imgflow_vips_is_cmyk(image) ? "cmyk" : "srgb", "intent", VIPS_INTENT_PERCEPTUAL, NULL));
}

VipsImage *imgflow_vips_srgb(VipsImage *image) {
    MADE(V(vips_colourspace)(image, &out, VIPS_INTERPRETATION_sRGB, NULL));
}

VipsImage *imgflow_vips_gray(VipsImage *image) {
    MADE(V(vips_colourspace)(image, &out, VIPS_INTERPRETATION_B_W, NULL));
}

VipsImage *imgflow_vips_lab(VipsImage *image) {
    MADE(V(vips_colourspace)(image, &out, VIPS_INTERPRETATION_LAB, NULL));
}

VipsImage *imgflow_vips_as_srgb(VipsImage *image) {
    VipsInterpretation space = V(vips_image_get_bands)(image) < 3 ? VIPS_INTERPRETATION_B_W
                                                                  : VIPS_INTERPRETATION_sRGB;
    MADE(V(vips_copy)(image, &out, "interpretation", space, NULL));
}

VipsImage *imgflow_vips_as_16_bit(VipsImage *image) {
    VipsImage *whole = NULL;
    if (V(vips_cast)(image, &whole, VIPS_FORMAT_USHORT, NULL) != 0) return NULL;
    VipsInterpretation space = V(vips_image_get_bands)(image) < 3 ? VIPS_INTERPRETATION_GREY16
                                                                  : VIPS_INTERPRETATION_RGB16;
    VipsImage *out = NULL;
    const int made = V(vips_copy)(whole, &out, "interpretation", space, NULL);
    imgflow_unref(whole);
    return made == 0 ? out : NULL;
}

VipsImage *imgflow_vips_8_bit(VipsImage *image) {
    MADE(V(vips_cast)(image, &out, VIPS_FORMAT_UCHAR, NULL));
}

VipsImage *imgflow_vips_cast_like(VipsImage *image, VipsImage *model) {
    MADE(V(vips_cast)(image, &out, V(vips_image_get_format)(model), NULL));
}

VipsImage *imgflow_vips_float(VipsImage *image) {
    MADE(V(vips_cast)(image, &out, VIPS_FORMAT_FLOAT, NULL));
}

VipsImage *imgflow_vips_flatten(VipsImage *image, double red, double green, double blue) {
    double color[] = {red, green, blue};
    VipsArrayDouble *background = V(vips_array_double_new)(color, 3);
    VipsImage *out = NULL;
    int failed = V(vips_flatten)(image, &out, "background", background, NULL);
    V(vips_area_unref)(VIPS_AREA(background));
    return failed ? NULL : out;
}

VipsImage *imgflow_vips_premultiply(VipsImage *image) {
    MADE(V(vips_premultiply)(image, &out, NULL));
}

VipsImage *imgflow_vips_unpremultiply(VipsImage *image) {
    MADE(V(vips_unpremultiply)(image, &out, NULL));
}

// Shape

VipsImage *imgflow_vips_upright(VipsImage *image) { MADE(V(vips_autorot)(image, &out, NULL)); }

VipsImage *imgflow_vips_turn(VipsImage *image, int quarters) {
    MADE(V(vips_rot)(image, &out, (VipsAngle)(quarters & 3), NULL));
}

VipsImage *imgflow_vips_flip(VipsImage *image, bool horizontally) {
    MADE(V(vips_flip)(
        image, &out, horizontally ? VIPS_DIRECTION_HORIZONTAL : VIPS_DIRECTION_VERTICAL, NULL));
}

VipsImage *imgflow_vips_resize(VipsImage *image, double across, double down) {
    MADE(V(vips_resize)(
        image, &out, across, "vscale", down, "kernel", VIPS_KERNEL_LANCZOS3, NULL));
}

VipsImage *imgflow_vips_resize_linear(VipsImage *image, double across, double down) {
    MADE(V(vips_resize)(image, &out, across, "vscale", down, "kernel", VIPS_KERNEL_LINEAR, NULL));
}

VipsImage *imgflow_vips_crop(VipsImage *image, int x, int y, int width, int height) {
    MADE(V(vips_extract_area)(image, &out, x, y, width, height, NULL));
}

bool imgflow_vips_attention(VipsImage *image, int width, int height, int *x, int *y) {
    VipsImage *part = NULL;
    VipsImage *begun = imgflow_begin(image);
    const bool is_made =
        V(vips_smartcrop)(begun, &part, width, height, "interesting", VIPS_INTERESTING_ATTENTION, NULL) == 0
        && imgflow_is_whole(begun);
    if (is_made) {
        *x = -part->Xoffset;
        *y = -part->Yoffset;
    }
    if (part) imgflow_unref(part);
    imgflow_unref(begun);
    return is_made;
}

VipsImage *imgflow_vips_embed(
    VipsImage *image, int x, int y, int width, int height, const double *background, int count) {
    VipsArrayDouble *color = V(vips_array_double_new)(background, count);
    VipsImage *out = NULL;
    int failed = V(vips_embed)(
        image, &out, x, y, width, height, "extend", VIPS_EXTEND_BACKGROUND, "background", color,
        NULL);
    V(vips_area_unref)(VIPS_AREA(color));
    return failed ? NULL : out;
}

VipsImage *imgflow_vips_rotate(
    VipsImage *image, double degrees, const double *background, int count) {
    VipsInterpolate *bicubic = V(vips_interpolate_new)("bicubic");
    if (!bicubic) return NULL;
    VipsArrayDouble *color = V(vips_array_double_new)(background, count);
    VipsImage *out = NULL;
    int failed = V(vips_rotate)(
        image, &out, degrees, "interpolate", bicubic, "background", color, NULL);
    V(vips_area_unref)(VIPS_AREA(color));
    imgflow_unref(bicubic);
    return failed ? NULL : out;
}

VipsImage *imgflow_vips_repeat(VipsImage *image, int across, int down) {
    MADE(V(vips_replicate)(image, &out, across, down, NULL));
}

VipsImage *imgflow_vips_insert(VipsImage *image, VipsImage *part, int x, int y) {
    MADE(V(vips_insert)(image, part, &out, x, y, NULL));
}

// Bands

VipsImage *imgflow_vips_band(VipsImage *image, int first, int count) {
    MADE(V(vips_extract_band)(image, &out, first, "n", count, NULL));
}

VipsImage *imgflow_vips_join(VipsImage *first, VipsImage *second) {
    VipsImage *both[] = {first, second};
    MADE(V(vips_bandjoin)(both, &out, 2, NULL));
}

VipsImage *imgflow_vips_join_constant(VipsImage *image, double value) {
    MADE(V(vips_bandjoin_const)(image, &out, &value, 1, NULL));
}

// Numbers

VipsImage *imgflow_vips_add(VipsImage *a, VipsImage *b) { MADE(V(vips_add)(a, b, &out, NULL)); }

VipsImage *imgflow_vips_subtract(VipsImage *a, VipsImage *b) {
    MADE(V(vips_subtract)(a, b, &out, NULL));
}

VipsImage *imgflow_vips_multiply(VipsImage *a, VipsImage *b) {
    MADE(V(vips_multiply)(a, b, &out, NULL));
}

VipsImage *imgflow_vips_lower(VipsImage *a, VipsImage *b) {
    VipsImage *both[] = {a, b};
    MADE(V(vips_bandrank)(both, &out, 2, "index", 0, NULL));
}

VipsImage *imgflow_vips_higher(VipsImage *a, VipsImage *b) {
    VipsImage *both[] = {a, b};
    MADE(V(vips_bandrank)(both, &out, 2, "index", 1, NULL));
}

VipsImage *imgflow_vips_linear(
    VipsImage *image, const double *scale, const double *offset, int count) {
    MADE(V(vips_linear)(image, &out, scale, offset, count, NULL));
}

VipsImage *imgflow_vips_invert(VipsImage *image) { MADE(V(vips_invert)(image, &out, NULL)); }

VipsImage *imgflow_vips_at_least(VipsImage *image, double limit) {
    MADE(V(vips_relational_const)(
        image, &out, VIPS_OPERATION_RELATIONAL_MOREEQ, &limit, 1, NULL));
}

VipsImage *imgflow_vips_power(VipsImage *image, double exponent) {
    MADE(V(vips_math2_const)(image, &out, VIPS_OPERATION_MATH2_POW, &exponent, 1, NULL));
}

VipsImage *imgflow_vips_band_mean(VipsImage *image) { MADE(V(vips_bandmean)(image, &out, NULL)); }

VipsImage *imgflow_vips_blend(VipsImage *condition, VipsImage *a, VipsImage *b) {
    MADE(V(vips_ifthenelse)(condition, a, b, &out, "blend", TRUE, NULL));
}

#define FOUND(call) \
    VipsImage *begun = imgflow_begin(image); \
    const bool is_found = (call) == 0 && imgflow_is_whole(begun); \
    imgflow_unref(begun); \
    return is_found

bool imgflow_vips_mean(VipsImage *image, double *value) { FOUND(V(vips_avg)(begun, value, NULL)); }

bool imgflow_vips_min(VipsImage *image, double *value) { FOUND(V(vips_min)(begun, value, NULL)); }

bool imgflow_vips_max(VipsImage *image, double *value) { FOUND(V(vips_max)(begun, value, NULL)); }

// Made

VipsImage *imgflow_vips_coordinates(int width, int height) {
    MADE(V(vips_xyz)(&out, width, height, NULL));
}

VipsImage *imgflow_vips_perlin(int width, int height, int cell, int seed) {
    MADE(V(vips_perlin)(&out, width, height, "cell_size", cell, "seed", seed, NULL));
}

VipsImage *imgflow_vips_noise(int width, int height, double sigma, int seed) {
    MADE(V(vips_gaussnoise)(&out, width, height, "mean", 0.0, "sigma", sigma, "seed", seed, NULL));
}

VipsImage *imgflow_vips_black(int width, int height) {
    MADE(V(vips_black)(&out, width, height, NULL));
}

VipsImage *imgflow_vips_text(
    const char *words, const char *font, const char *file, int dpi, int width) {
    // NULL is no file, and no width leaves lines as they are.
    if (width <= 0) {
        MADE(V(vips_text)(&out, words, "font", font, "fontfile", file, "dpi", dpi, NULL));
    }
    MADE(V(vips_text)(
        &out, words, "font", font, "fontfile", file, "dpi", dpi, "width", width, NULL));
}
