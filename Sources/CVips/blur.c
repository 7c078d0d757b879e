#include "CVips.h"
#include "derived.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct kernel {
    /// Pixels next to the middle.
    int reach;
    bool has_alpha;
    /// Of what the blur takes away, which is added instead where this is more than 0.
    float amount;
    /// From the middle to one side; the other is the same.
    float weights[];
};

/// Sampled at whole pixels up to `width` times sigma; the sum is 1.
static struct kernel *gaussian(double sigma, double width, bool has_alpha) {
    const int reach = VIPS_MAX(1, (int)(width * sigma + 0.5));
    struct kernel *kernel = malloc(sizeof *kernel + (reach + 1) * sizeof(float));
    if (!kernel) return NULL;
    *kernel = (struct kernel){.reach = reach, .has_alpha = has_alpha};
    double sum = 0;
    for (int i = -reach; i <= reach; i++) sum += exp(-0.5 * i * i / (sigma * sigma));
    for (int i = 0; i <= reach; i++)
        kernel->weights[i] = (float)(exp(-0.5 * i * i / (sigma * sigma)) / sum);
    return kernel;
}

/// Elements that stay in the nearest cache while all weights are applied to them.
static const int block = 1024;

/// `out[i]` is the sum of the weighted `pairs[k][0][i]` and `pairs[k][1][i]`, the rows at distance k.
IMGFLOW_WIDE static void weigh(float *restrict out, const float *const (*pairs)[2], const struct kernel *kernel, int elements) {
    for (int start = 0; start < elements; start += block) {
        const int count = VIPS_MIN(block, elements - start);
        float *restrict sums = out + start;
        const float *middle = pairs[0][0] + start;
        for (int i = 0; i < count; i++) sums[i] = kernel->weights[0] * middle[i];
        for (int k = 1; k <= kernel->reach; k++) {
            const float *a = pairs[k][0] + start, *b = pairs[k][1] + start;
            const float weight = kernel->weights[k];
            for (int i = 0; i < count; i++) sums[i] += weight * (a[i] + b[i]);
        }
    }
}

/// Unsharp mask of a line that was blurred: what the blur took away is added. Colors are weighted by alpha, and
/// a sharp edge of the alpha stays as it is.
static void sharpen(float *line, const float *sharp, const struct kernel *kernel, int bands, int count) {
    const float amount = kernel->amount;
    if (!kernel->has_alpha) {
        for (int i = 0; i < count * bands; i++) line[i] = sharp[i] + amount * (sharp[i] - line[i]);
        return;
    }
    for (int x = 0; x < count; x++, line += bands, sharp += bands) {
        const float alpha = sharp[bands - 1], around = line[bands - 1];
        // The mean color of the neighbors, as dense as this pixel.
        const float scale = around > 0 ? alpha / around : 0;
        for (int i = 0; i < bands - 1; i++) line[i] = sharp[i] + amount * (sharp[i] - scale * line[i]);
        line[bands - 1] = alpha;
    }
}

/// Down, then across, a line at a time: the lines before are kept by whoever made them.
static int blur(VipsRegion *out, void *sequence, void *from, void *data, gboolean *stop) {
    (void)from, (void)stop;
    const struct kernel *kernel = data;
    VipsRegion *in = sequence;
    const VipsRect area = out->valid;
    const int reach = kernel->reach, bands = in->im->Bands;
    const int right = in->im->Xsize - 1, bottom = in->im->Ysize - 1;
    const int left = VIPS_MAX(0, area.left - reach), last = VIPS_MIN(right, area.left + area.width - 1 + reach);
    const int top = VIPS_MAX(0, area.top - reach), low = VIPS_MIN(bottom, area.top + area.height - 1 + reach);
    const VipsRect wanted = {left, top, last - left + 1, low - top + 1};
    if (V(vips_region_prepare)(in, &wanted) != 0) return -1;
    const size_t wide = (size_t)(area.width + 2 * reach) * bands;
    float *line = malloc((wide + (size_t)area.width * bands) * sizeof *line);
    const float *(*pairs)[2] = malloc((reach + 1) * sizeof *pairs);
    if (!line || !pairs) {
        free(line);
        free(pairs);
        return -1;
    }
    // Of the pixel at the left end of `area`, with `reach` pixels before it.
    float *const start = line + (size_t)reach * bands, *const result = line + wide;
    const int before = area.left - left, known = wanted.width;
    for (int y = area.top; y < area.top + area.height; y++) {
        for (int k = 0; k <= reach; k++) {
            pairs[k][0] = (float *)imgflow_address(in, left, VIPS_MAX(0, y - k));
            pairs[k][1] = (float *)imgflow_address(in, left, VIPS_MIN(bottom, y + k));
        }
        float *const there = start - (size_t)before * bands;
        weigh(there, (const float *const(*)[2])pairs, kernel, known * bands);
        for (float *p = there - bands; p >= line; p -= bands) memcpy(p, there, bands * sizeof *p);
        const float *edge = there + (size_t)(known - 1) * bands;
        for (float *p = (float *)edge + bands; p < line + wide; p += bands)
            memcpy(p, edge, bands * sizeof *p);
        for (int k = 0; k <= reach; k++) {
            pairs[k][0] = start - (size_t)k * bands;
            pairs[k][1] = start + (size_t)k * bands;
        }
        weigh(result, (const float *const(*)[2])pairs, kernel, area.width * bands);
        if (kernel->amount > 0)
            sharpen(result, (float *)imgflow_address(in, area.left, y), kernel, bands, area.width);
        VipsPel *to = imgflow_address(out, area.left, y);
        imgflow_write_line(to, result, out->im->BandFmt, bands, kernel->has_alpha, area.width);
    }
    free(line);
    free(pairs);
    return 0;
}

