#include "CVips.h"
#include "derived.h"
#include <stdatomic.h>
#include <stdlib.h>

struct ImgflowSign {
    atomic_bool is_up;
};

/// Of the work that this thread does.
static _Thread_local ImgflowSign *heeded;

ImgflowSign *imgflow_sign_make(void) { return calloc(1, sizeof(ImgflowSign)); }

void imgflow_sign_free(ImgflowSign *sign) { free(sign); }

void imgflow_sign_raise(ImgflowSign *sign) { atomic_store(&sign->is_up, true); }

void imgflow_vips_heed(ImgflowSign *sign) { heeded = sign; }

bool imgflow_vips_is_broken_off(void) { return heeded && atomic_load(&heeded->is_up); }

/// libvips emits it on the thread that asked for the pixels, after every few lines.
static void line_made(VipsImage *image, void *progress, void *sign) {
    (void)progress;
    if (atomic_load(&((ImgflowSign *)sign)->is_up)) V(vips_image_set_kill)(image, TRUE);
}

/// libvips 8.14 forgets an error in the last lines: where one thread has given out all the work, and another fails
/// after that, the whole counts as made. What fails is written down here, where all lines pass.
struct watch {
    atomic_bool has_failed;
};

static const char key[] = "imgflow-watch";

static int pass(VipsRegion *out, void *sequence, void *from, void *data, gboolean *stop) {
    (void)from, (void)stop;
    VipsRegion *in = sequence;
    const VipsRect area = out->valid;
    if (V(vips_region_prepare)(in, &area) != 0) {
        atomic_store(&((struct watch *)data)->has_failed, true);
        return -1;
    }
    return V(vips_region_region)(out, in, &area, area.left, area.top);
}

VipsImage *imgflow_begin(VipsImage *image) {
    imgflow_give_back_before(image);
    // What is in memory already is used as it is, and an image may serve several threads: its copy tells one.
    if (image->dtype != VIPS_IMAGE_PARTIAL) return V(g_object_ref)(image);
    struct watch *watch = calloc(1, sizeof *watch);
    VipsImage *own = watch
        ? imgflow_derived(image, image->Xsize, image->Ysize, image->BandFmt, pass, watch, free)
        : NULL;
    if (!own) return V(g_object_ref)(image);
    V(g_object_set_data)((GObject *)own, key, watch);
    imgflow_share_threads(own);
    if (heeded) {
        V(vips_image_set_progress)(own, TRUE);
        V(g_signal_connect_data)(own, "eval", G_CALLBACK(line_made), heeded, NULL, 0);
    }
    return own;
}

bool imgflow_is_whole(VipsImage *begun) {
    struct watch *watch = V(g_object_get_data)((GObject *)begun, key);
    return !watch || !atomic_load(&watch->has_failed);
}

VipsImage *imgflow_made(VipsImage *image, VipsImage *begun) {
    // It would tell `begun` of its own progress.
    if (image && image != begun) V(vips_image_set_progress)(image, FALSE);
    if (image && !imgflow_is_whole(begun)) {
        imgflow_unref(image);
        image = NULL;
    }
    imgflow_unref(begun);
    return image;
}
