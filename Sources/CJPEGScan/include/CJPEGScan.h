// Whether the pixels of a JPEG are all there, told by walking through its entropy-coded data (ITU T.81)
// without making one of them. Decoders go on in gray where data ends early, if only an end marker follows.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum imgflow_jpeg_state {
    IMGFLOW_JPEG_WHOLE,
    /// Its data, or its last scans, are missing.
    IMGFLOW_JPEG_CUT,
    /// Its data hold what no encoder writes.
    IMGFLOW_JPEG_DAMAGED,
    /// Of a kind that is not walked through here: arithmetic coding, or tables of another place.
    IMGFLOW_JPEG_UNKNOWN,
};

/// Whether a decoder that makes every line, and warns of nothing, has seen all of the pixels: one scan of all
/// components, in Huffman codes. Looks at segments only.
bool imgflow_jpeg_is_one_scan(const uint8_t *_Nonnull bytes, size_t count);

/// From any thread.
enum imgflow_jpeg_state imgflow_jpeg_scan(const uint8_t *_Nonnull bytes, size_t count);
