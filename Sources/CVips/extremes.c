#include "CVips.h"
#include "functions.h"
#include <stdlib.h>
#include <string.h>

// The largest number of a square around each pixel, by van Herk and by Gil and Werman: three comparisons a
// pixel and direction, whatever the size of the square. What lies beyond the edges is 0.

/// Columns that are worked on side by side.
#define STRIP 64

static void take_larger(unsigned char *restrict a, const unsigned char *restrict b, const unsigned char *restrict c) {
    for (int i = 0; i < STRIP; i++) a[i] = b[i] > c[i] ? b[i] : c[i];
}

/// Each of `count` rows of `STRIP` numbers becomes the largest of those at most `radius` rows away. `work`
/// has room for three times `count + 2 * radius` rows.
static void widen(unsigned char *rows, int count, int radius, unsigned char *work) {
    const int window = 2 * radius + 1, all = count + 2 * radius;
    unsigned char *const padded = work, *const first = work + (size_t)all * STRIP;
    unsigned char *const last = first + (size_t)all * STRIP;
    memset(padded, 0, (size_t)all * STRIP);
    memcpy(padded + (size_t)radius * STRIP, rows, (size_t)count * STRIP);
#define ROW(of, i) ((of) + (size_t)(i) * STRIP)
    // From the beginning of each block of a window on, and from its end back.
    for (int i = 0; i < all; i++)
        if (i % window == 0)
            memcpy(ROW(first, i), ROW(padded, i), STRIP);
        else
            take_larger(ROW(first, i), ROW(first, i - 1), ROW(padded, i));
    for (int i = all - 1; i >= 0; i--)
        if (i == all - 1 || i % window == window - 1)
            memcpy(ROW(last, i), ROW(padded, i), STRIP);
        else
            take_larger(ROW(last, i), ROW(last, i + 1), ROW(padded, i));
    for (int i = 0; i < count; i++) take_larger(ROW(rows, i), ROW(last, i), ROW(first, i + 2 * radius));
#undef ROW
}

/// Of numbers that lie `step` apart along a line, and `across` apart from one line to the next.
struct lines {
    unsigned char *numbers;
    size_t step, across;
    int length, count;
};

/// False where there is no memory, or nobody waits for it any more.
static bool widen_lines(struct lines all, int radius) {
    radius = VIPS_MIN(radius, all.length - 1);
    if (radius <= 0) return true;
    unsigned char *rows = malloc((size_t)STRIP * (all.length + 3 * ((size_t)all.length + 2 * radius)));
    if (!rows) return false;
    bool is_wanted = true;
    for (int start = 0; start < all.count && is_wanted; start += STRIP) {
        const int width = VIPS_MIN(STRIP, all.count - start);
        unsigned char *const begin = all.numbers + start * all.across;
        for (int i = 0; i < all.length; i++)
            for (int x = 0; x < width; x++)
                rows[i * STRIP + x] = begin[i * all.step + x * all.across];
        widen(rows, all.length, radius, rows + (size_t)STRIP * all.length);
        for (int i = 0; i < all.length; i++)
            for (int x = 0; x < width; x++)
                begin[i * all.step + x * all.across] = rows[i * STRIP + x];
        is_wanted = !imgflow_vips_is_broken_off();
    }
    free(rows);
    return is_wanted;
}

static void invert(unsigned char *numbers, size_t count) {
    for (size_t i = 0; i < count; i++) numbers[i] = 255 - numbers[i];
}

static VipsImage *extreme(VipsImage *image, int radius, bool is_smallest) {
    size_t count;
    VipsImage *begun = imgflow_begin(image);
    unsigned char *numbers = V(vips_image_write_to_memory)(begun, &count);
    const bool is_whole = imgflow_is_whole(begun);
    imgflow_unref(begun);
    if (!is_whole) V(g_free)(numbers);
    if (!numbers || !is_whole) return NULL;
    const int bands = image->Bands;
    const size_t row = (size_t)image->Xsize * bands;
    // The smallest is the largest of what is inverted.
    if (is_smallest) invert(numbers, count);
    bool is_done = true;
    for (int band = 0; band < bands && is_done; band++)
        is_done = widen_lines((struct lines){numbers + band, bands, row, image->Xsize, image->Ysize}, radius);
    is_done = is_done && widen_lines((struct lines){numbers, row, 1, image->Ysize, (int)row}, radius);
    if (is_done && is_smallest) invert(numbers, count);
    VipsImage *out =
        is_done ? imgflow_vips_from_memory(numbers, count, image->Xsize, image->Ysize, bands) : NULL;
    V(g_free)(numbers);
    return out;
}

VipsImage *imgflow_vips_dilate(VipsImage *image, int radius) { return extreme(image, radius, false); }

VipsImage *imgflow_vips_erode(VipsImage *image, int radius) { return extreme(image, radius, true); }
