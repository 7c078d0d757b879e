#include "CVips.h"
#include "derived.h"
#include <math.h>
#include <stdlib.h>

// Light adds up; the numbers of sRGB do not. Source of the curve: IEC 61966-2-1.

struct light {
    int colors;
    bool has_alpha;
    float most;
    /// For each level, where there are levels.
    float curve[];
};

static float light_of(float share) {
    return share <= 0.04045f ? share / 12.92f : powf((share + 0.055f) / 1.055f, 2.4f);
}

static float share_of(float light) {
    if (!(light > 0)) return 0;
    if (light >= 1) return 1;
    return light <= 0.0031308f ? light * 12.92f : 1.055f * powf(light, 1 / 2.4f) - 0.055f;
}

static struct light *made(VipsImage *model, bool has_curve) {
    const bool is_deep = model->BandFmt == VIPS_FORMAT_USHORT;
    if (!is_deep && model->BandFmt != VIPS_FORMAT_UCHAR) {
        V(vips_error)("light", "expected 8 or 16 bits");
        return NULL;
    }
    const int levels = is_deep ? 65536 : 256;
    struct light *light = malloc(sizeof *light + (has_curve ? levels * sizeof(float) : 0));
    if (!light) return NULL;
    const bool has_alpha = V(vips_image_hasalpha)(model);
    *light = (struct light){model->Bands - has_alpha, has_alpha, (float)(levels - 1)};
    for (int i = 0; has_curve && i < levels; i++) light->curve[i] = light_of(i / light->most);
    return light;
}

#define LIGHT_LINE(type) \
    { \
        const type *p = (const type *)from; \
        for (int x = 0; x < area.width; x++, p += bands, q += bands) { \
            const float alpha = light->has_alpha ? p[light->colors] / light->most : 1; \
            for (int i = 0; i < light->colors; i++) q[i] = light->curve[p[i]] * alpha; \
            if (light->has_alpha) q[light->colors] = alpha; \
        } \
        break; \
    }

static int make_light(VipsRegion *out, void *sequence, void *source, void *data, gboolean *stop) {
    (void)source, (void)stop;
    const struct light *light = data;
    VipsRegion *in = sequence;
    const VipsRect area = out->valid;
    const int bands = light->colors + light->has_alpha;
    if (V(vips_region_prepare)(in, &area) != 0) return -1;
    for (int y = area.top; y < area.top + area.height; y++) {
        const VipsPel *from = imgflow_address(in, area.left, y);
        float *q = (float *)imgflow_address(out, area.left, y);
        switch (in->im->BandFmt) {
        case VIPS_FORMAT_UCHAR: LIGHT_LINE(unsigned char)
        default: LIGHT_LINE(unsigned short)
        }
    }
    return 0;
}

VipsImage *imgflow_vips_linear_light(VipsImage *image) {
    struct light *light = made(image, true);
    if (!light) return NULL;
    struct imgflow_kind kind = imgflow_kind_of(image);
    kind.format = VIPS_FORMAT_FLOAT;
    kind.space = VIPS_INTERPRETATION_MULTIBAND;
    return imgflow_derived_as(image, kind, make_light, light, free);
}

#define LEVEL_LINE(type) \
    { \
        type *q = (type *)to; \
        for (int x = 0; x < area.width; x++, p += bands, q += bands) { \
            const float alpha = light->has_alpha ? VIPS_CLIP(0, p[light->colors], 1) : 1; \
            for (int i = 0; i < light->colors; i++) \
                q[i] = (type)(alpha > 0 ? share_of(p[i] / alpha) * light->most + 0.5f : 0); \
            if (light->has_alpha) q[light->colors] = (type)(alpha * light->most + 0.5f); \
        } \
        break; \
    }

static int make_levels(VipsRegion *out, void *sequence, void *source, void *data, gboolean *stop) {
    (void)source, (void)stop;
    const struct light *light = data;
    VipsRegion *in = sequence;
    const VipsRect area = out->valid;
    const int bands = light->colors + light->has_alpha;
    if (V(vips_region_prepare)(in, &area) != 0) return -1;
    for (int y = area.top; y < area.top + area.height; y++) {
        const float *p = (const float *)imgflow_address(in, area.left, y);
        VipsPel *to = imgflow_address(out, area.left, y);
        switch (out->im->BandFmt) {
        case VIPS_FORMAT_UCHAR: LEVEL_LINE(unsigned char)
        default: LEVEL_LINE(unsigned short)
        }
    }
    return 0;
}

VipsImage *imgflow_vips_from_linear_light(VipsImage *image, VipsImage *model) {
    struct light *light = made(model, false);
    if (!light) return NULL;
    struct imgflow_kind kind = imgflow_kind_of(image);
    kind.format = model->BandFmt;
    kind.space = model->Type;
    return imgflow_derived_as(image, kind, make_levels, light, free);
}
