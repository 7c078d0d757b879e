#include "CVips.h"
#include "derived.h"
#include <stdlib.h>
#include <string.h>

// The alpha of an image: multiplied by a mask or at its corners, or laid over a shade. Lines go from top to bottom.

/// Owned by the image that is made; holds a reference to the mask where there is one.
struct cover {
    /// One band of 8 bits in memory.
    VipsImage *mask;
    /// Of one corner, `side` numbers a line; the others are its mirror images.
    unsigned char *corner;
    int side;
    VipsPel color[3];
};

static void release(void *data) {
    struct cover *cover = data;
    if (cover->mask) imgflow_unref(cover->mask);
    free(cover->corner);
    free(cover);
}

/// 0 to 255, of one pixel.
static inline unsigned at_corner(const struct cover *cover, const VipsImage *image, int x, int y) {
    const int across = VIPS_MIN(x, image->Xsize - 1 - x), down = VIPS_MIN(y, image->Ysize - 1 - y);
    if (across >= cover->side || down >= cover->side) return 255;
    return cover->corner[(size_t)down * cover->side + across];
}

static inline unsigned part_of(const struct cover *cover, const VipsImage *image, int x, int y) {
    return cover->mask ? cover->mask->data[(size_t)y * cover->mask->Xsize + x] : at_corner(cover, image, x, y);
}

#define COVER_LINE(type, most) \
    { \
        const type *p = (const type *)from; \
        type *q = (type *)to; \
        for (int x = area.left; x < area.left + area.width; x++, p += bands, q += colors + 1) { \
            for (int i = 0; i < colors; i++) q[i] = p[i]; \
            const unsigned alpha = has_alpha ? p[colors] : (most); \
            q[colors] = (type)((alpha * part_of(cover, in->im, x, y) + 127u) / 255u); \
        } \
        break; \
    }

static int make_covered(VipsRegion *out, void *sequence, void *source, void *data, gboolean *stop) {
    (void)source, (void)stop;
    const struct cover *cover = data;
    VipsRegion *in = sequence;
    const VipsRect area = out->valid;
    if (V(vips_region_prepare)(in, &area) != 0) return -1;
    const int bands = in->im->Bands;
    const bool has_alpha = V(vips_image_hasalpha)(in->im);
    const int colors = bands - has_alpha;
    for (int y = area.top; y < area.top + area.height; y++) {
        const VipsPel *from = imgflow_address(in, area.left, y);
        VipsPel *to = imgflow_address(out, area.left, y);
        switch (in->im->BandFmt) {
        case VIPS_FORMAT_UCHAR: COVER_LINE(unsigned char, 255)
        default: COVER_LINE(unsigned short, 65535)
        }
    }
    return 0;
}

static VipsImage *covered(VipsImage *image, struct cover *cover) {
    const bool fits = image->BandFmt == VIPS_FORMAT_UCHAR || image->BandFmt == VIPS_FORMAT_USHORT;
    if (!fits) {
        V(vips_error)("alpha", "expected 8 or 16 bits");
        release(cover);
        return NULL;
    }
    struct imgflow_kind kind = imgflow_kind_of(image);
    if (!V(vips_image_hasalpha)(image)) kind.bands++;
    return imgflow_derived_as(image, kind, make_covered, cover, release);
}

static bool is_mask_of(VipsImage *mask, int width, int height) {
    if (mask->data && mask->Bands == 1 && mask->BandFmt == VIPS_FORMAT_UCHAR && mask->Xsize == width
        && mask->Ysize == height)
        return true;
    V(vips_error)("alpha", "expected a mask in memory, of the same size");
    return false;
}

VipsImage *imgflow_vips_cover(VipsImage *image, VipsImage *mask) {
    if (!is_mask_of(mask, image->Xsize, image->Ysize)) return NULL;
    struct cover *cover = calloc(1, sizeof *cover);
    if (!cover) return NULL;
    cover->mask = V(g_object_ref)(mask);
    return covered(image, cover);
}

VipsImage *imgflow_vips_round(VipsImage *image, const unsigned char *corner, int side) {
    struct cover *cover = calloc(1, sizeof *cover);
    if (!cover) return NULL;
    const size_t size = (size_t)side * side;
    cover->side = side;
    cover->corner = malloc(size > 0 ? size : 1);
    if (!cover->corner) {
        release(cover);
        return NULL;
    }
    memcpy(cover->corner, corner, size);
    return covered(image, cover);
}

/// `over` of W3C, Compositing and Blending Level 1: colors that are not premultiplied.
static int make_shaded(VipsRegion *out, void *sequence, void *source, void *data, gboolean *stop) {
    (void)source, (void)stop;
    const struct cover *cover = data;
    VipsRegion *in = sequence;
    const VipsRect area = out->valid;
    if (V(vips_region_prepare)(in, &area) != 0) return -1;
    for (int y = area.top; y < area.top + area.height; y++) {
        const VipsPel *p = imgflow_address(in, area.left, y);
        const VipsPel *shade = cover->mask->data + (size_t)y * cover->mask->Xsize + area.left;
        VipsPel *q = imgflow_address(out, area.left, y);
        for (int x = 0; x < area.width; x++, p += 4, q += 4) {
            if (p[3] == 255 || shade[x] == 0) {
                memcpy(q, p, 4);
                continue;
            }
            const float above = p[3] / 255.0f, below = (1 - above) * shade[x] / 255.0f;
            for (int i = 0; i < 3; i++)
                q[i] = (VipsPel)((p[i] * above + cover->color[i] * below) / (above + below) + 0.5f);
            q[3] = (VipsPel)((above + below) * 255 + 0.5f);
        }
    }
    return 0;
}

VipsImage *imgflow_vips_shade(VipsImage *image, VipsImage *shade, int red, int green, int blue) {
    if (image->Bands != 4 || image->BandFmt != VIPS_FORMAT_UCHAR) {
        V(vips_error)("alpha", "expected 8-bit sRGB with alpha");
        return NULL;
    }
    if (!is_mask_of(shade, image->Xsize, image->Ysize)) return NULL;
    struct cover *cover = calloc(1, sizeof *cover);
    if (!cover) return NULL;
    cover->mask = V(g_object_ref)(shade);
    cover->color[0] = (VipsPel)red;
    cover->color[1] = (VipsPel)green;
    cover->color[2] = (VipsPel)blue;
    return imgflow_derived(image, image->Xsize, image->Ysize, image->BandFmt, make_shaded, cover, release);
}
