#include "CVips.h"
#include "derived.h"
#include <stdlib.h>
#include <string.h>

// An image in square blocks from its upper left corner, each of the mean color of its pixels, weighted by their
// alpha. Those at the right and lower edges may be narrower.

struct blocks {
    int side;
};

static void divide(float *line, const double *sums, const struct blocks *blocks, int width, int bands, int rows) {
    const int count = (width + blocks->side - 1) / blocks->side;
    for (int block = 0; block < count; block++) {
        const int columns = VIPS_MIN(blocks->side, width - block * blocks->side);
        for (int i = 0; i < bands; i++, line++, sums++) *line = (float)(*sums / ((double)columns * rows));
    }
}

static void add_line(double *sums, const float *line, const struct blocks *blocks, int width, int bands) {
    for (int start = 0; start < width; start += blocks->side, sums += bands) {
        const int end = VIPS_MIN(width, start + blocks->side);
        for (int i = 0; i < bands; i++) {
            double sum = 0;
            for (int x = start; x < end; x++) sum += line[(size_t)x * bands + i];
            sums[i] += sum;
        }
    }
}

static int shrink(VipsRegion *out, void *sequence, void *from, void *data, gboolean *stop) {
    (void)stop;
    const struct blocks *blocks = data;
    const VipsImage *image = from;
    VipsRegion *in = sequence;
    const VipsRect area = out->valid;
    const int width = image->Xsize, bands = image->Bands, count = out->im->Xsize;
    const bool has_alpha = V(vips_image_hasalpha)(from);
    double *sums = malloc(sizeof *sums * count * bands);
    float *line = malloc(sizeof *line * width * bands);
    int failed = sums && line ? 0 : -1;
    for (int row = area.top; row < area.top + area.height && !failed; row++) {
        memset(sums, 0, sizeof *sums * count * bands);
        const int top = row * blocks->side, end = VIPS_MIN(image->Ysize, top + blocks->side);
        for (int y = top; y < end && !failed; y++) {
            const VipsRect wanted = {0, y, width, 1};
            failed = V(vips_region_prepare)(in, &wanted);
            if (failed) break;
            imgflow_read_line(line, imgflow_address(in, 0, y), image->BandFmt, bands, has_alpha, width);
            add_line(sums, line, blocks, width, bands);
        }
        if (failed) break;
        divide(line, sums, blocks, width, bands, end - top);
        imgflow_write_line(
            imgflow_address(out, area.left, row), line + (size_t)area.left * bands, image->BandFmt, bands,
            has_alpha, area.width);
    }
    free(sums);
    free(line);
    return failed ? -1 : 0;
}

VipsImage *imgflow_vips_pixelate(VipsImage *image, int side) {
    struct blocks *blocks = malloc(sizeof *blocks);
    if (!blocks) return NULL;
    blocks->side = VIPS_MIN(side, VIPS_MAX(image->Xsize, image->Ysize));
    side = blocks->side;
    VipsImage *source = imgflow_cached_lines(image), *means = NULL, *kept = NULL, *large = NULL, *out = NULL;
    if (!source) {
        free(blocks);
        return NULL;
    }
    means = imgflow_derived(
        source, (image->Xsize + side - 1) / side, (image->Ysize + side - 1) / side, image->BandFmt, shrink,
        blocks, free);
    if (means && (kept = imgflow_cached_lines(means)) && V(vips_zoom)(kept, &large, side, side, NULL) == 0)
        out = imgflow_vips_crop(large, 0, 0, image->Xsize, image->Ysize);
    VipsImage *steps[] = {source, means, kept, large};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i]) imgflow_unref(steps[i]);
    return out;
}
