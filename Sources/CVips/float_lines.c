#include "derived.h"
#include <string.h>

#define READ(type) \
    { \
        const type *values = (const type *)from; \
        for (int i = 0; i < count * bands; i++) line[i] = values[i]; \
        break; \
    }

void imgflow_read_line(
    float *line, const VipsPel *from, VipsBandFormat format, int bands, bool has_alpha, int count) {
    switch (format) {
    case VIPS_FORMAT_UCHAR: READ(unsigned char)
    case VIPS_FORMAT_USHORT: READ(unsigned short)
    default: READ(float)
    }
    if (!has_alpha) return;
    for (int x = 0; x < count; x++, line += bands)
        for (int band = 0; band < bands - 1; band++) line[band] *= line[bands - 1];
}

#define WRITE(type, most) \
    { \
        type *values = (type *)to; \
        for (int i = 0; i < bands; i++) { \
            const float value = (i < colors ? line[i] * scale : line[i]) + 0.5f; \
            values[i] = (type)(value < 0 ? 0 : value > most ? most : value); \
        } \
        to += bands * sizeof(type); \
        break; \
    }

#define WRITE_ALL(type, most) \
    { \
        type *values = (type *)to; \
        for (int i = 0; i < count * bands; i++) { \
            const float value = line[i] + 0.5f; \
            values[i] = (type)(value < 0 ? 0 : value > most ? most : value); \
        } \
        break; \
    }

/// Without alpha all numbers are treated alike, which compilers do several at a time.
IMGFLOW_WIDE static void write_opaque(
    VipsPel *to, const float *line, VipsBandFormat format, int bands, int count) {
    switch (format) {
    case VIPS_FORMAT_UCHAR: WRITE_ALL(unsigned char, 255)
    case VIPS_FORMAT_USHORT: WRITE_ALL(unsigned short, 65535)
    default: memcpy(to, line, sizeof *line * count * bands);
    }
}

void imgflow_write_line(
    VipsPel *to, const float *line, VipsBandFormat format, int bands, bool has_alpha, int count) {
    if (!has_alpha) {
        write_opaque(to, line, format, bands, count);
        return;
    }
    const int colors = bands - 1;
    for (int x = 0; x < count; x++, line += bands) {
        const float alpha = line[colors];
        const float scale = alpha > 0 ? 1 / alpha : 0;
        switch (format) {
        case VIPS_FORMAT_UCHAR: WRITE(unsigned char, 255)
        case VIPS_FORMAT_USHORT: WRITE(unsigned short, 65535)
        default:
            for (int i = 0; i < bands; i++)
                ((float *)to)[i] = i < colors ? line[i] * scale : line[i];
            to += bands * sizeof(float);
        }
    }
}
