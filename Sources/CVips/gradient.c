#include "CVips.h"
#include "derived.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

// Colors at even distances along a line, mixed with their alpha between. Source: W3C, CSS Images 3, section 3.1.

struct gradient {
    int count;
    bool has_alpha;
    /// Of the line, a pixel to the right and a pixel down; and where the middle of the first pixel lies on it.
    double across, down, start;
    /// Red, green and blue multiplied by alpha, and alpha: from 0 to 255.
    float stops[][4];
};

static void paint(VipsPel *to, const struct gradient *gradient, double place) {
    const double along = (place < 0 ? 0 : place > 1 ? 1 : place) * (gradient->count - 1);
    const int first = VIPS_MIN((int)along, gradient->count - 2);
    const float part = (float)(along - first);
    const float *a = gradient->stops[first], *b = gradient->stops[first + 1];
    const float alpha = a[3] + (b[3] - a[3]) * part;
    for (int i = 0; i < 3; i++) {
        const float weighted = a[i] + (b[i] - a[i]) * part;
        to[i] = (VipsPel)(alpha > 0 ? weighted * 255 / alpha + 0.5f : 0);
    }
    if (gradient->has_alpha) to[3] = (VipsPel)(alpha + 0.5f);
}

static int make_gradient(VipsRegion *out, void *sequence, void *source, void *data, gboolean *stop) {
    (void)sequence, (void)source, (void)stop;
    const struct gradient *gradient = data;
    const VipsRect area = out->valid;
    const int bands = 3 + gradient->has_alpha;
    for (int y = area.top; y < area.top + area.height; y++) {
        VipsPel *to = imgflow_address(out, area.left, y);
        for (int x = area.left; x < area.left + area.width; x++, to += bands)
            paint(to, gradient, gradient->start + x * gradient->across + y * gradient->down);
    }
    return 0;
}

VipsImage *imgflow_vips_gradient(
    int width, int height, const unsigned char *colors, int count, double degrees) {
    VipsImage *black = imgflow_vips_black(width, height);
    struct gradient *gradient = calloc(1, sizeof *gradient + count * sizeof gradient->stops[0]);
    if (!black || !gradient || count < 2) {
        if (black) imgflow_unref(black);
        free(gradient);
        return NULL;
    }
    gradient->count = count;
    for (int i = 0; i < count; i++, colors += 4) {
        gradient->has_alpha = gradient->has_alpha || colors[3] < 255;
        for (int k = 0; k < 3; k++) gradient->stops[i][k] = colors[k] * colors[3] / 255.0f;
        gradient->stops[i][3] = colors[3];
    }
    const double angle = degrees * 3.14159265358979323846 / 180, right = sin(angle), low = -cos(angle);
    // Its ends are where lines across it meet the corners.
    const double length = fabs(width * right) + fabs(height * low);
    gradient->across = right / length;
    gradient->down = low / length;
    gradient->start = 0.5 + (0.5 - width / 2.0) * gradient->across + (0.5 - height / 2.0) * gradient->down;
    const struct imgflow_kind kind = {
        width, height, 3 + gradient->has_alpha, VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_sRGB};
    VipsImage *out = imgflow_derived_as(black, kind, make_gradient, gradient, free);
    imgflow_unref(black);
    return out;
}
