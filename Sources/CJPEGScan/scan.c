#include "frame.h"
#include <stdlib.h>
#include <string.h>

/// No encoder writes more, and each takes its time.
static const int most_scans = 1000;

struct segment {
    const uint8_t *bytes;
    size_t count;
};

static bool read_codes(struct frame *frame, struct segment body) {
    while (body.count >= 17) {
        const uint8_t *counts = body.bytes + 1;
        const int place = body.bytes[0] & 15, class = body.bytes[0] >> 4;
        int total = 0;
        for (int length = 0; length < 16; length++) total += counts[length];
        if (place > 3 || class > 1 || total > 256 || body.count < 17u + total) return false;
        struct codes *codes = class ? &frame->ac[place] : &frame->dc[place];
        memset(codes, 0, sizeof *codes);
        memcpy(codes->symbols, body.bytes + 17, total);
        uint32_t code = 0;
        int next = 0;
        for (int length = 1; length <= 16; length++, code <<= 1) {
            codes->offset[length] = next - (int)code;
            for (int index = 0; index < counts[length - 1]; index++, code++, next++) {
                if (code >= 1u << length) return false;
                if (length > 9) continue;
                const uint32_t start = code << (9 - length);
                for (uint32_t same = 0; same < 1u << (9 - length); same++) {
                    codes->length[start + same] = (uint8_t)length;
                    codes->symbol[start + same] = codes->symbols[next];
                    const int zeros = codes->symbols[next] >> 4, size = codes->symbols[next] & 15;
                    codes->bits[start + same] = (uint8_t)(length + size);
                    // The end of a block, or 16 zeros.
                    codes->places[start + same] = (uint8_t)(size || zeros == 15 ? zeros + 1 : 64);
                }
            }
            codes->limit[length] = code << (16 - length);
        }
        codes->is_known = true;
        body.bytes += 17 + total;
        body.count -= 17 + total;
    }
    return body.count == 0;
}

static bool read_quantizations(struct frame *frame, struct segment body) {
    while (body.count) {
        const size_t length = body.bytes[0] >> 4 ? 129 : 65;
        if (body.bytes[0] >> 4 > 1 || (body.bytes[0] & 15) > 3 || body.count < length) return false;
        frame->quantizations |= 1 << (body.bytes[0] & 15);
        body.bytes += length;
        body.count -= length;
    }
    return true;
}

static int divided(int64_t number, int by) { return (int)((number + by - 1) / by); }

/// Of SOF0 to SOF2, 8 bits.
static bool read_frame(struct frame *frame, struct segment body, bool is_progressive) {
    if (frame->count || body.count < 6 || body.bytes[0] != 8) return false;
    frame->is_progressive = is_progressive;
    frame->height = body.bytes[1] << 8 | body.bytes[2];
    frame->width = body.bytes[3] << 8 | body.bytes[4];
    const int count = body.bytes[5];
    if (!frame->width || !frame->height || count < 1 || count > 4 || body.count < 6u + 3 * count)
        return false;
    for (int index = 0; index < count; index++) {
        struct component *part = &frame->components[index];
        const uint8_t *said = body.bytes + 6 + 3 * index;
        part->id = said[0];
        part->quantization = said[2];
        part->across = said[1] >> 4;
        part->down = said[1] & 15;
        if (part->across < 1 || part->across > 4 || part->down < 1 || part->down > 4) return false;
        if (part->across > frame->across) frame->across = part->across;
        if (part->down > frame->down) frame->down = part->down;
        memset(part->lowest, -1, sizeof part->lowest);
    }
    for (int index = 0; index < count; index++) {
        struct component *part = &frame->components[index];
        part->width = divided(divided((int64_t)frame->width * part->across, frame->across), 8);
        part->height = divided(divided((int64_t)frame->height * part->down, frame->down), 8);
        part->stride = divided(frame->width, 8 * frame->across) * part->across;
        part->rows = divided(frame->height, 8 * frame->down) * part->down;
        if (!is_progressive) continue;
        part->known = calloc((size_t)part->stride * part->rows, sizeof *part->known);
        if (!part->known) return false;
    }
    frame->count = count;
    return true;
}

