#include "CVips.h"
#include "Functions.h"

/// As vips_gaussblur does it: kernels are cut off at a fifth of their height. Between its two
/// passes that keeps nothing, and makes a whole kernel's height for each part of the second; here the lines
/// are kept.
static VipsImage *blur_in_passes(VipsImage *image, double sigma) {
    // Whole numbers are kept by quick inner loops, and rounded; others lose nothing.
    const VipsPrecision precision = V(vips_image_get_format)(image) == VIPS_FORMAT_FLOAT
        ? VIPS_PRECISION_FLOAT : VIPS_PRECISION_INTEGER;
    VipsImage *row = NULL, *column = NULL, *across = NULL, *kept = NULL, *out = NULL;
    imgflow_building();
    if (V(vips_gaussmat)(&row, sigma, 0.2, "separable", TRUE, "precision", precision, NULL) == 0
        && V(vips_rot)(row, &column, VIPS_ANGLE_D90, NULL) == 0
        && V(vips_conv)(image, &across, row, "precision", precision, NULL) == 0
        && V(vips_linecache)(across, &kept, "tile_height", 16, "threaded", TRUE, NULL) == 0
        && V(vips_conv)(kept, &out, column, "precision", precision, NULL) != 0)
        out = NULL;
    imgflow_built();
    VipsImage *steps[] = {row, column, across, kept};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i]) imgflow_unref(steps[i]);
    return out;
}

/// Of cells of `side` pixels: what such a blur leaves of a picture is so smooth that straight lines between
/// their means differ from it by less than a level.
static VipsImage *blur_of_cells(VipsImage *image, double sigma, int side) {
    const int width = V(vips_image_get_width)(image), height = V(vips_image_get_height)(image);
    // Beyond the edges their pixels go on, as vips_conv has it: two cells for what is drawn between them, and
    // what is missing to whole ones.
    const int margin = 2 * side;
    const int across = (width + side - 1) / side * side + 2 * margin;
    const int down = (height + side - 1) / side * side + 2 * margin;
    const VipsBandFormat format = V(vips_image_get_format)(image);
    const double one = 1, half = format == VIPS_FORMAT_FLOAT ? 0 : 0.5;
    VipsImage *wide = NULL, *cells = NULL, *exact = NULL, *kept = NULL, *soft = NULL;
    VipsImage *large = NULL, *part = NULL, *rounded = NULL, *out = NULL;
    imgflow_building();
    if (V(vips_embed)(
            image, &wide, margin, margin, across, down, "extend", VIPS_EXTEND_COPY, NULL) == 0
        && V(vips_shrink)(wide, &cells, side, side, NULL) == 0
        && V(vips_cast)(cells, &exact, VIPS_FORMAT_FLOAT, NULL) == 0
        && V(vips_linecache)(exact, &kept, "tile_height", 16, "threaded", TRUE, NULL) == 0
        && (soft = blur_in_passes(kept, sigma / side))
        && V(vips_resize)(soft, &large, side, "kernel", VIPS_KERNEL_LINEAR, NULL) == 0
        && V(vips_extract_area)(large, &part, margin, margin, width, height, NULL) == 0
        && V(vips_linear)(part, &rounded, &one, &half, 1, NULL) == 0
        && V(vips_cast)(rounded, &out, format, NULL) != 0)
        out = NULL;
    imgflow_built();
    VipsImage *steps[] = {wide, cells, exact, kept, soft, large, part, rounded};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i]) imgflow_unref(steps[i]);
    return out;
}

VipsImage *imgflow_vips_blur(VipsImage *image, double sigma) {
    if (sigma >= 30) return blur_of_cells(image, sigma, (int)(sigma / 10));
    if (sigma >= 10) return blur_in_passes(image, sigma);
    VipsImage *out = NULL;
    imgflow_building();
    const int made = V(vips_gaussblur)(image, &out, sigma, NULL);
    imgflow_built();
    return made == 0 ? out : NULL;
}
