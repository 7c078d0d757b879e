#include "CVips.h"
#include "functions.h"

VipsImage *imgflow_vips_empty_like(VipsImage *image, int width, int height) {
    VipsImage *black = NULL, *cast = NULL, *out = NULL;
    imgflow_building();
    if (V(vips_black)(
            &black, width, height, "bands", V(vips_image_get_bands)(image), NULL) == 0
        && V(vips_cast)(black, &cast, V(vips_image_get_format)(image), NULL) == 0
        && V(vips_copy)(
               cast, &out, "interpretation", V(vips_image_get_interpretation)(image), "xres",
               V(vips_image_get_xres)(image), "yres", V(vips_image_get_yres)(image), NULL) != 0)
        out = NULL;
    imgflow_built();
    if (cast) imgflow_unref(cast);
    if (black) imgflow_unref(black);
    size_t count = 0;
    const void *profile = out ? imgflow_vips_blob(image, VIPS_META_ICC_NAME, &count) : NULL;
    if (profile) V(vips_image_set_blob_copy)(out, VIPS_META_ICC_NAME, profile, count);
    return out;
}

VipsImage *imgflow_vips_empty_srgb(int width, int height) {
    VipsImage *black = NULL, *out = NULL;
    imgflow_building();
    if (V(vips_black)(&black, width, height, "bands", 3, NULL) == 0
        && V(vips_copy)(
               black, &out, "interpretation", VIPS_INTERPRETATION_sRGB, NULL) != 0)
        out = NULL;
    imgflow_built();
    if (black) imgflow_unref(black);
    return out;
}
