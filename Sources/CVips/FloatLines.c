#include "Derived.h"

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

void imgflow_write_line(
    VipsPel *to, const float *line, VipsBandFormat format, int bands, bool has_alpha, int count) {
    const int colors = has_alpha ? bands - 1 : bands;
    for (int x = 0; x < count; x++, line += bands) {
        const float alpha = has_alpha ? line[bands - 1] : 1;
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
