#include "CVips.h"
#include "derived.h"
#include <stdlib.h>
#include <string.h>

// A wide blur leaves so little of an image that fewer points tell it: it is taken down to cells by a spline,
// blurred there, and taken up again by the same spline. Both splines are blurs too, of a variance of
// (step² - 1) / 3 each, which the blur between them leaves out.

/// Cells beyond each edge: the spline reaches less than two of them.
static const int margin = 2;

float *imgflow_spline(int step) {
    const int reach = 2 * step - 2, count = 2 * reach + 1;
    float *weights = calloc(count, sizeof *weights), *sums = calloc(count, sizeof *sums);
    if (weights && sums) {
        weights[0] = step;
        for (int box = 0, last = 0; box < 4; box++) {
            last += step - 1;
            for (int i = 0; i <= last; i++) {
                sums[i] = 0;
                for (int k = VIPS_MAX(0, i - step + 1); k <= i; k++) sums[i] += weights[k] / step;
            }
            memcpy(weights, sums, count * sizeof *weights);
        }
        free(sums);
        return weights;
    }
    free(weights);
    free(sums);
    return NULL;
}

struct cells {
    int step;
    bool has_alpha;
    /// Of the pixels that the cells are made of, or describe.
    int width, height;
    /// As `imgflow_spline` gives it.
    float weights[];
};

static struct cells *made(VipsImage *pixels, int step) {
    const int count = 4 * step - 3;
    float *weights = imgflow_spline(step);
    struct cells *cells = malloc(sizeof *cells + count * sizeof *weights);
    if (cells && weights) {
        *cells = (struct cells){step, V(vips_image_hasalpha)(pixels), pixels->Xsize, pixels->Ysize};
        memcpy(cells->weights, weights, count * sizeof *weights);
        free(weights);
        return cells;
    }
    free(cells);
    free(weights);
    return NULL;
}

static int cells_of(int side, int step) { return (side - 1 + step - 1) / step + 1 + 2 * margin; }

/// Inlined for each number of bands, as `enlarge_bands` is.
static inline __attribute__((always_inline)) void shrink_bands(
    const struct cells *cells, float *out, const float *line, const int bands, int first, int count) {
    const int step = cells->step, reach = 2 * step - 2;
    for (int cell = first; cell < first + count; cell++, out += bands) {
        const int start = (cell - margin) * step - reach;
        const bool is_inside = start >= 0 && start + 2 * reach < cells->width;
        const float *pixel = line + (is_inside ? start * bands : 0);
        for (int band = 0; band < bands; band++) out[band] = 0;
        for (int k = 0; k <= 2 * reach; k++, pixel += bands) {
            if (!is_inside) pixel = line + VIPS_CLIP(0, start + k, cells->width - 1) * bands;
            const float weight = cells->weights[k] / step;
            for (int band = 0; band < bands; band++) out[band] += weight * pixel[band];
        }
    }
}

/// A line of pixels becomes a part of a line of cells.
static void shrink_line(
    const struct cells *cells, float *out, const float *line, int bands, int first, int count) {
    switch (bands) {
    case 1: shrink_bands(cells, out, line, 1, first, count); break;
    case 3: shrink_bands(cells, out, line, 3, first, count); break;
    case 4: shrink_bands(cells, out, line, 4, first, count); break;
    default: shrink_bands(cells, out, line, bands, first, count);
    }
}

/// One line of pixels to the lines of cells that it reaches, `sums`, each as wide as the pixels.
IMGFLOW_WIDE static void add_line(
    const struct cells *cells, float *sums, const float *line, int elements, int row, int first, int count) {
    const int step = cells->step, reach = 2 * step - 2;
    for (int i = 0; i < count; i++, sums += elements) {
        const int distance = row - (first + i - margin) * step;
        if (distance < -reach || distance > reach) continue;
        const float weight = cells->weights[distance + reach] / step;
        for (int x = 0; x < elements; x++) sums[x] += weight * line[x];
    }
}

