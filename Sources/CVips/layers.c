#include "CVips.h"
#include "derived.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

// Blend functions B(b, s) of W3C, Compositing and Blending Level 1: backdrop and source, 0 to 1.

typedef float blend_function(float b, float s);

static float normal(float b, float s) { return (void)b, s; }
static float multiply(float b, float s) { return b * s; }
static float screen(float b, float s) { return b + s - b * s; }
static float hard_light(float b, float s) { return s <= 0.5f ? 2 * b * s : screen(b, 2 * s - 1); }
static float overlay(float b, float s) { return hard_light(s, b); }
static float darken(float b, float s) { return b < s ? b : s; }
static float lighten(float b, float s) { return b > s ? b : s; }
static float color_dodge(float b, float s) { return b <= 0 ? 0 : b >= 1 - s ? 1 : b / (1 - s); }
static float color_burn(float b, float s) { return b >= 1 ? 1 : 1 - b >= s ? 0 : 1 - (1 - b) / s; }
static float difference(float b, float s) { return fabsf(b - s); }
static float exclusion(float b, float s) { return b + s - 2 * b * s; }
static float add(float b, float s) { return b + s > 1 ? 1 : b + s; }

static float soft_light(float b, float s) {
    if (s <= 0.5f) return b - (1 - 2 * s) * b * (1 - b);
    const float d = b <= 0.25f ? ((16 * b - 12) * b + 4) * b : sqrtf(b);
    return b + (2 * s - 1) * (d - b);
}

static blend_function *function_of(const char *mode) {
    static const struct {
        const char *name;
        blend_function *function;
    } modes[] = {
        {"normal", normal}, {"multiply", multiply}, {"screen", screen}, {"overlay", overlay},
        {"darken", darken}, {"lighten", lighten}, {"color-dodge", color_dodge},
        {"color-burn", color_burn}, {"hard-light", hard_light}, {"soft-light", soft_light},
        {"difference", difference}, {"exclusion", exclusion}, {"add", add},
    };
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (strcmp(modes[i].name, mode) == 0) return modes[i].function;
    return NULL;
}

/// Owned by the image that is made; holds a reference to each layer.
struct layers {
    ImgflowLayer *layers;
    int count;
    blend_function *blend;
    float opacity;
    bool is_under;
};

static void release(void *data) {
    struct layers *all = data;
    for (int i = 0; i < all->count; i++) imgflow_unref(all->layers[i].image);
    free(all->layers);
    free(all);
}

/// General formula of W3C, section 9.1.4, colors not premultiplied, `alpha` of the source 0 to 1.
static void mix(
    VipsPel *out, const VipsPel *backdrop, int bands, const VipsPel *source, float alpha,
    blend_function *blend) {
    const float below = bands == 4 ? backdrop[3] / 255.0f : 1;
    const float both = alpha + below - alpha * below;
    if (both <= 0) {
        memset(out, 0, bands);
        return;
    }
    for (int i = 0; i < 3; i++) {
        const float b = backdrop[i] / 255.0f, s = source[i] / 255.0f;
        const float mixed = alpha * (1 - below) * s + (1 - alpha) * below * b;
        const float color = (mixed + (blend == normal ? s : blend(b, s)) * alpha * below) / both;
        out[i] = (VipsPel)(color * 255 + 0.5f);
    }
    if (bands == 4) out[3] = (VipsPel)(both * 255 + 0.5f);
}

static void mix_line(const struct layers *all, VipsPel *line, int bands, const VipsPel *layer, int count) {
    for (int x = 0; x < count; x++, line += bands, layer += 4) {
        if (all->is_under)
            mix(line, layer, 4, line, line[3] / 255.0f, all->blend);
        else if (layer[3] != 0)
            mix(line, line, bands, layer, layer[3] / 255.0f * all->opacity, all->blend);
    }
}

/// Whether a layer reaches into an area, and where.
static bool meets(const ImgflowLayer *layer, const VipsRect *area, VipsRect *part) {
    const gint64 left = VIPS_MAX(layer->x, area->left), top = VIPS_MAX(layer->y, area->top);
    const gint64 right =
        VIPS_MIN((gint64)layer->x + layer->image->Xsize, (gint64)area->left + area->width);
    const gint64 bottom =
        VIPS_MIN((gint64)layer->y + layer->image->Ysize, (gint64)area->top + area->height);
    if (left >= right || top >= bottom) return false;
    *part = (VipsRect){(int)left, (int)top, (int)(right - left), (int)(bottom - top)};
    return true;
}

static void lay(const struct layers *all, const ImgflowLayer *layer, VipsRegion *out, const VipsRect *part) {
    const int bands = out->im->Bands;
    for (int y = part->top; y < part->top + part->height; y++)
        mix_line(
            all, imgflow_address(out, part->left, y), bands,
            layer->image->data
                + 4 * ((size_t)layer->image->Xsize * (y - layer->y) + part->left - layer->x),
            part->width);
}

/// Where no layer lies the base's own pixels are handed on, uncopied.
static int generate(VipsRegion *out, void *sequence, void *base, void *data, gboolean *stop) {
    (void)base, (void)stop;
    const struct layers *all = data;
    VipsRegion *in = sequence;
    VipsRect area = out->valid, part;
    if (V(vips_region_prepare)(in, &area) != 0) return -1;
    bool is_copied = false;
    for (int i = 0; i < all->count; i++) {
        if (!meets(&all->layers[i], &area, &part)) continue;
        if (!is_copied) V(vips_region_copy)(in, out, &area, area.left, area.top);
        is_copied = true;
        lay(all, &all->layers[i], out, &part);
    }
    return is_copied ? 0 : V(vips_region_region)(out, in, &area, area.left, area.top);
}

static bool fits(VipsImage *image, int least_bands) {
    return image->BandFmt == VIPS_FORMAT_UCHAR && image->Coding == VIPS_CODING_NONE
        && image->Bands >= least_bands && image->Bands <= 4;
}

/// A copy of what was given, which takes its references; NULL where something does not fit.
static struct layers *taken(
    VipsImage *base, const ImgflowLayer *layers, int count, const char *mode, double opacity,
    bool is_under) {
    struct layers all = {
        calloc(count > 0 ? count : 1, sizeof *layers), count, function_of(mode),
        (float)opacity, is_under};
    bool is_right = all.layers && all.blend && fits(base, is_under ? 4 : 3);
    for (int i = 0; i < count; i++)
        is_right = is_right && fits(layers[i].image, 4) && layers[i].image->data;
    struct layers *kept = is_right ? malloc(sizeof all) : NULL;
    if (!kept) {
        free(all.layers);
        return NULL;
    }
    for (int i = 0; i < count; i++) {
        all.layers[i] = layers[i];
        V(g_object_ref)(layers[i].image);
    }
    *kept = all;
    return kept;
}

VipsImage *imgflow_vips_lay(
    VipsImage *base, const ImgflowLayer *layers, int count, const char *mode, double opacity,
    bool is_under) {
    struct layers *all = taken(base, layers, count, mode, opacity, is_under);
    if (!all) {
        V(vips_error)("layers", "expected 8-bit sRGB, and layers in memory with alpha");
        return NULL;
    }
    return imgflow_derived(base, base->Xsize, base->Ysize, base->BandFmt, generate, all, release);
}