static bool read_scan(struct frame *frame, struct segment body, struct scan *scan) {
    if (!frame->count || body.count < 1) return false;
    scan->count = body.bytes[0];
    if (scan->count < 1 || scan->count > frame->count || body.count < 4u + 2 * scan->count) return false;
    const uint8_t *end = body.bytes + 1 + 2 * scan->count;
    scan->first = frame->is_progressive ? end[0] : 0;
    scan->last = frame->is_progressive ? end[1] : 63;
    scan->high = frame->is_progressive ? end[2] >> 4 : 0;
    scan->low = frame->is_progressive ? end[2] & 15 : 0;
    if (scan->last > 63 || scan->first > scan->last || (scan->first && scan->count > 1)) return false;
    if (!scan->first && frame->is_progressive && scan->last) return false;
    for (int index = 0; index < scan->count; index++) {
        const uint8_t *said = body.bytes + 1 + 2 * index;
        struct component *part = NULL;
        for (int other = 0; other < frame->count; other++)
            if (frame->components[other].id == said[0]) part = &frame->components[other];
        if (!part) return false;
        part->dc = said[1] >> 4;
        part->ac = said[1] & 15;
        if (part->dc > 3 || part->ac > 3) return false;
        // Without it no decoder makes a pixel.
        if (part->quantization > 3 || !(frame->quantizations >> part->quantization & 1)) return false;
        const bool needs_dc = !scan->first && !scan->high;
        const bool needs_ac = !frame->is_progressive || scan->first;
        if ((needs_dc && !frame->dc[part->dc].is_known) || (needs_ac && !frame->ac[part->ac].is_known))
            return false;
        part->is_there = true;
        for (int place = scan->first; place <= scan->last; place++) part->lowest[place] = (int8_t)scan->low;
        scan->components[index] = part;
    }
    return true;
}

/// At the end: whether the last bit of every coefficient came.
static enum imgflow_jpeg_state ended(const struct frame *frame) {
    if (!frame->count) return IMGFLOW_JPEG_CUT;
    for (int index = 0; index < frame->count; index++) {
        if (!frame->components[index].is_there) return IMGFLOW_JPEG_CUT;
        for (int place = 0; place < 64; place++)
            if (frame->components[index].lowest[place] != 0) return IMGFLOW_JPEG_CUT;
    }
    return IMGFLOW_JPEG_WHOLE;
}

static enum imgflow_jpeg_state read_all(struct frame *frame, const uint8_t *at, const uint8_t *end) {
    int scans = 0;
    while (end - at >= 2) {
        if (at[0] != 0xFF || at[1] == 0xFF || at[1] == 0) {
            at++;
            continue;
        }
        const int marker = at[1];
        at += 2;
        if (marker == 0xD9) return ended(frame);
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) continue;
        if (end - at < 2) break;
        const size_t length = (size_t)(at[0] << 8 | at[1]);
        if (length < 2 || (size_t)(end - at) < length) break;
        const struct segment body = {at + 2, length - 2};
        at += length;
        bool is_known = true;
        if (marker == 0xC4) is_known = read_codes(frame, body);
        else if (marker == 0xDB) is_known = read_quantizations(frame, body);
        else if (marker == 0xC0 || marker == 0xC1) is_known = read_frame(frame, body, false);
        else if (marker == 0xC2) is_known = read_frame(frame, body, true);
        else if (marker == 0xDD && body.count == 2) frame->interval = body.bytes[0] << 8 | body.bytes[1];
        else if (marker >= 0xC3 && marker <= 0xCF) is_known = false;
        if (!is_known) return IMGFLOW_JPEG_UNKNOWN;
        if (marker != 0xDA) continue;
        struct scan scan = {0};
        if (++scans > most_scans || !read_scan(frame, body, &scan)) return IMGFLOW_JPEG_UNKNOWN;
        struct bits bits = {.at = at, .end = end};
        const enum imgflow_jpeg_state state = imgflow_jpeg_walk(frame, &scan, &bits);
        if (state != IMGFLOW_JPEG_WHOLE) return state;
        at = bits.at;
    }
    return IMGFLOW_JPEG_CUT;
}

enum imgflow_jpeg_state imgflow_jpeg_scan(const uint8_t *bytes, size_t count) {
    struct frame *frame = calloc(1, sizeof *frame);
    if (!frame) return IMGFLOW_JPEG_UNKNOWN;
    const enum imgflow_jpeg_state state =
        count < 4 ? IMGFLOW_JPEG_CUT : read_all(frame, bytes + 2, bytes + count);
    for (int index = 0; index < 4; index++) free(frame->components[index].known);
    free(frame);
    return state;
}

bool imgflow_jpeg_is_one_scan(const uint8_t *bytes, size_t count) {
    const uint8_t *at = bytes + 2, *const end = bytes + count;
    int components = 0;
    while (count >= 4 && end - at >= 4 && at[0] == 0xFF) {
        const int marker = at[1];
        // Without a length, or filled up.
        if (marker < 0xC0 || (marker >= 0xD0 && marker <= 0xD9) || marker == 0xFF) return false;
        const size_t length = (size_t)(at[2] << 8 | at[3]);
        if (length < 2 || (size_t)(end - at) < 2 + length) return false;
        const uint8_t *body = at + 4;
        if (marker == 0xC0 || marker == 0xC1) {
            if (components || length < 8 || body[0] != 8) return false;
            components = body[5];
        }
        else if (marker == 0xC2 || marker == 0xC3 || (marker > 0xC4 && marker <= 0xCF)) return false;
        // A decoder stops at the end of this scan: what more scans bring it would not miss.
        else if (marker == 0xDA) return length > 2 && components && body[0] == components;
        at += 2 + length;
    }
    return false;
}
