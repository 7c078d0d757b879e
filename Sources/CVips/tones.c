#include "CVips.h"
#include "derived.h"
#include <stdlib.h>
#include <string.h>

// Colors of single pixels: 8 or 16 bits, one band or three, and perhaps alpha, which stays as it is.

/// Brightness by the weights of ITU-R BT.709, in ten-thousandths, rounded.
#define LUMA(p) ((2126u * (p)[0] + 7152u * (p)[1] + 722u * (p)[2] + 5000u) / 10000u)

static int colors_of(VipsImage *image) { return image->Bands - (V(vips_image_hasalpha)(image) ? 1 : 0); }

static int levels_of(VipsImage *image) { return image->BandFmt == VIPS_FORMAT_UCHAR ? 256 : 65536; }

/// Of one or three colors, as whole numbers of 8 or 16 bits.
static bool fits(VipsImage *image) {
    const int colors = colors_of(image);
    const bool is_whole = image->BandFmt == VIPS_FORMAT_UCHAR || image->BandFmt == VIPS_FORMAT_USHORT;
    if (is_whole && (colors == 1 || colors == 3)) return true;
    V(vips_error)("tones", "expected gray or RGB of 8 or 16 bits");
    return false;
}

struct map {
    /// Of the input, and of the output.
    int before, after;
    bool has_alpha;
    /// `after` numbers for each level of brightness.
    unsigned short table[];
};

#define MAP_LINE(type) \
    { \
        const type *p = (const type *)from; \
        type *q = (type *)to; \
        for (int x = 0; x < count; x++, p += bands, q += map->after + map->has_alpha) { \
            const unsigned level = map->before == 1 ? p[0] : LUMA(p); \
            for (int i = 0; i < map->after; i++) q[i] = (type)map->table[level * map->after + i]; \
            if (map->has_alpha) q[map->after] = p[bands - 1]; \
        } \
        break; \
    }

static void map_line(
    VipsPel *to, const VipsPel *from, VipsBandFormat format, const struct map *map, int count) {
    const int bands = map->before + map->has_alpha;
    switch (format) {
    case VIPS_FORMAT_UCHAR: MAP_LINE(unsigned char)
    default: MAP_LINE(unsigned short)
    }
}

static int make_mapped(VipsRegion *out, void *sequence, void *from, void *data, gboolean *stop) {
    (void)from, (void)stop;
    VipsRegion *in = sequence;
    const VipsRect area = out->valid;
    if (V(vips_region_prepare)(in, &area) != 0) return -1;
    for (int y = area.top; y < area.top + area.height; y++)
        map_line(
            imgflow_address(out, area.left, y), imgflow_address(in, area.left, y), in->im->BandFmt, data,
            area.width);
    return 0;
}

VipsImage *imgflow_vips_map_brightness(VipsImage *image, const unsigned short *table, int colors) {
    if (!fits(image)) return NULL;
    const size_t size = sizeof *table * (size_t)levels_of(image) * colors;
    struct map *map = malloc(sizeof *map + size);
    if (!map) return NULL;
    *map = (struct map){colors_of(image), colors, V(vips_image_hasalpha)(image)};
    memcpy(map->table, table, size);
    struct imgflow_kind kind = imgflow_kind_of(image);
    kind.bands = colors + map->has_alpha;
    const bool is_deep = image->BandFmt != VIPS_FORMAT_UCHAR;
    if (colors != map->before)
        kind.space = colors == 1 ? is_deep ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_B_W
            : is_deep            ? VIPS_INTERPRETATION_RGB16
                                 : VIPS_INTERPRETATION_sRGB;
    return imgflow_derived_as(image, kind, make_mapped, map, free);
}

struct tones {
    int colors;
    bool has_alpha, is_mixed;
    float most;
    /// Rows: red, green and blue of the result.
    float matrix[9];
    /// For each level.
    float curve[];
};

static inline __attribute__((always_inline)) float rounded(float value, float most) {
    value += 0.5f;
    return value < 0 ? 0 : value > most ? most : value;
}

#define TONE_LINE(type) \
    { \
        const type *p = (const type *)from; \
        type *q = (type *)to; \
        for (int x = 0; x < count; x++, p += bands, q += bands) { \
            if (tones->is_mixed) { \
                const float r = curve[p[0]], g = curve[p[1]], b = curve[p[2]]; \
                for (int i = 0; i < 3; i++) \
                    q[i] = (type)rounded(m[3 * i] * r + m[3 * i + 1] * g + m[3 * i + 2] * b, most); \
            } else { \
                for (int i = 0; i < tones->colors; i++) q[i] = (type)rounded(curve[p[i]], most); \
            } \
            if (tones->has_alpha) q[tones->colors] = p[tones->colors]; \
        } \
        break; \
    }

static void tone_line(
    VipsPel *to, const VipsPel *from, VipsBandFormat format, const struct tones *tones, int count) {
    const int bands = tones->colors + tones->has_alpha;
    const float *curve = tones->curve, *m = tones->matrix, most = tones->most;
    switch (format) {
    case VIPS_FORMAT_UCHAR: TONE_LINE(unsigned char)
    default: TONE_LINE(unsigned short)
    }
}

static int make_toned(VipsRegion *out, void *sequence, void *from, void *data, gboolean *stop) {
    (void)from, (void)stop;
    VipsRegion *in = sequence;
    const VipsRect area = out->valid;
    if (V(vips_region_prepare)(in, &area) != 0) return -1;
    for (int y = area.top; y < area.top + area.height; y++)
        tone_line(
            imgflow_address(out, area.left, y), imgflow_address(in, area.left, y), in->im->BandFmt, data,
            area.width);
    return 0;
}

VipsImage *imgflow_vips_tone(VipsImage *image, const float *curve, const float *matrix) {
    if (!fits(image)) return NULL;
    const int levels = levels_of(image);
    struct tones *tones = malloc(sizeof *tones + sizeof *curve * levels);
    if (!tones) return NULL;
    *tones = (struct tones){colors_of(image), V(vips_image_hasalpha)(image)};
    tones->most = (float)(levels - 1);
    // Gray has no hue.
    tones->is_mixed = matrix && tones->colors == 3;
    if (matrix) memcpy(tones->matrix, matrix, sizeof tones->matrix);
    memcpy(tones->curve, curve, sizeof *curve * levels);
    return imgflow_derived(
        image, image->Xsize, image->Ysize, image->BandFmt, make_toned, tones, free);
}

#define COUNT_PIXELS(type) \
    { \
        const type *p = (const type *)image->data; \
        for (size_t x = 0; x < pixels; x++, p += image->Bands) \
            if (!has_alpha || p[colors]) counts[colors == 1 ? p[0] : LUMA(p)]++; \
        break; \
    }

bool imgflow_vips_count_brightness(VipsImage *image, size_t *counts) {
    if (!fits(image)) return false;
    if (!image->data) {
        V(vips_error)("tones", "expected an image in memory");
        return false;
    }
    const int colors = colors_of(image);
    const bool has_alpha = V(vips_image_hasalpha)(image);
    const size_t pixels = (size_t)image->Xsize * image->Ysize;
    memset(counts, 0, sizeof *counts * levels_of(image));
    switch (image->BandFmt) {
    case VIPS_FORMAT_UCHAR: COUNT_PIXELS(unsigned char)
    default: COUNT_PIXELS(unsigned short)
    }
    return true;
}
