// What the segments of a JPEG say before a scan, and what the scans before it brought.
#pragma once
#include "bits.h"
#include "CJPEGScan.h"

struct component {
    int id, across, down;
    /// In blocks of 8x8: what a scan of this component alone has, and what all of it has room for.
    int width, height, stride, rows;
    int dc, ac, quantization;
    bool is_there;
    /// Progressive: which coefficients of each block are not zero, and the lowest bit of each that came;
    /// -1 where none did.
    uint64_t *known;
    int8_t lowest[64];
};

struct frame {
    bool is_progressive;
    int width, height, across, down, count;
    struct component components[4];
    struct codes dc[4], ac[4];
    int interval;
    /// Bit by bit, which tables of quantization came.
    int quantizations;
};

struct scan {
    int count;
    struct component *components[4];
    int first, last, high, low;
};

/// What a scan holds; `bits` stands at its end afterwards.
enum imgflow_jpeg_state imgflow_jpeg_walk(struct frame *frame, struct scan *scan, struct bits *bits);
