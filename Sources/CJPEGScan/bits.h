// The bits of a scan, up to the marker that ends them, and their Huffman codes (ITU T.81, F.2.2).
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct bits {
    const uint8_t *at, *end;
    uint64_t held;
    int count;
    /// Bits of `count` that are not in the file.
    int padding;
    bool is_over;
};

/// At least 32 then, as many as a code and what follows it take.
static inline void fill(struct bits *bits) {
    if (bits->count >= 32) return;
    if (bits->end - bits->at >= 4) {
        uint32_t four;
        memcpy(&four, bits->at, 4);
        // Most bytes are not FF, which is followed by another: four are taken at once.
        if (!((~four - 0x01010101u) & four & 0x80808080u)) {
            bits->held = bits->held << 32 | __builtin_bswap32(four);
            bits->count += 32;
            bits->at += 4;
            return;
        }
    }
    while (bits->count <= 48) {
        uint8_t byte = 0;
        if (!bits->is_over) {
            while (bits->at + 1 < bits->end && bits->at[0] == 0xFF && bits->at[1] == 0xFF) bits->at++;
            if (bits->at >= bits->end) bits->is_over = true;
            else if (*bits->at != 0xFF) byte = *bits->at++;
            else if (bits->at + 1 < bits->end && bits->at[1] == 0) byte = 0xFF, bits->at += 2;
            else bits->is_over = true;
        }
        if (bits->is_over) bits->padding += 8;
        bits->held = bits->held << 8 | byte;
        bits->count += 8;
    }
}

/// At most 16, of those that `fill` left.
static inline uint32_t look(const struct bits *bits, int count) {
    return (uint32_t)(bits->held >> (bits->count - count)) & ((1u << count) - 1);
}

static inline void skip(struct bits *bits, int count) { bits->count -= count; }

static inline uint32_t take(struct bits *bits, int count) {
    if (!count) return 0;
    fill(bits);
    const uint32_t value = look(bits, count);
    skip(bits, count);
    return value;
}

/// Whether more was taken than there is.
static inline bool is_overdrawn(const struct bits *bits) { return bits->count < bits->padding; }

static inline void forget(struct bits *bits) {
    bits->held = 0;
    bits->count = bits->padding = 0;
    bits->is_over = false;
}

struct codes {
    bool is_known;
    /// By their first nine bits: length, and symbol; length 0 where they are longer.
    uint8_t length[512], symbol[512];
    /// By the same bits, of a coefficient: how many bits it takes with its number, and how many places on
    /// the next one stands; 0 where the code is longer.
    uint8_t bits[512], places[512];
    /// Of each length: one more than the last code, aligned to 16 bits, and what leads to its symbol.
    uint32_t limit[18];
    int offset[17];
    uint8_t symbols[256];
};

/// The symbol, with `fill` before it; -1 where no code begins so.
static inline int symbol(struct bits *bits, const struct codes *codes) {
    const uint32_t first = look(bits, 16);
    const int length = codes->length[first >> 7];
    if (length) {
        skip(bits, length);
        return codes->symbol[first >> 7];
    }
    for (int longer = 10; longer <= 16; longer++)
        if (first < codes->limit[longer]) {
            skip(bits, longer);
            const int place = (int)(first >> (16 - longer)) + codes->offset[longer];
            return place >= 0 && place < 256 ? codes->symbols[place] : -1;
        }
    return -1;
}
