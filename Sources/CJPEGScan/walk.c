#include "frame.h"

/// Of one block; false where it holds what is no code.
typedef bool block(struct frame *, struct scan *, struct component *, uint64_t *, struct bits *, int *);

static bool whole_block(
    struct frame *frame, struct scan *scan, struct component *part, uint64_t *known,
    struct bits *bits, int *run) {
    (void)scan, (void)known, (void)run;
    fill(bits);
    const int size = symbol(bits, &frame->dc[part->dc]);
    if (size < 0 || size > 16) return false;
    skip(bits, size);
    const struct codes *codes = &frame->ac[part->ac];
    for (int place = 1; place < 64; place++) {
        fill(bits);
        const uint32_t first = look(bits, 9);
        if (codes->bits[first]) {
            skip(bits, codes->bits[first]);
            place += codes->places[first] - 1;
            continue;
        }
        const int next = symbol(bits, codes);
        if (next < 0) return false;
        if (!(next & 15)) {
            if (next != 0xF0) return true;
            place += 15;
            continue;
        }
        place += next >> 4;
        skip(bits, next & 15);
    }
    return true;
}

static bool first_dc(
    struct frame *frame, struct scan *scan, struct component *part, uint64_t *known,
    struct bits *bits, int *run) {
    (void)scan, (void)known, (void)run;
    fill(bits);
    const int size = symbol(bits, &frame->dc[part->dc]);
    if (size < 0 || size > 16) return false;
    skip(bits, size);
    return true;
}

static bool more_dc(
    struct frame *frame, struct scan *scan, struct component *part, uint64_t *known,
    struct bits *bits, int *run) {
    (void)frame, (void)scan, (void)part, (void)known, (void)run;
    take(bits, 1);
    return true;
}

static bool first_ac(
    struct frame *frame, struct scan *scan, struct component *part, uint64_t *known,
    struct bits *bits, int *run) {
    if (*run > 0) {
        --*run;
        return true;
    }
    for (int place = scan->first; place <= scan->last; place++) {
        fill(bits);
        const int next = symbol(bits, &frame->ac[part->ac]);
        if (next < 0) return false;
        const int zeros = next >> 4, size = next & 15;
        if (!size && zeros < 15) {
            *run = (1 << zeros) - 1 + (int)take(bits, zeros);
            return true;
        }
        place += zeros;
        skip(bits, size);
        if (size && place < 64) *known |= UINT64_C(1) << place;
    }
    return true;
}

/// T.81, G.1.2.3: each coefficient that is there already has one more bit, among the codes of new ones.
static bool more_ac(
    struct frame *frame, struct scan *scan, struct component *part, uint64_t *known,
    struct bits *bits, int *run) {
    int place = scan->first;
    while (!*run && place <= scan->last) {
        fill(bits);
        const int next = symbol(bits, &frame->ac[part->ac]);
        if (next < 0) return false;
        int zeros = next >> 4;
        const int size = next & 15;
        if (size > 1) return false;
        if (size) skip(bits, 1);
        else if (zeros < 15) {
            *run = (1 << zeros) + (int)take(bits, zeros);
            break;
        }
        for (; place <= scan->last; place++)
            if (*known >> place & 1) take(bits, 1);
            else if (!zeros--) break;
        if (size && place <= scan->last) *known |= UINT64_C(1) << place;
        place++;
    }
    if (*run > 0) {
        for (; place <= scan->last; place++)
            if (*known >> place & 1) take(bits, 1);
        --*run;
    }
    return true;
}

static block *kind(const struct frame *frame, const struct scan *scan) {
    if (!frame->is_progressive) return whole_block;
    if (!scan->first) return scan->high ? more_dc : first_dc;
    return scan->high ? more_ac : first_ac;
}

/// Behind a restart marker, where one stands.
static bool restarted(struct bits *bits, int number) {
    forget(bits);
    while (bits->at + 1 < bits->end) {
        if (bits->at[0] == 0xFF && bits->at[1] != 0 && bits->at[1] != 0xFF) {
            if (bits->at[1] != 0xD0 + (number & 7)) return false;
            bits->at += 2;
            return true;
        }
        bits->at++;
    }
    return false;
}

enum imgflow_jpeg_state imgflow_jpeg_walk(struct frame *frame, struct scan *scan, struct bits *bits) {
    block *const read = kind(frame, scan);
    const bool is_alone = scan->count == 1;
    struct component *const only = scan->components[0];
    const int across = is_alone ? only->width : (frame->width + 8 * frame->across - 1) / (8 * frame->across);
    const int down = is_alone ? only->height : (frame->height + 8 * frame->down - 1) / (8 * frame->down);
    const int64_t total = (int64_t)across * down;
    uint64_t nothing = 0;
    int run = 0, restarts = 0;
    for (int64_t unit = 0; unit < total; unit++) {
        if (frame->interval && unit && unit % frame->interval == 0) {
            if (!restarted(bits, restarts++)) return IMGFLOW_JPEG_CUT;
            run = 0;
        }
        const int x = (int)(unit % across), y = (int)(unit / across);
        for (int index = 0; index < scan->count; index++) {
            struct component *part = scan->components[index];
            const int wide = is_alone ? 1 : part->across, high = is_alone ? 1 : part->down;
            for (int place = 0; place < wide * high; place++) {
                const int64_t line = (int64_t)y * high + place / wide, row = (int64_t)x * wide + place % wide;
                uint64_t *known = part->known ? &part->known[line * part->stride + row] : &nothing;
                if (!read(frame, scan, part, known, bits, &run))
                    return is_overdrawn(bits) || bits->is_over ? IMGFLOW_JPEG_CUT : IMGFLOW_JPEG_DAMAGED;
            }
        }
        // Some encoders leave out bits of the last one.
        const bool is_last =
            unit == total - 1 || (frame->interval && (unit + 1) % frame->interval == 0);
        if (is_overdrawn(bits) && !is_last) return IMGFLOW_JPEG_CUT;
    }
    return IMGFLOW_JPEG_WHOLE;
}
