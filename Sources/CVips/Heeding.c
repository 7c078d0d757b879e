#include "CVips.h"
#include "Functions.h"
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

VipsImage *imgflow_begin(VipsImage *image) {
    imgflow_give_back_before(image);
    VipsImage *own = NULL;
    // What is in memory already is used as it is, and an image may serve several threads: its copy tells one.
    if (image->dtype != VIPS_IMAGE_PARTIAL || V(vips_copy)(image, &own, NULL) != 0)
        return V(g_object_ref)(image);
    imgflow_share_threads(own);
    if (heeded) {
        V(vips_image_set_progress)(own, TRUE);
        V(g_signal_connect_data)(own, "eval", G_CALLBACK(line_made), heeded, NULL, 0);
    }
    return own;
}

VipsImage *imgflow_made(VipsImage *image, VipsImage *begun) {
    // It would tell `begun` of its own progress.
    if (image && image != begun) V(vips_image_set_progress)(image, FALSE);
    imgflow_unref(begun);
    return image;
}
