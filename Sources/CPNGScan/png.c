#include "CPNGScan.h"
#include <string.h>
#include <zlib.h>

static uint32_t number(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/// The rows that the header announces, pass by pass where they are interlaced (8.2).
struct rows {
    uint32_t width, height;
    int bits;
    bool is_interlaced;
    int pass;
    /// Of the pass: how many are to come, and the bytes of each with its filter's; of the current row.
    uint32_t count;
    size_t bytes, left;
};

static const struct {
    uint32_t x, y, across, down;
} adam7[7] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};

static uint32_t share(uint32_t whole, uint32_t start, uint32_t step) {
    return whole > start ? (whole - start - 1) / step + 1 : 0;
}

/// The next pass that has pixels; false behind the last.
static bool begin_pass(struct rows *rows) {
    const int passes = rows->is_interlaced ? 7 : 1;
    while (rows->pass < passes) {
        uint32_t width = rows->width, height = rows->height;
        if (rows->is_interlaced) {
            width = share(rows->width, adam7[rows->pass].x, adam7[rows->pass].across);
            height = share(rows->height, adam7[rows->pass].y, adam7[rows->pass].down);
        }
        rows->pass++;
        if (!width || !height) continue;
        rows->count = height;
        rows->bytes = 1 + ((size_t)width * (size_t)rows->bits + 7) / 8;
        return true;
    }
    return false;
}

static bool read_header(const uint8_t *body, struct rows *rows) {
    rows->width = number(body);
    rows->height = number(body + 4);
    const int depth = body[8], kind = body[9];
    if (!rows->width || !rows->height || rows->width > INT32_MAX || rows->height > INT32_MAX) return false;
    if (body[10] || body[11] || body[12] > 1) return false;
    const bool is_byte = depth == 8 || depth == 16, is_part = depth == 1 || depth == 2 || depth == 4;
    int samples;
    switch (kind) {
    case 0: samples = 1; break;
    case 2: samples = 3; break;
    case 3: samples = 1; break;
    case 4: samples = 2; break;
    case 6: samples = 4; break;
    default: return false;
    }
    if (!(is_byte || (is_part && samples == 1)) || (kind == 3 && depth == 16)) return false;
    rows->bits = samples * depth;
    rows->is_interlaced = body[12] == 1;
    return true;
}

/// Goes through inflated bytes; false at a filter that there is not.
static bool pass_over(struct rows *rows, const uint8_t *bytes, size_t count) {
    while (count) {
        if (!rows->left) {
            if (!rows->count && !begin_pass(rows)) return true;
            if (*bytes > 4) return false;
            rows->left = rows->bytes;
            rows->count--;
        }
        const size_t step = count < rows->left ? count : rows->left;
        rows->left -= step;
        bytes += step;
        count -= step;
    }
    return true;
}

static bool is_complete(struct rows *rows) {
    return !rows->left && !rows->count && !begin_pass(rows);
}

static enum imgflow_png_state inflate_part(
    z_stream *stream, struct rows *rows, const uint8_t *bytes, size_t count, bool *is_over) {
    uint8_t made[16384];
    stream->next_in = (Bytef *)bytes;
    stream->avail_in = (uInt)count;
    do {
        stream->next_out = made;
        stream->avail_out = sizeof made;
        const int state = inflate(stream, Z_NO_FLUSH);
        if (state == Z_MEM_ERROR) return IMGFLOW_PNG_UNKNOWN;
        if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR) return IMGFLOW_PNG_DAMAGED;
        if (!pass_over(rows, made, sizeof made - stream->avail_out)) return IMGFLOW_PNG_DAMAGED;
        *is_over = state == Z_STREAM_END;
        if (state == Z_BUF_ERROR) break;
    } while (!*is_over && (stream->avail_in || !stream->avail_out));
    return IMGFLOW_PNG_WHOLE;
}

static enum imgflow_png_state walk(const uint8_t *bytes, size_t count, z_stream *stream) {
    struct rows rows = {0};
    bool has_header = false, has_palette = false, is_over = false;
    int data = 0;
    size_t at = 8;
    while (count - at >= 12) {
        const uint32_t length = number(bytes + at);
        const uint8_t *name = bytes + at + 4, *body = name + 4;
        if (length > INT32_MAX) return IMGFLOW_PNG_DAMAGED;
        if (count - at - 12 < length) return IMGFLOW_PNG_CUT;
        const bool is_optional = name[0] & 0x20;
        if (crc32(0, name, length + 4) != number(body + length))
            return is_optional ? IMGFLOW_PNG_UNKNOWN : IMGFLOW_PNG_DAMAGED;
        at += 12 + (size_t)length;
        const bool is_data = !memcmp(name, "IDAT", 4);
        if (!has_header) {
            if (memcmp(name, "IHDR", 4) || length != 13 || !read_header(body, &rows)) return IMGFLOW_PNG_UNKNOWN;
            has_header = true;
        } else if (is_data) {
            // They stand together (5.6); a palette stands before them.
            if (data > 1 || (bytes[25] == 3 && !has_palette)) return IMGFLOW_PNG_UNKNOWN;
            data = 1;
            if (is_over || !length) continue;
            const enum imgflow_png_state state = inflate_part(stream, &rows, body, length, &is_over);
            if (state != IMGFLOW_PNG_WHOLE) return state;
        } else if (!memcmp(name, "IEND", 4)) {
            return data && is_over && is_complete(&rows) ? IMGFLOW_PNG_WHOLE : IMGFLOW_PNG_CUT;
        } else {
            if (!memcmp(name, "PLTE", 4)) has_palette = true;
            else if (!is_optional) return IMGFLOW_PNG_UNKNOWN;
            if (data) data = 2;
        }
    }
    return IMGFLOW_PNG_CUT;
}

enum imgflow_png_state imgflow_png_scan(const uint8_t *bytes, size_t count) {
    static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    if (count < 8 || memcmp(bytes, signature, sizeof signature)) return IMGFLOW_PNG_UNKNOWN;
    z_stream stream = {0};
    if (inflateInit(&stream) != Z_OK) return IMGFLOW_PNG_UNKNOWN;
    const enum imgflow_png_state state = walk(bytes, count, &stream);
    inflateEnd(&stream);
    return state;
}
