#include "derived.h"
#include <stdlib.h>

struct origin {
    VipsImage *from;
    void *data;
    void (*release)(void *);
};

static void release_origin(void *memory) {
    struct origin *origin = memory;
    imgflow_unref(origin->from);
    origin->release(origin->data);
    free(origin);
}

struct imgflow_kind imgflow_kind_of(const VipsImage *image) {
    return (struct imgflow_kind){image->Xsize, image->Ysize, image->Bands, image->BandFmt, image->Type};
}

VipsImage *imgflow_derived(
    VipsImage *from, int width, int height, VipsBandFormat format, VipsGenerateFn generate, void *data,
    void (*release)(void *)) {
    const struct imgflow_kind kind = {width, height, from->Bands, format, from->Type};
    return imgflow_derived_as(from, kind, generate, data, release);
}

VipsImage *imgflow_derived_as(
    VipsImage *from, struct imgflow_kind kind, VipsGenerateFn generate, void *data, void (*release)(void *)) {
    struct origin *origin = malloc(sizeof *origin);
    if (!origin) {
        release(data);
        return NULL;
    }
    *origin = (struct origin){V(g_object_ref)(from), data, release};
    VipsImage *out = V(vips_image_new)();
    V(g_object_set_data_full)((GObject *)out, "imgflow-origin", origin, release_origin);
    if (V(vips_image_pipelinev)(out, VIPS_DEMAND_STYLE_THINSTRIP, from, NULL) == 0) {
        out->Xsize = kind.width;
        out->Ysize = kind.height;
        out->Bands = kind.bands;
        out->BandFmt = kind.format;
        out->Type = kind.space;
        if (V(vips_image_generate)(
                out, V(vips_start_one), generate, V(vips_stop_one), from, data) == 0)
            return out;
    }
    imgflow_unref(out);
    return NULL;
}

// libvips' own macro calls functions that a library which is not linked does not have.
VipsPel *imgflow_address(VipsRegion *region, int x, int y) {
    const size_t pixel = V(vips_format_sizeof)(region->im->BandFmt) * region->im->Bands;
    return region->data + (size_t)(y - region->valid.top) * region->bpl
        + (size_t)(x - region->valid.left) * pixel;
}

VipsImage *imgflow_cached_lines(VipsImage *image) {
    VipsImage *out = NULL;
    if (V(vips_linecache)(image, &out, "tile_height", 16, "threaded", TRUE, NULL) != 0) return NULL;
    return out;
}
