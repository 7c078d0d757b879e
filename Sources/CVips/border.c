#include "CVips.h"
#include "derived.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

// The border of one color around an image, or of transparency: vips_find_trim takes a median first, which loses
// lines of one pixel, and knows no color of its own.

struct border {
    int bands;
    /// Numbers that colors are multiplied with: alpha, where there is one.
    float most;
    float color[5];
    /// Of the largest number.
    float tolerance;
};

/// Colors weighted by alpha, from 0 to the largest number.
static void read_line(float *line, VipsImage *image, int y, float most) {
    const bool has_alpha = V(vips_image_hasalpha)(image);
    const int bands = image->Bands, colors = bands - has_alpha;
    const size_t pixel = V(vips_format_sizeof)(image->BandFmt) * bands;
    imgflow_read_line(
        line, image->data + (size_t)y * image->Xsize * pixel, image->BandFmt, bands, has_alpha,
        image->Xsize);
    if (!has_alpha) return;
    for (int x = 0; x < image->Xsize; x++, line += bands)
        for (int i = 0; i < colors; i++) line[i] /= most;
}

static bool is_near(const float *a, const float *b, int bands, float tolerance) {
    for (int i = 0; i < bands; i++)
        if (fabsf(a[i] - b[i]) > tolerance) return false;
    return true;
}

/// The color of a corner that most corners have; of equals the first, from the upper left on.
static void choose(struct border *border, VipsImage *image, float *line) {
    const int bands = border->bands, right = image->Xsize - 1, low = image->Ysize - 1;
    float corners[4][5];
    for (int i = 0; i < 4; i++) {
        read_line(line, image, i < 2 ? 0 : low, border->most);
        memcpy(corners[i], line + (size_t)(i % 2 ? right : 0) * bands, bands * sizeof *line);
    }
    int most = 0;
    for (int i = 0; i < 4; i++) {
        int count = 0;
        for (int j = 0; j < 4; j++) count += is_near(corners[i], corners[j], bands, border->tolerance);
        if (count <= most) continue;
        most = count;
        memcpy(border->color, corners[i], sizeof border->color);
    }
}

static void take(ImgflowBorder *found, const struct border *border, const float *line, int width, int y) {
    const int bands = border->bands;
    int first = 0, last = width - 1;
    while (first < width && is_near(line + (size_t)first * bands, border->color, bands, border->tolerance)) first++;
    if (first == width) return;
    while (is_near(line + (size_t)last * bands, border->color, bands, border->tolerance)) last--;
    if (found->width == 0) {
        *found = (ImgflowBorder){first, y, last - first + 1, 1};
        return;
    }
    const int right = VIPS_MAX(found->left + found->width, last + 1);
    found->left = VIPS_MIN(found->left, first);
    found->width = right - found->left;
    found->height = y - found->top + 1;
}

bool imgflow_vips_find_border(VipsImage *image, double tolerance, ImgflowBorder *found) {
    const bool is_deep = image->BandFmt == VIPS_FORMAT_USHORT;
    if (!image->data || image->Bands > 5 || (!is_deep && image->BandFmt != VIPS_FORMAT_UCHAR)) {
        V(vips_error)("border", "expected an image of 8 or 16 bits in memory");
        return false;
    }
    struct border border = {image->Bands, is_deep ? 65535 : 255, {0}, (float)tolerance * (is_deep ? 257 : 1)};
    float *line = malloc(sizeof *line * image->Xsize * image->Bands);
    if (!line) return false;
    // Weighted numbers are not whole.
    border.tolerance += 1e-3f;
    choose(&border, image, line);
    *found = (ImgflowBorder){0};
    for (int y = 0; y < image->Ysize; y++) {
        read_line(line, image, y, border.most);
        take(found, &border, line, image->Xsize, y);
    }
    const bool has_alpha = V(vips_image_hasalpha)(image);
    const float alpha = has_alpha ? border.color[border.bands - 1] : border.most;
    for (int i = 0; i < border.bands; i++) {
        const bool is_color = !has_alpha || i < border.bands - 1;
        found->color[i] = !is_color ? alpha : alpha > 0 ? rintf(border.color[i] * border.most / alpha) : 0;
    }
    free(line);
    return true;
}