static VipsImage *blurred(
    VipsImage *image, VipsBandFormat format, double sigma, double width, bool has_alpha, double amount) {
    struct kernel *kernel = gaussian(sigma, width, has_alpha);
    if (!kernel) return NULL;
    kernel->amount = (float)amount;
    return imgflow_derived(image, image->Xsize, image->Ysize, format, blur, kernel, free);
}

static int to_floats(VipsRegion *out, void *sequence, void *from, void *data, gboolean *stop) {
    (void)data, (void)stop;
    VipsRegion *in = sequence;
    VipsImage *image = from;
    const VipsRect area = out->valid;
    if (V(vips_region_prepare)(in, &area) != 0) return -1;
    const bool has_alpha = V(vips_image_hasalpha)(image);
    for (int y = area.top; y < area.top + area.height; y++)
        imgflow_read_line(
            (float *)imgflow_address(out, area.left, y), imgflow_address(in, area.left, y),
            image->BandFmt, image->Bands, has_alpha, area.width);
    return 0;
}

static void drop(VipsImage *image) {
    if (image) imgflow_unref(image);
}

static VipsImage *blur_of_lines(VipsImage *image, double sigma, double width, double amount) {
    VipsImage *lines = NULL, *kept = NULL, *out = NULL;
    if ((lines = imgflow_derived(
             image, image->Xsize, image->Ysize, VIPS_FORMAT_FLOAT, to_floats, NULL, free))
        && (kept = imgflow_cached_lines(lines)))
        out = blurred(kept, image->BandFmt, sigma, width, V(vips_image_hasalpha)(image), amount);
    drop(lines);
    drop(kept);
    return out;
}

static VipsImage *blur_of_cells(VipsImage *image, double sigma, double width, int step) {
    // What the two splines add to the variance is left out.
    const double left = sqrt(sigma * sigma - 2.0 / 3 * (step * (double)step - 1)) / step;
    VipsImage *source = NULL, *cells = NULL, *kept = NULL, *soft = NULL, *lines = NULL, *out = NULL;
    if ((source = imgflow_cached_lines(image)) && (cells = imgflow_vips_cells(source, step))
        && (kept = imgflow_cached_lines(cells))
        && (soft = blurred(kept, VIPS_FORMAT_FLOAT, left, width, false, 0))
        && (lines = imgflow_cached_lines(soft)))
        out = imgflow_vips_uncelled(lines, image, step);
    VipsImage *steps[] = {source, cells, kept, soft, lines};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) drop(steps[i]);
    return out;
}

/// Of 8 or 16 bits, or floats.
static VipsImage *blur_of(VipsImage *image, double sigma) {
    const bool is_fine = image->BandFmt != VIPS_FORMAT_UCHAR;
    // The error of cells is 0.4 (step / sigma)⁴ levels of 255 at a hard edge; a wide kernel on them is cheap.
    const int step = VIPS_MIN(16, (int)(sigma / (is_fine ? 5 : 2)));
    const double width = is_fine ? 5 : 4;
    return step < 2 ? blur_of_lines(image, sigma, width, 0) : blur_of_cells(image, sigma, width, step);
}

VipsImage *imgflow_vips_blur(VipsImage *image, double sigma) {
    const VipsBandFormat format = image->BandFmt;
    if (format == VIPS_FORMAT_UCHAR || format == VIPS_FORMAT_USHORT || format == VIPS_FORMAT_FLOAT)
        return blur_of(image, sigma);
    VipsImage *floats = imgflow_vips_float(image), *soft = NULL, *out = NULL;
    if (floats && (soft = blur_of(floats, sigma))) out = imgflow_vips_cast_like(soft, image);
    drop(floats);
    drop(soft);
    return out;
}

VipsImage *imgflow_vips_sharpen(VipsImage *image, double sigma, double amount) {
    const bool is_fine = image->BandFmt != VIPS_FORMAT_UCHAR;
    return blur_of_lines(image, sigma, is_fine ? 5 : 4, amount);
}
