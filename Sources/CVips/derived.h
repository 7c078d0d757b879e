// Images whose lines are made by functions of ours, from the lines of another image.
#pragma once
#include "functions.h"
#include <stdbool.h>

/// Compiled for wider registers too, and chosen when the program starts. Without fused multiplication, which
/// rounds otherwise: pixels are the same on every machine.
#if defined(__x86_64__)
#define IMGFLOW_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define IMGFLOW_WIDE
#endif

/// An image with the metadata of `from`, and another size or number format. `generate` gets a region of
/// `from` as its sequence, and `data`, which is given to `release` when the image goes, and on failure: then
/// this is NULL.
VipsImage *imgflow_derived(
    VipsImage *from, int width, int height, VipsBandFormat format, VipsGenerateFn generate, void *data,
    void (*release)(void *));

/// Size and pixels of an image.
struct imgflow_kind {
    int width, height, bands;
    VipsBandFormat format;
    VipsInterpretation space;
};

struct imgflow_kind imgflow_kind_of(const VipsImage *image);

/// The same as `imgflow_derived`, with bands of its own too.
VipsImage *imgflow_derived_as(
    VipsImage *from, struct imgflow_kind kind, VipsGenerateFn generate, void *data, void (*release)(void *));

/// Where the pixel at a place of the image lies, which is in the region.
VipsPel *imgflow_address(VipsRegion *region, int x, int y);

/// Each line is made once, where lines next to each other are asked for several times.
VipsImage *imgflow_cached_lines(VipsImage *image);

/// Lines as floats, the colors multiplied by the alpha where there is one: 8 or 16 bits, or floats.
void imgflow_read_line(
    float *line, const VipsPel *from, VipsBandFormat format, int bands, bool has_alpha, int count);
void imgflow_write_line(
    VipsPel *to, const float *line, VipsBandFormat format, int bands, bool has_alpha, int count);

/// A discrete cubic B-spline: four boxes of `step` pixels, convolved, `2 * step - 2` next to its middle; the
/// sum is `step`. NULL where there is no memory.
float *imgflow_spline(int step);

/// An image in cells of `step` pixels, in floats, from two cells before its edge to two behind it: weighted
/// by the spline around the middle of each, the pixels of the edges going on without end.
VipsImage *imgflow_vips_cells(VipsImage *image, int step);

/// What cells say of each pixel, as an image like `model`.
VipsImage *imgflow_vips_uncelled(VipsImage *cells, VipsImage *model, int step);