static int shrink(VipsRegion *out, void *sequence, void *from, void *data, gboolean *stop) {
    (void)stop;
    const struct cells *cells = data;
    const VipsImage *image = from;
    const VipsRect area = out->valid;
    const int bands = image->Bands, elements = cells->width * bands, reach = 2 * cells->step - 2;
    float *sums = calloc((size_t)elements * (area.height + 1), sizeof *sums);
    if (!sums) return -1;
    float *line = sums + (size_t)elements * area.height;
    const int start = (area.top - margin) * cells->step - reach;
    const int end = (area.top + area.height - 1 - margin) * cells->step + reach;
    for (int row = start, read = -1; row <= end; row++) {
        const int there = VIPS_CLIP(0, row, cells->height - 1);
        if (there != read) {
            const VipsRect wanted = {0, there, cells->width, 1};
            if (V(vips_region_prepare)(sequence, &wanted) != 0) {
                free(sums);
                return -1;
            }
            imgflow_read_line(
                line, imgflow_address((VipsRegion *)sequence, 0, there), image->BandFmt, bands,
                cells->has_alpha, cells->width);
            read = there;
        }
        add_line(cells, sums, line, elements, row, area.top, area.height);
    }
    for (int y = 0; y < area.height; y++)
        shrink_line(
            cells, (float *)imgflow_address(out, area.left, area.top + y), sums + (size_t)elements * y,
            bands, area.left, area.width);
    free(sums);
    return 0;
}

VipsImage *imgflow_vips_cells(VipsImage *image, int step) {
    struct cells *cells = made(image, step);
    if (!cells) return NULL;
    return imgflow_derived(
        image, cells_of(image->Xsize, step), cells_of(image->Ysize, step), VIPS_FORMAT_FLOAT, shrink,
        cells, free);
}

/// Of a place among the pixels: the first cell that reaches it, and the weight of it; the next is `step` less.
static int first_cell(const struct cells *cells, int place, int *weight) {
    const int step = cells->step, reach = 2 * step - 2;
    // The least j with place - j * step <= reach; cells before the edge make it positive.
    const int cell = (place - reach + margin * step + step - 1) / step;
    *weight = place - (cell - margin) * step + reach;
    return cell;
}

/// Inlined for each number of bands, so that the inner loop has no end to test.
static inline __attribute__((always_inline)) void enlarge_bands(
    const struct cells *cells, float *pixel, const float *sums, const int bands, int left, int width) {
    const int step = cells->step, most = 4 * step - 4;
    int start, cell = first_cell(cells, left, &start);
    for (int x = 0; x < width; x++, start++, pixel += bands) {
        if (start > most) {
            start -= step;
            cell++;
        }
        for (int band = 0; band < bands; band++) pixel[band] = 0;
        const float *sum = sums + (size_t)cell * bands;
        for (int weight = start; weight >= 0; weight -= step, sum += bands)
            for (int band = 0; band < bands; band++) pixel[band] += cells->weights[weight] * sum[band];
    }
}

/// A line of cells, each summed down, becomes a part of a line of pixels.
static void enlarge_line(
    const struct cells *cells, float *line, const float *sums, int bands, int left, int width) {
    switch (bands) {
    case 1: enlarge_bands(cells, line, sums, 1, left, width); break;
    case 3: enlarge_bands(cells, line, sums, 3, left, width); break;
    case 4: enlarge_bands(cells, line, sums, 4, left, width); break;
    default: enlarge_bands(cells, line, sums, bands, left, width);
    }
}

static int enlarge(VipsRegion *out, void *sequence, void *from, void *data, gboolean *stop) {
    (void)from, (void)stop;
    const struct cells *cells = data;
    VipsRegion *in = sequence;
    const VipsRect area = out->valid;
    const int step = cells->step, bands = in->im->Bands, across = in->im->Xsize;
    float *sums = calloc((size_t)across * bands + (size_t)area.width * bands, sizeof *sums);
    if (!sums) return -1;
    float *line = sums + (size_t)across * bands;
    int unused;
    const int top = first_cell(cells, area.top, &unused);
    const int bottom = VIPS_MIN(in->im->Ysize, first_cell(cells, area.top + area.height - 1, &unused) + 4);
    const VipsRect wanted = {0, top, across, bottom - top};
    if (V(vips_region_prepare)(in, &wanted) != 0) {
        free(sums);
        return -1;
    }
    for (int y = area.top; y < area.top + area.height; y++) {
        int weight;
        memset(sums, 0, (size_t)across * bands * sizeof *sums);
        for (int cell = first_cell(cells, y, &weight); weight >= 0; cell++, weight -= step) {
            const float *row = (float *)imgflow_address(in, 0, cell);
            for (int i = 0; i < across * bands; i++) sums[i] += cells->weights[weight] * row[i];
        }
        enlarge_line(cells, line, sums, bands, area.left, area.width);
        imgflow_write_line(
            imgflow_address(out, area.left, y), line, out->im->BandFmt, bands, cells->has_alpha,
            area.width);
    }
    free(sums);
    return 0;
}

VipsImage *imgflow_vips_uncelled(VipsImage *soft, VipsImage *model, int step) {
    struct cells *cells = made(model, step);
    if (!cells) return NULL;
    return imgflow_derived(soft, model->Xsize, model->Ysize, model->BandFmt, enlarge, cells, free);
}
