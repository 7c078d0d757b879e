// How far down an image was read, and whether a line failed: what was never decoded proves nothing of its file,
// and caches of libvips go on in black where a decoder fails.
#include "CVips.h"
#include "derived.h"
#include <stdatomic.h>
#include <stdlib.h>

struct reached {
    atomic_int line;
    atomic_bool has_failed;
};

static const char key[] = "imgflow-reached";

static int pass(VipsRegion *out, void *sequence, void *from, void *data, gboolean *stop) {
    (void)from, (void)stop;
    VipsRegion *in = sequence;
    struct reached *reached = data;
    const VipsRect area = out->valid;
    if (V(vips_region_prepare)(in, &area) != 0) {
        atomic_store(&reached->has_failed, true);
        return -1;
    }
    const int bottom = area.top + area.height;
    int known = atomic_load(&reached->line);
    while (known < bottom && !atomic_compare_exchange_weak(&reached->line, &known, bottom)) continue;
    return V(vips_region_region)(out, in, &area, area.left, area.top);
}

VipsImage *imgflow_vips_watched(VipsImage *image) {
    struct reached *reached = calloc(1, sizeof *reached);
    if (!reached) return NULL;
    VipsImage *own = imgflow_derived(image, image->Xsize, image->Ysize, image->BandFmt, pass, reached, free);
    if (own) V(g_object_set_data)((GObject *)own, key, reached);
    return own;
}

enum imgflow_reading imgflow_vips_reading(VipsImage *watched) {
    struct reached *reached = V(g_object_get_data)((GObject *)watched, key);
    if (!reached || atomic_load(&reached->has_failed)) return IMGFLOW_READ_FAILED;
    return atomic_load(&reached->line) < watched->Ysize ? IMGFLOW_READ_IN_PART : IMGFLOW_READ_WHOLE;
}
